/** When a mail arrived, as the server that took it in wrote it down; or why that cannot be said. */
export type Arrival = { readonly at: string } | { readonly because: string };

export const NOT_STAMPED =
  "no usable date: no receiving server stamped it, so it cannot be placed before or after the training mail";
export const UNREADABLE =
  "no usable date: the receiving server's stamp cannot be read, so it cannot be placed before or after the training mail";
export const IMPLAUSIBLE =
  "implausible date: the receiving server's stamp lies outside the years in which the mail was collected";

/** The corpus holds mail of 2001 and 2002 and was published on 2003-02-28: a stamp outside is a clock set wrong, or a lie. */
const COLLECTED = { from: Date.UTC(2001, 0, 1), before: Date.UTC(2003, 2, 1) };

const MOMENT =
  /(\d{1,2}) (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) (\d{4}) (\d{2}:\d{2}(?::\d{2})?) ([+-]\d{4}|gmt|ut|utc|[ecmp][sd]t)\b/i;

/**
 * Reads the topmost Received header of a raw mail: it is written last, by the server nearest to the reader. The Date
 * header, and Received headers further down, are what the sender says, and are not consulted.
 */
export function arrival(mail: Uint8Array): Arrival {
  const header = headerOf(mail).replaceAll(/\r?\n[ \t]+/g, " ");
  const received = /^received:(.*)$/im.exec(header)?.[1];
  if (received === undefined) return { because: NOT_STAMPED };
  const moment = MOMENT.exec(received.slice(received.lastIndexOf(";") + 1).replaceAll(/\s+/g, " "));
  // A stamp without a zone would be read in the zone of whoever runs this.
  const at = moment === null ? Number.NaN : Date.parse(`${moment[1]} ${moment[2]} ${moment[3]} ${moment[4]} ${moment[5]}`);
  if (Number.isNaN(at)) return { because: UNREADABLE };
  if (at < COLLECTED.from || at >= COLLECTED.before) return { because: IMPLAUSIBLE };
  return { at: new Date(at).toISOString() };
}

/** Headers end at the first empty line. Latin-1 reads any byte. */
function headerOf(mail: Uint8Array): string {
  const text = Buffer.from(mail.buffer, mail.byteOffset, Math.min(mail.byteLength, 1 << 16)).toString("latin1");
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? text : text.slice(0, end.index);
}
