import classifier from "wink-naive-bayes-text-classifier";
import type { SortedMail } from "../../datasets/inbox-triage/dataset.ts";
import type { Mail } from "../../datasets/inbox-triage/readMail.ts";
import { tokens } from "./tokens.ts";

type Label = SortedMail["decided"];

/** What a classifier thinks of a mail: the likelier label, and how likely it is (0.5 to 1). */
export interface Opinion {
  readonly label: Label;
  readonly confidence: number;
}

/** The last quarter of the history tells how far the odds may be believed. */
const LEARNED_SHARE = 0.75;

/**
 * A naive Bayes classifier that has learned from sorted mail, earliest first. Naive Bayes takes words for independent and
 * so is far too sure of itself: its log odds are divided by one number, chosen so that a classifier taught with the first
 * three quarters of the history is as sure of the last quarter as it is right.
 */
export function teach(history: readonly SortedMail[]): (mail: Mail) => Opinion {
  const learned = Math.floor(history.length * LEARNED_SHARE);
  const early = logOdds(history.slice(0, learned));
  const seen = history.slice(learned).map(({ mail, decided }) => {
    const odds = early(mail);
    return decided === "quarantine" ? odds : -odds;
  });
  const divisor = divisorFor(seen);
  const odds = logOdds(history);
  return (mail) => {
    const found = odds(mail) / divisor;
    return { label: found > 0 ? "quarantine" : "deliver", confidence: 1 / (1 + Math.exp(-Math.abs(found))) };
  };
}

/** Natural log odds of a mail being one to quarantine; 0 when none of its words is known. */
function logOdds(history: readonly SortedMail[]): (mail: Mail) => number {
  const bayes = classifier();
  bayes.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
  for (const { mail, decided } of history) bayes.learn(tokens(mail), decided);
  bayes.consolidate();
  return (mail) => (bayes.computeOdds(tokens(mail)).find(([label]) => label === "quarantine")?.[1] ?? 0) * Math.LN2;
}

/** The divisor, between 1 and 1,000, under which log odds in favour of what people decided are least surprised by it. */
function divisorFor(odds: readonly number[]): number {
  const surprise = (power: number) => odds.reduce((sum, value) => sum + softplus(-value / 10 ** power), 0);
  let low = 0;
  let high = 3;
  while (high - low > 1e-6) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (surprise(a) < surprise(b)) high = b;
    else low = a;
  }
  return 10 ** low;
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
