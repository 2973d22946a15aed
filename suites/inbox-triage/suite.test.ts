import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Agent, Proposal, SeenCase } from "earnest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { history } from "../../datasets/inbox-triage/dataset.ts";
import { mailClerk } from "./agent.ts";
import suite from "./suite.ts";
import { tokens } from "./tokens.ts";

// The clerk looks nothing up, and tries nothing else: of a toolbox it has the time.
const toolbox = {
  limit(ms, late) {
    const timer = setTimeout(late, ms);
    return () => clearTimeout(timer);
  },
} as Parameters<Agent["propose"]>[1];
const signal = new AbortController().signal;
const dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
const agent = mailClerk();
const seen: SeenCase[] = [];

const propose = (agent: Agent, cases: readonly SeenCase[]) =>
  Promise.all(cases.map((one) => agent.propose(one, toolbox, signal)));

/** Taught anew each time. */
async function started(): Promise<Agent> {
  const scratch = dir.path;
  await agent.start?.({ tools: [], concurrency: 4, timeout: 60_000, scratch, breach: refuse, notice: () => undefined });
  return agent;
}

function refuse(kind: string, target: string): never {
  throw new Error(`the clerk tried ${kind} ${target}`);
}

beforeAll(async () => {
  for await (const batch of suite({}).dataset.cases.read()) {
    for (const row of batch) {
      if (row.kind === "row") seen.push({ ...(row.raw as { id: string; input: unknown }), attempt: 1 });
    }
    if (seen.length >= 200) break;
  }
  seen.length = 200;
  await started();
}, 60_000);

afterAll(async () => {
  await agent.stop?.();
  dir.remove();
});

describe("the mail clerk", () => {
  test("proposes the same for the same 200 mails when it is taught anew", async () => {
    const first = await propose(agent, seen);
    expect(await propose(await started(), seen)).toEqual(first);
    expect(new Set(first.map((proposal) => proposal?.kind))).toEqual(new Set(["act", "escalate"]));
  }, 60_000);

  test("acts only when sure, and hands over what it knows nothing about", async () => {
    const unheard = { id: "mail-0", attempt: 1, input: { from: "", subject: "", text: "" } };
    const [unknown, ...known] = (await propose(agent, [unheard, ...seen])) as Proposal[];
    for (const proposal of known) {
      if (proposal.kind !== "act") continue;
      const [action] = proposal.actions;
      expect(action?.confidence).toBeGreaterThanOrEqual(action?.type === "quarantine" ? 0.98 : 0.9);
    }
    expect(unknown).toMatchObject({ kind: "escalate", confidence: 0.5 });
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
