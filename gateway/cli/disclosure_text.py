"""Disclosures as people and programs read them."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from gateway.cli.moments import both, from_microseconds, shown
from gateway.cli.output import fields, table, visible
from rights.enquiries import Disclosure, Line, Proof

_HEAD = ("TIME", "APPLICATION", "PURPOSE", "LEGAL BASIS", "RECIPIENT", "OUTCOME", "ENTITIES", "ID")
_NOTHING = "none found"


def listing(lines: Sequence[Line], width: int | None) -> list[str]:
    """A table; blocks of lines where the terminal is too narrow for it.

    Args:
        lines: the disclosures.
        width: columns of the terminal; None if there is none.
    """
    if not lines:
        return ["No disclosure matches."]
    rows = table(_HEAD, (_cells(line) for line in lines))
    if width is None or max(map(len, rows)) <= width:
        return rows
    return [text for line in lines for text in _block(line)]


def _cells(line: Line) -> tuple[str, ...]:
    return (
        shown(line.moment),
        line.application,
        line.purpose,
        line.legal_basis,
        line.recipient,
        _ended(line),
        treated(line.entities) or ("-" if _refused(line) else _NOTHING),
        line.id,
    )


def _block(line: Line) -> Iterator[str]:
    moment, *facts, entities, ident = map(visible, _cells(line))
    yield f"{ident}  {moment}"
    yield "    " + " \u00b7 ".join(fact for fact in facts if fact)
    yield f"    {entities}"


def _ended(line: Line) -> str:
    return f"{line.outcome} {line.status}" if line.status else line.outcome


def treated(entities: Sequence[tuple[str, str, int]]) -> str:
    """What was done with what, e.g. `pseudonymise 2 EMAIL, 1 PERSON; redact 1 CVV`."""
    actions = dict.fromkeys(action for _, action, _ in entities)
    done = (
        f"{action} " + ", ".join(f"{n} {kind}" for kind, a, n in entities if a == action)
        for action in actions
    )
    return "; ".join(done)


def _refused(line: Line) -> bool:
    return line.outcome.startswith("refused")


def line_row(line: Line) -> dict[str, Any]:
    """One disclosure of a list, for programs."""
    return asdict(line) | {"moment": both(line.moment), "entities": _entities(line)}


def _entities(line: Line) -> list[dict[str, Any]]:
    return [{"type": kind, "action": action, "count": n} for kind, action, n in line.entities]


# --- one of them, for people ---


def whole(found: Disclosure, *, proofs: bool) -> list[str]:
    """All that is known of a disclosure or refusal."""
    sections = [
        [visible(found.line.id), *fields(_facts(found))],
        _entity_table(found),
        _mention_table(found),
        _payload_lines(found),
        [line for proof in found.proofs for line in _proof_lines(proof)] if proofs else [],
    ]
    if proofs and not found.proofs:
        sections.append(["No checkpoint covers it yet: one is signed within a minute."])
    return [line for section in sections if section for line in (*section, "")][:-1]


def _facts(found: Disclosure) -> list[tuple[str, str]]:
    facts, line = found.opening, found.line
    return [
        ("when", shown(line.moment)),
        ("who", _who(facts)),
        ("about whom", _about(found)),
        ("to whom", _recipient(facts)),
        ("why", line.purpose),
        ("on what basis", _basis(found)),
        ("until when", _until(facts)),
        ("what", _what(facts)),
        ("outcome", _outcome(found)),
        ("restored", _restored(found.closing or {})),
        ("rules", ", ".join(facts.get("rules", ()))),
        ("policy", _joined(facts, policy="", notice="privacy notice ")),
        ("versions", _versions(facts)),
        ("instructions", _pairs(facts.get("instructions", {}))),
        ("signals", _signals(facts)),
        ("request", _request(found)),
        ("other sealed", _sealed(found.sealed)),
        ("erased", f"{found.erased} parts cannot be opened any more" if found.erased else ""),
        ("BROKEN", _broken(found)),
    ]


def _joined(facts: Mapping[str, Any], **labels: str) -> str:
    """The facts that are there, each behind its label."""
    return ", ".join(f"{label}{facts[name]}" for name, label in labels.items() if facts.get(name))


def _who(facts: Mapping[str, Any]) -> str:
    return _joined(facts, application="application ", actor="key ", controller="for ") + _as_role(
        facts.get("controller_role", "")
    )


def _as_role(role: str) -> str:
    return f" ({role})" if role else ""


def _about(found: Disclosure) -> str:
    subject = found.sealed.get("subject", "not named")
    kind = found.opening.get("subject_class", "")
    return f"{subject}, {kind}" if kind else ""


def _recipient(facts: Mapping[str, Any]) -> str:
    held = facts.get("recipient", {})
    if not isinstance(held, dict):
        return str(held)
    first = _joined(held, id="", legal_name="", role="", country="", region="")
    second = _joined(held, agreement="", transfer="transfer ", endpoint="at ")
    return f"{first}\n{second}".strip()


def _basis(found: Disclosure) -> str:
    facts = found.opening
    basis = _joined(facts, legal_basis="", jurisdiction="", ground="GDPR Art. 9(2) ground ")
    consent = _joined(facts, consent_kind="", consent_version="version ")
    reference = found.sealed.get("consent", "")
    return "\n".join(
        part
        for part in (basis, f"consent {reference} {consent}" if consent or reference else "")
        if part
    )


def _until(facts: Mapping[str, Any]) -> str:
    told = (
        ("recipient_until", "the recipient may hold it until"),
        ("retention_until", "sealed parts are kept here until"),
        ("payload_until", "the payload is kept here until"),
    )
    return "\n".join(f"{says} {_day(facts[name])}" for name, says in told if facts.get(name))


def _day(microseconds: int) -> str:
    return shown(from_microseconds(microseconds))


def _what(facts: Mapping[str, Any]) -> str:
    size = facts.get("payload_size")
    parts = _joined(facts, operation="", model="model ") + (f", {size} bytes" if size else "")
    special = ", ".join(facts.get("special", ()))
    passed, stripped, scanned = (
        ", ".join(facts.get(name, ())) for name in ("uninspected", "stripped", "scanned")
    )
    more = [f"special categories: {special}"] if special else []
    more += [f"not inspected, as policy allows: {passed}"] if passed else []
    more += [f"left out: {stripped}"] if stripped else []
    more += [f"read, and nothing personal found: {scanned}"] if scanned else []
    more += ["the name model was missing"] if facts.get("degraded") else []
    more += ["the system prompt was told to keep pseudonyms"] if facts.get("note") else []
    return "\n".join([parts, *more])


def _outcome(found: Disclosure) -> str:
    facts = found.closing or {}
    counted = [
        f"{facts[name]} {unit}"
        for name, unit in (
            ("duration_ms", "ms"),
            ("bytes_up", "bytes sent"),
            ("bytes_down", "bytes received"),
        )
        if facts.get(name)
    ]
    more = ", ".join((_ended(found.line), *counted))
    return "\n".join(
        part for part in (more, _joined(facts, reason="", peer_certificate="certificate ")) if part
    )


def _restored(facts: Mapping[str, Any]) -> str:
    lines = [_counts(facts.get("restored", {}))]
    denied, unknown = _counts(facts.get("denied", {})), facts.get("unknown_pseudonyms", 0)
    lines += [f"denied: {denied}"] if denied else []
    lines += [f"pseudonyms that this session does not know: {unknown}"] if unknown else []
    return "\n".join(line for line in lines if line)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def _versions(facts: Mapping[str, Any]) -> str:
    parts = _joined(facts, config="configuration ", code="software ")
    detector = facts.get("detector", "")
    return "\n".join(part for part in (parts, f"detector {detector}" if detector else "") if part)


def _pairs(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {json.dumps(value)}" for name, value in values.items())


def _signals(facts: Mapping[str, Any]) -> str:
    sent = (("dnt", "DNT: 1"), ("gpc", "Sec-GPC: 1"))
    return ", ".join(says for name, says in sent if facts.get(name))


def _request(found: Disclosure) -> str:
    facts = found.opening
    lines = [_joined(facts, request="", attempt="attempt ", parent="follows ")]
    others = [ident for ident in found.attempts if ident != found.line.id]
    lines += [f"other attempts: {', '.join(others)}"] if others else []
    lines += [f"also in the log: {_counts(Counter(found.events))}"] if found.events else []
    return "\n".join(line for line in lines if line)


def _sealed(values: Mapping[str, Any]) -> str:
    told = {name: value for name, value in values.items() if name not in {"subject", "consent"}}
    return "\n".join(f"{name}: {_plain(value)}" for name, value in told.items())


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _broken(found: Disclosure) -> str:
    if not found.broken:
        return ""
    return f"not what the log committed to: {', '.join(found.broken)}; run `disclosures verify`"


def _entity_table(found: Disclosure) -> list[str]:
    rows = [(kind, action, str(count)) for kind, action, count in found.line.entities]
    if rows:
        return table(("ENTITY", "ACTION", "COUNT"), rows)
    return [] if _refused(found.line) else ["No personal data was found."]


def _mention_table(found: Disclosure) -> list[str]:
    rows = [(kind, name, str(length), at) for kind, name, at, length in found.mentions]
    if not rows:
        return []
    head = ("ENTITY", "SENT AS", "CHARACTERS", "WHERE")
    return ["Those by which a person can be found in the log again:", *table(head, rows)]


def _payload_lines(found: Disclosure) -> list[str]:
    if found.payload is None:
        return []
    missing = "" if found.payload_complete else "; pseudonyms of erased persons are blank"
    text = found.payload.decode("utf-8", "replace")
    with suppress(ValueError):  # what is no JSON is shown as it is
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    return [f"Payload as it was sent (pseudonymised{missing}):", visible(text)]


def _proof_lines(proof: Proof) -> list[str]:
    leaf, inclusion = proof.leaf, proof.inclusion
    return [
        f"Leaf {leaf.kind}: shard {leaf.shard} position {leaf.seq} of {inclusion.size}",
        *fields(
            [
                ("leaf hash", leaf.hash.hex()),
                ("audit path", "\n".join(node.hex() for node in inclusion.path)),
                ("checkpoint", proof.checkpoint.rstrip("\n")),
            ]
        ),
    ]


# --- one of them, for programs ---


def whole_row(found: Disclosure, *, proofs: bool) -> dict[str, Any]:
    """All that is known of a disclosure or refusal, for programs."""
    more: dict[str, Any] = {
        "opening": dict(found.opening),
        "closing": None if found.closing is None else dict(found.closing),
        "events": list(found.events),
        "sealed": dict(found.sealed),
        "mentions": [
            {"type": kind, "sent_as": name, "pointer": at, "length": length}
            for kind, name, at, length in found.mentions
        ],
        "payload": _payload_row(found),
        "erased": found.erased,
        "broken": list(found.broken),
        "attempts": list(found.attempts),
    }
    if proofs:
        more["proofs"] = [_proof_row(proof) for proof in found.proofs]
    return line_row(found.line) | more


def _payload_row(found: Disclosure) -> dict[str, Any] | None:
    if found.payload is None:
        return None
    text = found.payload.decode("utf-8", "replace")
    return {"text": text, "complete": found.payload_complete}


def _proof_row(proof: Proof) -> dict[str, Any]:
    leaf = asdict(proof.leaf) | {"hash": proof.leaf.hash.hex()}
    return {
        "leaf": leaf,
        "index": proof.inclusion.index,
        "size": proof.inclusion.size,
        "path": [node.hex() for node in proof.inclusion.path],
        "checkpoint": proof.checkpoint,
    }
