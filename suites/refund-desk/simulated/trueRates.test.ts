import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tickets } from "../../../datasets/refund-desk/generate/generate.ts";
import { adjudicationsFile } from "./adjudicate.ts";
import { statedRates } from "./stated.ts";
import { type Rate, type Rates, TYPES, trueRates } from "./trueRates.ts";

/** Histories that the stated rates were not measured on. */
const FRESH = Array.from({ length: 10 }, (_, i) => 77_000 + i);
/** In standard errors; about fifty numbers are looked at. */
const FAR = 4;
const ROUNDED = 0.00005;

function holds(stated: number, { rate, votes }: Rate): boolean {
  const chance = Math.max(stated, 1 / votes);
  return Math.abs(rate - stated) <= FAR * Math.sqrt((chance * (1 - chance)) / votes) + 2 * ROUNDED;
}

describe("the card of the simulated history", () => {
  test("states rates that fresh histories come to as well", async () => {
    const stated = statedRates();
    const { types, failures } = await trueRates(FRESH);
    const { types: wider } = await trueRates(FRESH, 700);
    const found = new Map<string, Rates>([...Object.entries(types), ["refund, cap at 700", wider.refund]]);
    expect([...stated.keys()].sort()).toEqual([...found.keys()].sort());
    for (const [name, rates] of found) {
      for (const what of ["match", "serious", "coverage", "people"] as const) {
        const said = stated.get(name)?.[what] ?? Number.NaN;
        expect(holds(said, rates[what]), `${name}, ${what}: ${said} stated, ${rates[what].rate} found`).toBe(true);
      }
    }
    expect(holds(0.0031, failures)).toBe(true);
  });

  test("would be found out if a rate were half a point off", async () => {
    const { types } = await trueRates(FRESH);
    expect(holds(0.9882, types.refund.match)).toBe(false);
    expect(holds(0.9932, types.refund.match)).toBe(true);
  });
});

describe("the simulated rulings", () => {
  test("are what the script makes, one for each disagreement, with a cause", async () => {
    const text = readFileSync(join(import.meta.dirname, "..", "adjudications.jsonl"), "utf8");
    expect((await adjudicationsFile()) === text).toBe(true);
    const rulings = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { case: string; type: string; cause: string });
    const ids = new Set((tickets() as { id: string }[]).map(({ id }) => id));
    for (const ruling of rulings) {
      expect(ids.has(ruling.case)).toBe(true);
      expect(TYPES).toContain(ruling.type);
      expect(ruling.cause).not.toBe("unknown");
    }
    expect(new Set(rulings.map((ruling) => `${ruling.case} ${ruling.type}`)).size).toBe(rulings.length);
  });
});
