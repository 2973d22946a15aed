import { agreementAtLeast, defineAction, defineDataset, defineSuite, exact, fields, inProcess, jsonl, within } from "earnest";

/** The suite whose report is timed: an agent that looks up all there is about a case, and answers at once. */
export default defineSuite(({ data = "cases.jsonl" }) => ({
  name: "bench report",
  dataset: defineDataset({ name: "bench report", cases: jsonl(data) }),
  agent: inProcess({
    name: "reader",
    version: "1",
    propose: async ({ input }, toolbox) => {
      const { order, amount, pages } = input as { order: string; amount: number; pages: number };
      for (let page = 0; page < pages; page++) await toolbox.read("history", { order, page });
      const params = { order, amount };
      return { kind: "act", actions: [{ type: "pay", params, confidence: 0.9 }], because: "The order is on record." };
    },
  }),
  actions: {
    pay: defineAction({
      compare: fields({ order: exact(), amount: within(0.5) }),
      ask: "L4",
      climb: [agreementAtLeast(0.95)],
    }),
  },
}));
