/** What can go wrong with one act, and where: see `FAULTS` for the points at which each can. */
export interface Fault {
  readonly phase: "apply" | "undo";
  /** The place of the act in its batch, from 0. */
  readonly index: number;
  /** Before anything is done; when it is done and nobody knows; when that was put on record. */
  readonly point: "before" | "after-effect" | "after-receipt";
  /** It fails; it gives no answer in time; the line breaks; the process that does it is killed (SIGKILL). */
  readonly kind: "error" | "timeout" | "disconnect" | "kill";
}

/** Every fault that there is, by its place: only a kill matters once the receipt is on record. */
export const FAULTS: readonly Pick<Fault, "point" | "kind">[] = [
  ...(["before", "after-effect"] as const).flatMap((point) =>
    (["error", "timeout", "disconnect", "kill"] as const).map((kind) => ({ point, kind })),
  ),
  { point: "after-receipt", kind: "kill" },
];
