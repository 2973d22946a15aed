import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { servedReview } from "./testing/servedReview.ts";

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** fetch keeps Host and Origin to itself. */
function ask(url: string, { method = "GET", headers = {}, body }: Asked = {}) {
  return new Promise<{
    readonly status: number | undefined;
    readonly headers: NodeJS.Dict<string | string[]>;
    readonly text: string;
  }>((resolve, reject) => {
    const sent = request(url, { method, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    sent.on("error", reject).end(body);
  });
}

describe("the review app", () => {
  test("opens once, to who has the link, and to nobody who comes by another name or from another page", async () => {
    await using app = await servedReview({ differ: 3, agree: 1, leak: false });
    const { origin } = new URL(app.url);
    expect((await ask(`${origin}/`)).status).toBe(403);
    expect((await ask(`${origin}/?t=wrong-token-00`)).status).toBe(403);
    const opened = await ask(app.url);
    expect(opened.status).toBe(303);
    const cookie = String(opened.headers["set-cookie"]);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect((await ask(app.url)).status).toBe(403);
    const own = { cookie: cookie.split(";")[0] as string };
    const next = `${origin}/api/next`;
    expect((await ask(next)).status).toBe(403);
    expect((await ask(next, { headers: { cookie: "earnest-review=guessed" } })).status).toBe(403);
    expect((await ask(next, { headers: own })).status).toBe(200);
    for (const host of ["localhost", "evil.example", `localhost:${new URL(origin).port}`])
      expect((await ask(next, { headers: { ...own, host } })).status).toBe(403);
    for (const from of [{ origin: "http://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }])
      expect((await ask(next, { headers: { ...own, ...from } })).status).toBe(403);
    const post = { method: "POST", headers: { ...own, "content-type": "application/json" }, body: "{}" };
    // A form elsewhere sends no Origin of ours.
    expect((await ask(`${origin}/api/undo`, post)).status).toBe(403);
    expect((await ask(`${origin}/api/undo`, { ...post, headers: { ...post.headers, origin } })).status).toBe(200);
  });

  test("has a cookie of its own beside another one in the same browser", async () => {
    await using one = await servedReview({ differ: 2, agree: 0, leak: false });
    await using other = await servedReview({ differ: 2, agree: 0, leak: false });
    const names = await Promise.all(
      [one, other].map(async ({ url }) => String((await ask(url)).headers["set-cookie"]).split("=")[0]),
    );
    expect(new Set(names).size).toBe(2);
  });

  test("refuses what is too long by saying so", async () => {
    await using app = await servedReview({ differ: 2, agree: 0, leak: false });
    const { origin } = new URL(app.url);
    const cookie = String((await ask(app.url)).headers["set-cookie"]).split(";")[0] as string;
    for (const more of [{}, { "transfer-encoding": "chunked" }]) {
      const headers = { cookie, origin, "content-type": "application/json", ...more };
      const body = JSON.stringify({ reason: "x".repeat(5000) });
      expect(await ask(`${origin}/api/answer`, { method: "POST", headers, body })).toMatchObject({ status: 413 });
    }
  });

  test("takes only answers that it knows, and says no word of sides, ids or texts", async () => {
    await using app = await servedReview({ differ: 30, agree: 10, leak: false });
    const { origin } = new URL(app.url);
    const cookie = String((await ask(app.url)).headers["set-cookie"]).split(";")[0] as string;
    const headers = { cookie, origin, "content-type": "application/json" };
    const post = (path: string, body: object) => ask(`${origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const texts: string[] = [(await ask(`${origin}/`, { headers })).text];
    for (;;) {
      const { text } = await ask(`${origin}/api/next`, { headers });
      texts.push(text);
      const { shown } = JSON.parse(text);
      if (shown === null) break;
      const said = { item: shown.item, choice: "both", severity: null, reason: null, told: false };
      expect((await post("/api/answer", { ...said, choice: "agent" })).status).toBe(409);
      expect((await post("/api/answer", { ...said, item: shown.item + 1 })).status).toBe(409);
      const saved = await post("/api/answer", said);
      texts.push(saved.text);
      expect(saved.status).toBe(200);
      if (JSON.parse(saved.text).guess) expect((await post("/api/guess", { item: shown.item, guess: "left" })).text).toBe("{}");
    }
    const [page, ...api] = texts;
    expect(page).not.toContain("Pay back");
    for (const text of api)
      for (const word of ["agent", "person", "case-", "R-99", "As an", "serious", 'double":true', "secret"])
        expect(text).not.toContain(word);
    expect(app.desk.progress).toMatchObject({ done: 40, waiting: 0 });
  });
});
