/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * dialogue.h - is it a dialogue? Who starts, who speaks, who gives, and when the numbers allow one
 * to say so. Pure computation.
 *
 * Lopsided ties are common, more than chance or activity explain (Kovanen, Saramaki, Kaski, arXiv
 * 1002.0763), so a share of the starts alone says nothing: it is said only where an even tie would
 * show so uneven a share in fewer than one of twenty cases (exact two-sided binomial test), and
 * never on fewer than DIALOGUE_LEAST encounters. The three accounts (who starts, who speaks, what
 * is given and received) are kept apart and never summed into one debt.
 */
#ifndef ENGINE_DIALOGUE_DIALOGUE_H
#define ENGINE_DIALOGUE_DIALOGUE_H

#include <stdint.h>

/* On fewer than this nothing is said. */
#define DIALOGUE_LEAST 6
/* Below this an even tie is not believed. */
#define DIALOGUE_DOUBT 0.05

enum dialogue_side {
    DIALOGUE_TOO_FEW, /* nothing can be said */
    DIALOGUE_EVEN,    /* nothing speaks against an even tie */
    DIALOGUE_MINE,    /* mostly the owner */
    DIALOGUE_THEIRS,  /* mostly the other */
};

/* The probability that of mine + theirs fair throws the split is at least as uneven as this one; 1
 * where there is none. Counts are not negative (asserted). */
double dialogue_chance(int64_t mine, int64_t theirs);

enum dialogue_side dialogue_side_of(int64_t mine, int64_t theirs);

#endif
