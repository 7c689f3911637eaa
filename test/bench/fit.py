#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""fit.py PROGRAM FOLDER... - what weights the terms of a pair deserve, leaving one set out.

Each FOLDER holds ties.tsv.gz (a b strength first last count), answers.tsv.gz (a b ...: pairs that came to
be) and meta.json (now, active_window, owner if only one person introduces). The program's own
`rank pairs --all` gives the amounts of all terms; divided by the weights they were made with they are
features. What is shared is the unit; the other weights are fitted by logistic regression on pairs of
(came to be, did not) of the same introducer, every family of sets (the part of the name before "-")
counting the same, once with all and once without each family. For each family is printed: AUC and MRR
with the program's weights, and with those fitted without it. Standard library only; some minutes.
"""
import gzip
import json
import math
import os
import random
import re
import subprocess
import sys
from collections import defaultdict

TERMS = [  # what the sentence of a term says, and the weight in match_score.c
    ("active", 3.0, r"both are active|has not been seen"),
    ("weaker", 0.05, r"in touch with others regularly"),
    ("newer", -0.1, r"have been here for a while"),
    ("busy", -0.1, r"knows many people"),
    ("closure", -0.1, r"probably meet anyway"),
]
GATE = re.compile(r"has not been seen")
AMOUNT = re.compile(r"^(.*) \(([+-][0-9.]+)\)$")


def features(reason):
    """[what is shared in all, then each term without its weight]"""
    found = [0.0] * (1 + len(TERMS))
    for sentence in reason.split("; "):
        words, amount = AMOUNT.match(sentence).groups()
        amount = float(amount) + (4 if GATE.search(words) else 0)
        for k, (_, weight, pattern) in enumerate(TERMS):
            if re.search(pattern, words):
                found[1 + k] += amount / weight
                break
        else:
            found[0] += amount
    return found


def rows(path):
    with gzip.open(path, "rt") as f:
        next(f)
        for line in f:
            yield line.rstrip("\n").split("\t")


def load(program, folder):
    """[(hits, others)] of each introducer with both, each a list of features."""
    meta = json.load(open(folder + "/meta.json"))
    last = defaultdict(lambda: -math.inf)
    for a, b, _, _, used, _ in rows(folder + "/ties.tsv.gz"):
        for x in (a, b):
            last[x] = max(last[x], float(used))
    alive = {x for x in last if last[x] > meta["now"] - meta["active_window"]}
    answers = {frozenset(r[:2]) for r in rows(folder + "/answers.tsv.gz")}
    command = [program, "rank", "pairs", "--all", "--ties", folder + "/ties.tsv.gz"]
    if "owner" in meta:
        command += ["--introducer", str(meta["owner"])]
    lists = defaultdict(lambda: ([], []))
    env = dict(os.environ, LC_ALL="C")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as run:
        next(run.stdout)
        for line in run.stdout:
            introducer, a, b, _, reason = line.rstrip("\n").split("\t")
            if a in alive and b in alive:
                lists[introducer][frozenset((a, b)) not in answers].append(features(reason))
    return [x for x in lists.values() if x[0] and x[1]]


def sample(lists, chance, most=12000):
    """Differences (came to be) - (did not) of features, evenly over introducers."""
    each = max(1, most // len(lists))
    found = []
    for hits, others in lists:
        for _ in range(each):
            h, o = chance.choice(hits), chance.choice(others)
            found.append([x - y for x, y in zip(h, o)])
    return found


def fit(samples):
    """Newton's method on the mean logistic loss, every set counting as its share says."""
    n = 1 + len(TERMS)
    w = [1.0] + [0.0] * len(TERMS)
    for _ in range(12):
        gradient = [1e-3 * x for x in w]
        hessian = [[1e-3 * (i == k) for k in range(n)] for i in range(n)]
        for differences, share in samples:
            part = share / len(differences)
            for d in differences:
                p = 1 / (1 + math.exp(min(50, sum(x * y for x, y in zip(w, d)))))
                curve = p * (1 - p) * part
                for i in range(n):
                    gradient[i] -= p * part * d[i]
                    for k in range(i + 1):
                        hessian[i][k] += curve * d[i] * d[k]
        for i in range(n):
            for k in range(i):
                hessian[k][i] = hessian[i][k]
        step = solve(hessian, gradient)
        w = [x - y for x, y in zip(w, step)]
    return [x / w[0] for x in w]


def solve(matrix, right):
    n = len(right)
    rows_ = [list(matrix[i]) + [right[i]] for i in range(n)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows_[k][i]))
        rows_[i], rows_[pivot] = rows_[pivot], rows_[i]
        for k in range(i + 1, n):
            factor = rows_[k][i] / rows_[i][i]
            rows_[k] = [x - factor * y for x, y in zip(rows_[k], rows_[i])]
    found = [0.0] * n
    for i in reversed(range(n)):
        found[i] = (rows_[i][n] - sum(rows_[i][k] * found[k] for k in range(i + 1, n))) / rows_[i][i]
    return found


def measure(lists, w):
    auc = mrr = 0.0
    for hits, others in lists:
        scored = [(sum(x * y for x, y in zip(w, f)), True) for f in hits]
        scored += [(sum(x * y for x, y in zip(w, f)), False) for f in others]
        scored = [(round(score, 6), hit) for score, hit in scored]
        random.Random(7).shuffle(scored)  # of equal ones none comes first by nature
        scored.sort(key=lambda s: s[0])
        wins = below = 0.0
        for _, hit in scored:
            wins += below if hit else 0
            below += not hit
        auc += wins / (len(hits) * len(others))
        mrr += 1 / (1 + next(i for i, s in enumerate(reversed(scored)) if s[1]))
    return auc / len(lists), mrr / len(lists)


def told(w):
    return "  ".join("%s %+.2f" % (t[0], x) for t, x in zip(TERMS, w[1:]))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    chance = random.Random(6)
    sets = {}
    for folder in sys.argv[2:]:
        name = os.path.basename(folder.rstrip("/"))
        sets[name] = load(sys.argv[1], folder)
        print("%-10s %5d introducers" % (name, len(sets[name])), flush=True)
    family = {name: "ego" if name.startswith("ego-") else name for name in sets}
    samples = {name: sample(lists, chance) for name, lists in sets.items()}
    own = [1.0] + [t[1] for t in TERMS]
    for left in [None] + sorted(set(family.values())):
        names = [x for x in sets if family[x] != left]
        w = fit([(samples[x], 1 / sum(family[y] == family[x] for y in names)) for x in names])
        print("without %-9s %s" % (left or "none", told(w)), flush=True)
        if left is None:
            continue
        out = [x for x in sets if family[x] == left]
        for label, weights in (("own", own), ("fitted", w)):
            got = [measure(sets[x], weights) for x in out]
            print("    %-7s AUC %.3f  MRR %.3f" % (label, *(sum(g[k] for g in got) / len(got) for k in (0, 1))))


if __name__ == "__main__":
    main()
