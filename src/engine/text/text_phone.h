/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_phone.h - telephone numbers as people write them, made one form each (ITU-T E.164).
 *
 * Taken are digits of any script, "+49", "0049", "011" where the country's own is 1, "0" and other
 * trunk prefixes, "(0)", spaces, brackets, slashes, dots, hyphens, invisible marks, a label before
 * the number ("Tel.:", "tel:" of RFC 3966), and an extension behind it ("ext. 12", "x12", "#12",
 * "Durchwahl 12", "App. 12", ";ext=12", ",,12"). "040 1234-56" has no extension: in German numbers
 * the hyphen parts what is dialled as one. What stands behind the number ("(privat)") is not read.
 *
 * There is no plan of all the world's numbers in here: whether a number is in service, or its
 * length right for its country, is not known; it is only made comparable. Safe from any thread.
 */
#ifndef ENGINE_TEXT_TEXT_PHONE_H
#define ENGINE_TEXT_TEXT_PHONE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"

#define TEXT_PHONE_DIGITS 15 /* of E.164, with the country's */
#define TEXT_PHONE_SHORTEST                                                                        \
    7 /* with the country's; below, a number is only known in its own place */
#define TEXT_PHONE_EXTENSION 8 /* digits */
#define TEXT_PHONE_BYTES 200   /* what is longer is no number */

struct text_phone {
    str e164;      /* "+494012345"; absent for one that cannot be said for all the world: "112", or
                      a national one without a country given */
    str digits;    /* what is dialled: of e164 without "+", else as written; never empty */
    str extension; /* digits; empty where there is none */
};

/* `country` is the calling code of the place where "0…" is dialled, in digits ("49"); anything
 * else means that it is not known. False where the text holds no number: under three digits, over
 * fifteen, too long, or letters among its digits. Parsing an e164 again gives the same. */
MUST bool text_phone(arena *a, str written, str country, struct text_phone *ret);

/* For a search by the beginnings of words: adds words, parted by spaces, such that every part of
 * three digits or more of the number, in any of the forms "004940…", "+4940…" and "040…", is the
 * beginning of one of them; so is the extension. About 15 words of 9 digits each. */
void text_phone_words(buf *to, const struct text_phone *phone);
/* What is typed into the search, as such a beginning: its digits. Absent where it cannot be meant
 * as a number: letters in it, or under three digits. */
str text_phone_part(arena *a, str typed);

#endif
