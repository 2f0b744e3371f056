"""The table of methods is the SDK's own."""

import re

import pytest

from gateway.grpc_front.methods import VERSIONS, Method, methods
from providers.google import GOOGLE

PREDICTION = "google.cloud.aiplatform.{}.PredictionService"


@pytest.mark.parametrize("version", VERSIONS)
def test_prediction_is_served_with_its_paths(version: str) -> None:
    method = methods()[f"/{PREDICTION.format(version)}/StreamGenerateContent"]
    assert method.streams
    assert not method.raw
    assert method.request.DESCRIPTOR.name == "GenerateContentRequest"
    assert method.response.DESCRIPTOR.name == "GenerateContentResponse"
    template = f"/{version}/{{model=projects/*/locations/*/endpoints/*}}:streamGenerateContent"
    assert method.bindings[0] == {"method": "post", "uri": template, "body": "*"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "name",
    ["StreamingPredict", "StreamingRawPredict", "StreamDirectPredict", "StreamDirectRawPredict"],
)
def test_what_has_no_http_form_is_not_in_it(version: str, name: str) -> None:
    assert f"/{PREDICTION.format(version)}/{name}" not in methods()


def test_only_aiplatform_is_in_it_and_every_path_has_its_version() -> None:
    assert len(methods()) > 700
    for name, method in methods().items():
        found = re.fullmatch(r"/google\.cloud\.aiplatform\.(v1|v1beta1)\.\w+/\w+", name)
        assert found, name
        for binding in method.bindings:
            assert re.match(rf"/{found[1]}[/:]", binding["uri"]), name
            assert binding["method"] in {"get", "post", "patch", "put", "delete"}, name


def test_raw_methods_answer_with_any_body() -> None:
    raw = {name.rpartition("/")[2] for name, method in methods().items() if method.raw}
    assert {"RawPredict", "StreamRawPredict"} <= raw


def test_messages_that_pack_others_are_known() -> None:
    nested = {name.rpartition("/")[2] for name, method in methods().items() if method.nested}
    assert "CreateBatchPredictionJob" in nested
    assert "GenerateContent" not in nested


def _served(method: Method) -> bool:
    """Whether the codec behind knows what a method is over HTTP."""
    for binding in method.bindings:
        path = re.sub(r"\{[^=}]*=?([^}]*)\}", lambda found: found[1] or "7", binding["uri"])
        example = path.replace("locations/*", "locations/us-central1").replace("*", "a7")
        if GOOGLE.route(binding["method"].upper(), example, "") is not None:
            return True
    return False


@pytest.mark.parametrize("version", VERSIONS)
def test_what_docs_say_is_served_is(version: str) -> None:
    served = {
        name.removeprefix(f"/google.cloud.aiplatform.{version}.")
        for name, method in methods().items()
        if f".{version}." in name and _served(method)
    }
    assert served >= {
        "PredictionService/GenerateContent", "PredictionService/StreamGenerateContent",
        "PredictionService/Predict", "PredictionService/Explain", "PredictionService/RawPredict",
        "PredictionService/StreamRawPredict", "PredictionService/DirectPredict",
        "PredictionService/DirectRawPredict", "PredictionService/ServerStreamingPredict",
        "PredictionService/EmbedContent", "LlmUtilityService/ComputeTokens",
        "GenAiCacheService/CreateCachedContent", "GenAiCacheService/GetCachedContent",
        "GenAiCacheService/ListCachedContents", "GenAiCacheService/UpdateCachedContent",
        "GenAiCacheService/DeleteCachedContent", "EndpointService/GetEndpoint",
        "ModelGardenService/GetPublisherModel",
    }  # fmt: skip
    counting = {"v1": "LlmUtilityService/CountTokens", "v1beta1": "PredictionService/CountTokens"}
    assert counting[version] in served
