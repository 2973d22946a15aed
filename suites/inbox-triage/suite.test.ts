import type { Agent, Proposal, SeenCase } from "earnest";
import { beforeAll, describe, expect, test } from "vitest";
import { history } from "../../datasets/inbox-triage/dataset.ts";
import { mailClerk } from "./agent.ts";
import suite from "./suite.ts";
import { tokens } from "./tokens.ts";

// The clerk looks nothing up.
const toolbox = {} as Parameters<Agent["propose"]>[1];
const world = {} as Parameters<NonNullable<Agent["start"]>>[0];
const signal = new AbortController().signal;
let seen: SeenCase[] = [];

beforeAll(async () => {
  for await (const batch of suite({}).dataset.cases.read()) {
    for (const row of batch) {
      if (row.kind === "row") seen.push({ ...(row.raw as { id: string; input: unknown }), attempt: 1 });
    }
    if (seen.length >= 200) break;
  }
  seen = seen.slice(0, 200);
}, 60_000);

async function proposals(): Promise<(Proposal | undefined)[]> {
  const agent = mailClerk();
  await agent.start?.(world);
  return Promise.all(seen.map((one) => agent.propose(one, toolbox, signal)));
}

describe("the mail clerk", () => {
  test("proposes the same for the same 200 mails when it is taught anew", async () => {
    const first = await proposals();
    expect(await proposals()).toEqual(first);
    expect(new Set(first.map((proposal) => proposal?.kind))).toEqual(new Set(["act", "escalate"]));
  }, 60_000);

  test("acts only when sure, and hands over what it knows nothing about", async () => {
    for (const proposal of await proposals()) {
      if (proposal?.kind !== "act") continue;
      const [action] = proposal.actions;
      expect(action?.confidence).toBeGreaterThanOrEqual(action?.type === "quarantine" ? 0.98 : 0.9);
    }
    const agent = mailClerk();
    await agent.start?.(world);
    const unheard = { id: "mail-0", attempt: 1, input: { from: "", subject: "", text: "" } };
    expect(await agent.propose(unheard, toolbox, signal)).toMatchObject({ kind: "escalate", confidence: 0.5 });
  }, 60_000);

  test("is not asked before it has learned", () => {
    expect(() => mailClerk().propose(seen[0] as SeenCase, toolbox, signal)).toThrow("before it was started");
  });

  test("knows the words of sender and subject from those of the text, and stops at 200", async () => {
    expect(tokens({ from: "Ann <a@b.invalid>", subject: "Free!", text: "free FREE it's 5 €" })).toEqual([
      "from:ann",
      "from:invalid",
      "subject:free",
      "subject:!",
      "free",
      "it's",
      "€",
    ]);
    for (const { mail } of await history()) expect(tokens(mail).length).toBeLessThanOrEqual(200);
  });
});
