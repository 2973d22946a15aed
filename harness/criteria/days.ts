import { many } from "../words.ts";

/** So many days, in words: what has to be long is rounded down. */
export function daysDown(days: number): string {
  return said(Math.floor(days * 10 + 1e-9) / 10);
}

/** So many days, in words: what has to be short is rounded up. */
export function daysUp(days: number): string {
  return said(Math.ceil(days * 10 - 1e-9) / 10);
}

function said(days: number): string {
  return Number.isInteger(days) ? many(days, "day") : `${days} days`;
}
