"""The show over a pass-through: its own checks must say that nothing is protected."""

import io
import json
from collections.abc import Sequence

from disclosure.leaves import Leaf
from gateway.demo import google_recipient, openai_recipient, people
from gateway.demo.conversation import Connection, with_google, with_openai
from gateway.demo.memory import Memory
from gateway.demo.show import Screen
from gateway.demo.stage import Verdict, invitation, leaks, play


class EmptyLog:
    """A log that holds nothing and says so."""

    def find(self, ident: str) -> Sequence[Leaf]:
        return ()

    def verify(self) -> Verdict:
        return Verdict(good=True, text="Nothing to verify.")


async def test_a_pass_through_is_found_out() -> None:
    first, second, out = Memory(), Memory(), io.StringIO()
    async with (
        openai_recipient.serving(first, delay=0) as openai_url,
        google_recipient.serving(second, delay=0) as google_url,
    ):
        talks = [
            (with_openai, Connection(url=f"{openai_url}/v1", key="k", memory=first)),
            (with_google, Connection(url=google_url, key="k", memory=second)),
        ]
        shown = await play(talks, EmptyLog(), Screen(out, people.PLANTED, colour=False, width=100))
    assert not shown.good
    sent, received, recorded, verified = shown.verdicts
    assert not sent.good
    assert people.CARD in sent.text
    assert received.good
    assert not recorded.good
    assert verified.good
    assert "provider saw" in out.getvalue()
    assert json.loads(json.dumps(shown.report()))["good"] is False


async def test_a_failed_request_is_told_and_the_rest_goes_on() -> None:
    nowhere, memory = "http://127.0.0.1:9", Memory()
    talks = [
        (with_openai, Connection(url=nowhere, key="k", memory=memory)),
        (with_google, Connection(url=nowhere, key="k", memory=memory)),
    ]
    shown = await play(talks, EmptyLog(), None)
    assert not shown.good
    failed = [verdict.text for verdict in shown.verdicts if not verdict.good]
    assert [text.startswith("A request failed: ") for text in failed] == [True, True]


async def test_each_step_holds_what_both_sides_saw() -> None:
    memory = Memory()
    async with openai_recipient.serving(memory, delay=0) as url:
        connection = Connection(url=f"{url}/v1", key="k", memory=memory)
        steps = [step async for step in with_openai(connection)]
    opening, call, result, reminder = steps
    assert opening.client_sent == opening.provider_saw
    assert opening.provider_said == opening.client_received
    assert opening.timing.pieces > 10
    assert call.client_received[0].who == "tool call"
    assert people.EMAIL in call.client_received[0].text
    assert result.client_sent[0].who == "tool result"
    assert people.COURIER in result.client_received[0].text
    assert people.EMAIL in reminder.client_received[0].text
    assert [step.resent for step in steps] == [0, 2, 4, 6]


async def test_googles_chat_holds_what_both_sides_saw() -> None:
    memory = Memory()
    async with google_recipient.serving(memory, delay=0) as url:
        connection = Connection(url=url, key="k", memory=memory)
        steps = [step async for step in with_google(connection)]
    assert [step.client_sent for step in steps] == [step.provider_saw for step in steps]
    assert [step.provider_said for step in steps] == [step.client_received for step in steps]
    assert people.GOOGLE_PHONE in steps[1].client_received[0].text
    contents = memory.exchanges[1].json["contents"]
    assert len(contents) > 3, "each streamed piece is a content of its own"
    assert [step.resent for step in steps] == [0, 2], "what people call messages"


def test_the_tool_knows_the_customer_by_her_real_address_only() -> None:
    assert "courier" in json.loads(people.find_order(json.dumps({"email": people.EMAIL})))
    assert "error" in json.loads(people.find_order('{"email": "EMAIL_q9w4"}'))


def test_leaks_are_found_whatever_their_case() -> None:
    memory = Memory()
    memory.hear("/", b"I am ANN LEE")
    assert leaks([memory]) == [people.PERSON]
    assert leaks([Memory()]) == []


def test_the_invitation_can_be_copied() -> None:
    out = io.StringIO()
    screen = Screen(out, (), colour=False, width=80)
    invitation(screen, "http://127.0.0.1:8080", "http://127.0.0.1:8081", "gw_key", "data/x.db")
    text = out.getvalue()
    for words in (
        "http://127.0.0.1:8080/openai/v1",
        "http://127.0.0.1:8080/google",
        "http://127.0.0.1:8081/metrics",
        "KEY=gw_key",
        'key = "gw_key"',
    ):
        assert words in text
