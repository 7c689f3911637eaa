/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * dialogue.c - the exact binomial test at one half.
 */
#include "engine/dialogue/dialogue.h"

#include <math.h>

#include "base/check.h"

/* P(exactly k of n), by logarithms: n may be large. */
static double exactly(double n, double k)
{
    int sign = 0; /* of gamma: always above zero here; lgamma itself writes to a global */
    double ways = lgamma_r(n + 1, &sign) - lgamma_r(k + 1, &sign) - lgamma_r(n - k + 1, &sign);
    return exp(ways - n * log(2));
}

double dialogue_chance(int64_t mine, int64_t theirs)
{
    ASSERT(mine >= 0 && theirs >= 0);
    int64_t n = mine + theirs;
    int64_t fewer = mine < theirs ? mine : theirs;
    if (n == 0 || 2 * fewer == n)
        return 1;
    /* From the middle outwards the terms fall: those far out add nothing any more. */
    double tail = 0;
    for (int64_t k = fewer; k >= 0; k--) {
        double term = exactly((double)n, (double)k);
        tail += term;
        if (term < tail * 1e-15)
            break;
    }
    return 2 * tail < 1 ? 2 * tail : 1;
}

enum dialogue_side dialogue_side_of(int64_t mine, int64_t theirs)
{
    if (mine + theirs < DIALOGUE_LEAST)
        return DIALOGUE_TOO_FEW;
    if (dialogue_chance(mine, theirs) >= DIALOGUE_DOUBT)
        return DIALOGUE_EVEN;
    return mine > theirs ? DIALOGUE_MINE : DIALOGUE_THEIRS;
}
