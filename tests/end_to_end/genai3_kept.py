"""What google-genai 3.x does with what the recipient keeps; see `test_genai3.py`.

Arguments: base URL, key, prompt, dialect. Prints one JSON object.
"""

import io
import json
import sys
from typing import Any

from google import genai
from google.genai import types

_, url, key, prompt, _ = sys.argv
client = genai.Client(
    api_key=key, vertexai=False, http_options=types.HttpOptions(base_url=url, timeout=20_000)
)
MODEL = "gemini-test"
tool: dict[str, Any] = {"type": "function", "name": "lookup", "description": "Find Nadia Okonkwo"}


def text_of(interaction: Any) -> str:
    text: str = interaction.steps[-1].content[0].text
    return text


first = client.interactions.create(model=MODEL, input=prompt, system_instruction="Be kind.")
events = list(client.interactions.create(model=MODEL, input=prompt, stream=True))
deltas = [event.delta for event in events if event.event_type == "step.delta"]
called = client.interactions.create(
    model=MODEL, input=prompt, tools=[tool], previous_interaction_id=first.id
)
answered = client.interactions.create(
    model=MODEL,
    previous_interaction_id=called.id,
    input=[
        {
            "type": "function_result",
            "call_id": "function-call-1",
            "name": "lookup",
            "result": [{"type": "text", "text": f"Known: {prompt}"}],
        }
    ],
)
resumed = list(client.interactions.get(id=first.id, stream=True, last_event_id="event-3"))
cache = client.caches.create(
    model=MODEL,
    config=types.CreateCachedContentConfig(contents=[prompt], display_name=prompt, ttl="60s"),
)
file = client.files.upload(
    file=io.BytesIO(prompt.encode()),
    config=types.UploadFileConfig(mime_type="text/plain", display_name=prompt[:19]),
)
job = client.batches.create(model=MODEL, src=[types.InlinedRequest(contents=prompt)])
done = client.batches.get(name=str(job.name))
said = {
    "version": genai.__version__,
    "whole": text_of(first),
    "pieces": "".join(delta.text for delta in deltas if delta.type == "text"),
    "arguments": called.steps[-1].arguments["text"],
    "answered": json.loads(text_of(answered))[0]["text"],
    "again": text_of(client.interactions.get(id=first.id)),
    "resumed": len(resumed),
    "cache": client.caches.get(name=str(cache.name)).display_name,
    "file": client.files.get(name=str(file.name)).display_name,
    "batch": done.dest.inlined_responses[0].response.text,
}
sys.stdout.write(json.dumps(said))
