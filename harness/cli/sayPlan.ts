import type { CasesNeeded } from "../plan/casesNeeded.ts";
import type { Effort, Plan } from "../plan/plan.ts";
import { isUpper, type NowPlan, type RatePlan, type SharePlan } from "../plan/planShare.ts";
import type { TypePlan } from "../plan/planType.ts";
import type { ReadySuite } from "../suite.ts";
import { count, limitPercent, many, percent, percentDown, percentUp, shorten, visibleLine } from "../words.ts";
import { say, styled } from "./say.ts";

/** Up to so many action types are planned in full; beyond that, a row each. */
const FULL = 6;
const ROWS = 40;
/** The width of a label, and of a column behind it. */
const LABEL = 31;
/** Below so many cases a rate says less than its counts. */
const FEW = 30;
const WIDE = 11;

/** Prints a plan as a person reads it, in 80 columns. */
export function sayPlan(plan: Plan, suite: Pick<ReadySuite, "title">): void {
  const { dataset, types } = plan;
  say(styled("bold", `Plan for ${shorten(visibleLine(plan.suite), 60)}`));
  const days = dataset.days === null ? "" : `, ${dataset.days.from} to ${dataset.days.to}`;
  wrapped(`${many(dataset.cases, "case")}${dataset.excluded > 0 ? `, ${count(dataset.excluded)} left out` : ""}${days}.`);
  if (plan.run !== null) wrapped(`Starts from run ${visibleLine(plan.run.id)}: ${many(plan.run.cases, "case")}.`);
  if (types.length <= FULL) for (const type of types) sayType(type, plan, visibleLine(suite.title(type.type)));
  else sayRows(types, suite);
  say();
  sayTotals(plan);
  for (const note of plan.notes) wrapped(visibleLine(note), "! ");
}

function sayType(type: TypePlan, plan: Plan, title: string): void {
  say(`\n  ${styled("bold", shorten(title, 50))}  ${type.at} to ${type.ask}`);
  const daily = dailySaid(type, plan.given.perDay !== undefined);
  wrapped(
    `People did this in ${many(type.decided.cases, "case")}${daily}; the agent is expected to propose it in ${count(type.proposed.cases)}.`,
  );
  const lead = type.shares.find(({ kind }) => kind === "agreement");
  if (lead !== undefined) sayLead(lead, plan);
  for (const share of type.shares) if (share !== lead) sayOther(share);
  for (const share of type.shares) if (share.now !== null) sayNow(share, share.now);
}

function dailySaid({ perDay, volume }: TypePlan, given: boolean): string {
  if (given && perDay !== null) return `, about ${amount(perDay)} a day`;
  return volume === null ? "" : `, ${amount(volume.median)} on the middle day and ${amount(volume.mean)} on average`;
}

/** The share a reader asks about first, as a table: a column for each rate. */
function sayLead(share: SharePlan, { given }: Plan): void {
  wrapped(`To show: ${lowered(share.limit)}`);
  const row = (label: string, of: (rate: RatePlan) => string, all = "") =>
    say(`    ${label.padEnd(LABEL)}${[...share.rates.map(of), all].map((cell) => cell.padStart(WIDE)).join("")}`.trimEnd());
  row("when the true rate is", ({ rate }) => limitPercent(rate), "all match");
  row("cases, four times in five", often, share.inARow === null ? "never" : count(share.inARow));
  row("cases, on average", ({ average }) => (average === null ? "-" : count(Math.round(average))));
  row("in one look, fixed beforehand *", ({ oneLook }) => (oneLook === null ? "never" : count(oneLook)));
  row("cases to replay for them", ({ replays }) => known(replays));
  if (given.attempts > 1) row("calls", ({ replays }) => known(replays === null ? null : replays * given.attempts));
  if (given.price !== undefined) {
    const each = given.price.perCall * given.attempts;
    row(`cost, ${given.price.currency}`, ({ replays }) => (replays === null ? "-" : money(replays * each)));
  }
  row("days until there are so many", ({ days }) => known(days));
  wrapped(`The dataset has ${count(share.cases)}: ${enoughSaid(share)}. * Not how this gate decides; for contrast.`);
}

/** Any other share in a sentence, at the middle rate. */
function sayOther(share: SharePlan): void {
  const middle = share.rates[1];
  if (middle === undefined || share.inARow === null) return;
  wrapped(
    `${WHAT[share.kind]}, ${lowered(share.limit)}: ${often(middle)} cases if the true rate is ${shown(share, middle.rate)}; the dataset has ${count(share.cases)}, ${enoughSaid(share)}.`,
  );
}

/** Where a run stands, and whether more cases would help. */
function sayNow(share: SharePlan, now: NowPlan): void {
  const { hits, n, low, high, inARow, left, chance } = now;
  const upper = isUpper(share);
  if (n === 0) return wrapped(`The run has no case to say about this: ${lowered(share.limit)}.`);
  // The ends as a reader thinks of them: of what should happen, or of what should not. None seen is never "0%".
  const good = upper ? percentDown(rest(high)) : percentUp(high);
  const bad = upper ? percentUp(rest(low)) : percentDown(low);
  const range = upper ? (hits === n ? `at most ${bad}` : `${good} to ${bad}`) : `${bad} to ${good}`;
  const seen = `${count(upper ? n - hits : hits)} of ${count(n)}`;
  const stands = `The run: ${NAMES[share.kind]} ${seen}, range ${range}.`;
  if (now.shown) return wrapped(`${stands} Shown already.`);
  const today = n < FEW ? seen : percent(upper ? (n - hits) / n : hits / n);
  const lines =
    hits === n
      ? [`If all go on like that, ${more(now.atHigh)}`, `at ${bad}, the bad end, ${more(now.atLow)}`]
      : [
          `At today’s ${today} ${more(now.atEstimate ?? now.atLow)}`,
          `at ${good}, the good end of the range, ${more(now.atHigh)}`,
          `at ${bad}, the bad end, ${more(now.atLow)}`,
          inARow === null ? "if all are right, never" : `if all are right, ${count(inARow)}`,
        ];
  const within =
    left === 0
      ? "The dataset has no case left for it."
      : `The chance within the ${many(left, "case")} left is ${chanceSaid(chance)}.`;
  wrapped(`${stands} ${lines.join("; ")}. ${within}`);
}

function sayRows(types: readonly TypePlan[], suite: Pick<ReadySuite, "title">): void {
  say(`\n  ${"type".padEnd(28)}${"dataset has".padStart(12)}${"needs".padStart(11)}  ${"at".padEnd(8)}match rate`);
  for (const type of types.slice(0, ROWS)) {
    const lead = type.shares.find(({ kind }) => kind === "agreement");
    const middle = lead?.rates[1];
    const title = shorten(visibleLine(suite.title(type.type)), 27).padEnd(28);
    if (lead === undefined || middle === undefined) say(`  ${title}${"-".padStart(12)}${"-".padStart(11)}  no floor: closed`);
    else
      say(
        `  ${title}${count(lead.cases).padStart(12)}${often(middle).padStart(11)}  ${limitPercent(middle.rate).padEnd(8)}${shorten(enoughSaid(lead), 24)}`,
      );
  }
  if (types.length > ROWS) say(`  and ${many(types.length - ROWS, "more action type")}: see --json`);
}

function sayTotals(plan: Plan): void {
  wrapped(`Replaying the dataset once: ${effort(plan.replay, plan)}.`);
  wrapped(
    plan.decided === null
      ? "Until every answer is there, at the middle rates: out of reach or not known for at least one action type."
      : `Until every answer is there, at the middle rates: ${many(plan.decided.cases, "case")}, ${effort(plan.decided, plan)}.`,
  );
  const { disagreements, agreements, minutes, seen } = plan.reviews;
  wrapped(
    `Reviews: about ${many(disagreements, "disagreement")} + ${many(agreements, "agreement")}, ${hours(minutes)} at ${many(plan.given.minutesPerReview, "minute")} each${seen ? "" : ", if the middle rates are true"}.`,
  );
}

const NAMES: Readonly<Record<SharePlan["kind"], string>> = {
  agreement: "agrees in",
  coverage: "covers",
  serious: "serious in",
  failures: "no usable answer in",
};

const WHAT: Readonly<Record<SharePlan["kind"], string>> = {
  agreement: "Match rate",
  coverage: "Coverage",
  serious: "Serious disagreements",
  failures: "Failures",
};

function enoughSaid(share: SharePlan): string {
  const first = share.rates.find(({ enough }) => enough);
  if (first !== undefined) return `enough ${isUpper(share) ? "up to" : "from"} ${shown(share, first.rate)}`;
  const last = share.rates.at(-1);
  if (share.inARow === null || share.inARow > share.cases) return "too few, even if all are right";
  return `too few even at ${last === undefined ? "best" : shown(share, last.rate)}`;
}

/** The share a reader thinks of: what should happen, or what should not. */
function shown(share: SharePlan, rate: number): string {
  return limitPercent(isUpper(share) ? rest(rate) : rate);
}

function rest(share: number): number {
  return Number((1 - share).toFixed(12));
}

function often({ fourInFive, method }: CasesNeeded): string {
  if (method === "never") return "never";
  if (fourInFive === null) return "over 100 m";
  return `${method === "exact" ? "" : "<= "}${count(fourInFive)}`;
}

function more(needed: CasesNeeded): string {
  if (needed.method === "never") return "no number of cases will do";
  return `about ${count(needed.straight ?? 0)} more`;
}

function chanceSaid({ share, atLeast }: NowPlan["chance"]): string {
  if (share === 0) return "none";
  return atLeast ? `at least ${percentDown(share, 0)}` : `about ${percent(share, 0)}`;
}

function effort({ calls, cost }: Effort, { given }: Plan): string {
  const paid = cost === null || given.price === undefined ? "" : `, ${given.price.currency} ${money(cost)}`;
  return `${many(calls, "call")}${paid}`;
}

function known(n: number | null): string {
  return n === null ? "-" : count(n);
}

function amount(n: number): string {
  return n >= 10 || Number.isInteger(n) ? count(Math.round(n)) : n.toFixed(1);
}

function money(n: number): string {
  const [whole = "0", cents = "00"] = n.toFixed(2).split(".");
  return `${count(Number(whole))}.${cents}`;
}

function hours(minutes: number): string {
  return minutes < 90 ? many(Math.ceil(minutes), "minute") : many(Math.ceil(minutes / 60), "hour");
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function wrapped(text: string, mark = ""): void {
  let line = `  ${mark}`;
  const indent = " ".repeat(line.length);
  for (const word of text.match(/[^ ]{1,74}/g) ?? []) {
    if (line.length + word.length > 79 && line.trim() !== mark.trim()) {
      say(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  say(line.trimEnd());
}
