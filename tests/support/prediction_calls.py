"""Calls of predictions, and the names that they use."""

from providers.codec import Operation
from providers.google import GOOGLE

ENDPOINT = "/v1/projects/p/locations/europe-west4/endpoints/123"
PUBLISHED = "/v1beta1/projects/p/locations/us-east5/publishers/anthropic/models/claude"
GEMINI = "/v1beta/models/m"
NAMES = {"PERSON_a7k2": 'Ann "Annie" Lee', "EMAIL_q9w4": "ann@example.org"}


def call(path: str, query: str = "") -> Operation:
    operation = GOOGLE.route("POST", path, query)
    assert operation is not None
    return operation
