/** Headers of an answer, in lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Milliseconds that the host asks to wait before the same request is sent again; undefined where it does not say. */
export function retryAfter(headers: Headers): number | undefined {
  const ms = amount(headerOf(headers, "retry-after-ms"));
  if (ms !== undefined) return ms;
  const said = headerOf(headers, "retry-after");
  if (said === undefined) return undefined;
  const seconds = amount(said);
  return seconds === undefined ? untilDate(said, headers) : seconds * 1000;
}

/** Milliseconds until the host takes requests again, where it says that none is left for now. */
export function untilReset(headers: Headers): number | undefined {
  let longest: number | undefined;
  for (const name in headers) {
    if (!name.includes("ratelimit") || !name.includes("remaining") || headerOf(headers, name)?.trim() !== "0") continue;
    const reset = headerOf(headers, name.replace("remaining", "reset"));
    const ms = reset === undefined ? undefined : (untilEpoch(reset, headers) ?? duration(reset) ?? untilDate(reset, headers));
    if (ms !== undefined) longest = Math.max(longest ?? 0, ms);
  }
  return longest;
}

export function headerOf(headers: Headers, name: string): string | undefined {
  const given = headers[name];
  return given === undefined || typeof given === "string" ? given : given[0];
}

/** Seconds or milliseconds since 1970, as some hosts have it: no wait is so long. By the host's own clock; without it, not known. */
function untilEpoch(text: string, headers: Headers): number | undefined {
  const given = amount(text);
  if (given === undefined || given < 1e9) return undefined;
  const now = Date.parse(headerOf(headers, "date") ?? "");
  return Number.isNaN(now) ? 0 : Math.max(0, (given < 1e11 ? given * 1000 : given) - now);
}

/** By the host's own clock, which need not be ours: the date it sends with the answer. */
function untilDate(text: string, headers: Headers): number | undefined {
  const ms = Date.parse(text) - Date.parse(headerOf(headers, "date") ?? "");
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

const MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** "6m0s", "1.5s", "20ms", or a plain number of seconds. */
function duration(text: string): number | undefined {
  const seconds = amount(text);
  if (seconds !== undefined) return seconds * 1000;
  if (!/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text.trim())) return undefined;
  let ms = 0;
  for (const [, value, unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) ms += Number(value) * (MS[unit] ?? 0);
  return ms;
}

function amount(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
