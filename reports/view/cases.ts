import { type CaseBook, type CaseDetail, type CaseEntry, count, type Judgement, many, OUTCOMES, percent, shorten } from "earnest";
import type { PlacedCases } from "../page/placedCases.ts";
import type { PageOptions } from "../pageOptions.ts";
import { firstToRead } from "./firstToRead.ts";
import { leftOutOfPage } from "./leftOutOfPage.ts";
import { actWord, differs, FAILURE_WORDS, labelNames, moment, OUTCOME_WORDS } from "./words.ts";

/** How many of the cases worth reading first stand outside a fold. */
const UNFOLDED = 5;
/** Characters of one text in such a case. */
const TEXT = 600;

/** The case browser's frame, and the cases worth reading first, which need no script. */
export function casesView(judgement: Judgement, book: CaseBook, placed: PlacedCases, options: PageOptions) {
  const differ = book.entries.filter(({ outcome }) => differs(outcome)).length;
  const serious = book.entries.filter((entry) => entry.serious).length;
  const name = labelNames(judgement);
  const kept = book.entries.some((entry) => keptBack(judgement, entry));
  const open = placed.piles.reduce((sum, { details }) => sum + details, 0);
  const first = options.cases === "none" ? [] : firstToRead(book);
  const articles = first.map((entry) =>
    articleOf(entry, name, keptBack(judgement, entry) ? actWord("escalated") : OUTCOME_WORDS[entry.outcome].word),
  );
  return {
    n: many(book.entries.length, "case"),
    open: open === book.entries.length ? "all" : count(open),
    none: book.entries.length === 0,
    sure: book.entries.some(({ confidence }) => confidence !== null),
    leftOut: leftOutOfPage(book, placed, options),
    beside: options.beside && { ...options.beside, cases: many(options.beside.cases, "case") },
    command: "earnest case RUN ID",
    choices: [
      { value: "different", word: `different, missed or failed (${count(differ)})` },
      { value: "serious", word: `serious (${count(serious)})` },
      { value: "all", word: `all (${count(book.entries.length)})` },
      ...OUTCOMES.map((outcome) => ({
        value: outcome,
        word:
          outcome === "escalated" && kept
            ? `${OUTCOME_WORDS[outcome].word}, or ${actWord(outcome)}`
            : OUTCOME_WORDS[outcome].word,
      })),
    ],
    types: judgement.types.map(({ type }, value) => ({ value: String(value), title: name(type) })),
    first: articles.slice(0, UNFOLDED),
    more: articles.slice(UNFOLDED),
    moreHead: `Show ${count(articles.length - UNFOLDED)} more`,
  };
}

function articleOf(entry: CaseEntry, name: (label: string) => string, outcome: string) {
  const detail = JSON.parse(entry.detail as string) as CaseDetail;
  const [attempt] = detail.attempts;
  const { observation } = attempt ?? {};
  const proposal = observation?.kind === "proposed" ? observation.proposal : undefined;
  const sure = entry.confidence === null ? "" : ` (${percent(entry.confidence, 0)} sure)`;
  return {
    id: entry.id,
    link: caseLink(entry.id),
    at: entry.at === null ? "" : `recorded ${moment(entry.at)} · `,
    outcome,
    serious: entry.serious,
    input: inputFields(detail.input),
    decided: actionsOf(detail.decisions[0].actions, name),
    agentHead: proposal === undefined ? "The agent gave nothing usable" : `The agent proposed${sure}`,
    proposed:
      proposal?.kind === "act"
        ? actionsOf(proposal.actions, name)
        : proposal === undefined
          ? []
          : [{ title: name(proposal.kind), params: "" }],
    because: shorten(
      proposal?.because ??
        (observation?.kind === "failed"
          ? `${FAILURE_WORDS[observation.code].word} (${observation.code}): ${observation.because}`
          : ""),
      TEXT,
    ),
  };
}

/** Did the agent propose an act that its policy handed over or refused? Then it is that, and not the agent, which handed over. */
function keptBack({ types }: Judgement, { outcome, proposed }: CaseEntry): boolean {
  return (
    outcome === "escalated" && proposed.some((act) => act.outcome === outcome && types.some(({ type }) => type === act.type))
  );
}

/** An id may hold anything; a link to it holds only what a link may hold. */
export function caseLink(id: string): string {
  return `#case=${encodeURIComponent(id.toWellFormed())}`;
}

function actionsOf(
  actions: readonly { readonly type: string; readonly params: Readonly<Record<string, unknown>> }[],
  name: (label: string) => string,
) {
  if (actions.length === 0) return [{ title: name("none"), params: "" }];
  return actions.map(({ type, params }) => ({
    title: name(type),
    params: shorten(
      Object.entries(params)
        .map(([key, value]) => `${key} ${asText(value)}`)
        .join(", "),
      TEXT,
    ),
  }));
}

function inputFields(input: unknown): { label: string; text: string }[] {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    return [{ label: "", text: shorten(asText(input), TEXT) }];
  return Object.entries(input).map(([label, value]) => ({ label, text: shorten(asText(value), TEXT) }));
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
