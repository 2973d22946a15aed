import { expect, test } from "vitest";
import type { Criterion } from "../criteria/criterion.ts";
import { evidenceLadder, fourLevels, type Ladder, phased, type Rung, sixStages, supervisedFour } from "../ladders.ts";

/** A rung as it is meant to be; a demand is its name and its settings. */
interface Pinned {
  readonly id: string;
  readonly like: string;
  readonly alone: boolean;
  readonly climb?: readonly string[];
  readonly stay?: readonly string[];
  readonly hold?: readonly string[];
}

const DRILL = "drillRestores size=50 minutes=15 days=90";
const L1 = {
  like: "L1",
  climb: ["acceptedAtLeast floor=0.25", "failuresAtMost limit=0.05"],
  stay: ["failuresAtMost limit=0.2"],
  hold: ["failuresAtMost limit=0.05"],
};
/** Match rate by action type, on a defined set of cases. */
const L3 = {
  like: "L3",
  climb: ["agreementAtLeast floor=0.9", "casesAtLeast n=100", "seriousAtMost limit=0.02"],
  stay: ["agreementAtLeast floor=0.85"],
  hold: ["failuresAtMost limit=0.05"],
};
/** At least 95% over a meaningful volume, failures no more than people’s, all of it replayed, undoing drilled, a policy with controls, outcomes no worse. */
const L4 = {
  like: "L4",
  climb: [
    "agreementAtLeast floor=0.95",
    "casesAtLeast n=300",
    "seriousAtMost limit=0.01",
    "failuresNoMoreThanPeople silent=true",
    "replayCoverageAtLeast share=1",
    DRILL,
    "disagreementsExplained",
    "falseHandOversAtMost limit=0.4",
    "policyWritten",
    "outcomesNoWorse margin=0.02",
  ],
  stay: ["agreementAtLeast floor=0.9", "seriousAtMost limit=0.02"],
  hold: ["disagreementsExplained", "policyWritten"],
};
/** At least 98% sustained, failures as before with drift alarms, all replayed without a pause, outcomes over time, undoing under load. */
const L5 = {
  like: "L5",
  climb: [
    "agreementAtLeast floor=0.98",
    "casesAtLeast n=1000",
    "spanAtLeast days=90",
    "seriousAtMost limit=0.01",
    "failuresNoMoreThanPeople silent=true",
    "replayCoverageAtLeast share=1",
    "replayedContinuously days=28 pause=2",
    "noDriftAlarm nights=20",
    `${DRILL} load=10`,
    "falseHandOversAtMost limit=0.4",
    "outcomesNoWorse margin=0.02",
  ],
  stay: ["agreementAtLeast floor=0.95", "seriousAtMost limit=0.02"],
  hold: ["disagreementsExplained", "policyWritten", "noDriftAlarm nights=20"],
};

const LADDERS: readonly (readonly [Ladder, number | undefined, readonly Pinned[]])[] = [
  [
    evidenceLadder,
    undefined,
    [
      { id: "L0", like: "L0", alone: false },
      { id: "L1", alone: false, ...L1 },
      {
        id: "L2",
        like: "L2",
        alone: false,
        climb: ["acceptedAtLeast floor=0.7"],
        stay: ["acceptedAtLeast floor=0.5"],
        hold: ["failuresAtMost limit=0.05"],
      },
      { id: "L3", alone: false, ...L3 },
      { id: "L4", alone: true, ...L4 },
      { id: "L5", alone: true, ...L5 },
    ],
  ],
  [
    fourLevels,
    undefined,
    [
      { id: "suggest", like: "L2", alone: false },
      { id: "confirm", alone: false, ...L3 },
      { id: "report", alone: true, ...L4 },
      { id: "full", alone: true, ...L5 },
    ],
  ],
  [
    // Out of the shadow at 90%, out of the limited phase at under 5% errors and without one serious, a new task every four weeks at most.
    phased,
    28,
    [
      { id: "suggest", like: "L2", alone: false },
      {
        id: "pre-approved",
        like: "L4",
        alone: true,
        climb: [
          "agreementAtLeast floor=0.9",
          "casesAtLeast n=100",
          "overreachAtMost limit=0.05",
          "replayCoverageAtLeast share=1",
          "policyWritten",
        ],
        stay: ["agreementAtLeast floor=0.85"],
        hold: ["failuresAtMost limit=0.05"],
      },
      {
        id: "bounded",
        like: "L4",
        alone: true,
        climb: [
          "agreementAtLeast floor=0.95",
          "noSerious cases=300",
          "failuresAtMost limit=0.05",
          "replayCoverageAtLeast share=1",
          DRILL,
          "policyWritten",
        ],
        stay: ["agreementAtLeast floor=0.9"],
        hold: ["policyWritten"],
      },
      { id: "strategic", alone: true, ...L5 },
    ],
  ],
  [
    // 100 to 500 cases a step, and a limit on false hand-overs at each.
    supervisedFour,
    undefined,
    [
      { id: "draft", like: "L1", alone: false },
      {
        id: "supervised",
        like: "L3",
        alone: false,
        climb: ["agreementAtLeast floor=0.9", "casesAtLeast n=100", "falseHandOversAtMost limit=0.3"],
        stay: ["agreementAtLeast floor=0.85"],
        hold: ["failuresAtMost limit=0.05"],
      },
      {
        id: "monitored",
        like: "L4",
        alone: true,
        climb: [
          "agreementAtLeast floor=0.95",
          "casesAtLeast n=250",
          "seriousAtMost limit=0.01",
          "falseHandOversAtMost limit=0.2",
          "replayCoverageAtLeast share=1",
          DRILL,
        ],
        stay: ["agreementAtLeast floor=0.9", "seriousAtMost limit=0.02"],
        hold: ["failuresAtMost limit=0.05"],
      },
      {
        id: "guarded",
        like: "L5",
        alone: true,
        climb: [
          "agreementAtLeast floor=0.97",
          "casesAtLeast n=500",
          "seriousAtMost limit=0.01",
          "falseHandOversAtMost limit=0.1",
          "handOversKept floor=0.9",
          "replayCoverageAtLeast share=1",
          DRILL,
          "noDriftAlarm nights=20",
          "policyWritten",
          "disagreementsExplained",
        ],
        stay: ["agreementAtLeast floor=0.94", "seriousAtMost limit=0.02"],
      },
    ],
  ],
  [
    sixStages,
    undefined,
    [
      { id: "response", like: "L0", alone: false },
      { id: "copilot", alone: false, ...L1 },
      {
        id: "preparation",
        like: "L2",
        alone: false,
        climb: ["acceptedAtLeast floor=0.7", "casesAtLeast n=100", "failuresAtMost limit=0.05"],
        stay: ["acceptedAtLeast floor=0.5"],
        hold: ["failuresAtMost limit=0.05"],
      },
      {
        id: "bounded",
        like: "L4",
        alone: true,
        climb: [
          "agreementAtLeast floor=0.95",
          "casesAtLeast n=300",
          "seriousAtMost limit=0.01",
          "overreachAtMost limit=0.02",
          "replayCoverageAtLeast share=1",
          DRILL,
          "policyWritten",
        ],
        stay: ["agreementAtLeast floor=0.9", "seriousAtMost limit=0.02"],
        hold: ["policyWritten"],
      },
      {
        id: "supervised",
        like: "L4",
        alone: true,
        climb: [
          "agreementAtLeast floor=0.97",
          "casesAtLeast n=500",
          "spanAtLeast days=28",
          "seriousAtMost limit=0.01",
          "falseHandOversAtMost limit=0.4",
          "handOversJustified floor=0.5",
          "replayCoverageAtLeast share=1",
          "noDriftAlarm nights=10",
          DRILL,
          "disagreementsExplained",
        ],
        stay: ["agreementAtLeast floor=0.94", "seriousAtMost limit=0.02"],
        hold: ["policyWritten"],
      },
      { id: "exceptional", alone: true, ...L5 },
    ],
  ],
];

const said = (criteria: readonly Criterion[] = []) =>
  criteria.map(({ name, params }) => [name, ...Object.entries(params).map(([key, value]) => `${key}=${value}`)].join(" "));
const pinned = ({ id, like = "", alone = true, climb, stay, hold }: Rung): Required<Pinned> => {
  return { id, like, alone, climb: said(climb), stay: said(stay), hold: said(hold) };
};

test.each(LADDERS.map(([ladder, ...rest]) => [ladder.name, ladder, ...rest] as const))(
  "%s asks what it is published to ask, rung by rung",
  (_, ladder, pace, rungs) => {
    expect(ladder.pace).toBe(pace);
    expect(ladder.rungs.map(pinned)).toEqual(rungs.map((rung) => ({ climb: [], stay: [], hold: [], ...rung })));
  },
);
