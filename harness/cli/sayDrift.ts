import type { Drift, DriftNight, DriftOptions, TypeDrift, TypeNight } from "../drift/drift.ts";
import { count, limitPercent, many, percent, shorten, visibleLine } from "../words.ts";
import { wrap } from "./answers.ts";
import { say, styled } from "./say.ts";

/** Nights in a table, and action types that get one when nothing rang. */
const LAST = 30;
const TABLES = 5;
/** Below so many cases a share is said as a count. */
const FEW = 30;
const NAMED = 5;

/** Prints the answers as a person reads them: a row per action type, what an alarm means, then the nights behind it. */
export function sayDrift(found: Drift, options: DriftOptions): void {
  const { nights, types } = found;
  const [first, last] = [nights[0], nights.at(-1)] as [DriftNight, DriftNight];
  const span = nights.length === 1 ? dateOf(first) : `${dateOf(first)} to ${dateOf(last)}`;
  say();
  paragraph(`${shorten(visibleLine(found.suite.name), 120)}, ${many(nights.length, "night")}: ${span}, one run a night.`);
  say();
  for (const type of [...types].sort((a, b) => Number(alarmOf(b) !== null) - Number(alarmOf(a) !== null))) {
    const [badge, style] = badgeOf(type);
    say(
      `  ${styled(style, badge.padEnd(10))} ${shorten(visibleLine(type.title), 26).padEnd(26)} ${standing(type, found)}`.trimEnd(),
    );
  }
  say();
  if (types.some((type) => alarmOf(type) !== null)) {
    paragraph(
      "An alarm is no verdict: pause what rings, and open a demotion run on fresh cases. To start anew after it, give only the runs since.",
    );
  }
  for (const line of guarantee(found, options)) paragraph(line);
  for (const note of notes(found)) paragraph(note, "! ");
  const told = types.length <= TABLES ? types : types.filter((type) => alarmOf(type) !== null);
  for (const type of told) chapter(type, found);
  if (told.length < types.length) paragraph(`The nights of ${many(types.length - told.length, "more action type")}: see --json.`);
}

/** The night of the alarm that stands, of the detector or of the chart. */
function alarmOf({ now }: TypeDrift): number | null {
  const rang = [now.alarmNight, now.chart?.alarmNight ?? null].filter((night) => night !== null);
  return rang.length === 0 ? null : Math.min(...rang);
}

function badgeOf(type: TypeDrift): readonly [string, Parameters<typeof styled>[0]] {
  if (alarmOf(type) !== null) return ["▼ ALARM", ["red", "bold"]];
  return type.now.nights === 0 ? ["? NO CASES", "magenta"] : ["- quiet", "dim"];
}

function standing(type: TypeDrift, { nights, guarantee: { alarm } }: Drift): string {
  const rang = alarmOf(type);
  if (rang !== null) return `since night ${rang}, ${dateOf(nights[rang - 1] as DriftNight)}`;
  const { logM } = type.now;
  return logM === null ? "never proposed in a new case" : `${percent(Math.exp(logM) / alarm, 0)} of the way to an alarm`;
}

function guarantee({ types, guarantee: { alarm, overall } }: Drift, options: DriftOptions): string[] {
  const least = `If nothing changed, a false alarm comes on average no sooner than every ${nightsSaid(alarm)} with new cases`;
  const said =
    types.length === 1
      ? `${least}.`
      : `${least}, for each action type by itself; of any of the ${count(types.length)} watched, no sooner than every ${nightsSaid(overall)}.`;
  const more =
    types.length > 1 && !options.overall
      ? ` To hold ${nightsSaid(options.every)} for all together, M must reach ${count(options.every * types.length)}: --alarm-overall.`
      : "";
  const chart =
    options.dropTo === undefined
      ? []
      : ["The chart for one drop rings by itself: reckon with false alarms up to twice as often."];
  return [said + more, ...chart];
}

function nightsSaid(n: number): string {
  return many(Number.isInteger(n) ? n : Math.floor(n), "night");
}

/** What a reader must know before relying on it. */
function notes({ nights, types, unwatched, leftOut }: Drift): string[] {
  const sum = (of: (night: DriftNight) => number) => nights.reduce((total, night) => total + of(night), 0);
  const [cases, repeats, unanswered, missing, excluded] = [
    sum((night) => night.cases),
    sum((night) => night.repeats),
    sum((night) => night.unanswered),
    sum((night) => night.missing),
    sum((night) => night.excluded),
  ];
  const cut = nights.filter((night) => night.missing > 0).length;
  const otherRules = nights.filter((night) => night.rulesChanged).length;
  const sameDay = nights.length - new Set(nights.map(dateOf)).size;
  const before = types.reduce((total, { series }) => total + series.reduce((n, night) => n + night.clustersBefore, 0), 0);
  const shared = types.some(({ series }) => series.some((night) => night.votes < night.n));
  const found: (string | false)[] = [
    repeats > 0 &&
      `${count(repeats)} of ${many(cases, "case")} had been seen on an earlier night of the same agent version and count once: the same cases every night are no stream.`,
    before > 0 &&
      `${many(before, "vote")} came from clusters seen on an earlier night with other cases; the guarantee takes them for new, which they are not quite.`,
    shared && "Cases of one cluster on one night are one vote: the share of them that matched.",
    unanswered > 0 &&
      `${many(unanswered, "case")} without a usable answer ${unanswered === 1 ? "is" : "are"} in no type's stream.`,
    missing > 0 &&
      `${many(cut, "night")} ${cut === 1 ? "was" : "were"} cut off with ${many(missing, "case")} missing; what is on record counts.`,
    excluded > 0 && `${many(excluded, "record")} ${excluded === 1 ? "was" : "were"} left out before the agent was asked.`,
    otherRules > 0 &&
      `${many(otherRules, "night")} ran under other rules of the suite; all nights are judged by the suite as it stands now.`,
    sameDay > 0 && `${many(sameDay, "run")} began on the day of another; each counts as a night.`,
    ...unwatched
      .slice(0, NAMED)
      .map(({ title, n, because }) => `Not watched: ${shorten(visibleLine(title), 60)} (${many(n, "new case")}): ${because}.`),
    unwatched.length > NAMED && `and ${count(unwatched.length - NAMED)} more not watched: see --json.`,
    ...leftOut
      .slice(0, NAMED)
      .map(({ dir, because }) => `Left out: ${shorten(visibleLine(dir), 200)}: ${shorten(visibleLine(because), 200)}.`),
    leftOut.length > NAMED && `and ${count(leftOut.length - NAMED)} more left out: see --json.`,
  ];
  return found.filter((note) => note !== false);
}

const FROM = { given: "by --base", stay: "the suite's floor for staying", climb: "the suite's floor for climbing" };

function chapter(type: TypeDrift, { nights, guarantee: { alarm } }: Drift): void {
  const { now, base, past, series } = type;
  say(`\n  ${styled("bold", shorten(visibleLine(type.title), 70))}`);
  const began = nights[now.from - 1] as DriftNight;
  const since =
    now.from === 1 ? "" : ` Since night ${now.from}, ${dateOf(began)}, when ${agentSaid(began)} began and M started at 0.`;
  paragraph(`Must match in ${limitPercent(base.share)} of cases: ${FROM[base.from]}.${since}`);
  if (now.logM !== null) {
    const rate = now.n < FEW ? "" : `, ${percent(now.matches / now.n)}`;
    paragraph(
      `${many(now.nights, "night")} with new cases: ${count(now.matches)} of ${count(now.n)} matched${rate}. The evidence for a drop, M, is ${mSaid(now.logM)}; it rings at ${count(alarm)}.`,
    );
  }
  for (const { night, version } of past)
    paragraph(`It rang on night ${night} too, and ended with version ${shorten(visibleLine(version), 40)}.`);
  if (type.delays.length > 0) {
    const each = type.delays.map(
      ({ to, nights: n }) => `to ${limitPercent(to)} ${n === null ? "after more than 100 nights" : `within ${many(n, "night")}`}`,
    );
    paragraph(`At ${many(type.perNight ?? 0, "vote")} a night, half of all drops would ring: ${each.join(", ")} (simulated).`);
  }
  sayChart(type);
  say();
  say(styled("dim", "  night  date        version      votes           matched          M"));
  for (const row of series.slice(-LAST)) say(tableRow(row, type));
  if (series.length > LAST) paragraph(`The ${many(series.length - LAST, "night")} before: see --json.`);
}

function sayChart({ now: { chart }, noChart }: TypeDrift): void {
  if (noChart !== null) paragraph(`No chart for one drop: ${noChart}.`);
  if (chart === null) return;
  const rang = chart.alarmNight === null ? "has not rung" : `rang on night ${chart.alarmNight}`;
  paragraph(
    `The chart for a drop to ${limitPercent(chart.dropTo)} (whole steps, exact for ${percent(chart.tunedTo)}) stands at ${count(chart.height)} and rings at ${count(chart.alarm)}: a false alarm every ${many(Math.floor(chart.cases), "vote")}, on average. It ${rang}.`,
  );
}

function tableRow(row: TypeNight, { now, past }: TypeDrift): string {
  const rang = [now.alarmNight, now.chart?.alarmNight, ...past.map(({ night }) => night)].includes(row.night);
  const marks = [row.begins && row.night > 1 && "new", rang && "alarm"].filter((mark) => mark !== false);
  const cells = [
    `${String(row.night).padStart(5)} `,
    `${dateOf(row)} `,
    shorten(visibleLine(row.version), 9).padEnd(9),
    count(row.votes).padStart(8),
    (row.n === 0 ? "none" : `${count(row.matches)} of ${count(row.n)}`).padStart(17),
    (row.logM === null ? "-" : mSaid(row.logM)).padStart(10),
    marks.join(", "),
  ];
  return `  ${cells.join(" ")}`.trimEnd();
}

function agentSaid({ agent, version }: DriftNight): string {
  return `${shorten(visibleLine(agent), 40)} ${shorten(visibleLine(version), 40)}`;
}

/** M, cut off after its first decimal, so that it never seems to have reached what it has not; of more than a million only that. */
function mSaid(logM: number): string {
  const m = Math.exp(logM);
  if (m >= 1e6) return `>${count(1_000_000)}`;
  return m < 1000 ? (Math.floor(m * 10) / 10).toFixed(1) : count(Math.floor(m));
}

function dateOf({ at }: { readonly at: string }): string {
  return shorten(visibleLine(at.slice(0, 10)), 10);
}

function paragraph(text: string, mark = ""): void {
  for (const [i, line] of wrap(text, 76 - mark.length).entries()) say(`  ${i === 0 ? mark : " ".repeat(mark.length)}${line}`);
}
