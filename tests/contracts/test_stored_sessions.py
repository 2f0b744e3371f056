"""What every store keeps between exchanges: rows of sessions, and lines of files."""

from tests.support.stores import LATER, Store, forget
from vault.session import Row

ROWS = (
    Row("PERSON", "ab", "PERSON_b2c3", "Ines Moreau"),
    Row("EMAIL_ADDRESS", "cd", "EMAIL_a7k2", "ines.moreau@example.org"),
    Row("LITERAL", "ef", "LITERAL_c4d5", "lone \ud800 surrogate"),
)


async def test_sessions_come_back_in_order(store: Store) -> None:
    assert await store.ledger.load(b"scope") == ()
    await store.ledger.save(b"scope", ROWS[:1], LATER)
    await store.ledger.save(b"scope", ROWS[1:], LATER)
    await store.ledger.save(b"other", ROWS[1:2], LATER)
    assert await store.ledger.load(b"scope") == ROWS
    assert await store.ledger.load(b"other") == ROWS[1:2]


async def test_sessions_end(store: Store) -> None:
    await store.ledger.save(b"scope", ROWS, LATER)
    await store.ledger.save(b"scope", (), 1)
    assert await store.ledger.load(b"scope") == ()


async def test_a_person_s_key_takes_that_person_s_rows_of_a_session(store: Store) -> None:
    await store.ledger.save(b"scope", ROWS, LATER)
    person = store.ledger._scribe.index("EMAIL_ADDRESS", "Ines.Moreau@example.org")
    forget(store.keys, person.hex())
    assert await store.ledger.load(b"scope") == (ROWS[0], ROWS[2])


async def test_a_session_that_is_forgotten_is_over(store: Store) -> None:
    for scope in (b"scope", b"other"):
        await store.ledger.save(scope, ROWS, LATER)
    await store.ledger.forget(b"scope")
    await store.ledger.forget(b"never was")
    assert await store.ledger.load(b"scope") == ()
    assert await store.ledger.load(b"other") == ROWS
    await store.ledger.save(b"scope", ROWS[:1], LATER)
    assert await store.ledger.load(b"scope") == ROWS[:1]


FILE, LINES = b"f" * 16, (b"1" * 16, b"2" * 16)


async def test_lines_of_a_file_come_back_each_by_itself(store: Store) -> None:
    await store.ledger.save_lines(FILE, dict(zip(LINES, (ROWS, ROWS[:1]), strict=True)), LATER)
    await store.ledger.save_lines(b"g" * 16, {LINES[0]: ROWS[:1]}, LATER)
    loaded = await store.ledger.load_lines(FILE, (*LINES, b"3" * 16))
    assert set(loaded[LINES[0]]) == set(ROWS)
    assert loaded[LINES[1]] == ROWS[:1]
    assert loaded[b"3" * 16] == ()
    await store.ledger.forget_lines(FILE)
    assert not any((await store.ledger.load_lines(FILE, LINES)).values())
    assert (await store.ledger.load_lines(b"g" * 16, LINES))[LINES[0]] == ROWS[:1]


async def test_a_person_s_key_takes_that_person_s_rows_of_a_line(store: Store) -> None:
    await store.ledger.save_lines(FILE, {LINES[0]: ROWS}, LATER)
    person = store.ledger._scribe.index("EMAIL_ADDRESS", "Ines.Moreau@example.org")
    forget(store.keys, person.hex())
    assert (await store.ledger.load_lines(FILE, LINES))[LINES[0]] == (ROWS[0], ROWS[2])


async def test_lines_end(store: Store) -> None:
    await store.ledger.save_lines(FILE, {LINES[0]: ROWS}, 1)
    assert (await store.ledger.load_lines(FILE, LINES))[LINES[0]] == ()
