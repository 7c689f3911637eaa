#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# refused.sh PACK_TOOL WORDS_TOOL MO - what the packers must refuse: exit 65, a message, no file written.
set -u
pack=$1 words=$2 mo=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0

# refused MESSAGE COMMAND… - the command must end with 65 and say so.
refused()
{
    message=$1
    shift
    rm -f "$work/out.c"
    "$@" >"$work/said" 2>&1
    status=$?
    if [ $status != 65 ] || ! grep -q -- "$message" "$work/said" || [ -e "$work/out.c" ]; then
        echo "expected 65 and \"$message\", not $status: $*"
        cat "$work/said"
        failed=1
    fi
}

mkdir "$work/a" "$work/b"
out=$work/out.c
for name in 001_a.sql 002_b.sql 004_d.sql 01_a.sql 002_.sql; do
    echo 'SELECT 1;' >"$work/$name"
done
: >"$work/a/001_empty.sql"
printf 'a\0b' >"$work/b/001_nul.sql"
for name in a/x.css b/x.css x.exe 'x y.css' noending; do
    echo 'p { }' >"$work/$name"
done

refused 'number 3 must be named 003_' \
    "$pack" migrations f "$out" "$work/001_a.sql" "$work/002_b.sql" "$work/004_d.sql"
refused 'number 1 must be named 001_' "$pack" migrations f "$out" "$work/002_b.sql"
refused 'number 1 must be named 001_' "$pack" migrations f "$out" "$work/01_a.sql"
refused 'number 2 must be named 002_' "$pack" migrations f "$out" "$work/001_a.sql" "$work/002_.sql"
refused 'is empty' "$pack" migrations f "$out" "$work/a/001_empty.sql"
refused 'holds a NUL' "$pack" migrations f "$out" "$work/b/001_nul.sql"
refused 'same name' "$pack" assets "$out" "$work/a/x.css" "$work/b/x.css"
refused 'ending is not known' "$pack" assets "$out" "$work/x.exe"
refused 'ending is not known' "$pack" assets "$out" "$work/noending"
refused 'letters, digits' "$pack" assets "$out" "$work/x y.css"

# A catalogue cut at any byte is refused, never read past its end; one with a byte changed ends
# without a fault, whatever it says.
size=$(wc -c <"$mo")
n=0
while [ $n -lt 400 ] && [ $n -lt "$size" ]; do
    head -c $n "$mo" >"$work/cut.mo"
    refused 'catalogue' "$words" "$work/cut.mo" "$out"
    { head -c $n "$mo"; printf '\377'; tail -c +$((n + 2)) "$mo"; } >"$work/changed.mo"
    "$words" "$work/changed.mo" "$out" >"$work/said" 2>&1
    case $? in
    0 | 65) ;;
    *) echo "byte $n changed:"; cat "$work/said"; failed=1 ;;
    esac
    n=$((n + 7))
done
exit $failed
