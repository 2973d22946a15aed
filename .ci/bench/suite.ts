import {
  agreementAtLeast,
  coverageAtLeast,
  defineAction,
  defineDataset,
  defineSuite,
  exact,
  fields,
  inProcess,
  jsonl,
  seriousAtMost,
  within,
} from "earnest";

/** The suite that is timed: real comparators and criteria, and an agent that answers at once. */
export default defineSuite(({ data = "cases.jsonl" }) => ({
  name: "bench",
  dataset: defineDataset({ name: "bench", cases: jsonl(data) }),
  agent: inProcess({
    name: "instant",
    version: "1",
    propose: ({ input }) => {
      const { order, amount } = input as { order: string; amount: number };
      return { kind: "act", actions: [{ type: amount > 190 ? "close" : "pay", params: { order, amount }, confidence: 0.9 }] };
    },
  }),
  actions: {
    pay: defineAction({
      compare: fields({ order: exact(), amount: within(0.5) }),
      ask: "L4",
      climb: [agreementAtLeast(0.95), coverageAtLeast(0.6), seriousAtMost(0.01)],
    }),
    close: defineAction({ compare: fields({ order: exact(), amount: within(0.5) }) }),
  },
}));
