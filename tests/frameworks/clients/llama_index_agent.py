"""LlamaIndex's function agent; fifth argument: `chat` or `responses`."""

import asyncio
import sys

import customer
from llama_index.core.agent.workflow import AgentStream, FunctionAgent
from llama_index.llms.openai import OpenAI, OpenAIResponses


async def main() -> None:
    kind = OpenAIResponses if sys.argv[5] == "responses" else OpenAI
    llm = kind(
        model="gpt-4o", api_base=customer.openai_url, api_key=customer.key, max_retries=0
    )  # the model's name decides what LlamaIndex believes it can do
    agent = FunctionAgent(
        tools=[customer.lookup_customer],
        llm=llm,
        system_prompt=customer.SYSTEM,
        streaming=customer.streamed,
    )
    running = agent.run(customer.QUESTION)
    text = ""
    async for event in running.stream_events():
        if isinstance(event, AgentStream):
            text += event.delta
    done = str(await running)
    assert not customer.streamed or text.endswith(done), "deltas and final answer differ"
    customer.report(done, "llama-index-llms-openai")


asyncio.run(main())
