import json

from hypothesis import given
from hypothesis import strategies as st

from gateway.demo.speech import Tool, Turn, answer, look, pieces

OPENING = Turn("user", "I am PERSON_a7k2, write to EMAIL_q9w4, my card is CARD_7b2m.")
FIND = Tool(
    "find_order",
    "Find the last order of a customer.",
    {
        "type": "object",
        "properties": {
            "customer": {"type": "string"},
            "email": {"type": "string"},
            "count": {"type": "integer"},
            "channel": {"enum": ["chat", "mail"]},
            "note": {"type": "string"},
        },
    },
)
PAY = Tool("pay", "Pay something.")


def test_a_greeting_quotes_what_was_sent_and_says_what_it_is() -> None:
    said = answer([OPENING]).text
    assert said.startswith("Hello PERSON_a7k2! I am a demo recipient, not a language model.")
    assert "write to EMAIL_q9w4" in said
    assert "your card as CARD_7b2m" in said
    assert "PERSON_a7k2's message" in said
    assert "Beware" not in said


def test_values_in_the_clear_are_named_as_such() -> None:
    said = answer([Turn("user", "I am Ann, ann@example.org, 4111 1111 1111 1111")]).text
    assert "Beware: I was sent ann@example.org and 4111 1111 1111 1111 in the clear." in said


def test_a_wish_for_a_lookup_calls_the_tool_that_fits_best() -> None:
    said = answer(
        [OPENING, Turn("assistant", "Hello"), Turn("user", "Look up my order.")], [PAY, FIND]
    )
    assert said.text == ""
    (call,) = said.calls
    assert call.name == "find_order"
    assert call.arguments["customer"] == "PERSON_a7k2"
    assert call.arguments["email"] == "EMAIL_q9w4"
    assert call.arguments["count"] == 1
    assert call.arguments["channel"] == "chat"
    assert "Look up my order." in call.arguments["note"]


def test_both_people_give_two_calls() -> None:
    asked = Turn("user", "Find the orders of both PERSON_a7k2 and PERSON_m4x8.")
    said = answer([asked], [FIND])
    assert [call.arguments["customer"] for call in said.calls] == ["PERSON_a7k2", "PERSON_m4x8"]


def test_talk_without_a_wish_calls_nothing_unless_it_must() -> None:
    assert answer([OPENING], [FIND]).calls == ()
    assert answer([OPENING], [FIND], must_call=True).calls


def test_a_tool_result_is_told() -> None:
    result = Turn("tool", json.dumps({"status": "sent", "courier": [{"phone": "PHONE_x9f3"}]}))
    said = answer([OPENING, result], [FIND]).text
    assert said.startswith("PERSON_a7k2, here is what the tool told me: status is sent and")
    assert "courier phone is PHONE_x9f3" in said


def test_a_question_is_answered_from_the_history() -> None:
    asked = Turn("user", "Remind me: which e-mail address and card do you have?")
    said = answer([OPENING, Turn("assistant", "Hello"), asked]).text
    assert "your e-mail address is EMAIL_q9w4" in said
    assert "your card is CARD_7b2m" in said


def test_structured_output_follows_its_schema() -> None:
    schema = {
        "type": "object",
        "properties": {"email": {"type": "string"}, "ok": {"type": "boolean"}},
    }
    assert json.loads(answer([OPENING], schema=schema).text) == {"email": "EMAIL_q9w4", "ok": True}


def test_words_are_looked_up_once_and_in_order() -> None:
    assert [one.word for one in look("EMAIL_q9w4 PERSON_a7k2 EMAIL_q9w4 a@b.org")] == [
        "EMAIL_q9w4",
        "PERSON_a7k2",
        "a@b.org",
    ]


@given(st.text(max_size=60))
def test_pieces_lose_nothing_and_cut_every_pseudonym(text: str) -> None:
    whole = f"{text} PERSON_a7k2 {text}"
    cut = pieces(whole)
    assert "".join(cut) == whole
    assert not any("PERSON_a7k2" in piece for piece in cut)


@given(st.text(max_size=60), st.booleans())
def test_whatever_is_said_has_an_answer(text: str, must: bool) -> None:
    said = answer([Turn("user", text)], [FIND], must_call=must)
    assert said.text or said.calls
