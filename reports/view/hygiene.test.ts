import type { Judgement } from "earnest";
import { expect, test } from "vitest";
import { leaksSay, redactionSays } from "./hygiene.ts";

type Run = Judgement["run"];

const probe = (clusters: number) => ({ leaks: { cases: 40, clusters, fields: 12, unlooked: 0, found: [] } }) as unknown as Run;

test("that nothing was found is said only where there was enough to find it in", () => {
  expect(leaksSay(probe(30))).toBe("none found; 12 fields of 40 cases looked at");
  expect(leaksSay(probe(29))).toBe(
    "too few cases to tell (29 clusters, and it takes 30), and none found in them; 12 fields of 40 cases looked at",
  );
});

test("marks are counted over all patterns, with the redactor that made them", () => {
  const redaction = {
    patterns: ["email", "phone"],
    counts: { email: 3, phone: 2 },
    except: [],
    country: null,
    keyedBy: null,
    reversible: false,
    none: null,
  };
  expect(redactionSays({ redaction, earnest: "0.1.0" })).toBe(
    "5 marks in its place (email in 3 places, phone in 2 places); the redactor of earnest 0.1.0 looked for email, phone. Each is a token, the same value the same token; they cannot be had back from here",
  );
  expect(redactionSays({ redaction: { ...redaction, counts: {} }, earnest: "0.1.0" })).toMatch(/^nothing found; the redactor/);
  expect(redactionSays({ redaction: { ...redaction, none: "made up" }, earnest: "0.1.0" })).toBe("none: made up");
});
