"""What the framework scripts share: the tool, the question, and how they report."""

import json
import sys
from importlib.metadata import version

CUSTOMER = {
    "name": "Nadia Okonkwo",
    "phone": "+1 202 555 0142",
    "iban": "DE89 3704 0044 0532 0130 00",
}
QUESTION = (
    "Look up the customer with the e-mail nadia.okonkwo@posteo.example and tell me who she is."
)
SYSTEM = "You answer for Fjell. The account owner is Nadia Okonkwo."

openai_url, google_url, key, mode = sys.argv[1:5]
streamed = mode == "stream"
seen: list[str] = []


def lookup_customer(email: str) -> str:
    """Find a customer by e-mail address.

    Args:
        email: the customer's e-mail address.
    """
    seen.append(email)
    return json.dumps(CUSTOMER)


def report(answer: str, package: str) -> None:
    """Tell the test what came."""
    told = {"tool": seen, "answer": answer, "version": f"{package} {version(package)}"}
    print("REPORT" + json.dumps(told))  # noqa: T201 - read by the test
