"""Every call that an SDK can make, by reading its source: method, and an example of the path.

- openai: the resources' own requests (`self._post("/chat/completions", ...)`).
- google-genai: paths of its modules and of its generated clients.
- google-cloud-aiplatform: HTTP rules of its REST transports.

Nothing is run: what is read are constants in syntax trees.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_SENDS = {
    "_get": "GET", "_get_api_list": "GET", "_post": "POST", "_put": "PUT", "_patch": "PATCH",
    "_delete": "DELETE",
}  # fmt: skip
_TEMPLATE = re.compile(r"\{[^}]*\}")
_PLACE = "projects/demo/locations/us-central1"


@dataclass(frozen=True, slots=True, order=True)
class Door:
    """A call.

    Attributes:
        wire: of the codec that would serve it.
        method: of HTTP.
        path: an example, behind the gateway's mount.
    """

    wire: str
    method: str
    path: str


def _modules(package: str, pattern: str) -> Iterator[ast.Module]:
    spec = find_spec(package)
    assert spec is not None
    for place in spec.submodule_search_locations or ():
        for file in sorted(Path(place).glob(pattern)):
            yield ast.parse(file.read_text("utf-8"))


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def _constant(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Call) and node.args:  # path_template("/files/{file_id}", ...)
        return _constant(node.args[0])
    if isinstance(node, ast.JoinedStr):
        return "".join(_constant(part) or "{}" for part in node.values)
    return None


@cache
def openai() -> frozenset[Door]:
    """Those of the openai package."""
    found = set()
    for tree in _modules("openai.resources", "**/*.py"):
        for name, call in _calls(tree):
            path = _constant(call.args[0]) if name in _SENDS and call.args else None
            if path is not None and path.startswith("/"):
                path = _TEMPLATE.sub("abc123", path.partition("?")[0])
                found.add(Door("openai", _SENDS[name], f"/v1{path}"))
    return frozenset(found)


@cache
def aiplatform() -> frozenset[Door]:
    """Those of google-cloud-aiplatform that have a REST binding."""
    found = set()
    for package in ("google.cloud.aiplatform_v1", "google.cloud.aiplatform_v1beta1"):
        for tree in _modules(package, "services/*/transports/rest_base.py"):
            for node in ast.walk(tree):
                if isinstance(node, ast.Dict):
                    rule = {_constant(k): _constant(v) for k, v in _pairs(node)}
                    method, uri = rule.get("method"), rule.get("uri")
                    if method and uri:
                        found.add(Door("google", method.upper(), _example(uri)))
    return frozenset(found)


def _pairs(node: ast.Dict) -> Iterator[tuple[ast.AST, ast.AST]]:
    return ((key, value) for key, value in zip(node.keys, node.values, strict=True) if key)


def _example(uri: str) -> str:
    """A path for a rule such as `/v1/{name=projects/*/locations/*/models/*}:export`."""
    path = re.sub(r"\{[\w.]+=([^}]*)\}", r"\1", uri)
    path = path.replace("locations/*", "locations/us-central1").replace(
        "projects/*", "projects/demo"
    )
    return _TEMPLATE.sub("abc123", path).replace("**", "abc123").replace("*", "abc123")


_OF_VERTEX = ("models", "cachedContents", "batchPredictionJobs", "tuningJobs", "operations")
"""What google-genai calls on Vertex AI, too."""
_ONLY_GEMINI = frozenset({"batchEmbedContents", "batchGenerateContent", "asyncBatchEmbedContent"})
_ONLY_VERTEX = frozenset({"computeTokens"})
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_NAMES = {
    "{model}": ("models/abc123",),
    "{models_url}": ("models", "tunedModels"),
    "{resourceName}": ("models/abc123/operations/abc123",),
    "{parent}": ("fileSearchStores/abc123", "tunedModels/abc123"),
    "{operationName}": ("operations/abc123",),
    "{file_search_store_name}": ("fileSearchStores/abc123",),
}
"""What stands for a name in google-genai's paths; `{name}` is that of the module's own thing."""
_OWN = {
    "caches": ("cachedContents/abc123",),
    "documents": ("fileSearchStores/abc123/documents/abc123",),
    "file_search_stores": ("fileSearchStores/abc123",),
    "files": ("files/abc123",),
    "models": ("models/abc123", "tunedModels/abc123"),
    "operations": ("operations/abc123",),
    "tunings": ("tuningJobs/abc123", "tunedModels/abc123"),
    "batches": ("batches/abc123",),
}


@cache
def genai() -> frozenset[Door]:
    """Those of the google-genai that is installed."""
    spec = find_spec("google.genai")
    assert spec is not None
    assert spec.submodule_search_locations
    return genai_at(Path(spec.submodule_search_locations[0]))


def genai_at(place: Path) -> frozenset[Door]:
    """Those of a google-genai: its own modules, and the clients generated from OpenAPI."""
    found: set[Door] = set()
    for file in sorted(place.glob("*.py")):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                found |= set(_of_function(file.stem, function))
    for file in sorted(place.glob("_gaos/*.py")):
        found |= set(_generated(ast.parse(file.read_text("utf-8"))))
    return frozenset(found)


def _of_function(module: str, function: ast.FunctionDef) -> Iterator[Door]:
    """A function's paths, with the method that it calls them by."""
    methods = {
        str(_constant(call.args[0])).upper()
        for name, call in _calls(function)
        if name in {"request", "request_streamed"}
        and call.args
        and _constant(call.args[0]) in _METHODS
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and [ast.unparse(t) for t in node.targets] == ["path"]:
            value = node.value.func.value if _is_format(node.value) else node.value
            path = (_constant(value) or "").partition("?")[0]
            path = path.replace("{{", "{").replace("}}", "}").replace("{api_version}", "v1beta")
            for method in methods if path.strip("{}") else ():
                yield from _named(module, method, path)


def _is_format(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "format_map"
    )


def _named(module: str, method: str, path: str) -> Iterator[Door]:
    first = re.split("[/:]", path, maxsplit=1)[0]
    names = _OWN[module] if first == "{name}" else _NAMES.get(first, (first,))
    rest = path.removeprefix(first).replace("{file_search_store_name}", "fileSearchStores/{}")
    rest, verb = _TEMPLATE.sub("abc123", rest), path.partition(":")[2]
    for name in names:
        before = "/" if name == "upload" else "/v1beta/"
        if verb not in _ONLY_VERTEX:
            yield Door("google", method, f"{before}{name}{rest}")
        if name.startswith(_OF_VERTEX) and verb not in _ONLY_GEMINI:
            published = f"publishers/google/{name}" if name.startswith("models") and verb else name
            yield Door("google", method, f"/v1beta1/{_PLACE}/{published}{rest}")


def _generated(tree: ast.Module) -> Iterator[Door]:
    for _, call in _calls(tree):
        words = {keyword.arg: _constant(keyword.value) for keyword in call.keywords}
        path, method = words.get("path"), words.get("method")
        if path and method:
            example = path.replace("{api_version}", "v1beta")
            yield Door("google", method.upper(), _TEMPLATE.sub("abc123", example))


def doors() -> Iterable[Door]:
    """All of them, in a fixed order."""
    return sorted(openai() | aiplatform() | genai())
