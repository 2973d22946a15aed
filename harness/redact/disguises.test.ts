import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flatten, fold } from "./fold.ts";
import { makeRedactor } from "./redactor.ts";

const redactor = await makeRedactor("desk", { country: "DE" });

const wide = (text: string) => text.replaceAll(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
const within = (text: string, what: string) => [...text].join(what);
const coded = (text: string, as: (code: number) => string) =>
  text.replaceAll(/[^\dA-Za-z ]/g, (one) => as(one.codePointAt(0) as number));
const hex = (code: number) => code.toString(16).padStart(2, "0");

/** Ways to write a thing down that a reader does not see, or sees through. */
const DISGUISES: Record<string, (text: string) => string> = {
  none: (text) => text,
  "full-width": wide,
  "full-width digits": (text) => text.replaceAll(/\d/g, wide),
  "full-width marks": (text) => text.replaceAll(/[@+.:]/g, wide),
  "Arabic digits": (text) => text.replaceAll(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit))),
  "zero-width spaces": (text) => within(text, "\u200B"),
  "zero-width joiners": (text) => within(text, "\u200D\u2060"),
  "soft hyphens": (text) => within(text, "\u00AD"),
  "narrow spaces": (text) => text.replaceAll(" ", "\u202F"),
  "percent signs": (text) => coded(text, (code) => `%${hex(code)}`),
  "decimal entities": (text) => coded(text, (code) => `&#${code};`),
  "hexadecimal entities": (text) => coded(text, (code) => `&#x${hex(code)};`),
};

const KEY = "sk-proj-abc123def456ghi789jkl012";
const SEEDED = [
  "john.doe@example.com",
  "4111111111111111",
  "4111 1111 1111 1111",
  "4111  1111  1111  1111",
  "4111-1111-1111-1111",
  "4111.1111.1111.1111",
  "4111/1111/1111/1111",
  "4111_1111_1111_1111",
  "DE89370400440532013000",
  "DE89 3704 0044 0532 0130 00",
  "DE89  3704  0044  0532  0130  00",
  "DE89/3704/0044/0532/0130/00",
  "+49 30 901820",
  "0170 1234567",
  "203.0.113.9",
  KEY,
];
const token = /\[[a-z]+:[0-9a-f]{12}\]/;

describe("an identifier in disguise", () => {
  test.each(Object.keys(DISGUISES))("is the same token as without: %s", (name) => {
    const disguise = DISGUISES[name] as (text: string) => string;
    for (const value of SEEDED) expect(redactor.text(disguise(value)), value).toBe(redactor.text(value));
  });

  test("does not survive wherever it stands", () => {
    const around = fc.oneof(
      fc.constantFrom(" ", "\n", ", ", ": ", " („", "… ", "，", "„ä“ "),
      fc
        .string({ unit: "grapheme", maxLength: 12 })
        .map((text) => `${text.replaceAll(/[&%]|version|section|ver|rev|step|§/gi, "")} `),
    );
    const planted = fc.tuple(around, fc.constantFrom(...SEEDED), fc.constantFrom(...Object.keys(DISGUISES)), around);
    fc.assert(
      fc.property(fc.array(planted, { minLength: 1, maxLength: 3 }), (parts) => {
        const hidden = parts.map(([, value, name]) => (DISGUISES[name] as (text: string) => string)(value));
        const text = parts.map(([before, , , after], i) => `${before} ${hidden[i]} ${after}`).join(" ");
        const once = redactor.text(text);
        for (const value of hidden) expect(once.includes(value), `${value} in ${text}`).toBe(false);
        expect(redactor.text(once)).toBe(once);
      }),
      { seed: 44, numRuns: 3000 },
    );
  });

  test("goes as a whole, and nothing beside it", () => {
    expect(redactor.text("ä „john\u200B.doe@exam\u00ADple.com“…")).toBe(`ä „${redactor.text("john.doe@example.com")}“…`);
    expect(redactor.text("?to=john.doe%40example.com&q=a%20b%C3%A4")).toBe(
      `?to=${redactor.text("john.doe@example.com")}&q=a%20b%C3%A4`,
    );
    expect(redactor.text("word\u200B4111111111111111")).toMatch(/^word\u200B\[card:\w+\]$/);
  });

  test("is one address in both forms of its letters", () => {
    const [composed, apart] = ["jöhn@exämple.de".normalize("NFC"), "jöhn@exämple.de".normalize("NFD")];
    expect(redactor.text(composed)).toMatch(new RegExp(`^${token.source}$`));
    expect(redactor.text(apart)).toBe(redactor.text(composed));
  });
});

test.each([
  ["password=hunter2hunter2", /^password=\[secret:\w+\]$/],
  ['{"db_password": "Sommer2024!"}', /^\{"db_password": "\[secret:\w+\]"\}$/],
  ["api_key=abcdefgh&x=1", /^api_key=\[secret:\w+\]&x=1$/],
])("a password goes with the name it is given by: %s", (text, redacted) => {
  expect(redactor.text(text)).toMatch(redacted);
});

test.each([
  ["password: please reset it, 2 days ago", "My password is lost", "password={password} password=$PASSWORD"],
  [
    "４７１１－１２ und ５ Stück, „½ Preis“ … 100 % – 20 %40",
    "客户写道，订单４７１１晚到了。＠张三。好的",
    "&#8230; &amp; &#64; %E4%BD%A0%ff",
  ],
  [
    "2026.03.01 12:30 4711.12",
    "4111111111111111.40",
    "4111/1111/1111/1112 1234_5678_9012_3456",
    "´a´ ¨ é é o\u0308 \u{1F468}\u200D\u{1F469}",
  ],
])("without an identifier, %s stays byte for byte", (...texts) => {
  for (const text of texts) expect(redactor.text(text)).toBe(text);
});

test("folding any text tells where each stretch of it stood", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.constantFrom("&#64;", "%40", "%C3%A4", "%ff", "½", "\u200B", "o\u0308", "ＡＢ", "각", "…", "。", "&#x110000;", "a。b"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(), fc.nat(), (pieces, a, b) => {
      const text = pieces.join("");
      const folded = fold(text);
      if (folded.text === "") return;
      const start = a % folded.text.length;
      const end = start + 1 + (b % (folded.text.length - start));
      const span = folded.span(start, end);
      expect(0 <= span.start && span.start < span.end && span.end <= text.length).toBe(true);
      const plain = text.slice(span.start, span.end);
      if (/^[\dA-Za-z]+$/.test(plain)) expect(folded.text.slice(start, end)).toBe(plain);
      if (/^[\t-$'-~]*$/.test(text)) expect(folded.text).toBe(text);
    }),
    { seed: 45, numRuns: 3000 },
  );
  expect(flatten("plain, 100% & more")).toBe("plain, 100% & more");
});

test("long texts in disguise take no more than linear time", () => {
  const began = process.cpuUsage().user;
  for (const text of [
    "\u200B".repeat(300_000).concat("@b.de"),
    "a\u0308@".repeat(60_000),
    "&#64;".repeat(40_000),
    "%40a".repeat(50_000),
    "１ ".repeat(100_000),
    "password=".repeat(30_000),
    "1.".repeat(100_000).concat("a"),
    "1-".repeat(15).concat("1.".repeat(100_000), "a"),
  ]) {
    redactor.text(text);
  }
  expect((process.cpuUsage().user - began) / 1e6).toBeLessThan(6);
});
