"""Ask through the gateway with Google's SDK (Gemini).

export GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8080/google GEMINI_API_KEY=gw_...
python examples/google_generate.py
"""

# ruff: noqa: INP001, T201 - a script, and it prints
import os

from google import genai

# The SDK reads GOOGLE_GEMINI_BASE_URL and GEMINI_API_KEY itself.
client = genai.Client(vertexai=False)
hello = "I am Ann Lee, please write to ann.lee@example.org."

answer = client.models.generate_content(model=os.environ.get("MODEL", "demo"), contents=hello)
print(answer.text)
