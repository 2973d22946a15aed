import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { EarnestError } from "../errors.ts";
import { readReviews, reviewsOf } from "../evidence/reviewLog.ts";
import { lockFolder } from "../journal/lock.ts";
import { ReviewDesk } from "../review/reviewDesk.ts";
import { headerOf } from "../run/nights.ts";
import { many } from "../words.ts";
import { type CommonOptions, suiteOf } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { interruptible } from "./interruptible.ts";
import { reviewExport } from "./reviewExport.ts";
import { serveDesk } from "./reviewServer.ts";
import { EARNEST, say, sayJson, shellWord, tell } from "./say.ts";

export interface ReviewFlags extends CommonOptions {
  readonly as: string;
  readonly port: number;
  readonly export?: string;
  readonly suite?: string;
  readonly data?: string;
}

/** earnest review: which of two decisions would a person stand behind, not knowing which was the agent's? Serves until it is stopped. */
export async function reviewCommand(dir: string, flags: ReviewFlags): Promise<number> {
  const { id } = headerOf(dir);
  if (flags.export !== undefined) return exporting(dir, id, flags.export, flags);
  const { suite } = await suiteOf([dir], flags);
  await mkdir(reviewsOf(dir), { recursive: true });
  using _lock = lockFolder(reviewsOf(dir), "review log", tell);
  const secret = randomBytes(24).toString("hex");
  const desk = await ReviewDesk.open(suite, dir, { reviewer: flags.as, secret, now: () => new Date().toISOString() });
  using interrupts = interruptible();
  {
    const random = () => randomBytes(24).toString("base64url");
    await using served = await serveDesk(desk, { port: flags.port, token: random(), session: random() });
    announce(desk, served.url, flags);
    if (!interrupts.signal.aborted) await once(interrupts.signal, "abort");
  }
  const { done } = desk.progress;
  await desk.close();
  if (flags.json !== true)
    tell(
      `  ${many(done, "item")} judged by ${flags.as}; work is saved. Next: ${EARNEST} judge ${shellWord(dir) ?? "<run>"} -o report.html`,
    );
  return EXIT.done;
}

function announce({ plan, progress }: ReviewDesk, url: string, { json, as }: ReviewFlags): void {
  if (json === true) return sayJson("review", { url, plan: planned(plan.items), progress });
  const { serious, differs, agrees, double } = planned(plan.items);
  const drawn = serious + differs < plan.disagreements ? ` of ${plan.disagreements}` : "";
  tell(
    `  Planned by seed ${plan.seed}: ${many(serious + differs, "disagreement")}${drawn} (${serious} serious) and ${many(agrees, "agreement")}; ${double} for two reviewers.`,
  );
  if (plan.textOnly > 0)
    tell(`  ${many(plan.textOnly, "disagreement")} only in how something is written cannot be shown blind and stay out.`);
  if (plan.noProposal > 0) tell(`  ${many(plan.noProposal, "case")} without a proposal stay out: there is nothing to compare.`);
  say(`  Review app on ${url}`);
  tell(`  ${progress.waiting} to judge as ${as}, ${progress.double} of them double. Ctrl-C stops; work is saved.`);
}

function planned(items: ReviewDesk["plan"]["items"]) {
  const of = (wanted: string) => items.filter(({ why }) => why === wanted).length;
  return {
    serious: of("serious"),
    differs: of("differs"),
    agrees: of("agrees"),
    double: items.filter(({ double }) => double).length,
  };
}

async function exporting(dir: string, run: string, file: string, { json }: ReviewFlags): Promise<number> {
  const log = readReviews(dir, run);
  if (log === null)
    throw new EarnestError("RUN_NOT_FOUND", `nobody has reviewed ${dir} yet`, {
      next: `${EARNEST} review ${shellWord(dir) ?? "<run>"}`,
    });
  await reviewExport(log, file);
  if (json === true) sayJson("review", { file, entries: log.entries.length });
  else say(`  ${file}  ${many(log.entries.length, "entry", "entries")}`);
  return EXIT.done;
}
