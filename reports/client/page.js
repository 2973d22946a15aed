// @ts-check
import { openLinked, startDialog } from "./caseDialog.js";
import { startList } from "./caseList.js";
import { byId } from "./dom.js";

const root = document.documentElement;

function isDark() {
  return root.dataset["theme"] ? root.dataset["theme"] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function startTools() {
  const theme = byId("theme-button");
  const say = () => {
    theme.textContent = isDark() ? "Light" : "Dark";
  };
  say();
  theme.hidden = false;
  theme.addEventListener("click", () => {
    root.dataset["theme"] = isDark() ? "light" : "dark";
    say();
  });
  const print = byId("print-button");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-copy]"))) {
    button.hidden = navigator.clipboard === undefined;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.querySelector(button.dataset["copy"] ?? "")?.textContent ?? "");
      button.textContent = "Copied";
    });
  }
}

/** Marks the section in view in the bar. */
function startBar() {
  const links = new Map([...document.querySelectorAll(".toc a")].map((link) => [link.getAttribute("href")?.slice(1), link]));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(target.id)?.setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "-70px 0px -75% 0px" },
  );
  for (const section of document.querySelectorAll("main section[id]")) seen.observe(section);
}

/** A link into something folded opens it. */
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  const fold = target?.closest("details");
  if (fold && !fold.open) {
    fold.open = true;
    target?.scrollIntoView();
  }
}

/** Browsers that do not open folds for print by style. */
function startPrint() {
  addEventListener("beforeprint", () => {
    for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details:not(.tbl, [open])"))) {
      fold.open = true;
      fold.dataset["printed"] = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details[data-printed]"))) {
      fold.open = false;
      delete fold.dataset["printed"];
    }
  });
}

root.classList.add("js");
startTools();
startBar();
startPrint();
addEventListener("hashchange", unfold);
unfold();
if (byId("cases-browser") !== null) {
  startDialog();
  startList();
  openLinked();
}
