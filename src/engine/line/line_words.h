/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_words.h - the words that the capture line understands; inside this folder only.
 *
 * Each function looks at the front of `s`, where a word begins, and says how many bytes of it are
 * the words found; 0 where there are none. Of several the longest counts.
 */
#ifndef ENGINE_LINE_LINE_WORDS_H
#define ENGINE_LINE_LINE_WORDS_H

#include "engine/line/line.h"

/* `first`: it stands first in the line, where a capital does not yet mean a name. */
size_t line_words_kind(str s, bool first, enum line_kind *ret);

/* The beginning of a clause, LINE_HEARD to LINE_THEIRS. */
struct line_marker {
    enum line_part part;
    bool weak;  /* "sie will": a promise only with a word such as "schicken" behind it */
    bool final; /* "versprochen": in German it may stand behind its text */
};
size_t line_words_marker(str s, struct line_marker *ret);
/* What makes a promise of "sie will …". */
bool line_words_is_deed(str text);

size_t line_words_spoke(str s, enum line_side *ret);
/* `kind`: what it says of the kind, or LINE_UNSAID. `named`: a name stands before it ("Anna rief
 * an"). */
size_t line_words_started(str s, bool named, enum line_side *ret, enum line_kind *ret_kind);

/* "und", "and", "u.", "+", "&". */
size_t line_words_and(str s);
/* "mit", "with", "bei", "von" …, before a name; `ret`: who began, where it says so. */
size_t line_words_with(str s, enum line_side *ret);
/* "in", "im", "auf der", "at the", "@" …, before a place. "bei" is both. */
size_t line_words_place(str s);
/* What stands in names and begins with a small letter: "von", "van", "de" … */
bool line_words_is_particle(str word);
/* What begins a new thought behind a comma: "sie", "er", "ist", "will", "she" … */
bool line_words_is_subject(str word);
/* "sie hat", "he has": who promised, when the promise stands first; `ret` LINE_ME or LINE_THEY. */
size_t line_words_who(str s, enum line_side *ret);

#endif
