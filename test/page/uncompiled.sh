#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# uncompiled.sh PAGE_TOOL ROOT COMPILER… - every file of uncompiled/ is taken by the translator, but
# not by the compiler, which names the page's own line: `{{# LINE: pattern }}` in its first line.
set -u
tool=$1 root=$2
shift 2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0
warnings='-Wall -Wextra -Werror -Wno-unused-parameter'

try()
{
    page=$1
    shift
    line=$(sed -n '1s/^{{# \([0-9]*\): .* }}$/\1/p' "$page")
    says=$(sed -n '1s/^{{# [0-9]*: \(.*\) }}$/\1/p' "$page")
    if ! "$tool" "$page" "$work/x.html.c" "$work/x.html.h"; then
        echo "$page: the translator refuses it"
        return 1
    fi
    # shellcheck disable=SC2086
    if LC_ALL=C "$@" -std=gnu17 $warnings -fsyntax-only -I"$root/src" -I"$root/test/page" \
        "$work/x.html.c" 2>"$work/said"; then
        echo "$page: it compiles"
        return 1
    fi
    grep -q "^$page:$line:" "$work/said" && grep -q "error: .*$says" "$work/said" && return 0
    echo "$page: expected line $line, $says"
    cat "$work/said"
    return 1
}

# The proof that the way of compiling is right.
# shellcheck disable=SC2086
"$tool" "$root/test/page/good.html" "$work/good.html.c" "$work/good.html.h" &&
    "$@" -std=gnu17 $warnings -fsyntax-only -I"$root/src" -I"$root/test/page" \
        "$work/good.html.c" || exit 1

for page in "$root"/test/page/uncompiled/*.html; do
    try "$page" "$@" || failed=1
done
exit $failed
