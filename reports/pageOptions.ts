/** What a page is drawn with besides the judgement; a page holds its own, so that it can be drawn again. */
export interface PageOptions {
  /** Whose content travels in the page: that of no case, of those worth reading first, of all that differ, or of all. */
  readonly cases: "none" | "worst" | "disagreements" | "all";
  /** The action type that the page is about; null for all that asked. */
  readonly focus: string | null;
  /** Fonts inside the page, or those of the reader's system. */
  readonly fonts: "embedded" | "system";
  /** The report that takes the place of this one; null where there is none. */
  readonly supersededBy: string | null;
}

export const PAGE_OPTIONS: PageOptions = { cases: "all", focus: null, fonts: "embedded", supersededBy: null };
