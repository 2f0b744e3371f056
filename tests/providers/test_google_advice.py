"""What Google's callers are told of calls that are not served."""

import pytest

from providers.google import GOOGLE
from providers.google_advice import CLOSED, closed

PLACE = "projects/p/locations/us-central1"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1alpha/auth_tokens", "session tokens"),
        ("/v1beta/files/f", "files"),
        ("/upload/v1beta/files", "files"),
        ("/upload/v1beta/fileSearchStores/s:uploadToFileSearchStore", "search stores and corpora"),
        (f"/v1beta1/{PLACE}/reasoningEngines/r:query", "agents and reasoning engines"),
        ("/v1/reasoningEngines/r:query", "agents and reasoning engines"),
        (f"/v1/{PLACE}:evaluateInstances", "evaluation"),
        ("/v1:evaluateInstances", "evaluation"),
        (f"/v1/{PLACE}", "permissions and places"),
        (f"/v1/{PLACE}/endpoints/e:getIamPolicy", "permissions and places"),
        (f"/v1/{PLACE}/endpoints/e:deployModel", "models and endpoints of your own"),
        (f"/v1/{PLACE}/endpoints/e/operations/o:cancel", "operations"),
        (f"/ui/{PLACE}/operations", "operations"),
        ("/v1beta/models/m/operations/o", "operations"),
        (f"/v1/{PLACE}/endpoints/e:generateContentNew", None),
        ("/v1/models/m:unheardOf", None),
        ("/v3/files", None),
        ("/", None),
    ],
)
def test_the_family_of_a_path(path: str, name: str | None) -> None:
    found = closed(path)
    assert (found.name if found else None) == name
    if found is not None:
        assert GOOGLE.advice("POST", path) == found.advice
        assert GOOGLE.closed(path) is found


def test_each_family_has_its_own_advice() -> None:
    assert len({each.name for each in CLOSED}) == len(CLOSED)
    assert all(each.advice.endswith(".") and len(each.advice.split()) > 9 for each in CLOSED)
