import { type Judgement, limitPercent, many } from "earnest";
import { forestAxis } from "../charts/forest.ts";
import { answerRow, forestGiven } from "./answerRow.ts";
import { evidenceFacts } from "./evidenceFacts.ts";
import type { Focus } from "./focus.ts";
import { rungName } from "./rung.ts";
import { askedTypes, groupsOf, MANY_TYPES, type TypeView } from "./typeView.ts";

/** So much to know before relying on it stands on the first page; the rest unfolds there. */
const CAVEATS = 4;
/** So many ways in which a gate was loosened are said at once; the others unfold. */
const LOOSENED = 3;

/** The first section: one row per action type, what to know before relying on it, and the facts; the others fold behind the one in focus. */
export function answerView(judgement: Judgement, types: readonly TypeView[], focus: Focus | null = null) {
  const asked = askedTypes(types);
  const loosened = judgement.loosened.map(({ says }) => says);
  const shown = focus === null ? asked : [focus.type];
  const others = asked.filter((type) => !shown.includes(type));
  const axis = forestAxis([...shown, ...others].map(({ judged }) => forestGiven(judged)));
  const question = kick(judgement, shown);
  const row = (type: TypeView) => answerRow(judgement, type, axis, question);
  const many = shown.length > MANY_TYPES;
  return {
    kick: question,
    headline: focus?.headline ?? judgement.headline,
    lede: lede(judgement),
    waived: judgement.wall.waived,
    loosened: { first: loosened.slice(0, LOOSENED), more: loosened.slice(LOOSENED) },
    many,
    axis,
    rows: many ? [] : shown.map(row),
    others: others.map(row),
    groups: many ? groupsOf(shown).map(({ types: mine, ...group }) => ({ ...group, rows: mine.map(row) })) : [],
    caveats: { first: judgement.caveats.slice(0, CAVEATS), more: judgement.caveats.slice(CAVEATS) },
    facts: evidenceFacts(judgement, asked.length),
    confidence: limitPercent(judgement.method.confidence),
    together: judgement.together === "holm" && asked.length > 1,
    notAsked: types
      .filter(({ judged }) => judged.decided.verdict === "not_requested")
      .map(({ title, anchor, judged }) => ({ title, anchor, why: judged.decided.why })),
  };
}

function kick({ run, suite, ladder }: Judgement, asked: readonly TypeView[]): string {
  const who = `${run.agent.name} ${run.agent.version}, ${suite.name}.`;
  const moves = [...new Set(asked.map(({ judged }) => `${judged.decided.at}\n${judged.decided.ask ?? ""}`))];
  const [at, ask] = moves.length === 1 ? (moves[0] as string).split("\n") : [];
  if (at === undefined || ask === undefined || ![at, ask].every((id) => ladder.rungs.some((rung) => rung.id === id))) {
    return asked.length === 0 ? who : `${who} Asked: may these action types move up one rung?`;
  }
  return `${who} Asked: may it move from ${rungName(ladder, at)}, to ${rungName(ladder, ask)}?`;
}

function lede({ run, flow }: Judgement): string {
  const cases = many(flow.observed, "past case");
  const replayed =
    run.agent.isolation === "imported"
      ? `We compared what the agent had proposed in ${cases} with what people had decided.`
      : `We replayed ${cases} and compared the agent’s proposals with what people had decided. The agent was asked what it would do; earnest carried nothing out.`;
  return `${replayed} This report recommends; people decide.`;
}
