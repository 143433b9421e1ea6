"""The flows of a shop with the vendor's own Python SDK, against an emulator.

python flows.py BASE_URL SERVER_KEY: exits 0 and prints `all flows passed`, or stops at the first
thing that is not as it should be.
"""

import json
import sys
import urllib.request

import midtransclient
from midtransclient.config import ApiConfig
from midtransclient.error_midtrans import MidtransAPIError

BASE, KEY = sys.argv[1], sys.argv[2]
ApiConfig.CORE_SANDBOX_BASE_URL = BASE
ApiConfig.SNAP_SANDBOX_BASE_URL = BASE + "/snap/v1"
core = midtransclient.CoreApi(is_production=False, server_key=KEY, client_key="unused")
snap = midtransclient.Snap(is_production=False, server_key=KEY, client_key="unused")


def control(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(BASE + "/_control/" + path, data=data) as answer:
        return json.load(answer)


def same(told, expected):
    assert told == expected, f"{told!r} is not {expected!r}"


def refused(code, call, *given):
    try:
        call(*given)
    except MidtransAPIError as error:
        return same(str(error.api_response_dict["status_code"]), code)
    raise AssertionError(f"{code} was expected")


def charge(order_id, method, amount=150000):
    details = {"order_id": order_id, "gross_amount": amount}
    return core.charge({"transaction_details": details, **method})


bca = {"payment_type": "bank_transfer", "bank_transfer": {"bank": "bca"}}
qris = {"payment_type": "qris", "qris": {"acquirer": "gopay"}}

made = charge("PY-1", bca)
same(made["transaction_status"], "pending")
assert made["va_numbers"][0]["va_number"].isdigit()
same(core.transactions.status("PY-1")["transaction_id"], made["transaction_id"])
refused("406", charge, "PY-1", bca)
same(core.transactions.cancel("PY-1")["transaction_status"], "cancel")
refused("412", core.transactions.cancel, "PY-1")

charge("PY-2", {"payment_type": "echannel", "echannel": {"bill_info1": "a", "bill_info2": "b"}})
same(core.transactions.expire("PY-2")["status_code"], "407")
refused("404", core.transactions.status, "PY-none")

charge("PY-3", qris)
control("transactions/PY-3/pay", {})
refund = {"refund_key": "PY-R1", "amount": 50000, "reason": "half"}
same(core.transactions.refund("PY-3", refund)["transaction_status"], "partial_refund")
refused("406", core.transactions.refund, "PY-3", refund)
rest = core.transactions.refundDirect("PY-3", {"refund_key": "PY-R2", "amount": 100000})
same(rest["transaction_status"], "refund")

# Every notification that was made, as the SDK takes them: it reads the status behind each.
told = [item for item in control("deliveries")["items"] if item["order_id"] == "PY-3"]
same(len(told), 4)
for item in told:
    same(core.transactions.notification(item["body"])["transaction_status"], "refund")
    same(core.transactions.notification(json.dumps(item["body"]))["order_id"], "PY-3")

page = snap.create_transaction({"transaction_details": {"order_id": "PY-4", "gross_amount": 1000}})
assert page["redirect_url"].endswith(page["token"])
refused("404", snap.transactions.status, "PY-4")
print("all flows passed")
