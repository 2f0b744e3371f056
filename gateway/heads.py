"""Heads of requests that real clients write and the HTTP parser refuses.

pydantic-ai with Google's SDK sends `User-Agent` and `user-agent`; RFC 9110 §10.1.5 has one, Google
takes both, aiohttp's parser answers 400. The gateway reads neither and forwards neither, so the
second is left out. No other header is touched: of two lengths or hosts, each may be the wrong one.
"""

_END = b"\r\n\r\n"
_NAME = b"user-agent:"
LONGEST = 64 << 10
"""Bytes of a head that are looked at; the parser refuses longer ones."""


def one_user_agent(data: bytes) -> bytes:
    """Bytes that begin with the head of a request, without repeated `User-Agent` lines.

    Args:
        data: what came; a head that is not whole, or has folded lines, stays as it is.
    """
    end = data.find(_END, 0, LONGEST)
    if end < 0 or data[:end].lower().count(b"\r\n" + _NAME) < 2:  # noqa: PLR2004 - one is enough
        return data
    lines = data[:end].split(b"\r\n")
    if any(line[:1] in (b" ", b"\t") for line in lines):
        return data
    first = next(at for at, line in enumerate(lines) if _is_user_agent(line))
    kept = [line for at, line in enumerate(lines) if at <= first or not _is_user_agent(line)]
    return b"\r\n".join(kept) + data[end:]


def _is_user_agent(line: bytes) -> bool:
    return line[: len(_NAME)].lower() == _NAME
