"""Two User-Agent lines are one too many for the parser, and harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.heads import one_user_agent

HEAD = (
    b"POST /x HTTP/1.1\r\nHost: a\r\nUser-Agent: one\r\nX-A: b\r\nuser-agent: two\r\nX-C: d\r\n\r\n"
)


def test_the_second_goes() -> None:
    body = b"user-agent: in the body\r\nuser-agent: stays\r\n\r\n"
    wanted = b"POST /x HTTP/1.1\r\nHost: a\r\nUser-Agent: one\r\nX-A: b\r\nX-C: d\r\n\r\n"
    assert one_user_agent(HEAD + body) == wanted + body


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: one\r\n\r\n",
        HEAD[:-2],
        HEAD.replace(b"X-A: b", b"X-A: b\r\n folded"),
        b"GET / HTTP/1.1\r\nX-Other-User-Agent: x\r\nUser-Agent: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ],
    ids=["one", "half", "folded", "another", "lengths"],
)
def test_everything_else_stays(head: bytes) -> None:
    assert one_user_agent(head) == head


@given(st.binary(max_size=300))
def test_what_follows_the_head_stays(body: bytes) -> None:
    assert one_user_agent(HEAD + body).endswith(b"\r\n\r\n" + body)
