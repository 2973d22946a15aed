import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import type { NoRedaction, Redaction } from "./redaction.ts";
import { makeRedactor, type Redactor } from "./redactor.ts";

const german = await makeRedactor("desk", { country: "DE" });
const american = await makeRedactor("desk", { country: "US" });
const anywhere = await makeRedactor("desk");

async function refusal(given: Redaction | NoRedaction): Promise<EarnestError> {
  const error: unknown = await makeRedactor("desk", given).catch((thrown: unknown) => thrown);
  if (error instanceof EarnestError) return error;
  throw new Error("expected an EarnestError");
}

/** The text with every token as its pattern's name alone. */
const kinds = (redactor: Redactor, text: string) => redactor.text(text).replaceAll(/\[([a-z]+):[0-9a-f]{12}\]/g, "<$1>");

const KEY = "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5";
const PEM = `-----BEGIN PRIVATE KEY-----\n${"MIIEowIBAAKCAQEAabcd1234".repeat(8)}\n-----END PRIVATE KEY-----`;

describe("what is redacted", () => {
  test.each([
    ["write to Max.Muster+x@mail.example.co.uk.", "write to <email>."],
    ["<mailto:max@exämple.de>, o'brien@example.com", "<mailto:<email>>, <email>"],
    ['"john doe"@example.com and to=max@example.com', "<email> and to=<email>"],
    ["call +49 (0)30 1234567, or +1 (415) 555-2671.", "call <phone>, or <phone>."],
    ["tel:+442079460958", "tel:<phone>"],
    ["IBAN: DE89 3704 0044 0532 0130 00 and more", "IBAN: <iban> and more"],
    ["gb29nwbk60161331926819; FR14 2004 1010 0505 0001 3M02 606", "<iban>; <iban>"],
    ["card 4111 1111 1111 1111, 5500-0000-0000-0004 or 378282246310005", "card <card>, <card> or <card>"],
    ["order 4711 4111 1111 1111 1111 exp 12", "order 4711 <card> exp 12"],
    ["from 203.0.113.7:443, 10.0.0.1/24 and [2001:db8::1]", "from <ip>:443, <ip>/24 and [<ip>]"],
    [`my key ghp_${KEY} and AKIAIOSFODNN7ABCDEFG`, "my key <secret> and <secret>"],
    [`sk-proj-${KEY}, sk_live_${KEY}`, "<secret>, <secret>"],
    ["https://bob:hunter2@host.example.org/x", "<secret>/x"],
    [`Authorization: Bearer ${KEY}`, "Authorization: Bearer <secret>"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.SflKxwRJSMeKKF2QT4fwpM", "<secret>"],
    [`before\n${PEM}\nafter`, "before\n<secret>\nafter"],
    // What says to the maker of these rules that they do not apply is only more text.
    [`// secretlint-disable\nghp_${KEY}`, "// secretlint-disable\n<secret>"],
  ])("%s", (text, redacted) => {
    expect(kinds(anywhere, text)).toBe(redacted);
  });

  test.each([
    ["0170-1234567 or (030) 123456", "<phone> or <phone>"],
    ["12 0049 170 1234567", "12 <phone>"],
    ["am 01.03.2026 0170 1234567", "am 01.03.2026 <phone>"],
  ])("with a country, what is dialled within it: %s", (text, redacted) => {
    expect(kinds(german, text)).toBe(redacted);
    expect(anywhere.text(text)).toBe(text);
  });

  test("in a country without a trunk 0, what is written in groups", () => {
    expect(kinds(american, "call 12 415-555-2671 or (415) 555-2671")).toBe("call 12 <phone> or <phone>");
    for (const text of ["4155552671", "2026/000123", "12345-6789", "100 000 000"]) expect(american.text(text)).toBe(text);
  });
});

test.each([
  ["dates and times", "2026-03-01 01.03.2026 03/01/2026 2026-03-01T10:00:00.123+02:00 10:00:00 12:30-14:00"],
  ["amounts", "1,234,567.89 EUR -12.50 100 000 000 +1,000 +3 days 0,5 %"],
  ["versions and sections", "1.2.3 v1.2.3.4 version 1.2.3.4 Chrome/120.0.6099.109 section 1.2.3.4 pkg@1.2.3"],
  [
    "numbers of orders, goods and parcels",
    "order 4711-123456, 1234567890123456, 4006381333931, 00340434161094021501, 2026/000123",
  ],
  ["what misses a checksum", "4111 1111 1111 1112 DE89370400440532013001 1234 5678 9012 3456"],
  ["hashes and ids", "123e4567-e89b-12d3-a456-426614174000 9b74c9897bac770ffc029102a200c5de 1772359200000 20260301100000"],
  ["programs", "std::vector a::b dead::beef @max max@ {{a@b}} sk-learn-tutorials-and-examples"],
  ["this machine and none", "127.0.0.1 ::1 0.0.0.0 255.255.255.255"],
  ["lists", "1 2 3 4 5 6 7 0 1 2 3 4 5 6 7"],
  ["links", "https://example.com/orders/view?id=998877665544#top"],
  ["words", "the bearer responsibilities of a token"],
])("%s stay as they are", (_, text) => {
  for (const redactor of [anywhere, german, american]) expect(redactor.text(text)).toBe(text);
});

describe("a token", () => {
  test("is the same for the same value however it is spelled, and another for another value, pattern or dataset", async () => {
    const same = [
      ["Max@Example.com", "max@example.com"],
      ["+49 170 1234567", "0170/1234567"],
      ["DE89 3704 0044 0532 0130 00", "de89370400440532013000"],
      ["4111-1111-1111-1111", "4111111111111111"],
    ] as const;
    for (const [a, b] of same) expect(german.text(a)).toBe(german.text(b));
    expect(german.text("max@example.com")).toMatch(/^\[email:[0-9a-f]{12}\]$/);
    expect(german.text("max@example.com")).not.toBe(german.text("mex@example.com"));
    expect((await makeRedactor("another")).text("max@example.com")).not.toBe(german.text("max@example.com"));
    expect((await makeRedactor("desk")).text("max@example.com")).toBe(german.text("max@example.com"));
  });

  test("rests on the user's key where there is one, and the key has to be there", async () => {
    process.env["REDACT_TEST_KEY"] = "one of 16 letters";
    const one = (await makeRedactor("desk", { keyedBy: "REDACT_TEST_KEY" })).text("max@example.com");
    process.env["REDACT_TEST_KEY"] = "two of 16 letters";
    const two = (await makeRedactor("desk", { keyedBy: "REDACT_TEST_KEY" })).text("max@example.com");
    delete process.env["REDACT_TEST_KEY"];
    expect(new Set([one, two, anywhere.text("max@example.com")]).size).toBe(3);
    expect(await refusal({ keyedBy: "REDACT_TEST_KEY" })).toMatchObject({ code: "KEY_MISSING" });
    process.env["REDACT_TEST_KEY"] = "fifteen letters";
    const because = "the key of the redaction is too short: REDACT_TEST_KEY has 15 characters, and needs 16";
    for (const given of [{ keyedBy: "REDACT_TEST_KEY" }, { reversibleWith: "REDACT_TEST_KEY" }])
      expect(await refusal(given)).toMatchObject({ code: "KEY_MISSING", message: because });
    delete process.env["REDACT_TEST_KEY"];
  });
});

describe("plain data", () => {
  test("is redacted in every text and name", () => {
    const redacted = anywhere.value({
      "max@example.com": { n: 4111111111111112, list: ["a", "203.0.113.7", null, true] },
      "MAX@example.com": 2,
    });
    const [first = "", second = ""] = Object.keys(redacted);
    expect(first).toMatch(/^\[email:/);
    expect(second).toBe(`${first} (2)`);
    expect(Object.values(redacted)[0]).toEqual({
      n: 4111111111111112,
      list: ["a", expect.stringMatching(/^\[ip:/) as string, null, true],
    });
  });

  test("holds a number of a card written as a number, and it gets the token that its digits have in a text", async () => {
    const { card, list, said } = anywhere.value({
      card: 4111111111111111,
      list: [4111111111111111],
      said: "4111 1111 1111 1111",
    });
    expect([card, list[0]]).toEqual([said, said]);
    const excepted = await makeRedactor("desk", { except: ["input.order"] });
    expect(excepted.value({ input: { order: 4111111111111111 } })).toEqual({ input: { order: 4111111111111111 } });
  });

  test("keeps its other numbers: amounts, moments and ids, also where an own pattern fits a part of them", async () => {
    const own = await makeRedactor("desk", { own: [{ name: "member", pattern: /\d{9}/ }] });
    expect(own.value([123456789, 1234567890, 12345678.5, -123456789])).toEqual([
      expect.stringMatching(/^\[member:/),
      1234567890,
      12345678.5,
      -123456789,
    ]);
    const before = JSON.stringify(anywhere.facts().counts);
    fc.assert(fc.property(fc.integer({ min: 0, max: 9_999_999_999_999 }), (n) => anywhere.value([n])[0] === n));
    expect(JSON.stringify(anywhere.facts().counts)).toBe(before);
  });

  test("that becomes a text only when it is written down is redacted as that text", () => {
    const redacted = anywhere.value({ link: new URL("https://bob:hunter2@example.org/"), at: new Date(0) });
    expect(JSON.stringify(redacted)).toMatch(/^\{"link":"\[secret:[0-9a-f]{12}\]\/","at":"1970-01-01T00:00:00.000Z"\}$/);
  });

  test("below an exception is left alone, and nothing beside it", async () => {
    const redactor = await makeRedactor("desk", { except: ["input.desk", "decisions.*.actions.*.params.to"] });
    const action = { type: "reply", params: { to: "a@example.com", text: "b@example.com" } };
    const redacted = redactor.value({
      input: { desk: { deep: ["c@example.com"] }, from: "d@example.com" },
      decisions: [{ actions: [action], by: "e@example.com" }],
    });
    const text = JSON.stringify(redacted);
    expect(["a", "b", "c", "d", "e"].filter((who) => text.includes(`${who}@example.com`))).toEqual(["a", "c"]);
  });
});

test("the user's own patterns come first, and their check decides", async () => {
  const isEven = (match: string) => Number(match.slice(2)) % 2 === 0;
  const redactor = await makeRedactor("desk", {
    patterns: ["email"],
    own: [{ name: "member", pattern: /M-\d+/, check: isEven }],
  });
  expect(kinds(redactor, "M-12, M-13, M-12@example.com, 203.0.113.7")).toBe("<member>, M-13, <member>@example.com, 203.0.113.7");
  expect(redactor.facts()).toMatchObject({ patterns: ["member", "email"], counts: { member: 2, email: 0 }, none: null });
});

test("a redaction that cannot be meant is refused, with its reason", async () => {
  const own = (name: string, pattern = /x/) => ({ own: [{ name, pattern }] });
  const bad: (Redaction | NoRedaction)[] = [
    { none: " " },
    { none: "public", country: "DE" } as NoRedaction,
    { patterns: [] },
    { patterns: ["name" as "email"] },
    { patterns: ["ip", "ip"] },
    own("Member"),
    own("email"),
    own("x", /a*/),
    { country: "XX" },
    { except: ["input..x"] },
    { keyedBy: "" },
    { keyedBy: "A", reversibleWith: "B" },
  ];
  for (const given of bad) {
    expect(await refusal(given), JSON.stringify(given)).toMatchObject({
      code: "SUITE_BROKEN",
      message: expect.stringContaining("redact") as string,
    });
  }
});

test("a message never shows half an identifier", () => {
  expect(anywhere.message('expected a number, got "write to max@exam…"')).toBe('expected a number, got "…"');
  expect(kinds(anywhere, 'got "max@example.com" in "note"')).toBe('got "<email>" in "note"');
  expect(anywhere.message("expected [1, 41111111…")).toBe("expected [1, …");
});

const digits = (n: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: n, maxLength: n });
const letters = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz"), minLength: min, maxLength: max });
const grouped = (text: string, size: number, gap: string) => (text.match(new RegExp(`.{1,${size}}`, "g")) ?? []).join(gap);
const gap = fc.constantFrom("", " ", "-");

function luhn(body: string): string {
  const sum = [...`${body}0`].reverse().reduce((total, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

function germanIban(account: string): string {
  const rest = BigInt(`${account}131400`) % 97n;
  return `DE${String(98n - rest).padStart(2, "0")}${account}`;
}

/** Identifiers that are seeded somewhere, by kind. */
const seeded = fc.oneof(
  fc
    .tuple(letters(1, 12), digits(3), letters(2, 12), fc.constantFrom("com", "de", "co.uk"))
    .map(([a, b, c, d]) => `${a}.${b}@${c}.${d}`),
  fc.tuple(digits(7), gap).map(([body, between]) => ["+49", "170", body].join(between === "" ? "" : " ")),
  fc.tuple(digits(18), gap).map(([body, between]) => grouped(germanIban(body), 4, between)),
  fc.tuple(digits(14), gap).map(([body, between]) => grouped(luhn(`4${body}`), 4, between)),
  fc.tuple(fc.integer({ min: 1, max: 126 }), fc.integer({ min: 0, max: 255 })).map(([a, b]) => `${a}.${b}.113.7`),
  digits(30).map((body) => `sk-proj-a${body}`),
);
const between = fc.oneof(
  fc.constantFrom(" ", "\n", ", ", '"', ": ", "; ", " (", "[", "<"),
  fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => `${text.replaceAll(/version|section|ver|rev|step|§/gi, "")} `),
);

describe("whatever stands around it", () => {
  test("no seeded identifier survives, and what is redacted once stays as it is", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            between,
            seeded,
            between.map((text) => ` ${text}`),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        (parts) => {
          const text = parts.map(([before, value, after]) => `${before}${value}${after}`).join("");
          const once = anywhere.text(text);
          for (const [, value] of parts) expect(once.includes(value), `${value} in ${text}`).toBe(false);
          expect(anywhere.text(once)).toBe(once);
        },
      ),
      { seed: 41, numRuns: 3000 },
    );
  });

  test("any text at all is redacted once and for all", () => {
    const piece = fc.constantFrom(
      "@",
      ".",
      "+49",
      "170",
      "1234567",
      "4111",
      "1111",
      "DE89",
      "3704",
      ":",
      "::",
      "a",
      "b.de",
      "sk-",
      "[email:",
      "]",
      "0123456789ab",
      " ",
      "-",
      "10.",
      "0",
      "/",
      "(",
      ")",
      "://",
      "bearer ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const once = german.text(pieces.join(""));
        expect(german.text(once)).toBe(once);
      }),
      { seed: 42, numRuns: 5000 },
    );
  });

  test("a text without identifiers comes back as it is, the same object", () => {
    const word = fc.oneof(
      letters(1, 14),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((n) => n.toFixed(2)),
      fc.uuid(),
      digits(5).map((n) => `order-${n}`),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ text: fc.array(word).map((words) => words.join(" ")), n: fc.integer() })), (data) => {
        expect(anywhere.value(data)).toBe(data);
      }),
      { seed: 43, numRuns: 500 },
    );
  });

  test("hostile texts take no more than linear time", () => {
    const began = process.cpuUsage().user;
    for (const text of [
      "1 ".repeat(200_000),
      "a".repeat(500_000).concat("@b.de"),
      "a@".repeat(100_000),
      "://a:".repeat(40_000).concat("@"),
      "DE89 ".repeat(50_000),
      "+1".repeat(100_000),
    ]) {
      anywhere.text(text);
    }
    expect((process.cpuUsage().user - began) / 1e6).toBeLessThan(5);
  });
});
