const WRONG_RECORD = "the record says one thing and the system another, so whoever goes by the record does the wrong thing next.";
const NOBODY_LOOKS = "the undo said that all was well, so nobody would look again, and what is left stays.";
const TWICE = "a call that was lost on its way is sent again; it has to do nothing the second time.";
const UNDECLARED = "an undo puts back only what it knows of; what is written elsewhere stays when all seems undone.";
const UNSURE = "after a crash only the record tells what has to be undone; here it does not.";
const LEFT = "an act stays that could have been taken back, and somebody has to do it by hand.";

const WHY: Readonly<Record<string, string>> = {
  "not-restored": NOBODY_LOOKS,
  "false-claim": WRONG_RECORD,
  "applied-twice": TWICE,
  "undone-twice": TWICE,
  "key-reused": "two different acts under one key are taken for the same, and one of them never happens.",
  "poison-accepted": "what has to be refused is carried out once somebody asks for it.",
  "poison-trace": "what was refused has changed something, and nobody undoes what was refused.",
  "late-apply": "an act that was held up on its way comes after its undo, and then it stands for good.",
  "human-edit-lost": "what a person put right is overwritten, and nobody is told.",
  impossible: "it counts as something that can be taken back, and it cannot.",
  correction: "what cannot be taken back has to be put right once, no more and no less.",
  "open-intent": UNSURE,
  "no-intent": UNSURE,
  history: UNSURE,
  standing: LEFT,
  "dead-letter": LEFT,
  left: LEFT,
  unfinished: "a rollback that stops on its way leaves half of it.",
  "undeclared-table": UNDECLARED,
  "undeclared-entity": UNDECLARED,
  invariant: "what always has to hold in this system did not.",
  sequence: "a number that has to be as before is not, so a gap stays in what is counted.",
  traffic: "the work of others was disturbed while it was undone.",
};

/** Why a finding of a drill matters to whoever relies on the undo; `check` is the name of the promise that was broken. */
export function whyItMatters(check: string): string {
  return WHY[check] ?? "without it the drill shows nothing about undoing.";
}
