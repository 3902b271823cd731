// A visit to the board with a real browser.
//
// In: the browser, a one-time link, a folder for pictures, the language expected, and how much to do. Out: each promise
// as it was kept, on standard output; exit 1 at the first that was not.
const puppeteer = require("puppeteer-core");
const fs = require("fs");
const path = require("path");

const [, , executablePath, link, out, language, mode] = process.argv;
const base = new URL(link).origin;
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };
const PAGES = { overview: "/", case: "/case/kudin", delivery: "/health", nothing: "/nowhere" };

function must(kept, promise) {
  if (!kept) throw new Error(promise);
  console.log(`  ok    ${promise}`);
}

async function judge(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  for (const one of violations) {
    console.log(`        ${one.id}: ${one.help}`);
    one.nodes.slice(0, 4).forEach((node) => console.log(`          ${node.html.slice(0, 160)}  ${node.failureSummary}`));
  }
  must(violations.length === 0, `axe-core finds nothing: ${where}`);
}

async function picture(page, name) {
  await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: true });
}

async function looks(page) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewport(viewport);
    for (const scheme of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      for (const [name, address] of Object.entries(PAGES)) {
        await page.goto(base + address);
        const where = `${name}, ${size}, ${scheme}, ${language}`;
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        must(wide <= 0, `nothing stands beyond the edge: ${where}`);
        const said = await page.evaluate(() => document.documentElement.lang);
        must(said === language, `it speaks ${language}: ${where}`);
        // With everything unfolded, so that what is hidden is judged too.
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
        await judge(page, where);
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = false)));
        await picture(page, `${name}-${size}-${scheme}-${language}`);
      }
    }
  }
}

const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    tag: one.tagName, text: one.innerText || one.value || "", href: one.getAttribute("href"), id: one.id,
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.right > 0,
  };
});

async function keyboard(page) {
  await page.setViewport(SIZES.desk);
  await page.goto(`${base}/`);
  await page.keyboard.press("Tab");
  const first = await focused(page);
  must(first.href === "#main" && first.seen, "the first Tab is the way past the head of the page, and it is seen");
  await page.keyboard.press("Enter");
  must((await focused(page)).id === "main", "Enter goes to the content");
  await page.goto(`${base}/`);
  let stops = 0, to = null;
  for (; stops < 200; stops += 1) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now.tag === "BODY") break;
    must(now.seen, `the focus is seen on ${now.tag} ${now.text.slice(0, 30)}`);
    if (now.href === "/case/kudin" && !to) to = stops;
  }
  must(to !== null, `Tab reaches the case among ${stops} stops, and leaves the page at its end`);
  await page.goto(`${base}/`);
  for (let n = 0; n <= to; n += 1) await page.keyboard.press("Tab");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  must(page.url() === `${base}/case/kudin`, "Enter opens the case");
  for (let n = 0; n < 60 && (await focused(page)).tag !== "SUMMARY"; n += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  must(await page.evaluate(() => document.activeElement.parentElement.open), "Enter unfolds how a date was reached");
}

async function withoutScript(page) {
  await page.setJavaScriptEnabled(false);
  await page.goto(`${base}/case/kudin`);
  const text = await page.content();
  must(text.includes("CPC RF art. 463") && text.includes("<svg"), "everything is there without script");
  must(!/<script|\son[a-z]+=|style="/.test(text), "no page has a script, a handler or a style of its own");
  await page.setJavaScriptEnabled(true);
}

async function pictures(page) {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
  await page.setViewport({ width: 1000, height: 760 });
  await page.goto(`${base}/`);
  await page.screenshot({ path: path.join(out, "docs-overview.png") });
  await page.goto(`${base}/case/kudin`);
  const line = await (await page.$("figure.wide svg.chart")).boundingBox();
  // The half with the terms: the handbook wants a small picture.
  const clip = { x: line.x, y: line.y + 340, width: line.width, height: line.height - 340 };
  await page.screenshot({ path: path.join(out, "docs-timeline.png"), clip });
  await page.setViewport(SIZES.phone);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  await page.goto(`${base}/case/kudin`);
  await page.screenshot({ path: path.join(out, "docs-case.png") });
}

async function enter(page) {
  await page.goto(link);
  await judge(page, `the door, ${language}`);
  await picture(page, `door-${language}`);
  const answer = await page.goto(link);
  must(answer.status() === 200, "a link can be opened more than once");
  for (let n = 0; n < 10 && (await focused(page)).tag !== "BUTTON"; n += 1) await page.keyboard.press("Tab");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  must(page.url() === `${base}/`, "the button lets one in, by keyboard");
}

async function leave(page) {
  await page.goto(`${base}/`);
  await Promise.all([page.waitForNavigation(), page.click(".who button")]);
  must(await page.$("form.who") === null, "signing out signs out");
  must((await page.goto(`${base}/case/kudin`)).status() === 401, "and the case is shut");
  must((await page.goto(link)).status() === 410, "a link works once");
  await judge(page, `a link that is over, ${language}`);
  await picture(page, `over-${language}`);
}

(async () => {
  const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"], headless: true });
  try {
    const page = await browser.newPage();
    const broken = [];
    page.on("console", (said) => said.type() === "error" && broken.push(said.text()));
    page.on("pageerror", (error) => broken.push(String(error)));
    await enter(page);
    if (mode !== "door") await looks(page);
    if (mode === "whole") {
      await keyboard(page);
      await withoutScript(page);
      await pictures(page);
    }
    // What the policy of the pages forbids would be complained about here; a 404 asked for on purpose is not that.
    const policy = broken.filter((text) => !/status of 40[14]/.test(text));
    must(policy.length === 0, `the browser has nothing to complain of ${policy.join("; ")}`);
    await leave(page);
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(`\nFAILED: ${error.message}`);
  process.exit(1);
});
