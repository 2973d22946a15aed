import { type Command, InvalidArgumentError, Option } from "commander";
import { dataOption, jsonOption } from "./options.ts";

/** What `plan` takes. Flag before environment before suite. */
export function planOptions(command: Command): Command {
  return command
    .argument("<suite>", "a suite file, or a folder that holds a suite.ts")
    .addOption(dataOption())
    .addOption(new Option("--run <dir>", "start from what this run has shown, such as .earnest/runs/<id>"))
    .addOption(
      new Option("--per-day <n>", "cases that come in on a day (default: by the dates of the dataset)").argParser(above(0)),
    )
    .addOption(new Option("--attempts <n>", "times each case is put to the agent (default: the suite's)").argParser(whole))
    .addOption(new Option("--price <amount>", "what one call of the agent costs").env("EARNEST_PRICE").argParser(above(0, true)))
    .addOption(new Option("--currency <code>", "of the price: EUR, USD").env("EARNEST_CURRENCY").argParser(currency))
    .addOption(new Option("--review-minutes <n>", "time a person takes for one review").argParser(above(0)).default(2))
    .addOption(
      new Option("--on-bad-row <what>", "refuse the dataset, or exclude the row, counted").choices(["refuse", "exclude"]),
    )
    .addOption(jsonOption());
}

function above(least: number, orEqual = false): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (text.trim() !== "" && Number.isFinite(n) && (n > least || (orEqual && n === least))) return n;
    throw new InvalidArgumentError(`expected a number ${orEqual ? "from" : "above"} ${least}`);
  };
}

function whole(text: string): number {
  const n = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(n) && n >= 1) return n;
  throw new InvalidArgumentError("expected a whole number from 1");
}

function currency(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new InvalidArgumentError("expected the three capital letters of a currency, such as EUR");
}
