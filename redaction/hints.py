"""What a key says about its value: `first_name`, `billingEmail`, `dob`, `iban`.

The table is read twice: for the hint of a whole segment (a JSON key, a column name), and for
`key: value` inside a text.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from privacy.entities import ENTITY_TYPES
from privacy.text import Span
from redaction.header_words import COMPANIONS, HEADERS, joined
from redaction.id_fields import ID_CHECKS
from redaction.special_fields import SPECIAL_CHECKS
from redaction.value_checks import (
    Check,
    address,
    capitalised,
    capitalised_or_slug,
    code,
    coordinate,
    dated,
    digits,
    ident,
    ip,
    link,
    login,
    person,
    place,
    secret,
    shape,
)

SCORE = 0.75
"""Confidence in a value that only its key speaks for."""
WEAK = {"JOB_TITLE": 0.5}
"""Less of it: whatever else stands there wins, since policies may keep these as they are."""
NAME = "hint"
_LONGEST = 160
"""Characters: a longer value is prose, and is read as prose."""

_PLACEHOLDERS_TEXT = """
secretstr secretbytes bytes
null none nil nan n/a na undefined unknown string str text varchar char integer int number
float double bool boolean true false yes no object array list dict map any date datetime
timestamp uuid required optional default example test todo tbd empty redacted hidden private
public admin root user name email phone address password secret token value key id key_id self
this required false, xxx xxxx **** *** ********
"""
_PLACEHOLDERS = frozenset(_PLACEHOLDERS_TEXT.split())
_MARKUP = re.compile(r"[<\[{(%$].*[>\]})%]?|\*+|x{3,}|\.{2,}|-+", re.IGNORECASE)

_KEYS: tuple[tuple[str, str, Check], ...] = (
    (
        "EMAIL_ADDRESS",
        "email emailaddress mail mailaddress contactemail",
        shape(r"[^\s@]+@[^\s@]+"),
    ),
    (
        "PHONE_NUMBER",
        (
            "phone phonenumber phoneno mobile mobilenumber mobileno cell cellphone "
            "telephone tel fax telefon handynummer telefono telephonenumber contactnumber "
            "whatsapp msisdn "
        ),
        digits(7, 15),
    ),
    (
        "PERSON",
        (
            "firstname lastname fullname givenname surname middlename maidenname familyname "
            "nickname customername patientname employeename contactname accountholder "
            "holdername cardholder cardholdername nameoncard legalname realname displayname "
            "personname clientname guestname studentname membername authorname ownername "
            "sendername recipientname beneficiaryname mothername fathername spousename "
            "guardianname fname lname vorname nachname apellido apellidos nombrecompleto "
            "prenom nomdefamille passengername subscribername payeename username2 "
            "contactperson "
        ),
        person,
    ),
    (
        "PERSON",
        "name contact owner manager",
        capitalised,
    ),
    (
        "PERSON",
        "customer patient employee client passenger",
        capitalised_or_slug,
    ),
    (
        "DATE_OF_BIRTH",
        (
            "dob dateofbirth birthdate birthday birthdt bday geburtsdatum fechadenacimiento "
            "datedenaissance borndate dobdate "
        ),
        dated,
    ),
    (
        "STREET_ADDRESS",
        (
            "address streetaddress street addressline addressline1 addressline2 address1 "
            "address2 homeaddress mailingaddress billingaddress shippingaddress "
            "postaladdress residence anschrift adresse direccion domicilio deliveryaddress "
            "businessaddress permanentaddress "
        ),
        address,
    ),
    (
        "LOCATION",
        (
            "city town village locality birthplace placeofbirth hometown district stadt "
            "wohnort ciudad ville "
        ),
        place,
    ),
    ("STREET_ADDRESS", "zip zipcode postcode postalcode pincode plz", ident),
    ("IBAN_CODE", "iban ibancode ibannumber", ident),
    (
        "BANK_ACCOUNT",
        (
            "accountnumber accountno acctno acctnumber bankaccount bankaccountnumber "
            "accnumber accno kontonummer numerodecuenta accountnum beneficiaryaccount "
            "sortcode "
        ),
        ident,
    ),
    ("BANK_ROUTING", "routingnumber routing abanumber aba bic swift swiftcode", ident),
    ("IN_IFSC", "ifsc ifsccode", ident),
    ("IN_UPI", "upi upiid vpa", shape(r"[\w.-]+@\w+")),
    (
        "CREDIT_CARD",
        (
            "card cardnumber cardno creditcard creditcardnumber debitcard pannumber "
            "ccnumber ccnum debitcardnumber cardnum creditcardno "
        ),
        digits(12, 19),
    ),
    ("CVV", "cvv cvc cvv2 cvc2 securitycode cardcvv cvvcode", code),
    ("US_SSN", "ssn socialsecuritynumber socialsecurity ssnlast4 socialsecurityno", digits(4, 9)),
    ("US_ITIN", "itin", digits(9, 9)),
    ("UK_NINO", "nino nationalinsurancenumber nationalinsurance ninumber", ident),
    ("UK_NHS", "nhs nhsnumber nhsno", ident),
    (
        "IN_AADHAAR",
        "aadhaar aadhar aadhaarnumber aadharnumber aadhaarno aadharno uidai",
        digits(12, 12),
    ),
    ("IN_PAN", "pancard panno pan", shape(r"[A-Za-z]{5}\d{4}[A-Za-z]")),
    ("IN_GSTIN", "gstin gstno gstnumber", ident),
    ("IN_VOTER", "voterid epicno epicnumber epic", ident),
    ("PASSPORT", "passport passportnumber passportno passportid reisepassnummer", ident),
    (
        "US_DRIVER_LICENSE",
        (
            "driverlicense driverslicense drivinglicence drivinglicense driverlicensenumber "
            "driverslicensenumber dlnumber dlno licensenumber licencenumber licenseno "
            "licenceno "
        ),
        ident,
    ),
    (
        "NATIONAL_ID",
        (
            "nationalid nationalidnumber taxid taxidentificationnumber steuerid "
            "steuernummer dni nie nif nir "
            "codicefiscale personalid personnummer idcard idnumber governmentid citizenid "
            "idcardnumber tin "
        ),
        ident,
    ),
    (
        "VEHICLE_PLATE",
        (
            "licenseplate licenceplate platenumber numberplate vehiclenumber vehicleno "
            "plate registrationnumber vehicleregistration "
        ),
        ident,
    ),
    (
        "RECORD_ID",
        (
            "mrn medicalrecordnumber patientid memberid employeeid customerid studentid "
            "insurancenumber policynumber medicalrecord healthplannumber insuranceid "
            "loyaltynumber membershipnumber employeenumber customernumber memberno "
            "policyno "
        ),
        ident,
    ),
    (
        "IP_ADDRESS",
        (
            "ip ipaddress ipaddr clientip remoteip remoteaddr sourceip srcip lastloginip "
            "ipv4 ipv6 xforwardedfor "
        ),
        ip,
    ),
    ("MAC_ADDRESS", "mac macaddress macaddr", shape(r"[0-9A-Fa-f:.-]{12,17}")),
    ("IMEI", "imei imeinumber meid", digits(14, 17)),
    (
        "ADVERTISING_ID",
        "gaid idfa idfv aaid advertisingid adid deviceid androidid deviceuuid deviceidentifier",
        shape(r"(?=.*\d)[\w-]{8,64}"),
    ),
    (
        "GPS_COORDINATES",
        "lat lng lon latitude longitude latlng latlong gps coordinates geolocation geo",
        coordinate,
    ),
    ("USER_AGENT", "useragent", shape(r"(?=.*[/ ]).{8,}")),
    (
        "USERNAME",
        (
            "username userlogin login loginname screenname twitterhandle instagramhandle "
            "githubusername userhandle benutzername usuario loginid telegram instagram "
            "twitter skype "
        ),
        login,
    ),
    (
        "URL",
        (
            "profileurl linkedin linkedinurl facebookurl avatarurl photourl profilelink "
            "linkedinprofile "
        ),
        link,
    ),
    (
        "PASSWORD",
        (
            "password passwd pwd passphrase passwort contrasena motdepasse userpassword "
            "oldpassword newpassword dbpassword passcode pin otp pincode2 securityanswer "
        ),
        secret,
    ),
    (
        "API_KEY",
        (
            "apikey secret secretkey accesstoken accesskey refreshtoken clientsecret "
            "authtoken sessiontoken sessionid bearertoken idtoken privatekey "
            "secretaccesskey awssecretaccesskey apitoken apisecret webhooksecret signingkey "
            "encryptionkey jwt "
        ),
        shape(r"(?=.*\d)\S{12,}|\S{24,}"),
    ),
    ("NRP", "nationality", place),
)

CHECKS: dict[str, Check] = {
    "person": person,
    "names": capitalised,
    "phone": digits(7, 15),
    "email": shape(r"[^\s@]+@[^\s@]+"),
    "dated": dated,
    "address": address,
    "place": place,
    "postcode": ident,
    "ident": ident,
    "aadhaar": digits(12, 12),
    "ssn": digits(4, 9),
    "ip": ip,
    "login": login,
    "secret": secret,
    "age": shape(r"\d{1,3}(?:\.\d)?(?: ?[A-Za-z.]{1,8}){0,2}"),
    **SPECIAL_CHECKS,
    **ID_CHECKS,
}
"""Checks by the names that `redaction.header_words` calls them by."""

HINTS: dict[str, tuple[str, Check]] = {
    **{
        key: (entity_type, CHECKS[check])
        for entity_type, check, phrases in HEADERS
        for key in joined(phrases)
    },
    **{key: (entity_type, check) for entity_type, keys, check in _KEYS for key in keys.split()},
}
"""Entity type and check by key, in lower case without separators."""

WITH_PEOPLE: dict[str, list[tuple[str, Check]]] = {}
"""What a header may say beside others that speak of people; the first whose check holds."""
for _type, _check, _phrases in COMPANIONS:
    for _key in joined(_phrases) if _type in ENTITY_TYPES else ():
        WITH_PEOPLE.setdefault(_key, []).append((_type, CHECKS[_check]))

_OF_PERSONS = "personal"
HINTS |= {_OF_PERSONS + key: kinds[0] for key, kinds in WITH_PEOPLE.items()}


def personal(hint: str) -> str:
    """The hint of a key that is known to be somebody's: `name` of a customer, `age` of a row."""
    return f"{_OF_PERSONS} {hint}" if "".join(words_of(hint)) in WITH_PEOPLE else hint


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[\u0900-\u0963\u0970-\u097f]+")
_TAIL = 4
"""Words at the end of a key that may be its meaning: `customer_home_phone_number`."""


@lru_cache(maxsize=4096)
def meaning(key: str) -> tuple[str, Check] | None:
    """Entity type and check that a key names; None if it names none.

    The longest run of words at its end decides: `billingEmail` is an email, `email_count` is not.
    """
    parts = words_of(key)
    while len(parts) > 1 and parts[-1].isdigit() and len(parts[-1]) == 1:
        if "".join(parts) in HINTS:
            break
        parts.pop()  # `phone_2` is a phone
    for start in range(max(0, len(parts) - _TAIL), len(parts)):
        tail = "".join(parts[start:])
        found = HINTS.get(tail)
        if found is not None and (start == 0 or tail not in _BARE):
            return found
    return None


def words_of(key: str) -> list[str]:
    """The words of a key, in lower case and without accents: `dateNaissance`, `Prénom du père`."""
    if not key.isascii():
        apart = unicodedata.normalize("NFD", key.replace("ß", "ss").replace("ẞ", "SS"))
        key = "".join(char for char in apart if not "\u0300" <= char <= "\u036f")
    return [part.lower() for part in _WORD.findall(key)]


_BARE_TEXT = """
name login handle card pan contact key customer client owner manager patient employee
passenger aba routing plate secret race twitter telegram instagram geo pin
kunde kundin nombre nom nome naam cliente klant mitarbeiterin dl ph movil clave
"""
_BARE = frozenset((*_BARE_TEXT.split(), "नाम"))
"""Keys that mean something only by themselves: `file_name` is no name."""


def plausible(value: str) -> bool:
    """Whether a value is one at all: not a placeholder, a type name, a template."""
    return (
        0 < len(value) <= _LONGEST
        and "\n" not in value
        and value.lower() not in _PLACEHOLDERS
        and _MARKUP.fullmatch(value) is None
    )


def hinted(text: str, hint: str) -> Iterator[Span]:
    """The whole value as one span, where its key names a kind and the value can be of it."""
    found = meaning(hint)
    if found is None:
        return
    value = text.strip()
    entity_type, check = found
    if plausible(value) and check(value):
        start = text.index(value)
        yield Span(start, start + len(value), entity_type, WEAK.get(entity_type, SCORE), NAME)
