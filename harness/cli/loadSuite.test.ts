import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { root } from "./earnestProcess.ts";
import { loadSuite } from "./loadSuite.ts";

test("a suite that does not load says every fault of what it could not make", async () => {
  const folder = mkdtempSync(join(tmpdir(), "earnest-test-suite-"));
  try {
    const file = join(folder, "suite.mjs");
    const drill = pathToFileURL(join(root, "harness/drill/index.ts")).href;
    writeFileSync(
      file,
      `import { defineHandler } from ${JSON.stringify(drill)};\nexport default defineHandler({ name: "moveStock" });\n`,
    );
    await expect(loadSuite(file, undefined)).rejects.toMatchObject({
      code: "SUITE_BROKEN",
      message: "the suite does not load: the handler moveStock cannot be drilled",
      details: expect.arrayContaining(["it has no version", "it has no function apply", "it has no fixture"]),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
