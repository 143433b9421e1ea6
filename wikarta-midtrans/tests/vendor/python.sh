#!/bin/sh
# Runs the test suite inside the vendor's Python package against the emulator.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
listen=${LISTEN:-127.0.0.1:8182}
work=$(mktemp -d)
emulator=
trap '[ -z "$emulator" ] || kill "$emulator"; rm -rf "$work"' EXIT INT TERM

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet pytest requests
"$work/venv/bin/pip" download --quiet --no-deps --no-binary :all: --dest "$work" midtransclient==1.4.2
tar -xzf "$work"/midtransclient-1.4.2.tar.gz -C "$work"
cd "$work/midtransclient-1.4.2"

# The host names, and nothing else.
find . -name '*.py' -exec sed -i -E "s#https://(api|app)(\.sandbox)?\.midtrans\.com#http://$listen#g" {} +

# The keys that the suite has written in it.
export MIDTRANS_SERVER_KEY=$(sed -n "s/^USED_SERVER_KEY='\(.*\)'/\1/p" tests/config.py)
export MIDTRANS_CLIENT_KEY=$(sed -n "s/^USED_CLIENT_KEY='\(.*\)'/\1/p" tests/config.py)

(cd "$root" && cargo build --quiet -p wikarta-midtrans --features emulator --example emulator)
"${CARGO_TARGET_DIR:-$root/target}/debug/examples/emulator" "$listen" &
emulator=$!
tries=0
until curl --silent --fail --output /dev/null "http://$listen/"; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo "the emulator does not answer on $listen" >&2; exit 1; }
    sleep 0.1
done
"$work/venv/bin/python" -m pytest -q tests
