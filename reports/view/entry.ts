/** A line of what a report says of its origin: a term, what is so, and in a line of its own a digest or another fact for machines. */
export interface Entry {
  readonly term: string;
  readonly fact: string;
  readonly code: string | null;
}

/** A line of the origin; `code` where there is one. */
export function entry(term: string, fact: string, code: string | null = null): Entry {
  return { term, fact, code };
}
