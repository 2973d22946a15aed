import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDrills } from "../drill/drillLedger.ts";
import { root } from "./earnestProcess.ts";
import { DrillPlace } from "./testing/drillProcess.ts";

const place = new DrillPlace();
afterAll(() => place[Symbol.dispose]());
const { suite } = place;
const SQLITE = ["--fixture", "sqlite", "-q"];
const DRILLS = ["revertBatch", "crashBeforeReceipt", "crashDuringRollback", "humanEdit", "timed"];

/** Thirty proposals: 24 to draw from, three above the cap, three with half a copy. */
beforeAll(() => {
  const cases = Array.from({ length: 30 }, (_, n) => {
    const copies = n % 10 === 3 ? 5 : n % 10 === 7 ? 0.5 : 1;
    return {
      id: `case-${n}`,
      input: { n, copies },
      decisions: [{ actions: [{ type: "lend", params: { book: `p-${n}`, copies: 1 } }] }],
    };
  });
  writeFileSync(join(root, place.in("cases.jsonl")), `${cases.map((one) => JSON.stringify(one)).join("\n")}\n`);
});

interface Said {
  readonly drillDir: string;
  readonly interrupted: boolean;
  readonly types: readonly {
    readonly drills: readonly { readonly drill: string; readonly control: string; readonly held: number; readonly n: number }[];
  }[];
}

const dataOf = (stdout: string) => (JSON.parse(stdout) as { data: Said }).data;

const inOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

/** The ledger of a folder, read as a judge reads it. */
function ledgerIn(dir: string) {
  const { header, results, frame } = openDrills(join(root, dir));
  return { header, results: [...results], end: frame.end };
}

test("drills examples where there is no run, leaves a ledger that is whole, and nothing in the system’s temporary folder", async () => {
  const dir = place.in("examples");
  const { code, stdout } = await place.run(["drill", suite, ...SQLITE, "--drill-dir", dir, "--json"]);
  expect(code).toBe(0);
  const { header, results, end } = ledgerIn(dir);
  expect(header).toMatchObject({ from: null, times: 1, suite: { name: "library" }, agent: { name: "clerk", version: "1" } });
  expect(header.types).toMatchObject([
    {
      type: "lend",
      fixture: { name: "library", engines: { sqlite: expect.stringMatching(/^SQLite/) } },
      acts: { from: "examples", proposed: 0, batch: 6 },
      drills: DRILLS.map((name) => ({ name, size: 6 })),
    },
  ]);
  expect(results).toHaveLength(10);
  expect(results.slice(0, 5).map(({ control }) => control)).toEqual(Array(5).fill(true));
  expect(results.slice(5).filter(({ held, control, size }) => held && !control && size === 6)).toHaveLength(5);
  expect(end).toMatchObject({ results: 10, interrupted: false });
  expect(dataOf(stdout).types[0]?.drills).toEqual(
    DRILLS.map((drill) => expect.objectContaining({ drill, control: "caught", held: 1, n: 1 })),
  );
  expect(place.places()).toEqual([]);
  expect(existsSync(join(root, dir, "kept"))).toBe(false);
});

test("draws what the agent proposed, as its envelope lets it through, and judging counts the drill", async () => {
  const run = place.in("run");
  expect((await place.run(["run", suite, "--run-dir", run, "--json"])).code).toBe(0);
  const dir = place.in("proposed");
  const only = ["--fault", "revertBatch", "--fault", "timed"];
  const drilled = await place.run(["drill", suite, ...SQLITE, ...only, "--run", run, "--drill-dir", dir, "--load", "50"]);
  expect(drilled.code).toBe(0);
  expect(inOneLine(drilled.stdout)).toContain("drawn from 24 acts that the agent proposed");
  expect(inOneLine(drilled.stdout)).toContain("3 that the policy keeps back and 3 with params that cannot be used left out.");
  expect(drilled.stdout).toContain(`Next: earnest report ${run} --drills ${dir}`);
  // But for what is there to be pasted.
  const lines = drilled.stdout.split("\n").filter((line) => !line.startsWith("  Next: ") && !line.includes(dir));
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  const { header, results } = ledgerIn(dir);
  expect(header.from?.run).toMatch(/library/);
  const touched = results.flatMap(({ seen }) => seen.acts.flatMap(({ touches }) => touches));
  expect(touched.every((entity) => /^books\/p-\d*[^37]$/.test(entity))).toBe(true);
  const said = await place.run(["judge", run, "--drills", dir]);
  expect(said.stdout).toMatch(/^ {2}Drills: 1 ledger, (\d+) of \1 held$/m);
  expect((await place.run(["judge", run, "--drills", "none"])).stdout).not.toContain("Drills: ");
  const finding = async (...drills: string[]) => {
    const { stdout } = await place.run(["judge", run, "--json", "--drills", ...drills]);
    const { types } = (
      JSON.parse(stdout) as {
        data: { types: { lend: { findings: { climb: { verdict: string; criterion: { name: string } }[] } } } };
      }
    ).data;
    return types.lend.findings.climb.find(({ criterion }) => criterion.name === "drillRestores")?.verdict;
  };
  expect(await finding(dir)).toBe("met");
  expect(await finding("none")).toBe("insufficient");
  const other = await place.run(["drill", suite, ...SQLITE, "--run", run], { LIBRARY_CLERK: "2" });
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("is of clerk 1, and the suite's agent is clerk 2") });
});

test("an undo that forgets some acts is told row by row, and its sandbox kept on request", async () => {
  const broken = ["drill", suite, ...SQLITE, "--fault", "revertBatch"];
  const gone = await place.run([...broken, "--drill-dir", place.in("gone")], { LIBRARY_FORGETS: "1" });
  expect(gone.code).toBe(3);
  expect(gone.stdout).toMatch(/^\n {2}1 drill of 1 did not hold\.\n/);
  const told = inOneLine(gone.stdout);
  expect(told).toContain(
    "NOT MET revertBatch on sqlite A batch is carried out, and all of it is undone. It is result 2: 4 of 6 acts as before.",
  );
  expect(told).toContain(
    "Undone, and not as before: act 1 (books/b-0), act 4 (books/b-3). books b-0 copies: 9 -> 8 books b-3 copies: 9 -> 8 Why",
  );
  expect(told).toContain("Why it matters: the undo said that all was well, so nobody would look again");
  const again = `earnest drill ${suite} --action lend --fault revertBatch --fixture sqlite --keep --seed 1`;
  expect(gone.stdout).toContain(`again  ${again}\n`);
  expect(gone.stdout).toContain(`Next: ${again}\n`);
  // What did not hold is never over, however soon it stopped.
  expect(gone.stdout).toMatch(/ {6}sqlite +1 +- +- +no end\n/);
  expect(told).not.toContain("would fail");
  expect(existsSync(join(root, place.in("gone"), "kept"))).toBe(false);
  const kept = await place.run([...broken, "--keep", "--drill-dir", place.in("broken")], { LIBRARY_FORGETS: "1" });
  const [, folder = ""] = /kept {2}sqlite3 (\S+)\//.exec(kept.stdout) ?? [];
  expect(readdirSync(join(root, folder))).not.toEqual([]);
  expect(ledgerIn(place.in("broken")).results.at(-1)?.kept).toContain(folder);
  expect(place.places()).toEqual([]);
});

test("where an undo that only pretends is not found, the drill is void", async () => {
  const { code, stdout } = await place.run(
    ["drill", suite, ...SQLITE, "--fault", "revertBatch", "--drill-dir", place.in("void")],
    {
      LIBRARY_BLIND: "1",
    },
  );
  expect(code).toBe(4);
  expect(stdout).toContain("Negative controls, in which the undo only pretends: 0 of 1 caught.");
  expect(stdout).toContain("VOID     revertBatch of lend on sqlite");
  // What is void for the terminal is void for the gate.
  const judged = await place.run(["judge", place.in("run"), "--json", "--drills", place.in("void")]);
  expect(judged.stdout).toContain("is void: an undo that only pretended was not noticed by it");
});

test("where nothing can be carried out, one finding says why, and the drill neither holds nor is void", async () => {
  const dir = place.in("closed");
  const args = ["drill", suite, ...SQLITE, "--fault", "revertBatch", "--fault", "crashDuringRollback", "--drill-dir", dir];
  const { code, stdout } = await place.run(args, { LIBRARY_CLOSED: "1" });
  expect(code).toBe(3);
  for (const { violations, held } of ledgerIn(dir).results) {
    expect(held).toBe(false);
    expect(violations).toEqual([
      {
        check: "nothing-done",
        says: expect.stringMatching(
          /^None of the acts was carried out, so that no undo was tried: no such table: lent \(\d times\)\.$/,
        ),
      },
    ]);
  }
  expect(inOneLine(stdout)).toContain("The negative control of revertBatch of lend on sqlite could not be made");
  expect(stdout).not.toContain("VOID");
});

test("the same seed draws the same acts, another one others", async () => {
  const acts = async (name: string, seed: string) => {
    const args = ["drill", suite, ...SQLITE, "--fault", "revertBatch", "--run", place.in("run"), "--seed", seed];
    expect((await place.run([...args, "--drill-dir", place.in(name)])).code).toBe(0);
    return ledgerIn(place.in(name)).results.map(({ seen }) => seen.acts.flatMap(({ touches }) => touches));
  };
  const [one, again, other] = [await acts("seed-a", "5"), await acts("seed-b", "5"), await acts("seed-c", "6")];
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
});

describe("says what there is", () => {
  test.each([
    [["--action", "lent"], "USAGE", 'no action type \\"lent\\"', "It has lend, sort, ask"],
    [["--action", "ask"], "USAGE", "no drills for", "There are drills for lend"],
    [["--fixture", "mysql"], "USAGE", 'no fixture of these drills runs on \\"mysql\\"', "They run on sqlite, pg"],
    [["--fault", "fire"], "USAGE", 'no drill \\"fire\\"', "There are revertBatch, partialFailure"],
    [["--fault", "poison"], "USAGE", "none of the drills of lend is asked for", "They are revertBatch, crashBeforeReceipt"],
    [
      ["--size", "2", "--fault", "humanEdit", "--fixture", "sqlite", "--run", "nowhere"],
      "RUN_NOT_FOUND",
      "nowhere",
      ".earnest/runs",
    ],
    [["--size", "1"], "USAGE", "these drills take batches of 2 and more, not of 1", "--size 2"],
    [["--size", "0"], "USAGE", "expected a whole number from 1", ""],
  ])("for %j", async (args, code, message, next) => {
    const done = await place.run(["drill", suite, ...args, "--json", "--drill-dir", place.in("refused")]);
    expect(done.code).toBe(2);
    expect(done.stdout).toContain(`"code":"${code}"`);
    expect(done.stdout).toContain(message);
    expect(done.stdout).toContain(next);
    expect(existsSync(join(root, place.in("refused")))).toBe(false);
  });

  test("for a folder that holds a ledger already, and of what is drilled elsewhere", async () => {
    const again = await place.run(["drill", suite, ...SQLITE, "--drill-dir", place.in("examples")], { LIBRARY_ELSEWHERE: "1" });
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("holds a drill ledger already") });
    expect(again.stderr).toContain("sort: not drilled here: the stacks team does it");
    const asked = await place.run(["drill", suite, "--action", "sort", "-q"], { LIBRARY_ELSEWHERE: "1" });
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining("sort: not drilled here: the stacks team does it") });
  });
});
