import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canonicalJson, sha256 } from "../canonical.ts";
import { readSignoff } from "./readSignoff.ts";
import { readSecretKey, secretKeyText } from "./secretKey.ts";
import { signatureText } from "./signature.ts";
import { FIRST, lineDigest, type SignoffEntry, signedBytes, signoffComment, signoffLine } from "./signoffEntry.ts";

const key = readSecretKey(readFileSync(join(import.meta.dirname, "testing", "plain.key"), "utf8"), "", "plain.key");
const REPORT = sha256("the report");
const ABOUT = { sha256: REPORT, answer: "One may move up.", began: "2026-11-01T00:00:00.000Z", now: "2026-12-01T00:00:00.000Z" };

function entry(seq: number, previous: string, more: Partial<SignoffEntry> = {}): SignoffEntry {
  return {
    schema: "earnest/signoff/1",
    seq,
    report: { name: "report.html", sha256: REPORT, answer: "One may move up." },
    previous,
    role: "risk",
    decision: "approve",
    by: "Kim Lee",
    note: null,
    conditions: [],
    nextReview: "2027-02-01",
    at: "2026-11-21T10:00:00.000Z",
    publicKey: key.publicKey.base64,
    ...more,
  };
}

const lines: string[] = [];
for (const role of ["operations", "risk", "owner"] as const)
  lines.push(
    signoffLine(entry(lines.length + 1, lines.length === 0 ? FIRST : lineDigest(lines.at(-1) as string), { role }), key),
  );
const [one, two, three] = lines as [string, string, string];
const read = (...some: string[]) => readSignoff(some.map((line) => `${line}\n`).join(""), ABOUT);

test("a chain as it was made holds, and its head stands for all of it", () => {
  const { entries, faults, digests } = read(one, two, three);
  expect(faults).toEqual([]);
  expect(entries.map(({ role }) => role)).toEqual(["operations", "risk", "owner"]);
  expect(digests.at(-1)).toBe(lineDigest(three));
});

describe("what is named", () => {
  /** Made by somebody who has the key and another program; what it signs is no entry that earnest would write. */
  const signed = (more: Partial<SignoffEntry>) => signoffLine({ ...entry(1, FIRST), ...more }, key);
  const strangers = readSecretKey(
    secretKeyText({ id: key.id, seed: Buffer.alloc(32, 1), salt: Buffer.alloc(32) }, null),
    "",
    "stranger",
  );
  const replaced = signoffLine(entry(2, lineDigest(one), { decision: "reject" }), key);
  const besides = (change: (text: string) => string) => change(two);
  const foreign = signoffLine(entry(1, FIRST, { report: { name: "other.html", sha256: sha256("other"), answer: "-" } }), key);
  const bySomebodyElse = canonicalJson({
    entry: entry(1, FIRST),
    signature: signatureText(signedBytes(entry(1, FIRST)), strangers, signoffComment(entry(1, FIRST))),
  });
  const commented = canonicalJson({
    entry: entry(1, FIRST),
    signature: signatureText(signedBytes(entry(1, FIRST)), key, "all met"),
  });
  test.each<[string, readonly string[], RegExp]>([
    ["the first entry is gone", [two, three], /entry 2 stands at place 1: an entry was removed/],
    ["one in the middle is gone", [one, three], /entry 3 stands at place 2: an entry was removed/],
    ["two changed places", [two, one, three], /entry 2 stands at place 1.*moved/],
    ["one stands there twice", [one, one], /entry 1 stands at place 2/],
    ["one was replaced by its own signer", [one, replaced, three], /entry 3 was made after another entry/],
    [
      "a word was altered",
      [one, besides((text) => text.replace("Kim", "Tim")), three],
      /line 2 holds entry 2, which was altered/,
    ],
    [
      "a decision was altered",
      [one, besides((text) => text.replace('"approve"', '"reject"'))],
      /line 2 holds entry 2, which was altered/,
    ],
    ["one is about another file", [foreign], /entry 1 is about another file: other\.html/],
    ["one was signed by another key of the same id", [bySomebodyElse], /line 1 holds entry 1, which was altered/],
    ["another comment was signed", [commented], /line 1 holds entry 1, which was altered/],
    ["a member stands there twice", [one.replace('"by":', '"by":"Eve","by":')], /line 1 holds entry 1 in another writing/],
    ["a prototype is given along", [one.replace('{"entry":', '{"__proto__":{"seq":9},"entry":')], /line 1/],
    ["a field is unknown", [one.replace('"by":', '"approved":true,"by":')], /line 1 is no entry: its fields/],
    ["spaces were put in", [one.replace('"by":', '"by": ')], /line 1 holds entry 1 in another writing/],
    ["a line is no JSON", [one, "met"], /line 2 is no entry: it is not JSON/],
    ["a line has megabytes", ["x".repeat(1_000_000)], /line 1 is too long/],
    ["an empty line", [one, "", two], /line 2 is no entry/],
    ["an approval comes with a condition", [signed({ conditions: ["a week"] })], /line 1 is no entry: its fields/],
    ["conditions are not named", [signed({ decision: "conditions" })], /line 1 is no entry: its fields/],
    [
      "it says that the report says more",
      [signed({ report: { name: "r", sha256: REPORT, answer: "All may." } })],
      /recommends “All may/,
    ],
    [
      "it was made in a year to come",
      [signed({ at: "2999-01-01T00:00:00.000Z" })],
      /entry 1 was made on 2999-01-01, which is yet to come/,
    ],
    [
      "it was made before the run",
      [signed({ at: "1999-01-01T00:00:00.000Z" })],
      /entry 1 was made on 1999-01-01, before the run/,
    ],
    [
      "time goes back",
      [one, signed({ seq: 2, previous: lineDigest(one), at: "2026-11-20T10:00:00.000Z" })],
      /entry 2 .*before the entry/,
    ],
    [
      "the untrusted comment says more",
      [one.replace("untrusted comment: signature", "untrusted comment: valid signature")],
      /line 1/,
    ],
  ])("%s", (_, some, says) => {
    expect(read(...some).faults.join("; ")).toMatch(says);
  });

  test("an entry that was being written", () => {
    expect(readSignoff(`${one}\n${two.slice(0, 50)}`, ABOUT).faults).toEqual(["the file ends in the middle of an entry"]);
  });
});
