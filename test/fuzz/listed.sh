#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# listed.sh ROOT - every fuzz target of the tree stands in test/fuzz/meson.build and has seeds.
set -u
cd "$1" || exit 1
failed=0
for target in $(find src/ tools/ test/ -name '*_fuzz.c'); do
    grep -q "'$target'" test/fuzz/meson.build || { echo "$target is not listed"; failed=1; }
    name=$(basename "$target" _fuzz.c)
    [ -n "$(ls "test/fuzz/corpus/$name" 2>/dev/null)" ] || { echo "$name has no seeds"; failed=1; }
done
for target in $(sed -n "s/^  '[a-z_]*': \['\([^']*\)'.*/\1/p" test/fuzz/meson.build); do
    [ -f "$target" ] || { echo "$target is listed but does not exist"; failed=1; }
done
exit $failed
