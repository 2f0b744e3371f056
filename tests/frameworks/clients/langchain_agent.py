"""LangChain's agent; fifth argument: `chat`, `responses` (OpenAI) or `google`."""

import asyncio
import sys

import customer
from langchain.agents import create_agent
from langchain_core.messages import AIMessageChunk
from langchain_google_genai import ChatGoogleGenerativeAI
from langchain_openai import ChatOpenAI


def model(kind: str) -> ChatOpenAI | ChatGoogleGenerativeAI:
    if kind == "google":
        return ChatGoogleGenerativeAI(
            model="gemini-test", api_key=customer.key, base_url=customer.google_url, max_retries=1
        )
    return ChatOpenAI(
        model="gpt-test", api_key=customer.key, base_url=customer.openai_url,
        use_responses_api=kind == "responses", max_retries=0,
    )  # fmt: skip


async def main() -> None:
    kind = sys.argv[5]
    package = "langchain-google-genai" if kind == "google" else "langchain-openai"
    agent = create_agent(model(kind), [customer.lookup_customer], system_prompt=customer.SYSTEM)
    asked = {"messages": [{"role": "user", "content": customer.QUESTION}]}
    if not customer.streamed:
        done = await agent.ainvoke(asked)
        customer.report(done["messages"][-1].text, package)
        return
    text = ""
    async for chunk, _ in agent.astream(asked, stream_mode="messages"):
        if isinstance(chunk, AIMessageChunk):
            text += chunk.text
    customer.report(text, package)


asyncio.run(main())
