import { loadSuite } from "../../harness/cli/loadSuite.ts";
import { judge } from "../../harness/run/judge.ts";
import { headerOf } from "../../harness/run/nights.ts";
import { gateReport } from "../../reports/gateReport.ts";

// Judges a run and draws its report, each timed by itself, as JSON.

const run = process.argv[2] as string;
const { suite: from } = headerOf(run);
const { suite } = await loadSuite(from.file, from.data ?? undefined);
const began = performance.now();
const { judgement, book } = judge(suite, run);
const judged = performance.now();
gateReport(judgement, book);
const seconds = (from: number, to: number) => (to - from) / 1000;
process.stdout.write(JSON.stringify({ judge: seconds(began, judged), draw: seconds(judged, performance.now()) }));
