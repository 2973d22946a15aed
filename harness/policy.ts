export type { Beyond } from "./policy/beyond.ts";
export { compareUnder } from "./policy/compareUnder.ts";
export { GoodOutcomes } from "./policy/goodOutcomes.ts";
export { type Policies, policiesOf } from "./policy/policies.ts";
export { PolicyCount } from "./policy/policyCount.ts";
export type { LimitSeen, PolicySeen, RuleSeen } from "./policy/policySeen.ts";
export type { Per, Rule } from "./policy/rule.ts";
export {
  atMost,
  cap,
  escalateWhen,
  forbidden,
  forbidWhen,
  onlyIn,
  onlyWhen,
  type RuleOptions,
  type SaidOptions,
  spendAtMost,
  sureAtLeast,
} from "./policy/rules.ts";
export type { WiderChild } from "./policy/widerChildren.ts";
export { WindowPass } from "./policy/windowPass.ts";
