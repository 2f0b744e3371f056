"""`disclosures`, over logs that a real gateway wrote."""

import asyncio
import base64
import json
import sqlite3
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from disclosure.checkpoint import Checkpoint, Signer, Verifier
from disclosure.leaves import Leaf
from disclosure.merkle import CompactRange, leaf_hash
from disclosure.proofs import Inclusion, includes
from gateway.cli import main
from storage.export import FORMAT
from tests.end_to_end.conftest import house
from tests.gateway.cli.conftest import PLANTED_HERE, use
from tests.support.planted import assert_absent

Printed = pytest.CaptureFixture[str]


def run(file: Path, *arguments: str) -> int:
    return main(["--config", str(file), "disclosures", *arguments])


def rows(file: Path, capsys: Printed, *arguments: str) -> list[dict[str, Any]]:
    assert run(file, "list", "--json", *arguments) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["disclosures"]
    return found


def tamper(file: Path, statement: str) -> None:
    """Write into the log as its owner could: past the triggers that guard it."""
    with sqlite3.connect(file.parent / "data/gateway.db") as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        changed = connection.execute(statement).rowcount
    connection.close()
    assert changed


# --- list ---


def test_the_list_is_newest_first_and_tells_what_was_done(kept: Path, capsys: Printed) -> None:
    later, earlier = rows(kept, capsys)
    assert earlier["moment"]["utc"] < later["moment"]["utc"]
    assert earlier["moment"]["utc"].endswith("+00:00")
    assert later["entities"] == []
    assert {(e["type"], e["action"], e["count"]) for e in earlier["entities"]} == {
        ("EMAIL_ADDRESS", "pseudonymise", 1),
        ("CREDIT_CARD", "pseudonymise", 1),
    }
    told = {key: earlier[key] for key in ("application", "purpose", "legal_basis", "recipient")}
    assert told == {
        "application": "bot",
        "purpose": "support",
        "legal_basis": "contract",
        "recipient": "openai",
    }
    assert (earlier["outcome"], earlier["status"]) == ("ok", 200)


def test_the_list_for_people(kept: Path, capsys: Printed) -> None:
    assert run(kept, "list", "--refusals") == 0
    head, refused, quiet, full = capsys.readouterr().out.splitlines()
    assert head.split()[:2] == ["TIME", "APPLICATION"]
    assert "refused: purpose_unknown 403" in refused
    assert "none found" in quiet
    assert "pseudonymise 1 CREDIT_CARD, 1 EMAIL_ADDRESS" in full
    assert head.index("ID") == full.index("dsc_")


def test_refusals_only_where_they_are_asked_for(kept: Path, capsys: Printed) -> None:
    assert [row["id"][:4] for row in rows(kept, capsys)] == ["dsc_", "dsc_"]
    assert [row["id"][:4] for row in rows(kept, capsys, "--refusals")] == ["ref_", "dsc_", "dsc_"]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--application", "bot"], 2),
        (["--application", "other"], 0),
        (["--purpose", "support"], 2),
        (["--purpose", "newsletter"], 0),
        (["--recipient", "openai"], 2),
        (["--recipient", "google"], 0),
        (["--since", "1h"], 2),
        (["--since", "2h", "--until", "1h"], 0),
        (["--until", "2020-01-01"], 0),
        (["--limit", "1"], 1),
    ],
)
def test_filters(kept: Path, capsys: Printed, filters: list[str], count: int) -> None:
    assert len(rows(kept, capsys, *filters)) == count


def test_pages_follow_each_other(kept: Path, capsys: Printed) -> None:
    everything = [row["id"] for row in rows(kept, capsys, "--refusals")]
    paged, after = [], ""
    for _ in everything:
        run(kept, "list", "--refusals", "--limit", "1", "--json", "--after", after)
        page = json.loads(capsys.readouterr().out)
        paged += [row["id"] for row in page["disclosures"]]
        after = page["after"]
    assert paged == everything
    assert run(kept, "list", "--after", "dsc_nobody") == 1
    assert "begins with 'dsc_nobody'" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--since", "yesterday"], ["--limit", "0"], ["--limit", "-3"]])
def test_wrong_arguments(kept: Path, capsys: Printed, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(kept, "list", *wrong)
    assert stopped.value.code == 2
    assert wrong[1] in capsys.readouterr().err


# --- show ---


def test_show_tells_who_what_whom_why(kept: Path, capsys: Printed) -> None:
    ident = rows(kept, capsys)[1]["id"]
    assert run(kept, "show", ident[:20]) == 0
    printed = capsys.readouterr().out
    for told in (
        ident,
        "application bot, key testkey1, for Test Company (controller)",
        "customer-17, ",
        "openai, Recipient One, processor, US, us",
        "contract",
        "the recipient may hold it until",
        "chat.completions, model gpt-4o",
        "store = false",
        "ok 200",
        "1 EMAIL_ADDRESS",
    ):
        assert told in printed, told
    assert "BROKEN" not in printed
    assert "audit path" not in printed


def test_show_has_the_payload_as_it_was_sent_and_no_original(kept: Path, capsys: Printed) -> None:
    ident = rows(kept, capsys)[1]["id"]
    assert run(kept, "show", ident, "--json") == 0
    printed = capsys.readouterr().out
    assert_absent(PLANTED_HERE, printed.encode())
    shown = json.loads(printed)
    sent = json.loads(shown["payload"]["text"])
    assert sent["store"] is False
    assert shown["payload"]["complete"]
    pseudonyms = {mention["sent_as"] for mention in shown["mentions"]}
    assert len(pseudonyms) == 2
    assert all(pseudonym in sent["messages"][0]["content"] for pseudonym in pseudonyms)
    assert shown["sealed"]["subject"] == "customer-17"
    assert (shown["erased"], shown["broken"]) == (0, [])


def test_show_a_refusal(kept: Path, capsys: Printed) -> None:
    ident = rows(kept, capsys, "--refusals")[0]["id"]
    assert run(kept, "show", ident) == 0
    printed = capsys.readouterr().out
    assert "refused: purpose_unknown 403" in printed
    assert "No personal data was found" not in printed


def test_proofs_hold_for_a_stranger(kept: Path, capsys: Printed) -> None:
    """Checked from the JSON alone, with the public key that `verify` names."""
    run(kept, "verify", "--json")
    verifier = Verifier.parse(json.loads(capsys.readouterr().out)["public_key"])
    ident = rows(kept, capsys)[0]["id"]
    run(kept, "show", ident, "--proofs", "--json")
    proofs = json.loads(capsys.readouterr().out)["proofs"]
    assert [proof["leaf"]["kind"] for proof in proofs] == ["open", "close"]
    for proof in proofs:
        leaf = proof["leaf"]
        covered = (
            f'{{"body":{leaf["body"]},"boot":"{leaf["boot_id"]}","id":"{leaf["id"]}",'
            f'"kind":"{leaf["kind"]}","mono":{leaf["mono_ns"]},"seq":{leaf["seq"]},'
            f'"shard":"{leaf["shard"]}","t":{leaf["t_utc"]},"v":{leaf["version"]}}}'
        )
        digest = leaf_hash(covered.encode())
        path = tuple(bytes.fromhex(node) for node in proof["path"])
        root = verifier.open(proof["checkpoint"]).root
        assert includes(Inclusion(proof["index"], proof["size"], path), digest, root)


def test_proofs_for_people(kept: Path, capsys: Printed) -> None:
    ident = rows(kept, capsys)[0]["id"]
    run(kept, "show", ident, "--proofs")
    printed = capsys.readouterr().out
    assert printed.count("audit path") == 2
    assert "\u2014 gateway " in printed


@pytest.mark.parametrize("ident", ["dsc_nobody", "", "dsc_"])
def test_show_nobody(kept: Path, capsys: Printed, ident: str) -> None:
    assert run(kept, "show", ident) == 1
    assert repr(ident) in capsys.readouterr().err


# --- verify and export ---


def test_a_good_log_verifies(kept: Path, capsys: Printed) -> None:
    assert run(kept, "verify") == 0
    assert "The disclosure log verifies: 7 leaves in 1 shard" in capsys.readouterr().out


def test_a_changed_leaf_is_found_where_it_stands(kept: Path, capsys: Printed) -> None:
    tamper(kept, "UPDATE leaf SET body = replace(body, 'contract', 'consent') WHERE seq = 1")
    assert run(kept, "verify") == 2
    printed = capsys.readouterr().out
    assert "TAMPERED" in printed
    assert "position 1: the leaf is not what was hashed" in printed.splitlines()[1]
    assert run(kept, "verify", "--json") == 2
    report = json.loads(capsys.readouterr().out)
    assert (report["verdict"], report["first"]["position"]) == ("tampered", 1)


@pytest.mark.parametrize(
    "body", ["nonsense", "[]", "{}", '{"entities":5}', '{"recipient":{}}', '{"application":[1]}']
)
def test_nonsense_in_a_leaf_ends_in_a_sentence(kept: Path, capsys: Printed, body: str) -> None:
    ident = rows(kept, capsys)[0]["id"]
    tamper(kept, f"UPDATE leaf SET body = '{body}' WHERE id = '{ident}'")  # noqa: S608 - our own
    assert run(kept, "verify") == 2
    for action in (["list"], ["show", ident], ["list", "--json"], ["show", ident, "--json"]):
        assert run(kept, *action) in {0, 4}
        assert "Traceback" not in capsys.readouterr().err


def test_what_a_terminal_would_obey_is_shown_by_its_number(kept: Path, capsys: Printed) -> None:
    tamper(kept, "UPDATE leaf SET body = replace(body, 'contract', 'con\\u001b[2Jtract')")
    run(kept, "list")
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "con\\u001b[2Jtract" in printed


def unclosed(file: Path) -> Verifier:
    """An export in which a process died, and the next one did not close what it left open."""
    signer = Signer("gateway", bytes(range(32)))
    started = '{"heads":[]}'
    told = [
        ("shard_start", "evt_1", started),
        ("open", "dsc_1", "{}"),
        ("shard_start", "evt_2", started),
    ]
    leaves, tree = [], CompactRange()
    for seq, (kind, ident, body) in enumerate(told):
        leaf = Leaf("s1", seq, kind, ident, 1_000 + seq, seq, "b1", 1, body, b"")
        leaves.append(replace(leaf, hash=leaf.computed_hash()))
        tree = tree.extend((leaf.computed_hash(),))
    note = signer.sign(Checkpoint("gateway/s1", 3, tree.root(), 2_000))
    lines: list[dict[str, Any]] = [
        {"type": "header", "format": FORMAT, "public_key": str(signer.verifier)}
    ]
    for leaf in leaves:
        row = asdict(leaf)
        lines.append({"type": "leaf", "leaf_hash": row.pop("hash").hex()} | row)
    lines.append({"type": "checkpoint", "note": note})
    lines.append({"type": "end", "leaves": 3, "checkpoints": 1})
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return signer.verifier


def test_what_a_dead_process_left_open_is_incomplete(tmp_path: Path, capsys: Printed) -> None:
    export = tmp_path / "log.jsonl"
    verifier = unclosed(export)
    code = run(tmp_path, "verify", "--offline", str(export), "--public-key", str(verifier))
    printed = capsys.readouterr().out
    assert code == 3, printed
    assert "INCOMPLETE" in printed
    assert "shard s1 position 1: a disclosure of an earlier process was never closed" in printed


def test_somebody_elses_signature_does_not_count(kept: Path, capsys: Printed) -> None:
    assert run(kept, "verify", "--json") == 0
    key = json.loads(capsys.readouterr().out)["public_key"]
    assert run(kept, "verify", "--public-key", key) == 0
    other = Verifier("gateway", bytes(32))
    assert run(kept, "verify", "--public-key", str(other)) == 2
    assert "not signed" in capsys.readouterr().out


def test_a_corrupt_database_cannot_be_read(kept: Path, capsys: Printed) -> None:
    database = kept.parent / "data/gateway.db"
    for side in ("gateway.db-wal", "gateway.db-shm"):
        database.with_name(side).unlink(missing_ok=True)
    database.write_bytes(database.read_bytes()[:100] + b"\xaa" * 40_000)
    assert run(kept, "verify") == 4
    assert "CANNOT BE READ" in capsys.readouterr().out
    assert run(kept, "list") == 4
    assert "corrupt" in capsys.readouterr().err


def test_nothing_is_made_where_there_is_no_log(kept: Path, capsys: Printed) -> None:
    for name in ("keys.db", "gateway.db"):
        (kept.parent / "data" / name).unlink()
        for action in (["verify"], ["list"], ["export", str(kept.parent / "out.jsonl")]):
            assert run(kept, *action) == 4
            assert not (kept.parent / "data" / name).exists()
    assert "privacy-gateway init" in capsys.readouterr().err


def test_an_export_verifies_far_away(kept: Path, tmp_path: Path, capsys: Printed) -> None:
    export = tmp_path / "log.jsonl"
    assert run(kept, "export", str(export), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["leaves"] == 7
    assert export.stat().st_mode & 0o077 == 0
    assert_absent((*PLANTED_HERE, "customer-17"), export.read_bytes())
    nowhere = tmp_path / "no-such-config.toml"
    offline = ["verify", "--offline", str(export), "--public-key", told["public_key"]]
    assert run(nowhere, *offline) == 0
    assert "verifies: 7 leaves" in capsys.readouterr().out
    text = export.read_text("utf-8")
    export.write_text(text.replace("contract", "consent", 1), "utf-8")
    assert run(nowhere, *offline) == 2
    export.write_text(text[: len(text) // 2], "utf-8")
    assert run(nowhere, *offline) == 4
    assert run(nowhere, "verify", "--offline", str(tmp_path / "missing")) == 4


def test_an_export_is_no_proof_by_its_own_key(kept: Path, tmp_path: Path, capsys: Printed) -> None:
    export = tmp_path / "log.jsonl"
    run(kept, "export", str(export))
    assert "public key  gateway+" in capsys.readouterr().out
    assert run(kept, "verify", "--offline", str(export)) == 0
    assert "no forgery" in capsys.readouterr().err
    assert run(kept, "export", str(export)) == 1
    assert "nothing was exported" in capsys.readouterr().err


def test_a_key_that_is_none(kept: Path, capsys: Printed) -> None:
    wrong = "gateway+00000000+" + base64.b64encode(bytes(33)).decode()
    assert run(kept, "verify", "--public-key", wrong) == 2
    assert "--public-key" in capsys.readouterr().err


async def test_all_of_it_beside_a_gateway_that_serves(tmp_path: Path, capsys: Printed) -> None:
    async with house(tmp_path, policy='names = "off"') as home:
        await use(home)
        file = tmp_path / "config.toml"
        assert await asyncio.to_thread(run, file, "verify") == 0
        assert await asyncio.to_thread(run, file, "list", "--json") == 0
        printed = capsys.readouterr().out
        ident = json.loads(printed[printed.index("{\n") :])["disclosures"][1]["id"]
        assert await asyncio.to_thread(run, file, "show", ident) == 0
        assert await asyncio.to_thread(run, file, "export", str(tmp_path / "out.jsonl")) == 0
        await use(home)  # and it goes on
        assert_absent(PLANTED_HERE, capsys.readouterr().out.encode())
