import { expect, test } from "vitest";
import type { ConfidenceUse } from "../charts/reliability.ts";
import { confidenceView } from "./confidence.ts";

const BIN = { n: 100, meanConfidence: 0.95, agreement: 0.9, low: 0.8256, high: 0.9448 };
const PART = { n: 50, errors: 0, p: 0.3, missing: 10 };
const ROW = { threshold: 0.9, kept: 60, differ: 0, choosing: PART, confirming: PART };

/** A hundred cases, ten of which differ, all among those the agent is less sure of. */
function use(more: Partial<ConfidenceUse> = {}, threshold: Partial<ConfidenceUse["threshold"]> = {}): ConfidenceUse {
  return {
    n: 100,
    without: 0,
    matches: 90,
    brier: { brier: 0.08, reliability: 0.01, resolution: 0.02, uncertainty: 0.09 },
    calibration: { error: 0.05, largest: 0.05, overall: BIN, bins: [BIN] },
    riskCoverage: {
      aurc: 0.03,
      excess: 0.02,
      fullRisk: 0.1,
      points: [
        { threshold: 0.99, kept: 10, differ: 0 },
        { threshold: 0.9, kept: 60, differ: 0 },
        { threshold: 0.5, kept: 100, differ: 10 },
      ],
    },
    threshold: {
      params: { eps: 0.02, delta: 0.05, thresholds: [0.9] },
      promised: null,
      atMost: null,
      chosen: null,
      oneLook: null,
      minimum: 196,
      missing: { threshold: 0.9, cases: 20 },
      table: [ROW],
      ...threshold,
    },
    says: "Hand every case over.",
    ...more,
  };
}

const view = (given: ConfidenceUse) => confidenceView(given, "a-x", "Pay back");

test("without a promise every case is handed over, and the page shows what was tried", () => {
  const { promise, basis, tried } = view(use());
  expect(promise).toBe("Hand every case over.");
  expect(basis).toContain("Each half takes at least 196 cases");
  expect(tried[0]).toMatchObject({ from: "0.9", kept: "60.0% (60 of 100)", choosing: "0 of 50", shown: "no" });
});

test("a promise names its halves, and the plot places it among all cases, with or without a confidence", () => {
  const shown = { ...PART, missing: 0 };
  const promised = use(
    { without: 20 },
    {
      promised: { threshold: 0.9, kept: 60, differ: 0 },
      atMost: 0.01834,
      missing: null,
      table: [{ ...ROW, choosing: shown, confirming: shown }],
    },
  );
  const { basis, without, tried, curve } = view(promised);
  expect(basis).toContain("at most 1.9% (0 of 50 differed)");
  expect(without).toContain("In 20 cases of 120");
  expect(tried[0]?.shown).toBe("yes, by both");
  const marks = curve.drawings[0]?.marks ?? [];
  const axis = marks.flatMap((mark) => ("line" in mark && mark.line.tone.name === "ink3" ? [Number(mark.line.x1)] : []));
  const upright = marks.flatMap((mark) =>
    "line" in mark && mark.line.x1 === mark.line.x2 && mark.line.tone.name === "ink" ? [mark.line] : [],
  );
  // 60 of 120, so that it stands in the middle of the axis.
  expect(Number(upright[0]?.x1)).toBeCloseTo((Math.min(...axis) + Math.max(...axis)) / 2, 0);
  expect(marks.some((mark) => "text" in mark && mark.text.words === "0.9 or above")).toBe(true);
});

test("the name of the limit stands where the curve does not", () => {
  const place = (...shares: readonly number[]) => {
    const points = shares.map((share, i) => ({ threshold: 0.9 - i / 100, kept: 1000 * (i + 1), differ: 1000 * (i + 1) * share }));
    const given = use({ n: 1000 * shares.length, riskCoverage: { aurc: 0.1, excess: 0, fullRisk: 0.1, points } });
    const marks = view(given).curve.drawings[0]?.marks ?? [];
    const dashed = marks.flatMap((mark) => ("line" in mark && mark.line.dash !== "" ? [Number(mark.line.y1)] : []));
    const label = marks.flatMap((mark) => ("text" in mark && mark.text.words === "limit 2%" ? [mark.text] : []));
    return [label[0]?.anchor, Number(label[0]?.y) < (dashed[0] ?? 0) ? "above" : "below"];
  };
  expect(place(0.1, 0.1, 0.1, 0.1)).toEqual(["end", "above"]);
  expect(place(0.1, 0.1, 0.024, 0.024)).toEqual(["start", "above"]);
  expect(place(0.024, ...Array<number>(10).fill(0.1), 0.024)).toEqual(["middle", "above"]);
  expect(place(...Array<number>(12).fill(0.021))[1]).toBe("below");
});

test("the headlines state what the numbers say", () => {
  expect(view(use()).curve.headline).toBe(
    "Where it is surer, it differs less: of the 60 it is surest of, 0 differ; of all 100, 10 (10.0%).",
  );
  expect(view(use()).diagram.headline).toMatch(/^It is surer than it should be: .* 95\.0% .* 90\.0% \(90 of 100\)\.$/);
  const modest = { ...BIN, meanConfidence: 0.5 };
  expect(view(use({ calibration: { error: 0, largest: 0, overall: modest, bins: [modest] } })).diagram.headline).toMatch(
    /^It could be surer/,
  );
  expect(view(use({ matches: 97 })).curve.headline).toMatch(/^Too few to say whether it differs less where it is surer/);
  expect(view(use({ matches: 100 })).curve.headline).toBe("It decided as the person did in all 100 cases, however sure it was.");
  expect(view(use({ matches: 0 })).curve.headline).toContain("differed from the person in all 100 cases");
});

test("few cases, or one confidence for all, are told and not drawn", () => {
  const points = [{ threshold: 0.9, kept: 12, differ: 1 }];
  const few = view(use({ n: 12, matches: 11, riskCoverage: { aurc: 0.1, excess: 0, fullRisk: 1 / 12, points } }));
  expect(few.few).toContain("Only 12 cases");
  expect([few.curve.drawings, few.diagram.drawings]).toEqual([[], []]);
  expect(few.curve.twin.rows).toEqual([
    {
      head: "0.9",
      cells: [
        { text: "12 of 12", n: false },
        { text: "1 of 12", n: false },
      ],
    },
  ]);
  const same = [{ threshold: 0.9, kept: 100, differ: 10 }];
  const one = view(use({ riskCoverage: { aurc: 0.1, excess: 0, fullRisk: 0.1, points: same } }));
  expect(one.curve.drawings).toEqual([]);
  expect(one.curve.headline).toContain("equally sure");
});

test("thresholds are rounded down, and no two of them read alike", () => {
  const points = [0.999991, 0.999987, 0.99996, 0.9].map((threshold, i) => ({ threshold, kept: 30 + 10 * i, differ: i }));
  const { twin } = view(use({ riskCoverage: { aurc: 0.1, excess: 0, fullRisk: 0.1, points } })).curve;
  expect(twin.rows.map(({ head }) => head)).toEqual(["0.99999", "0.99998", "0.99996", "0.9"]);
});

test("where the range holds its mean confidence, it is called neither too sure nor less sure than it could be", () => {
  const inside = { ...BIN, low: 0.8, high: 0.99 };
  const found = view(use({ calibration: { error: 0, largest: 0, overall: inside, bins: [BIN] } })).diagram;
  expect(found.headline).toMatch(/^It was not shown to be too sure, nor to be less sure than it could be/);
  expect(found.how).toContain("takes cases as independent");
});

test("a range is rounded outwards, and drawn with its low end below its mark and its high end above", () => {
  const { twin, drawings } = view(use()).diagram;
  expect(twin.rows[0]?.cells.at(-1)?.text).toBe("82.5% to 94.5%");
  expect(drawings.map(({ name }) => name)).toEqual(["wide", "narrow"]);
  for (const { marks } of drawings) {
    const [range] = marks.flatMap((mark) => ("line" in mark && mark.line.tone.name === "agent" ? [mark.line] : []));
    const [dot] = marks.flatMap((mark) => ("circle" in mark ? [mark.circle] : []));
    expect(Number(range?.y1)).toBeLessThan(Number(dot?.cy));
    expect(Number(dot?.cy)).toBeLessThan(Number(range?.y2));
  }
});
