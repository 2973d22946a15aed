import { count, many, type TypeJudgement } from "earnest";
import { DRILL_WORDS } from "earnest/drill";
import { moment } from "./words.ts";

/** Drills that did not hold, one by one: the promises they broke, and the rows that are not as before; null where all held. */
export function brokenView({ broken, brokenInAll }: TypeJudgement["drills"], title: string) {
  if (brokenInAll === 0) return null;
  const rest = brokenInAll - broken.length;
  return {
    drills: broken.map((one) => ({
      label: `Rows that are not as before: ${title}, drill ${count(one.n)} of ${one.ledger}`,
      head: `${DRILL_WORDS[one.drill]}, on ${one.about}`,
      where: `Drill ${count(one.n)} of ${one.ledger}, ${moment(one.at)}: ${count(one.back)} of ${many(one.carriedOut, "action")} restored.`,
      says: one.says,
      moreSays: one.violations > one.says.length ? `${many(one.violations - one.says.length, "more promise")} broken.` : null,
      rows: one.rows.flatMap(({ table, key, entity, change, columns }) =>
        columns.map(({ column, before, after }, i) => ({
          first: i === 0,
          row: `${table} ${key}`,
          about: entity === null || entity === `${table}/${key}` ? null : entity,
          change: CHANGES[change],
          column,
          before: cell(before),
          after: cell(after),
        })),
      ),
      moreRows:
        one.differ > one.rows.length
          ? `${many(one.differ - one.rows.length, "more row")} of ${count(one.differ)} differ and are not listed.`
          : null,
      kept: one.kept,
    })),
    more: rest > 0 ? `${many(rest, "earlier drill")} did not hold either; the ledgers hold them all.` : null,
  };
}

const CHANGES = { added: "came", removed: "went", changed: "changed", sum: "adds up otherwise" };

function cell(value: string | number | null): string {
  return value === null ? "nothing" : String(value);
}
