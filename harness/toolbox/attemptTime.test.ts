import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AttemptTime } from "./attemptTime.ts";

let now = 0;
beforeEach(() => {
  now = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const pass = (ms: number) => {
  now += ms;
  vi.advanceTimersByTime(ms);
};

test("a limit stands still while anything waits, and goes on with what was left", () => {
  const time = new AttemptTime(() => now);
  const late = vi.fn();
  pass(500);
  time.limit(100, late);
  const [one, other] = [time.wait(), time.wait()];
  pass(60);
  one.begin();
  one.begin();
  pass(1_000);
  other.begin();
  one.end();
  one.end();
  pass(1_000);
  expect(time.waited).toBe(2_000);
  other.end();
  pass(39);
  expect(late).not.toHaveBeenCalled();
  pass(1);
  expect(late).toHaveBeenCalledOnce();
  expect(time.waited).toBe(2_000);
});

test("a limit that is set during a wait begins after it, and one that is stopped never ends", () => {
  const time = new AttemptTime(() => now);
  const [late, stopped] = [vi.fn(), vi.fn()];
  const wait = time.wait();
  wait.begin();
  time.limit(100, late);
  const stop = time.limit(100, stopped);
  pass(1_000);
  wait.end();
  stop();
  pass(99);
  expect(late).not.toHaveBeenCalled();
  pass(1);
  expect(late).toHaveBeenCalledOnce();
  expect(stopped).not.toHaveBeenCalled();
});
