/** An engine without the last part of its version, nor what it is built into: a patch, or a new Node, does not start drills anew. */
export function systemName(about: string): string {
  return about.replace(/, in Node [\d.]+$/, "").replace(/\b(\d+(?:\.\d+)*)\.\d+(?=,|\s|$)/g, "$1");
}
