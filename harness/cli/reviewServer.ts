import { timingSafeEqual } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { reviewPage } from "../../reports/review/reviewPage.ts";
import { EarnestError, messageOf } from "../errors.ts";
import { ANSWERED, GUESS } from "../evidence/reviewLog.ts";
import type { ReviewDesk } from "../review/reviewDesk.ts";

/** What a served desk needs besides: a token that opens it once, and the value of the cookie it is exchanged for. */
export interface ServeGiven {
  readonly port: number;
  readonly token: string;
  readonly session: string;
}

/** A desk that is being served. */
export interface ServedDesk extends AsyncDisposable {
  /** The address to open, with the token in it. */
  readonly url: string;
}

const LARGEST_BODY = 4 * 1024;

const itemSchema = z.strictObject({ item: z.int().nonnegative() });
const answerSchema = itemSchema.extend(ANSWERED);
const guessSchema = itemSchema.extend({ guess: GUESS });

/** Serves a desk on 127.0.0.1 alone; one sentence where the port is taken: OUTPUT. */
export async function serveDesk(desk: ReviewDesk, { port, token, session }: ServeGiven): Promise<ServedDesk> {
  const address = { host: "" };
  const server = await listening(deskApp(desk, { token, session, host: () => address.host }), port);
  address.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${address.host}/?t=${token}`,
    async [Symbol.asyncDispose]() {
      await new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      });
    },
  };
}

function deskApp(desk: ReviewDesk, { token, session, host }: { token: string; session: string; host: () => string }): Hono {
  const app = new Hono();
  let unused = true;
  // Browsers keep cookies by name and host alone, and two reviewers may sit at one machine.
  const cookie = () => `earnest-review-${host().split(":")[1]}`;
  app.use(async (c, next) => {
    c.header("Content-Security-Policy", reviewPage.policy);
    c.header("Cache-Control", "no-store");
    c.header("Referrer-Policy", "no-referrer");
    c.header("X-Content-Type-Options", "nosniff");
    // A page elsewhere can reach this port, and a name elsewhere can be made to point here; neither can choose these.
    if (c.req.header("host") !== host()) return c.text("Open this by its own address.", 403);
    const origin = c.req.header("origin");
    const own = origin === `http://${host()}` || (origin === undefined && c.req.method === "GET");
    if (!own || !["same-origin", "none", undefined].includes(c.req.header("sec-fetch-site")))
      return c.text("This came from another page.", 403);
    const given = c.req.query("t");
    if (c.req.path === "/" && given !== undefined) {
      if (!unused || !equal(given, token))
        return c.text("This link has been used. Start earnest review again for a new one.", 403);
      unused = false;
      setCookie(c, cookie(), session, { httpOnly: true, sameSite: "Strict", path: "/" });
      return c.redirect("/", 303);
    }
    if (!equal(getCookie(c, cookie()) ?? "", session)) return c.text("Open the link that earnest review printed.", 403);
    return next();
  });
  app.use(bodyLimit({ maxSize: LARGEST_BODY, onError: (c) => c.json({ error: "this is too long" }, 413) }));
  app.get("/", (c) => c.html(reviewPage.html));
  app.get("/api/next", (c) => {
    const { progress, guessing } = desk;
    return c.json({ progress, shown: guessing ?? desk.next(), guess: guessing !== null });
  });
  app.post("/api/answer", async (c) => {
    const { item, ...said } = await given(c, answerSchema);
    return c.json({ guess: await desk.answer(item, said) });
  });
  app.post("/api/guess", async (c) => {
    const { item, guess } = await given(c, guessSchema);
    await desk.guess(item, guess);
    return c.json({});
  });
  app.post("/api/recuse", async (c) => {
    await desk.recuse((await given(c, itemSchema)).item);
    return c.json({});
  });
  app.post("/api/undo", async (c) => {
    await given(c, z.strictObject({}));
    return c.json({ undone: await desk.undo() });
  });
  app.onError((error, c) =>
    c.json({ error: messageOf(error) }, error instanceof EarnestError && error.code === "USAGE" ? 409 : 500),
  );
  return app;
}

async function given<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new EarnestError("USAGE", "this is no answer that can be given");
}

function equal(a: string, b: string): boolean {
  const [some, others] = [Buffer.from(a), Buffer.from(b)];
  return some.length === others.length && timingSafeEqual(some, others);
}

function listening(app: Hono, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, () => resolve(server as Server));
    server.once("error", (cause: Error) =>
      reject(
        new EarnestError("OUTPUT", `the review app cannot be served: ${messageOf(cause)}`, {
          next: "Name another port with --port, or leave it out for a free one",
          cause,
        }),
      ),
    );
  });
}
