/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_fold.h - how the book compares words, names and telephone numbers. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_FOLD_H
#define FEATURE_BOOK_BOOK_FOLD_H

#include "base/arena.h"
#include "base/str.h"

/* Words without case and accents, umlauts as ae, oe, ue, single spaces between, nothing but letters
 * and digits: "Müller-Lüdenscheidt, Dr." -> "mueller luedenscheidt dr". */
str book_fold(arena *a, str text);
/* The folded words in order, so that "Schmidt, Anna" is "Anna Schmidt". */
str book_fold_name(arena *a, str name);
/* The digits of a telephone number with its country ("4940123456"), 0-numbers being German; its
 * digits alone where it is none; empty without digits. */
str book_fold_phone(arena *a, str number);

#endif
