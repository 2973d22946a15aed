import type { TypeJudgement } from "earnest";

/** Where a register has an action type, as plain data. */
export interface RegisteredRung {
  readonly rung: string;
  readonly since: string;
  readonly by: string;
  /** Null where nothing was promoted. */
  readonly until: string | null;
}

/** By action type; null where there is no register. */
export type RegisteredRungs = ReadonlyMap<string, RegisteredRung> | null;

/** Where the register has an action type, and how that differs from what the evidence is about. */
export function registeredSaid(registered: RegisteredRungs, { type, decided, declared }: TypeJudgement) {
  const row = registered?.get(type);
  if (row === undefined) {
    const says = registered === null ? "there is none: this is the suite’s word" : "it is not in the register yet";
    return { rung: null, says, differs: null, raises: null };
  }
  const { rung, since, by, until } = row;
  const day = since.slice(0, 10);
  const says = `${rung} since ${day}, ${until === null ? "" : `until ${until.slice(0, 10)}, `}by ${by}`;
  if (!declared || rung === decided.at) return { rung, says, differs: null, raises: null };
  return {
    rung,
    says,
    differs: `The register has it on ${rung} since ${day}; this evidence is about ${decided.at}.`,
    raises: `Nothing on this page raises it from ${rung}: its evidence is about ${decided.at}. It takes the suite set to ${rung}, and a run judged on it.`,
  };
}
