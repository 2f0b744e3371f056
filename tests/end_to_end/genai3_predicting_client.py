"""Embeddings and tokens by google-genai 3.x; run by an environment of its own, as `genai3_client`.

Arguments: base URL, key, prompt, dialect. Prints one JSON object.
"""

import json
import sys

from google import genai
from google.genai import types

_, url, key, prompt, dialect = sys.argv
client = genai.Client(
    api_key=key,
    vertexai=dialect == "vertex",
    http_options=types.HttpOptions(base_url=url, timeout=20_000),
)
embedded = [
    client.models.embed_content(model="gemini-embedding-test", contents=prompt).embeddings
    for _ in range(2)
]
words = ""
if dialect == "vertex":
    counted = client.models.compute_tokens(model="gemini-test", contents=prompt)
    words = b" ".join(counted.tokens_info[0].tokens).decode()
said = {"vectors": [one[0].values for one in embedded], "tokens": words}
sys.stdout.write(json.dumps(said))
