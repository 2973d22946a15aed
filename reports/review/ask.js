// @ts-check

/**
 * Asks the server; throws what it says where it refuses.
 * @param {string} path
 * @param {object} [body]
 */
export async function ask(path, body) {
  const how =
    body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, how);
  if (answer.ok) return answer.json();
  const text = await answer.text();
  let said = text;
  try {
    said = JSON.parse(text).error;
  } catch {
    // Refusals before the app are plain text.
    said = text;
  }
  throw new Error(said);
}
