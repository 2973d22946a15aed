/** One thing that was looked at: how it stands, and where something is to be done, what. */
export interface Check {
  readonly topic: "machine" | "disk" | "wall" | "model" | "suite" | "data" | "agent" | "drill";
  readonly state: "ok" | "note" | "warn" | "FAIL";
  readonly says: string;
  /** What to do next; there for every warning and failure. */
  readonly next?: string;
}
