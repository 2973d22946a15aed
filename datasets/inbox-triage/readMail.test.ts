import { describe, expect, test } from "vitest";
import { readMail, TEXT_LENGTH } from "./readMail.ts";

const read = (raw: string, encoding: BufferEncoding = "utf8") => readMail(Buffer.from(raw, encoding));

describe("what the desk sees of a mail", () => {
  test("is sender, subject and text, and nothing that a filter, a list or a server added", async () => {
    const { mail, list, sender } = await read(
      [
        "From fork-admin@xent.com  Fri Aug 23 11:08:50 2002",
        "Received: by server.invalid; Fri, 23 Aug 2002 06:06:54 -0400",
        "X-Spam-Status: Yes, hits=9.9",
        "X-Spam-Flag: YES",
        "List-Id: Friends <friends.list.invalid>",
        "To: someone@desk.invalid",
        "From: Ann Other <Ann@Other.invalid>",
        "Subject: Re: [ILUG] a question",
        "",
        "Is it so?",
        "_______________________________________________",
        "Friends list  friends@list.invalid",
        "http://list.invalid/friends",
      ].join("\n"),
    );
    expect(mail).toEqual({ from: "Ann Other <ann@other.invalid>", subject: "Re: a question", text: "Is it so?" });
    expect(list).toBe(true);
    expect(sender).toBe("ann@other.invalid");
  });

  test("reads the same whichever name the corpus put in place of its makers", async () => {
    const texts = [
      "zzzz@localhost.netnoteinc.com",
      "yyyy@spamassassin.taint.org",
      "qqqqqqqqqq-news@spamassassin.taint.org",
      "jm@jmason.org",
    ].map(async (who) => (await read(`From: a@b.invalid\nSubject: hello ${who}\n\nDear ${who}, buy`)).mail);
    const seen = new Set((await Promise.all(texts)).map((mail) => JSON.stringify(mail)));
    expect([...seen]).toEqual([
      JSON.stringify({ from: "<a@b.invalid>", subject: "hello [recipient]", text: "Dear [recipient], buy" }),
    ]);
  });

  test("is the words of a mail in HTML", async () => {
    const html =
      "<html><head><style>p{}</style></head><p>Fr<!-- x -->ee &amp; <b>ea</b>sy&#33;&nbsp;<script>evil()</script><p>Now";
    expect((await read(`Subject: s\nContent-Type: text/html\n\n${html}`)).mail.text).toBe("Free & easy!\nNow");
  });

  test("is valid Unicode of bounded length, whatever bytes come in", async () => {
    const broken =
      "Subject: =?utf-8?B?w/8=?= caf\xe9\nFrom: \xff\xfe <\nContent-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64\n\n\xc3\x28 A";
    const emoji = `Subject: s\nContent-Type: text/plain; charset=utf-8\n\na${"😀".repeat(TEXT_LENGTH)}`;
    for (const { mail } of [
      await read(broken, "latin1"),
      await read(emoji),
      await read(""),
      await read("\n\n"),
      await read(`Subject: ${"@".repeat(50_000)}\n\n${"a.".repeat(500_000)}`),
    ]) {
      for (const part of [mail.from, mail.subject, mail.text]) expect(part.isWellFormed()).toBe(true);
      expect(mail.text.length).toBeLessThanOrEqual(TEXT_LENGTH);
    }
  });
});
