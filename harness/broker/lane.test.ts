import { describe, expect, test } from "vitest";
import { Lane, type Place } from "./lane.ts";

/** Lets whoever was let in hear of it. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A lane, and the places of those who are in it. */
function laneOf(most: number) {
  let now = 0;
  const lane = new Lane(most, () => now);
  const places: Place[] = [];
  const ask = (n: number, signal?: AbortSignal) => {
    for (let i = 0; i < n; i++)
      void Promise.resolve(lane.enter(signal)).then(
        (place) => places.push(place),
        () => undefined,
      );
  };
  return { lane, places, ask, wait: (ms: number) => (now += ms) };
}

describe("a lane", () => {
  test("never holds more than it may, and lets in whoever asked first", async () => {
    const { places, ask } = laneOf(3);
    ask(10);
    await turn();
    expect(places).toHaveLength(3);
    places[0]?.leave("answered");
    places[0]?.leave("answered");
    await turn();
    expect(places).toHaveLength(4);
  });

  test("halves once for all that were refused together, and creeps up again", async () => {
    const { lane, places, ask } = laneOf(8);
    ask(8);
    await turn();
    for (const place of places.splice(0)) place.leave("overloaded");
    expect(lane.limit).toBe(4);
    ask(100);
    await turn();
    expect(places).toHaveLength(4);
    places.splice(0)[0]?.leave("overloaded");
    await turn();
    expect(lane.limit).toBe(2);
    const { lane: other, places: there, ask: askThere } = laneOf(8);
    askThere(8);
    await turn();
    for (const place of there.splice(0)) place.leave("overloaded");
    const seen: number[] = [];
    for (let round = 0; round < 40; round++) {
      askThere(1);
      await turn();
      there.splice(0)[0]?.leave("answered");
      seen.push(other.limit);
    }
    expect(seen[0]).toBe(4);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(8);
  });

  test("never holds less than one", async () => {
    const { lane, places, ask } = laneOf(2);
    for (let i = 0; i < 5; i++) {
      ask(1);
      await turn();
      places.pop()?.leave("overloaded");
    }
    expect(lane.limit).toBe(1);
    ask(1);
    await turn();
    expect(places).toHaveLength(1);
  });

  test("lets nobody in while the host has asked to wait", async () => {
    const { lane, places, ask, wait } = laneOf(2);
    lane.pause(1_000_000);
    ask(1);
    await turn();
    expect(places).toHaveLength(0);
    wait(1_000_000);
    ask(1);
    await turn();
    expect(places).toHaveLength(2);
    lane.close();
  });

  test("lets go whoever is called off, and gives their place to nobody", async () => {
    const { places, ask } = laneOf(1);
    ask(1);
    const off = new AbortController();
    ask(2, off.signal);
    ask(1);
    off.abort();
    await turn();
    expect(places).toHaveLength(1);
    places.pop()?.leave("neither");
    await turn();
    expect(places).toHaveLength(1);
  });
});
