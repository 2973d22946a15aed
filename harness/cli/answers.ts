import { unproposedFact } from "../criteria/unproposed.ts";
import type { Verdict } from "../gate.ts";
import type { Judgement, TypeJudgement } from "../run/judgement.ts";
import { TOGETHER } from "../run/together.ts";
import { count, many, percentDown, percentUp, shorten, visibleLine } from "../words.ts";
import { confidenceLine } from "./confidenceLine.ts";
import { say, styled } from "./say.ts";

const BADGE: Record<Verdict, readonly [string, Parameters<typeof styled>[0]]> = {
  demote: ["▼ DEMOTE", ["red", "bold"]],
  promote: ["▲ PROMOTE", ["cyan", "bold"]],
  hold: ["‖ HOLD", ["yellow", "bold"]],
  insufficient: ["? NOT ENOUGH EVIDENCE", "magenta"],
  not_requested: ["- NOT ASKED", "dim"],
};

/** Most urgent first. */
const ORDER: readonly Verdict[] = ["demote", "promote", "hold", "insufficient", "not_requested"];
/** Up to so many action types each get their row; beyond that, some of each verdict. */
const ROWS = 20;
const SOME = 4;
const LOOSENED = "The gate was loosened after the evidence was seen:";
/** Columns of a terminal, and of what an answer rests on. */
const WIDTH = 80;
const GROUND = 23;
/** Columns that the answer and its action type take. */
const ANSWERED = 47;
/** Where the second column begins. */
const INDENT = " ".repeat(24);
/** Of so few types, each says what would change its answer. */
const FEW = 5;
const REASONS = 5;

/** Prints the answers as a person reads them: a row per action type, then what it rests on. */
export function sayAnswers(judgement: Judgement): void {
  const { types } = judgement;
  const most = types.length > ROWS ? SOME : types.length;
  // Types that look the same in a row are told apart by their names.
  const alike = Map.groupBy(types, shortTitle);
  say();
  // Before the answers: who reads them has to know that the limits are not those the run began with.
  for (const { says } of judgement.loosened)
    for (const line of wrap(`${LOOSENED} ${visibleLine(says)}`, 76)) say(`  ${styled("yellow", line)}`);
  if (judgement.loosened.length > 0) say();
  for (const verdict of ORDER) {
    const rows = types.filter((type) => type.decided.verdict === verdict);
    for (const row of rows.slice(0, most)) {
      say(answerRow(row));
      if (types.length <= FEW && verdict !== "not_requested")
        for (const text of [...ceilingSaid(row), `would change it: ${visibleLine(row.decided.change)}`])
          for (const line of wrap(text, 54)) say(`  ${" ".repeat(21)} ${styled("dim", line)}`);
      if ((alike.get(shortTitle(row))?.length ?? 0) > 1) say(`  ${" ".repeat(21)} (${shorten(visibleLine(row.type), 52)})`);
    }
    if (rows.length > most)
      say(`  ${" ".repeat(21)} and ${many(rows.length - most, "more action type")} like that: see the report`);
  }
  say();
  for (const line of wrap(visibleLine(judgement.headline), 76)) say(`  ${styled("bold", line)}`);
  if (judgement.wall.waived !== null)
    for (const line of wrap(`Waived: ${visibleLine(judgement.wall.waived)}`, 76)) say(`  ${styled("yellow", line)}`);
  say(`  ${flowLine(judgement)}`);
  if (judgement.usage !== null) for (const line of wrap(visibleLine(judgement.usage.says), 76)) say(`  ${line}`);
  for (const reason of judgement.exclusions.reasons.slice(0, REASONS)) {
    for (const [i, line] of wrap(visibleLine(reason.because), 66).entries())
      say(`  ${(i === 0 ? count(reason.n) : "").padStart(9)}  ${line}`);
  }
  if (judgement.exclusions.reasons.length > REASONS) say("             and for other reasons: see the report, or --json");
  for (const { title, confidence } of types.slice(0, ROWS))
    if (confidence !== null && confidence.threshold.promised !== null)
      for (const [i, line] of wrap(confidenceLine(title, confidence), 74).entries()) say(`  ${i === 0 ? "·" : " "} ${line}`);
  for (const caveat of judgement.caveats)
    for (const [i, line] of wrap(visibleLine(caveat), 74).entries()) say(`  ${i === 0 ? "!" : " "} ${line}`);
}

function answerRow(type: TypeJudgement): string {
  const { decided } = type;
  const [badge, style] = BADGE[decided.verdict];
  const move = decided.verdict === "promote" || decided.verdict === "demote" ? `${decided.at} to ${decided.to}` : decided.at;
  const start = `  ${styled(style, badge.padEnd(21))} ${shortTitle(type).padEnd(22)}`;
  const moved = shorten(visibleLine(move), WIDTH - INDENT.length);
  const room = WIDTH - ANSWERED - moved.length - 1;
  const said = shorten(inColumn(visibleLine(ground(type))), Math.max(room, GROUND));
  // A ladder may name its rungs in whole words.
  return room < GROUND ? `${start} ${said}\n${INDENT}${moved}` : `${start} ${said.padEnd(GROUND)} ${moved}`.trimEnd();
}

/** Why a ceiling keeps it from the rung it asks for, or from its own. */
function ceilingSaid({ decided }: TypeJudgement): string[] {
  const barring = [...decided.stay, ...decided.climb].find(
    ({ criterion, verdict }) => criterion.name === "ceiling" && verdict === "not-met",
  );
  return barring === undefined ? [] : [visibleLine(barring.because)];
}

function shortTitle({ title }: TypeJudgement): string {
  return shorten(visibleLine(title), 22);
}

/** What the answer rests on: the check that decided it when that is not the match rate, else the match rate. */
function ground(type: TypeJudgement): string {
  const { verdict, stay, climb, hold } = type.decided;
  const decisive = {
    demote: stay.filter((finding) => finding.verdict === "not-met"),
    hold: [...climb, ...hold].filter((finding) => finding.verdict === "not-met"),
    insufficient: [...climb, ...hold, ...stay].filter((finding) => finding.verdict === "insufficient"),
    promote: [],
    not_requested: [],
  }[verdict];
  const [lead] = decisive;
  if (verdict === "insufficient" && lead === undefined && type.among !== null && type.among.adjusted > TOGETHER)
    return "enough if asked alone";
  if (lead === undefined || decisive.some(({ criterion }) => criterion.name === "agreementAtLeast")) return matchRate(type);
  if (lead.criterion.name === "ceiling") return `ceiling ${String(lead.criterion.params["highest"] ?? "below all")}`;
  const name = NAMES[lead.criterion.name] ?? lead.criterion.name;
  // Where too many were seen, how many; the end of the range alone reads as if so few had been.
  return `${name} ${lead.verdict === "not-met" && COUNTED.includes(lead.criterion.name) ? lead.detail : lead.fact}`;
}

/** Where a fact has several parts, the first ones that fit. */
function inColumn(said: string): string {
  const cut = said.length <= GROUND ? -1 : said.lastIndexOf(", ", GROUND);
  return cut < 0 ? said : said.slice(0, cut);
}

/** Checks of what should be rare. */
const COUNTED = [
  "seriousAtMost",
  "noSerious",
  "overreachAtMost",
  "failuresAtMost",
  "failuresNoMoreThanPeople",
  "falseHandOversAtMost",
];

/** The checks in a word, for a narrow column. */
const NAMES: Readonly<Record<string, string>> = {
  acceptedAtLeast: "accepted",
  attemptsAlikeAtLeast: "alike",
  casesAtLeast: "volume:",
  chain: "chain",
  costAtMost: "cost",
  coverageAtLeast: "covers",
  disagreementsExplained: "causes:",
  drillRestores: "undo:",
  drillsHold: "drills:",
  failuresAtMost: "failures",
  failuresNoMoreThanPeople: "failures",
  falseHandOversAtMost: "hand-overs",
  handOversJustified: "justified",
  handOversKept: "left alone",
  isolationAtLeast: "wall:",
  latencyAtMost: "latency",
  noDriftAlarm: "drift:",
  noSerious: "serious",
  outcomesNoWorse: "outcomes:",
  overreachAtMost: "overreach",
  policyWritten: "policy:",
  replayCoverageAtLeast: "replayed",
  replayed: "replay:",
  replayedContinuously: "nights:",
  sealedWall: "wall:",
  seriousAtMost: "serious",
  spanAtLeast: "span:",
  timeSavedAtLeast: "time:",
  undoneWithin: "undo:",
};

/** The end of the range that matters, by what the gate found of the match rate. */
function matchRate({ decided, interval: { low, high }, evidence }: TypeJudgement): string {
  if (evidence.proposed.n === 0) return unproposedFact(evidence);
  const findings = decided.verdict === "demote" ? decided.stay : decided.climb;
  const found = findings.find(({ criterion }) => criterion.name === "agreementAtLeast")?.verdict;
  if (found === "met") return `at least ${percentDown(low)}`;
  return found === "not-met" ? `at most ${percentUp(high)}` : `${percentDown(low)} to ${percentUp(high)}`;
}

/** Every case that was read is in this line. */
function flowLine({ flow, evidence, stopped, failures }: Judgement): string {
  const parts = [
    `${many(flow.observed, "case")} judged of ${count(flow.read)} read`,
    flow.excluded > 0 && `${count(flow.excluded)} excluded`,
    flow.filtered > 0 && `${count(flow.filtered)} by --filter`,
    flow.beyondLimit > 0 && `${count(flow.beyondLimit)} beyond --limit`,
    flow.missing > 0 && `${many(flow.missing, "case")} missing`,
    flow.saved > 0 && `${many(flow.saved, "case")} saved by stopping early${money(stopped?.money ?? null)}`,
    flow.uncounted > 0 && `${count(flow.uncounted)} on record behind ${flow.saved > 0 ? "the stop" : "a gap"}`,
    evidence.outcomes.failed > 0 && `${count(evidence.outcomes.failed)} failed${codes(failures)}`,
    evidence.outcomes.abstained > 0 && `${count(evidence.outcomes.abstained)} abstained`,
    evidence.attempts > evidence.cases &&
      `${count(evidence.attempts)} attempts, ${many(evidence.repeated.unstable, "case")} not the same each time`,
  ].filter((part) => part !== false);
  // Those are no part of what was read: a later run showed again what is counted already.
  const again = flow.repeated > 0 ? `; ${count(flow.repeated)} more had been shown by an earlier run, counted once` : "";
  return wrap(`${parts.join(", ")}${again}.`, 76).join("\n  ");
}

/** Why, where the agent gave nothing at all. */
function codes(failures: Judgement["failures"]): string {
  const said = failures.filter(({ votes }) => votes > 0).map(({ code, votes }) => `${count(votes)} ${code}`);
  return said.length === 0 ? "" : ` (${said.join(", ")})`;
}

function money(saved: { readonly amount: number; readonly currency: string } | null): string {
  return saved === null ? "" : ` (about ${saved.amount.toFixed(2)} ${saved.currency})`;
}

/** Words in lines of at most `width` characters. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  // A word that is longer than a line is cut.
  for (const word of text.match(new RegExp(`[^ ]{1,${width}}`, "g")) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
