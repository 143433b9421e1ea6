// Every page in a real Chromium: accessible, inside its width, inside its policy, inside its budget.
//
// One command, from the root of the repository (Chromium from the distribution, or $CHROMIUM):
//
//   cargo run -q -p reference-server --example pages -- target/pages \
//     && npm --prefix reference-server/tests/browser ci --ignore-scripts \
//     && npm --prefix reference-server/tests/browser test
//
// The pages hold sample data; $PAGES names another folder that `--example pages` has written.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import axe from "axe-core";
import { chromium } from "playwright-core";

import { serve } from "./serve.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDER = resolve(process.env.PAGES ?? join(HERE, "../../../target/pages"));
/** The moment at which the sample pages were made. */
const NOW = new Date("2026-11-23T07:05:00Z");

const names = readdirSync(join(FOLDER, "id")).map((file) => file.replace(/\.html$/, ""));
const pages = ["id", "en"].flatMap((lang) => names.map((name) => `${lang}/${name}`));

let browser;
let server;

const launch = (args = []) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", ...args],
  });

before(async () => {
  assert.ok(names.length >= 20, `only ${names.length} pages in ${FOLDER}`);
  server = await serve(FOLDER);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens pages one after the other in one context; fails on any complaint of the browser. */
async function visit(options, list, look) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.origin) && !url.startsWith("data:")) complaints.push(`asks ${url}`);
  });
  await page.clock.setFixedTime(NOW);
  try {
    for (const path of list) {
      complaints.length = 0;
      await page.goto(`${server.origin}/${path}.html`);
      await look(page, path);
      assert.deepEqual(complaints, [], `the browser complains about ${path}`);
    }
  } finally {
    await context.close();
  }
}

/** Loads the page again under a clock that only the test moves. */
async function paused(page) {
  await page.clock.install({ time: NOW });
  await page.reload();
  await page.clock.pauseAt(new Date(NOW.getTime() + 10_000));
}

async function findings(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { rules: { "target-size": { enabled: true } } }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

describe("no accessibility finding of any level, no complaint of the browser", () => {
  for (const width of [375, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      // Colours do not depend on the language, so English is looked at in one theme.
      const list = pages.filter((path) => colorScheme === "light" || path.startsWith("id/"));
      test(`${width} px, ${colorScheme}`, { timeout: 300_000 }, async () => {
        await visit({ viewport: { width, height: 900 }, colorScheme }, list, async (page, path) => {
          assert.deepEqual(await findings(page), [], path);
        });
      });
    }
  }

  test("with menus and details open", { timeout: 120_000 }, async () => {
    const list = ["id/tagihan-lunas", "id/bayar-va", "en/dasbor", "id/koreksi-giliran"];
    list.push("en/pelanggan-satu", "id/paket-satu", "id/promo", "en/langganan");
    for (const width of [375, 1440]) {
      await visit({ viewport: { width, height: 900 } }, list, async (page, path) => {
        for (const details of await page.locator("details").all()) {
          await details.evaluate((element) => { element.open = true; });
        }
        const account = page.locator("[popovertarget=akun]");
        if (await account.count()) await account.click();
        assert.deepEqual(await findings(page), [], path);
      });
    }
  });
});

test("no page scrolls sideways at 320 px", { timeout: 120_000 }, async () => {
  await visit({ viewport: { width: 320, height: 800 } }, pages, async (page, path) => {
    const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
    assert.ok(width <= 320, `${path} is ${width} px wide`);
  });
});

test("text at twice its size stays inside the page", { timeout: 120_000 }, async () => {
  const usual = browser;
  browser = await launch(["--blink-settings=defaultFontSize=32"]);
  try {
    const list = pages.filter((path) => path.startsWith("id/"));
    await visit({ viewport: { width: 640, height: 900 } }, list, async (page, path) => {
      const [width, size] = await page.evaluate(() => [
        document.scrollingElement.scrollWidth,
        getComputedStyle(document.documentElement).fontSize,
      ]);
      assert.equal(size, "32px");
      assert.ok(width <= 640, `${path} is ${width} px wide`);
    });
  } finally {
    await browser.close();
    browser = usual;
  }
});

test("budgets: style 30 kB, script 8 kB, a list of 50 rows 40 kB", () => {
  const size = (file) => readFileSync(join(FOLDER, file)).length;
  assert.ok(size("aset/panel.css") <= 30_000, `style is ${size("aset/panel.css")} bytes`);
  assert.ok(size("aset/panel.js") <= 8_000, `script is ${size("aset/panel.js")} bytes`);
  for (const path of pages) {
    assert.ok(size(`${path}.html`) <= 40_000, `${path} is ${size(`${path}.html`)} bytes`);
  }
  const rows = readFileSync(join(FOLDER, "id/tagihan-50.html"), "utf8").match(/<tr>/g).length;
  assert.ok(rows >= 50, `the long list has ${rows} rows`);
});

test("no inline script, handler or style, which the policy forbids", () => {
  for (const path of pages) {
    const html = readFileSync(join(FOLDER, `${path}.html`), "utf8");
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|\son[a-z]+=|\sstyle=|<style/i, path);
    const forms = html.match(/<form[^>]*method="post".*?<\/form>/gs) ?? [];
    for (const form of forms) {
      assert.match(form, /name="csrf" value="[^"]+"/, `${path}: a form without its token`);
      if (!/action="(\/keluar|\/masuk|\/bayar\/[^"]*\/periksa)"/.test(form)) {
        assert.match(form, /name="idempotency_key" value="[^"]+"/, `${path}: a money act without key`);
      }
    }
  }
});

describe("the script only shortens", () => {
  test("without it, forms are there and nothing dead is shown", async () => {
    const list = ["id/bayar-pilih", "id/bayar-va", "id/tagihan-menunggu"];
    await visit({ javaScriptEnabled: false }, list, async (page, path) => {
      assert.equal(await page.locator("button[data-copy]:visible").count(), 0, path);
      assert.ok(await page.locator("form[method=post] button:visible").count() >= 1, path);
    });
    await visit({ javaScriptEnabled: false }, ["id/bayar-va"], async (page) => {
      assert.match(await page.locator(".until").innerText(), /24 November 2026, 23\.59 WIB/);
    });
  });

  test("the copy button copies the number without spaces and says so", async () => {
    const options = { permissions: ["clipboard-read", "clipboard-write"] };
    await visit(options, ["id/bayar-va"], async (page) => {
      await page.locator("button[data-copy]").click();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "8808081200001872");
      assert.equal(await page.locator("#kabar").textContent(), "Tersalin");
    });
  });

  test("the remaining time counts down and announces its end", async () => {
    await visit({}, ["en/bayar-qris"], async (page) => {
      await paused(page);
      const left = page.locator("[data-ends]");
      assert.equal(await left.textContent(), "14 minutes left");
      await page.clock.runFor(9 * 60_000);
      assert.equal(await left.textContent(), "5 minutes left");
      assert.equal(await page.locator("#kabar").textContent(), "5 minutes left.");
      await page.clock.runFor(5 * 60_000);
      assert.equal(await left.textContent(), "This code has expired.");
    });
  });

  test("the pay page asks every 3 s, then every 15 s, and reloads when the status changes", async () => {
    await visit({}, ["id/bayar-va"], async (page) => {
      // The answer is given at once, so that only the clock of the test decides when it asks.
      await page.addInitScript(() => {
        globalThis.asked = [];
        globalThis.answer = "PENDING";
        globalThis.fetch = async (address) => {
          globalThis.asked.push([String(address), Date.now()]);
          return { ok: true, status: 200, json: async () => ({ page: globalThis.answer }) };
        };
      });
      await paused(page);
      for (let second = 0; second < 180; second += 1) await page.clock.runFor(1000);
      const asked = await page.evaluate(() => globalThis.asked);
      assert.ok(asked.every(([address]) => address === "/bayar/contoh/status"));
      const pauses = asked.slice(2).map(([, at], index) => Math.round((at - asked[index + 1][1]) / 1000));
      assert.deepEqual([...new Set(pauses)], [3, 15], `pauses of ${pauses}`);
      assert.ok(pauses.filter((pause) => pause === 3).length >= 30, `pauses of ${pauses}`);

      const reloaded = page.waitForNavigation();
      await page.evaluate(() => { globalThis.answer = "PAID"; });
      for (let second = 0; second < 20; second += 1) {
        await page.clock.runFor(1000).catch(() => {}); // the page may leave in between
      }
      await reloaded;
    });
  });

  test("the status address is asked under the real policy", async () => {
    await visit({}, ["id/bayar-va"], async (page) => {
      await page.clock.install({ time: NOW });
      const reply = page.waitForResponse((response) => response.url().endsWith("/status"));
      await page.reload();
      await page.clock.runFor(3500);
      assert.equal((await reply).status(), 200);
    });
  });

  test("the menu opens on a phone, and the search is one key away", async () => {
    await visit({ viewport: { width: 375, height: 800 } }, ["id/dasbor"], async (page) => {
      assert.equal(await page.locator("#menu").isVisible(), false);
      await page.locator("[popovertarget=menu]").click();
      await page.locator("#menu a", { hasText: "Tagihan" }).waitFor({ state: "visible" });
    });
    await visit({}, ["id/dasbor"], async (page) => {
      assert.equal(await page.locator("#menu").isVisible(), true);
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement.id), "cari");
      await page.keyboard.type("/2026");
      assert.equal(await page.locator("#cari").inputValue(), "/2026");
    });
  });

  test("the theme is kept in a cookie that the server reads", async () => {
    await visit({ colorScheme: "light" }, ["id/dasbor"], async (page) => {
      await page.locator("[popovertarget=akun]").click();
      await page.locator("[data-set-theme=dark]").click();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
      assert.match(await page.evaluate(() => document.cookie), /tema=dark/);
    });
  });
});
