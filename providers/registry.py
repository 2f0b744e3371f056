"""The wire formats that the gateway speaks: one line each. Contract tests run over this table."""

from providers.codec import Codec
from providers.google import GOOGLE
from providers.openai import OPENAI

CODECS: dict[str, Codec] = {
    "google": GOOGLE,
    "openai": OPENAI,
}
"""Codec by the name that settings and recipients use."""
