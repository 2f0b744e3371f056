"""The official openai SDK: completions of the older kind, embeddings and moderations."""

import base64
import json
from pathlib import Path
from typing import Any

import openai
import pytest

from tests.end_to_end.conftest import KEY, OTHER_KEY, PLANTED, PROMPT, House, house
from tests.support.answers import CutStream, Echo, EchoError
from tests.support.plain import vector

OTHER_PROMPT = "Ask Nadia Okonkwo, nadia.okonkwo@posteo.example, for her invoice."
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}


async def _complete(house: House, **options: Any) -> Any:
    settings = {"model": "gpt-test", "prompt": PROMPT} | options
    return await house.openai().completions.create(**settings)


async def _embed(house: House, texts: Any, **options: Any) -> list[Any]:
    answer = await house.openai().embeddings.create(model="emb-test", input=texts, **options)
    return [item.embedding for item in answer.data]


async def test_a_completion_comes_back_with_the_originals(at_home: House) -> None:
    answer = await _complete(at_home, prompt=[PROMPT, OTHER_PROMPT], n=2, echo=True)
    texts = [choice.text for choice in answer.choices]
    assert texts == [PROMPT * 2, PROMPT * 2, OTHER_PROMPT * 2, OTHER_PROMPT * 2]
    heard = at_home.recipient.last.json
    assert "store" not in heard
    assert "PERSON_" in heard["prompt"][0]
    assert "EMAIL_" in heard["prompt"][1]


@pytest.mark.parametrize("writes", [(), (1,), (3, 7, 2)], ids=["events", "bytes", "odd"])
@pytest.mark.parametrize("crlf", [False, True], ids=["lf", "crlf"])
async def test_a_stream_of_completions_comes_back_with_the_originals(
    at_home: House, writes: tuple[int, ...], crlf: bool
) -> None:
    at_home.recipient.answer = Echo(writes=writes, crlf=crlf, delta=1, say=lambda t: t + " 😀 ok")
    stream = await _complete(at_home, prompt=[PROMPT, OTHER_PROMPT], n=2, stream=True,
                             stream_options={"include_usage": True})  # fmt: skip
    texts: dict[int, str] = {}
    async for chunk in stream:
        for choice in chunk.choices:
            texts[choice.index] = texts.get(choice.index, "") + choice.text
    said = [PROMPT + " 😀 ok", OTHER_PROMPT + " 😀 ok"]
    assert texts == {0: said[0], 1: said[0], 2: said[1], 3: said[1]}


@pytest.mark.parametrize("stream", [False, True])
async def test_log_probabilities_do_not_tell(at_home: House, stream: bool) -> None:
    at_home.recipient.answer = Echo(delta=3)
    answer = await _complete(at_home, logprobs=5, stream=stream)
    chunks = [chunk async for chunk in answer] if stream else [answer]
    choices = [choice for chunk in chunks for choice in chunk.choices]
    assert "".join(choice.text for choice in choices) == PROMPT
    assert all(choice.logprobs is None for choice in choices)


async def test_log_probabilities_of_what_was_not_changed_stay(at_home: House) -> None:
    answer = await _complete(at_home, prompt="Name three colours.", logprobs=2)
    assert answer.choices[0].logprobs.tokens[0] == "Name"


async def test_a_stream_that_breaks_off_is_broken_for_the_caller(at_home: House) -> None:
    at_home.recipient.script(CutStream(after=2, clean=True))
    with pytest.raises(openai.APIError):
        async for _ in await _complete(at_home, stream=True):
            pass


@pytest.mark.parametrize("packed", [False, True], ids=["float", "base64"])
async def test_embeddings_are_passed_as_they_are(at_home: House, packed: bool) -> None:
    kind = "base64" if packed else "float"
    (embedding,) = await _embed(at_home, PROMPT, encoding_format=kind)
    sent = at_home.recipient.last.json["input"]
    assert "PERSON_" in sent
    if packed:
        assert len(base64.b64decode(embedding)) == 4 * len(vector(sent))
    else:
        assert embedding == vector(sent)


async def test_the_sdk_reads_vectors_in_base64_by_default(at_home: House) -> None:
    (embedding,) = await _embed(at_home, OTHER_PROMPT)
    assert at_home.recipient.last.json["encoding_format"] == "base64"
    assert embedding == pytest.approx(vector(at_home.recipient.last.json["input"]))


async def test_what_is_compared_matches_whatever_it_is_sent_with(at_home: House) -> None:
    shouted = OTHER_PROMPT.replace("Nadia Okonkwo", "NADIA OKONKWO")
    together = await _embed(at_home, ["Hello", shouted, OTHER_PROMPT, PROMPT], user="first")
    (alone,) = await _embed(at_home, [OTHER_PROMPT], user="second")
    (subject,) = await _embed(at_home, OTHER_PROMPT, extra_headers={"x-privacy-subject": "s-1"})
    assert together[2] == alone == subject
    sent = at_home.recipient.heard[0].json["input"]
    assert sent[1] == sent[2]


async def test_other_applications_have_other_pseudonyms(tmp_path: Path) -> None:
    text = "Mail nadia.okonkwo@posteo.example."
    async with house(tmp_path) as running:
        for key in (KEY, OTHER_KEY):
            await running.openai(key).embeddings.create(model="gpt-emb", input=text)
        one, two = (heard.json["input"] for heard in running.recipient.heard)
        assert one != two
        assert "EMAIL_" in one
        await running.assert_nothing_escaped()


async def test_a_session_that_the_caller_names_is_kept_apart(at_home: House) -> None:
    for session in ({}, {"x-privacy-session": "one"}, {"x-privacy-session": "one"}):
        await _embed(at_home, OTHER_PROMPT, extra_headers=session)
    plain, first, second = (heard.json["input"] for heard in at_home.recipient.heard)
    assert first == second != plain


@pytest.mark.parametrize("policy", ['scope = "subject"', 'scope = "application"'])
async def test_the_policy_may_say_the_scope(tmp_path: Path, policy: str) -> None:
    async with house(tmp_path, policy=policy) as running:
        for subject in ("s-1", "s-2"):
            await _embed(running, OTHER_PROMPT, extra_headers={"x-privacy-subject": subject})
        one, two = (heard.json["input"] for heard in running.recipient.heard)
        assert (one == two) is ("application" in policy)
        await running.assert_nothing_escaped()


@pytest.mark.parametrize("tokens", [[15339, 1917], [[15339, 1917], [7]], ["hello", [7]]])
async def test_token_ids_are_refused(at_home: House, tokens: Any) -> None:
    with pytest.raises(openai.PermissionDeniedError, match="token_ids"):
        await _embed(at_home, tokens)
    with pytest.raises(openai.PermissionDeniedError, match="token_ids"):
        await _complete(at_home, prompt=tokens)
    assert not at_home.recipient.heard


async def test_token_ids_pass_if_the_policy_names_them(tmp_path: Path) -> None:
    async with house(tmp_path, policy='opaque = ["token_ids"]') as running:
        await running.openai().completions.create(model="gpt-test", prompt=[15339, 1917])
        assert running.recipient.last.json["prompt"] == [15339, 1917]
        assert running.leaves("open")[0]["body"]["uninspected"] == ["token_ids"]
        with pytest.raises(openai.PermissionDeniedError, match="CREDIT_CARD"):
            await running.openai().completions.create(model="gpt-test", prompt=[4111111111111111])


async def test_moderations_are_asked_about_pseudonyms(at_home: House) -> None:
    client = at_home.openai()
    for said in (PROMPT, [PROMPT, OTHER_PROMPT], [{"type": "text", "text": PROMPT}]):
        answer = await client.moderations.create(model="omni-test", input=said)
        assert answer.results[0].flagged is False
    assert "PERSON_" in at_home.recipient.last.json["input"][0]["text"]


async def test_images_cannot_be_moderated_unseen(at_home: House) -> None:
    with pytest.raises(openai.PermissionDeniedError, match="image"):
        await at_home.openai().moderations.create(
            model="omni-test", input=[{"type": "text", "text": PROMPT}, IMAGE]
        )
    assert not at_home.recipient.heard


@pytest.mark.parametrize("path", ["completions", "embeddings", "moderations"])
async def test_an_error_that_quotes_the_request_is_restored(at_home: House, path: str) -> None:
    at_home.recipient.script(EchoError())
    body = {"model": "m", "prompt" if path == "completions" else "input": [OTHER_PROMPT, PROMPT]}
    status, _, answer = await at_home.post(f"/v1/{path}", json.dumps(body).encode())
    assert status == 400
    assert json.loads(answer)["error"]["message"] == f"Could not parse: {OTHER_PROMPT}\n{PROMPT}"
    at_home.seen.clear()  # that answer is the caller's own


async def test_the_version_in_the_query_stays(at_home: House) -> None:
    client = at_home.openai(default_query={"api-version": "2024-06-01"})
    await client.embeddings.create(model="emb-test", input=OTHER_PROMPT)
    assert at_home.recipient.last.query == "api-version=2024-06-01"


@pytest.mark.parametrize("path", ["completions", "embeddings", "moderations"])
async def test_the_record_names_the_call_and_only_instructions_that_were_given(
    at_home: House, path: str
) -> None:
    body = {"model": "m", "prompt" if path == "completions" else "input": PROMPT}
    await at_home.post(f"/v1/{path}", json.dumps(body).encode())
    (closed,) = await at_home.closed()
    opened = at_home.leaves("open")[0]["body"]
    assert opened["operation"] == path
    assert "instructions" not in opened
    assert ("EMAIL_ADDRESS", "pseudonymise", 1) in map(tuple, opened["entities"])
    assert closed["body"]["outcome"] == "ok"


async def test_no_note_is_added_where_no_system_prompt_is(tmp_path: Path) -> None:
    async with house(tmp_path, policy="note = true") as running:
        await _complete(running)
        assert running.recipient.last.json["prompt"].startswith("I am PERSON_")
        assert running.leaves("open")[0]["body"].get("note_added") is not True
        await running.assert_nothing_escaped(PLANTED)
