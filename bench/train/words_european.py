# ruff: noqa: E501, RUF001 - a line holds several words, in the scripts they are written in
# fmt: off
"""Places in Cyrillic and Greek, and the months of Europe.

Keys are locales as faker names them. ADDRESSES are shapes: {L} a place, # a digit.
MONTHS are as they stand after a day.
"""

PLACES: dict[str, tuple[str, ...]] = {
    "ru_RU": (
        "Москва", "Санкт-Петербург", "Новосибирск", "Екатеринбург", "Казань", "Самара", "Омск", "Челябинск", "Уфа", "Волгоград", "Пермь", "Красноярск", "Воронеж", "Саратов", "Краснодар",
        "Тольятти", "Барнаул", "Ижевск", "Ульяновск", "Иркутск", "Хабаровск", "Ярославль", "Владивосток", "Томск", "Оренбург", "Кемерово", "Рязань", "Астрахань", "Пенза", "Липецк", "Тула",
        "Киров", "Калининград", "Курск", "Тверь", "Брянск", "Иваново", "Белгород", "Сочи", "Сургут", "Владимир", "Архангельск", "Чита", "Смоленск", "Калуга", "Орёл", "Вологда", "Мурманск",
        "Тамбов", "Псков", "Минск", "Алма-Ата", "Ташкент", "Россия", "Германия", "Париж", "Лондон", "Нью-Йорк",
    ),
    "uk_UA": (
        "Київ", "Харків", "Одеса", "Дніпро", "Донецьк", "Запоріжжя", "Львів", "Миколаїв", "Маріуполь", "Вінниця", "Херсон", "Полтава", "Чернігів", "Черкаси", "Житомир", "Суми",
        "Хмельницький", "Рівне", "Чернівці", "Тернопіль", "Луцьк", "Ужгород", "Кременчук", "Мелітополь", "Бердянськ", "Нікополь", "Умань", "Мукачево", "Дрогобич", "Стрий", "Коломия",
        "Ковель", "Ніжин", "Бровари", "Бориспіль", "Ірпінь", "Буча", "Біла Церква", "Кропивницький", "Івано-Франківськ", "Україна", "Польща", "Німеччина", "Лондон",
    ),
    "el_GR": (
        "Αθήνα", "Θεσσαλονίκη", "Πάτρα", "Ηράκλειο", "Λάρισα", "Βόλος", "Ιωάννινα", "Χανιά", "Ρόδος", "Καβάλα", "Σέρρες", "Αλεξανδρούπολη", "Ξάνθη", "Κομοτηνή", "Κατερίνη", "Τρίκαλα",
        "Λαμία", "Καλαμάτα", "Τρίπολη", "Κόρινθος", "Ναύπλιο", "Σπάρτη", "Πύργος", "Αγρίνιο", "Άρτα", "Πρέβεζα", "Κέρκυρα", "Ζάκυνθος", "Μυτιλήνη", "Χίος", "Σάμος", "Κως", "Νάξος",
        "Πάρος", "Σύρος", "Μύκονος", "Πειραιάς", "Γλυφάδα", "Κηφισιά", "Λευκωσία", "Λεμεσός", "Ελλάδα", "Κύπρος", "Γερμανία",
    ),
}
ADDRESSES: dict[str, tuple[str, ...]] = {
    "ru_RU": (
        "г. {L}, ул. Садовая, д. ##, кв. ##", "ул. Школьная, ##, {L}, ######", "######, {L}, пр. Победы, д. ###, корп. #", "{L}, переулок Речной, дом #",
    ),
    "uk_UA": (
        "м. {L}, вул. Садова, буд. ##, кв. ##", "вул. Шкільна, ##, {L}, #####", "#####, {L}, просп. Перемоги, ###", "{L}, провулок Річний, #",
    ),
    "el_GR": (
        "Οδός Ειρήνης ##, {L} #####", "Λεωφόρος Νίκης ###, {L}", "Ελευθερίας ##, ### ##, {L}", "Τ.Θ. ####, {L}",
    ),
}
MONTHS: dict[str, tuple[str, ...]] = {
    "de_DE": (
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    "fr_FR": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "es_ES": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    "it_IT": (
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
    ),
    "nl_NL": (
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "pt_BR": (
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
    ),
    "pl_PL": (
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    ),
    "ru_RU": (
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    "uk_UA": (
        "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
    ),
    "el_GR": (
        "Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου", "Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου", "Δεκεμβρίου",
    ),
    "sv_SE": (
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
    ),
    "da_DK": (
        "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december",
    ),
    "no_NO": (
        "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember",
    ),
    "fi_FI": (
        "tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta",
    ),
    "cs_CZ": (
        "ledna", "února", "března", "dubna", "května", "června", "července", "srpna", "září", "října", "listopadu", "prosince",
    ),
    "ro_RO": (
        "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie",
    ),
    "hu_HU": (
        "január", "február", "március", "április", "május", "június", "július", "augusztus", "szeptember", "október", "november", "december",
    ),
}
