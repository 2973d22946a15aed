import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { earnest, root } from "./earnestProcess.ts";

// Whole processes, as a user or a script starts them. A suite can import "earnest" only from inside the package.
mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "test-sheet-")));
afterAll(() => rmSync(join(root, folder), { recursive: true }));

const RUN = join(folder, "run");
const SUITE = `
import { agreementAtLeast, defineSuite, exact, fields, inProcess, rows } from "earnest";
export default defineSuite({
  name: "desk",
  dataset: { name: "desk", cases: rows("desk", Array.from({ length: 6 }, (_, i) => ({
    raw: { id: "case-" + i, input: "x", decisions: [{ actions: [{ type: i % 2 ? "close" : "other", params: { to: "ann" } }] }] },
    where: { file: "desk", line: i + 1 },
  }))) },
  agent: inProcess({ name: "clerk", version: "1", propose: () => ({ kind: "act", actions: [{ type: "close", params: { to: "ann" } }] }) }),
  actions: {
    close: { about: "Closes what is done.", compare: fields({ to: exact() }), at: "L2", ask: "L3", climb: [agreementAtLeast(0.9)], owners: { business: "Desk lead" } },
    open: { compare: fields({ to: exact() }) },
  },
});
`;

beforeAll(async () => {
  writeFileSync(join(root, folder, "suite.mjs"), SUITE);
  const { code, stderr } = await earnest(["observe", join(folder, "suite.mjs"), "--run-dir", RUN, "--quiet"]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
});

test("a sheet for each row of the suite goes into the run folder, the same bytes each time", async () => {
  const done = await earnest(["sheet", RUN]);
  expect(done).toMatchObject({ code: 0, stderr: "" });
  const file = join(root, RUN, "autonomy.html");
  expect(done.stdout).toContain(join(RUN, "autonomy.html"));
  const page = readFileSync(file, "utf8");
  expect(page.match(/<article class="sheet"/g)).toHaveLength(2);
  expect(page).toContain("Closes what is done.");
  expect(page).toContain("Desk lead");
  await earnest(["sheet", RUN]);
  expect(readFileSync(file, "utf8")).toBe(page);
});

test("one action type alone, as markdown, and what was written as JSON", async () => {
  const file = join(folder, "close.md");
  const { code, stdout } = await earnest(["sheet", RUN, "--type", "close", "-o", file, "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ command: "sheet", ok: true, data: { files: [file] } });
  const text = readFileSync(join(root, file), "utf8");
  expect(text.match(/^## .*$/gm)).toEqual(["## close"]);
});

test("an unknown type, an ending without a meaning and a folder that is not there are said before anything is written", async () => {
  const unknown = await earnest(["sheet", RUN, "--type", "closed", "-o", join(folder, "no.md")]);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain("the runs know no action type closed");
  expect(unknown.stderr).toContain("close, open");
  expect(existsSync(join(root, folder, "no.md"))).toBe(false);
  expect((await earnest(["sheet", RUN, "-o", "sheet.pdf"])).code).toBe(2);
  expect((await earnest(["sheet", RUN, "-o", join(folder, "none", "a.md")])).code).not.toBe(0);
});

test("a sheet says where the register has each type, and first of all where the evidence is about another rung", async () => {
  const register = join(folder, "autonomy.yaml");
  const sheet = async (...more: string[]) => {
    const file = join(folder, "beside.md");
    expect(await earnest(["sheet", RUN, "-o", file, ...more])).toMatchObject({ code: 0, stderr: "" });
    return readFileSync(join(root, file), "utf8");
  };
  expect(await sheet()).toContain("Register: there is none");
  const by = ["--register", register, "--by", "Kim Lee", "--because", "Complaints."];
  expect(await earnest(["demote", "close", "--report", RUN, "--to", "L0", ...by])).toMatchObject({ code: 0 });
  const text = await sheet("--register", register);
  const day = new Date().toISOString().slice(0, 10);
  expect(text).toMatch(/> The register has it on L0 since \d{4}-\d\d-\d\d; this evidence is about L2\./);
  expect(text.indexOf("> The register has it on L0")).toBeLessThan(text.indexOf("Present level"));
  expect(text).toContain("Present level: **L0");
  expect(text).toContain(`Register: L0 since ${day}, by Kim Lee`);
  expect(text).toContain("Nothing on this page raises it from L0");
  expect(text.match(/The register has it on/g)).toHaveLength(1);
  writeFileSync(join(root, register), readFileSync(join(root, register), "utf8").replace("rung: L0", "rung: L2"));
  const edited = await earnest(["sheet", RUN, "--register", register]);
  expect([edited.code, edited.stderr]).toEqual([2, expect.stringContaining("the history leads to L0")]);
});
