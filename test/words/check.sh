#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# check.sh PAGE_TOOL ROOT - German says everything that the sources say, with the same {names}, and
# without English words (po/forbidden-de.txt); nothing stands in po/de.po that is no longer said, and
# nothing in a page that is not looked up.
set -u
tool=$(realpath "$1") root=$(realpath "$2")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LC_ALL=C

faults()
{
    [ -s "$work/faults" ] || return 0
    echo "$1"
    sed 's/^/  /' "$work/faults"
    failed=1
}

# ids OPTIONS… - the msgids of the merged catalogue that msgattrib chooses.
ids()
{
    msgattrib --no-wrap "$@" "$work/de.po" | sed -n 's/^\(#~ \)\?msgid "\(..*\)"$/\2/p' >"$work/faults"
}

# faults_of CATALOGUE - what words.awk says of it.
faults_of()
{
    awk -v catalogue="$1" -f "$root/test/words/words.awk" "$root/po/forbidden-de.txt" "$1"
}

faults_of "$root/test/words/wrong.po" | diff -u "$root/test/words/wrong.txt" - || exit 1
(cd "$root/test/words" && perl bare.pl bare.html | diff -u bare.txt -) || exit 1

"$root/script/words" --pot "$tool" "$work/netzarbeit.pot" || exit 1
msgmerge --quiet --no-fuzzy-matching --no-wrap "$root/po/de.po" "$work/netzarbeit.pot" \
    >"$work/de.po" || exit 1
failed=0
ids --untranslated --no-obsolete
faults 'without German (append to po/de.po):'
ids --only-fuzzy --no-obsolete
faults 'marked as fuzzy:'
ids --only-obsolete
faults 'no longer said (drop from po/de.po, or run script/words):'
msgattrib --no-wrap --translated --no-obsolete --no-location "$work/de.po" >"$work/said.po"
faults_of "$work/said.po" >"$work/faults"
faults 'German that is not right:'
(cd "$root" && find src/ -name '*.html' -exec perl test/words/bare.pl {} +) >"$work/faults"
faults 'not looked up (write {{_ "…"}}):'
said=$(grep -c '^msgid' "$work/said.po")
[ "$said" -gt 20 ] || { echo "only $said texts were found"; failed=1; }
exit $failed
