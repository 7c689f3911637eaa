#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# faults.sh BINARY [SECONDS] - the checker listens and talks while the house is killed (SIGKILL) and opened
# again every second or two. Exit 1: a promise was broken.
set -eu
binary=$1
seconds=${2:-20}
here=$(cd "$(dirname "$0")" && pwd)
data=$(mktemp -d)
server=
checker=

finish()
{
    for process in $checker $server; do
        kill -9 "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$data"
}
trap finish EXIT

# open_house PORT - sets server and url; port 0 takes a free one.
open_house()
{
    : >"$data/out"
    "$binary" --data "$data/house" serve --listen "127.0.0.1:$1" --rate off >"$data/out" 2>>"$data/log" &
    server=$!
    for _ in $(seq 200); do
        grep -q ^listening "$data/out" && break
        sleep 0.05
    done
    url=$(sed -n 's/^listening //p' "$data/out")
    [ -n "$url" ] || { echo "the house does not open:"; tail -n 20 "$data/log"; exit 1; }
}

"$binary" --data "$data/house" week import "$here/../fixtures/schedule.xml" 2>>"$data/log"
open_house 0
port=${url##*:}
node "$here/checker.mjs" "$url" ueber-groesse-naehe "$seconds" &
checker=$!

kills=0
while kill -0 "$checker" 2>/dev/null; do
    sleep "1.$((kills % 7))"
    kill -0 "$checker" 2>/dev/null || break
    # The last second is left alone, so that the checker can ask for the end of it all.
    [ "$kills" -lt $((seconds / 2)) ] || continue
    kill -9 "$server"
    wait "$server" 2>/dev/null || true
    kills=$((kills + 1))
    open_house "$port"
done

status=0
wait "$checker" || status=$?
checker=
echo "killed $kills times"
[ "$status" = 0 ] || tail -n 20 "$data/log"
"$binary" --data "$data/house" room transcript ueber-groesse-naehe --format json >"$data/transcript"
node -e '
    const { head, messages } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    if (messages.length === 0 || messages.at(-1).id !== head) process.exit(1);
' "$data/transcript" || { echo "the transcript is not the log"; status=1; }
exit "$status"
