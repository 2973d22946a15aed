import { expect, test } from "@playwright/test";
import { junitReport } from "../junitReport.ts";
import { HOSTILE } from "../testing/hostile.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";

const READ = `(xml) => {
  const root = new DOMParser().parseFromString(xml, "text/xml");
  const all = (selector) => [...root.querySelectorAll(selector)];
  return {
    broken: root.querySelector("parsererror")?.textContent ?? null,
    suites: all("testsuites > testsuite").map((one) => ({
      name: one.getAttribute("name"),
      stated: ["tests", "failures", "skipped"].map((name) => Number(one.getAttribute(name))),
      counted: ["testcase", "failure", "skipped"].map((name) => one.querySelectorAll(name).length),
      names: [...one.querySelectorAll("testcase")].map((test) => test.getAttribute("name")),
    })),
    others: all("testcase > :not(failure, skipped, system-out)").length,
    said: all("failure").map((one) => one.textContent),
  };
}`;

interface Read {
  readonly broken: string | null;
  readonly suites: readonly {
    readonly name: string;
    readonly stated: readonly number[];
    readonly counted: readonly number[];
    readonly names: readonly string[];
  }[];
  readonly others: number;
  readonly said: readonly string[];
}

test("an XML parser reads the tests whatever stands in their texts", async ({ page }) => {
  await page.goto("about:blank");
  const plant = HOSTILE.join(" ");
  const judgement = sampleGoverned({ plant });
  const read = (await page.evaluate(`(${READ})(${JSON.stringify(junitReport(judgement))})`)) as Read;
  expect(read.broken).toBeNull();
  expect(read.suites).toHaveLength(judgement.types.filter(({ decided }) => decided.verdict !== "not_requested").length);
  for (const { stated, counted, names } of read.suites) {
    expect(counted).toEqual(stated);
    expect(new Set(names).size).toBe(names.length);
  }
  expect(read.others).toBe(0);
  expect(read.suites[0]?.name).toContain("</script><script>alert(1)</script>");
  expect(read.said.some((text) => text.includes("Limit: "))).toBe(true);
});
