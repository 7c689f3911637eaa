#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# run.sh PROGRAM - measures netzarbeit beside nchan, a bare send() loop, nginx and Fossil, all on the loopback and in
# one run, then a big book; about fifteen minutes. The bench's own programs are found where PROGRAM was built. Without
# nchan it is left out, and said so.
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
# shellcheck disable=SC3045 # dash has it
files=$(ulimit -Hn)
# shellcheck disable=SC3045
ulimit -n "$files"

# wait_for FILE: until it names an address; prints the port.
wait_for() {
    for _ in $(seq 100); do
        port=$(sed -n 's|^listening http://[^:]*:\([0-9]*\).*|\1|p' "$1")
        [ -z "$port" ] || { echo "$port"; return; }
        sleep 0.1
    done
    echo "bench: nobody listens: $1" >&2
    exit 70
}

start_ours() {
    "$program" --data "$work/data" demo >/dev/null
    "$program" --data "$work/data" serve --listen 127.0.0.1:0 --rate off >"$work/ours" 2>"$work/ours.log" &
    pids="$pids $!"
    port=$(wait_for "$work/ours")
    slug=$(curl -sf "http://127.0.0.1:$port/api/v1/weeks" | jq -r '.[0].slug')
    room=$(curl -sf "http://127.0.0.1:$port/api/v1/weeks/$slug" | jq -r '.days[0].talks[0].room')
    peers="ours:$!:$port:/api/v1/rooms/$room/events:/api/v1/rooms/$room/messages:json"
}

start_bare() {
    "$build/bare" >"$work/bare" &
    pids="$pids $!"
    peers="$peers bare:$!:$(wait_for "$work/bare"):/events:/messages:plain"
}

start_nchan() {
    modules=/usr/lib/nginx/modules
    if [ ! -e "$modules/ngx_nchan_module.so" ]; then
        echo "nchan is not installed (libnginx-mod-nchan): its bars are left out"
        return
    fi
    mkdir "$work/nchan"
    port=$("$build/bench" port)
    sed "s|MODULES|$modules|; s|PORT|$port|; s|HOME|$work/nchan|; s|FILES|$files|" \
        "$here/nchan.conf" >"$work/nchan.conf"
    nginx -p "$work/nchan" -c "$work/nchan.conf" 2>"$work/nchan.log" &
    pids="$pids $!"
    sleep 1
    worker=$(cut -d ' ' -f 1 "/proc/$!/task/$!/children")
    peers="$peers nchan:$worker:$port:/events:/messages:plain"
}

echo "Streams"
start_ours
start_bare
start_nchan
# shellcheck disable=SC2086
"$build/bench" streams $peers
for pid in $pids; do kill "$pid"; done
wait
pids=

echo "Start"
"$build/bench" start "$program" --data "$work/data" serve --listen 127.0.0.1:0

echo "Import of 900 talks"
"$here/schedule.sh" >"$work/schedule.xml"
"$build/bench" command "$program" --data "$work/many" week import "$work/schedule.xml"
"$build/bench" start "$program" --data "$work/many" serve --listen 127.0.0.1:0

echo "A public page, kept"
"$here/pages.sh" "$program"
if command -v node >/dev/null; then node "$here/change.mjs" "$program"; else echo "node is not installed: how soon a change is seen is left out"; fi
echo "Ranking"
"$here/rank.sh" "$program"

echo "Seeks and offers"
"$build/text_measure" quality "$here/../fixtures/seeks-offers.txt"
"$build/text_measure" speed 10000 100000
# How the figures of a book grow with it.
for people in 5000 50000; do
    echo "A book of $people people, ten encounters each (median, 99th percentile, worst; ms of the processor)"
    "$build/book_bench" "$work/book-$people" "$people"
    rm -rf "$work/book-$people"
done
