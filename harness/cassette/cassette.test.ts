import { appendFileSync, mkdirSync, mkdtempDisposableSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { beginJournal, Journal } from "../journal/journal.ts";
import { CASSETTE, Cassette } from "./cassette.ts";
import { bodyOf, type Exchange, exchangeKey, keptBody } from "./exchange.ts";

const folder = () => mkdtempDisposableSync(join(tmpdir(), "earnest-cassette-"));

function exchange(nth: number, more: Partial<Exchange> = {}): Exchange {
  return {
    key: exchangeKey("a", 1, "digest", nth),
    case: "a",
    attempt: 1,
    request: { method: "POST", path: "/responses", model: "m", digest: "digest" },
    status: 200,
    headers: { "content-type": "application/json" },
    ...keptBody(Buffer.from(`answer ${nth}`)),
    usage: { input: 1, cached: 0, output: 2 },
    ...more,
  };
}

async function recorded(dir: string, count: number): Promise<void> {
  const cassette = await Cassette.record(dir);
  for (let nth = 1; nth <= count; nth++) await cassette.keep(exchange(nth));
  await cassette.close();
}

describe("a cassette", () => {
  test("is recorded on by one at a time, and read by anybody meanwhile", async () => {
    using dir = folder();
    const place = join(dir.path, "c");
    await recorded(place, 1);
    const first = await Cassette.record(place);
    await expect(Cassette.record(place)).rejects.toMatchObject({
      code: "RUN_LOCKED",
      message: expect.stringContaining("is writing the cassette in"),
    });
    const reader = Cassette.play(place);
    expect(reader.find(exchange(1).key)).toEqual(exchange(1));
    await reader.close();
    await first.keep(exchange(2));
    await first.close();
    await recorded(place, 1);
    expect(readdirSync(place).filter((name) => name.startsWith("lock"))).toEqual([]);
    const again = Cassette.play(place);
    expect(again.find(exchange(2).key)).toEqual(exchange(2));
    await again.close();
  });

  test("gives back what was kept, across several sittings", async () => {
    using dir = folder();
    const place = join(dir.path, "c");
    await recorded(place, 2);
    const seen: number[] = [];
    const again = await Cassette.record(place, ({ usage }) => seen.push(usage?.output ?? 0));
    expect(seen).toEqual([2, 2]);
    expect(again.find(exchange(2).key)).toEqual(exchange(2));
    await again.keep(exchange(3));
    await again.close();
    const played = Cassette.play(place);
    expect([1, 2, 3, 4].map((nth) => played.find(exchange(nth).key)?.body)).toEqual([
      "answer 1",
      "answer 2",
      "answer 3",
      undefined,
    ]);
    await played.close();
  });

  test("keeps bytes that are no text, to the last one", () => {
    const bytes = Buffer.from([0, 255, 27, 10, 200]);
    expect(bodyOf(exchange(1, keptBody(bytes))).equals(bytes)).toBe(true);
    expect(keptBody(Buffer.from("grüße"))).toEqual({ body: "grüße", encoding: "utf8" });
  });

  test("tells apart the case, the attempt, the request and which of its like it is", () => {
    const keys = [
      exchangeKey("a", 1, "d", 1),
      exchangeKey("a", 1, "d", 2),
      exchangeKey("a", 2, "d", 1),
      exchangeKey("b", 1, "d", 1),
      exchangeKey("a", 1, "e", 1),
      exchangeKey("a,1", 1, "d", 1),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("that is not there is an error, and so is an empty one", () => {
    using dir = folder();
    expect(() => Cassette.play(join(dir.path, "none"))).toThrow(expect.objectContaining({ code: "CASSETTE_MISSING" }));
    mkdirSync(join(dir.path, "empty"));
    expect(() => Cassette.play(join(dir.path, "empty"))).toThrow(expect.objectContaining({ code: "CASSETTE_MISSING" }));
  });

  test("that was changed is an error, with its file and line", async () => {
    using dir = folder();
    const place = join(dir.path, "c");
    await recorded(place, 3);
    const file = join(place, "000001.jsonl");
    writeFileSync(file, readFileSync(file, "utf8").replace("answer 2", "answer 9"));
    const corrupt = expect.objectContaining({ code: "CASSETTE_CORRUPT", where: { file, line: 3 } });
    expect(() => Cassette.play(place)).toThrow(corrupt);
    await expect(Cassette.record(place)).rejects.toEqual(corrupt);
  });

  test("that holds something else is an error, with its file and line", async () => {
    using dir = folder();
    for (const [i, rows] of [
      [{ kind: "run" }],
      [{ kind: "cassette", schema: "earnest/cassette/99" }],
      [
        { kind: "cassette", schema: "earnest/cassette/1" },
        { kind: "exchange", exchange: { ...exchange(1), status: "200" } },
      ],
    ].entries()) {
      const place = join(dir.path, String(i));
      const journal = new Journal(CASSETTE, place, await beginJournal(place));
      for (const row of rows) journal.put(JSON.stringify(row));
      await journal.close();
      expect(() => Cassette.play(place)).toThrow(
        expect.objectContaining({ code: "CASSETTE_CORRUPT", where: { file: join(place, "000001.jsonl"), line: rows.length } }),
      );
    }
  });

  test("that was cut off goes on without its last record, and says so", async () => {
    using dir = folder();
    const place = join(dir.path, "c");
    await recorded(place, 2);
    const file = join(place, "000001.jsonl");
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length - 10));
    const played = Cassette.play(place);
    expect(played.torn).toBeGreaterThan(0);
    expect(played.find(exchange(1).key)).toBeDefined();
    expect(played.find(exchange(2).key)).toBeUndefined();
    await played.close();
    const again = await Cassette.record(place);
    await again.keep(exchange(2));
    await again.close();
    expect(Cassette.play(place).torn).toBe(0);
  });

  test("that is changed while it is being played is found out", async () => {
    using dir = folder();
    const place = join(dir.path, "c");
    await recorded(place, 2);
    const played = Cassette.play(place);
    rmSync(join(place, "000001.jsonl"));
    appendFileSync(join(place, "000001.jsonl"), "gone");
    expect(() => played.find(exchange(1).key)).toThrow(expect.objectContaining({ code: "CASSETTE_CORRUPT" }));
    await played.close();
  });
});
