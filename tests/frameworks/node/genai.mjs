// @google/genai, a loop by hand on the Gemini API.
import { GoogleGenAI } from "@google/genai";
import { QUESTION, SYSTEM, googleUrl, key, lookupCustomer, report, streamed } from "./customer.mjs";

const ai = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: googleUrl } });
const config = {
  systemInstruction: SYSTEM,
  tools: [
    {
      functionDeclarations: [
        {
          name: "lookup_customer",
          description: "Find a customer by e-mail address.",
          parametersJsonSchema: { type: "object", properties: { email: { type: "string" } } },
        },
      ],
    },
  ],
};
const chat = ai.chats.create({ model: "gemini-test", config });

async function turn(message) {
  if (!streamed) {
    const done = await chat.sendMessage({ message });
    return { text: done.text, calls: done.functionCalls };
  }
  let text = "";
  let calls;
  for await (const piece of await chat.sendMessageStream({ message })) {
    text += piece.text ?? "";
    calls = piece.functionCalls ?? calls;
  }
  return { text, calls };
}

let said = await turn(QUESTION);
while (said.calls?.length) {
  const parts = said.calls.map(({ id, name, args }) => ({
    functionResponse: { id, name, response: lookupCustomer(args) },
  }));
  said = await turn(parts);
}
report(said.text, "@google/genai");
