#!/bin/sh
# Runs the vendor's Node suite against `wikarta emulator`, all of it but the payouts' (Iris, another
# product). The package on npm ships no tests, so they come from a checkout of the vendor's
# repository, midtrans/midtrans-nodejs-client at 1.4.3: NODE_SUITE names its directory, or else it is
# cloned from GitHub. Needs node with npm, git, curl, and a package index.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/emulator.sh"

version=1.4.3
if [ -n "${NODE_SUITE:-}" ]; then
    mkdir "$work/suite"
    git -C "$NODE_SUITE" archive HEAD | tar -x -C "$work/suite"
else
    git clone --quiet --depth 1 --branch "v$version" \
        https://github.com/Midtrans/midtrans-nodejs-client.git "$work/suite"
fi
cd "$work/suite"
grep -q "\"version\": \"$version\"" package.json || { echo "not version $version" >&2; exit 1; }
npm ci --ignore-scripts --no-audit --no-fund --silent

# The host names, and nothing else.
find lib test -name '*.js' -exec sed -i -E "s#https://(api|app)(\.sandbox)?\.midtrans\.com#http://$listen#g" {} +

start_emulator "$(sed -n "s/.*serverKey : '\(.*\)'.*/\1/p" test/sharedConstants.js)" \
    "$(sed -n "s/.*clientKey : '\(.*\)'.*/\1/p" test/sharedConstants.js)"
npx mocha --exit test/apiConfig.test.js test/coreApi.test.js test/httpClient.test.js \
    test/midtrans-client.test.js test/snap.test.js
