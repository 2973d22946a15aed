import { z } from "zod";

/** A name and no sentence: what stands on top of a page must not be somebody's words about it. */
export const REPORT_NAME = /^(?=.{1,60}$)[\p{L}\p{N}][\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]+)?$/u;
/** Megabytes beyond which no page is drawn, whatever is asked for. */
export const LARGEST_PAGE = 1000;

/** A file beside a page: its name, which is no sentence either, and the SHA-256 of its bytes in hex. */
const SIDECAR = z
  .strictObject({
    name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,80}\.cases\.jsonl\.gz$/u),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    cases: z.number().int().min(0),
  })
  .readonly();
export type Sidecar = z.infer<typeof SIDECAR>;

/** The one form of what a page says that it was drawn with: whoever edits a page can edit that too, and nothing else may come of it. */
export const PAGE_OPTIONS_FORM = z
  .strictObject({
    /** Whose content travels in the page: that of no case, of those worth reading first, of all that differ, or of all. */
    cases: z.enum(["none", "worst", "disagreements", "all"]),
    /** Megabytes that the file should keep to: of what would make it larger, cases are left out. */
    megabytes: z.number().positive().max(LARGEST_PAGE),
    /** A file beside the page that holds the content of all cases; null where there is none. */
    beside: SIDECAR.nullable(),
    /** The action type that the page is about; null for all that asked. */
    focus: z.string().nullable(),
    /** Fonts inside the page, or those of the reader's system. */
    fonts: z.enum(["embedded", "system"]),
    /** The report that takes the place of this one; null where there is none. */
    supersededBy: z.string().regex(REPORT_NAME).nullable(),
  })
  .readonly();

/** What a page is drawn with besides the judgement; a page holds its own, so that it can be drawn again. */
export type PageOptions = z.infer<typeof PAGE_OPTIONS_FORM>;

export const PAGE_OPTIONS: PageOptions = {
  cases: "all",
  megabytes: 6,
  beside: null,
  focus: null,
  fonts: "embedded",
  supersededBy: null,
};
