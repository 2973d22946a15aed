/** A limit over time that keeps an act back: its place among the rules, and why it could not be counted at all. */
export interface BeyondLimit {
  readonly place: number;
  readonly unread: string | null;
}

/** Acts that limits over time keep back, found before anything is counted. */
export interface Beyond {
  has(caseId: string, action: number): boolean;
  /** The limits that keep one act of a case back. */
  by(caseId: string, action: number): readonly BeyondLimit[];
}
