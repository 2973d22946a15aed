import type { Attempts, People } from "earnest";

const beyond = (estimate: number) => ({ estimate, low: estimate - 0.0714, high: Math.min(1, estimate + 0.0622) });
const chance = { kappa: beyond(0.781), ac1: beyond(0.902), alpha: beyond(0.779) };

function evidenceOf(i: number): Omit<People["overall"], "constant"> {
  if (i % 5 === 3) return { noiseFloor: null, relative: null, chance: null };
  const cases = 120 - 24 * (i % 5);
  const estimate = 0.912 - 0.004 * i;
  return {
    noiseFloor: {
      estimate,
      low: estimate - 0.0818,
      high: estimate + 0.0483,
      cases,
      clusters: i === 0 ? cases - 16 : cases,
      alike: Math.round(1.6 * cases * estimate),
      pairs: Math.round(1.6 * cases),
    },
    relative: {
      agent: estimate + 0.013,
      people: estimate,
      agentCases: cases - 3,
      peopleCases: cases,
      difference: { estimate: 0.013, se: 0.021, interval: { low: -0.0286, high: 0.0546 } },
      ratio: { estimate: 1.014, se: 0.02, interval: { low: 0.9712, high: 1.0587 } },
      enough: cases >= 53,
    },
    chance,
  };
}

/** People beside the agent, for a sample judgement; without doubled cases when there are no cases. */
export function samplePeople(names: readonly string[], cases: number): People {
  const label = names[0] ?? "none";
  return {
    cases,
    doubled: cases === 0 ? { cases: 0, clusters: 0 } : { cases: 120, clusters: 104 },
    labelled: { cases: cases === 0 ? 0 : 120, beyond: 0 },
    majority: cases === 0 ? null : { label, k: Math.floor(cases * 0.83), n: cases },
    overall:
      cases === 0 ? { noiseFloor: null, relative: null, chance: null, constant: null } : { ...evidenceOf(0), constant: null },
    types: names.map((type, i) => ({
      type,
      ...(cases === 0 ? { noiseFloor: null, relative: null, chance: null } : evidenceOf(i)),
      constant: cases === 0 ? null : { label: type, k: Math.floor(cases / (i + 2)), n: cases },
    })),
  };
}

/** Attempts at the same cases, for a sample judgement; one attempt each when there are no cases. */
export function sampleAttempts(names: readonly string[], cases: number, plant: string): Attempts {
  const nth = (i: number) => names[i % names.length] ?? "none";
  const most = cases === 0 ? 0 : 4;
  const reliability = {
    cases,
    mixed: Math.floor(cases / 12),
    passes: Array.from({ length: most }, (_, i) => ({
      k: i + 1,
      all: 0.92 - 0.05 * i,
      low: 0.88 - 0.05 * i,
      high: 0.95 - 0.04 * i,
      any: 0.92 + 0.015 * i,
      cases: cases - 4 * i,
      excluded: 4 * i,
    })),
    variance: cases === 0 ? null : { between: 0.06, within: 0.02, share: 0.75 },
    doubling: cases === 0 ? null : { error: 0.0147, twiceAttempts: 0.0144, twiceCases: 0.0104 },
  };
  return {
    most,
    repeated: cases,
    unstable: {
      cases: cases === 0 ? 0 : 40,
      listed: Array.from({ length: Math.min(cases, 34) }, (_, i) => ({
        id: `RD-${String(i * 7).padStart(5, "0")}${i % 9 === 3 ? plant : ""}`,
        attempts: 4,
        ways: [
          {
            attempts: 3,
            cells: [{ decided: nth(i), proposed: nth(i), outcome: "match" as const }],
            moreCells: 0,
          },
          {
            attempts: 1,
            cells: [
              {
                decided: nth(i),
                proposed: i % 2 === 0 ? "escalate" : "none",
                outcome: i % 2 === 0 ? ("escalated" as const) : ("missed" as const),
              },
            ],
            moreCells: i % 5 === 4 ? 2 : 0,
          },
        ],
        moreWays: 0,
      })),
    },
    overall: reliability,
    types: names.map((type) => ({ type, ...reliability })),
  };
}
