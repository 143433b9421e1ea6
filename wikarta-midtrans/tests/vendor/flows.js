// The flows of a shop with the vendor's own Node SDK, against an emulator.
//
// node flows.js SDK_DIRECTORY BASE_URL SERVER_KEY: exits 0 and prints `all flows passed`, or stops at
// the first thing that is not as it should be.
'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const [sdk, base, serverKey] = process.argv.slice(2);
const midtrans = require(path.join(sdk, 'node_modules', 'midtrans-client'));
const ApiConfig = require(path.join(sdk, 'node_modules', 'midtrans-client', 'lib', 'apiConfig'));
ApiConfig.CORE_SANDBOX_BASE_URL = base;
ApiConfig.SNAP_SANDBOX_BASE_URL = `${base}/snap/v1`;
const keys = { isProduction: false, serverKey, clientKey: 'unused' };
const core = new midtrans.CoreApi(keys);
const snap = new midtrans.Snap(keys);

async function control(path, body) {
  const post = { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${base}/_control/${path}`, body && post);
  assert.equal(answer.status, 200);
  return answer.json();
}

async function refused(code, call) {
  await assert.rejects(call, (error) => String(error.ApiResponse.status_code) === code);
}

function charge(orderId, method) {
  const details = { order_id: orderId, gross_amount: 150000 };
  return core.charge({ transaction_details: details, ...method });
}

const bca = { payment_type: 'bank_transfer', bank_transfer: { bank: 'bca' } };
const qris = { payment_type: 'qris', qris: { acquirer: 'gopay' } };

async function flows() {
  const made = await charge('JS-1', bca);
  assert.equal(made.transaction_status, 'pending');
  assert.match(made.va_numbers[0].va_number, /^[0-9]+$/);
  assert.equal((await core.transaction.status('JS-1')).transaction_id, made.transaction_id);
  await refused('406', () => charge('JS-1', bca));
  assert.equal((await core.transaction.cancel('JS-1')).transaction_status, 'cancel');
  await refused('412', () => core.transaction.cancel('JS-1'));

  await charge('JS-2', { payment_type: 'echannel', echannel: { bill_info1: 'a', bill_info2: 'b' } });
  assert.equal((await core.transaction.expire('JS-2')).status_code, '407');
  await refused('404', () => core.transaction.status('JS-none'));

  await charge('JS-3', qris);
  await control('transactions/JS-3/pay', {});
  const refund = { refund_key: 'JS-R1', amount: 50000, reason: 'half' };
  assert.equal((await core.transaction.refund('JS-3', refund)).transaction_status, 'partial_refund');
  await refused('406', () => core.transaction.refund('JS-3', refund));
  const rest = await core.transaction.refundDirect('JS-3', { refund_key: 'JS-R2', amount: 100000 });
  assert.equal(rest.transaction_status, 'refund');

  // Every notification that was made, as the SDK takes them: it reads the status behind each.
  const { items } = await control('deliveries');
  const told = items.filter((item) => item.order_id === 'JS-3');
  assert.equal(told.length, 4);
  for (const { body } of told) {
    assert.equal((await core.transaction.notification(body)).transaction_status, 'refund');
    assert.equal((await core.transaction.notification(JSON.stringify(body))).order_id, 'JS-3');
  }

  const details = { order_id: 'JS-4', gross_amount: 1000 };
  const page = await snap.createTransaction({ transaction_details: details });
  assert.ok(page.redirect_url.endsWith(page.token));
  await refused('404', () => snap.transaction.status('JS-4'));
}

flows().then(() => console.log('all flows passed'));
