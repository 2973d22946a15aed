import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, realpathSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { EarnestError } from "../errors.ts";
import { readReviews, reviewsOf } from "../evidence/reviewLog.ts";
import { itemsWaiting } from "../evidence/reviewState.ts";
import { lockFolder } from "../journal/lock.ts";
import { ReviewDesk } from "../review/reviewDesk.ts";
import { headerOf } from "../run/nights.ts";
import { count, many } from "../words.ts";
import { type CommonOptions, suiteOf } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { interruptible } from "./interruptible.ts";
import { reviewExport } from "./reviewExport.ts";
import { serveDesk } from "./reviewServer.ts";
import { EARNEST, say, sayJson, shellWord, tell } from "./say.ts";

export interface ReviewFlags extends CommonOptions {
  readonly as: string;
  readonly port: number;
  readonly author?: string;
  readonly export?: string;
  readonly suite?: string;
  readonly data?: string;
}

/** earnest review: which of two decisions would a person stand behind, not knowing which was the agent's? Serves until it is stopped. */
export async function reviewCommand(dir: string, flags: ReviewFlags): Promise<number> {
  const { id } = headerOf(dir);
  if (flags.export !== undefined) return exporting(dir, id, flags.export, flags);
  const { suite } = await suiteOf([dir], flags);
  await mkdir(reviewsOf(dir), { recursive: true, mode: 0o700 });
  using _lock = lockFolder(reviewsOf(dir), "review log", tell);
  const secret = randomBytes(24).toString("hex");
  const desk = await ReviewDesk.open(suite, dir, {
    reviewer: flags.as,
    author: flags.author,
    secret,
    now: () => new Date().toISOString(),
  });
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

function announce({ plan, progress, authors, torn }: ReviewDesk, url: string, { json, as, author }: ReviewFlags): void {
  if (json === true) return sayJson("review", { url, plan: planned(plan.items), progress, authors });
  const { serious, differs, agrees, double } = planned(plan.items);
  const drawn = serious + differs < plan.disagreements ? ` of ${plan.disagreements}` : "";
  tell(
    `  Planned by seed ${plan.seed}: ${many(serious + differs, "disagreement")}${drawn} (${serious} serious) and ${many(agrees, "agreement")}; ${double} for two reviewers.`,
  );
  if (drawn !== "")
    tell("  Of cases that the agent alone hands over, at most as many as people alone do, so that handing over tells nothing.");
  if (plan.textOnly > 0)
    tell(`  ${many(plan.textOnly, "disagreement")} only in how something is written cannot be shown blind and stay out.`);
  if (plan.noProposal > 0) tell(`  ${many(plan.noProposal, "case")} without a proposal stay out: there is nothing to compare.`);
  if (torn > 0) tell(`  ${tornSaid(torn)}`);
  tell(`  ${authorsSaid(authors, plan.items.length, author)}`);
  say(`  Review app on ${url}`);
  tell(`  ${progress.waiting} to judge as ${as}, ${progress.double} of them double. Ctrl-C stops; work is saved.`);
}

function tornSaid(bytes: number): string {
  return `The log ended in ${many(bytes, "byte")} of an answer that was cut off while being written; what it said is left out.`;
}

/** Who reviews what they decided themselves is not asked, which takes that the cases say so. */
function authorsSaid({ named, own }: ReviewDesk["authors"], of: number, author: string | undefined): string {
  const cases = `${count(named)} of ${many(of, "case")} ${named === 1 ? "names" : "name"} who decided`;
  if (named === 0) return `${cases}: press X at one that you decided yourself.`;
  if (author === undefined) return `${cases}: with --author, by the name they call you, you are not asked about your own.`;
  return `${cases}, and ${count(own)} of them you: those you are not asked about.`;
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
  refuseUnlessApart(file, dir);
  const log = readReviews(dir, run);
  if (log === null)
    throw new EarnestError("RUN_NOT_FOUND", `nobody has reviewed ${dir} yet`, {
      next: `${EARNEST} review ${shellWord(dir) ?? "<run>"}`,
    });
  // Who is being served could look up whose a side was, and take an answer back.
  using _lock = lockFolder(reviewsOf(dir), "review log", tell);
  if (log.torn > 0) tell(`  ${tornSaid(log.torn)}`);
  const waiting = itemsWaiting(log);
  await reviewExport(waiting === 0 ? log : { ...log, secret: null }, file);
  if (json === true) sayJson("review", { file, entries: log.entries.length, waiting });
  else say(`  ${file}  ${many(log.entries.length, "entry", "entries")}`);
  if (waiting > 0 && json !== true)
    tell(
      `  Without what each answer means for the agent, for ${many(waiting, "item")} still ${waiting === 1 ? "waits" : "wait"} for a reviewer.`,
    );
  return EXIT.done;
}

/** Nothing that a run keeps is written over. */
function refuseUnlessApart(file: string, dir: string): void {
  const [folder, run] = [dirname(resolve(file)), resolve(dir)].map((path) => (existsSync(path) ? realpathSync(path) : path));
  const within = relative(run as string, folder as string);
  const inside = within === "" || (!within.startsWith("..") && !isAbsolute(within));
  if (/\.csv$/i.test(file) && !inside) return;
  throw new EarnestError("USAGE", "reviews are written to a file of their own that ends in .csv, outside of the run’s folder", {
    where: { file },
  });
}
