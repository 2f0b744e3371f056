"""pydantic-ai; fifth argument: `chat`, `responses` (OpenAI) or `google`."""

import asyncio
import sys

import customer
from pydantic_ai import (
    Agent,
    AgentRunResultEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
)
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.google import GoogleProvider
from pydantic_ai.providers.openai import OpenAIProvider


def model(kind: str) -> OpenAIChatModel | OpenAIResponsesModel | GoogleModel:
    if kind == "google":
        provider = GoogleProvider(api_key=customer.key, base_url=customer.google_url)
        return GoogleModel("gemini-test", provider=provider)
    openai = OpenAIProvider(base_url=customer.openai_url, api_key=customer.key)
    chosen = OpenAIResponsesModel if kind == "responses" else OpenAIChatModel
    return chosen("gpt-test", provider=openai)


async def main() -> None:
    agent = Agent(
        model(sys.argv[5]), instructions=customer.SYSTEM, tools=[customer.lookup_customer]
    )
    if not customer.streamed:
        done = await agent.run(customer.QUESTION)
        customer.report(done.output, "pydantic-ai-slim")
        return
    pieces, whole = "", ""
    async with agent.run_stream_events(customer.QUESTION) as events:
        async for event in events:
            if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
                pieces += event.part.content
            if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
                pieces += event.delta.content_delta
            if isinstance(event, AgentRunResultEvent):
                whole = event.result.output
    assert pieces == whole, "pieces and whole differ"
    customer.report(whole, "pydantic-ai-slim")


asyncio.run(main())
