export { type Action, type Comparator, ESCALATE, type Json, type Likeness, NONE, type Reversibility } from "./action.ts";
export type {
  Agent,
  Breach,
  CanaryProbe,
  Isolation,
  ModelHost,
  Proposal,
  Proposed,
  Seam,
  SeenCase,
  Step,
  Toolbox,
  ToolReply,
  ToolSpec,
  Wall,
  World,
} from "./agent.ts";
export { command } from "./agents/command.ts";
export { agentContract, type ContractCheck } from "./agents/contract.ts";
export { http } from "./agents/http.ts";
export { inProcess } from "./agents/inProcess.ts";
export { mcp } from "./agents/mcp.ts";
export { openaiAgent } from "./agents/openai/openaiAgent.ts";
export { type RecordedProposal, recorded } from "./agents/recorded.ts";
export { sealed } from "./agents/sealed.ts";
export type { PriceTable } from "./budget/prices.ts";
export type { Case, Decision, RecordedRead } from "./case.ts";
export type { Bound, CeilingSeen, RiskProfile } from "./ceiling.ts";
export * from "./comparators/index.ts";
export { type Comparison, OUTCOMES, type Outcome } from "./compare.ts";
export * from "./criteria/index.ts";
export { type Card, type Dataset, defineDataset } from "./dataset/defineDataset.ts";
export { EarnestError, type Where } from "./errors.ts";
export type { Attempts } from "./evidence/attempts.ts";
export { attemptsSaid, differedSaid, doublingSaid } from "./evidence/attemptsSaid.ts";
export type { DrillRecord } from "./evidence/drills.ts";
export { drillTimesSaid, isQuantileSeen } from "./evidence/drillTimesSaid.ts";
export type { JudgeFacts } from "./evidence/judgeFacts.ts";
export type { People } from "./evidence/people.ts";
export { gateAbovePeople, peopleSaid, pointsRange, relativeSaid } from "./evidence/peopleSaid.ts";
export type { HumanBaseline, TypeFacts } from "./evidence/typeFacts.ts";
export type { Waiver } from "./evidence/wallCount.ts";
export type { Evidence, MatrixCell, Pattern, ShareEvidence, Side, Tally, TypeEvidence } from "./evidence.ts";
export type { Decided, Verdict } from "./gate.ts";
export {
  defineLadder,
  evidenceLadder,
  fourLevels,
  type Ladder,
  type LadderData,
  ladderData,
  phased,
  type Rung,
  sixStages,
  supervisedFour,
} from "./ladders.ts";
export {
  atMost,
  cap,
  escalateWhen,
  forbidden,
  forbidWhen,
  type LimitSeen,
  onlyIn,
  onlyWhen,
  type Per,
  type PolicySeen,
  type Rule,
  type RuleOptions,
  type RuleSeen,
  type SaidOptions,
  spendAtMost,
  sureAtLeast,
} from "./policy.ts";
export type { NoRedaction, OwnPattern, Redaction } from "./redact/redaction.ts";
export type { Observation, Trace } from "./replay.ts";
export type { CaseBook, CaseDetail, CaseEntry } from "./run/caseBook.ts";
export { howClose } from "./run/howClose.ts";
export type { ExcludedRecord, ExclusionReason, Judgement, RunCounted, TypeJudgement } from "./run/judgement.ts";
export { CLUSTERS_TO_TELL, leakSaid } from "./run/leaksSaid.ts";
export { whatChanges } from "./run/whatChanges.ts";
export { say } from "./sentences.ts";
export { type CsvRow, cell } from "./sources/cell.ts";
export { type CaseMapping, csv } from "./sources/csv.ts";
export { csvProposals, type ProposalMapping } from "./sources/csvProposals.ts";
export { jsonl } from "./sources/jsonl.ts";
export { type GivenRow, rows } from "./sources/rows.ts";
export type { Fault, Source, SourceRow } from "./sources/source.ts";
export { clopperPearson, type Interval } from "./stats/clopperPearson.ts";
export { zeroFailureUpper } from "./stats/zeroFailureUpper.ts";
export { defineRead, type ReadRow } from "./suite/toolDesk.ts";
export { type ActionRow, defineAction, defineSuite, type Suite, type SuiteGiven } from "./suite.ts";
export { count, duration, inWords, limitPercent, many, percent, percentDown, percentUp, shorten } from "./words.ts";
