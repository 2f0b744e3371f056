"""Stream a chat through the gateway with OpenAI's SDK; nothing in it knows of the gateway.

export OPENAI_BASE_URL=http://127.0.0.1:8080/openai/v1 OPENAI_API_KEY=gw_...
python examples/openai_stream.py
"""

# ruff: noqa: INP001, T201 - a script, and it prints
import os

from openai import OpenAI

# The SDK reads OPENAI_BASE_URL and OPENAI_API_KEY itself.
client = OpenAI()
hello = "I am Ann Lee, please write to ann.lee@example.org."

stream = client.chat.completions.create(
    model=os.environ.get("MODEL", "demo"),
    messages=[{"role": "user", "content": hello}],
    stream=True,
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
print()
