# For the scripts beside it: `start_emulator SERVER_KEY CLIENT_KEY` runs `wikarta emulator` on
# $listen until the script ends, and returns when it answers. WIKARTA names another binary.
listen=${LISTEN:-127.0.0.1:8182}
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
emulator=
trap '[ -z "$emulator" ] || kill "$emulator"; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

start_emulator() {
    if [ -z "${WIKARTA:-}" ]; then
        (cd "$root" && cargo build --quiet --locked -p reference-server --bin wikarta)
        WIKARTA=${CARGO_TARGET_DIR:-$root/target}/debug/wikarta
    fi
    MIDTRANS_SERVER_KEY=$1 MIDTRANS_CLIENT_KEY=$2 "$WIKARTA" emulator --listen "$listen" &
    emulator=$!
    tries=0
    until curl --silent --fail --output /dev/null "http://$listen/"; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { echo "the emulator does not answer on $listen" >&2; exit 1; }
        kill -0 "$emulator" || { echo "the emulator ended; is $listen taken?" >&2; exit 1; }
        sleep 0.1
    done
}
