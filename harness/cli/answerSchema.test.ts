import { readFileSync, writeFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { schemaOf } from "../../reports/testing/schemaOf.ts";
import { earnest } from "./earnestProcess.ts";

const path = new URL("./answer.schema.json", import.meta.url);
const text = `${JSON.stringify(schemaOf("harness/cli/say.ts", "Envelope", "earnest/cli/1"), null, 2)}\n`;
if (process.env["EARNEST_UPDATE"] === "1") writeFileSync(path, text);
const published = readFileSync(path, "utf8");

test("the published JSON Schema of what --json prints is that of the type", () => {
  expect(published, "refresh it with EARNEST_UPDATE=1 npx vitest run harness/cli/answerSchema.test.ts").toBe(text);
});

test.each([[["judge", "nowhere", "--json"]], [["envelope", "--nothing", "--json"]], [["doctor", "--json"]]])(
  "%j prints one object that is what it says",
  async (args) => {
    const valid = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(published));
    const { stdout, code } = await earnest(args);
    const answer = JSON.parse(stdout) as { ok: boolean };
    valid(answer);
    expect(valid.errors).toBeNull();
    expect(answer.ok).toBe(code === 0);
  },
);
