import type { Action } from "earnest";
import { tickets } from "../../../datasets/refund-desk/generate/generate.ts";
import { answerTo, columnOf, type Ticket } from "./answers.ts";

// Prints the true rates: node suites/refund-desk/simulated/trueRates.ts

export const TYPES = ["tag", "reply", "refund", "address_change", "goodwill_credit", "close_account"] as const;
type Type = (typeof TYPES)[number];

/** A rate, and the votes behind it; what a customer's tickets show of a type is one vote. */
export interface Rate {
  readonly rate: number;
  readonly votes: number;
}

export type Rates = Readonly<Record<"match" | "serious" | "coverage" | "people", Rate>>;

/** Hits of votes. */
class Share {
  hits = 0;
  votes = 0;
  readonly #open = new Map<string, { hits: number; n: number }>();

  add(cluster: string, hit: boolean): void {
    const open = this.#open.get(cluster) ?? { hits: 0, n: 0 };
    this.#open.set(cluster, { hits: open.hits + Number(hit), n: open.n + 1 });
  }

  /** Counts what a history's customers have shown; the next one has others. */
  close(): void {
    for (const { hits, n } of this.#open.values()) this.hits += hits / n;
    this.votes += this.#open.size;
    this.#open.clear();
  }

  get rate(): Rate {
    return rateOf(this.hits, this.votes);
  }
}

/** The rates over whole histories of the desk, one for each seed; `cap` limits refunds. */
export async function trueRates(seeds: readonly number[], cap = 200) {
  const shares = () => ({ match: new Share(), serious: new Share(), coverage: new Share() });
  const counts = new Map(TYPES.map((type) => [type, { ...shares(), alike: 0, pairs: 0 }]));
  let [failed, all] = [0, 0];
  for (const seed of seeds) {
    for (const ticket of tickets(seed) as Ticket[]) {
      const answer = await answerTo(ticket);
      all++;
      if (answer === null) failed++;
      for (const [type, count] of counts) countTicket(ticket, answer ?? [], type, cap, count);
    }
    for (const { match, serious, coverage } of counts.values()) for (const share of [match, serious, coverage]) share.close();
  }
  const rates = [...counts].map(([type, { match, serious, coverage, alike, pairs }]): [Type, Rates] => [
    type,
    { match: match.rate, serious: serious.rate, coverage: coverage.rate, people: rateOf(alike, pairs) },
  ]);
  return { failures: rateOf(failed, all), types: Object.fromEntries(rates) as Record<Type, Rates> };
}

function rateOf(hits: number, votes: number): Rate {
  return { rate: votes === 0 ? 0 : hits / votes, votes };
}

function countTicket(
  ticket: Ticket,
  proposed: readonly Action[],
  type: Type,
  cap: number,
  count: { match: Share; serious: Share; coverage: Share; alike: number; pairs: number },
): void {
  const [first, second] = ticket.decisions.map(({ actions }) => actions);
  const came = columnOf(first ?? [], proposed).get(type);
  const through = came !== undefined && isLetThrough(ticket, proposed.find((one) => one.type === type) as Action, cap);
  if (through) {
    count.match.add(ticket.cluster, came === "match");
    count.serious.add(ticket.cluster, came === "overreach");
  }
  if (first?.some((one) => one.type === type)) count.coverage.add(ticket.cluster, through && came === "match");
  if (first === undefined || second === undefined) return;
  for (const [mine, others] of [
    [first, second],
    [second, first],
  ] as const) {
    const other = columnOf(mine, others).get(type);
    if (other === undefined) continue;
    count.pairs++;
    if (other === "match") count.alike++;
  }
}

/** The policy envelopes of the suite, written once more. */
function isLetThrough({ input }: Ticket, { type, params }: Action, cap: number): boolean {
  if (["reply", "refund", "close_account"].includes(type) && input.flags.includes("fraud")) return false;
  return type !== "refund" || Number(params["amount"]) <= cap;
}

if (process.argv[1] === import.meta.filename) {
  const seeds = Array.from({ length: 200 }, (_, i) => 1000 + i);
  const [usual, wider] = [await trueRates(seeds), await trueRates(seeds, 700)];
  process.stdout.write(`${JSON.stringify({ ...usual, refundUpTo700: wider.types.refund }, null, 2)}\n`);
}
