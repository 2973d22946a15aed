import { EarnestError } from "../errors.ts";
import { entryDigest, originOf, type Register, type RegisterEntry, type RegisteredType, standingAfter } from "./register.ts";

/** A move to be written down; where it comes from and what it follows on is the register's to say. */
export type Move = Pick<
  RegisterEntry,
  "type" | "kind" | "to" | "at" | "by" | "because" | "loosened" | "evidence" | "envelope" | "expires"
>;

/** What is said of an action type besides where it stands, where it begins. */
export type AboutType = Pick<RegisteredType, "owners" | "demotion">;

/** The register with one more entry. Where the clock runs behind the history, only a promotion waits (REGISTER_DIFFERS); the rest is dated at its last entry. */
export function enter(register: Register, move: Move, about?: AboutType): Register {
  const last = register.history.at(-1);
  const isBehind = last !== undefined && move.at < last.at;
  if (isBehind && move.kind === "promote")
    throw new EarnestError(
      "REGISTER_DIFFERS",
      `it is ${move.at} by this clock, and the last entry of the register is of ${last.at}`,
      {
        next: "Set the clock right; entries of the register stand in order of time",
      },
    );
  const before = register.actions.get(move.type);
  const { because, loosened, ...rest } = move;
  const said = {
    ...rest,
    ...(because === undefined ? {} : { because }),
    ...(loosened === undefined || loosened.length === 0 ? {} : { loosened }),
    // One clock that ran ahead must not keep anybody from going down.
    at: isBehind ? last.at : move.at,
    from: before?.rung ?? null,
    previous: last?.digest ?? originOf(register),
  };
  const entry: RegisterEntry = { ...said, digest: entryDigest(said) };
  const kept = about ?? before;
  if (kept === undefined) throw new TypeError(`what is said of ${move.type} is missing`);
  const row = { owners: kept.owners, demotion: kept.demotion, ...standingAfter(entry) };
  return { ...register, actions: new Map([...register.actions, [move.type, row]]), history: [...register.history, entry] };
}

/** The moment that the last entry is dated at, where it is not the given one. */
export function datedAt({ history }: Register, now: string): string | null {
  const at = history.at(-1)?.at ?? now;
  return at === now ? null : at;
}
