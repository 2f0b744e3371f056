"""Google's Agent Development Kit, on the Gemini API."""

import asyncio
import os

import customer

os.environ["GOOGLE_GEMINI_BASE_URL"] = customer.google_url
os.environ["GOOGLE_API_KEY"] = customer.key

from google.adk.agents import Agent
from google.adk.agents.run_config import RunConfig, StreamingMode
from google.adk.runners import InMemoryRunner
from google.genai import types


async def main() -> None:
    agent = Agent(
        name="support",
        model="gemini-test",
        instruction=customer.SYSTEM,
        tools=[customer.lookup_customer],
    )
    runner = InMemoryRunner(agent=agent, app_name="support")
    session = await runner.session_service.create_session(app_name="support", user_id="u1")
    mode = StreamingMode.SSE if customer.streamed else StreamingMode.NONE
    pieces, whole = "", ""
    async for event in runner.run_async(
        user_id="u1",
        session_id=session.id,
        new_message=types.Content(role="user", parts=[types.Part(text=customer.QUESTION)]),
        run_config=RunConfig(streaming_mode=mode),
    ):
        text = "".join(part.text or "" for part in (event.content and event.content.parts) or [])
        if event.partial:
            pieces += text
        else:
            whole = text or whole
    assert not customer.streamed or pieces == whole, "pieces and whole differ"
    customer.report(whole, "google-adk")


asyncio.run(main())
