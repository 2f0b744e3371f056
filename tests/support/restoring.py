"""What the tests of the restorer share: a restore map, and texts that try its patience."""

import json

from hypothesis import strategies as st

from privacy.pseudonym import Original
from redaction.restore import Restorer

ORIGINALS = {
    "PERSON_a7k2": Original("Ann Lee", "PERSON"),
    "PERSON_a7k2u2": Original("Ann", "PERSON"),
    "PERSON_a7k2x": Original("Zoë 🦊", "PERSON"),
    "EMAIL_b3c4": Original('PERSON_a7k2 "x"\n@y.example', "EMAIL_ADDRESS"),
    "LINK_e9f8": Original("https://h.example/x", "URL"),
    "PASSWORD_9z9z": Original("hunter2", "PASSWORD"),
}
KNOWN = frozenset(
    {"https://ok.example/u/PERSON_a7k2/profile", "https://ok.example/?m=EMAIL_b3c4&x"}
)


def escape(value: str) -> str:
    return json.dumps(value)[1:-1]


def may(entity_type: str) -> bool:
    return entity_type != "PASSWORD"


def a_restorer(*, is_json: bool = False, **more: object) -> Restorer:
    settings_ = {"known_urls": KNOWN, "escape": escape if is_json else None, **more}
    return Restorer(ORIGINALS, may=may, **settings_)  # type: ignore[arg-type]


def everything(restoring: Restorer, *chunks: str) -> str:
    return "".join(map(restoring.feed, chunks)) + restoring.flush()


_PIECES = st.one_of(
    st.sampled_from(
        [
            *("PERSON", "person", "EMAIL", "LINK", "_", "\\_", "\\\\_", "&#95;", "&lowbar;", "%5f"),
            *("a7k2", "A7K2", "a7k", "a7k2u2", "a7k2x", "b3c4", "e9f8", "u2", "s", "'s", "9"),
            *(
                "PERSON_a7k2",
                "EMAIL_b3c4",
                "LINK_e9f8",
                "PASSWORD_9z9z",
                "PERSON_z9y8",
                "CARD_1a2b",
            ),
            *(" ", "\n", "  ", "-", "\u200b", "\\n", "\\u005f", "\\u00e9", "%20", "\\", "\\\\"),
            *("https://", "//", "www.", "evil.example", "/", "?q=", "ok.example/u/", "mailto:"),
            *(
                "](",
                "](<",
                "]: ",
                'href="',
                "url(",
                "<",
                ">",
                ")",
                "(",
                "]",
                "[",
                "|",
                '"',
                "'",
                "`",
            ),
            *("https://ok.example/u/", "🦊", "é", "\ud83e", "\udd8a", "data:", "x:", "Ann", "."),
        ]
    ),
    st.text(max_size=3),
)
TEXTS = st.lists(_PIECES, max_size=14).map("".join)
