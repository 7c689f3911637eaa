/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_rules.h - what the parts of the book share. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_RULES_H
#define FEATURE_BOOK_BOOK_RULES_H

#include "feature/book/book_facts.h"

/* What is absent in a source: "mine", today. A source that is none is our fault. */
MUST const err *book_rules_source(store *s, arena *a, struct book_source *from);

/* "2019", "2019-04" or a day that exists. */
bool book_rules_day(str text);
/* The first and the last day that may be meant by it, "0000-01-01" and "9999-12-31" for "". */
str book_rules_first_day(arena *a, str text);
str book_rules_last_day(arena *a, str text);
#define BOOK_RULES_DAY_WORDS                                                                       \
    WORDS_MARK("Please write a year, a month or a day: 2012, 2012-07 or 2012-07-09.")

#endif
