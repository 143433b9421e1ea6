#!/bin/sh
# Runs the vendor's Node suite against `wikarta emulator`, all of it but the payouts' (Iris, another
# product). The package on npm ships no tests, so they come from a checkout of the vendor's
# repository, midtrans/midtrans-nodejs-client at 1.4.3: NODE_SUITE names its directory, or else it is
# cloned from GitHub. Needs node with npm, git, curl, and a package index.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/emulator.sh"

suite NODE_SUITE midtrans-nodejs-client v1.4.3
grep -q '"version": "1.4.3"' package.json || { echo "not version 1.4.3" >&2; exit 1; }
npm ci --ignore-scripts --no-audit --no-fund --silent
redirect lib test

start_emulator "$(sed -n "s/.*serverKey : '\(.*\)'.*/\1/p" test/sharedConstants.js)" \
    "$(sed -n "s/.*clientKey : '\(.*\)'.*/\1/p" test/sharedConstants.js)"
npx mocha --exit test/apiConfig.test.js test/coreApi.test.js test/httpClient.test.js \
    test/midtrans-client.test.js test/snap.test.js
