// Vercel AI SDK; `responses` (its default for OpenAI), `chat`, or `google`.
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, stepCountIs, streamText, tool } from "ai";
import {
  QUESTION, SYSTEM, googleUrl, key, kind, lookupCustomer, openaiUrl, parameters, report, streamed,
} from "./customer.mjs";

function model() {
  if (kind === "google") {
    return createGoogleGenerativeAI({ baseURL: `${googleUrl}/v1beta`, apiKey: key })("gemini-test");
  }
  const openai = createOpenAI({ baseURL: openaiUrl, apiKey: key });
  return kind === "chat" ? openai.chat("gpt-test") : openai("gpt-test");
}

const asked = {
  model: model(),
  system: SYSTEM,
  prompt: QUESTION,
  maxRetries: 0,
  // Without it, later turns refer to items that the provider stores (kind: responses).
  providerOptions: { openai: { store: false } },
  stopWhen: stepCountIs(4),
  tools: {
    lookup_customer: tool({
      description: "Find a customer by e-mail address.",
      inputSchema: parameters,
      execute: lookupCustomer,
    }),
  },
};

async function stream() {
  const running = streamText({ ...asked, onError: ({ error }) => { throw error; } });
  let pieces = "";
  for await (const piece of running.textStream) pieces += piece;
  return pieces;
}

report(streamed ? await stream() : (await generateText(asked)).text, "ai");
