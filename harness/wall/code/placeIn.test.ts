import { existsSync, mkdirSync, mkdtempDisposableSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { placeIn } from "./placeIn.ts";

test("folders are made on the way, and a place that is taken by a link or lies below one is refused", () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const [copy, outside] = [join(dir.path, "copy"), join(dir.path, "outside")];
  for (const folder of [copy, outside]) mkdirSync(folder);
  expect(placeIn(copy, "a/b/c")).toBe(join(copy, "a", "b", "c"));
  expect(existsSync(join(copy, "a", "b"))).toBe(true);
  symlinkSync(outside, join(copy, "link"));
  symlinkSync(join(outside, "gone"), join(copy, "a", "gone"));
  writeFileSync(join(copy, "plain"), "");
  for (const path of ["link", "link/x", "link/x/y", "a/gone", "plain/x"])
    expect(() => placeIn(copy, path), path).toThrow(expect.objectContaining({ code: "AGENT_START" }));
  expect(placeIn(copy, "plain")).toBe(join(copy, "plain"));
  expect(readdirSync(outside)).toEqual([]);
});
