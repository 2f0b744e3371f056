import pytest

from tests.support.detection import found

HEAD = (
    'From: ann lee <ann@example.org>\r\nTo: bob ray,\r\n "Lee, carl" <c@example.org>\r\n'
    "Cc: d@example.org (dora may)\r\nSubject: hello\r\n\r\nHi"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            HEAD,
            ["ann lee", "bob ray", "Lee, carl", "dora may"],
        ),
        ("Von: anna groß\nGesendet: Montag\nAn: bob\nBetreff: x", ["anna groß", "bob"]),
        ("De : marie\nEnvoyé : lundi\nÀ : luc\nObjet : x", ["marie", "luc"]),
        ("> *From:* ann lee\n> *Sent:* Monday\n> *To:* bob", ["ann lee", "bob"]),
        ("From: example newsletter <noreply@example.org>\nTo: Billing Team\nSubject: x", []),
        ("From: Monday\nwe go on", []),
        ("from: 3\nto: 7\ndate: x", []),
        ("To: do\n\nFrom: here", []),
    ],
)
def test_names_in_heads_of_mails(text: str, expected: list[str]) -> None:
    assert found(text, "PERSON") == expected


CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:lee;ann;;;\r\nFN:ann lee\r\nitem1.TEL:98765 43210\r\n"
    "ADR;TYPE=HOME:;;12 mg road\\, near x;pune;;411001;\r\nBDAY:19900314\r\nORG:Example\r\n"
    "END:VCARD\r\nFN:bob\r\n"
)


def test_a_card_keeps_what_parts_its_components() -> None:
    assert found(CARD) == [
        "lee", "ann", "ann lee", "98765 43210", "12 mg road\\, near x", "pune", "411001",
        "19900314",
    ]  # fmt: skip


def test_people_of_an_event() -> None:
    text = (
        "BEGIN:VEVENT\nSUMMARY:standup\nORGANIZER;CN=ann lee:mailto:ann@example.org\n"
        'ATTENDEE;ROLE=REQ;CN="bob, ray":mailto:b@example.org\nLOCATION:Room 3\nEND:VEVENT\n'
    )
    assert found(text, "PERSON") == ["ann lee", "bob, ray"]


def test_entries_of_a_directory() -> None:
    text = (
        "dn: cn=ann lee,ou=people,dc=example,dc=org\nobjectClass: person\ncn: ann lee\nsn: lee\n"
        "telephoneNumber: 98765 43210\nl: pune\nuserPassword:: e1NTSEF9YWJj\n\n"
        "dn: cn=admins,ou=groups,dc=example,dc=org\ncn: admins\nmember: uid=alee,ou=people\n"
    )
    assert found(text) == [
        "ann lee", "ann lee", "lee", "98765 43210", "pune", "e1NTSEF9YWJj", "alee",
    ]  # fmt: skip
    assert found("the dn: cn=ann lee") == []
