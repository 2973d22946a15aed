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
const WAIVED = 900;
/** So many ways in which a gate was loosened are said. */
const LOOSENED = 3;

/**
 * A judgement as a short table for a job summary or a comment: the types that asked, worst first, and what to know before
 * relying on it. Below 20 KB; what does not fit is counted. No text of a case is in it, and all other text is escaped.
 */
export function markdownReport(judgement: Judgement): string {
  const { run, flow, types, suite } = judgement;
  const asked = types
    .filter(({ decided }) => decided.verdict !== "not_requested")
    .sort((a, b) => ORDER.indexOf(a.decided.verdict) - ORDER.indexOf(b.decided.verdict));
  const head = [
    `<!-- earnest gate report: ${suite.name.replaceAll(/[^a-zA-Z0-9]+/g, "-").slice(0, 60)} -->`,
    `### Gate: ${escaped(judgement.headline)}`,
    `${escaped(`${run.agent.name} ${run.agent.version}`)} · ${many(flow.observed, "case")} · ${escaped(suite.name)} · run ${escaped(run.id)} · ledger \`${run.ledgerHead.slice(0, 8)}\``,
    "",
    ...(judgement.wall.waived === null ? [] : [`**Waived:** ${escaped(judgement.wall.waived, WAIVED)}`, ""]),
  ];
  for (const { says } of judgement.loosened.slice(0, LOOSENED))
    head.push(`**The gate was loosened after the evidence was seen:** ${escaped(says, WAIVED)}`, "");
  if (judgement.loosened.length > LOOSENED)
    head.push(`**${many(judgement.loosened.length - LOOSENED, "more gate")} loosened in such a way;** the report says how.`, "");
  const counts = ORDER.map((verdict) => ({
    word: badgeOf(verdict).word,
    n: asked.filter(({ decided }) => decided.verdict === verdict).length,
  })).filter(({ n }) => n > 0);
  if (asked.length > 1) head.push(counts.map(({ word, n }) => `${word}: ${count(n)}`).join(" · "), "");
  const caveats = judgement.caveats.map((caveat) => `- ${escaped(caveat)}`).filter(fitsIn(ROOM / 3));
  const foot = [
    "",
    "<details><summary>Before you rely on this</summary>",
    "",
    ...caveats,
    "",
    leftOut(judgement),
    ...undoDrills(asked),
    ...(judgement.usage === null ? [] : ["", escaped(judgement.usage.says)]),
    "",
    "</details>",
    "",
  ];
  const fits = fitsIn(ROOM - bytes([...head, ...foot].join("\n")));
  const shared = sharedTitles(types, escaped);
  const rows = asked.map((type) => rowOf(type, shared.has(type.type))).filter(fits);
  const unlisted = asked.length - rows.length;
  const table = rows.length === 0 ? [] : ["| Answer | Action type | Match rate, 95% range | Why |", "|:--|:--|--:|:--|", ...rows];
  const more =
    unlisted === 0
      ? []
      : [
          "",
          `${many(unlisted, "more action type")} asked and ${unlisted === 1 ? "is" : "are"} not listed here, for size; the report lists all of them.`,
        ];
  return [...head, ...table, ...more, ...foot].join("\n");
}

function rowOf({ type, title, decided, evidence, interval, policy }: TypeJudgement, withType: boolean): string {
  const word = badgeOf(decided.verdict).word.toUpperCase();
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
  return `| ${decided.verdict === "demote" ? `**${word}**` : word} | ${name} | ${range} | ${escaped(decided.why)}${said.map((one) => ` ${ended(escaped(one))}`).join("")} |`;
}

/** So many action types are named. */
const DRILLED = 8;

function undoDrills(types: readonly TypeJudgement[]): string[] {
  const drilled = types.filter(({ drills }) => drills.stats.length > 0);
  if (drilled.length === 0) return [];
  const said = drilled
    .slice(0, DRILLED)
    .map(({ title, drills: { stats } }) => `${escaped(title)}: ${escaped(drillsSaid(stats))}`);
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
    ...(flow.repeated > 0 ? [`${count(flow.repeated)} shown by an earlier run`] : []),
    `${count(flow.observed)} judged`,
  ];
  return `${parts.join(", ")}.`;
}

/** Takes lines, in order, until the room is used up; the rest is left out. */
function fitsIn(room: number): (line: string) => boolean {
  let left = room;
  return (line) => {
    left -= bytes(line) + 1;
    return left >= 0;
  };
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
