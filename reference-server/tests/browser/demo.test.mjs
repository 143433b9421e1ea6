// A stranger's first ten minutes, in a real Chromium against the real program: start the demo, sign
// in, open a bill, make a virtual account, pay it on the emulator's page, and read on the next load
// that it is paid and why. Then the payer's side with a QR code, and every page under axe.
//
// Needs target/debug/wikarta (cargo build -p reference-server --bin wikarta); $WIKARTA names another.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import axe from "axe-core";
import { chromium } from "playwright-core";

const HERE = dirname(fileURLToPath(import.meta.url));
const PROGRAM = resolve(process.env.WIKARTA ?? join(HERE, "../../../target/debug/wikarta"));
const PASSWORD = "kata-sandi-demo-7";

let folder, demo, address, browser;

/** Starts the demo and waits until it says where it is. */
function start() {
  const args = ["demo", "--data", folder, "--listen", "127.0.0.1:0", "--customers", "12"];
  demo = spawn(PROGRAM, [...args, "--months", "1", "--password", PASSWORD]);
  let said = "";
  return new Promise((done, failed) => {
    demo.stdout.on("data", (text) => {
      said += text;
      const found = said.match(/wikarta demo: (http:\/\/[^/\s]+)/);
      if (found) done(found[1]);
    });
    demo.stderr.on("data", () => {});
    demo.on("exit", (code) => failed(new Error(`the demo ended with ${code}: ${said}`)));
  });
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "wikarta-"));
  address = await start();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
  });
});

after(async () => {
  await browser?.close();
  demo?.removeAllListeners("exit");
  demo?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** A page whose policy violations and script errors fail the test. */
async function open(options = {}) {
  const context = await browser.newContext({ locale: "id-ID", ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (line) => line.type() === "error" && page.complaints.push(line.text()));
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  return page;
}

async function signIn(page, email) {
  await page.goto(`${address}/masuk`);
  await page.fill("#email", email);
  await page.fill("#password", PASSWORD);
  await Promise.all([page.waitForURL(`${address}/`), page.click("button.btn.go")]);
}

/** Loads a page again, a bounded number of times, until its text says something. */
async function reloadUntil(page, url, wanted) {
  let text = "";
  for (let load = 0; load < 30; load += 1) {
    await page.goto(url);
    text = await page.locator("main").innerText();
    if (wanted.test(text)) return text;
  }
  assert.match(text, wanted);
}

async function sound(page) {
  await page.evaluate(axe.source); // past the page's policy, which allows no foreign script
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const found = violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.target).join(", ")}`);
  assert.deepEqual(found, [], `axe on ${page.url()}`);
}

describe("a stranger tries it", { concurrency: false }, () => {
  test("a bill is paid through a BCA virtual account, with its history", async () => {
    const page = await open();
    await signIn(page, "keuangan@demo.test");
    await page.goto(`${address}/tagihan?status=ISSUED`);
    await Promise.all([page.waitForURL(/\/tagihan\/inv_/), page.click("main tbody th a")]);
    const bill = page.url();
    await page.check('input[name="channel"][value="bca_va"]');
    await Promise.all([page.waitForLoadState("load"), page.click("main form button.btn.go")]);
    await page.goto(bill);
    const order = await page.locator(".live .id").first().innerText();
    assert.match(order, /^INV-\d{4}-\d\d-\d{6}-\d\d-/);
    assert.match(await page.locator("h1 + *, .head, main").first().innerText(), /Menunggu pembayaran/);

    const bank = await open();
    await bank.goto(`${address}/emulator/midtrans/`);
    const pay = bank.locator(`form[action$="/_page/${order}/pay"] button`);
    await Promise.all([bank.waitForLoadState("load"), pay.click()]);

    const text = await reloadUntil(page, bill, /Lunas/);
    for (const stage of ["Diterima", "Tanda tangan sah", "Diperiksa", "Diperbarui", "Dicatat"]) {
      assert.ok(text.includes(stage), `the history names the stage ${stage}`);
    }
    assert.deepEqual(page.complaints, []);
  });

  test("a payer pays with QRIS from the link alone", async () => {
    const staff = await open();
    await signIn(staff, "keuangan@demo.test");
    await staff.goto(`${address}/tagihan?status=ISSUED`);
    await Promise.all([staff.waitForURL(/\/tagihan\/inv_/), staff.click("main tbody th a")]);
    const link = await staff.locator('a[href^="/bayar/"]').first().getAttribute("href");

    const payer = await open({ viewport: { width: 375, height: 740 } });
    await payer.goto(address + link);
    await sound(payer);
    await payer.check('input[name="channel"][value="qris"]');
    await Promise.all([payer.waitForLoadState("load"), payer.click("form button.btn.go")]);
    await payer.waitForSelector("svg, img");
    await sound(payer);
    const body = await payer.locator("body").innerText();
    assert.doesNotMatch(body, /contoh\.test|\+62/, "no personal values on the pay page");

    const bank = await open();
    await bank.goto(`${address}/emulator/midtrans/`);
    const pay = bank.locator('tr:has-text("QRIS") form[action$="/pay"] button').first();
    await Promise.all([bank.waitForLoadState("load"), pay.click()]);
    await payer.waitForFunction(() => /LUNAS|Lunas/.test(document.body.innerText), null, {
      timeout: 15_000,
    });
    assert.deepEqual(payer.complaints, []);
  });

  test("every page of the panel is sound for those who may see it", async () => {
    for (const email of ["keuangan@demo.test", "marketing@demo.test", "supervisor@demo.test"]) {
      const page = await open();
      await signIn(page, email);
      for (const path of ["/", "/tagihan", "/pelanggan", "/paket"]) {
        const answer = await page.goto(address + path);
        assert.equal(answer.status(), 200, `${email} ${path}`);
        await sound(page);
      }
      await page.goto(`${address}/tagihan`);
      await Promise.all([page.waitForURL(/\/tagihan\/inv_/), page.click("main tbody th a")]);
      await sound(page);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    }
  });

  test("the emulator's page is sound too", async () => {
    const page = await open();
    await page.goto(`${address}/emulator/midtrans/`);
    await sound(page);
  });
});
