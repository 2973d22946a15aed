import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactJson } from "./exactJson.ts";

const messages = (text: string) => exactJson(text).faults.map(({ column, message }) => `${column} ${message}`);

describe("what reading alone would lose", () => {
  test.each([
    ['{"a":1,"a":2}', '8 expected each key once in an object, got "a" again'],
    ['{"a" : 1, "a"\t:2}', '11 expected each key once in an object, got "a" again'],
    ['{"a":1,"\\u0061":2}', '8 expected each key once in an object, got "a" again'],
    ['[{"b":"\\":x","c":{"":1,"":[]}}]', '24 expected each key once in an object, got "" again'],
    ['{"__proto__":1,"__proto__":2}', '16 expected each key once in an object, got "__proto__" again'],
    ["[9007199254740992]", "2 expected a whole number up to 9007199254740991, got 9007199254740992: write longer ids as text"],
    ["-9007199254740993", "1 expected a whole number up to 9007199254740991, got -9007199254740993: write longer ids as text"],
    ["9007199254740993.0", "1 expected a whole number up to 9007199254740991, got 9007199254740993.0: write longer ids as text"],
  ])("%s", (text, fault) => {
    expect(messages(text)).toEqual([fault]);
  });

  test.each([
    '{"a":{"a":[{"a":1},{"a":1}]}}',
    '{"a":":","b":"\\":","c":"12345678901234567890"}',
    "9007199254740991",
    "1e300",
    "[]",
    '":"',
  ])("%s loses nothing", (text) => {
    expect(messages(text)).toEqual([]);
  });

  test("any JSON without these is read as JSON.parse reads it; with a key doubled anywhere it is told", () => {
    const text = fc.string({ unit: fc.constantFrom('"', ":", "\\", "{", "}", "[", ",", " ", "a", "1") });
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.array(tie("any")), fc.dictionary(text, tie("any"))),
    })).any;
    fc.assert(
      fc.property(value, text, fc.nat(2), (inner, key, space) => {
        const written = JSON.stringify(inner, undefined, space);
        expect(exactJson(written)).toEqual({ value: JSON.parse(written), faults: [] });
        const name = JSON.stringify(key);
        expect(messages(`[${written},{${name}:${written},${name} :1}]`)).toHaveLength(1);
      }),
      { seed: 30, numRuns: 500 },
    );
  });

  test("deep nesting is read to its end", () => {
    expect(messages(`${'{"a":'.repeat(20_000)}{"b":1,"b":2}${"}".repeat(20_000)}`)).toHaveLength(1);
  });
});
