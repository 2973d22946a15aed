import { existsSync, mkdtempDisposableSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import { makeRedactor } from "./redactor.ts";
import { reveal } from "./reveal.ts";

const KEY = "EARNEST_REVEAL_TEST_KEY";
const reversible = { reversibleWith: KEY };
beforeAll(() => {
  process.env[KEY] = "correct horse battery";
});
afterAll(() => void delete process.env[KEY]);

async function table(path: string, texts: readonly string[]): Promise<string[]> {
  using redactor = await makeRedactor("desk", reversible, path);
  return texts.map((text) => redactor.text(text));
}

function refusal(work: () => unknown): EarnestError {
  try {
    work();
  } catch (error) {
    if (error instanceof EarnestError) return error;
  }
  throw new Error("expected an EarnestError");
}

test("with the key a token tells what it stands for; the table shows nothing of it", async () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "redacted.jsonl");
  const [first = "", second = ""] = await table(path, ["Max@Example.com", "+49 170 1234567", "max@example.com"]);
  expect([reveal(path, first), reveal(path, second)]).toEqual(["Max@Example.com", "+49 170 1234567"]);
  const text = readFileSync(path, "utf8");
  expect(text).not.toMatch(/example|1234567|correct|horse/i);
  expect(text.trimEnd().split("\n").length).toBe(3);
});

test("the same key and values give the same bytes; going on with a table, torn or whole, loses nothing and says nothing twice", async () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const [one, two] = [join(dir.path, "one"), join(dir.path, "two")];
  const texts = ["a@example.com", "b@example.com", "c@example.com"];
  const tokens = await table(one, texts);
  await table(two, texts);
  const whole = readFileSync(one);
  expect(readFileSync(two).equals(whole)).toBe(true);
  await table(two, texts);
  expect(readFileSync(two).equals(whole)).toBe(true);
  truncateSync(two, whole.length - 20);
  await table(two, texts);
  expect(tokens.map((token) => reveal(two, token))).toEqual(texts);
});

test("without the key, with another one, or of another token, nothing is told", async () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "redacted.jsonl");
  const [token = "", other = ""] = await table(path, ["max@example.com", "mex@example.com"]);
  process.env[KEY] = "wrong horse";
  expect(refusal(() => reveal(path, token))).toMatchObject({
    code: "KEY_MISSING",
    message: expect.stringContaining("does not open") as string,
  });
  process.env[KEY] = "";
  expect(refusal(() => reveal(path, token))).toMatchObject({
    code: "KEY_MISSING",
    message: expect.stringContaining(KEY) as string,
  });
  process.env[KEY] = "correct horse battery";
  expect(refusal(() => reveal(path, "[email:000000000000]")).code).toBe("DATA_MISSING");
  expect(refusal(() => reveal(join(dir.path, "none"), token)).code).toBe("DATA_MISSING");
  // A value that was moved to another token is none.
  writeFileSync(path, readFileSync(path, "utf8").replace(other, "x").replace(token, other));
  expect(refusal(() => reveal(path, other)).code).toBe("KEY_MISSING");
});

test("what is not reversible is kept nowhere, and a run that never was leaves no table", async () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "redacted.jsonl");
  {
    using redactor = await makeRedactor("desk", { keyedBy: KEY }, path);
    redactor.text("max@example.com");
  }
  expect(existsSync(path)).toBe(false);
  const redactor = await makeRedactor("desk", reversible, path);
  redactor.text("max@example.com");
  redactor.discard();
  expect(existsSync(path)).toBe(false);
});
