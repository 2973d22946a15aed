/** What a page is drawn with besides the judgement; a page holds its own, so that it can be drawn again. */
export interface PageOptions {
  /** Whose content travels in the page: that of no case, of those worth reading first, of all that differ, or of all. */
  readonly cases: "none" | "worst" | "disagreements" | "all";
  /** Megabytes that the file should keep to: of what would make it larger, cases are left out. */
  readonly megabytes: number;
  /** A file beside the page that holds the content of all cases; null where there is none. */
  readonly beside: Sidecar | null;
  /** The action type that the page is about; null for all that asked. */
  readonly focus: string | null;
  /** Fonts inside the page, or those of the reader's system. */
  readonly fonts: "embedded" | "system";
  /** The report that takes the place of this one; null where there is none. */
  readonly supersededBy: string | null;
}

/** A file beside a page: its name, and the SHA-256 of its bytes in hex. */
export interface Sidecar {
  readonly name: string;
  readonly sha256: string;
  readonly cases: number;
}

export const PAGE_OPTIONS: PageOptions = {
  cases: "all",
  megabytes: 6,
  beside: null,
  focus: null,
  fonts: "embedded",
  supersededBy: null,
};
