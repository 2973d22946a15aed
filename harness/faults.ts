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

/** A fault in words: "killed after the effect of the 3rd undo, before its receipt". */
export function faultSaid({ phase, index, point, kind }: Fault): string {
  const what = { error: "an error", timeout: "no answer in time", disconnect: "a broken line", kill: "a kill" }[kind];
  const when = { before: "before", "after-effect": "after the effect of", "after-receipt": "after the receipt of" }[point];
  return `${what} ${when} ${phase} ${index + 1}`;
}
