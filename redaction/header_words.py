"""Words that head columns, fields and forms, in several languages, and what stands under them.

Latin words are written without accents, as `redaction.hints.words_of` reads them; parts of a
phrase are joined when the table is read, so that `date of birth`, `date_of_birth` and
`dateOfBirth` are one key.
"""

from collections.abc import Iterator

from redaction.id_fields import ID_FIELDS
from redaction.special_fields import SPECIAL_FIELDS

Phrases = tuple[tuple[str, str, str], ...]
"""Entity type, check of the values (`redaction.hints.CHECKS`), phrases."""


def _read(text: str) -> Phrases:
    """Blocks of a line with type and check, and indented lines of phrases."""
    blocks: list[list[str]] = []
    for line in text.strip().splitlines():
        if line.startswith(" "):
            blocks[-1][2] += line.strip() + " "
        else:
            blocks.append([*line.split(), ""])
    return tuple((kind, check, phrases.strip()) for kind, check, phrases in blocks)


HEADERS = (
    _read("""
EMAIL_ADDRESS email
    email id, mail id, e mail id, email addr, correo, correo electronico, courriel, adresse e
    mail, adresse mail, e mail adresse, mail adresse, indirizzo e mail, endereco de e mail, e
    mailadres, mailadres, ईमेल
PHONE_NUMBER phone
    ph, ph no, phone num, mob, mob no, mobile num, cell number, cell no, tel no, telephone no,
    contact no, contact num, whatsapp no, whatsapp number, phone home, phone work, mobile
    phone, home phone, work phone, alternate mobile, handy, mobilnummer, rufnummer,
    telefonnummer, telefonnr, telefon nr, tel nr, movil, celular, numero de telefono, numero
    de telephone, numero telephone, telefono movil, cellulare, numero di telefono, telefone,
    telemovel, telefoonnummer, telefoon, mobiel, mobiele nummer, mobile sankhya, फोन, मोबाइल,
    मोबाइल नंबर, फोन नंबर, दूरभाष
PERSON person
    cust nm, cust name, emp nm, emp name, first nm, last nm, fst nm, frst nm, lst nm, full nm,
    middle initial, forename, forenames, given names, surnames, name of applicant, name of
    customer, name of employee, name of patient, name of the applicant, name of student, name
    as per aadhaar, name as per pan, name on card, account name, account holder name, acct
    holder, insured name, kundenname, mitarbeiter, mitarbeitername, ansprechpartner,
    familienname, rufname, vollstandiger name, name des kunden, kontoinhaber, nombre y
    apellidos, nombre completo, primer apellido, segundo apellido, primer nombre, nombre del
    cliente, nombre cliente, titular, nom complet, nom de famille, nom et prenom, prenoms, nom
    du client, nom client, titulaire, nome completo, nome e cognome, cognome, nome cliente,
    nome do cliente, sobrenome, apelido, nome da mae, nome do pai, intestatario, voornaam,
    achternaam, voornamen, volledige naam, familienaam, tussenvoegsel, klantnaam, naam klant,
    pura naam, poora naam, pita ka naam, mata ka naam, pati ka naam, upnaam, पूरा नाम, पिता का
    नाम, माता का नाम, पति का नाम, उपनाम
PERSON names
    kunde, kundin, nombre, nom, nome, naam, cliente, klant, mitarbeiterin, नाम
DATE_OF_BIRTH dated
    d o b, birth dt, dt of birth, birth day, born on, date birth, geb datum, geb, geboren am,
    fecha nacimiento, fecha de nac, fec nac, f nacimiento, date naissance, ne le, nee le, data
    di nascita, data nascita, data de nascimento, data nascimento, geboortedatum, janm tithi,
    janam tithi, janmtithi, जन्म तिथि, जन्मतिथि
STREET_ADDRESS address
    addr, addr1, addr2, address line 3, address3, res address, residential address, present
    address, current address, correspondence address, communication address, office address,
    address of applicant, strasse, strasse hausnummer, wohnadresse, lieferadresse,
    rechnungsadresse, calle, direccion postal, rue, adresse postale, indirizzo, indirizzo di
    residenza, morada, rua, endereco, straat, adres, woonadres, straatnaam, pata, sthayi pata,
    पता, स्थायी पता
LOCATION place
    city name, town city, city town, municipality, suburb, taluka, tehsil, mandal, place of
    residence, native place, birth place, birth city, geburtsort, poblacion, localidad,
    municipio, lugar de nacimiento, commune, lieu de naissance, citta, comune, luogo di
    nascita, cidade, localidade, naturalidade, woonplaats, plaats, geboorteplaats, gemeente,
    shahar, sheher, zila, jila, gaon, gram, शहर, जिला, ज़िला, गाँव, गांव
STREET_ADDRESS postcode
    zip code, zip5, post code, postal, pincode no, pin code no, postleitzahl, codigo postal,
    cod postal, code postal, codice postale, cep, pin kod, पिन कोड, पिनकोड
BANK_ACCOUNT ident
    account number, acct, acct num, acc no, ac no, a c no, account num, bank account no,
    savings account number, account nbr, konto, konto nr, kontonr, bankkonto, numero de
    cuenta, num cuenta, cuenta, cuenta bancaria, numero de compte, compte bancaire, numero
    conto, conto corrente, numero da conta, conta bancaria, rekeningnummer, bankrekening,
    khata sankhya, khata number, खाता संख्या, खाता नंबर
IN_AADHAAR aadhaar
    aadhaar num, aadhar num, uid number, aadhaar card no, आधार, आधार नंबर
NATIONAL_ID ident
    national id no, govt id, government id, id card no, identity number, cedula, curp, rfc,
    cpf, rg, cnp, bsn, burgerservicenummer, personalausweis, personalausweisnummer,
    sozialversicherungsnummer, sv nummer, rentenversicherungsnummer, numero de securite
    sociale, numero secu, num secu, secu, numero identificacion, documento de identidad,
    codice fiscale, carta identita, numero de identidade
US_SSN ssn
    ssn no, ssn num, social security num
PASSPORT ident
    passport num, passport nr, numero de pasaporte, pasaporte, numero de passeport, passeport,
    passaporto, numero passaporto, paspoortnummer, passaporte
US_DRIVER_LICENSE ident
    dl, dl num, driving license no, driving licence no, driving licence number, driver license
    no, licence num, fuhrerschein, fuhrerscheinnummer, permiso de conducir, permis de
    conduire, rijbewijsnummer, carta de conducao, cnh
RECORD_ID ident
    emp id, emp no, emp code, employee no, employee code, employee num, staff id, staff no,
    personnel number, worker id, cust id, cust no, customer no, customer num, customer code,
    client id, patient no, patient num, uhid, hospital no, roll no, roll number, enrollment
    no, enrolment no, student no, student number, registration no, member number, membership
    no, policy num, claim no, claim number, insurance no, folio no, consumer no, consumer
    number, applicant id, kundennummer, kundennr, kunden nr, kunden id, personalnummer,
    personalnr, mitarbeiternummer, matrikelnummer, versichertennummer, mitgliedsnummer, numero
    de cliente, id cliente, num cliente, numero de empleado, numero client, matricule, numero
    adherent, codice cliente, numero cliente, matricola, numero do cliente, matricula,
    klantnummer, personeelsnummer
VEHICLE_PLATE ident
    vehicle reg no, reg no, vehicle registration no, veh no, kennzeichen, matricula vehiculo,
    immatriculation, targa, kenteken
IP_ADDRESS ip
    ip addr, source ip, src ip, remote ip, client ip, login ip, user ip, ip adresse, direccion
    ip, adresse ip, indirizzo ip
USERNAME login
    user name, user login, login name, login id, nutzername, anmeldename, nombre de usuario,
    nom d utilisateur, nome utente, utente, nome de usuario, gebruikersnaam, insta handle,
    instagram id, twitter id, telegram id
PASSWORD secret
    password hash, passwd hash, kennwort, clave, mot de passe, senha, wachtwoord, passwort
    hash, mpin, upi pin, atm pin, card pin
NRP place
    citizenship, nacionalidad, nationalite, nazionalita, staatsangehorigkeit, nacionalidade,
    nationaliteit, rashtriyata, राष्ट्रीयता
""")
    + _read(SPECIAL_FIELDS)
    + _read(ID_FIELDS)
)
"""What headers and keys say by themselves."""

COMPANIONS = _read("""
PERSON person
    name, nm, names, contact, contacts, owner, manager, customer, client, patient, employee,
    passenger, student, pupil, member, user, applicant, candidate, tenant, landlord, guest,
    buyer, seller, beneficiary, nominee, recipient, receiver, sender, payee, payer, spouse,
    father, mother, husband, wife, guardian, doctor, physician, nurse, teacher, attendee,
    participant, volunteer, donor, subscriber, driver, agent, assignee, assigned to, reported
    by, created by, approved by, referred by, sales rep, lead, supervisor, author, person,
    witness, borrower, guarantor, emergency contact, kunde, kundin, mitarbeiter, patientin,
    nombre, nom, nome, naam, cliente, klant, empleado, paciente, contacto, utilisateur,
    paziente, dipendente, नाम
LOCATION place
    state, province, county, country, location, place, land, bundesland, estado, provincia,
    pais, pays, departement, stato, provincie, rajya, desh, राज्य, देश, city, town, ort
STREET_ADDRESS ident
    pin, cap
STREET_ADDRESS address
    via
PHONE_NUMBER phone
    mobil, portable, work, home, contact
CASTE caste
    community
RELIGION religion
    faith, creed, confession
NATIONAL_ID ident
    documento, social, uid, patente, placa
USER_ID ident
    user id, uid, userid, account id, profile id, person id, nutzer id
DATE_TIME dated
    date, day, week, visit date, date of visit, visited on, admission date, date of admission,
    discharge date, appointment date, order date, ordered at, ordered on, purchase date,
    purchased on, transaction date, txn date, payment date, joining date, date of joining, doj,
    hire date, hired on, signup date, signed up, signup at, registered on, registration date,
    last login, last seen, last visit, event date, check in, check out, datum, besuchsdatum,
    eintrittsdatum, fecha, fecha de alta, date de visite, data visita, data, tarikh, तारीख
AGE age
    age, age years, age yrs, age in years, alter, edad, idade, eta, leeftijd, umar, umr, ayu,
    उम्र, आयु
GENDER gender
    gender, sex, geschlecht, genero, sexo, sexe, genre, genere, sesso, geslacht, ling, लिंग
""")
"""What headers say beside others that speak of people: `name` beside `email`."""

_PERSONS_TEXT = """
user users customer customers client clients patient patients employee employees person persons
people contact contacts member members student students passenger passengers guest guests applicant
applicants candidate candidates subscriber subscribers owner recipient sender buyer seller
beneficiary nominee driver author profile profiles account holder cardholder tenant borrower lead
leads staff attendee attendees participant participants guardian parent spouse father mother child
dependent dependents billing shipping kunde kunden mitarbeiter patienten cliente clientes empleado
empleados paciente pacientes usuario usuarios utilisateur utilisateurs personne personnes persona
personas pessoa pessoas klant klanten medewerker medewerkers signup signups donor donors voter
voters teacher teachers doctor doctors address addresses
"""
PERSONS = frozenset(_PERSONS_TEXT.split())
"""What a record, a table or an element is called that speaks of people."""

PEOPLE_WORDS = """
salary, designation, department, dept, job title, occupation, profession, date of joining,
joining date, doj, hire date, hired on, marks, blood group, diagnosis, marital status, shirt
size, dietary, allergies, rsvp, relationship, relation, qualification, experience, next of kin,
emergency contact, gehalt, abteilung, beruf, familienstand, sueldo, puesto, cargo, estado civil,
salaire, poste, situation familiale, stipendio, professione, stato civile, salario, profissao,
functie, burgerlijke staat, vetan, pad, वेतन, age, gender, sex, alter, geschlecht, edad, sexo,
sexe, genero, idade, leeftijd, geslacht, sesso, umar, umr, ling, उम्र, आयु, लिंग, anrede,
salutation, honorific, initials
"""
"""Headers of tables of people that name no personal data themselves, or not alone."""

THING_WORDS = """
price, unit price, sku, qty, quantity, stock, product, product id, item, items, brand, model,
version, size, path, file, filename, file name, extension, mime, type, data type, datatype,
default, default value, description, required, parameter, param, argument, returns, return type,
method, function, class, module, package, license, licence, host, hostname, port, cpu, memory,
ram, disk, replicas, node, namespace, image, cluster, container, zone, instance, service,
protocol, symbol, ticker, isin, elevation, population, capital, area, species, genus, calories,
ingredients, weight, dimensions, color, colour, material, isbn, publisher, genre, episode,
column, field, nullable, key, value, command, flag, option, env, branch, commit, repo,
repository, ready, restarts, uptime, temperature, capacity, terminals, runways, iata, stars,
rating, endpoint, unit, units, preis, menge, artikel, precio, cantidad, producto, prix,
quantite, produit, prezzo, quantita, prodotto, preco, quantidade, produto, prijs, aantal,
einwohner, poblacion total, habitants
"""
"""Headers of tables of things, places and code: a `name` among them is nobody's."""


def joined(phrases: str) -> Iterator[str]:
    """Each phrase as one key."""
    return ("".join(phrase.split()) for phrase in phrases.split(","))


def last_words() -> tuple[str, ...]:
    """What each phrase ends with, as a scanner looks for it: `nummer` finds `Telefonnummer`."""
    tables = [phrases for _, _, phrases in (*HEADERS, *COMPANIONS)]
    words = {phrase.split()[-1] for text in tables for phrase in text.split(",")}
    words = {*words, *_MORE.split()} - _COMMON
    return tuple(sorted(w for w in words if not any(w != o and w.endswith(o) for o in words)))


_TOGETHER = 200
"""Words of one expression: an automaton of many more would be too large."""


def gates() -> tuple[str, ...]:
    """Expressions of the words that end headers and keys, before what ends a cell or a key.

    All readers of records look for the same ones, so that they cost one scan.
    """
    words = last_words()
    parts = (words[at : at + _TOGETHER] for at in range(0, len(words), _TOGETHER))
    return tuple(rf"(?:{'|'.join(part)})[\"'*_`) ]{{0,2}}(?:[:=,;|\t\n\r]|  )" for part in parts)


def tag_gates() -> tuple[str, ...]:
    """Expressions of the words that end the names of elements, before the tag's end."""
    words = last_words()
    parts = (words[at : at + _TOGETHER] for at in range(0, len(words), _TOGETHER))
    return tuple(f"(?:{'|'.join(part)})>" for part in parts)


_MORE = """
mail phone cell telephone fax dob birth birthday birthdate address street residence city town
village zip zipcode postcode pincode iban number bic swift ifsc upi vpa card cvv cvc ssn itin
nino nhs aadhaar aadhar gstin passport license licence tin dni nie nif mrn addr mac imei gaid
idfa lat lng lon latitude longitude plz coordinates handle login linkedin password passwd pwd
secret token religion ethnicity nationality caste vorname nachname apellido apellidos prenom
prénom geburtsdatum anschrift adresse stadt direccion dirección domicilio ciudad ville telefono
teléfono telefon téléphone surname nickname firstname lastname fullname username straße città
line1 line2
"""
"""Last words of keys that `redaction.hints` knows, and words as they are written with accents."""

_COMMON = frozenset((
    "3", "b", "am", "by", "on", "to", "le", "rep", "10", "type", "hash", "data", "status",
    "template",
    "result", "history", "conditions", "condition", "issues", "party", "views", "preference",
    "position", "role", "complaint", "impression", "mutation", "profile", "sequence", "print",
    "scan",
    "encoding", "embedding", "descriptor", "cargo", "poste",
))  # fmt: skip
"""Last words that stand in any text: no scanner looks for them, and the others are enough."""
