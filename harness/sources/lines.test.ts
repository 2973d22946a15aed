import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "./lines.ts";

const line = fc.string({ unit: fc.constantFrom("a", "é", "€", "😀", "\uFFFD", "\r", " "), maxLength: 12 });

async function lines(path: string, chunkSize: number): Promise<[number, unknown][]> {
  const found: [number, unknown][] = [];
  for await (const block of readLines(path, chunkSize))
    found.push(...block.lines.map((text, i): [number, unknown] => [block.first + i, text]));
  return found;
}

test("any chunk size gives the same lines, packed or not", async () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "lines");
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 20 }),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (texts, chunkSize, packed) => {
        const content = texts.map((text) => `${text}\n`).join("");
        writeFileSync(path, packed ? gzipSync(content) : content);
        expect(await lines(path, chunkSize)).toEqual(texts.map((text, i) => [i + 1, text]));
      },
    ),
    { seed: 20, numRuns: 150 },
  );
});

test("every line in another encoding is told once, with its number, whatever the chunk size", async () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "lines");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(line, fc.boolean()), { maxLength: 20 }),
      fc.integer({ min: 1, max: 40 }),
      async (given, chunkSize) => {
        writeFileSync(
          path,
          Buffer.concat(
            given.map(([text, broken]) => Buffer.concat([Buffer.from(text), Buffer.from(broken ? [0xe9, 10] : [10])])),
          ),
        );
        expect(await lines(path, chunkSize)).toEqual(
          given.map(([text, broken], i) => [
            i + 1,
            broken ? expect.objectContaining({ byte: Buffer.byteLength(text) + 1 }) : text,
          ]),
        );
      },
    ),
    { seed: 21, numRuns: 150 },
  );
});
