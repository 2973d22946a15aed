// What a user of drills imports, as "earnest/drill": fixtures, handlers, and the library of drills.
export { FAULTS, type Fault } from "../faults.ts";
export type { FixtureTrial } from "../fixture/contract/trial.ts";
export { type ColumnChange, diffStates, type RowChange, type StateDiff } from "../fixture/diffStates.ts";
export { digestState, type StateDigest } from "../fixture/digestState.ts";
export { type FixtureCheck, fixtureContract } from "../fixture/fixtureContract.ts";
export { openPlace } from "../fixture/place.ts";
export type { Sql, SqlValue } from "../fixture/sql.ts";
export type { SqlEngineName, SqlGiven } from "../fixture/sqlEngine.ts";
export { sqlFixture } from "../fixture/sqlFixture.ts";
export type {
  Connection,
  Fixture,
  FixturePlace,
  FixtureRow,
  HumanEdit,
  Invariant,
  Sandbox,
  StartedFixture,
  State,
  StateSpec,
  TableSpec,
} from "../fixture.ts";
export { controlCaught } from "./controlCaught.ts";
export { defineHandler } from "./defineHandler.ts";
export type { Delivery, Drill, DrillAct, DrillDesk, DrillName, DrillSeen, Violation } from "./drill.ts";
export type { ActEnd, DrillEvent } from "./drillEvent.ts";
export { DRILL_WORDS, WHOLE_BATCH } from "./drillWords.ts";
export type { Applied, Handler, Irreversible, Poison, UndoKeys, Undone } from "./handler.ts";
export { type HandlerCheck, handlerContract } from "./handlerContract.ts";
export { type DrillJudged, judgeDrill } from "./judgeDrill.ts";
export { blastRadius } from "./library/blastRadius.ts";
export { crashBeforeReceipt } from "./library/crashBeforeReceipt.ts";
export { crashDuringRollback } from "./library/crashDuringRollback.ts";
export { dependent, type LaterAct } from "./library/dependent.ts";
export { type DrilledElsewhere, drilledElsewhere } from "./library/drilledElsewhere.ts";
export type { DrillSize } from "./library/drillOf.ts";
export { duplicateDelivery } from "./library/duplicateDelivery.ts";
export { everyDrill } from "./library/everyDrill.ts";
export { humanEdit } from "./library/humanEdit.ts";
export { irreversible } from "./library/irreversible.ts";
export { outOfOrder } from "./library/outOfOrder.ts";
export { partialFailure } from "./library/partialFailure.ts";
export { poison } from "./library/poison.ts";
export { randomFaults } from "./library/randomFaults.ts";
export { revertBatch } from "./library/revertBatch.ts";
export { sized } from "./library/sized.ts";
export { timed } from "./library/timed.ts";
export { Refused, type SqlHandlerGiven, sqlHandler } from "./sqlHandler.ts";
