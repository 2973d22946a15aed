import type { CaseBook, CaseDetail, CaseEntry, Outcome, Step } from "earnest";
import { type SampleOptions, sampleType } from "./sampleJudgement.ts";

const SLICES = [{ channel: "mail" }, { channel: "chat" }, { channel: "mail", region: "north" }];
/** Steps that stand with the case itself. */
const LAST_STEPS = 2;

/** The cases that go with a sample judgement. */
export function sampleBook({ types = 5, cases = 300, plant = "" }: SampleOptions = {}, detailed = cases): CaseBook {
  const names = Array.from({ length: Math.max(1, types) }, (_, i) => sampleType(i, plant).type);
  const entries = Array.from({ length: cases }, (_, i): CaseEntry => entryOf(i, names, plant, i < detailed));
  return { entries, total: cases, withoutDetail: Math.max(0, cases - detailed) };
}

function entryOf(i: number, names: readonly string[], plant: string, detailed: boolean): CaseEntry {
  const proposed = names[i % names.length] as string;
  const outcome: Outcome = i % 11 === 3 ? "overreach" : i % 7 === 2 ? "params" : i % 13 === 5 ? "escalated" : "match";
  const decided = outcome === "overreach" ? "none" : proposed;
  const apart = stepsOf(i, orderOf(i), plant).length > LAST_STEPS;
  const id = `RD-${String(i).padStart(5, "0")}${i % 40 === 3 ? plant : ""}`;
  return {
    id,
    at: "2026-06-03T18:53:00Z",
    decided: [{ type: decided, n: 1, outcome, serious: outcome === "overreach" }],
    proposed: [{ type: outcome === "escalated" ? "escalate" : proposed, n: 1, outcome, serious: outcome === "overreach" }],
    outcome,
    serious: outcome === "overreach",
    confidence: outcome === "escalated" ? null : 0.8 + (i % 20) / 100,
    unstable: i % 31 === 4,
    slices: SLICES[i % SLICES.length] as CaseEntry["slices"],
    detail: detailed ? JSON.stringify(detailOf(id, i, proposed, decided, outcome, plant)) : null,
    steps: detailed && apart ? JSON.stringify([stepsOf(i, orderOf(i), plant)]) : null,
    stepsApart: apart,
  };
}

function orderOf(i: number): string {
  return `HO-${550000 + ((i * 7919) % 9973)}`;
}

/** A step of every kind. */
function stepsOf(i: number, order: string, plant: string): Step[] {
  const looked: Step[] = [
    {
      kind: "model",
      name: "POST /chat/completions",
      args: { model: `gpt-5-mini${plant}`, key: "3f2a" },
      answer: { status: 200, digest: `sha256:${order}${plant}`, input: 920, output: 60 },
    },
    { kind: "read", name: `orders.get${plant}`, args: { order }, answer: { state: `shipped${plant}` }, source: "recorded" },
  ];
  if (i % 10 !== 3) return looked;
  return [
    ...looked,
    { kind: "read", name: "carrier.track", args: { order }, answer: { eta: `tomorrow${plant}` }, source: "stubbed" },
    { kind: "write", name: `refund${plant}`, args: { order, amount: 180 }, answer: { status: "accepted" } },
    { kind: "read", name: "orders.get", args: { order }, answer: { state: "shipped" }, source: "counterfactual" },
    { kind: "write", name: "refund", args: { amount: plant }, answer: `order: expected a text${plant}`, source: "refused" },
    { kind: "call", name: `web_search${plant}`, args: { q: plant }, source: "refused" },
    {
      kind: "model",
      name: `GET https://evil.invalid/${plant}`,
      answer: { status: 403, because: `nothing else goes out${plant}` },
      source: "refused",
    },
    { kind: "breach", name: "network", args: `10.0.0.1${plant}` },
    { kind: "failed-before", args: { code: "crashed", because: plant } },
    { kind: `thought${plant}`, answer: plant },
  ];
}

function detailOf(id: string, i: number, proposed: string, decided: string, outcome: Outcome, plant: string): CaseDetail {
  const order = orderOf(i);
  const steps = stepsOf(i, order, plant);
  const common = {
    attempt: 1,
    isolation: "I1" as const,
    trace: { steps: steps.slice(-LAST_STEPS) },
    breaches:
      i % 10 === 3 ? [{ kind: `network${plant}`, target: `https://example.invalid/${order}${plant}`, times: 1 + (i % 3) }] : [],
    ...(i % 2 === 0 ? {} : { usage: [{ model: `gpt-5-mini${plant}`, calls: 2, input: 1_840, cached: 0, output: 120 }] }),
    ms: 12.5,
  };
  const text = `A customer writes about order ${order}: the parcel came late and one lamp was broken. Please look into it.\nThank you.${plant}`;
  return {
    id,
    cluster: id,
    at: "2026-06-03T18:53:00Z",
    slices: { ...SLICES[i % SLICES.length], remark: `none${plant}` },
    input:
      i % 3 === 0 ? text : { subject: `Order ${order}${plant}`, text, [`field${plant}`]: { total: 180, items: ["lamp", plant] } },
    decisions: [
      {
        actions: decided === "none" ? [] : [{ type: decided, params: { order, amount: 170, note: plant } }],
        at: "2026-06-03T19:10:00Z",
      },
    ],
    outcome: i % 5 === 0 ? { reopened: false, remark: plant } : null,
    rulings:
      i % 7 === 2 ? [{ type: proposed, ruling: i % 2 === 0 ? "person" : null, cause: `an amount from memory${plant}` }] : [],
    attempts: [
      {
        steps: steps.length,
        cells: [{ decided, proposed, outcome, decidedAction: 0, proposedAction: 0, because: `amount: 170 against 180${plant}` }],
        observation:
          i % 29 === 10
            ? { ...common, kind: "failed", code: "threw", because: `no connection${plant}` }
            : outcome === "escalated"
              ? { ...common, kind: "proposed", proposal: { kind: "escalate", because: `Not sure enough.${plant}` } }
              : {
                  ...common,
                  kind: "proposed",
                  proposal: {
                    kind: "act",
                    because: `The order total is inside the cap, so a refund fits.${plant}`,
                    actions: [
                      { type: proposed, params: { order, amount: 180, to: `original payment${plant}` }, confidence: 0.86 },
                    ],
                  },
                },
      },
    ],
  };
}
