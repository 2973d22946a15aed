/** Servers that fixtures may use instead of starting their own, by engine; looked up here and nowhere else. */
export function serversGiven(): Record<string, string> {
  const pg = process.env["EARNEST_PG_URL"];
  return pg === undefined || pg === "" ? {} : { pg };
}
