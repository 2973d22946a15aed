import { expect, test } from "vitest";
import { evidenceOf, shareOf } from "./evidenceOf.ts";
import { casesAtLeast, noSerious } from "./index.ts";

const hits = (clusters: number, size: number) => Array.from({ length: clusters }, () => Array<boolean>(size).fill(true));

test.each([
  [25, 12, "of 300 asked for; 300 cases in them", "0 of 300, 300 cases of 25 clusters"],
  [1, 300, "of 300 asked for; 300 cases in them", "0 of 300, 300 cases of 1 cluster"],
  [300, 1, "of 300 asked for", "0 of 300"],
])("cases that hang together are told beside their number: %d clusters of %d", (clusters, size, asked, serious) => {
  const plain = evidenceOf({ agreement: [300, 300] }, []);
  const share = shareOf(hits(clusters, size), { lines: [] });
  const evidence = { ...plain, shares: { ...plain.shares, agreement: share, harmless: share } };
  expect(casesAtLeast(300).judge(evidence, "changes").detail).toBe(asked);
  expect(noSerious({ cases: 300 }).judge(evidence, "changes").detail).toBe(serious);
});
