import { type Judgement, many } from "earnest";
import { MANY_TYPES, type TypeView } from "./typeView.ts";

type Rung = Judgement["ladder"]["rungs"][number];

/** The rungs of the ladder, what each demands, and where every action type stands on it. */
export function ladderView({ ladder }: Judgement, types: readonly TypeView[]) {
  const asked = new Set(types.map(({ judged }) => judged.decided.ask));
  const standing = types.map(standingOf);
  const folded = standing.length > MANY_TYPES;
  return {
    name: ladder.name,
    about: ladder.about,
    pace:
      ladder.pace === null
        ? ""
        : `At least ${many(ladder.pace, "day")} have to pass between one promotion and the next, of any action type.`,
    rungs: ladder.rungs.map((rung) => ({
      ...rung,
      named: rung.name !== rung.id,
      stand: standsSaid(types, rung),
    })),
    demanding: ladder.rungs.filter(demandsAny).map((rung) => ({
      id: rung.id,
      name: rung.name === rung.id ? "" : rung.name,
      // Where the types alone fill the page, it is enough to be found.
      open: !folded && asked.has(rung.id),
      groups: [
        { head: "To climb to it", demands: rung.climb },
        { head: "To stay on it", demands: rung.stay },
        { head: "What has to go on holding on it", demands: rung.hold },
      ].filter(({ demands }) => demands.length > 0),
      safeguards: rung.safeguards,
    })),
    standing: folded ? [] : standing,
    folded: folded ? standing : [],
    foldedHead: many(standing.length, "action type"),
  };
}

function demandsAny({ climb, stay, hold, safeguards }: Rung): boolean {
  return [climb, stay, hold, safeguards].some((some) => some.length > 0);
}

function standsSaid(types: readonly TypeView[], { id }: Rung): string {
  const here = types.filter(({ judged }) => judged.decided.at === id);
  if (here.length === 0) return "";
  return here.length > MANY_TYPES ? many(here.length, "action type") : here.map(({ title }) => title).join(", ");
}

function standingOf({ judged, badge, title, anchor }: TypeView) {
  const { decided, ceiling } = judged;
  return {
    title,
    anchor,
    badge,
    at: decided.at === "" ? "no rung" : decided.at,
    ask: decided.ask ?? "nothing",
    to: decided.to === "" ? "no rung" : decided.to,
    ceiling: ceiling === null ? "its risk is not declared" : (ceiling.highest ?? "no rung of this ladder"),
  };
}
