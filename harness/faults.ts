/** What can go wrong with one act, and where: see `FAULTS` for the points at which each can. */
export interface Fault {
  readonly phase: "apply" | "undo";
  /** The place of the act in its batch, from 0. */
  readonly index: number;
  /** Before anything is done; in the midst of it; when it is done and nobody knows; when that was put on record. */
  readonly point: "before" | "during" | "after-effect" | "after-receipt";
  /**
   * For "during": so many parts are done, such as statements. Default: all but one, as earlier calls have shown, or one. Where the call has
   * no more of them, it strikes when it is done.
   */
  readonly after?: number;
  /** It fails; it gives no answer in time; the line breaks; the process that does it is killed (SIGKILL). */
  readonly kind: "error" | "timeout" | "disconnect" | "kill";
}

/** Every fault that there is, by its place: only what ends the line matters in the midst, and only a kill once the receipt is on record. */
export const FAULTS: readonly Pick<Fault, "point" | "kind">[] = [
  ...(["before", "after-effect"] as const).flatMap((point) =>
    (["error", "timeout", "disconnect", "kill"] as const).map((kind) => ({ point, kind })),
  ),
  { point: "during", kind: "disconnect" },
  { point: "during", kind: "kill" },
  { point: "after-receipt", kind: "kill" },
];
