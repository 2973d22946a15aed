import type { Bound } from "./ceiling.ts";
import type { RiskProfile } from "./riskProfile.ts";

/** How often, what an error costs, whether it can be undone, how much there is to learn from. */
export function quickTest({ quickTest: test }: RiskProfile): Bound[] {
  if (test === undefined) return [];
  const grave = test.cost === "high" && !test.reversible;
  const thin = test.data === "thin";
  return [{ from: "quick test", ...allowed() }];

  // From what allows least to what allows most: the first that holds decides.
  function allowed(): { readonly rung: string; readonly because: string } {
    if (grave && thin)
      return {
        rung: "L1",
        because:
          "an error is costly, cannot be undone, and there is little data to judge by; that allows drafting, with a person approving each draft",
      };
    if (grave) return { rung: "L2", because: "an error is costly and cannot be undone, so a person decides" };
    if (thin) return { rung: "L2", because: "there is little data to judge by, so a person decides" };
    if (test?.cost === "high") return { rung: "L3", because: "an error is costly, so a person approves each act" };
    if (test?.reversible === false) return { rung: "L3", because: "it cannot be undone, so a person approves each act" };
    if (test?.frequency === "seldom")
      return { rung: "L3", because: "it is done seldom, so errors show late, and approving each act costs a person little" };
    return {
      rung: "L5",
      because: "it is done often, an error costs little and can be undone, and data is ample, which sets no limit",
    };
  }
}
