import { EarnestError, messageOf } from "../errors.ts";
import type { Redactor } from "../redact/redactor.ts";

/** What a source throws may quote its data, such as a first row that it took for a header: the same error, redacted. */
export function withoutData(error: unknown, redactor: Redactor): unknown {
  if (!(error instanceof EarnestError)) {
    const message = messageOf(error);
    const redacted = redactor.text(message);
    return redacted === message ? error : new Error(redacted);
  }
  const { code, message, where, next, details } = error;
  return new EarnestError(code, redactor.text(message), {
    ...(where === undefined ? {} : { where }),
    ...(next === undefined ? {} : { next: redactor.text(next) }),
    details: details.map((line) => redactor.text(line)),
  });
}
