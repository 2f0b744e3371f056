"""What docs/bypasses.md says of SDKs' settings, as far as the installed SDKs can show it.

An update that opens another way, or closes one, fails here: then the document is to be changed.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openai
import pytest
from google import genai
from google.auth.transport import requests as google_requests
from google.cloud.aiplatform import initializer, models
from google.cloud.aiplatform_v1.types import Endpoint
from google.oauth2.credentials import Credentials
from openai import providers

OURS = "http://gateway.test"
DOCUMENT = Path(__file__).parents[2] / "docs" / "bypasses.md"
PROVIDERS = {"bedrock", "vertex"}
"""Other clouds that openai-python calls by `provider=`."""


def _host(url: object) -> str:
    found = re.search(r"//([^/:]+)", str(url))
    assert found is not None
    return found.group(1)


@pytest.fixture
def token() -> Credentials:
    return Credentials(token="t")  # type: ignore[no-untyped-call]


@pytest.fixture(autouse=True)
def _pointed_at_the_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"{OURS}/openai/v1")
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", f"{OURS}/google")
    for name in ("GOOGLE_VERTEX_BASE_URL", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_what_the_setting_reaches_comes_to_the_gateway() -> None:
    client = openai.OpenAI(api_key="k")
    assert _host(client.base_url) == "gateway.test"
    assert client.websocket_base_url is None, "websockets follow the base URL, and are refused"
    gemini = genai.Client(api_key="k")
    assert _host(gemini._api_client._http_options.base_url) == "gateway.test"
    assert gemini._api_client._websocket_base_url() == "wss://gateway.test/google"


def test_data_residency_is_another_host() -> None:
    for region, host in openai._data_residency._DATA_RESIDENCY_BASE_URLS.items():
        client = openai.OpenAI(api_key="k", data_residency=region)
        assert _host(client.base_url) == _host(host) != "gateway.test"
        assert _host(host).endswith("api.openai.com")
    with pytest.raises(ValueError, match="mutually exclusive"):
        openai.OpenAI(api_key="k", data_residency="eu", base_url=OURS)


def test_azure_is_another_host() -> None:
    client = openai.AzureOpenAI(
        api_key="k", api_version="v", azure_endpoint="https://x.openai.azure.com"
    )
    assert _host(client.base_url) == "x.openai.azure.com"


def test_providers_are_other_clouds() -> None:
    assert {name for name in dir(providers) if not name.startswith("_")} == PROVIDERS
    client = openai.OpenAI(provider=providers.bedrock(api_key="k", region="us-east-1"))
    assert _host(client.base_url).endswith(("amazonaws.com", "api.aws"))


def test_vertex_needs_a_base_url_of_its_own(
    monkeypatch: pytest.MonkeyPatch, token: Credentials
) -> None:
    def host() -> str:
        client = genai.Client(vertexai=True, project="p", location="eu-west4", credentials=token)
        return _host(client._api_client._http_options.base_url)

    assert host() == "eu-west4-aiplatform.googleapis.com"
    monkeypatch.setenv("GOOGLE_VERTEX_BASE_URL", f"{OURS}/google")
    assert host() == "gateway.test"


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch, token: Credentials) -> list[str]:
    """URLs that aiplatform calls by itself, when it is initialised for the gateway over REST."""
    config = initializer._Config()
    config.init(
        project="p", location="us-central1", credentials=token,
        api_endpoint=f"{OURS}/google", api_transport="rest",
    )  # fmt: skip
    monkeypatch.setattr(initializer, "global_config", config)
    urls: list[str] = []

    def request(_self: object, _method: str, url: str, *_args: object, **_more: object) -> None:
        urls.append(url)
        raise ConnectionError

    monkeypatch.setattr(google_requests.AuthorizedSession, "request", request)
    return urls


def _endpoint(token: Credentials, dedicated: str = "") -> Any:
    name = "projects/1/locations/us-central1/endpoints/2"
    found = models.Endpoint(name, credentials=token)
    found._gca_resource = Endpoint(
        name=name,
        create_time=datetime(2026, 1, 1, tzinfo=UTC),  # without one it would be asked for first
        dedicated_endpoint_enabled=bool(dedicated),
        dedicated_endpoint_dns=dedicated,
    )
    return found


DEDICATED = "2.us-central1-1.prediction.vertexai.goog"


def test_raw_predictions_ignore_the_endpoint_that_was_set(
    called: list[str], token: Credentials
) -> None:
    for name in ("raw_predict", "stream_raw_predict"):
        with pytest.raises(ConnectionError):
            list(getattr(_endpoint(token), name)(b"{}", {"Content-Type": "application/json"}))
    assert {_host(url) for url in called} == {"us-central1-aiplatform.googleapis.com"}


def test_dedicated_endpoints_are_other_hosts(called: list[str], token: Credentials) -> None:
    endpoint = _endpoint(token, DEDICATED)
    with pytest.raises(ConnectionError):
        endpoint.predict([{"a": 1}], use_dedicated_endpoint=True)
    with pytest.raises(ConnectionError):
        endpoint.raw_predict(b"{}", {"a": "b"}, use_dedicated_endpoint=True)
    assert {_host(url) for url in called} == {DEDICATED}


def test_aiplatform_speaks_grpc_unless_told_otherwise(token: Credentials) -> None:
    config = initializer._Config()
    config.init(project="p", location="us-central1", credentials=token)
    client = config.create_client(client_class=initializer.utils.PredictionClientWithOverride)
    assert client.transport.kind == "grpc"
    assert client.api_endpoint.endswith("aiplatform.googleapis.com")


HOSTS = (
    "api.openai.com", "*.api.openai.com", "*.openai.azure.com", "aiplatform.googleapis.com",
    "*-aiplatform.googleapis.com", "generativelanguage.googleapis.com",
    "*.prediction.vertexai.goog", "telemetry.googleapis.com", "api.smith.langchain.com",
)  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_the_document_names_the_hosts(host: str) -> None:
    assert f"`{host}`" in DOCUMENT.read_text("utf-8")
