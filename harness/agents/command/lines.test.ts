import fc from "fast-check";
import { expect, test } from "vitest";
import { Lines } from "./lines.ts";

function heard(chunks: readonly Buffer[], most = 1_000): string[] {
  const said: string[] = [];
  const lines = new Lines(most, { line: (text) => said.push(text), fault: (because) => said.push(`fault: ${because}`) });
  for (const chunk of chunks) lines.push(chunk);
  lines.end();
  return said;
}

test("lines come out as they went in, wherever the bytes are cut", () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/\n/g, " ").trim());
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(200)), (texts, cuts) => {
      const bytes = Buffer.from(texts.join("\n").toWellFormed());
      const at = [...new Set(cuts.map((cut) => Math.min(cut, bytes.length)))].sort((a, b) => a - b);
      const chunks = [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length));
      expect(heard(chunks, 100_000)).toEqual(texts.filter((text) => text !== ""));
    }),
  );
});

test("a line too long is told once and nothing of it is kept; the next is read", () => {
  const long = Buffer.alloc(600, "x");
  const said = heard([long, long, long, Buffer.from("\nnext\n")]);
  expect(said).toEqual(["fault: it wrote a line of more than 1000 bytes", "next"]);
});

test("bytes that are no text are a fault, and the next line is read", () => {
  expect(heard([Buffer.from([0xc3, 0x28, 10]), Buffer.from("next")])).toEqual([
    "fault: it wrote a line that is not UTF-8",
    "next",
  ]);
});
