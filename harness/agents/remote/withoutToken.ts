const MARK = "[key]";

/** Takes the key that a server was sent out of all that comes back from it, so that it reaches no record. */
export interface WithoutToken {
  text(given: string): string;
  /** The same of data, in every text and every name of a member, however JSON had spelt them. */
  data(given: unknown): unknown;
}

/** `token` is what the server was sent; undefined: nothing was, and nothing is taken out. */
export function withoutToken(token: string | undefined): WithoutToken {
  if (token === undefined) return { text: (given) => given, data: (given) => given };
  const quoted = JSON.stringify(token).slice(1, -1);
  const text = (given: string) => given.replaceAll(token, MARK).replaceAll(quoted, MARK);
  const data = (given: unknown): unknown => {
    if (typeof given === "string") return text(given);
    if (typeof given !== "object" || given === null) return given;
    if (Array.isArray(given)) return given.map(data);
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [text(name), data(value)]));
  };
  return { text, data };
}
