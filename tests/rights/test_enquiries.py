"""What privacy teams ask of a real log in files; the stores' contract asks the rest."""

import json
from pathlib import Path
from typing import Any

import pytest

from disclosure.checkpoint import Signer, Verifier
from disclosure.leaves import commitment
from disclosure.proofs import includes
from disclosure.verify import Verdict
from rights.enquiries import Enquiries
from storage.books import SqlBooks
from storage.export import verify_export
from storage.ports import BooksDamaged, Filters
from tests.storage.conftest import Files, make_closing, make_opening, signer


@pytest.fixture
async def asked(tmp_path: Path) -> Any:
    files = Files(tmp_path)
    ledger = files.open()
    await ledger.start()
    for number in range(5):
        record = make_opening(subject=f"customer-{number}")
        await ledger.append(record)
        await ledger.append(make_closing(record.id))
    await ledger.stop()
    keys = files.key_store()
    books = SqlBooks(files.ledger, keys=keys, checkpoints=files.checkpoints)
    yield Enquiries(books, signer(keys).verifier), books, signer(keys).verifier
    books.close()
    files.close()


async def test_a_line_tells_who_what_why_and_to_whom(asked: Any) -> None:
    enquiries, _, _ = asked
    line = (await enquiries.list_disclosures(Filters(), 1))[0]
    assert (line.application, line.purpose, line.legal_basis) == ("bot", "support", "contract")
    assert (line.recipient, line.outcome, line.status) == ("openai", "ok", 200)
    assert line.moment.tzinfo is not None


async def test_proofs_convince_a_stranger_with_the_public_key_alone(asked: Any) -> None:
    enquiries, _, verifier = asked
    ident = (await enquiries.list_disclosures(Filters(), 1))[0].id
    shown = await enquiries.show(ident)
    assert len(shown.proofs) == 2
    for proof in shown.proofs:
        checkpoint = Verifier.parse(str(verifier)).open(proof.checkpoint)
        assert checkpoint.size == proof.inclusion.size
        assert includes(proof.inclusion, proof.leaf.computed_hash(), checkpoint.root)
        assert not includes(proof.inclusion, b"x" * 32, checkpoint.root)


async def test_one_value_can_be_shown_to_be_in_a_leaf_without_the_others(asked: Any) -> None:
    enquiries, books, _ = asked
    ident = (await enquiries.list_disclosures(Filters(), 1))[0].id
    leaf = books.find(ident)[0]
    part = next(part for part in books.unseal(leaf) if "subject" in part.salts)
    promised = leaf.facts()["commitments"]["subject"]
    assert promised == commitment(part.salts["subject"], "subject", "customer-4")
    assert promised != commitment(part.salts["subject"], "subject", "customer-3")


@pytest.mark.parametrize("ident", ["", "dsc_", "dsc_nothing", "evt_"])
async def test_what_is_not_one_disclosure_is_none(asked: Any, ident: str) -> None:
    enquiries, _, _ = asked
    assert await enquiries.show(ident) is None


async def test_an_export_is_verified_offline(asked: Any, tmp_path: Path) -> None:
    enquiries, _, verifier = asked
    path = tmp_path / "log.jsonl"
    exported = await enquiries.export(path)
    assert (exported.leaves, exported.checkpoints) == (12, 2)
    report = verify_export(path, verifier)
    assert (report.verdict, report.leaves, report.checkpoints) == (Verdict.OK, 12, 2)
    assert verify_export(path).verdict is Verdict.OK
    assert verify_export(path, Signer("test", b"y" * 32).verifier).verdict is Verdict.TAMPERED
    with pytest.raises(FileExistsError):
        await enquiries.export(path)


async def test_an_export_holds_nothing_that_can_be_erased(asked: Any, tmp_path: Path) -> None:
    enquiries, books, _ = asked
    path = tmp_path / "log.jsonl"
    await enquiries.export(path)
    text = path.read_text()
    with books.snapshot() as log:
        sealed = [row.sealed.hex() for row in log.sides]
    assert sealed
    assert not any(part in text for part in (*sealed, "customer-", "EMAIL_a7k2"))


async def test_a_changed_or_cut_export_is_found(asked: Any, tmp_path: Path) -> None:
    enquiries, _, verifier = asked
    path = tmp_path / "log.jsonl"
    await enquiries.export(path)
    lines = path.read_text().split("\n")[:-1]
    changed = tmp_path / "changed.jsonl"
    changed.write_text("\n".join(lines).replace("support", "suppert", 1) + "\n")
    assert verify_export(changed, verifier).verdict is Verdict.TAMPERED
    for number in range(len(lines)):
        changed.write_text("\n".join([*lines[:number], *lines[number + 1 :]]) + "\n")
        with pytest.raises(BooksDamaged):
            verify_export(changed, verifier)
    leaf = next(n for n, line in enumerate(lines) if json.loads(line)["type"] == "leaf")
    end = json.loads(lines[-1]) | {"leaves": 11}
    honest_count = [*lines[:leaf], *lines[leaf + 1 : -1], json.dumps(end)]
    changed.write_text("\n".join(honest_count) + "\n")
    assert verify_export(changed, verifier).verdict is Verdict.TAMPERED
