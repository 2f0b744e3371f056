"""openai-agents with a conversation that OpenAI keeps: two runs, looking back, clearing it."""

import asyncio
import json

import customer
from agents import Agent, OpenAIResponsesModel, Runner, function_tool, set_tracing_disabled
from agents.memory import OpenAIConversationsSession
from openai import AsyncOpenAI

set_tracing_disabled(disabled=True)


async def main() -> None:
    client = AsyncOpenAI(base_url=customer.openai_url, api_key=customer.key, max_retries=0)
    session = OpenAIConversationsSession(openai_client=client)
    agent = Agent(
        name="support",
        instructions=customer.SYSTEM,
        tools=[function_tool(customer.lookup_customer)],
        model=OpenAIResponsesModel(model="gpt-test", openai_client=client),
    )
    await Runner.run(agent, customer.QUESTION, session=session)
    said = await Runner.run(agent, "Repeat what you know.", session=session)
    items = await session.get_items()
    last = await session.pop_item()
    assert last == items[-1], "the last item is not the last"
    assert len(await session.get_items()) == len(items) - 1
    assert len(await session.get_items(limit=2)) == 2
    await session.clear_session()
    told = f"{said.final_output}\n{json.dumps(items, ensure_ascii=False)}"
    customer.report(told, "openai-agents")


asyncio.run(main())
