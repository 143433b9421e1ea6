#!/bin/sh
# Runs the test suite inside the vendor's Python package (61 tests) against `wikarta emulator`.
# Needs python3 with venv, curl, and a package index.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/emulator.sh"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pytest requests
"$work/venv/bin/pip" download --quiet --no-deps --no-binary :all: --dest "$work" midtransclient==1.4.2
tar -xzf "$work"/midtransclient-1.4.2.tar.gz -C "$work"
cd "$work/midtransclient-1.4.2"

redirect .

# The keys that the suite has written in it.
start_emulator "$(sed -n "s/^USED_SERVER_KEY='\(.*\)'/\1/p" tests/config.py)" \
    "$(sed -n "s/^USED_CLIENT_KEY='\(.*\)'/\1/p" tests/config.py)"
"$work/venv/bin/python" -m pytest -q tests
