/** A place in a text that identifies somebody or opens something; `same` is the value whatever its spelling. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly same: string;
}

/** A kind of value that is redacted. `may` is quick and may say yes too often, never no too often; `find` gives places in order, without overlaps. */
export interface Pattern {
  readonly name: string;
  may(text: string): boolean;
  find(text: string): Iterable<Found>;
}
