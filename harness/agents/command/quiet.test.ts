import { expect, test } from "vitest";
import { AgentFailure } from "../../agent.ts";
import { quiet } from "./quiet.ts";

test("a program that never stops listing what it tried has not answered in time", async () => {
  const over = new AbortController();
  let turns = 0;
  const flooding = {
    get reports() {
      if (++turns === 1_000) over.abort(new AgentFailure("timed-out", "no answer within 2 s"));
      return turns;
    },
  };
  await expect(quiet(flooding, over.signal)).rejects.toMatchObject({ code: "timed-out" });
  expect(turns).toBeLessThan(1_010);
});

test("one that has stopped is waited for no longer", async () => {
  let turns = 0;
  const stopping = {
    get reports() {
      return Math.min(++turns, 5);
    },
  };
  await quiet(stopping, new AbortController().signal);
  expect(turns).toBeLessThan(10);
});
