"""What callers of OpenAI endpoints that are not served here can do instead."""

_KEPT = ("/v1/responses/", "/v1/conversations")


def advice(_method: str, path: str) -> str | None:
    """What to do instead; None where there is nothing particular to say."""
    if path.startswith(_KEPT):
        return (
            "Responses and conversations that the recipient keeps are not served, since their "
            "pseudonyms would be kept with them: send the conversation itself to "
            "POST /v1/responses, and ask for reasoning.encrypted_content where it is needed."
        )
    return None
