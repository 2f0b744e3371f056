"""Every store finds the records about a person, whether she wrote them or is mentioned."""

from disclosure.records import Mention
from rights.persons import Identifier, Persons, identifier
from tests.support.stores import Store, opening


def _mention(email: str) -> tuple[Mention, ...]:
    return (Mention("EMAIL_ADDRESS", email, "EMAIL_a7k2", "/text", len(email)),)


async def test_a_person_is_found_where_she_wrote_and_where_she_is_mentioned(store: Store) -> None:
    wrote = opening(subject="customer-1", mentions=_mention("other@example.org"))
    mentioned = opening(subject="customer-2", mentions=_mention("Ines@Example.org"))
    neither = opening(subject="customer-3", mentions=_mention("third@example.org"))
    for record in (wrote, mentioned, neither):
        await store.ledger.append(record)
    asked = (Identifier("SUBJECT", "customer-1"), identifier("email=ines@example.org"))
    account = await Persons(store.books).account(asked)
    assert [(told.line.id, told.wrote) for told in account.told] == [
        (mentioned.id, False),
        (wrote.id, True),
    ]
    by_id = {told.line.id: told for told in account.told}
    assert by_id[mentioned.id].categories == (("EMAIL_ADDRESS", 1),)
    assert by_id[wrote.id].categories == ()
    assert by_id[wrote.id].company
    assert account.complete


async def test_one_record_more_than_asked_for_is_told(store: Store) -> None:
    for _ in range(3):
        await store.ledger.append(opening(subject="customer-1"))
    account = await Persons(store.books).account((Identifier("SUBJECT", "customer-1"),), limit=2)
    assert (len(account.told), account.complete) == (2, False)
