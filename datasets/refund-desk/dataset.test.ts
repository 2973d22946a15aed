import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import dataset from "./dataset.ts";
import { historyFile, tickets } from "./generate/generate.ts";

interface Ticket {
  readonly id: string;
  readonly cluster: string;
  readonly at: string;
  readonly decisions: readonly { readonly actions: readonly { readonly type: string }[]; readonly by: string }[];
  readonly outcome?: object;
  readonly slices: { readonly language: string; readonly region: string };
}

const packed = readFileSync(join(import.meta.dirname, "history.jsonl.gz"));
const text = gunzipSync(packed).toString("utf8");
const history = text
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Ticket);

describe("the simulated desk", () => {
  test("is what the script makes, byte for byte, and another one with another seed", () => {
    expect(historyFile() === text).toBe(true);
    expect(tickets(1, 3)).not.toEqual(tickets(2, 3));
    expect(packed.length).toBeLessThan(700_000);
  });

  test("says that it is simulated wherever it is named", () => {
    const { name, card } = dataset;
    const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
    for (const said of [name, card?.about, card?.labels, card?.limits?.[0], readme.split("\n")[0]])
      expect(said).toMatch(/simulated/i);
  });

  test("has 4,600 tickets of half a year, customers who write again, second people, outcomes", () => {
    expect(new Set(history.map(({ id }) => id)).size).toBe(4600);
    expect([history[0]?.at.slice(0, 10), history.at(-1)?.at.slice(0, 10)]).toEqual(["2036-01-01", "2036-06-30"]);
    const customers = new Set(history.map(({ cluster }) => cluster)).size;
    expect(customers).toBeGreaterThan(3900);
    expect(customers).toBeLessThan(4200);
    const twice = history.filter(({ decisions }) => decisions.length === 2);
    expect(twice.length / history.length).toBeCloseTo(0.08, 1);
    expect(twice.filter(({ decisions: [a, b] }) => a?.by === b?.by)).toEqual([]);
    expect(history.filter(({ outcome }) => outcome !== undefined).length / history.length).toBeCloseTo(0.85, 1);
  });

  test("holds every kind of act, at most one of each in a ticket, and few credits", () => {
    const counts = new Map<string, number>();
    for (const { decisions } of history) {
      for (const { actions } of decisions) {
        const types = actions.map(({ type }) => type);
        expect(new Set(types).size).toBe(types.length);
      }
      for (const { type } of decisions[0]?.actions ?? []) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    for (const type of ["tag", "reply", "refund", "address_change", "close_account"])
      expect(counts.get(type), type).toBeGreaterThan(500);
    expect(counts.get("goodwill_credit")).toBeLessThan(100);
    expect(counts.get("escalate")).toBeGreaterThan(100);
  });

  test("drifts: a new rule in June, and more letters in Spanish from April", () => {
    const share = (some: readonly Ticket[], is: (one: Ticket) => boolean) => some.filter(is).length / some.length;
    const [winter, spring] = [history.filter(({ at }) => at < "2036-04"), history.filter(({ at }) => at >= "2036-04")];
    const isSpanish = ({ slices }: Ticket) => slices.language === "es";
    expect(share(spring, isSpanish)).toBeGreaterThan(1.5 * share(winter, isSpanish));
    const changed = history.filter(
      ({ slices, decisions }) =>
        slices.region === "abroad" && decisions[0]?.actions.some(({ type }) => type === "address_change"),
    );
    expect(changed.filter(({ at }) => at >= "2036-06")).toEqual([]);
    expect(changed.length).toBeGreaterThan(100);
  });
});
