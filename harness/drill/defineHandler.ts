import type { Json } from "../action.ts";
import { EarnestError, messageOf } from "../errors.ts";
import type { Handler } from "./handler.ts";

const CALLS = ["touches", "prepare", "example", "apply", "probe", "compensate"] as const;
const TEXTS = ["name", "version", "caveat"] as const;

/** Checks a handler and hands it back as it is. Throws DRILL_BROKEN where something is missing or contradicts its fixture. */
export function defineHandler<P, C, R extends Json = Json>(handler: Handler<P, C, R>): Handler<P, C, R> {
  const faults = faultsOf(handler);
  if (faults.length > 0)
    throw new EarnestError("DRILL_BROKEN", `the handler ${String(handler.name)} cannot be drilled`, { details: faults });
  return handler;
}

/** What a program in JavaScript, or one that was cast, may get wrong as well is looked at too. */
function faultsOf(handler: Handler): string[] {
  const missing = [
    ...TEXTS.filter((name) => typeof handler[name] !== "string" || handler[name].trim() === "").map(
      (name) => `it has no ${name}`,
    ),
    ...CALLS.filter((name) => typeof handler[name] !== "function").map((name) => `it has no function ${name}`),
    ...(["writes", "poison"] as const).filter((name) => !Array.isArray(handler[name])).map((name) => `it has no list ${name}`),
    ...(handler.fixture?.spec?.tables === undefined ? ["it has no fixture"] : []),
  ];
  if (missing.length > 0) return missing;
  const tables = Object.keys(handler.fixture.spec.tables);
  const corrections = handler.irreversible?.corrections ?? null;
  const named = [...handler.writes, ...(corrections === null ? [] : [corrections])];
  const unknown = named.filter((table) => !tables.includes(table));
  return [
    ...(handler.writes.length === 0 ? ["it declares to write to no table, so that its acts would change nothing"] : []),
    ...unknown.map((table) => `the fixture ${handler.fixture.name} declares no table ${table}; it has ${tables.join(", ")}`),
    ...faultsOfExample(handler),
  ];
}

function faultsOfExample(handler: Handler): string[] {
  try {
    const touched = handler.touches(handler.example(0));
    if (Array.isArray(touched) && touched.length > 0 && touched.every((entity) => typeof entity === "string")) return [];
    return ["touches names no entity for its first example"];
  } catch (error) {
    return [`its first example, or what that touches, throws: ${messageOf(error)}`];
  }
}
