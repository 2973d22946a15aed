import type { Ladder } from "../ladders.ts";
import { defineLadder } from "./defineLadder.ts";
import { demandsOf } from "./demandsOf.ts";

/** Suggest, confirm, report, full: four levels, each asking what the rung of the evidence ladder asks that it stands for. */
export const fourLevels: Ladder = defineLadder({
  name: "four levels",
  about: "Suggest, confirm, report, full.",
  rungs: [
    {
      id: "suggest",
      name: "suggesting",
      agent: "suggests an action",
      person: "decides and carries it out",
      alone: false,
      like: "L2",
    },
    {
      id: "confirm",
      name: "acting once confirmed",
      agent: "carries out what a person confirmed",
      person: "confirms each action",
      alone: false,
      ...demandsOf("L3"),
    },
    {
      id: "report",
      name: "acting and reporting",
      agent: "acts alone, and reports each action",
      person: "reads the reports, and undoes what is wrong",
      alone: true,
      ...demandsOf("L4"),
    },
    { id: "full", name: "full autonomy", agent: "acts alone", person: "handles exceptions", alone: true, ...demandsOf("L5") },
  ],
});
