"""The wire formats that the gateway speaks: one line each. Contract tests run over this table."""

from providers.codec import Codec
from providers.google import GOOGLE

CODECS: dict[str, Codec] = {
    "google": GOOGLE,
}
"""Codec by the name that settings and recipients use."""
