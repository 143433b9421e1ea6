// BI-SNAP with the vendor's own Node SDK, against an emulator.
//
// node snap_bi.js SDK_DIRECTORY BASE_URL KEY_FILE: makes, reads, pays, gives back and ends accounts and
// codes. node snap_bi.js SDK_DIRECTORY NOTIFICATIONS_FILE PUBLIC_KEY_FILE: verifies each notification.
// Exits 0 and prints `all flows passed`, or stops at the first thing that is not as it should be.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const [sdk, target, keyFile] = process.argv.slice(2);
const { SnapBi, SnapBiConfig } = require(path.join(sdk, 'node_modules', 'midtrans-client'));
SnapBiConfig.snapBiClientSecret = 'hush';
SnapBiConfig.snapBiPartnerId = 'partner';
SnapBiConfig.snapBiChannelId = '12345';
SnapBiConfig.snapBiClientId = 'G123456789-SNAP';

const rupiah = (value) => ({ value, currency: 'IDR' });
const merchantId = 'G123456789';
let calls = 0;

async function asked(code, method, call, body) {
  calls += 1;
  const answer = await SnapBi[method]().withBody(body)[call](`external-${calls}`);
  assert.equal(answer.responseCode, code, JSON.stringify(answer));
  return answer;
}

async function pay(orderId) {
  const answer = await fetch(`${target}/_control/transactions/${orderId}/pay`, { method: 'POST' });
  assert.equal(answer.status, 200);
}

async function flows() {
  SnapBiConfig.SNAP_BI_SANDBOX_BASE_URL = target;
  SnapBiConfig.snapBiPrivateKey = fs.readFileSync(keyFile, 'utf8');
  const account = {
    partnerServiceId: '    1234',
    customerNo: '0000000000',
    virtualAccountNo: '    12340000000000',
    virtualAccountName: 'Budi Utomo',
    trxId: 'BI-1',
    totalAmount: rupiah('275000.00'),
    expiredDate: '2030-07-20T20:50:04Z',
    additionalInfo: { merchantId, bank: 'bca', flags: { shouldRandomizeVaNumber: true } },
  };
  const made = (await asked('2002700', 'va', 'createPayment', account)).virtualAccountData;
  assert.match(made.virtualAccountNo, /^ {4}1234[0-9]{10}$/);
  await asked('4092701', 'va', 'createPayment', account);
  const named = { ...made, inquiryRequestId: 'BI-1', additionalInfo: { merchantId } };
  const read = async () => (await asked('2002600', 'va', 'getStatus', named)).virtualAccountData;
  assert.equal((await read()).paymentFlagStatus, '03');
  await pay('BI-1');
  assert.equal((await read()).paymentFlagStatus, '00');
  await asked('4033115', 'va', 'cancel', named);
  await asked('2002700', 'va', 'createPayment', { ...account, trxId: 'BI-2' });
  await asked('2003100', 'va', 'cancel', { ...named, trxId: 'BI-2' });

  const code = {
    partnerReferenceNo: 'BI-3',
    amount: rupiah('150000.00'),
    merchantId,
    validityPeriod: '2030-07-03T12:08:56-07:00',
    additionalInfo: { acquirer: 'gopay' },
  };
  const qr = await asked('2004700', 'qris', 'createPayment', code);
  assert.match(qr.qrContent, /^000201/);
  const original = { originalReferenceNo: qr.referenceNo, originalPartnerReferenceNo: 'BI-3', merchantId };
  const state = { ...original, serviceCode: '47' };
  assert.equal((await asked('2005100', 'qris', 'getStatus', state)).latestTransactionStatus, '03');
  await pay('BI-3');
  const refund = { ...original, partnerRefundNo: 'BI-R1', reason: 'half', refundAmount: rupiah('50000.00') };
  assert.equal((await asked('2007800', 'qris', 'refund', refund)).refundAmount.value, '50000.00');
  await asked('4097801', 'qris', 'refund', refund);
  const after = await asked('2005100', 'qris', 'getStatus', state);
  assert.equal(after.additionalInfo.refundHistory.length, 1);
  await asked('4037715', 'qris', 'cancel', original);

  SnapBiConfig.snapBiClientSecret = 'another';
  await asked('4014700', 'qris', 'createPayment', { ...code, partnerReferenceNo: 'BI-4' });
}

function verified() {
  SnapBiConfig.snapBiPublicKey = fs.readFileSync(keyFile, 'utf8');
  for (const line of fs.readFileSync(target, 'utf8').trim().split('\n')) {
    const { urlPath, timestamp, signature, body } = JSON.parse(line);
    const verify = (changed) => SnapBi.notification()
      .withNotificationPayload({ ...JSON.parse(body), ...changed })
      .withSignature(signature)
      .withTimeStamp(timestamp)
      .withNotificationUrlPath(urlPath)
      .isWebhookNotificationVerified();
    assert.equal(verify({}), true);
    assert.equal(verify({ trxId: 'another' }), false);
  }
}

(async () => (target.startsWith('http') ? flows() : verified()))()
  .then(() => console.log('all flows passed'));
