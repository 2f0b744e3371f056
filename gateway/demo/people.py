"""The invented person of the demonstration, and what a shop knows about her."""

import json
from typing import Any

PERSON = "Ann Lee"
EMAIL = "ann.lee@example.org"
CARD = "4111 1111 1111 1111"
PHONE = "+1 202 555 0142"
COURIER = "Tomas Keller"
COURIER_PHONE = "+44 20 7946 0958"
GOOGLE_PERSON = "Maria Lindqvist"
GOOGLE_EMAIL = "maria.lindqvist@example.org"
GOOGLE_PHONE = "+46 70 174 06 05"

PLANTED = (
    PERSON,
    EMAIL,
    CARD,
    PHONE,
    COURIER,
    COURIER_PHONE,
    GOOGLE_PERSON,
    GOOGLE_EMAIL,
    GOOGLE_PHONE,
)
"""All personal data of the demonstration: none of it may reach a recipient."""

OPENING = (
    f"Hello, I am {PERSON}. My e-mail address is {EMAIL} and my phone number is {PHONE}. "
    f"I paid with my card {CARD}."
)
LOOKUP = "Please look up the status of my last order."
REMINDER = "Remind me: which e-mail address and which card do you have?"
GOOGLE_OPENING = (
    f"Hello, I am {GOOGLE_PERSON}. Please write to {GOOGLE_EMAIL} or call {GOOGLE_PHONE}."
)
GOOGLE_REMINDER = "Which phone number did I give you again?"
MAIL_WANTED = (
    f"Write a short friendly e-mail to {PERSON} that confirms the meeting with {COURIER} on "
    f"Monday. Reply to {EMAIL}."
)
SENTENCE_WANTED = (
    f"Repeat this sentence exactly: The invoice of {PERSON} was sent to {EMAIL} and copied to "
    f"{COURIER}."
)

TOOL: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "find_order",
        "description": "Look up the status of the last order of a customer.",
        "parameters": {
            "type": "object",
            "properties": {
                "customer": {"type": "string", "description": "name of the customer"},
                "email": {"type": "string", "description": "e-mail address of the customer"},
                "reason": {"type": "string", "description": "what the customer asked, quoted"},
            },
            "required": ["customer", "email", "reason"],
            "additionalProperties": False,
        },
    },
}


def find_order(arguments: str) -> str:
    """What the client's tool answers; it knows the customer by her real address only.

    Args:
        arguments: JSON, as the SDK hands it over.

    Returns:
        JSON for the next message.
    """
    asked = json.loads(arguments)
    if asked.get("email") != EMAIL:
        return json.dumps({"error": "no such customer", "email": asked.get("email")})
    courier = {"name": COURIER, "phone": COURIER_PHONE}
    return json.dumps({"order": 4711, "status": "out for delivery", "courier": courier})
