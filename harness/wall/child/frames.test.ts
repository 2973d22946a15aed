import fc from "fast-check";
import { expect, test } from "vitest";
import { FrameReader, frameOf, MOST_FRAME } from "./frames.ts";

test("frames come out as they went in, however they are cut up on the way", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.json(), { maxLength: 4 }), { maxLength: 6 }), fc.array(fc.nat(40)), (batches, cuts) => {
      const sent = Buffer.concat(batches.map(frameOf));
      const reader = new FrameReader();
      const got: string[] = [];
      let at = 0;
      for (const cut of [...cuts, sent.length]) {
        got.push(...reader.read(sent.subarray(at, at + cut)));
        at += cut;
      }
      expect(got.map((text) => JSON.parse(text))).toEqual(batches.map((batch) => batch.map((text) => JSON.parse(text))));
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("a frame that is announced to be too long is not waited for", () => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(MOST_FRAME + 1);
  expect(() => [...new FrameReader().read(header)]).toThrow(RangeError);
});
