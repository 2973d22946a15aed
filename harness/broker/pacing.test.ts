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
