#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# pages.sh PROGRAM - what a cached page of a talk costs, beside nginx serving the same bytes and headers from a
# file, and beside Fossil's wiki page; half a minute. A peer that is not installed is left out, and said so.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
build=$(cd "$(dirname "$1")" && pwd)/test/bench
work=$(mktemp -d)
pids=

finish() {
    for pid in $pids; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

"$program" --data "$work/data" demo >/dev/null
"$program" --data "$work/data" serve --listen 127.0.0.1:0 --rate off >"$work/ours" 2>"$work/ours.log" &
pids="$pids $!"
ours=$!
port=
for _ in $(seq 100); do
    port=$(sed -n 's|^listening http://[^:]*:\([0-9]*\).*|\1|p' "$work/ours")
    [ -z "$port" ] || break
    sleep 0.1
done
slug=$(curl -sf "http://127.0.0.1:$port/api/v1/weeks" | jq -r '.[0].slug')
talk=$(curl -sf "http://127.0.0.1:$port/api/v1/weeks/$slug" | jq -r '.days[0].talks[0].slug')
room=$(curl -sf "http://127.0.0.1:$port/api/v1/weeks/$slug" | jq -r '.days[0].talks[0].room')
for i in $(seq 50); do
    curl -sf -o "$work/said" -H 'Content-Type: application/json' "http://127.0.0.1:$port/api/v1/rooms/$room/messages" \
        -d "{\"name\":\"Ada $i\",\"text\":\"What has nearness number $i to do with the size of a city?\",\"key\":\"bench-key-00000-$i\"}"
done
# The compressed form is made once the page has lived a second.
curl -sf -o "$work/page" "http://127.0.0.1:$port/talks/$talk"
sleep 1.1
for _ in 1 2 3; do
    curl -sf -o "$work/page" -D "$work/head" -H 'Accept-Encoding: gzip' -H 'Accept-Language: de' "http://127.0.0.1:$port/talks/$talk"
    sleep 0.1
done
peers="ours:$ours:$port:/talks/$talk"

if command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; then
    mkdir "$work/nginx"
    cp "$work/page" "$work/nginx/page"
    chmod -R a+rX "$work"
    # As we send them; nginx makes the first three itself.
    tr -d '\r' <"$work/head" | awk -F ': ' '/^[A-Za-z-]+: / && !/^(Date|Content-Length|Content-Type): / {
        value = substr($0, length($1) + 3); gsub(/"/, "\\\"", value); printf "add_header %s \"%s\";\n", $1, value }' >"$work/nginx/headers.conf"
    other=$("$build/bench" port)
    sed "s|PORT|$other|; s|HOME|$work/nginx|g" "$here/nginx.conf" >"$work/nginx.conf"
    PATH=$PATH:/usr/sbin nginx -p "$work/nginx" -c "$work/nginx.conf" 2>"$work/nginx.log" &
    pids="$pids $!"
    sleep 1
    worker=$(cut -d ' ' -f 1 "/proc/$!/task/$!/children")
    peers="$peers nginx:$worker:$other:/page nginx-log:$worker:$other:/logged"
else
    echo "nginx is not installed: its bar is left out"
fi

if command -v fossil >/dev/null; then
    mkdir "$work/fossil"
    export HOME="$work/fossil" USER=bench
    fossil init "$work/fossil/bench.fossil" >/dev/null
    curl -sf "http://127.0.0.1:$port/talks/$talk" | sed -e 's/<[^>]*>//g' | grep -v '^ *$' >"$work/text"
    fossil wiki create Talk "$work/text" -R "$work/fossil/bench.fossil" >/dev/null
    other=$("$build/bench" port)
    fossil server --localhost --port "$other" "$work/fossil/bench.fossil" >"$work/fossil/log" 2>&1 &
    pids="$pids $!"
    sleep 1
    peers="$peers fossil:+$!:$other:/wiki?name=Talk"
else
    echo "fossil is not installed: its bar is left out"
fi

# shellcheck disable=SC2086
"$build/pages" $peers
