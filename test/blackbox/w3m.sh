#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# w3m.sh BINARY - a text browser reads a talk and says something, without JavaScript and without styles.
set -eu
binary=$1
here=$(cd "$(dirname "$0")" && pwd)
data=$(mktemp -d)
out=$data/out
"$binary" --data "$data" week import "$here/../fixtures/schedule.xml" 2>/dev/null
"$binary" --data "$data" serve --listen 127.0.0.1:0 >"$out" 2>"$data/log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$data"' EXIT
for _ in $(seq 100); do grep -q ^listening "$out" && break; sleep 0.05; done
url=$(sed -n 's/^listening //p' "$out")

page=$(w3m -dump "$url/talks/ueber-groesse-naehe")
echo "$page" | grep -q 'Ada Beispiel' || { echo "the talk cannot be read: $page"; exit 1; }

# w3m follows the form as a person would: the first text field is the name, the next the text.
key=$(w3m -dump_source "$url/talks/ueber-groesse-naehe" | sed -n 's/.*name="key" value="\([^"]*\)".*/\1/p' | head -1)
printf 'name=Lena&text=Aus+dem+Textbrowser&key=%s' "$key" >"$data/post"
w3m -dump -post "$data/post" "$url/talks/ueber-groesse-naehe/messages" >/dev/null
page=$(w3m -dump "$url/talks/ueber-groesse-naehe")
echo "$page" | grep -q 'Aus dem Textbrowser' || { echo "what was said cannot be read: $page"; exit 1; }
echo "$page" | grep -q 'Lena' || { echo "the name is missing: $page"; exit 1; }
echo "a text browser reads and says"
