const QUOTE_LIMIT = 60;
const PART_LIMIT = 200;
/** No `because` is longer than this, whatever the agent sent. */
export const BECAUSE_LIMIT = 500;
const DEPTH_LIMIT = 5;
/** How much of what two long texts share is shown before they part. */
const LEAD = 15;

/** A text of at most `limit` UTF-16 units, cut between characters and ending in an ellipsis when cut. */
export function clip(text: string, limit: number = BECAUSE_LIMIT): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  const last = cut.charCodeAt(cut.length - 1);
  return `${last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut}…`;
}

/** A value in JSON style, shortened to about 60 characters; `absent` for undefined. Reads only as much of it as it shows. */
export function quote(value: unknown): string {
  return value === undefined ? "absent" : clip(render(value, QUOTE_LIMIT, 0), QUOTE_LIMIT);
}

/** `"a" against "b"`, the decided value first; two long texts are shown from where they part. */
export function against(decided: unknown, proposed: unknown): string {
  if (typeof decided === "string" && typeof proposed === "string" && Math.max(decided.length, proposed.length) > QUOTE_LIMIT) {
    const shared = sharedLength(decided, proposed);
    if (shared > LEAD * 2) return `${quoteFrom(decided, shared - LEAD)} against ${quoteFrom(proposed, shared - LEAD)}`;
  }
  return `${quote(decided)} against ${quote(proposed)}`;
}

/** Parts in one sentence, at most 500 characters: what does not fit is counted. */
export function listed(parts: readonly string[], separator: string = "; "): string {
  let text = "";
  for (const [index, part] of parts.entries()) {
    const next = `${index === 0 ? "" : separator}${clip(part, PART_LIMIT)}`;
    const more = `${separator}and ${parts.length - index} more`;
    // Room is kept for the count of what is left out, which never takes more than 40 characters.
    if (text.length + next.length > BECAUSE_LIMIT - 40) return text + more;
    text += next;
  }
  return text;
}

function render(value: unknown, room: number, depth: number): string {
  if (typeof value === "string") return JSON.stringify(clip(value, room - 2));
  if (value === undefined) return "null";
  if (typeof value !== "object" || value === null) return String(value);
  const list = Array.isArray(value);
  if (depth === DEPTH_LIMIT) return list ? "[…]" : "{…}";
  let text = list ? "[" : "{";
  for (const key of list ? value.keys() : Object.keys(value)) {
    const member: unknown = (value as Record<PropertyKey, unknown>)[key];
    if (member === undefined && !list) continue;
    if (text.length > room) break;
    if (text.length > 1) text += ", ";
    if (!list) text += `${JSON.stringify(clip(String(key), room))}: `;
    text += render(member, room, depth + 1);
  }
  return text + (list ? "]" : "}");
}

function quoteFrom(text: string, start: number): string {
  return `…${quote(text.slice(start, start + QUOTE_LIMIT + 1))}`;
}

function sharedLength(a: string, b: string): number {
  let shared = 0;
  while (shared < a.length && a.charCodeAt(shared) === b.charCodeAt(shared)) shared++;
  return shared;
}
