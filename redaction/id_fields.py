"""Fields and columns that hold numbers of states, insurers, banks and vehicles.

Names that also head columns of other things (`sin`, `tan`, `din`, `vin`) stand here with a word
beside them or with a check that only such a number passes.
"""

import re
from collections.abc import Callable

Check = Callable[[str], bool]

_VEHICLE = re.compile(r"[A-HJ-NPR-Za-hj-npr-z0-9]{11,17}")
_EXPIRY = re.compile(
    r"(?:0?[1-9]|1[0-2])[ /.-]{1,3}(?:20)?\d{2}|(?:20)?\d{2}[/.-](?:0[1-9]|1[0-2])"
)
_NUMBER = re.compile(r"(?=(?:[^\d\n]*\d){5})[A-Za-z0-9*][\w ./()*-]{4,40}")
_CODE = re.compile(r"[A-Za-z]{4}[A-Za-z0-9]{4,7}|\d[\d -]{5,11}")

ID_CHECKS: dict[str, Check] = {
    "vehicle": lambda value: (
        _VEHICLE.fullmatch(value) is not None and any(map(str.isdigit, value[-4:]))
    ),
    "expiry": lambda value: _EXPIRY.fullmatch(value) is not None,
    "number": lambda value: _NUMBER.fullmatch(value) is not None,
    "cvv": lambda value: value.isdigit() and len(value) in {3, 4},
    "branch": lambda value: _CODE.fullmatch(value) is not None,
}
"""Checks of these fields' values, by name."""

ID_FIELDS = """
US_NPI number
    npi, npi no, npi num, npi number, npi id, provider npi, prescriber npi, physician npi,
    rendering npi, referring npi, billing npi, national provider identifier, national provider id
US_MBI number
    mbi, mbi no, mbi number, medicare no, medicare number, medicare id, medicare beneficiary
    identifier, hicn
MEDICAL_LICENSE number
    dea, dea no, dea num, dea number, dea registration, medical license no, medical license
    number, medical licence no, medical licence number, gmc no, gmc number, nmc registration no
TAX_ID number
    ein, ein no, ein number, fein, employer identification number, employer id number, federal
    tax id, ptin, utr, utr no, utr number, unique taxpayer reference, vat no, vat num, vat
    number, vat id, vat reg no, vat registration number, ust id, ust id nr, ustidnr,
    umsatzsteuer id, numero de tva, numero tva, tva intracommunautaire, partita iva, p iva, piva,
    btw nummer, btw nr, tan no, tan number, cnpj, abn, udyam no, udyam registration number
HEALTH_ID number
    abha, abha no, abha number, abha id, health id number, ayushman card no, ehic, ehic no, kvnr,
    krankenversichertennummer, krankenversicherungsnummer, health card number, health card no,
    numero de tarjeta sanitaria, tessera sanitaria, carte vitale
IMMIGRATION_ID number
    visa no, visa num, visa number, alien number, alien no, alien registration number, uscis no,
    uscis number, uscis receipt number, sevis id, sevis no, i94 no, i94 number, brp, brp no, brp
    number, residence permit no, residence permit number, aufenthaltstitel, aufenthaltstitel nr,
    titre de sejour, numero titre de sejour, permesso di soggiorno, oci no, oci number, oci card no
VEHICLE_ID vehicle
    vin, vin no, vin number, vehicle identification number, chassis no, chassis num, chassis
    number, engine no, engine number, fahrgestellnummer, fahrgestellnr, fin nummer, bastidor,
    numero de bastidor, telaio, numero di telaio, numero de chassis
VEHICLE_PLATE ident
    license plate no, license plate number, licence plate number, plate no, number plate no, car
    reg, car reg no, vehicle number plate, vrn, vrm, rc no, rc number, numero de matricula,
    plaque d immatriculation, numero d immatriculation, gaadi number, वाहन संख्या, गाड़ी नंबर
IN_VOTER number
    voter card no, voter id no, voter id number, voter card number, मतदाता पहचान पत्र
NATIONAL_ID number
    uan, uan no, uan number, pf no, pf number, pf account no, epf no, esic, esic no, esic
    number, pran, pran no, ration card, ration card no, ration card number, राशन कार्ड, pesel, oib,
    egn, jmbg, emso, amka, afm, cpr, cpr nr, cpr nummer, hetu, henkilotunnus, fodselsnummer,
    isikukood, personas kods, asmens kodas, kennitala, pps no, pps number, ppsn, nric, nric no,
    fin no, emirates id, emirates id no, sin no, sin number, social insurance number, tfn, tax
    file number, nin, nin no, bvn, bvn no, cnic, cnic no, mykad, nomor induk kependudukan, my
    number, insz, niss, rijksregisternummer, numero national, svnr, ahv nr, ahv nummer, taj, taj
    szam, rodne cislo, tckn, tc kimlik no, samordningsnummer, sa id number, rsa id, id num
RECORD_ID number
    din no, director identification number, cin no, insurance policy no, insurance policy number,
    insurance id no, insurance member id, claim id, policy id, policy nr, subscriber id,
    subscriber number, certificate no, certificate number, mr no, mr number, medical record no,
    hospital number, chart no, chart number, ipd no, opd no, encounter no, admission no,
    versicherungsnummer, versicherungsschein nr, schadennummer, numero de contrat, numero de
    police, numero de sinistre, numero de poliza, poliza, numero polizza, apolice, polisnummer,
    pnr no, frequent flyer no, frequent flyer number, demat account no, dp id, folio number
BANK_ACCOUNT number
    demat account, demat no, beneficiary account no, beneficiary account number, payee account,
    loan account no, loan account number, clabe, nuban, rib
BANK_ROUTING branch
    sort code no, micr, micr code, micr no, bsb, bsb no, bsb number, blz, bankleitzahl, routing
    no, routing code, aba no, aba routing number, bic code, bic swift, swift bic, swift no,
    transit no, transit number, ifsc no
CARD_EXPIRY expiry
    card expiry, card expiry date, card exp, card exp date, cc exp, cc expiry, exp mm yy, expiry
    mm yy, card valid thru, card expiration, card expiration date
CVV cvv
    cvv no, cvv number, cvc code, card cvc, card security code, kartenprufnummer, prufziffer,
    codigo de seguridad, codigo cvv, cryptogramme
"""
"""Entity type, check, names; read by `redaction.header_words`."""
