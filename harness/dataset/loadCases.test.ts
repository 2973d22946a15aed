import { existsSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Case } from "../case.ts";
import { EarnestError } from "../errors.ts";
import { csv } from "../sources/csv.ts";
import { jsonl } from "../sources/jsonl.ts";
import { rows } from "../sources/rows.ts";
import type { Source } from "../sources/source.ts";
import { BAD_ROW, type Excluded, type LoadOptions, loadCases } from "./loadCases.ts";
import type { ClusterCount } from "./sampleOrder.ts";

interface Loaded {
  readonly ids: readonly string[];
  readonly clusters: readonly string[];
  readonly digest: string;
  readonly count: number;
  readonly excluded: readonly Excluded[];
  readonly clusterCount: number;
  /** Clusters among the first 0, 1, 2, ... cases. */
  readonly clustersAfter: readonly ClusterCount[];
}

async function load(source: Source, options: Partial<LoadOptions> = {}): Promise<Loaded> {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const excluded: Excluded[] = [];
  const onExcluded = (one: Excluded) => void excluded.push(one);
  const shelf = join(dir.path, "shelf");
  using cases = await loadCases({ name: "desk", cases: source }, { shelf, seed: 1, onExcluded, ...options });
  expect(cases.excluded).toBe(excluded.length);
  const taken = [...cases.order].map((row) => JSON.parse(cases.shelf.take(row)) as Case);
  return {
    ids: taken.map((one) => one.id),
    clusters: taken.map((one) => one.cluster),
    digest: cases.digest,
    count: cases.count,
    excluded,
    clusterCount: cases.clustersIn(cases.order.length).clusters,
    clustersAfter: [...cases.order, null].map((_, n) => cases.clustersIn(n)),
  };
}

async function refusal(source: Source, options: Partial<LoadOptions> = {}): Promise<EarnestError> {
  const error: unknown = await load(source, options).catch((thrown: unknown) => thrown);
  if (error instanceof EarnestError) return error;
  throw new Error("expected an EarnestError");
}

const one = (id: string, cluster = id, more: object = {}) => ({ id, cluster, input: id, decisions: [{ actions: [] }], ...more });
const source = (...raws: unknown[]) =>
  rows(
    "memory",
    raws.map((raw, i) => ({ raw, where: { file: "memory", line: i + 1 } })),
  );
const excludeBad = { onBadRow: "exclude" } as const;

describe("bad rows", () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `c${i + 1},text,refund,${i}`);
  lines[9] = "c10,text,refund";
  lines[499] = "c500,text,refund,ten";
  lines[999] = "c1,text,refund,1";

  async function withFile<T>(use: (source: Source, path: string) => Promise<T>): Promise<T> {
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
    const path = join(dir.path, "tickets.csv");
    writeFileSync(path, ["id,text,action,seconds", ...lines].join("\n"));
    return await use(csv(path, { id: "id", input: "text", decision: { type: "action" }, seconds: "seconds" }), path);
  }

  test("3 in 1,000 refuse the file, with three messages and their lines", async () => {
    await withFile(async (file, path) => {
      const error = await refusal(file);
      expect(error.code).toBe("CASES_INVALID");
      expect(error.message).toContain("3 rows");
      expect(error.details).toEqual([
        `${path}:11: expected 4 cells, as in the header, got 3`,
        `${path}:501 (column seconds): expected a number such as 12 or -0.5, got "ten"`,
        expect.stringMatching(/tickets\.csv:1001 \(column id\): .*"c1".*record 1, at line 2, /),
      ]);
    });
  });

  test("with exclusion 997 are left and 3 are told, with their faults", async () => {
    await withFile(async (file) => {
      const loaded = await load(file, excludeBad);
      expect([loaded.count, loaded.ids.length]).toEqual([997, 997]);
      expect(loaded.excluded.map(({ because, where, faults }) => [because, where.line, faults?.length])).toEqual([
        [BAD_ROW, 11, 1],
        [BAD_ROW, 501, 1],
        [BAD_ROW, 1001, 1],
      ]);
    });
  });

  test("of many the first 20 are listed, and all are counted", async () => {
    const error = await refusal(source(...Array.from({ length: 30 }, () => ({}))));
    expect(error.message).toContain("30 rows could not be read; the first 20 are listed");
    expect(new Set(error.details.map((detail) => detail.split(" ")[0]))).toHaveLength(20);
  });

  test("every row is a case or left out, exactly once, with its true line", async () => {
    const kinds = fc.constantFrom("good", "syntax", "shape", "twin");
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { minLength: 1, maxLength: 30 }), async (wanted) => {
        using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
        const path = join(dir.path, "cases.jsonl");
        const texts = wanted.map((kind, i) => {
          if (kind === "syntax") return "{";
          if (kind === "shape") return JSON.stringify({ id: `c${i}` });
          return JSON.stringify(one(kind === "twin" ? "first" : `c${i}`));
        });
        writeFileSync(path, [JSON.stringify(one("first")), ...texts].join("\n"));
        const loaded = await load(jsonl(path), excludeBad);
        const bad = wanted.flatMap((kind, i) => (kind === "good" ? [] : [i + 2]));
        expect(loaded.excluded.map((left) => left.where.line)).toEqual(bad);
        expect(loaded.count).toBe(wanted.length + 1 - bad.length);
      }),
      { seed: 25, numRuns: 60 },
    );
  });

  test("an empty id or cluster cell is a bad row, never a case that stands alone", async () => {
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
    const path = join(dir.path, "tickets.csv");
    writeFileSync(path, "ticket,customer\na,\n,k\n");
    const error = await refusal(csv(path, { id: "ticket", cluster: "customer", input: "ticket", decision: () => [] }));
    expect(error.details).toEqual([
      expect.stringContaining(`${path}:2 (column customer): `),
      expect.stringContaining(`${path}:3 (column ticket): `),
    ]);
  });

  test("a decision the suite does not understand is a bad row, with the user's column", async () => {
    const checkDecision: LoadOptions["checkDecision"] = (decision) =>
      decision.actions.length === 0 ? [{ path: ["actions"], message: "expected an action" }] : [];
    const error = await refusal(source(one("a")), { checkDecision });
    expect(error.details).toEqual(["memory:1 (column decisions.0.actions): expected an action"]);
  });

  test("nothing to read, and nothing left, say so and leave no file behind", async () => {
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
    const shelf = join(dir.path, "shelf");
    expect(await refusal(source(), { shelf })).toMatchObject({ code: "CASES_EMPTY" });
    expect(await refusal(source({}), { shelf, ...excludeBad })).toMatchObject({
      code: "CASES_EMPTY",
      details: expect.arrayContaining([expect.stringContaining("memory:1 (column id)")]),
    });
    expect(existsSync(shelf)).toBe(false);
  });
});

describe("ids", () => {
  test("a second one is a bad row, and the message says whether the case is the same", async () => {
    const error = await refusal(source(one("a"), one("b"), one("a"), one("b", "k")));
    expect(error.details).toEqual([
      'memory:3 (column id): expected an id of its own, got "a", which record 1, at line 1, has already (the same case)',
      'memory:4 (column id): expected an id of its own, got "b", which record 2, at line 2, has already (another case)',
    ]);
  });

  test("are unique across the files of a dataset", async () => {
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
    const files = ["one.jsonl", "two.jsonl"].map((name) => join(dir.path, name));
    for (const file of files) writeFileSync(file, `${JSON.stringify(one("a"))}\n`);
    const error = await refusal(jsonl(files));
    expect(error.details).toEqual([expect.stringContaining("two.jsonl:1 (column id): ")]);
  });
});

describe("sampling order", () => {
  const dataset = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 });
  const casesOf = (clusters: readonly number[]) => clusters.map((cluster, i) => one(`c${i}`, `k${cluster}`));

  test("clusters stay together, their cases in dataset order; every case once; the same seed gives the same order", async () => {
    await fc.assert(
      fc.asyncProperty(dataset, fc.nat(), async (clusters, seed) => {
        const cases = casesOf(clusters);
        const loaded = await load(source(...cases), { seed });
        const blocks = loaded.clusters.filter((cluster, i) => cluster !== loaded.clusters[i - 1]);
        expect(blocks).toHaveLength(new Set(clusters).size);
        expect(loaded.clusterCount).toBe(blocks.length);
        const begins = loaded.clusters.map((cluster, i) => (cluster !== loaded.clusters[i - 1] ? 1 : 0) as number);
        expect(loaded.clustersAfter.map((after) => after.clusters)).toEqual([
          0,
          ...begins.map((_, i) => begins.slice(0, i + 1).reduce((sum, one) => sum + one, 0)),
        ]);
        expect(loaded.ids).toEqual(blocks.flatMap((block) => cases.filter((c) => c.cluster === block).map((c) => c.id)));
        expect((await load(source(...cases), { seed })).ids).toEqual(loaded.ids);
      }),
      { seed: 26, numRuns: 60 },
    );
  });

  test("another seed gives another order, of the same cases and digest; the order does not depend on the dataset's", async () => {
    const cases = casesOf(Array.from({ length: 50 }, (_, i) => i));
    const [first, second] = [await load(source(...cases)), await load(source(...cases), { seed: 2 })];
    expect(second.ids).not.toEqual(first.ids);
    expect(second.ids.toSorted()).toEqual(first.ids.toSorted());
    expect(second.digest).toBe(first.digest);
    expect((await load(source(...cases.toReversed()))).ids).toEqual(first.ids);
  });

  test("how large the largest cluster is, among the first so many cases; by weight where they weigh differently", async () => {
    await fc.assert(
      fc.asyncProperty(dataset, fc.nat(), async (clusters, seed) => {
        const loaded = await load(source(...casesOf(clusters)), { seed });
        for (const [n, { largest }] of loaded.clustersAfter.entries()) {
          const blocks = [...Map.groupBy(loaded.clusters.slice(0, n), (cluster) => cluster).values()];
          expect(largest).toBe(Math.max(0, ...blocks.map((block) => block.length)));
        }
      }),
      { seed: 27, numRuns: 40 },
    );
    const pairs = Array.from({ length: 50 }, (_, i) => one(`c${i}`, `k${i % 25}`));
    const heavy = await load(source(one("heavy", "heavy", { weight: 20 }), ...pairs));
    expect(heavy.clustersAfter.at(-1)).toEqual({ clusters: 26, largest: 20 });
  });

  test("what is not selected is counted in the dataset, but not asked about", async () => {
    const loaded = await load(source(one("a"), one("b"), one("c")), { select: ({ id }) => id !== "b" });
    expect([loaded.count, loaded.ids.toSorted(), loaded.clusterCount, loaded.excluded]).toEqual([3, ["a", "c"], 2, []]);
    expect(loaded.digest).toBe((await load(source(one("a"), one("b"), one("c")))).digest);
  });
});

describe("the digest", () => {
  test("does not depend on files, line ends, key order or defaults written out", async () => {
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
    const path = (name: string) => join(dir.path, name);
    const texts = ["a", "b", "c"].map((id) => JSON.stringify(one(id)));
    writeFileSync(path("all.jsonl"), texts.join("\n"));
    writeFileSync(path("1.jsonl"), `\uFEFF${texts[0]}\r\n\r\n`);
    writeFileSync(
      path("2.jsonl"),
      `${texts[1]}\n${JSON.stringify({ weight: 1, slices: {}, ...JSON.parse(texts[2] as string) })}`,
    );
    const whole = await load(jsonl(path("all.jsonl")));
    const split = await load(jsonl([path("1.jsonl"), path("2.jsonl")]));
    expect(split.digest).toBe(whole.digest);
    expect(whole.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test("changes with any decision, and with the order of the cases", async () => {
    const { digest } = await load(source(one("a"), one("b")));
    const refund = { decisions: [{ actions: [{ type: "refund" }] }] };
    expect((await load(source(one("a"), one("b", "b", refund)))).digest).not.toBe(digest);
    expect((await load(source(one("b"), one("a")))).digest).not.toBe(digest);
  });
});

test("records left out by the source keep their own reason", async () => {
  const where = { file: "mail", line: 7 };
  const loaded = await load(
    rows("mail", [
      { raw: one("a"), where },
      { kind: "excluded", id: "b", because: "the date is forged", where },
    ]),
  );
  expect(loaded.excluded).toEqual([{ id: "b", because: "the date is forged", where }]);
});
