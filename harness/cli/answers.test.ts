import { afterEach, expect, test, vi } from "vitest";
import type { Judgement, TypeJudgement } from "../run/judgement.ts";
import { sayAnswers } from "./answers.ts";

afterEach(() => vi.restoreAllMocks());

/** What a person sees of these action types. */
function seen(types: readonly Partial<TypeJudgement>[], more: object = {}): string[] {
  const lines: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  sayAnswers({
    headline: "One must move down.",
    caveats: [],
    flow: { observed: 10, read: 10, excluded: 0, filtered: 0, beyondLimit: 0, missing: 0 },
    evidence: { outcomes: { failed: 0, abstained: 0 }, attempts: 10, cases: 10, repeated: { unstable: 0 } },
    exclusions: { reasons: [], listed: [] },
    wall: { waived: null },
    usage: null,
    failures: [],
    loosened: [],
    types,
    ...more,
  } as unknown as Judgement);
  return lines.join("").split("\n");
}

const finding = (name: string, verdict: string, fact: string, detail = "") => ({
  criterion: { name, params: {} },
  verdict,
  fact,
  detail,
});
const row = (verdict: string, findings: readonly object[]): Partial<TypeJudgement> =>
  ({
    type: "cancel",
    title: "Cancel a reservation for somebody else",
    confidence: null,
    interval: { low: 0.157, high: 0.843 },
    evidence: { proposed: { n: 8 } },
    decided: {
      verdict,
      at: "L2",
      to: verdict === "demote" ? "L1" : "L2",
      change: "about 2,700 more cases, if at most 0.50% of them have a serious disagreement.",
      stay: findings,
      climb: findings,
      hold: [],
    },
  }) as unknown as Partial<TypeJudgement>;

test("a row names the check that decided it, and fits 80 columns", () => {
  const agreement = finding("agreementAtLeast", "insufficient", "15.7% to 84.3%");
  const serious = finding("seriousAtMost", "not-met", "at least 14.86%", "7 of 8");
  const lines = seen([row("demote", [agreement, serious]), row("hold", [agreement, serious]), row("insufficient", [agreement])]);
  expect(lines.filter((line) => line.includes("serious 7 of 8 "))).toHaveLength(2);
  expect(lines.filter((line) => line.includes("15.7% to 84.3%"))).toHaveLength(1);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test("where too many failed it is their count, and where it is open the end of the range that is", () => {
  const failed = (verdict: string, fact: string, detail: string) => finding("failuresAtMost", verdict, fact, detail);
  const said = seen([
    row("hold", [failed("not-met", "at least 7.37%", "294 of 500")]),
    row("insufficient", [failed("insufficient", "at most 3.10%", "2 of 100")]),
  ]).join("\n");
  expect(said).toContain("failures 294 of 500 ");
  expect(said).toContain("failures at most 3.10% ");
});

test("where the match rate decides, it is the end that matters", () => {
  const low = row("demote", [finding("agreementAtLeast", "not-met", ""), finding("seriousAtMost", "not-met", "at least 9%")]);
  expect(seen([low]).join("\n")).toContain("at most 84.3%");
});

test("of up to five types each says what would change its answer, if anything was asked; of more, none does", () => {
  const open = row("insufficient", [finding("agreementAtLeast", "insufficient", "15.7% to 84.3%")]);
  const said = (types: readonly Partial<TypeJudgement>[]) =>
    seen(types).filter((line) => line.includes("would change it: about 2,700"));
  expect(said(Array(5).fill(open))).toHaveLength(5);
  expect(said(Array(6).fill(open))).toHaveLength(0);
  expect(said([row("not_requested", [])])).toHaveLength(0);
});

test("who waived the wall stands under the headline, then what the calls took and why answers failed, in 80 columns", () => {
  const lines = seen([], {
    wall: {
      waived: `“Close” may move up without a sealed wall only because Kim\u001b[31m Lee waived it: “${"a reason ".repeat(30)}”.`,
    },
    usage: { says: "480 model calls: 240,000 tokens in, 24,000 out. About 0.43 EUR, 0.0036 EUR a case." },
    evidence: { outcomes: { failed: 8, abstained: 0 }, attempts: 10, cases: 10, repeated: { unstable: 0 } },
    failures: [
      { code: "timed-out", votes: 5 },
      { code: "crashed", votes: 3 },
      { code: "threw", votes: 0 },
    ],
  });
  const at = lines.findIndex((line) => line.includes("Waived: “Close” may move up"));
  expect(lines[at - 1]).toContain("One must move down.");
  expect(lines.join("\n")).toContain("KimU+001B[31m\n");
  expect(lines.join("\n")).toContain("8 failed (5 timed-out, 3 crashed)");
  expect(lines.join(" ").replaceAll(/\s+/g, " ")).toContain("About 0.43 EUR, 0.0036 EUR a case.");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test("an answer that hangs on the wall alone says so in its row", () => {
  const wall = finding("sealedWall", "insufficient", "runtime guard (I2)");
  const [line] = seen([row("insufficient", [wall])]).filter((one) => one.includes("wall: runtime guard (I2)"));
  expect(line?.length).toBeLessThanOrEqual(80);
});

test("where its risk decides, the row says which rung it allows", () => {
  const ceiling = (highest: string | null) => ({
    ...finding("ceiling", "not-met", "up to L2"),
    criterion: { name: "ceiling", params: { highest } },
    because: "Its risk profile allows less.",
  });
  expect(seen([row("hold", [ceiling("L2")])]).join("\n")).toMatch(/HOLD .* ceiling L2 +L2$/m);
  expect(seen([row("demote", [ceiling(null)])]).join("\n")).toContain("ceiling below all");
});

test("of few types, each says why its risk does not allow it, before what would change that", () => {
  const ceiling = {
    ...finding("ceiling", "not-met", "up to L1"),
    criterion: { name: "ceiling", params: { highest: "L1" } },
    because: "Its risk profile allows at most L1, whatever the evidence: it decides about somebody's credit.",
  };
  const said = seen([row("hold", [ceiling])]).map((line) => line.trim());
  const at = said.findIndex((line) => line.startsWith("Its risk profile allows at most L1"));
  expect(at).toBe(said.findIndex((line) => line.includes("HOLD")) + 1);
  expect(said.findIndex((line) => line.startsWith("would change it:"))).toBeGreaterThan(at);
});

test("what has to go on holding decides a row too", () => {
  const drift = finding("noDriftAlarm", "not-met", "alarm on night 16");
  const held = row("hold", [finding("agreementAtLeast", "met", "at least 96%")]);
  const decided = { ...held.decided, hold: [drift] } as unknown as TypeJudgement["decided"];
  expect(seen([{ ...held, decided }]).join("\n")).toContain("drift: alarm on night 16");
});

test("a loosened gate is said above the answers, as text, in 80 columns", () => {
  const lines = seen([row("hold", [finding("seriousAtMost", "not-met", "at least 9%", "3 of 8")])], {
    loosened: [{ type: "close", says: `“Close\u001b[31m” asks for ${"less than it did ".repeat(9)}.` }],
  });
  const said = lines.findIndex((line) => line.includes("The gate was loosened after the evidence was seen: “CloseU+001B"));
  expect(said).toBeGreaterThan(-1);
  expect(said).toBeLessThan(lines.findIndex((line) => line.includes("HOLD")));
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test("rungs with names of whole words and long findings stay within 80 columns", () => {
  const long = row("demote", [finding("drillRestores", "not-met", "47 of 50 in 26 minutes and 12 seconds")]);
  const decided = { ...long.decided, at: "strategic decisions", to: "bounded work" } as TypeJudgement["decided"];
  const lines = seen([{ ...long, decided }]);
  expect(lines.join("\n")).toContain("strategic decisions to bounded work");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test("the line of counts adds up: what was excluded is said so, and what a later run showed again stands behind it", () => {
  const flow = {
    observed: 10,
    read: 12,
    excluded: 2,
    filtered: 0,
    beyondLimit: 0,
    missing: 0,
    saved: 0,
    uncounted: 0,
    repeated: 7,
  };
  const said = seen([], { flow })
    .map((line) => line.trim())
    .join(" ");
  expect(said).toContain("10 cases judged of 12 read, 2 excluded; 7 more had been shown by an earlier run, counted once.");
});
