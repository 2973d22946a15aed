// What a user of drills imports, as "earnest/drill": fixtures, handlers, and the library of drills.
export { FAULTS, type Fault } from "../faults.ts";
export { type ColumnChange, diffStates, type RowChange, type StateDiff } from "../fixture/diffStates.ts";
export { digestState, type StateDigest } from "../fixture/digestState.ts";
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
export type { Delivery, Drill, DrillAct, DrillDesk, DrillName, DrillSeen, Violation } from "./drill.ts";
export type { ActEnd, DrillEvent } from "./drillEvent.ts";
export { DRILL_WORDS, WHOLE_BATCH } from "./drillWords.ts";
export type { Applied, Handler, Irreversible, UndoKeys, Undone } from "./handler.ts";
export { type HandlerCheck, handlerContract } from "./handlerContract.ts";
export { type DrillJudged, judgeDrill } from "./judgeDrill.ts";
export { actsTable, Refused, type SqlHandlerGiven, sqlHandler } from "./sqlHandler.ts";
