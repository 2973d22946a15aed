/** The part of the package that is used here; it comes without types. */
declare module "wink-naive-bayes-text-classifier" {
  interface Classifier {
    defineConfig(config: { considerOnlyPresence?: boolean; smoothingFactor?: number }): true;
    learn(tokens: readonly string[], label: string): true;
    consolidate(): true;
    /** Log2 odds per label, highest first; [["unknown", 0]] when no token is known. */
    computeOdds(tokens: readonly string[]): [label: string, log2Odds: number][];
  }
  export default function classifier(): Classifier;
}
