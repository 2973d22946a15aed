import type { TypeFacts, TypeJudgement } from "earnest";

/** What is known of an action type of a sample besides its shares. */
export const SAMPLE_FACTS: TypeFacts = {
  replay: { records: 5000, replayed: 5000, missing: 0, excluded: 0, unrecorded: 0, imported: false },
  span: {
    first: "2026-01-05T08:00:00.000Z",
    last: "2026-06-26T17:00:00.000Z",
    days: 172.4,
    middle: 155.1,
    dated: 5000,
    undated: 0,
  },
  nights: { runs: 1, first: "2026-06-30T02:00:00.000Z", last: "2026-06-30T02:00:00.000Z", days: 0, longestPause: 0 },
  drift: null,
  drills: [],
  drilled: [],
  asOf: "2026-06-30T02:00:00.000Z",
  version: "2.7.1",
  attempts: { repeated: 0, alike: 0 },
  disagreements: null,
  ruled: null,
  policy: null,
  wall: { isolation: "I3", sealed: true, canary: { tried: 23, open: 0 }, waiver: null },
  baseline: null,
  cost: null,
  latency: { n: 0, p50: null, p95: null, p95Low: null, p95High: null, within: [] },
  time: null,
};

/** Of an action type that was never drilled. */
export const NO_DRILLS: TypeJudgement["drills"] = {
  named: [],
  handlers: [],
  examples: 0,
  stats: [],
  undone: [],
  broken: [],
  brokenInAll: 0,
  otherVersions: 0,
  recorded: { newest: null, n: 0 },
  minutes: null,
};
