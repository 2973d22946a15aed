import { PAGE_OPTIONS, PAGE_OPTIONS_FORM, type PageOptions } from "../../reports/pageOptions.ts";
import type { Judgement } from "../run/judgement.ts";
import { pageRecord } from "../verify/pageRecord.ts";
import { many, shorten } from "../words.ts";

/** What a page was drawn with, by its own record; undefined where the record says what no page can be drawn with. */
export function optionsOfPage(page: string, { types }: Judgement): PageOptions | undefined {
  const given = pageRecord(page)?.options ?? PAGE_OPTIONS;
  const read = PAGE_OPTIONS_FORM.safeParse(given);
  if (!read.success) return undefined;
  const { focus } = read.data;
  return focus === null || types.some(({ type }) => type === focus) ? read.data : undefined;
}

/** What of a page was chosen when it was drawn, and follows from no ledger, a sentence for each choice that is not the usual one. */
export function chosen({ cases, megabytes, beside, focus, fonts, supersededBy }: PageOptions): string[] {
  return [
    ...(supersededBy === null
      ? []
      : [
          `that “${shorten(supersededBy, 60)}” takes its place is not from the ledger: whoever drew the page, or edited it, wrote that`,
        ]),
    ...(focus === null ? [] : [`it is a page about “${shorten(focus, 60)}”, with the other action types folded`]),
    ...(cases === PAGE_OPTIONS.cases ? [] : [CASES[cases]]),
    ...(megabytes === PAGE_OPTIONS.megabytes ? [] : [`it keeps to ${megabytes} MB, and leaves out what of cases takes more`]),
    ...(fonts === PAGE_OPTIONS.fonts ? [] : ["it is set in the fonts of its reader"]),
    ...(beside === null ? [] : [`it names a file beside it, ${shorten(beside.name, 80)}, with ${many(beside.cases, "case")}`]),
  ];
}

const CASES: Readonly<Record<PageOptions["cases"], string>> = {
  none: "it holds the content of no case",
  worst: "it holds the content of those cases alone that are worth reading first",
  disagreements: "it holds the content of those cases alone that differ",
  all: "it holds the content of all cases",
};
