import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Agent, Proposal } from "../agent.ts";
import type { Exchanges } from "../toolbox.ts";
import { shorten } from "../words.ts";
import { leftBehind, running } from "./contract/leftBehind.ts";
import { ACKNOWLEDGED, type Trial, type TrialCase, trial } from "./contract/trial.ts";

/** One promise that every agent keeps; `check` throws an Error with a sentence where this one does not. */
export interface ContractCheck {
  readonly name: string;
  /** `exchanges` answers what the agent sends to a model, where it calls one; behind a wall the model is found at http://127.0.0.1:8123/v1. */
  check(makeAgent: () => Agent, exchanges?: Exchanges): Promise<void>;
}

const AT_ONCE = 20;
const IN_HAND = 200;
const PATIENCE = 5_000;
const BIG = 1_000_000;
const HOSTILE = [
  "\u001b[2J\u001b[31mred\u0007",
  'quotes " and \\ and {"kind":"done"}\n{"kind":"proposal"}\r\n',
  "\u2028\u2029\u0000\u0085\u202Eback\u200B",
  "naïve 漢字 🦆 e\u0301",
  "<script>alert(1)</script> $(id) `id` %s %n",
];

/**
 * The contract battery: what earnest relies on in an agent, to be run on your own in any test framework.
 *
 * The agent under test must do what stands in the input of a case, as a stand-in for a model that would decide it:
 * `{ do: "propose", type, params }` proposes that one act; `{ do: "read", tool, args }` calls the tool and proposes
 * `answer` with `{ answer }`, or with `{ missed: true }` where it was refused; `{ do: "write", type, params }` calls the
 * tool of that name and then the tool `answer` with `{ answer: acknowledgement }`; `{ do: "escalate" }` hands over;
 * `{ do: "none" }` does nothing; `{ do: "wait" }` never answers. Proposals may be returned, or made by calls of tools.
 */
export const agentContract: readonly ContractCheck[] = [
  {
    name: "it has a name and a version",
    async check(makeAgent) {
      const { name, version } = makeAgent();
      if (name === "" || version === "") throw new Error("an agent without a name or a version cannot be told from another");
    },
  },
  on(`an answer belongs to the case that was asked, with ${AT_ONCE} at once`, async ({ ask }) => {
    const cases = Array.from({ length: AT_ONCE }, (_, i) => proposing(`case-${i}`, { number: i, text: `only ${i}` }));
    const answers = await Promise.all(cases.map((one) => ask(one)));
    for (const [i, answer] of answers.entries())
      expectAct(answer, "note", { number: i, text: `only ${i}` }, `case ${i} of ${AT_ONCE}`);
  }),
  on("the same case twice gives a usable proposal each time", async ({ ask }) => {
    for (const attempt of [1, 2])
      expectAct(await ask({ ...proposing("twice", { text: "same" }), attempt }), "note", { text: "same" }, `attempt ${attempt}`);
  }),
  on("a read is answered from the recording", async ({ ask }) => {
    const answer = { word: "lamp", numbers: [1, 2.5, null], nested: { yes: true } };
    const reads = [{ tool: "lookup", args: { word: "lamp" }, answer }];
    const one = { id: "read", input: { do: "read", tool: "lookup", args: { word: "lamp" } }, reads };
    expectAct(await ask(one), "answer", { answer }, "a recorded read");
  }),
  on("a read that was not recorded is refused and survived", async ({ ask }) => {
    const missing = { id: "miss", input: { do: "read", tool: "lookup", args: { word: "none such" } } };
    expectAct(await ask(missing), "answer", { missed: true }, "a read without a recording");
    expectAct(await ask(proposing("after", { text: "next" })), "note", { text: "next" }, "the case after it");
  }),
  on("a write is captured, and acknowledged as declared", async ({ ask }) => {
    const { proposal } = expectProposal(
      await ask({ id: "write", input: { do: "write", type: "note", params: { text: "w" } } }),
      "a write",
    );
    const actions = proposal.kind === "act" ? proposal.actions.map(({ type, params }) => ({ type, params })) : proposal;
    const wanted = [
      { type: "note", params: { text: "w" } },
      { type: "answer", params: { answer: ACKNOWLEDGED } },
    ];
    if (!isDeepStrictEqual(actions, wanted)) throw new Error(`a write: expected ${show(wanted)}, got ${show(actions)}`);
  }),
  on("it can hand over, and do nothing", async ({ ask }) => {
    const { proposal: handed } = expectProposal(await ask({ id: "hand", input: { do: "escalate" } }), "a case to hand over");
    if (handed.kind !== "escalate") throw new Error(`a case to hand over: expected to escalate, got ${show(handed)}`);
    const { proposal: idle } = expectProposal(await ask({ id: "idle", input: { do: "none" } }), "a case to leave alone");
    if (idle.kind !== "act" || idle.actions.length > 0)
      throw new Error(`a case to leave alone: expected no act, got ${show(idle)}`);
  }),
  on("a text of a million characters comes through", async ({ ask }) => {
    const text = "0123456789 äöü 漢字\n".repeat(BIG / 18).slice(0, BIG);
    expectAct(await ask(proposing("big", { text })), "note", { text }, "a big text");
  }),
  on("hostile texts come through as they are", async ({ ask }) => {
    for (const text of HOSTILE) expectAct(await ask(proposing("hostile", { text })), "note", { text }, `the text ${show(text)}`);
  }),
  on("an attempt that is given up ends soon, and the next case is answered", async ({ ask }) => {
    const abort = new AbortController();
    const waiting = ask({ id: "wait", input: { do: "wait" } }, abort.signal);
    const early = await Promise.race([waiting, setTimeout(IN_HAND)]);
    if (early !== undefined) throw new Error(`a case to wait on: expected no answer, got ${show(early)}`);
    abort.abort();
    const ended = await Promise.race([waiting, setTimeout(PATIENCE)]);
    if (ended === undefined) throw new Error(`an attempt that was given up still goes on after ${PATIENCE / 1000} s`);
    expectAct(await ask(proposing("next", { text: "next" })), "note", { text: "next" }, "the case after one that was given up");
  }),
  {
    name: "it can be started again after it was stopped, and leaves nothing behind",
    async check(makeAgent, exchanges) {
      const before = running();
      const agent = makeAgent();
      for (const round of ["first", "second"]) {
        const again = async ({ ask }: Trial) =>
          expectAct(await ask(proposing(round, { round })), "note", { round }, `the ${round} start`);
        await trial(agent, again, exchanges);
      }
      const left = await leftBehind(before);
      if (left.length > 0) throw new Error(`after its stop there is still: ${left.join(", ")}`);
    },
  },
];

function on(name: string, work: (trial: Trial) => Promise<void>): ContractCheck {
  return { name, check: (makeAgent, exchanges) => trial(makeAgent(), work, exchanges) };
}

function proposing(id: string, params: object): TrialCase {
  return { id, input: { do: "propose", type: "note", params } };
}

type Answer = Awaited<ReturnType<Trial["ask"]>>;

function expectProposal(answer: Answer, what: string): { readonly proposal: Proposal } {
  if ("failed" in answer) throw new Error(`${what}: expected a proposal, and it failed: ${answer.failed}`);
  return answer;
}

function expectAct(answer: Answer, type: string, params: object, what: string): void {
  const { proposal } = expectProposal(answer, what);
  const [action, ...more] = proposal.kind === "act" ? proposal.actions : [];
  if (action?.type === type && more.length === 0 && isDeepStrictEqual(action.params, params)) return;
  throw new Error(`${what}: expected ${type} with ${show(params)}, got ${show(proposal)}`);
}

function show(value: unknown): string {
  return shorten(JSON.stringify(value), 300);
}
