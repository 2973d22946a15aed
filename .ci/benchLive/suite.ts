import {
  agreementAtLeast,
  coverageAtLeast,
  defineAction,
  defineDataset,
  defineSuite,
  exact,
  fields,
  jsonl,
  openaiAgent,
  within,
} from "earnest";
import { z } from "zod";
import { INSTRUCTIONS } from "./instructions.ts";

/** The suite that is timed with a live model: one call per case. */
export default defineSuite(({ data = "cases.jsonl" }) => ({
  name: "bench, live",
  dataset: defineDataset({ name: "bench, live", cases: jsonl(data) }),
  agent: openaiAgent({
    model: "stub-1",
    instructions: INSTRUCTIONS,
    ends: "write",
    sealed: process.env["BENCH_SEALED"] !== "no",
  }),
  actions: {
    pay: defineAction({
      params: z.strictObject({ order: z.string(), amount: z.number() }),
      compare: fields({ order: exact(), amount: within(0.5) }),
      ask: "L4",
      climb: [agreementAtLeast(0.95), coverageAtLeast(0.6)],
    }),
  },
}));
