export type Language = "en" | "de" | "es";

/** Kinds of letters, and how many in a hundred are of each. */
export const KINDS = [
  { kind: "broken, shown", share: 15 },
  { kind: "broken, not shown", share: 8 },
  { kind: "wrong article", share: 8 },
  { kind: "lost", share: 13 },
  { kind: "on its way", share: 9 },
  { kind: "sent back", share: 11 },
  { kind: "wants to send back", share: 10 },
  { kind: "charged twice", share: 7 },
  { kind: "part missing", share: 5 },
  { kind: "thanks", share: 6 },
  { kind: "threat", share: 4 },
  { kind: "no order named", share: 4 },
] as const;

export type Kind = (typeof KINDS)[number]["kind"];
