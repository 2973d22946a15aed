import { agreementAtLeast, coverageAtLeast, defineAction, defineSuite, exact, failuresAtMost, recorded } from "earnest";
import { actionTypes } from "../../datasets/star-copilot/actionTypes.ts";
import { starCases } from "../../datasets/star-copilot/starCases.ts";
import { starProposals } from "../../datasets/star-copilot/starProposals.ts";

/** People write freely under this label, so there is nothing a copilot could propose and nothing to ask for. */
const FREE = "custom";

/** A recorded copilot beside people in a chat, judged reply by reply. Needs `--data DIR`, the folder that holds STAR's `dialogues/`. */
export default defineSuite(({ data }) => ({
  name: "STAR copilot",
  about:
    "A copilot ranked replies and a person picked one. The question is which replies it may prepare for approval instead of only suggesting. A person still approves each one, so a wrong reply costs a second look: nine in ten alike is enough to climb, if the copilot takes at least half of them. Below eight in ten it reads as noise, and the suggestion is not worth showing.",
  dataset: starCases(data),
  agent: recorded({ name: "STAR copilot", version: "as recorded in 2020", proposals: starProposals(data) }),
  actions: Object.fromEntries(actionTypes.map((type) => [type, rowOf(type)])),
}));

function rowOf(type: string) {
  const words = type.replaceAll("_", " ");
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  const row = { title, noun: `“${words}” replies`, compare: exact(), at: "L2" };
  if (type === FREE) return defineAction({ ...row, title: "Custom: the person wrote freely" });
  return defineAction({
    ...row,
    ask: "L3",
    climb: [agreementAtLeast(0.9), coverageAtLeast(0.5), failuresAtMost(0.02)],
    stay: [agreementAtLeast(0.8)],
  });
}
