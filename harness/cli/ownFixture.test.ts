import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Done, plainEnv, root } from "./earnestProcess.ts";

/** A project of somebody else, outside of this one, with what the page on fixtures shows. */
let folder: string;
const example = /```ts\n(import [\s\S]*?)```/.exec(readFileSync(join(root, "fixtures", "README.md"), "utf8"))?.[1] ?? "";
const SUITE = `import { defineAction, defineSuite, inProcess, jsonl } from "earnest";
import { everyDrill } from "earnest/drill";
import { refundPayment } from "earnest/fixtures/payments/refundPayment.ts";
import { z } from "zod";
import { lendBook } from "./lendBook.ts";

export default defineSuite(() => ({
  name: "library",
  dataset: { name: "library", cases: jsonl("cases.jsonl") },
  agent: inProcess({ name: "clerk", version: "1", propose: () => ({ kind: "act", actions: [] }) }),
  actions: {
    lend: defineAction({
      params: z.object({ book: z.string() }),
      reversibility: "compensable",
      drills: everyDrill(lendBook, { size: 5 }),
    }),
    refund: defineAction({
      params: z.object({ order: z.string(), amount: z.number() }),
      reversibility: "compensable",
      drills: everyDrill(refundPayment, { size: 5 }),
    }),
  },
}));
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "earnest-test-own-"));
  mkdirSync(join(folder, "tmp"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "earnest"));
  symlinkSync(join(root, "node_modules", "zod"), join(folder, "node_modules", "zod"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "lendBook.ts"), example);
  writeFileSync(join(folder, "suite.ts"), SUITE);
});
afterAll(() => rmSync(folder, { recursive: true }));

function drill(...args: string[]): Promise<Done> {
  return new Promise((resolve) => {
    const program = join("node_modules", "earnest", "harness", "cli.ts");
    // What other drills of this machine have left behind is none of its business.
    const how = { cwd: folder, env: { ...plainEnv, TMPDIR: join(folder, "tmp") } };
    const child = execFile(process.execPath, [program, "drill", ".", "-q", ...args], how, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

test("a fixture and a handler of one's own, as the page shows them, are short and can be drilled", async () => {
  expect(example.trimEnd().split("\n").length).toBeLessThan(60);
  const { code, stdout, stderr } = await drill("--action", "lend", "--fixture", "sqlite", "--times", "1");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("All 10 drills held.");
  expect(stdout).toContain("the undo only pretends: 10 of 10 caught.");
});

test("a fixture that comes with earnest is imported by its name", async () => {
  const { code } = await drill("--action", "refund", "--fault", "revertBatch", "--fixture", "sqlite");
  expect(code).toBe(0);
});
