/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * words.h - the interface's words in the reader's language, from the gettext catalogues in po/,
 * compiled in; no system locale is needed.
 *
 * English stands in the sources and is the msgid; po/de.po holds the German. Placeholders are
 * named: "{n} messages". Calls with a literal are found by `script/words` (xgettext).
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum lang { LANG_DE, LANG_EN, LANG_COUNT };

/* "de", "en". */
str lang_tag(enum lang lang);
/* The language of a tag ("de-AT" is German); false where the house does not speak it. */
_Bool lang_from_tag(str tag, enum lang *ret);

/* The words for `msgid`; the msgid itself where there are none. Static, not to be freed. */
str words(enum lang lang, const char *msgid);
/* One or several; German and English both take the first only for n = 1. */
str words_n(enum lang lang, const char *one, const char *many, int64_t n);

/* A value for a placeholder, without its braces. */
struct words_value {
    const char *name;
    str value;
};
/* `text` with each {name} replaced; an unknown name stays as it is. Owned by the arena. */
str words_fill(arena *a, str text, const struct words_value *values, size_t n);

/* Marks a literal that is looked up later. */
#define WORDS_MARK(msgid) msgid

/* The compiled catalogue (generated from po/de.po): pairs sorted by msgid, bytewise. For plurals
 * the msgid is the singular and `many` the translated plural, else NULL. */
struct words_entry {
    const char *msgid;
    const char *one;
    const char *many;
};
extern const struct words_entry words_de[];
extern const size_t words_de_count;

#endif
