import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { digestOf } from "../canonical.ts";
import { type Done, earnest, root } from "./earnestProcess.ts";

// Whole processes, as a user or a script starts them. A suite can import "earnest" only from inside the package.
mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "test-unruled-")));
afterAll(() => rmSync(join(root, folder), { recursive: true }));

const RULINGS = join(folder, "rulings.jsonl");
const RUN = join(folder, "run");
const HOSTILE = "\u001b[2J\u202e</script>\n{}";

const SUITE = `
import { defineSuite, exact, fields, inProcess, judged, rows } from "earnest";
const text = judged({ judge: { name: "model", version: "1" }, rulings: ${JSON.stringify(RULINGS)} });
const replies = [["sorry", "apologies"], ["yes", "yes"], ["yes", "no"], ["sorry", "apologies"], ["a", ${JSON.stringify(HOSTILE)}]];
const reply = (text) => ({ type: "reply", params: { to: "ann", text } });
export default defineSuite({
  name: "desk",
  dataset: { name: "desk", cases: rows("desk", replies.map(([decided, proposed], i) => ({
    raw: { id: "case-" + i, input: proposed, decisions: [{ actions: [reply(decided)] }] },
    where: { file: "desk", line: i + 1 },
  }))) },
  agent: inProcess({ name: "clerk", version: "1", propose: ({ input }) => ({ kind: "act", actions: [reply(input)] }) }),
  actions: { reply: { compare: fields({ to: exact(), text }) } },
});
`;

const linesOf = ({ stdout }: Done) => stdout.split("\n").slice(0, -1);
const pairsOf = (done: Done) => linesOf(done).map((line) => JSON.parse(line));

beforeAll(async () => {
  writeFileSync(join(root, folder, "suite.mjs"), SUITE);
  writeFileSync(join(root, RULINGS), "");
  const { code, stderr } = await earnest(["observe", join(folder, "suite.mjs"), "--run-dir", RUN, "--quiet"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
});

test("every pair without a ruling stands on stdout once, and nothing else does", async () => {
  const done = await earnest(["unruled", RUN]);
  expect(done.code).toBe(0);
  const found = pairsOf(done);
  expect(found.map(({ decided, proposed }) => [decided, proposed]).sort()).toEqual([
    ["a", HOSTILE],
    ["sorry", "apologies"],
    ["yes", "no"],
  ]);
  for (const { judge, version, pair, type, decided, proposed, case: id } of found) {
    expect([judge, version, type, pair]).toEqual(["model", "1", "reply", digestOf({ decided, proposed })]);
    expect(id).toMatch(/^case-[0-4]$/);
  }
  expect(done.stdout).not.toContain("\u001b");
  expect(done.stderr).toContain("3 pairs without a ruling");
  expect((await earnest(["unruled", RUN, "--quiet"])).stderr).toBe("");
  expect((await earnest(["unruled", RUN])).stdout).toBe(done.stdout);
});

test("a line with its ruling appended to the file settles the pair", async () => {
  const open = pairsOf(await earnest(["unruled", RUN]));
  const sorry = open.find(({ decided }) => decided === "sorry");
  const { judge, version, pair } = sorry;
  appendFileSync(join(root, RULINGS), `${JSON.stringify({ judge, version, pair, same: true, because: "both apologise" })}\n`);
  const left = pairsOf(await earnest(["unruled", RUN]));
  expect(left).toEqual(open.filter((one) => one !== sorry));
  const judged = JSON.parse((await earnest(["judge", RUN, "--json"])).stdout);
  expect(judged.data.types.reply.proposed).toMatchObject({ n: 5, matches: 3 });
});

test("a file of rulings that cannot be used is told by file and line, with the exit code of a mistake", async () => {
  writeFileSync(join(root, folder, "broken.jsonl"), '\n{"judge": "model"}\n');
  writeFileSync(
    join(root, folder, "broken.mjs"),
    SUITE.replace(JSON.stringify(RULINGS), JSON.stringify(join(folder, "broken.jsonl"))),
  );
  const done = await earnest(["unruled", RUN, "--suite", join(folder, "broken.mjs")]);
  expect(done.code).toBe(2);
  expect(done.stdout).toBe("");
  expect(done.stderr).toContain(`error ${join(folder, "broken.jsonl")}:2: 1 record cannot be used`);
});

test("a suite that asks no judge has nothing to be ruled on", async () => {
  writeFileSync(
    join(root, folder, "plain.mjs"),
    SUITE.replace("compare: fields({ to: exact(), text })", "").replace("exact, fields, ", ""),
  );
  const done = await earnest(["unruled", RUN, "--suite", join(folder, "plain.mjs")]);
  expect([done.code, done.stdout]).toEqual([0, ""]);
  expect(done.stderr).toContain("No comparator of this suite asks a model judge");
});
