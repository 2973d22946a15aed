import type { Judgement } from "earnest";
import { escaped } from "./escaped.ts";
import type { Cut } from "./view/pageColumn.ts";
import type { RegisteredRungs } from "./view/registered.ts";
import { type Sheet, sheetView } from "./view/sheet.ts";
import { ended } from "./view/words.ts";

/** Longer than any text of a sheet: what it cuts, it has cut already. */
const WHOLE = 1_000;

/** Autonomy sheets as markdown, for a repository or a ticket: the same as the page says, all text escaped. */
export function autonomySheetMarkdown(
  judgement: Judgement,
  only: readonly string[] = [],
  registered: RegisteredRungs = null,
): string {
  const { title, document, none, sheets } = sheetView(judgement, only, registered);
  const head = [`# ${text(title)}`, "", text(document), ""];
  return [...head, ...(none ? ["The suite has no row for an action type.", ""] : []), ...sheets.flatMap(sheetLines)].join("\n");
}

function sheetLines(sheet: Sheet): string[] {
  const { title, code, about, badge, move, bound, why, notes, levels, ceiling } = sheet;
  return [
    `## ${text(title)}${code === null ? "" : ` (${text(code)})`}`,
    "",
    text(about),
    "",
    `**${text(badge.word)}**, ${text(move)}.${bound === "" ? "" : ` ${text(bound)}.`} ${text(why)}`,
    "",
    ...notes.flatMap((note) => [`> ${text(note.text)}`, ""]),
    ...levels.map(
      ({ head, name, agent, person }) => `- ${head}: **${text(name)}**. The agent ${text(agent)}; people: ${ended(text(person))}`,
    ),
    `- Ceiling: ${text(ceiling)}`,
    "",
    ...part("What it may not do, and its limits", [
      text(sheet.envelope),
      "",
      ...list(
        sheet.rules,
        ({ says, stops, control }) =>
          `${text(says)} (what it keeps back is ${text(stops)}; ${control === null ? "**no control named**" : `enforced by ${text(control)}`})`,
      ),
    ]),
    ...part("What raises it", list(sheet.raises, text)),
    ...part("What lowers it", list(sheet.lowers, text)),
    ...part(
      "Validations",
      sheet.checks.items.length === 0
        ? ["No check was made: nothing was asked for."]
        : list(sheet.checks, ({ state, question, fact }) => `**${state.word}**: ${text(question)} ${text(fact)}`),
    ),
    ...part("Undo drill", [text(sheet.drill)]),
    ...part(
      `What has to be in place at ${text(sheet.rung)} besides`,
      sheet.safeguards.items.length === 0 ? ["The ladder names nothing."] : list(sheet.safeguards, text),
    ),
    ...part(
      "Owners",
      sheet.owners.map(({ term, fact }) => `- ${term}: ${text(fact)}`),
    ),
    ...part(
      "Evidence",
      list(sheet.evidence, ({ term, fact }) => `${term}: ${text(fact)}`),
    ),
  ];
}

function part(head: string, lines: readonly string[]): string[] {
  return [`### ${head}`, "", ...lines, ""];
}

function list<T>({ items, more }: Cut<T>, say: (item: T) => string): string[] {
  return [...items.map((item) => `- ${say(item)}`), ...(more === "" ? [] : [`- ${more}`])];
}

function text(given: string): string {
  return escaped(given, WHOLE);
}
