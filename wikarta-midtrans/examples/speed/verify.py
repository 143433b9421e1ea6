import hashlib
import hmac
import json
import sys
import time

body, key = sys.argv[1].encode(), sys.argv[2]
CALLS = 500


def verify():
    told = json.loads(body)
    text = told["order_id"] + told["status_code"] + told["gross_amount"] + key
    made = hashlib.sha512(text.encode()).hexdigest()
    return hmac.compare_digest(made, told["signature_key"])


assert verify()
best = None
for _ in range(200):
    started = time.perf_counter_ns()
    for _ in range(CALLS):
        verify()
    spent = (time.perf_counter_ns() - started) // CALLS
    best = spent if best is None else min(best, spent)
print(best)
