import { expect, test } from "vitest";
import { controlCaught, isWithoutActs } from "./controlCaught.ts";

const found = (...checks: string[]) => checks.map((check) => ({ check, says: "" }));

test("a control is caught where the state showed that nothing was undone", () => {
  expect(controlCaught({ irreversible: null }, found("false-claim", "not-restored"))).toBe(true);
  expect(controlCaught({ irreversible: null }, found("false-claim"))).toBe(false);
  expect(controlCaught({ irreversible: { corrections: "letters" } }, found("correction"))).toBe(true);
  expect(controlCaught({ irreversible: { corrections: null } }, found("false-claim"))).toBe(true);
});

test("one in which nothing was carried out is never caught, whatever else was found", () => {
  const violations = found("nothing-done", "not-restored");
  expect([controlCaught({ irreversible: null }, violations), isWithoutActs(violations)]).toEqual([false, true]);
});
