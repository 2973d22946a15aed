import { count, type Judgement, many, percentDown, percentUp, type TypeJudgement, type Verdict } from "earnest";
import { escaped } from "./escaped.ts";
import { boundSaid } from "./view/ceiling.ts";
import { policyInShort } from "./view/policy.ts";
import { drillsSaid } from "./view/sheetFacts.ts";
import { badgeOf } from "./view/verdict.ts";
import { ended, sharedTitles, unproposedWord } from "./view/words.ts";

/** Worst first: what somebody has to act on stands on top. */
const ORDER: readonly Verdict[] = ["demote", "hold", "insufficient", "promote"];

/** Bytes a summary may take; a job summary holds 1 MiB, a comment 64 KB. */
const ROOM = 18_000;
/** Who answers for an open gate, and why, is said whole. */
const WAIVED = 2_700;
/** So many ways in which a gate was loosened are said. */
const LOOSENED = 3;
/** Bytes for each of these, and for a name. */
const LINE = 1_200;
const NAME = 400;
/** Bytes for what to know before relying on it, for undo drills, and for ids of one kind. */
const CAVEATS = 5_000;
const DRILLS = 1_500;
const IDS = 700;

/**
 * A judgement as a short table for a job summary or a comment: the types that asked, worst first, and what to know before
 * relying on it. Below 20 KB; what does not fit is counted. No text of a case is in it, and all other text is escaped.
 */
export function markdownReport(judgement: Judgement): string {
  const { run, flow, types, suite } = judgement;
  const asked = types
    .filter(({ decided }) => decided.verdict !== "not_requested")
    .sort((a, b) => ORDER.indexOf(a.decided.verdict) - ORDER.indexOf(b.decided.verdict));
  const agent = `${within(`${run.agent.name} ${run.agent.version}`, NAME)} · ${many(flow.observed, "case")}`;
  const head = [
    `<!-- earnest gate report: ${suite.name.replaceAll(/[^a-zA-Z0-9]+/g, "-").slice(0, 60)} -->`,
    `### Gate: ${within(judgement.headline, LINE)}`,
    `${agent} · ${within(suite.name, NAME)} · run ${within(run.id, NAME)} · ledger \`${run.ledgerHead.slice(0, 8)}\``,
    "",
    ...(judgement.wall.waived === null ? [] : [`**Waived:** ${within(judgement.wall.waived, WAIVED)}`, ""]),
  ];
  for (const { says } of judgement.loosened.slice(0, LOOSENED))
    head.push(`**The gate was loosened after the evidence was seen:** ${within(says, LINE)}`, "");
  if (judgement.loosened.length > LOOSENED)
    head.push(`**${many(judgement.loosened.length - LOOSENED, "more gate")} loosened in such a way;** the report says how.`, "");
  const counts = ORDER.map((verdict) => ({
    word: badgeOf(verdict).word,
    n: asked.filter(({ decided }) => decided.verdict === verdict).length,
  })).filter(({ n }) => n > 0);
  if (asked.length > 1) head.push(counts.map(({ word, n }) => `${word}: ${count(n)}`).join(" · "), "");
  const caveats = judgement.caveats.map((caveat) => `- ${escaped(caveat)}`).filter(fitsIn(CAVEATS));
  const unsaid = judgement.caveats.length - caveats.length;
  const foot = [
    "",
    ...worthReading(judgement),
    "<details><summary>Before you rely on this</summary>",
    "",
    ...caveats,
    ...(unsaid === 0 ? [] : [`- ${many(unsaid, "more line")} in the report.`]),
    "",
    leftOut(judgement),
    ...undoDrills(asked),
    ...(judgement.usage === null ? [] : ["", within(judgement.usage.says, LINE)]),
    "",
    "</details>",
    "",
  ];
  const fits = fitsIn(ROOM - bytes([...head, ...foot].join("\n")));
  const shared = sharedTitles(types, escaped);
  const since = sinceOf(judgement);
  const rows = asked.map((type) => rowOf(type, shared.has(type.type), since?.(type))).filter(fits);
  const unlisted = asked.length - rows.length;
  const columns = `| Answer | Action type | Match rate, 95% range |${since === null ? "" : " Since last night |"} Why |`;
  const table = rows.length === 0 ? [] : [columns, `|:--|:--|--:|${since === null ? "" : ":--|"}:--|`, ...rows];
  const more =
    unlisted === 0
      ? []
      : [
          "",
          `${many(unlisted, "more action type")} asked and ${unlisted === 1 ? "is" : "are"} not listed here, for size; the report lists all of them.`,
        ];
  return [...head, ...table, ...more, ...foot].join("\n");
}

function rowOf(judged: TypeJudgement, withType: boolean, since: string | undefined): string {
  const { type, title, decided, evidence, interval, policy } = judged;
  const word = wordOf(decided.verdict);
  const { n, matches } = evidence.proposed;
  const range =
    n === 0
      ? unproposedWord(evidence)
      : `${percentDown(interval.low)} to ${percentUp(interval.high)} (${count(matches)} of ${count(n)})`;
  const name = withType ? `${escaped(title)} (${escaped(type)})` : escaped(title);
  const said = [
    boundSaid(decided),
    policy === null || decided.verdict === "demote" ? "" : `Under its policy: ${policyInShort(policy)}`,
  ].filter((one) => one !== "");
  return `| ${decided.verdict === "demote" ? `**${word}**` : word} | ${name} | ${range} |${since === undefined ? "" : ` ${since} |`} ${escaped(decided.why)}${said.map((one) => ` ${ended(escaped(one))}`).join("")} |`;
}

function wordOf(verdict: Verdict): string {
  return badgeOf(verdict).word.toUpperCase();
}

/** What became of an answer since the run before the newest; null where there was none. */
function sinceOf({ before }: Judgement): ((type: TypeJudgement) => string) | null {
  if (before === null) return null;
  const answers = new Map(before.answers.map(({ type, verdict }) => [type, verdict]));
  return ({ type, decided }) => {
    const was = answers.get(type);
    if (was === undefined) return "new";
    return was === decided.verdict ? "same" : `**was ${wordOf(was)}**`;
  };
}

/** Ids to look up, and nothing else of a case. */
function worthReading({ worth: { serious, newest }, before }: Judgement): string[] {
  const said = [
    { ...serious, word: many(serious.n, "serious disagreement"), head: "Serious" },
    ...(before === null
      ? []
      : [{ ...newest, word: `${many(newest.n, "new disagreement")} since last night`, head: "New since last night" }]),
  ].filter(({ n }) => n > 0);
  if (said.length === 0) return [];
  const lines = said.map(({ head, ids, n }) => {
    const listed = ids.map((id) => escaped(id, 60)).filter(fitsIn(IDS));
    const more = n - listed.length;
    return `- ${head}: ${[...listed, ...(more === 0 ? [] : [`${count(more)} more`])].join(", ")}`;
  });
  return [`<details><summary>${said.map(({ word }) => word).join(", ")}</summary>`, "", ...lines, "", "</details>", ""];
}

/** So many action types are named. */
const DRILLED = 8;

function undoDrills(types: readonly TypeJudgement[]): string[] {
  const drilled = types.filter(({ drills }) => drills.stats.length > 0);
  if (drilled.length === 0) return [];
  const said = drilled
    .slice(0, DRILLED)
    .map(({ title, drills: { stats } }) => `${escaped(title)}: ${escaped(drillsSaid(stats))}`)
    .filter(fitsIn(DRILLS));
  const more = drilled.length - said.length;
  return ["", `Undo drills. ${said.join(" ")}${more === 0 ? "" : ` And ${many(more, "more action type")}.`}`];
}

function leftOut({ flow }: Judgement): string {
  const parts = [
    `${many(flow.read, "record")} read`,
    `${count(flow.excluded)} excluded`,
    `${count(flow.filtered)} filtered out`,
    `${count(flow.beyondLimit)} beyond the limit`,
    `${count(flow.missing)} missing`,
    ...(flow.saved > 0 ? [`${count(flow.saved)} saved by stopping early`] : []),
    ...(flow.uncounted > 0 ? [`${count(flow.uncounted)} on record but not counted`] : []),
    `${count(flow.observed)} judged`,
  ];
  // Those are no part of what was read: a later run showed again what is counted already.
  const again = flow.repeated > 0 ? `; ${count(flow.repeated)} more had been shown by an earlier run, counted once` : "";
  return `${parts.join(", ")}${again}.`;
}

/** Takes lines, in order, until the room is used up; the rest is left out. */
function fitsIn(room: number): (line: string) => boolean {
  let left = room;
  return (line) => {
    left -= bytes(line) + 1;
    return left >= 0;
  };
}

/** Escaped, and cut to so many bytes: one character may become ten. */
function within(text: string, room: number): string {
  for (let most = room; ; most = Math.floor(most * 0.8)) {
    const said = escaped(text, most);
    if (bytes(said) <= room) return said;
  }
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
