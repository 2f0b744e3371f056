"""The official SDKs, pointed at a base URL; imported only when asked for: they cost seconds.

No client retries, so that a test counts what it caused.
"""

# ruff: noqa: PLC0415 - the SDKs cost seconds, so each is imported by the tests that use it
from typing import Any

TIMEOUT_S = 20.0
PROJECT, PLACE = "demo-project", "us-central1"


def openai_client(base_url: str, key: str, **options: Any) -> Any:
    """`openai.AsyncOpenAI`; the base URL ends with `/v1`."""
    from openai import AsyncOpenAI

    settings = {"max_retries": 0, "timeout": TIMEOUT_S} | options
    return AsyncOpenAI(base_url=base_url, api_key=key, **settings)


def openai_sync_client(base_url: str, key: str, **options: Any) -> Any:
    """`openai.OpenAI`, for threads."""
    from openai import OpenAI

    settings = {"max_retries": 0, "timeout": TIMEOUT_S} | options
    return OpenAI(base_url=base_url, api_key=key, **settings)


def gemini_client(base_url: str, key: str, *, version: str = "v1beta", **headers: str) -> Any:
    """`google.genai.Client` for the Gemini API; use its `.aio` and keep it: freed, it closes."""
    from google import genai
    from google.genai import types

    options = types.HttpOptions(
        base_url=base_url,
        api_version=version,
        headers=headers,
        timeout=int(TIMEOUT_S * 1000),
        retry_options=types.HttpRetryOptions(attempts=1),
    )
    return genai.Client(api_key=key, vertexai=False, http_options=options)


def vertex_client(base_url: str, key: str, *, version: str = "v1beta1", **headers: str) -> Any:
    """`google.genai.Client` for Vertex; the key travels as bearer token, as an OAuth token does."""
    from google import genai
    from google.genai import types
    from google.oauth2.credentials import Credentials

    options = types.HttpOptions(
        base_url=base_url,
        api_version=version,
        headers=headers,
        timeout=int(TIMEOUT_S * 1000),
        retry_options=types.HttpRetryOptions(attempts=1),
    )
    return genai.Client(
        vertexai=True,
        project=PROJECT,
        location=PLACE,
        credentials=Credentials(token=key),  # type: ignore[no-untyped-call]
        http_options=options,
    )


def aiplatform_model(endpoint: str, key: str, name: str, transport: str = "rest") -> Any:
    """A `vertexai` GenerativeModel (google-cloud-aiplatform); blocking: use a thread."""
    import vertexai
    from google.oauth2.credentials import Credentials
    from vertexai.generative_models import GenerativeModel

    vertexai.init(
        project=PROJECT,
        location=PLACE,
        api_endpoint=endpoint,
        api_transport=transport,
        credentials=Credentials(token=key),  # type: ignore[no-untyped-call]
    )
    return GenerativeModel(name)


def aiplatform_client(kind: Any, target: str, key: str) -> Any:
    """An asynchronous client of google-cloud-aiplatform's own layer, over gRPC with TLS.

    Its certificate must be named in GRPC_DEFAULT_SSL_ROOTS_FILE_PATH.
    """
    from google.api_core.client_options import ClientOptions
    from google.oauth2.credentials import Credentials

    return kind(
        credentials=Credentials(token=key),  # type: ignore[no-untyped-call]
        client_options=ClientOptions(api_endpoint=target),
    )


def prediction_client(target: str, key: str, *, version: str = "v1") -> Any:
    """The client of its prediction service."""
    from google.cloud import aiplatform_v1, aiplatform_v1beta1

    api = {"v1": aiplatform_v1, "v1beta1": aiplatform_v1beta1}[version]
    return aiplatform_client(api.PredictionServiceAsyncClient, target, key)
