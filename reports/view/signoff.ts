import { type Judgement, many } from "earnest";
import { askedTypes, groupsOf, type TypeView } from "./typeView.ts";
import { moment } from "./words.ts";

/** A section as links name it. */
interface Named {
  readonly id: string;
  readonly short: string;
}

/** Who decides, what each is asked, and the sections that speak of it. */
const ROLES = [
  {
    role: "operations",
    name: "Operations lead",
    asks: "Is the team ready to take an act back, and to watch?",
    ids: ["answer", "change", "drills"],
  },
  {
    role: "risk",
    name: "Risk and compliance",
    asks: "Is the evidence enough for what a mistake costs?",
    ids: ["answer", "checks", "people", "limits"],
  },
  {
    role: "owner",
    name: "Engineering owner",
    asks: "Is this the version that will run, and does it run as it was watched?",
    ids: ["types", "history", "provenance"],
  },
];
/** So many action types are named behind a verdict; the answer names them all. */
const NAMED = 5;

/** The sheet that people decide on: nothing in it is known to be signed, whoever drew it. */
export function signoffView(judgement: Judgement, types: readonly TypeView[], sections: readonly Named[]) {
  const { run } = judgement;
  return {
    report: `Run ${run.id}, begun ${moment(run.startedAt)}`,
    agent: `${run.agent.name} ${run.agent.version}`,
    head: run.ledgerHead,
    recommended: groupsOf(askedTypes(types)).map(({ badge, types: mine }) => ({
      badge,
      titles: mine.slice(0, NAMED).map(({ title, move }) => (move === "" ? title : `${title} (${move})`)),
      more: mine.length > NAMED ? many(mine.length - NAMED, "more action type") : null,
    })),
    roles: ROLES.map(({ ids, ...role }) => ({ ...role, sections: sections.filter(({ id }) => ids.includes(id)) })),
    boxes: ["as recommended", "with conditions", "not approved"],
    lines: ["Conditions", "Watched after the move, and by whom", "Next review no later than"],
  };
}
