"""openai-agents; fifth argument: `responses`, `chat`, or `traced`: responses, with traces on."""

import asyncio
import os
import sys

import customer
from agents import (
    Agent,
    OpenAIChatCompletionsModel,
    OpenAIResponsesModel,
    Runner,
    function_tool,
    set_tracing_disabled,
)
from openai import AsyncOpenAI

if sys.argv[5] == "traced":
    os.environ["OPENAI_API_KEY"] = customer.key
else:
    set_tracing_disabled(disabled=True)  # traces would go to the provider, past the gateway


async def main() -> None:
    client = AsyncOpenAI(base_url=customer.openai_url, api_key=customer.key, max_retries=0)
    kind = OpenAIChatCompletionsModel if sys.argv[5] == "chat" else OpenAIResponsesModel
    agent = Agent(
        name="support",
        instructions=customer.SYSTEM,
        tools=[function_tool(customer.lookup_customer)],
        model=kind(model="gpt-test", openai_client=client),
    )
    if not customer.streamed:
        done = await Runner.run(agent, customer.QUESTION)
        customer.report(done.final_output, "openai-agents")
        return
    running = Runner.run_streamed(agent, customer.QUESTION)
    text = ""
    async for event in running.stream_events():
        data = getattr(event, "data", None)
        if getattr(data, "type", "") == "response.output_text.delta":
            text += data.delta
    assert text == running.final_output, "deltas and final output differ"
    customer.report(text, "openai-agents")


asyncio.run(main())
