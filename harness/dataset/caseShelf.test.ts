import { existsSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 } from "../canonical.ts";
import { CaseShelf } from "./caseShelf.ts";

test("any line comes back from any row, before and after sealing; the digest is that of the lines", () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "shelf");
  const line = fc.oneof(
    fc.string({ unit: "grapheme" }).map((text) => JSON.stringify(text)),
    fc.constant(JSON.stringify("é".repeat(700_000))),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
      using shelf = new CaseShelf(path);
      for (const [row, text] of lines.entries()) {
        expect(shelf.put(text)).toBe(row);
        expect(shelf.take(row) === text).toBe(true);
      }
      const digest = shelf.seal();
      expect(digest).toBe(sha256(lines.map((text) => `${text}\n`).join("")));
      // Nobody finds what people decided beside the run.
      expect(existsSync(path)).toBe(false);
      for (let row = lines.length - 1; row >= 0; row--) expect(shelf.take(row) === lines[row]).toBe(true);
    }),
    { seed: 27, numRuns: 40 },
  );
  expect(existsSync(path)).toBe(false);
});

test("an existing file is never overwritten", () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "shelf");
  writeFileSync(path, "mine");
  expect(() => new CaseShelf(path)).toThrow("EEXIST");
});
