import { describe, expect, test } from "vitest";
import { arrival, IMPLAUSIBLE, NOT_STAMPED, UNREADABLE } from "./arrival.ts";

const mail = (...headers: string[]) => Buffer.from(`${headers.join("\n")}\n\nReceived: by body; 1 Jan 2002 00:00:00 +0000\n`);
const by = (stamp: string) => `Received: from a.example by b.example with SMTP id 1;\n    ${stamp}`;

describe("when a mail arrived", () => {
  test("is what the topmost receiving server wrote, in UTC, whatever the sender's date claims", () => {
    const forged = mail(
      by("Tue, 6 Aug 2002\n\t06:48:09 -0400 (EDT)"),
      by("Fri, 2 Aug 2002 22:52:32 +0100"),
      "Date: Mon, 1 Jan 2028 00:00:00 +0000",
    );
    expect(arrival(forged)).toEqual({ at: "2002-08-06T10:48:09.000Z" });
  });

  test("is not known for a mail that no server stamped, even if its sender dated it", () => {
    expect(arrival(mail("Date: Thu, 5 Sep 2002 15:42:38 -0700", "Subject: Received: 5 Sep 2002"))).toEqual({
      because: NOT_STAMPED,
    });
    expect(arrival(Buffer.alloc(0))).toEqual({ because: NOT_STAMPED });
  });

  test.each(["yesterday", "Thu, 5 Sep 2002 15:42:38", "Thu, 45 Sep 2002 15:42:38 +0000", "Thu, 5 Sep 0102 25:61:00 +0000"])(
    "is not known from a stamp like %s",
    (stamp) => {
      expect(arrival(mail(by(stamp)))).toEqual({ because: UNREADABLE });
    },
  );

  test.each([
    "1 Jan 1980 00:00:00 +0000",
    "31 Dec 2000 23:59:59 +0000",
    "1 Mar 2003 00:00:00 GMT",
    "9 Oct 2028 10:00:00 -0700",
    "9 Oct 0102 10:00:00 -0700",
  ])("is not believed outside the years of the corpus: %s", (stamp) => {
    expect(arrival(mail(by(stamp)))).toEqual({ because: IMPLAUSIBLE });
  });
});
