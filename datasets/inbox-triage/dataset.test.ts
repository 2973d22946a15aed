import { beforeAll, describe, expect, test } from "vitest";
import { IMPLAUSIBLE, NOT_STAMPED, UNREADABLE } from "./arrival.ts";
import dataset, { HISTORY, history, type SortedMail, wording } from "./dataset.ts";
import type { Mail } from "./readMail.ts";

interface Row {
  readonly id: string;
  readonly at: string;
  readonly cluster: string;
  readonly input: Mail;
  readonly decisions: readonly [{ readonly actions: readonly [{ readonly type: string }] }];
}

const replayed: Row[] = [];
const excluded: { readonly id: string; readonly because: string }[] = [];
let past: SortedMail[] = [];

beforeAll(async () => {
  for await (const batch of dataset.cases.read()) {
    for (const row of batch) {
      if (row.kind === "excluded") excluded.push(row);
      else if (row.kind === "row") replayed.push(row.raw as Row);
    }
  }
  past = await history();
}, 60_000);

describe("inbox triage", () => {
  test("accounts for all 6,046 mails: replayed, or excluded with a reason", () => {
    const reasons = Object.groupBy(excluded, ({ because }) => because);
    expect(Object.fromEntries(Object.entries(reasons).map(([because, rows]) => [because, rows?.length]))).toEqual({
      [HISTORY]: 1924,
      [NOT_STAMPED]: 135,
    });
    expect(reasons[UNREADABLE] ?? reasons[IMPLAUSIBLE]).toBeUndefined();
    expect(replayed).toHaveLength(3987);
    expect(new Set([...replayed, ...excluded].map(({ id }) => id)).size).toBe(6046);
  });

  test("both kinds of mail stand on both sides of the cut-off", () => {
    const quarantined = replayed.filter(({ decisions }) => decisions[0].actions[0].type === "quarantine").length;
    expect({ replayed: quarantined, past: past.filter(({ decided }) => decided === "quarantine").length }).toEqual({
      replayed: 686,
      past: 1210,
    });
    expect(new Set(replayed.map(({ cluster }) => cluster)).size).toBe(1225);
  });

  test("no training mail arrived at or after any replayed mail, and none is both", () => {
    const first = replayed.reduce((earliest, { at }) => (at < earliest ? at : earliest), "9999");
    const last = past.at(-1)?.at ?? "";
    expect(last < first).toBe(true);
    expect(past.every(({ at }) => at <= last)).toBe(true);
    const ids = new Set(replayed.map(({ id }) => id));
    expect(past.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  test("few replayed mails say word for word what a training mail says", () => {
    const known = new Set(past.map(({ mail }) => wording(mail)));
    expect(replayed.filter(({ input }) => known.has(wording(input)))).toHaveLength(27);
  });

  test("neither id nor input tells the agent the group, and the input is nothing but sender, subject and text", () => {
    for (const { id, input } of replayed) {
      expect(id).toMatch(/^mail-[0-9a-f]{8}$/);
      expect(Object.keys(input)).toEqual(["from", "subject", "text"]);
      const seen = JSON.stringify(input);
      expect(seen).not.toMatch(/easy-ham|hard-ham|spam-[12]\b|zzzz@|yyyy@|qqqq|netnoteinc|spamassassin\.taint/i);
      expect(seen.isWellFormed()).toBe(true);
    }
  });
});
