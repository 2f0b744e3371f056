"""Paths of Google's APIs: the known ones are told apart, all others are unknown."""

import pytest

from providers.google_paths import Target, target

VERTEX = "/projects/acme-prod/locations/europe-west4/publishers/google/models/gemini-2.5-flash"


@pytest.mark.parametrize("verb", ["generateContent", "streamGenerateContent", "countTokens"])
@pytest.mark.parametrize(
    ("resource", "model"),
    [
        ("/models/gemini-2.5-flash", "gemini-2.5-flash"),
        ("/tunedModels/support-tone-x1", "support-tone-x1"),
        (VERTEX, "gemini-2.5-flash"),
        ("/publishers/google/models/gemini-2.5-flash", "gemini-2.5-flash"),
        ("/projects/1234567/locations/global/endpoints/889900", "889900"),
        ("/projects/p/locations/us/publishers/anthropic/models/claude@001", "claude@001"),
        ("/projects/p/locations/us-central1/publishers/google/models/a_b.c", "a_b.c"),
    ],
)
@pytest.mark.parametrize("version", ["v1", "v1beta", "v1beta1"])
def test_calls_with_a_body(version: str, resource: str, model: str, verb: str) -> None:
    found = target("POST", f"/{version}{resource}:{verb}")
    assert found == Target(verb, model, inspected=True, resource=resource[1:])


@pytest.mark.parametrize("verb", ["generateContent", "embedContent", "computeTokens", "predict"])
def test_collection_scope_has_no_version(verb: str) -> None:
    resource = "publishers/google/models/gemini-2.5-pro"
    found = target("POST", f"/{resource}:{verb}")
    assert found == Target(verb, "gemini-2.5-pro", inspected=True, resource=resource)


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/v1beta/models", ""),
        ("/v1beta/models/gemini-2.5-flash", "gemini-2.5-flash"),
        ("/v1beta1/publishers/google/models", ""),
        (f"/v1{VERTEX}", "gemini-2.5-flash"),
    ],
)
def test_listings_have_no_body(path: str, model: str) -> None:
    assert target("GET", path) == Target("models", model, inspected=False)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("GET", "/"),
        ("GET", "/v1/models/gemini:generateContent"),
        ("PUT", "/v1/models/gemini:generateContent"),
        ("POST", "/v1/models"),
        ("POST", "/v2/models/gemini:generateContent"),
        ("POST", "/v1/models/gemini:rawPredict"),
        ("POST", "/v1/models/gemini:asyncBatchEmbedContent"),
        ("POST", "/v1/models/gemini:predictLongRunning"),
        ("POST", "/v1/tunedModels/gemini:embedContent"),
        ("POST", "/v1/projects/p/locations/us/endpoints/1:embedContent"),
        ("POST", "/v1/projects/p/locations/us/endpoints/1:streamingPredict"),
        ("POST", "/v1/projects/p/locations/us/publishers/google/models/m:explain"),
        ("POST", "/v1/projects/p/locations/us/endpoints/1:undeployModel"),
        ("GET", "/v1/projects/p/locations/us/endpoints"),
        ("DELETE", "/v1/projects/p/locations/us/endpoints/1"),
        ("POST", "/v1/models/gemini:generateContent/"),
        ("POST", "/v1/models/gemini:generateContent\n"),
        ("POST", "/v1/models/a%2Fb:generateContent"),
        ("POST", "/v1/models/a%2fb:generateContent"),
        ("POST", "/v1/models/..:generateContent"),
        ("POST", "/v1/models/../files:generateContent"),
        ("POST", "/v1//models/gemini:generateContent"),
        ("POST", "/v1/models/gemini:generateContent:generateContent"),
        ("POST", "/v1/models/gemini√:generateContent"),
        ("POST", "/v1/models/" + "a" * 200 + ":generateContent"),
        ("POST", "/v1/projects/p/locations/evil.example.com/endpoints/1:generateContent"),
        ("POST", "/v1/projects/p/locations/us-central1.x/endpoints/1:generateContent"),
        ("POST", "/v1/projects/p/locations/endpoints/1:generateContent"),
        ("POST", "/v1/projects/p/locations/us-central1/models/1:generateContent"),
        ("POST", "/models/gemini:generateContent"),
        ("POST", "/publishers/other/models/gemini:generateContent"),
        ("POST", "/v1/files"),
        ("DELETE", "/v1/models/gemini"),
        ("GET", "/v1/tunedModels"),
        ("GET", "/v1/files/abc"),
    ],
)
def test_everything_else_is_unknown(method: str, path: str) -> None:
    assert target(method, path) is None
