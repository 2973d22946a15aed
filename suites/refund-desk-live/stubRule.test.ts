import { expect, test } from "vitest";
import rule from "./stubRule.ts";

const letter = { subject: "Lamp", message: "It came broken.", customer: "c-1", received: "2026-03-01" };

test("a letter of the desk is looked into", () => {
  expect(rule({ text: JSON.stringify(letter), calls: [] }).calls?.map(({ name }) => name)).toEqual(["customer", "policy"]);
});

test.each([
  "What is the capital of France?",
  "",
  "7",
  "null",
  '["a"]',
  '{"message":"only that"}',
  JSON.stringify({ ...letter, message: 7 }),
])("to anything else it says what it is for: %s", (text) => {
  const { text: said, calls } = rule({ text, calls: [] });
  expect(said).toContain("suites/refund-desk-live");
  expect(calls).toBeUndefined();
});
