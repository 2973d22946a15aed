import { describe, expect, test } from "vitest";
import { evidenceOf, NO_FACTS } from "../criteria/evidenceOf.ts";
import {
  agreementAtLeast,
  type Criterion,
  casesAtLeast,
  drillRestores,
  failuresAtMost,
  policyWritten,
  replayCoverageAtLeast,
  seriousAtMost,
} from "../criteria/index.ts";
import { decide, stayCriteria } from "../gate.ts";
import { evidenceLadder, type Ladder, phased } from "../ladders.ts";
import type { ActionRow } from "../suite.ts";
import { gateOf } from "./gateOf.ts";

const gate = (row: ActionRow, ladder: Ladder = evidenceLadder) => gateOf("pay", row, ladder);
const toL4: ActionRow = { at: "L3", ask: "L4" };
const toL5: ActionRow = { at: "L4", ask: "L5" };
const told = (criteria: readonly Criterion[] = []) => criteria.map(({ name, params }) => ({ name, params }));
const L4 = evidenceLadder.rungs.find(({ id }) => id === "L4") ?? expect.fail();

describe("what the ladder demands besides", () => {
  test("is nothing where its own demands are asked", () => {
    for (const row of [toL4, toL5, { at: "L4" }, { ...toL4, consequential: "it moves money" }, {}])
      expect(gate(row).leftOut).toBeUndefined();
  });

  test("is what a criterion of the same name asks less of, with both limits", () => {
    const climb = [
      agreementAtLeast(0.3),
      casesAtLeast(1000),
      seriousAtMost(0.5),
      replayCoverageAtLeast(),
      drillRestores({ size: 1, minutes: 1000, days: 9000 }),
      policyWritten(),
    ];
    const { leftOut = [] } = gate({ ...toL4, climb });
    expect(leftOut).toContain("At least 95% of decisions the same (the suite’s own check: at least 30% of decisions the same)");
    expect(leftOut).toContain(
      "At most 1% serious disagreements in the decisions it would have taken (the suite’s own check: at most 50% serious disagreements in the decisions it would have taken)",
    );
    expect(leftOut).toContain(
      "50 of 50 restored within 15 min, at most 90 days ago (the suite’s own check: 1 of 1 restored within 1,000 min, at most 9,000 days ago)",
    );
    expect(leftOut.join()).not.toMatch(/300 cases|All of the records|each with the control/);
  });

  test("is not what is asked for more strictly, in whichever list nothing moves up without", () => {
    const ladders = [...(L4.climb ?? []), ...(L4.hold ?? [])].filter(({ name }) => name !== "agreementAtLeast");
    const own = { climb: ladders, stay: [agreementAtLeast(0.99)], hold: [failuresAtMost(0.01)] };
    expect(gate({ ...toL4, ...own }).leftOut).toBeUndefined();
    // What only keeps it from moving up does not cost the rung.
    const { leftOut } = gate({ ...toL4, climb: [...ladders, agreementAtLeast(0.99)], hold: [failuresAtMost(0.01)] });
    expect(leftOut).toEqual(["To stay: at least 85% of decisions the same"]);
  });

  test("is told of a row that only stands on its rung, too", () => {
    expect(gate({ at: "L4", stay: [agreementAtLeast(0.5)] }).leftOut).toEqual([
      "To stay: at least 90% of decisions the same (the suite’s own check: at least 50% of decisions the same)",
      "To stay: at most 2% serious disagreements in the decisions it would have taken",
    ]);
  });
});

describe("a list of a row’s own takes the place of that list alone", () => {
  test.each<["stay" | "hold", "stay" | "hold", RegExp]>([
    ["hold", "stay", /^To go on: /],
    ["stay", "hold", /^To stay: /],
  ])("%s: the ladder’s %s and climb stand", (own, other, besides) => {
    const found = gate({ ...toL5, [own]: [] });
    expect(told(found[other])).toEqual(told(L4[other]));
    expect(told(found.climb)).toEqual(told(gate(toL5).climb));
    expect(found.leftOut).not.toHaveLength(0);
    for (const said of found.leftOut ?? []) expect(said).toMatch(besides);
  });

  test("so that a quarter wrong costs L4 whatever has to go on holding", () => {
    const found = gate({ ...toL5, hold: [] });
    const evidence = evidenceOf({ agreement: [600, 800] }, [...found.climb, ...stayCriteria(found)]);
    expect(decide(found, evidence, "payments", NO_FACTS.wall)).toMatchObject({ verdict: "demote", to: "L3" });
  });

  test("with a climb of its own it is held to its own, and what the ladder asks to stay and to go on is told", () => {
    const { stay, hold, leftOut = [] } = gate({ ...toL5, climb: [agreementAtLeast(0.98)] });
    expect([stay, hold]).toEqual([[], undefined]);
    expect(leftOut).toContain("To stay: at least 90% of decisions the same");
    expect(leftOut).toContain("To go on: a named cause for each disagreement");
  });

  test("a row that names no rung loses none", () => {
    expect(gate({ hold: [] })).toMatchObject({ stay: [], climb: [] });
  });
});

describe("a consequential type on a ladder of a team’s own", () => {
  const own: Ladder = {
    name: "mine",
    rungs: [
      { id: "A", name: "asking", agent: "drafts", person: "approves", alone: false, like: "L3" },
      {
        id: "B",
        name: "acting",
        agent: "acts",
        person: "watches",
        like: "L4",
        climb: [agreementAtLeast(0.5), casesAtLeast(900)],
      },
      { id: "C", name: "acting more", agent: "acts", person: "watches", like: "L4", climb: [agreementAtLeast(0.5)] },
    ],
  };
  const names = ({ climb }: { readonly climb: readonly Criterion[] }) => climb.map(({ name }) => name);

  test.each([
    ["A", "B"],
    ["B", "C"],
  ])("from %s to %s brings what the evidence ladder demands there, where its own asks less", (at, ask) => {
    const { climb } = gate({ at, ask, consequential: "it moves money" }, own);
    expect(told(climb)).toContainEqual(told([agreementAtLeast(0.95)])[0]);
    expect(told(climb)).not.toContainEqual(told([agreementAtLeast(0.5)])[0]);
    expect(names({ climb })).toEqual(expect.arrayContaining((L4.climb ?? []).map(({ name }) => name)));
    expect(told(climb)).toContainEqual(told([casesAtLeast(ask === "B" ? 900 : 300)])[0]);
    expect(told(gate({ at, ask }, own).climb)).toContainEqual(told([agreementAtLeast(0.5)])[0]);
  });

  test("brings what every jumped rung demands as well, and nothing to criteria of the row’s own but a word", () => {
    const row = { at: "suggest", ask: "pre-approved", consequential: "it moves money" };
    expect(told(gate(row, phased).climb)).toContainEqual(told([agreementAtLeast(0.95)])[0]);
    const { climb, leftOut } = gate({ ...row, climb: [agreementAtLeast(0.9)] }, phased);
    expect(told(climb)).toEqual(told([agreementAtLeast(0.9)]));
    expect(leftOut).toContain("At least 95% of decisions the same (the suite’s own check: at least 90% of decisions the same)");
  });
});

test.each([{ name: "mine" }, { judge: () => "met" }, { name: "mine", params: {}, judge: () => "met" }])(
  "what lacks what is printed of it is no criterion: %o",
  (given) => {
    expect(() => gate({ ...toL4, climb: [given as unknown as Criterion] })).toThrow("is not a criterion");
  },
);
