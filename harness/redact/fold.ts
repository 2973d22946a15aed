/** A text with every character in its plainest spelling, and where each stretch of it stood. */
export interface Folded {
  readonly text: string;
  /** The stretch of the original that a stretch of the folded text came from. */
  span(start: number, end: number): { readonly start: number; readonly end: number };
}

/** A part that is spelled differently in both texts. */
interface Unit {
  readonly at: number;
  readonly until: number;
  readonly start: number;
  readonly end: number;
}

const PERCENT = "%[0-7][\\dA-Fa-f]|%[C-Fc-f][\\dA-Fa-f](?:%[89ABab][\\dA-Fa-f]){1,3}";
const ENTITY = "&(?:#\\d{1,7}|#[Xx][\\dA-Fa-f]{1,6}|commat|period|plus|nbsp|shy);";
const NAMED: Readonly<Record<string, string>> = { commat: "@", period: ".", plus: "+", nbsp: " ", shy: "\u00AD" };
const ENCODED = new RegExp(`${PERCENT}|${ENTITY}`, "g");
/** Something outside the printable characters of ASCII, or encoded by them. */
const ODD = new RegExp(`[^\\t-~]|${PERCENT}|${ENTITY}`);
/** What is folded in one piece: something encoded, a character with all that is put onto it, a syllable in parts. */
const UNITS = new RegExp(
  `${PERCENT}|${ENTITY}|[^\\p{M}\\p{Default_Ignorable_Code_Point}][\\p{M}\\p{Default_Ignorable_Code_Point}]+|[\\u1100-\\u11FF]+|[^\\t-~]`,
  "gu",
);
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Dashes and digits of all kinds; and accents that stand alone, which became a space with a mark and serve as quotes. */
const SPECIAL = / \p{M}+|[[\p{Pd}\p{Nd}\u2212]--[\t-~]]/gv;
const DIGIT = /\p{Nd}/u;
/** The full stop of Chinese and Japanese is one of an address only between what addresses are made of. */
const STOPS = /(?<=[\dA-Za-z])\u3002(?=[\dA-Za-z])/g;

/**
 * The text in its plainest spelling: compatible characters as one (NFKC), all digits as 0 to 9, all dashes as -, nothing invisible,
 * nothing encoded for links or pages. A text that has nothing of the kind comes back as it is, and quickly.
 */
export function flatten(text: string): string {
  return ODD.test(text) ? plain(text).replace(STOPS, ".") : text;
}

/** The same, with the way back; slower, for a text that looks worth it. */
export function fold(text: string): Folded {
  const units: Unit[] = [];
  let folded = "";
  let from = 0;
  for (const { 0: unit, index } of text.matchAll(UNITS)) {
    folded += text.slice(from, index);
    from = index + unit.length;
    const at = folded.length;
    folded += plain(unit);
    units.push({ at, until: folded.length, start: index, end: from });
  }
  folded = (folded + text.slice(from)).replace(STOPS, ".");
  const originOf = (position: number) => {
    const unit = lastUpTo(units, position);
    if (unit === undefined) return { start: position, end: position + 1 };
    const behind = unit.end + position - unit.until;
    return position < unit.until ? unit : { start: behind, end: behind + 1 };
  };
  return { text: folded, span: (start, end) => ({ start: originOf(start).start, end: originOf(end - 1).end }) };
}

function lastUpTo(units: readonly Unit[], position: number): Unit | undefined {
  let [low, high] = [0, units.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((units[middle] as Unit).at <= position) low = middle + 1;
    else high = middle;
  }
  return units[low - 1];
}

function plain(text: string): string {
  return text.replace(ENCODED, decoded).replace(INVISIBLE, "").normalize("NFKC").replace(SPECIAL, usual);
}

function decoded(code: string): string {
  if (code.startsWith("%")) {
    try {
      return decodeURIComponent(code);
    } catch {
      // Bytes that are no character stay bytes.
      return code;
    }
  }
  const name = code.slice(1, -1);
  if (!name.startsWith("#")) return NAMED[name] as string;
  const number = Number(/^#[Xx]/.test(name) ? `0x${name.slice(2)}` : name.slice(1));
  return number <= 0x10ffff ? String.fromCodePoint(number) : code;
}

function usual(special: string): string {
  if (special.startsWith(" ")) return " ";
  if (!DIGIT.test(special)) return "-";
  // The digits of every script stand in a row from 0 to 9.
  const code = special.codePointAt(0) as number;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}
