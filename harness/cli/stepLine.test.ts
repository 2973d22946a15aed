import { expect, test } from "vitest";
import type { Step } from "../agent.ts";
import { stepLine } from "./stepLine.ts";

test.each<[Step, string]>([
  [
    { kind: "read", name: "order", args: { id: 7 }, answer: "paid", source: "recorded" },
    'looked up order (on record) {"id":7} → paid',
  ],
  [{ kind: "read", name: "order", args: {}, source: "refused" }, "looked up order (refused) {}"],
  [
    { kind: "write", name: "close", args: { id: 7 }, answer: { status: "accepted" } },
    'asked for close {"id":7} → {"status":"accepted"}',
  ],
  [
    { kind: "write", name: "close", args: 7, answer: "its params are an object", source: "refused" },
    "asked in vain for close 7 → its params are an object",
  ],
  [{ kind: "call", name: "web_search", args: {}, source: "refused" }, "called a tool that is not there: web_search {}"],
  [
    {
      kind: "model",
      name: "POST /chat/completions",
      args: { model: "small", key: "k" },
      answer: { status: 200, digest: "d", input: 1200, output: 56 },
    },
    "asked a model: POST /chat/completions small, answered 200, 1,200 tokens in, 56 out",
  ],
  [
    {
      kind: "model",
      name: "GET https://evil.invalid/",
      answer: { status: 403, because: "earnest lets nothing else through" },
      source: "refused",
    },
    "tried to reach GET https://evil.invalid/ and was refused: earnest lets nothing else through",
  ],
  [
    { kind: "model", name: "GET https://evil.invalid/", answer: null, source: "refused" },
    "tried to reach GET https://evil.invalid/ and was refused",
  ],
  [{ kind: "model", name: "POST /chat/completions", args: "odd", answer: null }, "asked a model: POST /chat/completions"],
  [{ kind: "breach", name: "network", args: "10.0.0.1" }, "tried outside its tools: network 10.0.0.1"],
  [{ kind: "crashed-before", args: { because: "x" } }, 'crashed here, and was asked again: {"because":"x"}'],
  [{ kind: "looked up order (on record)" }, "noted: looked up order (on record) "],
  [{ kind: "read", name: "order", imported: true as const }, "by its log: looked up order"],
  [{ kind: "failed-before", args: { code: "crashed" } }, 'failed here, and was asked again: {"code":"crashed"}'],
  [{ kind: "thought", answer: "hm" }, "noted: thought  → hm"],
])("%j", (step, said) => {
  expect(stepLine(step)).toBe(said);
});

test("a long answer is cut", () => {
  expect(stepLine({ kind: "read", name: "a", answer: "x".repeat(100_000) }).length).toBeLessThan(1_100);
});
