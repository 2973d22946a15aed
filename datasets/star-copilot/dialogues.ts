import { isUtf8 } from "node:buffer";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { EarnestError, type Fault } from "earnest";
import { z } from "zod";

const event = z
  .object({
    Agent: z.string(),
    Action: z.string(),
    Text: z.string().optional(),
    UnixTime: z.number().optional(),
    PrimaryItem: z.unknown().optional(),
    ActionLabel: z.string().min(1).optional(),
    ActionLabelOptions: z.array(z.string().min(1)).optional(),
  })
  .refine((one) => one.Action !== "pick_suggestion" || one.ActionLabel !== undefined, {
    path: ["ActionLabel"],
    message: "a picked suggestion needs the label that was picked",
  });

const dialogue = z.object({
  DialogueID: z.number().int(),
  AnonymizedWizardWorkerID: z.string().optional(),
  Scenario: z
    .object({
      Domains: z.array(z.string().nullable()).optional(),
      Happy: z.boolean().optional(),
      MultiTask: z.boolean().optional(),
      WizardTask: z.string().optional(),
      WizardCapabilities: z.array(z.object({ Task: z.string() })).optional(),
    })
    .optional(),
  Events: z.array(event),
});

/** One thing that happened in a dialogue, in the publisher's own field names. */
export type DialogueEvent = z.output<typeof event>;

/** One conversation between a customer and a wizard, in the publisher's own field names. */
export type Dialogue = z.output<typeof dialogue>;

/** A dialogue file: what it holds, or everything that keeps it from being read. */
export type DialogueFile =
  | { readonly file: string; readonly name: string; readonly dialogue: Dialogue }
  | { readonly file: string; readonly name: string; readonly faults: readonly Fault[] };

/** Files read at a time: enough to keep the disk busy, few enough to hold. */
const AT_ONCE = 64;

const NEXT =
  "Get the public repository RasaHQ/STAR on GitHub (git clone https://github.com/RasaHQ/STAR) and name the folder that holds its dialogues folder with --data DIR or EARNEST_DATA";

/** Streams `<dir>/dialogues/<id>.json` by ascending id; throws DATA_MISSING where there are none. */
export async function* dialogues(dir: string | undefined): AsyncGenerator<DialogueFile> {
  if (dir === undefined)
    throw new EarnestError("DATA_MISSING", "the STAR dialogues are not part of earnest, and no folder was named", { next: NEXT });
  const folder = join(dir, "dialogues");
  const names = await dialogueNames(folder);
  for (let from = 0; from < names.length; from += AT_ONCE) {
    yield* await Promise.all(names.slice(from, from + AT_ONCE).map((name) => readDialogue(folder, name)));
  }
}

async function dialogueNames(folder: string): Promise<string[]> {
  const missing = (message: string, cause?: unknown) =>
    new EarnestError("DATA_MISSING", message, { where: { file: folder }, next: NEXT, cause });
  const entries = await readdir(folder).catch((error: unknown) => {
    throw missing("the folder cannot be opened", error);
  });
  // Archives and desktops leave hidden files behind, which nobody published.
  const names = entries.filter((name) => name.endsWith(".json") && !name.startsWith("."));
  if (names.length === 0) throw missing("the folder holds no dialogues");
  const idOf = (name: string) => (/^\d/.test(name) ? Number.parseInt(name, 10) : Number.POSITIVE_INFINITY);
  return names.sort((a, b) => idOf(a) - idOf(b) || (a < b ? -1 : 1));
}

async function readDialogue(folder: string, name: string): Promise<DialogueFile> {
  const file = join(folder, name);
  const refused = (message: string, column?: string): Fault => ({
    where: { file, ...(column === undefined ? {} : { column }) },
    message,
  });
  const because = (error: unknown) => (error instanceof Error ? error.message : String(error));
  let raw: unknown;
  try {
    const bytes = await readFile(file);
    if (!isUtf8(bytes)) return { file, name, faults: [refused("expected UTF-8, got other bytes")] };
    raw = JSON.parse(bytes.toString());
  } catch (error) {
    return { file, name, faults: [refused(`expected a dialogue as JSON: ${because(error)}`)] };
  }
  const parsed = dialogue.safeParse(raw);
  if (parsed.success) return { file, name, dialogue: parsed.data };
  return {
    file,
    name,
    faults: parsed.error.issues.map(({ path, message }) => refused(message, path.map(String).join(".") || undefined)),
  };
}
