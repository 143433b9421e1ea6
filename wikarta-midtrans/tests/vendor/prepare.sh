#!/bin/sh
# Fetches the vendor's SDKs from their registries, unmodified, into target/vendor-sdk/. What is there
# already is kept. `cargo test` runs its SDK tests when it finds them there, and says so when not.
# Needs python3 with venv, and node with npm; one that is missing is left out, with a word.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
sdk=${VENDOR_SDK:-${CARGO_TARGET_DIR:-$root/target}/vendor-sdk}
missing=0
mkdir -p "$sdk"

if [ -x "$sdk/python/bin/python" ] && "$sdk/python/bin/python" -c 'import midtransclient' 2>/dev/null; then
    :
elif python3 -c 'import venv' 2>/dev/null; then
    python3 -m venv "$sdk/python"
    "$sdk/python/bin/pip" install --quiet --disable-pip-version-check midtransclient==1.4.2
else
    echo "left out: the Python SDK needs python3 with venv" >&2
    missing=1
fi

if [ -d "$sdk/node/node_modules/midtrans-client" ]; then
    :
elif command -v npm >/dev/null 2>&1; then
    npm install --prefix "$sdk/node" --ignore-scripts --no-audit --no-fund --silent midtrans-client@1.4.3
else
    echo "left out: the Node SDK needs node with npm" >&2
    missing=1
fi
exit $missing
