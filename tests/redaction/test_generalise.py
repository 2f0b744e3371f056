import pytest

from redaction.generalise import Grain, generalise


@pytest.mark.parametrize(
    ("kind", "value", "to", "expected"),
    [
        ("DATE_OF_BIRTH", "1990-03-14", "", "1990"),
        ("DATE_OF_BIRTH", "14 March 1990", "month", "1990-03"),
        ("DATE_OF_BIRTH", "March 14, 1990", "month", "1990-03"),
        ("DATE_OF_BIRTH", "14/03/1990", "month", "1990-03"),
        ("DATE_OF_BIRTH", "03/14/1990", "month", "1990-03"),
        ("DATE_OF_BIRTH", "05/06/1990", "month", "1990"),
        ("DATE_OF_BIRTH", "05/05/1990", "month", "1990-05"),
        ("DATE_OF_BIRTH", "1990-31-31", "month", "1990"),
        ("DATE_OF_BIRTH", "1990-03-14", "decade", "1990s"),
        ("DATE_OF_BIRTH", "14.3.90", "", "birthdate"),
        ("DATE_OF_BIRTH", "34 years old", "", "30-39"),
        ("AGE", "7", "", "0-9"),
        ("AGE", "93", "", "90+"),
        ("AGE", "34 years", "", "30-39"),
        ("AGE", "42.5", "", "40-49"),
        ("AGE", "18 months", "", "0-9"),
        ("AGE", "60 weeks", "", "0-9"),
        ("AGE", "5/6", "", "age"),
        ("AGE", "500", "", "age"),
        ("IP_ADDRESS", "203.0.113.77", "", "203.0.113.0/24"),
        ("IP_ADDRESS", "2001:db8:1:2:3:4:5:6", "", "2001:db8:1::/48"),
        ("IP_ADDRESS", "[fe80::1%eth0]", "", "fe80::/48"),
        ("IP_ADDRESS", "999.1.1.1", "", "ip"),
        ("GPS_COORDINATES", "52.520008, 13.404954", "", "52.5, 13.4"),
        ("GPS_COORDINATES", "-33.868820,151.209290", "", "-33.9, 151.2"),
        ("GPS_COORDINATES", "52 N 13 E", "", "coords"),
        ("GPS_COORDINATES", "52.520008", "", "52.5"),
        ("GPS_COORDINATES", "near 52.520008", "", "coords"),
        ("PHONE_NUMBER", "+91 98765 43210", "", "+91"),
        ("PHONE_NUMBER", "020 7946 0958", "", "phone"),
        ("EMAIL_ADDRESS", "Ann.Lee@Example.ORG", "", "example.org"),
        ("EMAIL_ADDRESS", "ann at example", "", "email"),
        ("URL", "https://ann:pw@www.example.org:8443/ann?id=1", "", "www.example.org"),
        ("URL", "www.example.org/ann", "", "www.example.org"),
        ("URL", "//ann", "", "link"),
        ("STREET_ADDRESS", "1 Low Lane, London SW1A 1AA", "", "address SW1A"),
        ("STREET_ADDRESS", "9 MG Road, Pune 411001", "", "address 411***"),
        ("STREET_ADDRESS", "9 Elm St, Dayton, OH 45402", "", "address 454**"),
        ("STREET_ADDRESS", "9 MG Road", "", "address"),
        ("STREET_ADDRESS", "411001", "", "411***"),
        ("STREET_ADDRESS", "SW1A 1AA", "", "SW1A"),
        ("PERSON", "Ann Lee", "", "person"),
        ("CREDIT_CARD", "4111 1111 1111 1111", "", "card"),
        ("OWN_TYPE", "anything", "", "custom"),
    ],
)
def test_values_become_coarser(kind: str, value: str, to: str, expected: str) -> None:
    assert generalise(kind, value, Grain(to=to)) == expected


@pytest.mark.parametrize(
    ("kind", "value", "grain", "expected"),
    [
        ("AGE", "34", Grain(band=5), "30-34"),
        ("AGE", "34", Grain(band=25), "25-49"),
        ("AGE", "89", Grain(band=20), "90+"),
        ("AGE", "79", Grain(band=20), "60-79"),
        ("IP_ADDRESS", "203.0.113.77", Grain(ipv4_bits=16), "203.0.0.0/16"),
        ("IP_ADDRESS", "2001:db8:1:2::6", Grain(ipv6_bits=32), "2001:db8::/32"),
        ("GPS_COORDINATES", "52.520008, 13.404954", Grain(decimals=0), "53, 13"),
        ("GPS_COORDINATES", "52.520008, 13.404954", Grain(decimals=3), "52.520, 13.405"),
        ("STREET_ADDRESS", "411001", Grain(prefix=2), "41****"),
        ("STREET_ADDRESS", "90210-1234", Grain(prefix=1), "9****"),
    ],
)
def test_how_coarse_is_said(kind: str, value: str, grain: Grain, expected: str) -> None:
    assert generalise(kind, value, grain) == expected


def test_no_band_reaches_beyond_the_oldest_one() -> None:
    for band in range(2, 51):
        bands = {generalise("AGE", str(age), Grain(band=band)) for age in range(126)}
        assert all(one == "90+" or int(one.split("-")[1]) < 90 for one in bands)
