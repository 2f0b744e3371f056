"""A tool call through the gateway: the tool gets the originals, the recipient pseudonyms only.

export OPENAI_BASE_URL=http://127.0.0.1:8080/openai/v1 OPENAI_API_KEY=gw_...
python examples/openai_tools.py
"""

# ruff: noqa: INP001, T201 - a script, and it prints
import os

from openai import OpenAI
from openai.types.chat import ChatCompletionFunctionToolParam, ChatCompletionUserMessageParam

client = OpenAI()
asked: ChatCompletionUserMessageParam = {
    "role": "user",
    "content": "I am Ann Lee, ann.lee@example.org. Please look up the status of my last order.",
}
tool: ChatCompletionFunctionToolParam = {
    "type": "function",
    "function": {
        "name": "find_order",
        "description": "The last order of a customer.",
        "parameters": {
            "type": "object",
            "properties": {"customer": {"type": "string"}, "email": {"type": "string"}},
        },
    },
}

answer = client.chat.completions.create(
    model=os.environ.get("MODEL", "demo"), messages=[asked], tools=[tool]
)
for call in answer.choices[0].message.tool_calls or ():
    if call.type == "function":
        print(call.function.name, call.function.arguments)
