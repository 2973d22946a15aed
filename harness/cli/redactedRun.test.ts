import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunHeader } from "../ledger/record.ts";
import { type Done, earnest, root } from "./earnestProcess.ts";

// A whole run in a process of its own, and then every byte that it left behind.
mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "test-")));
const inFolder = (name: string) => join(folder, name);
afterAll(() => rmSync(join(root, folder), { recursive: true }));

/** Identifiers as people write them, and how else they might turn up: without blanks, in small letters, as bytes of another writing. */
const SEEDS = [
  "Erika.Musterfrau@private-post.example.org",
  "+49 171 2345678",
  "DE89 3704 0044 0532 0130 00",
  "4111 1111 1111 1111",
  "203.0.113.77",
  "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5",
];
const spellings = SEEDS.flatMap((seed) => [
  seed,
  seed.toLowerCase(),
  seed.replaceAll(" ", ""),
  encodeURIComponent(seed),
  Buffer.from(seed).toString("base64").slice(0, -4),
]);

const SUITE = `
import { agreementAtLeast, defineSuite, inProcess, jsonl } from "earnest";
export default defineSuite(({ data }) => ({
  name: "desk",
  dataset: { name: "desk", cases: jsonl(data), onBadRow: "exclude" },
  agent: inProcess({
    name: "clerk",
    version: "1",
    propose: async ({ input, id }, toolbox) => {
      if (input.fail) throw new Error("cannot answer " + id + ": " + input.text);
      const found = await toolbox.read("look", { who: input.who });
      return { kind: "act", actions: [{ type: "reply", params: { to: input.who, found } }], because: input.text };
    },
  }),
  actions: { reply: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] } },
}));
`;

function desk(i: number): object {
  const seed = SEEDS[i % SEEDS.length] as string;
  return {
    id: `case ${i} of ${seed}`,
    cluster: `${seed} and ${i % 5}`,
    input: { who: seed, text: `This is ${seed}, answer me.`, fail: i % 9 === 0, [seed]: "a name" },
    reads: [{ tool: "look", args: { who: seed }, answer: [seed] }],
    decisions: [{ actions: [{ type: "reply", params: { to: seed, found: [seed] } }], by: seed }],
    outcome: { said: `${seed}!` },
    slices: { who: seed },
    ...(i % 10 === 7 ? { weight: seed } : {}),
  };
}

const suite = inFolder("suite.mjs");
const data = inFolder("cases.jsonl");
const dir = inFolder("run");
let done: Done;

beforeAll(async () => {
  writeFileSync(join(root, suite), SUITE);
  writeFileSync(join(root, data), Array.from({ length: 120 }, (_, i) => `${JSON.stringify(desk(i))}\n`).join(""));
  done = await earnest(["run", suite, "--data", data, "--run-dir", dir]);
}, 60_000);

const survivorsIn = (text: string) => spellings.filter((spelling) => text.includes(spelling));

test("no file of a run, and nothing it said, holds an identifier of the cases", () => {
  expect(done.code, done.stderr).toBe(0);
  const files = readdirSync(join(root, dir), { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(root, dir, name)).isFile(),
  );
  expect(files).toEqual(
    expect.arrayContaining(["manifest.json", "report.html", "report.json", "summary.md", join("journal", "000001.jsonl")]),
  );
  const survivors = files.map((name) => [name, survivorsIn(readFileSync(join(root, dir, name), "latin1"))]);
  expect(survivors).toEqual(files.map((name) => [name, []]));
  expect(survivorsIn(done.stdout + done.stderr)).toEqual([]);
});

test("the header says what was redacted, and an echo of a token is the person's own value", () => {
  const header = JSON.parse(readFileSync(join(root, dir, "manifest.json"), "utf8")) as RunHeader;
  const { counts = {}, none, reversible } = header.redaction ?? {};
  expect([none, reversible]).toEqual([null, false]);
  for (const name of ["email", "phone", "iban", "card", "ip", "secret"]) expect(counts[name], name).toBeGreaterThan(100);
  const { types } = JSON.parse(readFileSync(join(root, dir, "report.json"), "utf8")) as {
    types: { evidence: { proposed: { n: number; matches: number } } }[];
  };
  const [reply] = types;
  expect(reply?.evidence.proposed.n).toBeGreaterThan(90);
  expect(reply?.evidence.proposed.matches).toBe(reply?.evidence.proposed.n);
});

test("other commands say nothing of them either, refusals included", async () => {
  const refused = await earnest(["run", suite, "--data", data, "--run-dir", inFolder("refused"), "--on-bad-row", "refuse"]);
  expect(refused.code).toBe(2);
  const others = await Promise.all([
    earnest(["judge", dir, "--json"]),
    earnest(["doctor", suite, "--data", data]),
    earnest(["plan", suite, "--data", data]),
    earnest(["case", dir, `case 1 of ${SEEDS[1]}`]),
  ]);
  const said = [refused, ...others].map(({ stdout, stderr }) => survivorsIn(stdout + stderr));
  expect(said).toEqual([[], [], [], [], []]);
}, 60_000);

test("a case is opened by its id in the dataset and by the one on record; for another one it is said how ids look", async () => {
  const own = await earnest(["case", dir, `case 1 of ${SEEDS[1]}`]);
  expect(own.code, own.stderr).toBe(0);
  const [, token = ""] = /^Case (.*)$/m.exec(own.stdout) ?? [];
  expect(token).toMatch(/^case 1 of \[phone:[0-9a-f]{12}\]$/);
  const [same, none] = await Promise.all([earnest(["case", dir, token]), earnest(["case", dir, "case 1 of +49 171 7654321"])]);
  expect(same.stdout).toBe(own.stdout);
  expect(none.code).not.toBe(0);
  expect(none.stderr).toMatch(/no case case 1 of \+49 171 7654321 [\s\S]*is a\s+token/);
}, 60_000);
