"""What google-genai 3.x does and gets; run by an environment of its own, see `test_genai3.py`.

Arguments: base URL, key, prompt, dialect. Prints one JSON object.
"""

import json
import sys
from typing import Any

from google import genai
from google.genai import types

_, url, key, prompt, dialect = sys.argv
client = genai.Client(
    api_key=key,
    vertexai=dialect == "vertex",
    http_options=types.HttpOptions(base_url=url, timeout=20_000),  # the API version: its default
)
ask: dict[str, Any] = {"model": "gemini-test", "contents": prompt}
lookup = types.FunctionDeclaration(name="lookup", description="Find Nadia Okonkwo")
with_tool = types.GenerateContentConfig(
    tools=[types.Tool(function_declarations=[lookup])],
    automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
)
whole = client.models.generate_content(**ask)
pieces = [chunk.text for chunk in client.models.generate_content_stream(**ask) if chunk.text]
called = client.models.generate_content(**ask, config=with_tool)
counted = client.models.count_tokens(**ask)
calls = called.function_calls or []
said = {
    "version": genai.__version__,
    "whole": whole.text,
    "pieces": pieces,
    "call": [[call.name, call.args] for call in calls],
    "tokens": counted.total_tokens,
}
sys.stdout.write(json.dumps(said))
