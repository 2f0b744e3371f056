import pytest

from tests.support.detection import detector, found

WHOLE = (
    "742 Evergreen Terrace, Springfield, IL 62704",
    "12 Elm St Apt 4B\nDayton, OH 45402-1234\nUSA",
    "88 Harbor View Ave NW, Washington, DC 20500",
    "One Mill Way, Menlo Park, CA 94025",
    "County Road 12, Fargo, ND 58102",
    "Flat 2, 14 Orchard Close, Leeds LS2 9JT",
    "Rose Cottage, Mill Lane, Ashford TN24 0AB",
    "12 Grafton Street, Dublin 2, D02 X285",
    "100 Queen St W, Toronto, ON M5H 2N2",
    "9/120 George St, Sydney NSW 2000",
    "Blk 123 Ang Mo Kio Ave 3 #05-67 Singapore 560123",
    "PO Box 1234, Albany NY 12201",
    "PSC 1203, Box 77\nAPO AE 09021",
    "Hauptstraße 12, 10115 Berlin",
    "Lindenallee 5a\n80331 München\nDeutschland",
    "Mariahilfer Straße 45/2/8, 1060 Wien",
    "Bahnhofstrasse 10, 8001 Zürich, Schweiz",
    "12 bis rue de la Paix, 75002 Paris",
    "C/ Gran Vía 28, 3º B, 28013 Madrid",
    "calle los olmos 7, 2B",
    "Avenida de la Estación s/n",
    "Via Roma 12, 20121 Milano (MI)",
    "Rua Augusta 100, 2º Esq, 1100-053 Lisboa",
    "ul. Marszałkowska 10/5, 00-590 Warszawa",
    "Keizersgracht 12, 1015 CN Amsterdam",
    "Storgatan 5, 113 46 Stockholm",
    "Søndervej 14, 2100 København Ø",
    "Mannerheimintie 10, 00100 Helsinki",
    "〒150-0001 東京都渋谷区神宮前1-2-3",
    "1-2-3 Jingumae, Shibuya-ku, Tokyo 150-0001, Japan",
    "Flat 4B, Lotus Enclave, Bengaluru 560001",
    "H.No. 12-3-45/A, Street No. 5, Habsiguda, Hyderabad - 500007",
    "#45, 2nd Main, 3rd Cross, Indiranagar, Bangalore 560038",
    "B-42, Sector 62, Noida, Uttar Pradesh 201301",
    "A-101, Shanti Apartments, MG Road, Andheri (W), Mumbai 400058",
    "Vill. Rampur, P.O. Bisauli, Tehsil Bisauli, Dist. Budaun, UP - 243720",
    "Plot 17, Gandhi Nagar, Near Bus Stand, Kota, Rajasthan 324001",
    "h no 12 gali no 4 laxmi nagar delhi 110092",
    "मकान नंबर 12, गली नंबर 4, लक्ष्मी नगर, दिल्ली 110092",
    "ग्राम रामपुर, पोस्ट बिसौली, जिला बदायूं",
    "Postfach 4711",
    "SW1A 1AA",
)


@pytest.mark.parametrize("address", WHOLE)
def test_an_address_is_one_span(address: str) -> None:
    assert found(address, "STREET_ADDRESS") == [address]
    (span,) = (s for s in detector().detect(f"My address: {address}\nThanks") if s.score)
    assert (span.start, span.end) == (12, 12 + len(address))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("lives at 221 Baker Street, London", ["221 Baker Street, London"]),
        ("zip code 94105", ["94105"]),
        ("Eircode: D02 X285", ["D02 X285"]),
        ("I live at 12 long lane", ["12 long lane"]),
        ("i live at 22 acacia avenue, apt 3 leeds", ["22 acacia avenue, apt 3"]),
        (
            "Ann Lee\n12 Elm St\nDayton, OH 45402\nPhone: none",
            ["12 Elm St\nDayton, OH 45402"],
        ),
        ("Address:\n12 Elm Grove\nLeeds\nLS1 4AB\nThanks", ["12 Elm Grove\nLeeds\nLS1 4AB"]),
        ('{"address": "12 Elm Grove, Leeds LS1 4AB"}', ["12 Elm Grove, Leeds LS1 4AB"]),
        (
            "Residing at 4-2 Lakshmi Nivas, Ameerpet, Hyderabad",
            ["4-2 Lakshmi Nivas, Ameerpet, Hyderabad"],
        ),
        ("abito in via Garibaldi 8", ["via Garibaldi 8"]),
        (
            "R/o #1523, Sector 44-B, Chandigarh, do hereby solemnly affirm",
            ["#1523, Sector 44-B, Chandigarh"],
        ),
        (
            "resident of House No. 1523, Sector 44-B, Chandigarh, do hereby solemnly affirm",
            ["House No. 1523, Sector 44-B, Chandigarh"],
        ),
        (
            "residing at Flat B-11, KRS Road, Mysuru-570016, PAN: ABCPE1234F, hereinafter",
            ["Flat B-11, KRS Road, Mysuru-570016"],
        ),
        (
            "住所は〒980-0811 宮城県仙台市青葉区一番町3-7-1、電話番号は090-5555-0128です。",
            ["〒980-0811 宮城県仙台市青葉区一番町3-7-1"],
        ),
        ("Address: 12 Long Lane Leeds. I'm out on Friday", ["12 Long Lane Leeds"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "STREET_ADDRESS") == values


@pytest.mark.parametrize(
    "text",
    [
        "Im Jahr 1911 wurde",
        "3 ways to drive",
        "HS256, HS384",
        "5 Best Practices for APIs",
        "In der Saison 1953",
        "5 Star rating",
        "Section 12 Main Act",
        "42 Wall Street articles",
        "The 2 Way Street of 3 Form Fields",
        "In 2020 The United States",
        "Order 123456 from Delhi",
        "10000 Users and 20000 Requests",
        "address: 0x7fff5fbff8c0",
        "IP address: 10.0.0.1",
        "bind address: localhost:8080",
        "Please address the issue in 12 days",
        "We should address: Performance, Security, 3 bugs",
        "sent via API 2 and via Twitter 5 people",
        "a 64 Bit Drive and 2 Google Drive folders",
        "por la calle había 20 personas",
        "Carrera 15 is a book",
        "Build 10115 Passed on main",
        "See 2019 AD Rome, 2021 US Open",
        "Room 12, Next steps",
        "House 5, Series 2",
        "available in Release 2, called out by Section 9",
        "hepatitis C. Treated with 160 mg",
        "50 pence to close at noon",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "STREET_ADDRESS") == []
