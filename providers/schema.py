"""Walking a JSON Schema (draft 2020-12) or OpenAPI's subset of it: tools, structured output.

A schema mixes the protocol's words, names that an answer must repeat, and prose. The prose
(description, title) and the sample values (enum, const, default, examples, pattern) are text and
are changed with the same pseudonyms as the conversation, or structured output could not match
them. Names of properties are fixed: the application's program reads answers by them.
"""

from privacy.text import Place
from providers.json_text import Json
from providers.walk import Rule, Walk, below, fixed, skip, text, unknown, words

TYPES = frozenset({"object", "array", "string", "number", "integer", "boolean", "null"})
"""JSON Schema's types in lower case, as OpenAI writes them; Google's are capitals."""
FORMATS = frozenset(
    {
        "date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname",
        "ipv4", "ipv6", "uri", "uri-reference", "iri", "uuid", "regex", "json-pointer", "byte",
        "binary", "int32", "int64", "float", "double", "enum", "password",
    }
)  # fmt: skip
_MAPS = frozenset(
    {"properties", "$defs", "definitions", "patternProperties", "dependentSchemas", "defs"}
)
_SCHEMAS = frozenset(
    {
        "items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "contains",
        "propertyNames", "not", "if", "then", "else", "anyOf", "any_of", "anyof", "oneOf", "allOf",
        "prefixItems", "prefix_items", "contentSchema", "additional_properties",
    }
)  # fmt: skip
_NUMBERS = frozenset(
    {
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
        "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
        "minContains", "maxContains", "nullable", "deprecated", "readOnly", "writeOnly",
        "min_length", "max_length", "min_items", "max_items", "min_properties", "max_properties",
    }
)  # fmt: skip
_NAMES = frozenset({"required", "propertyOrdering", "property_ordering", "$ref", "ref"})
_PROSE = frozenset({"description", "title", "$comment", "pattern"})

_type = words(TYPES | {kind.upper() for kind in TYPES} | {"TYPE_UNSPECIFIED"})
_format = words(FORMATS)


def schema(walk: Walk, value: Json, pointer: str) -> None:
    """A schema, or a list of schemas."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            schema(walk, item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        _object(walk, value, pointer)
    else:
        fixed(walk, value, pointer)


def _object(walk: Walk, value: dict[str, Json], pointer: str) -> None:
    for key, child in value.items():
        rule = _RULES.get(key)
        target = below(pointer, key)
        if rule is None:
            walk.key(key, target, Place.FIXED)
            unknown(walk, child, target, key)
        elif key in _NAMES and _repeats(value, child):
            walk.skip_key()
            walk.skip(child)
        else:
            walk.skip_key()
            rule(walk, child, target)


def _repeats(value: dict[str, Json], names: Json) -> bool:
    """Whether names only repeat those of the properties, which are walked anyway."""
    properties = value.get("properties")
    if not isinstance(names, list) or not isinstance(properties, dict):
        return False
    return all(isinstance(name, str) and name in properties for name in names)


def _map(walk: Walk, value: Json, pointer: str) -> None:
    if not isinstance(value, dict):
        unknown(walk, value, pointer)
        return
    for key, child in value.items():
        target = below(pointer, key)
        walk.key(key, target, Place.FIXED)
        schema(walk, child, target)


def _sample(walk: Walk, value: Json, pointer: str) -> None:
    unknown(walk, value, pointer)


def _number(walk: Walk, value: Json, pointer: str) -> None:
    (fixed if isinstance(value, (str, list, dict)) else skip)(walk, value, pointer)


_RULES: dict[str, Rule] = {
    **dict.fromkeys(_MAPS, _map),
    **dict.fromkeys(_SCHEMAS, schema),
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(_NAMES, fixed),
    **dict.fromkeys(_PROSE, text),
    **dict.fromkeys(("enum", "const", "default", "examples", "example"), _sample),
    "type": _type,
    "format": _format,
}
