export { agreementAtLeast } from "./agreementAtLeast.ts";
export { coverageAtLeast } from "./coverageAtLeast.ts";
export type { Criterion, Finding, FindingVerdict } from "./criterion.ts";
export { failuresAtMost } from "./failuresAtMost.ts";
export { failuresNoMoreThanPeople } from "./failuresNoMoreThanPeople.ts";
export { seriousAtMost } from "./seriousAtMost.ts";
