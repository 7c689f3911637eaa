#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# listed.sh ROOT - every fuzz target of the tree stands in test/fuzz/meson.build and has seeds.
set -u
cd "$1" || exit 1
failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

find src/ tools/ test/ -name '*_fuzz.c' | sort >"$work/found"
sed -n "s/^  '[a-z_]*': \['\([^']*\)'.*/\1/p" test/fuzz/meson.build | sort >"$work/listed"
diff -u "$work/found" "$work/listed" || failed=1
while read -r target; do
    name=$(basename "$target" _fuzz.c)
    [ -n "$(ls "test/fuzz/corpus/$name" 2>/dev/null)" ] || { echo "$name has no seeds"; failed=1; }
done <"$work/found"
exit $failed
