import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import starCopilot from "./suite.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const shared = join(root, "../shared/data/star");
const present = existsSync(shared);
if (!present) console.warn("Skipped: the STAR suite on real dialogues needs ../shared/data/star, which is not here.");

interface Side {
  readonly n: number;
  readonly matches: number;
}

interface Expected {
  readonly cases: number;
  readonly clusters: number;
  readonly abstained: number;
  readonly matches: number;
  readonly proposed: Record<string, Side & { readonly agreement: number; readonly clopperPearson95: [number, number] }>;
  readonly decided: Record<string, Side & { readonly coverage: number }>;
}

describe.skipIf(!present)("the STAR copilot on the published dialogues", () => {
  let folder: string;
  let given: {
    ok: boolean;
    command: string;
    data: Omit<Expected, "proposed" | "decided"> & {
      outcomes: Record<string, number>;
      types: Record<string, { proposed: Expected["proposed"][string]; decided: Expected["decided"][string]; verdict: string }>;
    };
  };
  let expected: Expected;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "star-"));
    execFileSync("tar", ["-xzf", join(shared, "dialogues.tar.gz"), "-C", folder]);
    expected = JSON.parse(readFileSync(join(shared, "expected.json"), "utf8")) as Expected;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["harness/cli.ts", "run", "suites/star-copilot", "--data", folder, "--run-dir", join(folder, "run"), "--json"],
      { cwd: root, maxBuffer: 2 ** 28 },
    );
    given = JSON.parse(stdout) as typeof given;
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test("counts every decision point, conversation, match and abstention", () => {
    expect(given).toMatchObject({ ok: true, command: "run", data: { cases: expected.cases, clusters: expected.clusters } });
    expect(given.data.outcomes).toMatchObject({ match: expected.matches, abstained: expected.abstained });
    expect(Object.values(given.data.outcomes).reduce((sum, n) => sum + n, 0)).toBe(expected.cases);
  });

  test("every type has the counts and the exact interval of an independent computation", () => {
    const types = new Set([...Object.keys(expected.proposed), ...Object.keys(expected.decided)]);
    expect(new Set(Object.keys(given.data.types))).toEqual(types);
    for (const type of types) {
      const nothing = { n: 0, matches: 0 };
      const { proposed, decided, verdict } = given.data.types[type] ?? expect.fail(`${type} is missing`);
      const wanted = expected.proposed[type];
      expect({ type, n: proposed.n, matches: proposed.matches }).toEqual({
        type,
        n: wanted?.n ?? 0,
        matches: wanted?.matches ?? 0,
      });
      expect(decided).toMatchObject(
        expected.decided[type] === undefined ? nothing : { n: expected.decided[type].n, matches: expected.decided[type].matches },
      );
      if (wanted !== undefined) {
        expect(Math.abs(proposed.agreement - wanted.agreement)).toBeLessThan(1e-9);
        for (const end of [0, 1] as const)
          expect(Math.abs(proposed.clopperPearson95[end] - wanted.clopperPearson95[end])).toBeLessThan(1e-9);
      }
      expect(verdict).toMatch(type === "custom" ? /^not_requested$/ : /^(promote|hold|demote|insufficient)$/);
    }
  });
});

test("the suite can be read without its data, and asks for nothing where people wrote freely", () => {
  const { actions } = starCopilot({});
  expect(Object.keys(actions)).toHaveLength(164);
  expect(actions["apartment_ask_price"]).toMatchObject({ title: "Apartment ask price", at: "L2", ask: "L3" });
  expect(actions["custom"]).not.toHaveProperty("ask");
});
