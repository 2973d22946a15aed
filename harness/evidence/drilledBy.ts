import type { Drill, DrillName } from "../drill/drill.ts";
import type { DrilledElsewhere } from "../drill/library/drilledElsewhere.ts";

/** A drill that a row names, with what it is made by: what another version of any of it did is no evidence for this one. */
export interface Drilled {
  readonly drill: DrillName;
  readonly version: string;
  /** Acts in a batch. */
  readonly size: number;
  readonly handler: { readonly name: string; readonly version: string };
  readonly fixture: { readonly name: string; readonly version: string };
  /** What its fixture runs on. */
  readonly engines: readonly string[];
}

/** What a row drills here, in plain data. */
export function drilledBy(drills: readonly (Drill | DrilledElsewhere)[] = []): Drilled[] {
  return drills
    .filter((one): one is Drill => "handler" in one)
    .map(({ name, version, size, handler }) => ({
      drill: name,
      version,
      size,
      handler: { name: handler.name, version: handler.version },
      fixture: { name: handler.fixture.name, version: handler.fixture.version },
      engines: [...handler.fixture.engines],
    }));
}
