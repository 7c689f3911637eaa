/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_date.h - birthdays and anniversaries, of which a part may not be known.
 */
#ifndef ENGINE_CARD_CARD_DATE_H
#define ENGINE_CARD_CARD_DATE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

/* 0: not known. */
struct card_date {
    int year, month, day;
};

/* "1980-03-22", "19800322", with or without a time behind it; "--0322", "--03-22", "---22", "--03",
 * "1980-03", "1980". The year `omitted` (X-APPLE-OMIT-YEAR, or 0) is none, nor is
 * 1604, in which nobody alive was born. False where it is no day that exists. */
MUST bool card_date_parse(str text, int omitted, struct card_date *ret);
/* As 4.0 writes it: 19800322, --0322, 1980-03, 1980; empty where nothing is known. */
str card_date_text(arena *a, struct card_date date);
/* "1980-03-22"; a year that is not known is 1604. Only where month and day are known. */
str card_date_dashed(arena *a, struct card_date date);
/* The parts that are known can be a day of the calendar. */
bool card_date_exists(struct card_date date);

#endif
