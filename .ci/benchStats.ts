import { clopperPearson } from "../harness/stats/clopperPearson.ts";
import { promoteProbability } from "../harness/stats/promoteProbability.ts";
import { sprt } from "../harness/stats/sprt.ts";
import { ALPHA, type Gate, gatesAt } from "./benchStats/gates.ts";
import { type Mix, shareOf, type Task } from "./benchStats/simulate.ts";
import { onAllProcessors } from "./benchStats/workers.ts";

// How often does a gate promote an agent that is not good enough when people look after every case, and how many cases does it need for
// one that is? Simulated through the functions that judge a run. Where the counts alone decide, those functions are first asked for the
// boundary (for each number of misses the fewest matches that open the gate), and random walks are held against it; the first walks of
// every portion also go through the gate case by case, and must stop at the same case. Seeds are pinned: any number of processors gives
// the same numbers. `npm run bench:stats -- 0.1` does a tenth of the runs.

const CASES = 20_000;
const LINES = [0.95, 0.98];
const HOPES = [
  [0.95, 0.97],
  [0.95, 0.98],
  [0.95, 0.99],
  [0.95, 0.995],
  [0.98, 0.99],
  [0.98, 0.995],
] as const;
const ICCS = [0.05, 0.2, 0.5];
const CLUSTERS = 4000;
const MIXES: readonly (readonly [string, Mix])[] = [
  ["2 % are tens, half of them wrong", { large: 0.02, size: 10, matches: 0.5, lone: 0.985 }],
  ["5 % are fours, a fifth of them wrong", { large: 0.05, size: 4, matches: 0.8, lone: 0.98 }],
  ["5 % are tens, all of them wrong", { large: 0.05, size: 10, matches: 0, lone: 1 }],
  ["1 in 380 are twenties, all wrong", { large: 1 / 380, size: 20, matches: 0, lone: 1 }],
];

const part = Number(process.argv[2] ?? 1);
if (!(part > 0 && part <= 10)) throw new RangeError(`expected a part of the runs above 0 and up to 10, got ${process.argv[2]}`);

/** Some runs of one row of a table, in portions, each with a seed of its own. */
interface Row {
  readonly name: string;
  readonly level: number | null;
  readonly tasks: readonly Task[];
}

let seed = 0;
function portions(runs: number, portion: number, task: (runs: number, seed: number) => Task): Task[] {
  const count = Math.max(1, Math.round((runs * part) / portion));
  return Array.from({ length: count }, () => {
    seed += 1;
    return task(portion, seed);
  });
}

/** Boundaries make a run cheap, so a gate that claims a level gets many; a gate that is asked case by case gets fewer. */
function caseRow({ name, level, opens }: Gate, gate: number, share: number, truth: number): Row {
  const [runs, portion] = opens ? (level === null ? [40_000, 10_000] : [200_000, 10_000]) : [2000, 100];
  const few = truth > share ? runs / 4 : runs;
  return {
    name,
    level,
    tasks: portions(few, Math.min(few, portion), (n, own) => ({
      kind: "cases",
      gate,
      share,
      truth,
      cases: CASES,
      runs: n,
      seed: own,
    })),
  };
}

const started = performance.now();
const atLine = LINES.map((share) => gatesAt(share).map((gate, at) => caseRow(gate, at, share, share)));
const hoped = HOPES.map(([share, truth]) =>
  gatesAt(share).flatMap((gate, at) => (gate.level === null ? [] : [caseRow(gate, at, share, truth)])),
);
const inClusters = ICCS.map(
  (icc): Row => ({
    name: `alike by ${icc.toFixed(2)}`,
    level: ALPHA,
    tasks: portions(4000, 100, (runs, own) => ({ kind: "clusters", icc, share: 0.95, clusters: CLUSTERS, runs, seed: own })),
  }),
);
const unequal = MIXES.map(
  ([name, mix]): Row => ({
    name,
    level: ALPHA,
    tasks: portions(2000, 100, (runs, own) => ({ kind: "unequal", mix, clusters: CLUSTERS, runs, seed: own })),
  }),
);
const tasks = [...atLine.flat(), ...hoped.flat(), ...inClusters, ...unequal].flatMap((row) => row.tasks);
// The longest first, so that no processor is left alone with one at the end.
const slowFirst = tasks.toSorted((one, two) => cost(two) - cost(one));
const stops = new Map(await onAllProcessors(slowFirst).then((all) => all.map((found, at) => [slowFirst[at], found] as const)));
const broken: string[] = [];

function cost(task: Task): number {
  return task.kind !== "cases" ? 2 : task.truth === task.share ? 1 : 0;
}

/** The stops of a row's runs, of the first or second way of counting. */
function stopsOf(row: Row, way = 0): number[] {
  return row.tasks.flatMap((task) => [...(stops.get(task)?.[way] ?? [])]);
}

/** The share of runs that promoted with its Monte-Carlo error; a level that this contradicts is noted. */
function promoted(row: Row, level: number | null, label: string, way = 0): string {
  const all = stopsOf(row, way);
  const count = all.filter((stop) => stop > 0).length;
  const share = count / all.length;
  if (level !== null && clopperPearson(count, all.length, 0.999, "lower").low > level) broken.push(`${label}: ${percent(share)}`);
  return `${percent(share).padStart(7)} ± ${percent(1.96 * Math.sqrt((share * (1 - share)) / all.length), 2)}`;
}

function percent(share: number, digits = 2): string {
  return `${(100 * share).toFixed(digits)} %`;
}

function say(...cells: readonly (string | number)[]): void {
  const [first = "", ...rest] = cells;
  const line = `${String(first).padEnd(36)}${rest.map((cell) => String(cell).padStart(18)).join("")}`;
  process.stdout.write(`${line.trimEnd()}\n`);
}

function exact(share: number, rate: number) {
  return promoteProbability({ matches: 0, misses: 0, remaining: CASES, rate, share, alpha: ALPHA });
}

say(`False promotions: runs that promote an agent whose match share is just the line, looked at after every case up to ${CASES}`);
say("gate", ...LINES.flatMap((share) => [`line ${share}`, "runs"]), "claims at most");
for (const [at, gate] of gatesAt(0.95).entries()) {
  const cells = atLine.flatMap((rows, line) => {
    const row = rows[at];
    return row ? [promoted(row, gate.level, `${gate.name} at ${LINES[line]}`), stopsOf(row).length] : [];
  });
  say(gate.name, ...cells, gate.level === null ? "5 % at one look" : percent(gate.level, 0));
}
say("e-process, exact, not simulated", ...LINES.flatMap((share) => [percent(exact(share, share).probability), ""]));

say("");
say("Cases until promotion, when the agent is better than the line");
say("gate", "mean", "over the fewest", "median", "nine in ten by", "runs");
for (const [which, [share, truth]] of HOPES.entries()) {
  const { fewestCases } = sprt({ matches: 0, misses: 0, below: share, above: truth, alpha: ALPHA });
  const { expectedCases } = exact(share, truth);
  say(
    `line ${share}, match share ${truth}: fewest of any such test ${fewestCases.toFixed(0)} (Wald), e-process exactly ${expectedCases.toFixed(0)}`,
  );
  for (const row of hoped[which] ?? []) {
    // A run that never promotes counts with all its cases, as in the exact figure.
    const used = stopsOf(row)
      .map((stop) => (stop === 0 ? CASES : stop))
      .sort((one, two) => one - two);
    const mean = used.reduce((sum, stop) => sum + stop, 0) / used.length;
    const spread = Math.sqrt(used.reduce((sum, stop) => sum + (stop - mean) ** 2, 0) / used.length);
    const error = ((1.96 * spread) / Math.sqrt(used.length)).toFixed(1);
    const [half, most] = [0.5, 0.9].map((share) => used[Math.ceil(share * used.length) - 1] ?? "");
    say(`  ${row.name}`, `${mean.toFixed(0)} ± ${error}`, (mean / fewestCases).toFixed(2), half ?? "", most ?? "", used.length);
  }
}

say("");
say(`False promotions on ${CLUSTERS} clusters of five decisions, line 0.95, looked at after every cluster`);
say("likeness inside a cluster", "counted as cases", "cluster means", "the gate", "runs");
for (const row of inClusters) {
  const means = promoted(row, ALPHA, `cluster means, ${row.name}`, 1);
  const gate = promoted(row, ALPHA, `the gate, ${row.name}`, 2);
  say(row.name, promoted(row, null, row.name), means, gate, stopsOf(row).length);
}

say("");
say(
  `False promotions on ${CLUSTERS} clusters, lone cases and a few large ones that are the worse, line at the true match share per decision`,
);
say("clusters", "line", "the gate", "runs");
for (const [at, row] of unequal.entries()) {
  const [, mix] = MIXES[at] as (typeof MIXES)[number];
  say(row.name, shareOf(mix).toFixed(4), promoted(row, ALPHA, row.name), stopsOf(row).length);
}

say("");
say(`± is 1.96 standard errors of the simulation; ${((performance.now() - started) / 1000).toFixed(0)} s, seeds 1 to ${seed}`);
for (const one of broken) process.stderr.write(`error a claimed level is broken beyond the error of the simulation: ${one}\n`);
if (broken.length > 0) process.exitCode = 1;
