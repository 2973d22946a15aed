import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { digestOf } from "../canonical.ts";
import { envelopeSchema } from "../policy/envelopeExport.ts";
import { earnest, root } from "./earnestProcess.ts";

mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "test-")));
afterAll(() => rmSync(join(root, folder), { recursive: true }));

/** A rule is plain data, so a suite may also read it from a file. */
const rule = (cel: string) => ({
  name: "onlyWhen",
  params: { when: cel },
  says: "Small ones.",
  control: null,
  stops: "escalate",
  cel,
  window: null,
});
const suite = (name: string, cel: string) => {
  const text = `import { defineSuite, inProcess, jsonl } from "earnest";
export default defineSuite(() => ({
  name: "desk",
  dataset: { name: "desk", cases: jsonl("cases.jsonl") },
  agent: inProcess({ name: "clerk", version: "1", propose: () => ({ kind: "abstain" }) }),
  actions: { pay: { ask: "L4", envelope: [${JSON.stringify(rule(cel))}] } },
}));\n`;
  writeFileSync(join(root, folder, name), text);
  return join(folder, name);
};

test("earnest envelope prints the rules of a suite, writes them to a file, and refuses a broken one by its place", async () => {
  const file = suite("suite.ts", "action.params.amount < 5");
  const printed = await earnest(["envelope", file]);
  expect(printed.code).toBe(0);
  const { digest, ...rest } = envelopeSchema.parse(JSON.parse(printed.stdout));
  expect(digest).toBe(digestOf(rest));
  expect(rest.envelopes).toMatchObject([
    { type: "pay", rung: "L4", standing: "L3", granted: false, rules: [{ cel: "action.params.amount < 5" }] },
  ]);
  const output = join(folder, "envelope.json");
  const written = await earnest(["envelope", file, "-o", output]);
  expect(written.stdout).toBe(`  1 envelope in ${output}, 0 of them granted, digest ${digest}\n`);
  expect(readFileSync(join(root, output), "utf8")).toBe(printed.stdout);
  const broken = await earnest(["envelope", suite("broken.ts", "action.params.amount <")]);
  expect(broken.code).toBe(2);
  expect(broken.stderr).toContain("pay: onlyWhen cannot be read at column 23");
});
