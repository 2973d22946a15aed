import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LedgerRow } from "../ledger/record.ts";
import { rechain } from "../verify/rechain.ts";
import { type Done, earnest, root } from "./earnestProcess.ts";

mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "forged-")));
afterAll(() => rmSync(join(root, folder), { recursive: true }));

const SUITE = `
import { agreementAtLeast, defineSuite, inProcess, rows } from "earnest";
const cases = Array.from({ length: 120 }, (_, i) => ({
  raw: { id: "case-" + i, input: { note: "letter " + i }, decisions: [{ actions: [{ type: i === 5 ? "keep" : "close" }] }] },
  where: { file: "memory", line: i + 1 },
}));
const propose = () => ({ kind: "act", actions: [{ type: "close", params: {} }] });
export default defineSuite({ name: "desk", dataset: { name: "desk", cases: rows("memory", cases) }, agent: inProcess({ name: "clerk", version: "1", propose }),
  actions: { close: { title: "Close an account", at: "L1", ask: "L2", climb: [agreementAtLeast(0.8)] }, keep: {} } });
`;
const suite = join(folder, "suite.mjs");
const made = join(folder, "made");
let copies = 0;

beforeAll(async () => {
  writeFileSync(join(root, suite), SUITE);
  expect(await earnest(["run", suite, "--run-dir", made, "-q"])).toMatchObject({ code: 0 });
});

/** A folder as it comes by post: a report with its run in a folder beside it. */
function mailed(): { readonly at: string; readonly report: string; readonly run: string } {
  const at = join(folder, `mailed-${copies++}`);
  const run = join(at, "run");
  cpSync(join(root, made), join(root, run), { recursive: true });
  cpSync(join(root, made, "report.html"), join(root, at, "report.html"));
  return { at, report: join(at, "report.html"), run };
}

const said = ({ stdout, stderr }: Done) => `${stdout}${stderr}`.replaceAll(/\s+/g, " ");

test("a suite that a mailed ledger names is not run from where it was mailed to; what was loaded is said", async () => {
  const { at, report, run } = mailed();
  const ran = join(at, "ran");
  writeFileSync(
    join(root, at, "own.mjs"),
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(ran)}, "");${SUITE}`,
  );
  symlinkSync(join(root, at, "own.mjs"), join(root, folder, `link-${copies}.mjs`));
  for (const file of [join(at, "own.mjs"), join(folder, `link-${copies}.mjs`), join(root, at, "own.mjs"), "/tmp/own.mjs"]) {
    rechain(join(root, run, "journal"), (rows) =>
      (rows as readonly LedgerRow[]).map((row) =>
        row.kind === "run" ? { ...row, run: { ...row.run, suite: { ...row.run.suite, file } } } : row,
      ),
    );
    const done = await earnest(["verify", report]);
    expect(said(done)).toMatch(/names a suite that may not be one's own: .* Name the suite to check by with --suite/);
    expect(done.code).toBe(2);
  }
  expect(existsSync(join(root, ran))).toBe(false);
  const named = await earnest(["verify", mailed().report, "--suite", suite]);
  expect([named.code, said(named)]).toEqual([0, expect.stringContaining(`suite ${suite} run `)]);
});
