import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retryAfter, untilReset } from "./pacing.ts";
import { Parts } from "./parts.ts";
import { WithoutKey } from "./withoutKey.ts";

const DATE = "Wed, 21 Oct 2026 07:28:00 GMT";

describe("how long a host asks to wait", () => {
  test.each([
    [{ "retry-after": "2" }, 2_000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after-ms": "20", "retry-after": "2" }, 20],
    [{ "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", date: DATE }, 30_000],
    [{ "retry-after": "Wed, 21 Oct 2026 07:27:00 GMT", date: DATE }, 0],
    [{ "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "" }, undefined],
    [{}, undefined],
  ])("%j: %s ms", (headers, ms) => expect(retryAfter(headers)).toBe(ms));

  test.each([
    [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0.5s" }, 360_500],
    [
      {
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "20ms",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "1s",
      },
      1_000,
    ],
    [{ "x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "1s" }, undefined],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "3" }, 3_000],
    [
      { "anthropic-ratelimit-requests-remaining": "0", "anthropic-ratelimit-requests-reset": "2026-10-21T07:28:10Z", date: DATE },
      10_000,
    ],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1792567690", date: DATE }, 10_000],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1792567690000", date: DATE }, 10_000],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1792567690" }, 0],
    [{ "x-ratelimit-remaining-requests": "0" }, undefined],
    [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "tomorrow" }, undefined],
  ])("none left, %j: %s ms", (headers, ms) => expect(untilReset(headers)).toBe(ms));
});

/** Any way of cutting bytes into pieces. */
const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const places = [0, ...at.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
};
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });

describe("what is passed on in parts", () => {
  test("never holds the key, and nothing else is lost, wherever it is cut", () => {
    const piece = fc.oneof(fc.constant("sk-abcab"), fc.constant("sk-ab"), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), shares, (pieces, at) => {
        const text = pieces.join("");
        const without = new WithoutKey("sk-abcab");
        const passed = [...cut(Buffer.from(text), at).map((part) => without.take(part)), without.rest()];
        expect(Buffer.concat(passed).toString()).toBe(text.replaceAll("sk-abcab", "[key]"));
      }),
    );
  });

  test("never holds the key however JSON writes it, wherever it is cut", () => {
    const key = 'sk-/a"b9Z';
    const unit = (c: string, how: number): string => {
      const hex = c.charCodeAt(0).toString(16).padStart(4, "0");
      return [JSON.stringify(c).slice(1, -1), `\\u${hex}`, `\\u${hex.toUpperCase()}`, c === "/" ? "\\/" : c][how] as string;
    };
    // A backslash before an escaped key cannot be told from one of the escape.
    const around = fc.string({ maxLength: 6 }).filter((one) => !one.endsWith("\\"));
    const ways = fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: key.length, maxLength: key.length });
    fc.assert(
      fc.property(ways, around, around, fc.boolean(), shares, (how, before, after, twice, at) => {
        const written = [...key].map((c, i) => (c === '"' && how[i] === 3 ? '\\"' : unit(c, how[i] as number))).join("");
        const once = `{"said":"${JSON.stringify(before).slice(1, -1)}${written}${JSON.stringify(after).slice(1, -1)}"}`;
        const body = twice ? JSON.stringify({ arguments: once }) : once;
        const without = new WithoutKey(key);
        const passed = [...cut(Buffer.from(body), at).map((part) => without.take(part)), without.rest()];
        const outer = JSON.parse(Buffer.concat(passed).toString()) as { arguments: string; said: string };
        const { said } = twice ? (JSON.parse(outer.arguments) as { said: string }) : outer;
        expect(said).toBe(`${before}[key]${after}`);
      }),
    );
  });

  test("is left whole where the key is too short to be told from other words", () => {
    const without = new WithoutKey("PK");
    expect(`${without.take(Buffer.from("a PK in SPKI"))}${without.rest()}`).toBe("a PK in SPKI");
  });

  test("is the same events wherever it is cut", async () => {
    const piece = fc.oneof(
      fc.constant("\n"),
      fc.constant("\n\n"),
      fc.constant("\r\n\r\n"),
      fc.constant("data: [DONE]"),
      fc.string({ maxLength: 5 }),
    );
    const events = async (parts: Parts) => {
      const all: string[] = [];
      for await (const event of parts.read()) all.push(event.toString("latin1"));
      return all;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), shares, async (pieces, at) => {
        const bytes = Buffer.from(pieces.join(""));
        const parts = new Parts(() => undefined);
        for (const part of cut(bytes, at)) parts.put(part);
        parts.end();
        const whole = await events(Parts.of(bytes));
        expect(await events(parts)).toEqual(whole);
        expect(bytes.toString("latin1").startsWith(whole.join(""))).toBe(true);
      }),
    );
  });

  test("ends with the word that it is done, whatever the host still says", () => {
    const parts = Parts.of(Buffer.from("data: {}\n\ndata: [DONE]\n\nmore\n\n"));
    expect(parts.bytes.toString()).toBe("data: {}\n\ndata: [DONE]\n\n");
  });
});
