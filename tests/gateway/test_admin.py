"""The admin port: health, readiness, metrics with labels of closed sets."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from privacy.entities import ENTITY_TYPES
from privacy.policy import Operator
from storage.connection import Fatal
from tests.end_to_end.conftest import PLANTED, PROMPT, House, house
from tests.support.answers import Status
from tests.support.planted import assert_absent

CHAT = "/openai/v1/chat/completions"
WORD = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, policy='names = "off"') as at_home:
        yield at_home


async def _get(running: House, path: str) -> tuple[int, str, dict[str, str]]:
    url = running.gateway.admin_url + path
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text(), dict(response.headers)


async def test_alive_and_ready(running: House) -> None:
    for path, text in (("/livez", "ok\n"), ("/readyz", "ready\n")):
        status, body, headers = await _get(running, path)
        assert (status, body) == (200, text)
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


async def test_a_balancer_may_ask_the_data_port(running: House) -> None:
    url = f"{running.gateway.data_url}/livez"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert (response.status, await response.text()) == (200, "ok\n")
    assert running.leaves("refuse") == []


async def test_while_draining_it_lives_and_is_not_ready(running: House) -> None:
    running.gateway.roof.draining = True
    assert (await _get(running, "/readyz"))[:2] == (503, "not ready: draining\n")
    assert (await _get(running, "/livez"))[0] == 200
    status, headers, _ = await running.post(CHAT, b"{}")
    assert (status, headers["Retry-After"]) == (503, "1")


async def test_when_the_log_cannot_go_on_it_is_not_ready(running: House) -> None:
    writer = running.gateway.books.ledger._writer
    assert writer is not None
    writer._fail(Fatal("io_error", 74))
    await asyncio.sleep(0.01)
    assert (await _get(running, "/readyz"))[:2] == (503, "not ready: ledger\n")
    assert (await _get(running, "/livez"))[0] == 200


@pytest.mark.parametrize("path", ["/", "/openai/v1/models", "/metrics/x", "/readyz/"])
async def test_nothing_else_is_there(running: House, path: str) -> None:
    assert (await _get(running, path))[0] == 404


async def _traffic(running: House) -> None:
    """Everything that makes a label, with planted values wherever a caller can put them."""
    evil = PLANTED[1]
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": PROMPT}]}).encode()
    running.recipient.script(Status(429), Status(500))
    for _ in range(3):
        await running.post(CHAT, body)
    await running.post(CHAT, body.replace(b'"m"', f'"{evil}"'.encode()))
    await running.post(CHAT, body, evil)
    await running.post(CHAT, body, **{"x-privacy-purpose": evil})
    await running.post(CHAT, body, **{"x-privacy-recipient": evil})
    await running.post(CHAT, b'{"%s": ' % evil.encode())
    await running.post(f"/openai/v1/{evil}", body)
    await running.post(f"/google/v1beta/models/{evil}:generateContent", b"{}")
    await running.post(f"/{evil}", body)


CLOSED = {
    "wire": {"openai", "google"},
    "recipient": {"openai", "google", "none"},
    "operation": {"chat.completions", "unknown", "generateContent"},
    "entity_type": set(ENTITY_TYPES),
    "operator": set(Operator),
    "kind": {"open", "close"},
    "result": {"hit", "miss"},
    "reason": {"unknown", "url", "policy"},
    "status": {"2xx", "3xx", "4xx", "5xx"},
}


async def test_metrics_parse_and_their_labels_come_from_closed_sets(running: House) -> None:
    await _traffic(running)
    status, text, headers = await _get(running, "/metrics")
    assert status == 200
    assert headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = list(text_string_to_metric_families(text))
    assert {family.name for family in families} >= {
        "privacy_gateway_requests", "privacy_gateway_refusals", "privacy_gateway_entities",
        "privacy_gateway_added_latency_seconds", "privacy_gateway_upstream_responses",
    }  # fmt: skip
    for family in families:
        assert family.name.startswith("privacy_gateway_")
        assert family.documentation.endswith(".")
        for sample in family.samples:
            for label, value in sample.labels.items():
                if label not in {"le", "version"}:
                    assert value in CLOSED.get(label, {value}), (sample.name, label, value)
                    assert WORD.fullmatch(value)
    assert_absent(PLANTED, text.encode())


async def test_metrics_count_what_happened(running: House) -> None:
    await _traffic(running)
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(await running.metrics())
        for sample in family.samples
    }
    assert samples["privacy_gateway_entities_total", "CREDIT_CARD", "pseudonymise"] == 3
    assert samples["privacy_gateway_refusals_total", "purpose_unknown"] == 1
    assert samples["privacy_gateway_refusals_total", "invalid_api_key"] == 1
    assert samples["privacy_gateway_refusals_total", "invalid_json"] == 1
    assert samples["privacy_gateway_upstream_responses_total", "2xx", "openai"] == 1
    assert samples["privacy_gateway_upstream_responses_total", "4xx", "openai"] == 1
    assert samples["privacy_gateway_upstream_responses_total", "5xx", "openai"] == 1
    assert samples["privacy_gateway_restores_total", "CREDIT_CARD"] == 1
    assert samples[("privacy_gateway_requests_in_flight",)] == 0
    assert samples["privacy_gateway_ledger_append_duration_seconds_count", "open"] >= 3
