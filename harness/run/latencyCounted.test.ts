import { expect, test } from "vitest";
import { agreementAtLeast, latencyAtMost } from "../criteria/index.ts";
import { deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";

test.each(["climb", "hold", "stay"] as const)(
  "cases within a limit asked about in %s are counted for its exact chance",
  async (where) => {
    using dir = runFolder();
    const row = { climb: [agreementAtLeast(0.5)], hold: [], stay: [] };
    const suite = deskSuite({
      cases: Array.from({ length: 80 }, (_, i) => ({ id: `${i}`, decided: ["a"], proposed: ["a"] })),
      actions: { a: { at: "L3", ask: "L4", ...row, [where]: [...row[where], latencyAtMost({ seconds: 5 })] } },
    });
    await runInto(dir.path, suite);
    const [type] = judge(suite, dir.path).judgement.types;
    const found = type?.decided[where].find(({ criterion }) => criterion.name === "latencyAtMost");
    expect(found?.verdict).toBe("met");
    expect(found?.numbers["p"]).toBeCloseTo(0.95 ** 80, 12);
  },
);
