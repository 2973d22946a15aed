import { join } from "node:path";
import { type Dataset, defineDataset, jsonl } from "earnest";

/** A simulated half year of a refund desk: 4,600 tickets, what was looked up, what people did, and what became of it. */
export default defineDataset({
  name: "refund desk, simulated",
  cases: jsonl(join(import.meta.dirname, "history.jsonl.gz"), { name: "datasets/refund-desk/history.jsonl.gz" }),
  // Nine customers in ten write once; one who writes often has one vote like the others.
  clusterCap: 1,
  redact: { none: "every word of it is simulated" },
  knownFields: { "input.topic": "chosen by the customer in the form" },
  card: {
    about:
      "A simulated history: 4,600 tickets of a desk that does not exist, from January to June 2036, written by a script with a fixed seed.",
    labels:
      "Simulated people go by the desk's standing orders and depart from them at rates that stand in the code. About 8% of the tickets were decided by a second one.",
    origin: "earnest's own: datasets/refund-desk/generate",
    licence: "MIT, like the rest of this repository",
    limits: [
      "Simulated: it shows how a gate decides, and says nothing about a desk of yours.",
      "Its true rates are known, and stand in its README; no real history has that.",
      "From 1 April more letters come in Spanish; from 1 June address changes abroad go to the identity desk.",
    ],
  },
} satisfies Dataset);
