#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""allocation.py FILE EVERY - plain resource allocation with scipy, on one thread, in blocks of rows that
are let go again. FILE is what `rank dump` writes. Every EVERYth row is taken, and the time of the
processor told for all. No best ten are chosen."""
import sys
import time

import numpy
import scipy.sparse

with open(sys.argv[1], "rb") as file:
    n, entries = (int(x) for x in numpy.fromfile(file, numpy.uint64, 2))
    starts = numpy.fromfile(file, numpy.uint64, n + 1).astype(numpy.int64)
    columns = numpy.fromfile(file, numpy.uint32, entries).astype(numpy.int64)
degrees = numpy.diff(starts)
ones = numpy.ones(entries, numpy.float32)
ties = scipy.sparse.csr_matrix((ones, columns, starts), shape=(n, n))
shares = numpy.repeat(1 / degrees, degrees).astype(numpy.float32)
divided = scipy.sparse.csr_matrix((shares, columns, starts), shape=(n, n))
every = int(sys.argv[2])
chosen = ties[::every]
products = numpy.concatenate(([0], numpy.cumsum(chosen @ degrees.astype(numpy.float64))))
spent, pairs, begin = 0.0, 0, 0
while begin < chosen.shape[0]:
    end = int(numpy.searchsorted(products, products[begin] + 2e8))
    end = min(max(begin + 1, end), chosen.shape[0])
    rows = chosen[begin:end]
    start = time.process_time()  # the product alone
    product = rows @ divided
    spent += time.process_time() - start
    pairs += product.nnz
    del product
    begin = end
print("scipy     %8.2f s   plain resource allocation, %.2g pairs" % (spent * every, float(pairs) * every))
