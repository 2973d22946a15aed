import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type OwnersLimits, ownersLimits } from "./ownersLimits.ts";

function limitsOf(markdown: string): OwnersLimits {
  using folder = mkdtempDisposableSync(join(tmpdir(), "limits-"));
  const file = join(folder.path, "limits.md");
  writeFileSync(file, markdown);
  return ownersLimits(file) as OwnersLimits;
}

test("headings, paragraphs, lists, emphasis and code keep their meaning", () => {
  const { blocks } = limitsOf("# Ours\n\nOnly **one** shop, *one* year, `v2`.\n\n- a\n  1. b\n- c\n\n```\nx < y\n```\n");
  expect(blocks).toEqual([
    { kind: "heading", texts: [{ text: "Ours", as: "plain" }] },
    {
      kind: "paragraph",
      texts: [
        { text: "Only ", as: "plain" },
        { text: "one", as: "strong" },
        { text: " shop, ", as: "plain" },
        { text: "one", as: "emphasis" },
        { text: " year, ", as: "plain" },
        { text: "v2", as: "code" },
        { text: ".", as: "plain" },
      ],
    },
    { kind: "list", ordered: false, items: ["a", "b", "c"].map((text) => [{ text, as: "plain" }]) },
    { kind: "code", text: "x < y" },
  ]);
});

test.each([
  "[here](https://example.invalid/)",
  "![a picture](https://example.invalid/x.png)",
  "<b onclick=alert(1)>bold</b>",
  "<script>alert(1)</script>",
  "> [!NOTE]\n> quoted",
  "***",
  "[ref]: https://example.invalid/",
  "**[in bold](javascript:alert(1))**",
])("%s stays the characters it is written in", (markdown) => {
  const { blocks } = limitsOf(markdown);
  const written = blocks.flatMap((block) => (block.kind === "paragraph" ? block.texts : [])).map(({ text }) => text);
  expect(written.join("")).toBe(markdown);
});

test("whatever is written, every word of it can be read", () => {
  const piece = fc.constantFrom("*", "_", "`", "[", "](", ")", "<", ">", "#", "- ", "1. ", "\n", "\n\n", " ", "    ", "word");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const markdown = pieces.join("");
      const said = JSON.stringify(limitsOf(markdown).blocks);
      expect(said.split("word").length).toBe(markdown.split("word").length);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("its digest is that of the file, and a suite that names none has none", () => {
  expect(limitsOf("a\n").digest).toBe("87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7");
  expect(ownersLimits(undefined)).toBeNull();
});

test("a file that is not there, or too long for a page, is refused by name", () => {
  expect(() => ownersLimits("/nowhere/limits.md")).toThrow(
    expect.objectContaining({ code: "SUITE_BROKEN", message: expect.stringContaining("cannot be read") }),
  );
  expect(limitsOf("a".repeat(20_000)).blocks).toHaveLength(1);
  expect(() => limitsOf("a".repeat(20_001))).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
});
