import { sha256 } from "../../canonical.ts";

/** Faults on the way: they depend on the case and on how often the same request was made, and pass when it is made again. */
const ON_THE_WAY = ["429", "500", "503", "hang", "reset", "cut"] as const;

/** Faults of the model itself: part of the first answer to a case, the same however often it is asked. */
const OF_THE_MODEL = [
  "bad-json",
  "unknown-tool",
  "wrong-types",
  "silent",
  "refusal",
  "filtered",
  "empty",
  "length",
  "huge",
  "utf8",
  "ansi",
] as const;

export type FaultOnTheWay = (typeof ON_THE_WAY)[number];
export type FaultOfTheModel = (typeof OF_THE_MODEL)[number];

/** Share of the cases (0 to 1) that meet each fault; of either family a request meets one at most. */
export type Faults = Readonly<Partial<Record<FaultOnTheWay | FaultOfTheModel, number>>>;

/** Which fault the first asks of this request meet; `asks` counts from 1. */
export function faultOnTheWay(
  faults: Faults,
  text: string,
  turn: number,
  asks: number,
  depth: number,
): FaultOnTheWay | undefined {
  const found = pick(faults, ON_THE_WAY, `${turn} ${text}`);
  return found !== undefined && asks <= depth ? found : undefined;
}

/** Which fault the model's first answer to a case has. */
export function faultOfTheModel(faults: Faults, text: string): FaultOfTheModel | undefined {
  return pick(faults, OF_THE_MODEL, text);
}

/** "429=0.05,hang=0.01" as shares; throws for a fault it does not know. */
export function readFaults(text: string): Faults {
  const known: readonly string[] = [...ON_THE_WAY, ...OF_THE_MODEL];
  return Object.fromEntries(
    text
      .split(",")
      .filter((part) => part !== "")
      .map((part) => {
        const [kind = "", share = ""] = part.split("=");
        if (!known.includes(kind) || !(Number(share) >= 0))
          throw new Error(`no such fault: ${part}; there are ${known.join(", ")}`);
        return [kind, Number(share)];
      }),
  );
}

/** A number from 0 to 1 that hangs on nothing but the text. */
export function unitOf(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16) / 2 ** 32;
}

function pick<Kind extends keyof Faults>(faults: Faults, kinds: readonly Kind[], text: string): Kind | undefined {
  if (!kinds.some((kind) => (faults[kind] ?? 0) > 0)) return undefined;
  let left = unitOf(`${kinds[0]} ${text}`);
  for (const kind of kinds) {
    left -= faults[kind] ?? 0;
    if (left < 0) return kind;
  }
  return undefined;
}
