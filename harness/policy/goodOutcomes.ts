import type { Action } from "../action.ts";
import type { Case } from "../case.ts";
import { quote } from "../comparators/quote.ts";
import { EarnestError } from "../errors.ts";
import { compileCel } from "./cel.ts";
import { celValue } from "./celWork.ts";

/** Reads from what became known later whether a decision turned out well; cases that do not tell are counted. */
export class OutcomeReader {
  readonly #good: ReturnType<typeof compileReadable>;
  #unread = 0;
  #unreadBecause: string | null = null;

  /** Takes CEL over `outcome`, `action` and `case`. Throws SUITE_BROKEN, naming the action type. */
  constructor(type: string, cel: string) {
    this.#good = compileReadable(type, cel);
  }

  /** Undefined where a case has no outcome data, or where it cannot be read. */
  of({ at, input, slices, outcome }: Case, { type, params }: Action): boolean | undefined {
    if (outcome === undefined) return undefined;
    const seen = { input, slices, ...(at === undefined ? {} : { at }) };
    const answer = this.#good({ case: celValue(seen), action: celValue({ type, params }), outcome: celValue(outcome) });
    if (typeof answer === "boolean") return answer;
    this.#unread++;
    this.#unreadBecause ??= answer;
    return undefined;
  }

  /** Cases with outcome data that could not be read, and why the first could not. */
  get unread(): { readonly n: number; readonly because: string | null } {
    return { n: this.#unread, because: this.#unreadBecause };
  }
}

/** The readers of a suite's rows. */
export class GoodOutcomes {
  /** What is asked of each type, in CEL. */
  readonly asked: Readonly<Record<string, string>>;
  readonly #readers: ReadonlyMap<string, OutcomeReader>;

  /** Throws SUITE_BROKEN for an expression that cannot be used. */
  constructor(actions: Readonly<Record<string, { readonly goodOutcome?: string }>>) {
    const asked = Object.entries(actions).flatMap(([type, { goodOutcome }]) =>
      goodOutcome === undefined ? [] : [[type, goodOutcome] as const],
    );
    this.asked = Object.fromEntries(asked);
    this.#readers = new Map(asked.map(([type, cel]) => [type, new OutcomeReader(type, cel)]));
  }

  /** Whether the person's decision turned out well, for each type that asks: by their act of that type, or else by their first. */
  of(one: Case): ReadonlyMap<string, boolean> {
    const good = new Map<string, boolean>();
    if (one.outcome === undefined) return good;
    const [{ actions }] = one.decisions;
    for (const [type, reader] of this.#readers) {
      const action = actions.find((act) => act.type === type) ?? actions[0] ?? { type: "none", params: {} };
      const answer = reader.of(one, action);
      if (answer !== undefined) good.set(type, answer);
    }
    return good;
  }

  unread(type: string): OutcomeReader["unread"] {
    return this.#readers.get(type)?.unread ?? { n: 0, because: null };
  }
}

function compileReadable(type: string, cel: string) {
  const compiled = compileCel(cel, true);
  if (typeof compiled === "function") return compiled;
  throw new EarnestError(
    "SUITE_BROKEN",
    `${type}: goodOutcome cannot be read at line ${compiled.line}, column ${compiled.column} of ${quote(cel)}: ${compiled.fault}`,
    { next: "Write a condition in CEL over outcome, action and case" },
  );
}
