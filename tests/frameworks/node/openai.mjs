// openai-node; `chat` runs its tool runner, `responses` a loop by hand.
import OpenAI from "openai";
import { QUESTION, SYSTEM, key, kind, lookupCustomer, openaiUrl, report, streamed } from "./customer.mjs";

const client = new OpenAI({ baseURL: openaiUrl, apiKey: key, maxRetries: 0 });
const properties = { email: { type: "string" } };
const parameters = { type: "object", properties, required: ["email"], additionalProperties: false };
const described = { name: "lookup_customer", description: "Find a customer by e-mail address.", parameters };

async function chat() {
  const run = client.chat.completions.runTools({
    model: "gpt-test",
    stream: streamed,
    messages: [
      { role: "system", content: SYSTEM },
      { role: "user", content: QUESTION },
    ],
    tools: [
      {
        type: "function",
        function: {
          ...described,
          parse: JSON.parse,
          function: (args) => JSON.stringify(lookupCustomer(args)),
        },
      },
    ],
  });
  let pieces = "";
  if (streamed) run.on("content", (delta) => (pieces += delta));
  const answer = await run.finalContent();
  if (streamed && pieces !== answer) throw new Error("pieces and whole differ");
  return answer;
}

async function respond(input) {
  const asked = {
    model: "gpt-test",
    instructions: SYSTEM,
    store: false,
    input,
    tools: [{ type: "function", strict: true, ...described }],
  };
  if (!streamed) return client.responses.create(asked);
  const stream = client.responses.stream(asked);
  let pieces = "";
  stream.on("response.output_text.delta", (event) => (pieces += event.delta));
  const done = await stream.finalResponse();
  if (pieces !== done.output_text) throw new Error("pieces and whole differ");
  return done;
}

async function responses() {
  const input = [{ role: "user", content: QUESTION }];
  for (;;) {
    const done = await respond(input);
    const calls = done.output.filter((item) => item.type === "function_call");
    if (calls.length === 0) return done.output_text;
    for (const call of calls) {
      const output = JSON.stringify(lookupCustomer(JSON.parse(call.arguments)));
      const { parsed_arguments: _, ...item } = call;
      input.push(item, { type: "function_call_output", call_id: call.call_id, output });
    }
  }
}

report(await (kind === "chat" ? chat() : responses()), "openai");
