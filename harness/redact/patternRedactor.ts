import { type Folded, flatten, fold } from "./fold.ts";
import type { Found, Pattern } from "./pattern.ts";
import type { OwnPattern, Redaction, RedactionFacts } from "./redaction.ts";
import type { Redactor } from "./redactor.ts";
import type { SealedTable } from "./sealedTable.ts";
import { TOKEN, type TokenMaker } from "./tokenMaker.ts";

const TOKENS = new RegExp(TOKEN, "g");
/** What `quote` cut short, and whatever else ends in an ellipsis. */
const CUT = /"[^"]*…"?|[^\s"]*…/g;

/** How many names without an identifier are remembered. */
const NAMES = 1_000;

/** Smaller numbers are amounts, counts and years. */
const FEWEST = 10_000_000;

type Paths = readonly (readonly string[])[];

/** Replaces what its patterns find by tokens, the user's own patterns first. */
export class PatternRedactor implements Redactor {
  readonly #given: Redaction;
  readonly #patterns: readonly Pattern[];
  readonly #maker: TokenMaker;
  readonly #table: SealedTable | undefined;
  readonly #except: Paths;
  readonly #counts: Map<string, number>;
  readonly #names = new Map<string, string>();
  #flattened = { text: "", flat: "" };

  constructor(given: Redaction, builtIn: readonly Pattern[], maker: TokenMaker, table: SealedTable | undefined) {
    this.#given = given;
    this.#patterns = [...(given.own ?? []).map(ownPattern), ...builtIn];
    this.#maker = maker;
    this.#table = table;
    this.#except = (given.except ?? []).map((path) => path.split("."));
    this.#counts = new Map(this.#patterns.map(({ name }) => [name, 0]));
  }

  text(text: string): string {
    const flat = this.#flat(text);
    if (!this.#patterns.some((pattern) => pattern.may(text) || (flat !== text && pattern.may(flat)))) return text;
    // A number may only show once its neighbour is gone, and what was redacted once must not change when it is read again.
    for (let before = text; ; ) {
      const after = this.#patterns.reduce((some, pattern) => this.#without(pattern, some), before);
      if (after === before) return after;
      before = after;
    }
  }

  message(text: string): string {
    return this.text(text.replaceAll(CUT, (cut) => (cut.startsWith('"') ? '"…"' : "…")));
  }

  value<T>(value: T, at: readonly string[] = []): T {
    return this.#walk(value, at, this.#except) as T;
  }

  facts(): RedactionFacts {
    const { except = [], country = null, keyedBy = null, reversibleWith = null } = this.#given;
    return {
      patterns: this.#patterns.map(({ name }) => name),
      counts: Object.fromEntries(this.#counts),
      except,
      country,
      keyedBy: reversibleWith ?? keyedBy,
      reversible: reversibleWith !== null,
      none: null,
    };
  }

  flush(): void {
    this.#table?.flush();
  }

  discard(): void {
    this.#table?.discard();
  }

  [Symbol.dispose](): void {
    this.#table?.[Symbol.dispose]();
  }

  /** `except` are the exceptions that may still cover something below `at`. */
  #walk(value: unknown, at: readonly string[], except: Paths): unknown {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number") return this.#number(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return this.#list(value, at, except);
    if (isPlain(value)) return this.#members(value, at, except);
    // A link or a moment becomes a text only when it is written down.
    const written: string | undefined = JSON.stringify(value);
    return written === undefined ? undefined : this.#walk(JSON.parse(written), at, except);
  }

  /** Looked at as it would be written down. Only what a pattern takes as a whole: part of an amount or a moment identifies nobody. */
  #number(value: number): number | string {
    if (value < FEWEST || !Number.isSafeInteger(value)) return value;
    const digits = String(value);
    const pattern = this.#patterns.find((one) => one.may(digits) && isWhole(one.find(digits), digits));
    return pattern === undefined ? value : this.#piece(pattern, digits);
  }

  #below(value: unknown, key: string, at: readonly string[], except: Paths): unknown {
    if (except.length === 0) return this.#walk(value, at, except);
    const here = [...at, key];
    const still = except.filter((path) => here.every((step, i) => i >= path.length || path[i] === "*" || path[i] === step));
    return still.some((path) => path.length <= here.length) ? value : this.#walk(value, here, still);
  }

  #list(list: readonly unknown[], at: readonly string[], except: Paths): unknown {
    let copy: unknown[] | undefined;
    for (let i = 0; i < list.length; i++) {
      const redacted = this.#below(list[i], String(i), at, except);
      if (redacted !== list[i] && copy === undefined) copy = list.slice(0, i);
      copy?.push(redacted);
    }
    return copy ?? list;
  }

  #members(object: object, at: readonly string[], except: Paths): unknown {
    let changed = false;
    const members: [string, unknown][] = [];
    for (const key of Object.keys(object)) {
      const member: unknown = (object as Record<string, unknown>)[key];
      const redacted = this.#below(member, key, at, except);
      const name = this.#name(key);
      if (redacted !== member || name !== key) changed = true;
      members.push([name, redacted]);
    }
    return changed ? Object.fromEntries(apart(members)) : object;
  }

  /** The same few names stand in every case. */
  #name(key: string): string {
    let name = this.#names.get(key);
    if (name !== undefined) return name;
    name = this.text(key);
    if (name === key && this.#names.size < NAMES) this.#names.set(key, name);
    return name;
  }

  /** One text is asked for by every pattern. */
  #flat(text: string): string {
    if (this.#flattened.text !== text) this.#flattened = { text, flat: flatten(text) };
    return this.#flattened.flat;
  }

  /** First in disguise: what is half plain would otherwise lose its plain half only. As it is written, too: what is invisible may part two words. */
  #without(pattern: Pattern, text: string): string {
    const flat = this.#flat(text);
    const some =
      flat === text || !pattern.may(flat) ? text : this.#between(text, (piece) => this.#piece(pattern, piece, fold(piece)));
    return pattern.may(some) ? this.#between(some, (piece) => this.#piece(pattern, piece)) : some;
  }

  /** What stands between the tokens, changed. */
  #between(text: string, change: (piece: string) => string): string {
    let result = "";
    let from = 0;
    for (const { 0: token, index } of text.matchAll(TOKENS)) {
      result += change(text.slice(from, index)) + token;
      from = index + token.length;
    }
    return result + change(text.slice(from));
  }

  #piece(pattern: Pattern, piece: string, folded?: Folded): string {
    let result = "";
    let from = 0;
    for (const found of pattern.find(folded?.text ?? piece)) {
      const { start, end } = folded?.span(found.start, found.end) ?? found;
      // Two may share a character that stands for several.
      if (start < from) continue;
      const token = this.#maker.token(pattern.name, found.same);
      this.#table?.put(token, piece.slice(start, end));
      this.#counts.set(pattern.name, (this.#counts.get(pattern.name) as number) + 1);
      result += piece.slice(from, start) + token;
      from = end;
    }
    return from === 0 ? piece : result + piece.slice(from);
  }
}

function isWhole(found: Iterable<Found>, text: string): boolean {
  return [...found].some(({ start, end }) => start === 0 && end === text.length);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && typeof (value as { toJSON?: unknown }).toJSON !== "function";
}

/** Two spellings of one name would become one member, and the other's value would be lost. */
function apart(members: readonly [string, unknown][]): [string, unknown][] {
  const taken = new Set<string>();
  return members.map(([name, value]) => {
    let own = name;
    for (let n = 2; taken.has(own); n++) own = `${name} (${n})`;
    taken.add(own);
    return [own, value];
  });
}

function ownPattern({ name, pattern, check = () => true }: OwnPattern): Pattern {
  const all = new RegExp(pattern, pattern.flags.replace(/[gy]/g, "").concat("g"));
  return {
    name,
    may: (text) => text.search(all) !== -1,
    *find(text) {
      for (const { 0: match, index } of text.matchAll(all)) {
        if (match !== "" && check(match)) yield { start: index, end: index + match.length, same: match };
      }
    },
  };
}
