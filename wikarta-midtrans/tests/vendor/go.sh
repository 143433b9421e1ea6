#!/bin/sh
# Runs the vendor's Go tests of the Core API, Snap and errors against `wikarta emulator`, all but the
# payouts' (Iris, another product). They come from a checkout of the vendor's repository,
# midtrans/midtrans-go at v1.3.8: GO_SUITE names its directory, or else it is cloned from GitHub.
# Needs go and testify: Debian's golang-go and golang-github-stretchr-testify-dev, or, with
# GO111MODULE=on, a module proxy.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/emulator.sh"

suite GO_SUITE midtrans-go v1.3.8
redirect .
# One test compares the host name itself.
sed -i "s#\"app.midtrans.com\"#\"$listen\"#" error_test.go

# Its two packages are two merchants.
key() { sed -n "s/^const sandbox$1 = \"\(.*\)\"/\1/p" "$2/client_test.go"; }
printf 'MERCHANT_ID=G987654321\nSERVER_KEY=%s\nCLIENT_KEY=%s-snap\n' \
    "$(key ServerKey snap)" "$(key ClientKey coreapi)" > "$work/snap.env"
start_emulator "$(key ServerKey coreapi)" "$(key ClientKey coreapi)" --merchant "$work/snap.env"

export GO111MODULE="${GO111MODULE:-off}"
if [ "$GO111MODULE" = off ]; then
    mkdir -p "$work/go/src/github.com/midtrans"
    ln -s "$work/suite" "$work/go/src/github.com/midtrans/midtrans-go"
    export GOPATH="$work/go:/usr/share/gocode"
    cd "$work/go/src/github.com/midtrans/midtrans-go"
fi
# Order ids of the suite are made of the second, and the sandbox is far away: so is this one now.
curl --silent --fail --output /dev/null "http://$listen/_control/faults" \
    --data '{"call":"charge","kind":"slow","delay_ms":1000,"count":100000}'
go test -count=1 -v . ./coreapi ./snap > "$work/said" 2>&1 || failed=1
grep -E -- '^--- |^(ok|FAIL)' "$work/said"
[ -z "${failed:-}" ]
