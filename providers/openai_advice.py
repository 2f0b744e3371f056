"""OpenAI's endpoints that are not served here, by family, and what to do instead.

Source of the paths: openai-python 3.54, `openai/resources`; a test holds that each of its calls is
served or belongs to a family. `docs/refused.md` is made from this table.
"""

from providers.closed_doors import ClosedDoor, closed_door

_TEXT = "POST /v1/responses and POST /v1/chat/completions, streamed or whole, are served."
_KEPT_THERE = "It would stay with the recipient, where no pseudonym could be put back."

CLOSED = (
    ClosedDoor(
        "client secrets and session tokens",
        (
            "realtime/client_secrets",
            "realtime/sessions",
            "realtime/transcription_sessions",
            "realtime/translations/client_secrets",
            "chatkit/sessions/**",
        ),
        "This hands out a credential for a direct connection to the recipient, past the gateway: "
        "nothing said there could be pseudonymised or logged. Have your server call the gateway "
        f"in place of the browser; {_TEXT}",
    ),
    ClosedDoor(
        "Realtime and Live",
        ("realtime/**", "live/**"),
        "Calls by voice go over WebRTC, SIP or websockets straight to the recipient, and sound "
        "cannot be inspected here. Transcribe before the gateway, send the text, and speak the "
        f"answer yourself; {_TEXT}",
    ),
    ClosedDoor(
        "ChatKit",
        ("chatkit/**",),
        "ChatKit's threads are written by browsers that talk to the recipient directly, so their "
        f"pseudonyms are unknown here. Keep conversations in your application; {_TEXT}",
    ),
    ClosedDoor(
        "administration",
        ("organization/**", "projects/**"),
        "Administration (staff, projects, keys, usage) is no AI traffic, and its answers are "
        "about your own people. Use the recipient's console or an administrator's machine that "
        "your egress rules let through; applications need none of it.",
    ),
    ClosedDoor(
        "fine-tuning",
        ("fine_tuning/**",),
        "A model that learnt personal data cannot forget it, so training goes past what the "
        "gateway can promise. Train on data that was anonymised beforehand, from a machine made "
        "for it; models that were trained so are called here like all others.",
    ),
    ClosedDoor(
        "evals",
        ("evals/**",),
        "Evaluations keep data sets and their results with the recipient. Run the same prompts "
        f"through the gateway and grade the answers yourself; {_TEXT}",
    ),
    ClosedDoor(
        "agents",
        ("agents/**", "vaults/**"),
        "Agents that run at the recipient keep sessions, files, shells and your credentials "
        "there. Run the loop in your application (openai-agents and others do) and call the "
        f"model through the gateway; {_TEXT}",
    ),
    ClosedDoor(
        "containers and skills",
        ("containers/**", "skills/**"),
        "Files and code that would run at the recipient cannot be followed there. Run code in "
        f"your application, as a function tool; {_TEXT}",
    ),
    ClosedDoor(
        "videos",
        ("videos/**",),
        "Videos cannot be inspected, and what is shown or said in them cannot be restored.",
    ),
    ClosedDoor(
        "provenance checks",
        ("content_provenance_checks/**",),
        "Pictures and sound are uploaded whole for this check and cannot be inspected.",
    ),
    ClosedDoor(
        "voices",
        ("audio/voices/**", "audio/voice_consents/**"),
        "A recorded voice is biometric data of a person and cannot be pseudonymised. Use one of "
        "the recipient's own voices.",
    ),
    ClosedDoor(
        "webhooks",
        ("webhook_endpoints/**", "webhook_event_types"),
        "Webhooks go from the recipient to your server without passing the gateway, so what "
        "they carry could not be restored. Ask for results through the gateway.",
    ),
    ClosedDoor(
        "safety",
        ("safety/**",),
        "Alerts and cases quote what users wrote, as the recipient kept it. Read them in the "
        "recipient's console.",
    ),
    ClosedDoor(
        "decisions",
        ("decisions/**",),
        "Decisions are not served: nobody here has described what stands in them. Ask for a "
        f"structured output instead (response_format, text.format); {_TEXT}",
        settled=False,
    ),
    ClosedDoor(
        "changing models",
        ("models/{}",),
        "Models are listed and shown here, not changed: delete a tuned one in the recipient's "
        "console.",
        settled=False,
    ),
    ClosedDoor(
        "stored responses",
        ("responses/**",),
        "This call on responses that the recipient keeps is not served. Send the conversation "
        "itself to POST /v1/responses with store=false, and ask for "
        "reasoning.encrypted_content where it is needed.",
        settled=False,
    ),
    ClosedDoor(
        "conversations",
        ("conversations/**",),
        "This call on conversations is not served; conversations and their items are made, read, "
        "changed and deleted by the others. Or send the conversation itself to POST /v1/responses.",
        settled=False,
    ),
    ClosedDoor(
        "stored completions",
        ("chat/completions/**",),
        "This call on stored completions is not served; they are listed, read, changed and deleted "
        f"by the others. {_TEXT}",
        settled=False,
    ),
    ClosedDoor(
        "assistants",
        ("assistants/**", "threads/**"),
        f"Assistants are deprecated, and threads live at the recipient. {_TEXT}",
        settled=False,
    ),
    ClosedDoor(
        "vector stores",
        ("vector_stores/**",),
        f"{_KEPT_THERE} Search in your own store: POST /v1/embeddings is served, and equal "
        "values have equal pseudonyms there.",
        settled=False,
    ),
    ClosedDoor(
        "uploads in parts",
        ("uploads/**",),
        "Parts of an upload are slices of a file, which can split a value anywhere, so that nobody "
        "could find it. Send the file in one piece to POST /v1/files.",
        settled=False,
    ),
    ClosedDoor(
        "files and batches",
        ("files/**", "batches/**"),
        f"This call on files or batches is not served. {_KEPT_THERE} Send the text itself in "
        f"calls of its own; {_TEXT}",
        settled=False,
    ),
    ClosedDoor(
        "images",
        ("images/**",),
        "This call on pictures is not served: they cannot be inspected.",
        settled=False,
    ),
    ClosedDoor(
        "audio",
        ("audio/speech", "audio/transcriptions", "audio/translations"),
        "This call on sound is not served: it cannot be inspected, and a pseudonym that was "
        "spoken cannot be put back. Transcribe before the gateway and send the text.",
        settled=False,
    ),
)
"""In the order in which they are asked."""


def closed(path: str) -> ClosedDoor | None:
    """The family of calls that a path belongs to, None if it belongs to none."""
    return closed_door(CLOSED, path.removeprefix("/v1/")) if path.startswith("/v1/") else None


def advice(_method: str, path: str) -> str | None:
    """What to do instead; None where there is nothing particular to say."""
    found = closed(path)
    return found.advice if found else None
