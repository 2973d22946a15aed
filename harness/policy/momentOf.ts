const ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/;

/** Milliseconds of an ISO 8601 moment; one that names no zone is in UTC, whatever machine reads it. Undefined where there is none. */
export function momentOf(at: string | undefined): number | undefined {
  if (at === undefined) return undefined;
  const timed = at.length > 10;
  const moment = Date.parse(timed && !ZONE.test(at.slice(10)) ? `${at}Z` : at);
  return Number.isNaN(moment) ? undefined : moment;
}
