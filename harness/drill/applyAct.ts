import type { Json } from "../action.ts";
import { sameJson } from "../canonical.ts";
import { EarnestError } from "../errors.ts";
import { type Called, callHandler, reasonOf } from "./callHandler.ts";
import type { DrillEvent } from "./drillEvent.ts";
import { type HandBench, standingOf } from "./handBench.ts";
import type { Applied } from "./handler.ts";
import { struckCall } from "./struckCall.ts";

type Outcome = Extract<DrillEvent, { e: "applied" }>["outcome"];

/** A probe that fails is asked again: looking changes nothing. */
const PROBES = 3;

/** Carries out one act, once: intent on disk, the call with what strikes it, and what became of it. */
export async function applyAct(bench: HandBench, act: number, line: 0 | 1): Promise<void> {
  await bench.journal.putDurably({ e: "intent", phase: "apply", act, ms: bench.ms() });
  const { handler, params } = bench.acts[act] as HandBench["acts"][number];
  const called = readAnswer(
    await struckCall(bench, { phase: "apply", act, line }, (use, signal) =>
      handler.apply(use, params, bench.keysOf(act).apply, signal),
    ),
  );
  if (called.kind === "answer") {
    const { outcome, receipt, because } = called.value;
    note(bench, act, outcome, "answer", receipt, because);
  } else await noteProbed(bench, act, called);
  await bench.strike("apply", act, "after-receipt");
}

/**
 * Looks whether an act was carried out whose answer nobody has, and puts that on record. Nobody looks where the call is still under way,
 * since it may yet come about, nor where looking was given up.
 */
export async function noteProbed(
  bench: HandBench,
  act: number,
  lost: { readonly kind: "threw" | "silent" | "given-up"; readonly because: string },
): Promise<void> {
  const found: Found = lost.kind === "threw" ? await probe(bench, act) : { is: "unknown" };
  const because = found.because === undefined ? lost.because : `${lost.because}; ${found.because}`;
  const known = { applied: standingOf(bench.journal, act).carriedOut ? "duplicate" : "applied", absent: "failed" } as const;
  note(bench, act, found.is === "unknown" ? "unknown" : known[found.is], "probe", null, because);
  if (lost.kind === "silent" || found.stuck === true) await stopHere(bench);
}

/** Asks for an act once more under its key, with params that are not its own: anything but a refusal is a finding. */
export async function applyOtherParams(bench: HandBench, act: number): Promise<void> {
  const { handler, params } = bench.acts[act] as HandBench["acts"][number];
  const others = [...bench.acts.filter((one) => one.handler === handler), ...[0, 1].map((n) => ({ params: handler.example(n) }))];
  const other = others.find((one) => !sameJson(one.params, params));
  if (other === undefined)
    throw new EarnestError(
      "DRILL_BROKEN",
      `the examples of ${handler.name} are all the same, so there are no other params to ask with`,
    );
  await bench.journal.putDurably({ e: "intent", phase: "apply", act, otherParams: true, ms: bench.ms() });
  const called = readAnswer(
    await callHandler(bench.callMs, async (signal) => {
      const { use } = await bench.lines.line(0);
      return handler.apply(use, other.params, bench.keysOf(act).apply, signal);
    }),
  );
  const outcome = called.kind === "answer" ? called.value.outcome : called.kind === "threw" ? "rejected" : "unknown";
  const because = called.kind === "answer" ? called.value.because : called.because;
  bench.journal.put({
    ...{ e: "applied", act, outcome, by: "answer", receipt: null, otherParams: true },
    ...(because === undefined ? {} : { because }),
    ms: bench.ms(),
  });
  if (called.kind === "silent") await stopHere(bench);
}

interface Found {
  readonly is: "applied" | "absent" | "unknown";
  readonly because?: string;
  readonly stuck?: true;
}

async function probe(bench: HandBench, act: number): Promise<Found> {
  const { handler, params } = bench.acts[act] as HandBench["acts"][number];
  let because = "";
  for (let n = 0; n < PROBES; n++) {
    const found = await callHandler(bench.callMs, async () =>
      handler.probe((await bench.lines.line(0)).use, params, bench.keysOf(act).apply),
    );
    if (found.kind === "silent") return { is: "unknown", because: `the probe failed: ${found.because}`, stuck: true };
    if (found.kind === "answer" && ["applied", "absent", "unknown"].includes(found.value)) return { is: found.value };
    because = found.kind === "threw" ? found.because : "it answered with something that is no answer of a probe";
    await bench.lines.hangUp(0);
  }
  return { is: "unknown", because: `the probe failed: ${because}` };
}

interface Read {
  readonly outcome: Applied["outcome"];
  readonly receipt: Json;
  readonly because: string | undefined;
}

/** What a handler answers is checked like anything from outside: what cannot be read tells nothing. */
function readAnswer(called: Called<unknown>): Called<Read> {
  if (called.kind !== "answer") return called;
  try {
    const { outcome, receipt, because } = called.value as Record<string, unknown>;
    if (outcome !== "applied" && outcome !== "duplicate" && outcome !== "rejected") throw new Error("no such outcome");
    const value: Read = {
      outcome,
      receipt: JSON.parse(JSON.stringify(receipt ?? null)) as Json,
      because: because === undefined ? undefined : reasonOf(because),
    };
    return { kind: "answer", value };
  } catch (error) {
    return { kind: "threw", because: `its answer cannot be read: ${reasonOf(error)}` };
  }
}

function note(
  { journal, ms }: HandBench,
  act: number,
  outcome: Outcome,
  by: "answer" | "probe",
  receipt: Json,
  because?: string,
): void {
  journal.put({ e: "applied", act, outcome, by, receipt, ...(because === undefined ? {} : { because }), ms: ms() });
}

async function stopHere(bench: HandBench): Promise<never> {
  await bench.journal.flush();
  return bench.stuck();
}
