import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparator } from "../../action.ts";
import type { SeenCase } from "../../agent.ts";
import { inProcess } from "../../agents/inProcess.ts";
import { defineDataset } from "../../dataset/defineDataset.ts";
import { agentIsLeft } from "../../evidence/reviewState.ts";
import { plainValue } from "../../review/plainValue.ts";
import { ReviewDesk } from "../../review/reviewDesk.ts";
import { runInto } from "../../run/deskRun.ts";
import { rows } from "../../sources/rows.ts";
import { randomIndexes } from "../../stats/random.ts";
import { readySuite } from "../../suite.ts";
import { serveDesk } from "../reviewServer.ts";

const SECRET = "the sides of a sample stand still";
const TEXT = "I looked at everything there is to know, and this is what seemed right to me in the end.";

/** Is the same act whatever is only a habit of who wrote it down. */
const asShown: Comparator = {
  name: "asShown",
  version: "1",
  params: {},
  compare: (a, b) => ({ verdict: shownOf(a) === shownOf(b) ? "same" : "different" }),
};

interface Lot {
  readonly amount: number;
  readonly to: string;
  readonly day: number;
}

function apart(person: Lot, other: Lot): Lot {
  return person.amount === other.amount ? { ...other, amount: other.amount + 90 } : other;
}

function shownOf(params: unknown): string {
  const { amount, to, day } = params as Readonly<Record<string, unknown>>;
  return JSON.stringify([amount, to, day].map((value) => plainValue(value)));
}

interface Sampled {
  readonly differ: number;
  readonly agree: number;
  /** Lets the agent set a field that people never set. */
  readonly leak: boolean;
}

/**
 * For tests: a review app over made-up cases in which person and agent draw their details from the same lot, and differ in how they
 * write them down. Of the second half of what differs each other case has the decisions of the one before in the other’s hands. `sides` says of each
 * item where the agent stands, `asked` which are of that half.
 */
export async function servedReview({ differ, agree, leak }: Sampled) {
  const folder = mkdtempDisposableSync(join(tmpdir(), "earnest-review-"));
  const draw = randomIndexes(7, 1_000_000);
  const lot = (): Lot => ({
    amount: 1 + (draw() % 90),
    to: ["Card", "Account", "Voucher"][draw() % 3] as string,
    day: 10 + (draw() % 18),
  });
  const cases: { id: string; person: Lot; agent: Lot }[] = [];
  for (let i = 0; i < differ + agree; i++) {
    const [person, other] = [lot(), lot()];
    const before = cases[i - 1];
    const mirrored = i >= differ / 2 && i < differ && i % 2 === 1 && before !== undefined;
    if (mirrored) cases.push({ id: `case-${i}`, person: before.agent, agent: before.person });
    else cases.push({ id: `case-${i}`, person, agent: i < differ ? apart(person, other) : person });
  }
  const written = ({ amount, to, day }: Lot) => ({
    amount: `${amount}.00`,
    to,
    day: `2026-03-${day}T00:00:00Z`,
    note: TEXT,
  });
  const dataset = defineDataset({
    name: "sample",
    cases: rows(
      "memory",
      cases.map(({ id, person }, i) => ({
        raw: {
          id,
          input: { message: `<b>Message</b> ${i}`, n: i },
          decisions: [{ actions: [{ type: "pay", params: written(person) }], by: "R-99" }],
        },
        where: { file: "memory", line: i + 1 },
      })),
    ),
  });
  const propose = async ({ input }: SeenCase) => {
    const { amount, to, day } = (cases[(input as { n: number }).n] as (typeof cases)[number]).agent;
    const params = { note: `${TEXT} As an agent, I am sure.`, day: `2026-03-${day}`, to: ` ${to.toLowerCase()}`, amount };
    return {
      kind: "act" as const,
      actions: [{ type: "pay", params: leak ? { ...params, channel: "own" } : params }],
      because: TEXT,
    };
  };
  const suite = readySuite({
    name: "sample",
    timeout: 10,
    waiver: { by: "the authors of these tests", because: "the agent runs in the test itself" },
    dataset,
    agent: inProcess({ name: "clerk", version: "1", propose }),
    actions: { pay: { title: "Pay back", compare: asShown } },
  });
  await runInto(folder.path, suite);
  const who = { reviewer: "R-03", secret: SECRET, now: () => "2026-01-01T00:00:00.000Z" };
  const desk = await ReviewDesk.open(suite, folder.path, who);
  const served = await serveDesk(desk, { port: 0, token: "one-time-token", session: "what the cookie holds" });
  return {
    url: served.url,
    sides: desk.plan.items.map((_, item) => (agentIsLeft(SECRET, item, who.reviewer) ? "left" : "right")),
    asked: desk.plan.items.map((item) => Number(item.case.slice(5)) >= differ / 2),
    desk,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await desk.close();
      folder[Symbol.dispose]();
    },
  };
}

if (import.meta.main) {
  const [differ, agree, leak] = process.argv.slice(2).map(Number);
  const { url, sides, asked } = await servedReview({ differ: differ ?? 0, agree: agree ?? 0, leak: leak === 1 });
  process.stdout.write(`${JSON.stringify({ url, sides, asked })}\n`);
  // It ends with whoever started it.
  process.stdin.resume().on("end", () => process.exit());
}
