import { describe, expect, test } from "vitest";
import { Pulse } from "./pulse.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A pulse whose host is asked only when `probed` says so. */
function pulseOf(inHand: number) {
  const probed = Promise.withResolvers<boolean>();
  const dead: string[] = [];
  const told: string[] = [];
  let probes = 0;
  const pulse = new Pulse({
    probe: () => {
      probes++;
      return probed.promise;
    },
    dead: (because) => dead.push(because),
  });
  for (let i = 0; i < inHand; i++) pulse.began();
  const lose = (name: string) => void pulse.lost(name).then(() => told.push(name));
  return { pulse, probed, dead, told, lose, probes: () => probes };
}

describe("a call that came to nothing", () => {
  test("is told once the host has answered somebody", async () => {
    const { pulse, told, lose, probes } = pulseOf(3);
    lose("a");
    lose("b");
    await turn();
    expect(told).toEqual([]);
    pulse.answered();
    await turn();
    expect(told).toEqual(["a", "b"]);
    expect(probes()).toBe(0);
  });

  test("is told when nobody else is left to be answered, and the host says that it is there", async () => {
    const { pulse, probed, dead, told, lose, probes } = pulseOf(2);
    lose("a");
    await turn();
    expect(probes()).toBe(0);
    pulse.ended();
    expect(probes()).toBe(1);
    probed.resolve(true);
    await turn();
    expect(told).toEqual(["a"]);
    expect(dead).toEqual([]);
  });

  test("ends the run before it is told when the host is not there, and holds nobody afterwards", async () => {
    const { probed, dead, told, lose } = pulseOf(1);
    lose("a");
    probed.resolve(false);
    await turn();
    lose("b");
    await turn();
    expect(dead).toHaveLength(1);
    expect(told).toEqual(["a", "b"]);
  });

  test("ends the run with the fifth of its kind in a row", async () => {
    const { dead, told, lose, probes } = pulseOf(64);
    for (const name of ["a", "b", "c", "d"]) lose(name);
    await turn();
    expect([dead, told]).toEqual([[], []]);
    lose("e");
    await turn();
    expect(dead).toEqual(["e"]);
    expect(told).toHaveLength(5);
    expect(probes()).toBe(0);
  });

  test("holds nobody once it is over", async () => {
    const { pulse, told, lose } = pulseOf(9);
    lose("a");
    pulse.close();
    await turn();
    expect(told).toEqual(["a"]);
  });
});
