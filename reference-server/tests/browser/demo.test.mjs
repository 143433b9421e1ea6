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
    demo.on("error", failed);
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

  test("money of a QRIS payment goes back through the hands of four people", async () => {
    const asks = await open();
    await signIn(asks, "keuangan@demo.test");
    await asks.goto(`${address}/tagihan?status=ISSUED`);
    await Promise.all([asks.waitForURL(/\/tagihan\/inv_/), asks.click("main tbody th a")]);
    const bill = asks.url();
    await asks.check('input[name="channel"][value="qris"]');
    await Promise.all([asks.waitForLoadState("load"), asks.click("main form button.btn.go")]);
    await asks.goto(bill);
    const order = await asks.locator(".live .id").first().innerText();
    const bank = await open();
    await bank.goto(`${address}/emulator/midtrans/`);
    const pay = bank.locator(`form[action$="/_page/${order}/pay"] button`);
    await Promise.all([bank.waitForLoadState("load"), pay.click()]);
    await reloadUntil(asks, bill, /Lunas/);

    await asks.click('summary:has-text("Ajukan pengembalian")');
    await asks.fill("#kembali-amount", "Rp100.000");
    await asks.fill("#kembali-reason", "pendek");
    await Promise.all([asks.waitForLoadState("load"), asks.click('button:has-text("Ajukan pengembalian")')]);
    assert.equal(await asks.inputValue("#kembali-amount"), "Rp100.000", "what was typed is kept");
    await sound(asks);
    await asks.fill("#kembali-reason", "Gangguan layanan satu minggu");
    await Promise.all([asks.waitForURL(/\/koreksi\/ref_/), asks.click('button:has-text("Ajukan pengembalian")')]);
    const refund = asks.url().split("?")[0];
    const own = await asks.locator("main").innerText();
    assert.match(own, /Anda mengajukan ini; orang lain yang memeriksa\./);
    assert.match(own, /separation\.requester_verifier/);
    await sound(asks);

    const hands = [
      ["keuangan2@demo.test", "Verifikasi Rp100.000", /Diverifikasi/],
      ["supervisor@demo.test", "Setujui Rp100.000", /Disetujui/],
      ["keuangan3@demo.test", "Eksekusi Rp100.000", /Dieksekusi/],
    ];
    for (const [email, words, done] of hands) {
      const page = await open();
      await signIn(page, email);
      await page.goto(`${address}/koreksi?siapa=giliran`);
      assert.match(await page.locator("main").innerText(), /Anda/, `${email} is told whose turn it is`);
      await page.goto(refund);
      await Promise.all([page.waitForURL(/langkah=/), page.click(`a:has-text("${words}")`)]);
      assert.match(await page.locator("h1").innerText(), /pengembalian Rp100\.000\?/);
      await sound(page);
      await Promise.all([page.waitForURL(/pesan=langkah/), page.click(`button:has-text("${words}")`)]);
      assert.match(await page.locator('[role="status"]').innerText(), done);
      await sound(page);
      assert.deepEqual(page.complaints, [], email);
      await page.context().close();
    }
    const text = await reloadUntil(asks, refund, /Selesai/);
    for (const name of ["Ratna", "Bambang", "Nurlaila", "Ni Luh"]) assert.ok(text.includes(name), name);
    await reloadUntil(asks, bill, /dikembalikan sebagian/i);
    await sound(asks);
    assert.deepEqual(asks.complaints.filter((line) => !line.includes("422")), []);
  });

  test("every page of the panel is sound for those who may see it", async () => {
    for (const email of ["keuangan@demo.test", "marketing@demo.test", "supervisor@demo.test"]) {
      const page = await open();
      await signIn(page, email);
      const life = "/simulasi?pelanggan=2&bulan=1&benih=1&gangguan=all";
      const checks = email.startsWith("supervisor") ? ["/simulasi", life] : [];
      const money = email.startsWith("marketing")
        ? []
        : [...checks, "/koreksi?tahap=ALL", "/rekonsiliasi", "/antrian", "/pengaturan", "/laporan/umur-piutang", "/laporan/pratinjau"];
      const all = ["/", "/tagihan", "/pelanggan", "/paket", "/promo", "/notifikasi", "/kotak-pesan", "/laporan"];
      for (const path of [...all, ...money]) {
        const answer = await page.goto(address + path);
        assert.equal(answer.status(), 200, `${email} ${path}`);
        await sound(page);
      }
      const records = [["/tagihan", /inv_/], ["/pelanggan", /cus_/], ["/paket", /pkg_/]];
      for (const [list, record] of records) {
        await page.goto(address + list);
        await Promise.all([page.waitForURL(record), page.click("main tbody th a")]);
        await sound(page);
        const sold = page.locator('main a[href^="/langganan/"]').first();
        if (list !== "/pelanggan" || !(await sold.count())) continue;
        await Promise.all([page.waitForURL(/sub_/), sold.click()]);
        await sound(page);
      }
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
