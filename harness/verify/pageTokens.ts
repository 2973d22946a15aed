/** A piece of a page: words, a tag, or what programs read. */
export interface Token {
  readonly kind: "words" | "tag" | "style" | "script" | "data";
  /** As it stands in the page. */
  readonly text: string;
  /** What a script or style holds; empty for the others. */
  readonly body: string;
}

/** A page in pieces, in order; joined they give the page again. Whatever the page holds, the work grows with its length alone. */
export function pageTokens(html: string): Token[] {
  const tokens: Token[] = [];
  const unclosed = new Set<string>();
  let at = 0;
  while (at < html.length) {
    if (html[at] !== "<") {
      const next = html.indexOf("<", at);
      const text = html.slice(at, next < 0 ? html.length : next);
      tokens.push({ kind: "words", text, body: "" });
      at += text.length;
      continue;
    }
    const close = html.indexOf(">", at);
    const tag = html.slice(at, close < 0 ? html.length : close + 1);
    at += tag.length;
    const raw = /^<(script|style)\b/i.exec(tag)?.[1]?.toLowerCase();
    const end = raw === undefined || unclosed.has(raw) ? -1 : html.indexOf(`</${raw}>`, at);
    if (raw === undefined || end < 0) {
      if (raw !== undefined) unclosed.add(raw);
      tokens.push({ kind: "tag", text: tag, body: "" });
      continue;
    }
    const body = html.slice(at, end);
    at = end + raw.length + 3;
    const kind = raw === "style" ? "style" : /\btype="application\//.test(tag) ? "data" : "script";
    tokens.push({ kind, text: `${tag}${body}</${raw}>`, body });
  }
  return tokens;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** Words as a reader sees them: in one line, with the characters that escapes stand for. */
export function readable(text: string): string {
  return text
    .replaceAll(/&(?:#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, code: string | undefined, name: string | undefined) => {
      const point = Number.parseInt(code ?? "", 16);
      if (code !== undefined) return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      return NAMED[name ?? ""] ?? whole;
    })
    .replaceAll(/\s+/g, " ")
    .trim();
}
