import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action, Likeness } from "./action.ts";
import { custom, exact, fields, minor, sameSet } from "./comparators/index.ts";
import { type ComparedType, type ComparedTypes, type Comparison, compare, compareSets, type Outcome } from "./compare.ts";
import type { Observation } from "./replay.ts";

/** `a` has a minor part, `b` is compared exactly, `c` refuses some params, `d` cannot be compared with some; `e` is undeclared. */
const types: ComparedTypes = new Map<string, ComparedType>([
  ["a", { compare: fields({ x: exact(), note: minor(exact()) }) }],
  ["b", { compare: exact() }],
  ["c", { compare: exact(), paramsFault: (params) => ((params as { x: number }).x === 2 ? "x is 2" : undefined) }],
  ["d", { compare: custom("picky", "1", picky) }],
]);

function picky(decided: unknown, proposed: unknown): boolean {
  const [x, y] = [(decided as { x: number }).x, (proposed as { x: number }).x];
  if (x === 2 || y === 2) throw new Error("cannot tell");
  return x === y;
}

const params = fc.record({ x: fc.integer({ min: 0, max: 2 }), note: fc.integer({ min: 0, max: 1 }) });
const action = (names: readonly string[]) => fc.record({ type: fc.constantFrom(...names), params });
const acts = fc.array(action(["a", "b", "c", "d", "e", "escalate"]), { maxLength: 6 });

const act = (type: string, x: unknown = 1): Action => ({ type, params: { x } });
const show = ({ decided, proposed, outcome }: Comparison) => `${decided} > ${proposed}: ${outcome}`;
const shown = (cells: readonly Comparison[]) => cells.map(show).sort();
const of = (outcome: Outcome, cells: readonly Comparison[]) => cells.filter((cell) => cell.outcome === outcome).length;

describe("every action is in exactly one cell", () => {
  test("of the person and of the agent", () => {
    fc.assert(
      fc.property(acts, acts, (decided, proposed) => {
        const cells = compareSets(decided, proposed, types);
        const indices = (key: "decidedAction" | "proposedAction") =>
          cells.flatMap((cell) => cell[key] ?? []).sort((a, b) => a - b);
        expect(indices("decidedAction")).toEqual([...decided.keys()]);
        expect(indices("proposedAction")).toEqual([...proposed.keys()]);
        for (const cell of cells) {
          if (cell.decidedAction !== undefined) expect(cell.decided).toBe(decided[cell.decidedAction]?.type);
          if (cell.proposedAction !== undefined) expect(cell.proposed).toBe(proposed[cell.proposedAction]?.type);
        }
        const empty = decided.length === 0 && proposed.length === 0;
        expect(cells.every((cell) => empty || (cell.decidedAction ?? cell.proposedAction) !== undefined)).toBe(true);
        expect(cells.length).toBeGreaterThan(0);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test("and the outcome says which of the two acted", () => {
    fc.assert(
      fc.property(acts, acts, (decided, proposed) => {
        for (const cell of compareSets(decided, proposed, types)) {
          const [person, agent] = [cell.decidedAction !== undefined, cell.proposedAction !== undefined];
          if (cell.outcome === "match" && decided.length > 0) expect([person, agent]).toEqual([true, true]);
          if (cell.outcome === "near" || cell.outcome === "params") expect([person, agent]).toEqual([true, true]);
          if (cell.outcome === "type") expect([person && agent, cell.decided === "escalate"]).toEqual([true, false]);
          if (cell.outcome === "overreach") expect([agent, person && cell.decided !== "escalate"]).toEqual([true, false]);
          if (cell.outcome === "missed") expect([person, agent]).toEqual([true, false]);
          if (cell.outcome === "failed") expect(agent).toBe(true);
          if (cell.outcome === "escalated") expect(cell.proposed).toBe("escalate");
        }
      }),
      { seed: 2, numRuns: 2000 },
    );
  });
});

test("the order in which a set was written down decides nothing", () => {
  const shuffled = acts.chain((set) => fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length })));
  fc.assert(
    fc.property(shuffled, shuffled, ([decided, people], [proposed, agent]) => {
      expect(shown(compareSets(people, agent, types))).toEqual(shown(compareSets(decided, proposed, types)));
    }),
    { seed: 3, numRuns: 2000 },
  );
});

describe("the assignment", () => {
  /** The best that any one-to-one pairing of two sets of one type can reach: matches, then near, then the same type. */
  function best(table: readonly (readonly Outcome[])[], row = 0, taken: readonly number[] = []): readonly number[] {
    if (row === table.length) return [0, 0, 0];
    const rest = [best(table, row + 1, taken)];
    for (const [column, outcome] of (table[row] ?? []).entries()) {
      if (taken.includes(column)) continue;
      const [match = 0, near = 0, params = 0] = best(table, row + 1, [...taken, column]);
      rest.push([match + Number(outcome === "match"), near + Number(outcome === "near"), params + Number(outcome === "params")]);
    }
    return rest.sort((a, b) => (b[0] ?? 0) - (a[0] ?? 0) || (b[1] ?? 0) - (a[1] ?? 0) || (b[2] ?? 0) - (a[2] ?? 0))[0] ?? [];
  }

  const OUTCOME: Record<Likeness["verdict"], Outcome> = { same: "match", minor: "near", different: "params" };
  // Equality chains would make every greedy pairing right, so likeness is drawn freely.
  const size = fc.integer({ min: 0, max: 5 });
  const tables = fc
    .tuple(size, size)
    .chain(([rows, columns]) =>
      fc.array(
        fc.array(fc.constantFrom<Likeness["verdict"]>("same", "minor", "different"), { minLength: columns, maxLength: columns }),
        { minLength: rows, maxLength: rows },
      ),
    );

  test("is the best of all one-to-one pairings", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const likeness = (i: unknown, j: unknown): Likeness => ({
          verdict: table[(i as { x: number }).x]?.[(j as { x: number }).x] ?? "different",
        });
        const drawn: ComparedTypes = new Map([["a", { compare: custom("drawn", "1", likeness) }]]);
        const decided = table.map((_, i) => act("a", i));
        const proposed = (table[0] ?? []).map((_, j) => act("a", j));
        const cells = compareSets(decided, proposed, drawn);
        if (decided.length + proposed.length === 0) return;
        const reached = [of("match", cells), of("near", cells), of("params", cells)];
        expect(reached).toEqual(best(table.map((row) => row.map((verdict) => OUTCOME[verdict]))));
        expect(of("missed", cells)).toBe(Math.max(0, decided.length - proposed.length));
        expect(of("overreach", cells)).toBe(Math.max(0, proposed.length - decided.length));
      }),
      { seed: 4, numRuns: 3000 },
    );
  });

  test("prefers one match to any number of near ones", () => {
    const likes = new Map([
      ["0 0", "same"],
      ["0 1", "minor"],
      ["1 0", "minor"],
      ["1 1", "different"],
    ] as const);
    const compared = custom("table", "1", (i, j) => ({
      verdict: likes.get(`${(i as { x: number }).x} ${(j as { x: number }).x}` as "0 0") ?? "different",
    }));
    const cells = compareSets([act("a", 0), act("a", 1)], [act("a", 1), act("a", 0)], new Map([["a", { compare: compared }]]));
    expect(cells.map(({ outcome }) => outcome).sort()).toEqual(["match", "params"]);
  });

  test("of a thousand against a thousand takes seconds", () => {
    const decided = Array.from({ length: 1000 }, (_, i) => act("a", i));
    const proposed = Array.from({ length: 1000 }, (_, i) => act("a", (i * 7) % 1500));
    const cells = compareSets(decided, proposed, types);
    const alike = new Set(proposed.map(({ params }) => params["x"]).filter((x) => Number(x) < 1000)).size;
    expect(of("match", cells)).toBe(alike);
    expect(cells).toHaveLength(1000);
  }, 15_000);
});

describe("extra and repeated actions are never free", () => {
  test("one more proposed action is one more disagreement, unless it is what a person did and nothing proposed matched yet", () => {
    const anyType = ["a", "b", "c", "d", "e", "z", "escalate"];
    fc.assert(
      fc.property(acts, acts, action(anyType), (decided, proposed, extra) => {
        const [before, after] = [proposed, [...proposed, extra]].map((set) => compareSets(decided, set, types)) as [
          Comparison[],
          Comparison[],
        ];
        const differing = (cells: readonly Comparison[]) =>
          cells.filter((cell) => cell.proposedAction !== undefined && cell.outcome !== "match").length;
        const matched = (cells: readonly Comparison[]) =>
          cells.filter((cell) => cell.outcome === "match" && cell.proposed === extra.type).length;
        const wanted = decided.filter(({ type }) => type === extra.type).length;
        const gained = matched(after) - matched(before);
        expect(gained === 0 || (gained === 1 && matched(before) < wanted)).toBe(true);
        expect(differing(after)).toBe(differing(before) + 1 - gained);
        // What the other actions of the agent come to as matches does not change.
        const others = (cells: readonly Comparison[]) =>
          shown(cells.filter((cell) => cell.outcome === "match" && cell.proposed !== extra.type && cell.proposed !== "none"));
        expect(others(after)).toEqual(others(before));
      }),
      { seed: 5, numRuns: 2000 },
    );
  });

  test("a repeat of a proposed action whose like the person took once is overreach", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(action(["a", "b", "e"]), { minLength: 1, maxLength: 5, selector: (a) => JSON.stringify(a) }),
        (set) => {
          const twice = compareSets(set, [...set, set[0] as Action], types);
          expect([of("match", twice), of("overreach", twice), twice.length]).toEqual([set.length, 1, set.length + 1]);
        },
      ),
      { seed: 6, numRuns: 500 },
    );
  });
});

describe("handing over and doing nothing", () => {
  const [a, a2, b, hand] = [act("a"), act("a", 2), act("b"), act("escalate")];
  const person = { nothing: [], hand: [hand], a: [a], "a+hand": [a, hand], "a+b": [a, b] };
  const agent = { nothing: [], hand: [hand], a: [a], a2: [a2], b: [b], "a+hand": [a, hand], "a+a": [a, a], "a+b": [a, b] };

  test.each<[keyof typeof person, keyof typeof agent, string[]]>([
    ["nothing", "nothing", ["none > none: match"]],
    ["nothing", "hand", ["none > escalate: escalated"]],
    ["nothing", "a", ["none > a: overreach"]],
    ["nothing", "a+hand", ["none > a: overreach", "none > escalate: escalated"]],
    ["nothing", "a+a", ["none > a: overreach", "none > a: overreach"]],
    ["hand", "nothing", ["escalate > none: missed"]],
    ["hand", "hand", ["escalate > escalate: match"]],
    ["hand", "a", ["escalate > a: overreach"]],
    ["hand", "a+hand", ["escalate > a: overreach", "escalate > escalate: match"]],
    ["hand", "a+a", ["escalate > a: overreach", "escalate > a: overreach"]],
    ["hand", "a+b", ["escalate > a: overreach", "escalate > b: overreach"]],
    ["a", "nothing", ["a > none: missed"]],
    ["a", "hand", ["a > escalate: escalated"]],
    ["a", "a", ["a > a: match"]],
    ["a", "a2", ["a > a: params"]],
    ["a", "b", ["a > b: type"]],
    ["a", "a+hand", ["a > a: match", "none > escalate: escalated"]],
    ["a", "a+a", ["a > a: match", "none > a: overreach"]],
    ["a", "a+b", ["a > a: match", "none > b: overreach"]],
    ["a+hand", "nothing", ["a > none: missed", "escalate > none: missed"]],
    ["a+hand", "hand", ["a > escalate: escalated", "escalate > escalate: match"]],
    ["a+hand", "a", ["a > a: match", "escalate > none: missed"]],
    ["a+hand", "b", ["a > none: missed", "escalate > b: overreach"]],
    ["a+hand", "a+hand", ["a > a: match", "escalate > escalate: match"]],
    ["a+hand", "a+a", ["a > a: match", "escalate > a: overreach"]],
    ["a+hand", "a+b", ["a > a: match", "escalate > b: overreach"]],
    ["a+b", "nothing", ["a > none: missed", "b > none: missed"]],
    ["a+b", "hand", ["a > escalate: escalated", "b > escalate: escalated"]],
    ["a+b", "a", ["a > a: match", "b > none: missed"]],
    ["a+b", "a+hand", ["a > a: match", "b > escalate: escalated"]],
    ["a+b", "a+a", ["a > a: match", "b > a: type"]],
    ["a+b", "a+b", ["a > a: match", "b > b: match"]],
  ])("person %s, agent %s", (decided, proposed, cells) => {
    expect(shown(compareSets(person[decided], agent[proposed], types))).toEqual([...cells].sort());
  });
});

describe("an observation", () => {
  const seen = { attempt: 1, isolation: "I0", trace: { steps: [] }, breaches: [], ms: 1 } as const;
  const proposes = (proposal: Extract<Observation, { kind: "proposed" }>["proposal"]): Observation => ({
    ...seen,
    kind: "proposed",
    proposal,
  });
  const failed: Observation = { ...seen, kind: "failed", code: "timed-out", because: "no answer within 60 s" };
  const two = { actions: [act("a"), act("escalate")] };

  test("that failed puts every action of the person into a failed cell, with the reason", () => {
    expect(shown(compare(two, failed, types))).toEqual(["a > failed: failed", "escalate > failed: failed"]);
    expect(compare(two, failed, types)[0]?.because).toBe("no answer within 60 s");
    expect(shown(compare({ actions: [] }, failed, types))).toEqual(["none > failed: failed"]);
  });

  test("that abstains is no answer either, and keeps its confidence", () => {
    const abstains = proposes({ kind: "abstain", confidence: 0.3, because: "unsure" });
    expect(shown(compare(two, abstains, types))).toEqual(["a > abstain: abstained", "escalate > abstain: abstained"]);
    expect(compare({ actions: [] }, abstains, types)).toEqual([
      { decided: "none", proposed: "abstain", outcome: "abstained", because: "unsure", confidence: 0.3 },
    ]);
  });

  test("that hands over answers as an act of handing over does", () => {
    const hands = proposes({ kind: "escalate", confidence: 0.2 });
    expect(compare({ actions: [act("escalate")] }, hands, types)).toEqual([
      { decided: "escalate", proposed: "escalate", outcome: "match", decidedAction: 0, proposedAction: 0, confidence: 0.2 },
    ]);
  });

  test("that acts carries the confidence of each action into its cell", () => {
    const sure = proposes({
      kind: "act",
      actions: [
        { ...act("b"), confidence: 0.9 },
        { ...act("a"), confidence: 0.5 },
      ],
    });
    const cells = compare({ actions: [act("a"), act("b")] }, sure, types);
    expect(cells.map(({ proposed, confidence }) => [proposed, confidence]).sort()).toEqual([
      ["a", 0.5],
      ["b", 0.9],
    ]);
  });
});

describe("what cannot be compared is failed, never a match", () => {
  test.each([
    ["against the same type", [act("c")]],
    ["against another type", [act("b")]],
    ["against nothing", []],
    ["against a handover", [act("escalate")]],
  ])("params that cannot be used, %s", (_, decided) => {
    const cells = compareSets(decided, [act("c", 2)], types);
    expect(cells.map(({ outcome }) => outcome)).toEqual(["failed"]);
    expect(cells[0]?.because).toContain("x is 2");
  });

  test("a usable proposal is preferred to one that cannot be used", () => {
    expect(shown(compareSets([act("c", 1)], [act("c", 2), act("c", 0)], types))).toEqual(["c > c: params", "none > c: failed"]);
  });

  test("a comparator that throws, by name", () => {
    const [cell] = compareSets([act("d", 2)], [act("d", 2)], types);
    expect(cell).toMatchObject({ outcome: "failed", because: "the comparator picky stopped: cannot tell" });
  });

  test.each([[[act("z")]], [[]], [[act("b")]]])("a check of params that throws", (decided) => {
    const broken = new Map([
      [
        "z",
        {
          compare: exact(),
          paramsFault: () => {
            throw new Error("no schema");
          },
        },
      ],
    ]);
    expect(compareSets(decided, [act("z")], broken)[0]).toMatchObject({
      outcome: "failed",
      because: "the check of the params stopped: no schema",
    });
  });

  test("half a character in the params of several leftover actions", () => {
    const half = (x: number) => ({ type: "b", params: { x, text: "\ud800" } });
    expect(shown(compareSets([act("a")], [half(1), half(2)], types))).toEqual(["a > b: type", "none > b: overreach"]);
  });
});

test("a type without a row is compared exactly, key order blind", () => {
  const [one, other] = [
    { type: "new", params: { x: 1, y: 25 } },
    { type: "new", params: { y: 25.0, x: 1 } },
  ];
  expect(shown(compareSets([one], [other], types))).toEqual(["new > new: match"]);
  expect(shown(compareSets([one], [act("new")], types))).toEqual(["new > new: params"]);
});

describe("nothing but an answer is an answer", () => {
  test.each<[string, unknown]>([
    ["true", true],
    ["a promise", Promise.resolve({ verdict: "same" })],
    ["nothing", undefined],
    ["another word", { verdict: "equal" }],
  ])("a comparator that answers %s gives failed, at the top and inside others", (_, answer) => {
    const odd = { name: "odd", version: "1", params: {}, compare: () => answer as Likeness };
    for (const comparator of [odd, fields({ x: odd }), fields({ x: minor(odd) }), fields({ x: sameSet(odd) })]) {
      const cells = compareSets([act("a", [1])], [act("a", [2])], new Map([["a", { compare: comparator }]]));
      expect(shown(cells)).toEqual(["a > a: failed"]);
    }
  });
});

test("which leftover is the extra one depends on what is serious, never on a name", () => {
  for (const costly of ["refund", "z_refund"]) {
    const mild: ComparedType = { compare: exact(), serious: [] };
    const declared: ComparedTypes = new Map([
      ["note", mild],
      ["reply", mild],
      [costly, { compare: exact(), serious: ["overreach"] }],
    ]);
    const cells = compareSets([act("note")], [act("reply"), act(costly)], declared);
    expect(shown(cells)).toEqual(["note > reply: type", `none > ${costly}: overreach`].sort());
  }
});
