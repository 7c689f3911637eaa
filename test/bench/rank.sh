#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# rank.sh PROGRAM [MEMBERS TIES] - measures ranking on one community (a million members and ten million ties
# where nothing else is said) beside GraphBLAS and scipy, which only do plain resource allocation on it; then
# a book of 5,000 people. Everything on one thread, in seconds of the processor; about ten minutes and 3 GB
# below $TMPDIR.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
build=$(cd "$(dirname "$1")" && pwd)/test/bench
members=${2:-1000000}
ties=${3:-10000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 LC_ALL=C

"$build/ties" "$members" "$ties" >"$work/ties.tsv"
"$build/rank" rows "$work/ties.tsv"

for threads in 1 2; do
    # shellcheck disable=SC2016 # the inner shell has them
    "$build/bench" command sh -c 'to=$1; shift; exec "$@" >"$to"' sh "$work/out$threads" \
        "$program" rank members --ties "$work/ties.tsv" --top 10 --threads "$threads" |
        sed "s|^|rank members, $threads thread(s): |"
done
cmp -s "$work/out1" "$work/out2" && echo "the same for any number of threads" ||
    { echo "NOT the same for any number of threads"; exit 1; }

"$build/rank" dump "$work/ties.tsv" "$work/graph" 2>/dev/null
if [ -x "$build/allocation" ]; then
    "$build/allocation" "$work/graph" 50
else
    echo "GraphBLAS is not installed (libgraphblas-dev): left out"
fi
/usr/bin/python3 "$here/allocation.py" "$work/graph" 50 ||
    echo "scipy is not installed (python3-scipy): left out"

# An owner knows all of them.
"$build/ties" 5000 40000 | awk -F '\t' -v OFS='\t' '{ print } NR > 1 { seen[$1]; seen[$2] }
    END { for (id in seen) print "owner", id, 1, 0, 1990, 1 }' >"$work/book.tsv"
"$build/rank" book "$work/book.tsv"
