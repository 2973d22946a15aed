import type { PublicKey } from "../sign/publicKey.ts";
import type { Role } from "../sign/signoffEntry.ts";

/** A key that somebody vouches for: as whose, or null for any role. */
export interface Vouched {
  readonly key: PublicKey;
  readonly role: Role | null;
}

/** What signatures and decisions are held against. */
export interface HeldAgainst {
  readonly keys: readonly Vouched[];
  /** The digest of an entry, or its beginning, that was kept elsewhere: without it, nobody can see that the last entries were taken away. */
  readonly head?: string | undefined;
  /** When the run began, and now, in ISO 8601; null where it is not known. */
  readonly began: string | null;
  readonly now: string;
}

/** What is said of a key that nobody vouches for. */
export const STRANGER = "which nobody vouched for here: --pubkey names a key that you had from its holder";
