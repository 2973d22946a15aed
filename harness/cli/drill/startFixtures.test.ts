import { expect, test } from "vitest";
import { shelf } from "../../drill/testing/shelf.ts";
import type { Fixture } from "../../fixture.ts";
import type { PlannedType } from "./drillPlan.ts";
import { startFixtures } from "./startFixtures.ts";

/** The shelf behind something of its own, on an engine of the same name. */
const behind: Fixture = {
  ...(shelf as Fixture),
  name: "shelf behind a desk",
  async start(engine, place) {
    const one = await shelf.start(engine, place);
    return { ...one, about: "a desk on SQLite" };
  },
};

test("two fixtures on engines of one name are told apart", async () => {
  const fixtures = [shelf as Fixture, behind];
  const types = fixtures.map((fixture) => ({ fixture, engines: ["sqlite"] }) as unknown as PlannedType);
  await using started = await startFixtures(`start-fixtures-test-${process.pid}`, types);
  const about = fixtures.map((fixture) => started.of(fixture, "sqlite").about);
  expect(about).toEqual([expect.stringMatching(/^SQLite \d/), "a desk on SQLite"]);
});
