import { count, shorten } from "../words.ts";
import type { Judgement, RunCounted } from "./judgement.ts";

const NAME = 60;

/** Where the model answers behind a judgement came from, if they were played: a sentence for each kind, the least certain first. */
export function cassetteSaid({ run, runs }: Pick<Judgement, "run" | "runs">): string[] {
  const played = runs.filter(({ counted, cassette }) => counted > 0 && cassette !== null && cassette.head !== null);
  const whose = ({ cassette }: RunCounted) => cassette?.recordedBy ?? null;
  const own = (one: RunCounted) => whose(one)?.agent === run.agent.name && whose(one)?.version === run.agent.version;
  const others = played.filter((one) => whose(one) !== null && !own(one));
  const unknown = played.filter((one) => whose(one) === null);
  return [
    sentence(others, runs, (by) => `that another agent recorded (${by})`, " What it shows rests on answers to another agent."),
    sentence(unknown, runs, () => "that does not say which agent recorded it", " Whose answers these are cannot be told."),
    sentence(played.filter(own), runs, (by) => `recorded by the same agent version (${by})`, ""),
  ].filter((said) => said !== null);
}

function sentence(
  some: readonly RunCounted[],
  all: readonly RunCounted[],
  how: (by: string) => string,
  more: string,
): string | null {
  const cassette = some[0]?.cassette;
  if (cassette == null) return null;
  const by = cassette.recordedBy;
  const named = by === null ? "" : `${shorten(by.agent, NAME)} ${shorten(by.version, NAME)}, run ${shorten(by.run, NAME)}`;
  const where = all.length === 1 ? "Model answers" : `In ${count(some.length)} of ${count(all.length)} runs model answers`;
  const asked = some.every((one) => one.cassette?.replay === "strict")
    ? "no model was asked"
    : "a model was asked only for what it did not hold";
  return `${where} were played from a cassette ${how(named)}; ${asked}.${more}`;
}
