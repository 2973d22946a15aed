import { digestOf } from "../canonical.ts";

export const REGISTER_SCHEMA = "earnest/autonomy/1";

/** What a move rests on: the run, the head of its ledger, and the digest of what judging it said. */
export interface RegisterEvidence {
  readonly run: string;
  readonly ledger: string;
  readonly judgement: string;
  /** The digests of the datasets that the counted runs asked about; entries of before have none. */
  readonly cases?: readonly string[] | undefined;
  /** Runs that counted along with it. */
  readonly with?: readonly string[] | undefined;
}

/** Where an action type stands, and on what grounds. */
export interface Standing {
  readonly rung: string;
  /** Digest of the policy envelope that holds on this rung; null where there is none. */
  readonly envelope: string | null;
  readonly since: string;
  readonly by: string;
  /** Null for where it began, and for a demotion without a run. */
  readonly evidence: RegisterEvidence | null;
  /** From then on it takes a new promotion review; null where nothing was promoted. */
  readonly expires: string | null;
}

/** A line of the register: what earnest writes, and what people may edit. */
export interface RegisteredType extends Standing {
  readonly owners: { readonly business?: string | undefined; readonly technical?: string | undefined };
  /** How the rung is lost, in a sentence. */
  readonly demotion: string;
}

/** One move of one action type. Each carries the digest of the one before, so that none can be changed, taken out or moved. */
export interface RegisterEntry {
  readonly at: string;
  readonly type: string;
  readonly kind: "began" | "promote" | "demote";
  readonly from: string | null;
  readonly to: string;
  readonly by: string;
  readonly because?: string | undefined;
  /** How the gate was looser than when the run began, where it was opened all the same. */
  readonly loosened?: readonly string[] | undefined;
  readonly evidence: RegisterEvidence | null;
  readonly envelope: string | null;
  readonly expires: string | null;
  readonly previous: string;
  readonly digest: string;
}

/** The autonomy register: which action type may do how much, since when, on what evidence. */
export interface Register {
  readonly suite: string;
  /** The rungs, lowest first. */
  readonly ladder: { readonly name: string; readonly rungs: readonly string[] };
  readonly actions: ReadonlyMap<string, RegisteredType>;
  readonly history: readonly RegisterEntry[];
}

/** What the first entry of a history follows on: its suite and its ladder cannot be changed either. */
export function originOf({ suite, ladder }: Pick<Register, "suite" | "ladder">): string {
  return digestOf({ schema: REGISTER_SCHEMA, suite, ladder });
}

/** The digest of an entry over all else it says. */
export function entryDigest({
  digest: _,
  ...said
}: RegisterEntry | (Omit<RegisterEntry, "digest"> & { readonly digest?: string })): string {
  return digestOf(said);
}

/** What an entry leads to. */
export function standingAfter({ to, envelope, at, by, evidence, expires }: RegisterEntry): Standing {
  return { rung: to, envelope, since: at, by, evidence, expires };
}
