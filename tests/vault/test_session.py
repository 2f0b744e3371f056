"""Minting: the same calls give the same strings, and every string leads back to one text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.pseudonym import ID_LENGTH, Original, Pseudonym, parse, well_formed_id
from vault.identity import id_digits
from vault.session import Row, Session

KEY = bytes(range(32))
SCOPE = b"scope"

_NAMES = ["Ann Lee", "ANN LEE", "Ann", "Ms Lee", "Lee", "Bo Kim", "Bo", "Ann Kim", "ann  lee's"]
_MAILS = ["ann@x.example", "Ann@X.example", "bo@x.example"]
_TYPED = ["PERSON_a7k2", "person_A7K2", "PERSON_9x9xu2", "not a pseudonym"]
CALLS = st.lists(
    st.one_of(
        st.tuples(st.just("PERSON"), st.sampled_from(_NAMES) | st.text(min_size=1, max_size=6)),
        st.tuples(st.just("EMAIL_ADDRESS"), st.sampled_from(_MAILS)),
        st.tuples(st.just("LITERAL"), st.sampled_from(_TYPED)),
        st.tuples(st.sampled_from(["MY_TYPE", "OTHER_TYPE", "PASSWORD"]), st.text(max_size=4)),
    ),
    max_size=25,
)


def _mint(session: Session, calls: list[tuple[str, str]]) -> list[str]:
    return [session.mint(*call) for call in calls]


def _id(pseudonym: str) -> str:
    parsed = parse(pseudonym)
    assert parsed is not None
    return parsed.id


@given(CALLS, CALLS)
def test_more_calls_change_none_of_the_earlier_strings(
    calls: list[tuple[str, str]], more: list[tuple[str, str]]
) -> None:
    short = _mint(Session(KEY, SCOPE), calls)
    assert _mint(Session(KEY, SCOPE), calls + more)[: len(calls)] == short


@given(CALLS)
def test_each_pseudonym_stands_for_exactly_one_text(calls: list[tuple[str, str]]) -> None:
    session = Session(KEY, SCOPE)
    made = dict(zip(calls, _mint(session, calls), strict=True))
    for (entity_type, value), pseudonym in made.items():
        assert session.originals[pseudonym] == Original(value, entity_type)
        assert str(parse(pseudonym)) == pseudonym
    assert len(set(made.values())) == len(made) == len(session.originals)
    assert len({name.lower() for name in session.originals}) == len(session.originals)


@given(CALLS, CALLS)
def test_a_session_from_its_rows_goes_on_as_if_never_interrupted(
    calls: list[tuple[str, str]], more: list[tuple[str, str]]
) -> None:
    whole = Session(KEY, SCOPE)
    first = Session(KEY, SCOPE)
    assert _mint(whole, calls) == _mint(first, calls)
    again = Session(KEY, SCOPE, first.new_rows())
    assert again.new_rows() == ()
    assert again.originals == first.originals
    assert _mint(again, more) == _mint(whole, more)
    assert first.new_rows() + again.new_rows() == whole.new_rows()


@given(CALLS)
def test_no_pseudonym_equals_one_that_was_typed_before(calls: list[tuple[str, str]]) -> None:
    session = Session(KEY, SCOPE)
    typed: set[str] = set()
    for entity_type, value in calls:
        pseudonym = session.mint(entity_type, value)
        assert pseudonym.lower() not in typed or pseudonym == value
        if entity_type == "LITERAL" and (form := parse(value)) and pseudonym != value:
            typed.add(str(form).lower())


def test_a_typed_pseudonym_of_another_session_restores_to_what_was_typed() -> None:
    session = Session(KEY, SCOPE)
    made = session.mint("LITERAL", "PERSON_A7k2")
    assert made.startswith("LITERAL_")
    assert session.originals[made].value == "PERSON_A7k2"


def test_its_own_pseudonym_in_a_resent_history_stays_as_it_is() -> None:
    session = Session(KEY, SCOPE)
    own = session.mint("PERSON", "Ann Lee")
    assert session.mint("LITERAL", own) == own
    assert session.mint("LITERAL", own.lower()) == own.lower()
    assert list(session.originals) == [own]


def test_a_string_that_was_typed_first_is_never_minted() -> None:
    would_be = Session(KEY, SCOPE).mint("PERSON", "Ann Lee")
    session = Session(KEY, SCOPE)
    literal = session.mint("LITERAL", would_be.upper())
    longer = session.mint("PERSON", "Ann Lee")
    assert longer != would_be
    assert longer.startswith(would_be)
    assert session.originals[literal].value == would_be.upper()
    variant = str(Pseudonym("PERSON", _id(longer), 2))
    session.mint("LITERAL", variant)
    assert session.mint("PERSON", "ANN LEE").endswith("u3")


def _ids(session: Session, *names: str) -> list[str]:
    return [_id(session.mint("PERSON", name)) for name in names]


def test_parts_of_a_name_join_the_person() -> None:
    session = Session(KEY, SCOPE)
    ids = _ids(session, "Ann Lee", "Ann", "ANN LEE", "Ms Lee", "Ann Lee's", "Dr. Ann van Lee")
    assert len(set(ids)) == 1
    assert [p.partition("u")[2] for p in session.originals] == ["", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    "name",
    [
        *("Sharma, Rahul", "R. Sharma", "Sharma R.", "Rahul S.", "R.S.", "RS", "rahul sharma"),
        *("rahul.sharma", "rahul_sharma", "rahulsharma", "sharmarahul", "rsharma", "rahuls"),
        *("rahul-sharma", "Dr. Sharma", "Rahul\u2019s", "Ráhul Šharma"),
    ],
)
def test_every_writing_of_a_name_is_the_same_person(name: str) -> None:
    session = Session(KEY, SCOPE)
    full, other = _ids(session, "Rahul Sharma", name)
    assert full == other
    pseudonym = session.mint("PERSON", name)
    assert session.originals[pseudonym].value == name
    again = Session(KEY, SCOPE, session.rows())
    assert again.mint("PERSON", name) == pseudonym
    assert _ids(again, "Rahul Sharma", "Sharma", "R. Sharma") == [full] * 3


@pytest.mark.parametrize("name", ["P. Sharma", "RT", "xsharma", "Rahul Verma", "rahulx", "rs-232"])
def test_another_name_is_another_person(name: str) -> None:
    full, other = _ids(Session(KEY, SCOPE), "Rahul Sharma Singh", name)
    assert full != other


def test_an_initial_tells_two_persons_of_one_surname_apart() -> None:
    rahul, priya, r, p, either = _ids(
        Session(KEY, SCOPE), "Rahul Sharma", "Priya Sharma", "R. Sharma", "P. Sharma", "Sharma"
    )
    assert (r, p) == (rahul, priya)
    assert either not in {rahul, priya}


def test_the_fuller_name_joins_a_first_name_seen_before() -> None:
    one, two = _ids(Session(KEY, SCOPE), "Ann", "Ann Lee")
    assert one == two


def test_an_ambiguous_name_gets_an_id_of_its_own() -> None:
    lee, kim, ann = _ids(Session(KEY, SCOPE), "Ann Lee", "Ann Kim", "Ann")
    assert len({lee, kim, ann}) == 3


def test_secrets_that_differ_in_case_are_not_linked() -> None:
    session = Session(KEY, SCOPE)
    one, two = session.mint("PASSWORD", "Secret1"), session.mint("PASSWORD", "secret1")
    assert _id(one) != _id(two)


def test_ids_differ_between_scopes_keys_and_types() -> None:
    made = {
        Session(key, scope).mint(kind, "Ann").partition("_")[2]
        for key in (KEY, bytes(32))
        for scope in (b"a", b"b")
        for kind in ("PERSON", "LOCATION")
    }
    assert len(made) == 8


def test_collisions_lengthen_in_order_of_appearance() -> None:
    session = Session(KEY, SCOPE)
    made = [session.mint("MY_TYPE", str(number)) for number in range(6000)]
    ids = [_id(name) for name in made]
    assert len(set(ids)) == len(ids)
    assert {len(ident) for ident in ids} >= {ID_LENGTH, ID_LENGTH + 1}
    assert all(well_formed_id(ident) for ident in ids)
    assert max(map(len, ids)) <= ID_LENGTH + 2


def test_a_thousand_writings_go_on_under_another_id() -> None:
    session = Session(KEY, SCOPE)
    made = [session.mint("LOCATION", "Bath" + " " * count) for count in range(1005)]
    assert len(set(made)) == 1005
    assert all(str(parse(name)) == name for name in made)


@given(st.text(max_size=5))
def test_every_beginning_of_the_digits_is_well_formed(value: str) -> None:
    digits = id_digits(KEY, SCOPE, "PERSON", value)
    assert all(well_formed_id(digits[:end]) for end in range(ID_LENGTH, len(digits) + 1))


@settings(max_examples=30)
@given(CALLS)
def test_surrogates_are_unique_unlike_and_repeatable(calls: list[tuple[str, str]]) -> None:
    session = Session(KEY, SCOPE)
    made = {call: session.surrogate(*call) for call in calls if call[1]}
    assert len(set(made.values())) == len(made) == len(session.surrogates)
    for (entity_type, value), surrogate in made.items():
        assert surrogate.casefold() != value.casefold()
        assert session.surrogates[surrogate] == Original(value, entity_type)
    again = Session(KEY, SCOPE, session.new_rows())
    assert again.surrogates == session.surrogates
    assert {call: again.surrogate(*call) for call in made} == made


def test_a_row_shows_neither_value_nor_pseudonym() -> None:
    session = Session(KEY, SCOPE)
    made = session.mint("PERSON", "Ann Lee")
    (row,) = session.new_rows()
    assert row.value == "Ann Lee"
    assert "Ann" not in repr(row)
    assert made not in repr(row)
    assert isinstance(row, Row)


def test_the_salt_belongs_to_the_session() -> None:
    assert Session(KEY, b"a").salt == Session(KEY, b"a").salt != Session(KEY, b"b").salt


@given(CALLS, CALLS)
def test_texts_that_are_apart_do_not_depend_on_each_other(
    calls: list[tuple[str, str]], more: list[tuple[str, str]]
) -> None:
    session = Session(KEY, SCOPE, apart=True)
    for text in (more, calls):
        own = session.for_text()
        made = _mint(own, text)
        session.learn(own)
    assert made == _mint(Session(KEY, SCOPE, apart=True).for_text(), calls)
    assert {name.lower() for name in made} <= {name.lower() for name in session.originals} | {
        typed.lower() for typed in _TYPED
    }


def test_what_texts_apart_minted_leads_back_to_the_first_writing() -> None:
    session = Session(KEY, SCOPE, apart=True)
    made = []
    for writing in ("Ann Lee", "ANN LEE"):
        own = session.for_text()
        made.append(own.mint("PERSON", writing))
        own.surrogate("EMAIL_ADDRESS", f"{writing[0]}@x.example")
        session.learn(own)
    assert made[0] == made[1]
    assert session.originals[made[0]] == Original("Ann Lee", "PERSON")
    assert len(session.surrogates) == 1


def test_ids_of_texts_apart_are_longer() -> None:
    own = Session(KEY, SCOPE, apart=True).for_text()
    assert {len(_id(own.mint("MY_TYPE", str(number)))) for number in range(500)} == {8}
    session = Session(KEY, SCOPE)
    assert session.for_text() is session
    session.learn(session.for_text())
    assert not session.originals
