import { join } from "node:path";
import { type Dataset, defineDataset, jsonl } from "earnest";

/** 500 invented letters to an online shop, with what the desk looked up and what its invented people did. */
export default defineDataset({
  name: "refund letters",
  cases: jsonl(join(import.meta.dirname, "cases.jsonl"), { name: "datasets/refund-letters/cases.jsonl" }),
  card: {
    about:
      "500 letters to an online shop from the first quarter of 2026, written by a script: nobody sent them, and nobody decided them.",
    labels:
      "Twelve invented people go by the desk's standing orders, and depart from them in 2% to 10% of the cases. 60 cases were decided by a second one.",
    origin: "earnest's own: datasets/refund-letters/generate",
    licence: "MIT, like the rest of this repository",
    limits: [
      "It is for trying out: what an agent reaches on it says nothing about a desk of yours.",
      "The letters are put together from about ninety phrases in English, German and Spanish; real ones are longer and less clear.",
      "The standing orders are known, and simple; at a real desk half of them are nowhere written down.",
    ],
  },
} satisfies Dataset);
