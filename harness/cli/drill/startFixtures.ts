import { openPlace } from "../../fixture/place.ts";
import type { Fixture, FixturePlace, StartedFixture } from "../../fixture.ts";
import type { PlannedType } from "./drillPlan.ts";
import { serversGiven } from "./serversGiven.ts";

/** Every fixture of the drills on every engine asked for; ended, with all their servers and folders, when disposed of. */
export interface StartedFixtures extends AsyncDisposable {
  /** For what belongs to no single one of them. */
  readonly place: FixturePlace;
  of(fixture: Fixture, engine: string): StartedFixture;
}

/** Starts them side by side, each in a place of its own; `id` is part of what they are called. Throws what starting throws, leaving nothing. */
export async function startFixtures(id: string, types: readonly PlannedType[]): Promise<StartedFixtures> {
  await using begun = new AsyncDisposableStack();
  const place = begun.use(await openPlace({ id }));
  const started = new Map<Fixture, Map<string, StartedFixture>>();
  const wanted = new Map(types.map(({ fixture, engines }) => [fixture, engines] as const));
  const starts = [...wanted].flatMap(([fixture, engines]) => engines.map((engine) => ({ fixture, engine })));
  const ended = await Promise.allSettled(
    starts.map(async ({ fixture, engine }, at) => {
      const own = begun.use(await openPlace({ id: `${id}-${at + 1}`, servers: serversGiven() }));
      const one = begun.use(await fixture.start(engine, own));
      started.set(fixture, (started.get(fixture) ?? new Map<string, StartedFixture>()).set(engine, one));
    }),
  );
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  const all = begun.move();
  return {
    place,
    of: (fixture, engine) => started.get(fixture)?.get(engine) as StartedFixture,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
