// What the scripts share: the tool, the question, and how they report.
import { readFileSync } from "node:fs";
import { z } from "zod";

export const [openaiUrl, googleUrl, key, mode, kind] = process.argv.slice(2);
export const streamed = mode === "stream";
export const QUESTION =
  "Look up the customer with the e-mail nadia.okonkwo@posteo.example and tell me who she is.";
export const SYSTEM = "You answer for Fjell. The account owner is Nadia Okonkwo.";
export const parameters = z.object({ email: z.string() });
const seen = [];

export function lookupCustomer({ email }) {
  seen.push(email);
  return {
    name: "Nadia Okonkwo",
    phone: "+1 202 555 0142",
    iban: "DE89 3704 0044 0532 0130 00",
  };
}

export function report(answer, name) {
  const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
  const version = `${name} ${JSON.parse(readFileSync(file)).version}`;
  console.log("REPORT" + JSON.stringify({ tool: seen, answer, version }));
}
