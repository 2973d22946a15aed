import { type Command, InvalidArgumentError, Option } from "commander";
import { REVIEWER } from "../evidence/reviewLog.ts";
import { dataOption, jsonOption, suiteOption } from "./options.ts";

/** What `review` takes. */
export function reviewOptions(command: Command): Command {
  return command
    .argument("<run>", "folder of a run, such as .earnest/runs/<id>")
    .addOption(new Option("--as <code>", "who reviews; a code such as R-03 is all that is kept").argParser(code).default("R-01"))
    .addOption(new Option("--author <name>", "what the cases call you, so that none of your own is asked; kept nowhere"))
    .addOption(new Option("--port <n>", "port on 127.0.0.1").argParser(port).default(0, "a free one"))
    .addOption(new Option("--export <file.csv>", "write what was answered so far as CSV, and serve nothing"))
    .addOption(suiteOption())
    .addOption(dataOption())
    .addOption(jsonOption());
}

function code(text: string): string {
  if (REVIEWER.test(text)) return text;
  throw new InvalidArgumentError("expected a code such as R-03, for no names are kept");
}

function port(text: string): number {
  const n = Number(text);
  if (/^\d{1,5}$/.test(text) && n <= 65_535) return n;
  throw new InvalidArgumentError("expected a port from 0 to 65535");
}
