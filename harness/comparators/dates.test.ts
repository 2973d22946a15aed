import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DateOptions, dates, type Span } from "./dates.ts";

const verdict = (tolerance: Span, decided: unknown, proposed: unknown, options?: DateOptions) =>
  dates(tolerance, options).compare(decided, proposed).verdict;
const amsterdam = { zone: "Europe/Amsterdam" };

describe("dates", () => {
  test("the same instant in another spelling", () => {
    expect(verdict({}, "2026-03-01T10:00:00Z", "2026-03-01T11:00:00.000+01:00")).toBe("same");
    expect(verdict({}, "2026-03-01 10:00Z", "2026-03-01t10:00z")).toBe("same");
    expect(verdict({}, "2026-03-01T10:00Z", "2026-03-01T10:00:01Z")).toBe("different");
    expect(verdict({}, "2026-03-01", "2026-03-01T00:00Z")).toBe("same");
  });

  test("the boundary of a tolerance is inside, on both sides", () => {
    expect(verdict({ minutes: 15 }, "2026-03-01T10:00Z", "2026-03-01T10:15Z")).toBe("same");
    expect(verdict({ minutes: 15 }, "2026-03-01T10:15Z", "2026-03-01T10:00Z")).toBe("same");
    expect(verdict({ minutes: 15 }, "2026-03-01T10:00Z", "2026-03-01T10:15:00.001Z")).toBe("different");
  });

  test("a time without an offset is read in the zone", () => {
    expect(verdict({}, "2026-03-01T10:00", "2026-03-01T09:00Z", amsterdam)).toBe("same");
    expect(verdict({}, "2026-07-01T10:00", "2026-07-01T08:00Z", amsterdam)).toBe("same");
    expect(verdict({}, "2026-07-01T10:00", "2026-07-01T10:00Z")).toBe("same");
  });

  test("a day in which the clock changes is a day, and 24 hours are 24 hours", () => {
    const [before, after] = ["2026-03-28T12:00", "2026-03-29T12:00"];
    expect(verdict({ days: 1 }, before, after, amsterdam)).toBe("same");
    expect(verdict({ hours: 23 }, before, after, amsterdam)).toBe("same");
    expect(verdict({ hours: 22, minutes: 59 }, before, after, amsterdam)).toBe("different");
    expect(verdict({ hours: 23 }, before, after)).toBe("different");
    const [autumn, next] = ["2026-10-24T12:00", "2026-10-25T12:00"];
    expect(verdict({ days: 1 }, autumn, next, amsterdam)).toBe("same");
    expect(verdict({ hours: 24 }, autumn, next, amsterdam)).toBe("different");
  });

  test("a skipped time moves on, a repeated one is the first", () => {
    expect(verdict({}, "2026-03-29T02:30", "2026-03-29T03:30+02:00", amsterdam)).toBe("same");
    expect(verdict({}, "2026-10-25T02:30", "2026-10-25T02:30+02:00", amsterdam)).toBe("same");
    expect(verdict({}, "2026-10-25T02:30", "2026-10-25T02:30+01:00", amsterdam)).toBe("different");
  });

  test("days are counted in the zone", () => {
    const day = { ...amsterdam, granularity: "day" } as const;
    expect(verdict({}, "2026-03-28", "2026-03-27T23:30Z", day)).toBe("same");
    expect(verdict({}, "2026-03-28", "2026-03-27T23:30Z", { granularity: "day" })).toBe("different");
    expect(verdict({}, "2026-03-28T00:00", "2026-03-28T23:59", day)).toBe("same");
    expect(verdict({}, "2026-03-28T23:59", "2026-03-29T00:01", day)).toBe("different");
    expect(verdict({}, "2026-03-28T00:45", "2026-03-27T23:30Z", day)).toBe("same");
    expect(verdict({ days: 5 }, "2026-01-01", "2026-02-03", day)).toBe("different");
    expect(verdict({ days: 2 }, "2026-02-27", "2026-03-01", day)).toBe("same");
    expect(verdict({ days: 1 }, "2026-02-27", "2026-03-01", day)).toBe("different");
  });

  test("says which side cannot be read, unless both are equal", () => {
    expect(dates().compare("soon", "2026-03-01").because).toContain("the decided value is not an ISO 8601 date");
    expect(dates().compare("2026-03-01", "01/03/2026").because).toContain("the proposed value is not an ISO 8601 date");
    for (const odd of ["2026-02-30", "2026-13-01", "2026-03-01T25:00Z", "2026-03-01T10:00+25:00", "", 1772323200000, null, {}]) {
      expect(verdict({ days: 30_000 }, "2026-03-01", odd), JSON.stringify(odd)).toBe("different");
      expect(verdict({}, odd, odd), JSON.stringify(odd)).toBe("same");
    }
  });

  test("says what was allowed", () => {
    expect(dates({ days: 1, minutes: 15 }, amsterdam).compare("2026-03-01", "2026-03-05").because).toBe(
      '"2026-03-01" against "2026-03-05" (at most 1 day 15 minutes apart, Europe/Amsterdam)',
    );
  });

  test.each([
    () => dates({ minutes: -1 }),
    () => dates({ minutes: 1.5 }),
    () => dates({ days: 1e9 }),
    () => dates({ weeks: 1 } as never),
    () => dates(900_000 as never),
    () => dates({}, { zone: "Mars/Olympus" }),
    () => dates({}, { granularity: "week" as never }),
    () => dates({ minutes: 15 }, { granularity: "day" }),
  ])("a tolerance or zone without sense stops the suite (%#)", (make) => {
    expect(make).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
  });

  test("symmetric, reflexive, and widening never turns same into different", () => {
    // Days around both changes of the clock, so that the property meets days of 23 and 25 hours.
    const day = fc.constantFrom("2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26");
    const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, "0"));
    const when = fc.oneof(
      day,
      fc.tuple(day, two(23), two(59), fc.constantFrom("", "Z", "+02:00")).map(([d, h, m, offset]) => `${d}T${h}:${m}${offset}`),
    );
    const span = fc.record({ days: fc.nat(2), hours: fc.nat(30), minutes: fc.nat(90) });
    const more = fc.record({ days: fc.nat(1), hours: fc.nat(3), minutes: fc.nat(3) });
    fc.assert(
      fc.property(when, when, span, more, fc.constantFrom("Europe/Amsterdam", "UTC"), (a, b, narrow, by, zone) => {
        const wide = { days: narrow.days + by.days, hours: narrow.hours + by.hours, minutes: narrow.minutes + by.minutes };
        expect(verdict(narrow, a, a, { zone })).toBe("same");
        expect(verdict(narrow, a, b, { zone })).toBe(verdict(narrow, b, a, { zone }));
        if (verdict(narrow, a, b, { zone }) === "same") expect(verdict(wide, a, b, { zone })).toBe("same");
        const byDay = { zone, granularity: "day" } as const;
        expect(verdict({ days: narrow.days }, a, b, byDay)).toBe(verdict({ days: narrow.days }, b, a, byDay));
        if (verdict({ days: narrow.days }, a, b, byDay) === "same")
          expect(verdict({ days: wide.days }, a, b, byDay)).toBe("same");
      }),
      { seed: 4, numRuns: 1000 },
    );
  });
});
