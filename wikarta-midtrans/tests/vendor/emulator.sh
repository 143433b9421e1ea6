# For the scripts beside it.
#
# `suite VARIABLE REPOSITORY TAG` puts a checkout of one of the vendor's repositories into
# $work/suite, from the directory that VARIABLE names or else from GitHub, and goes there.
# `redirect PATH...` sends the host names in it to $listen, and changes nothing else.
# `start_emulator SERVER_KEY CLIENT_KEY [OPTION...]` runs `wikarta emulator` on $listen until the
# script ends, and returns when it answers. WIKARTA names another binary.
listen=${LISTEN:-127.0.0.1:8182}
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
emulator=
trap '[ -z "$emulator" ] || kill "$emulator"; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

suite() {
    mkdir "$work/suite"
    eval "checkout=\${$1:-}"
    if [ -n "$checkout" ]; then
        git -C "$checkout" archive HEAD | tar -x -C "$work/suite"
    else
        git clone --quiet --depth 1 --branch "$3" "https://github.com/Midtrans/$2.git" "$work/suite"
    fi
    cd "$work/suite"
}

redirect() {
    find "$@" -type f \( -name '*.py' -o -name '*.js' -o -name '*.php' -o -name '*.go' -o -name '*.java' \) \
        -exec sed -i -E "s#https://(api|app)(\.sandbox)?\.midtrans\.com#http://$listen#g" {} +
}

start_emulator() {
    if [ -z "${WIKARTA:-}" ]; then
        (cd "$root" && cargo build --quiet --locked -p reference-server --bin wikarta)
        WIKARTA=${CARGO_TARGET_DIR:-$root/target}/debug/wikarta
    fi
    server_key=$1 client_key=$2
    shift 2
    MIDTRANS_SERVER_KEY=$server_key MIDTRANS_CLIENT_KEY=$client_key \
        "$WIKARTA" emulator --listen "$listen" "$@" &
    emulator=$!
    tries=0
    until curl --silent --fail --output /dev/null "http://$listen/"; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { echo "the emulator does not answer on $listen" >&2; exit 1; }
        kill -0 "$emulator" || { echo "the emulator ended; is $listen taken?" >&2; exit 1; }
        sleep 0.1
    done
}
