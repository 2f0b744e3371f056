"""google-cloud-aiplatform's clients of predictions; blocking, so each in a thread.

Imported only when asked for: the SDK costs seconds.
"""

# ruff: noqa: PLC0415 - see above
from typing import Any

from tests.support.clients import PLACE, PROJECT


def endpoint(base_url: str, key: str, name: str, *, transport: str = "rest") -> Any:
    """An `aiplatform.Endpoint`; it asks for the endpoint first."""
    from google.cloud import aiplatform

    aiplatform.init(**_settings(base_url, key, transport))
    return aiplatform.Endpoint(name)


def service(base_url: str, key: str) -> Any:
    """`PredictionServiceClient(transport="rest")`."""
    from google.cloud.aiplatform_v1 import PredictionServiceClient

    return PredictionServiceClient(
        transport="rest",
        credentials=_settings(base_url, key)["credentials"],
        client_options={"api_endpoint": base_url},
    )


def embedding_model(base_url: str, key: str, name: str, *, transport: str = "rest") -> Any:
    """vertexai's `TextEmbeddingModel`; it asks for the published model first."""
    import vertexai
    from vertexai.language_models import TextEmbeddingModel

    vertexai.init(**_settings(base_url, key, transport))
    return TextEmbeddingModel.from_pretrained(name)


def _settings(base_url: str, key: str, transport: str = "rest") -> dict[str, Any]:
    from google.oauth2.credentials import Credentials

    return {
        "project": PROJECT,
        "location": PLACE,
        "api_endpoint": base_url,
        "api_transport": transport,
        "credentials": Credentials(token=key),  # type: ignore[no-untyped-call]
    }
