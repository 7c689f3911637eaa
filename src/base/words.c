/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * words.c - looking up in the compiled catalogue, and filling in.
 */
#include "base/words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/check.h"

static const str tags[LANG_COUNT] = { [LANG_DE] = S_INIT("de"), [LANG_EN] = S_INIT("en") };

str lang_tag(enum lang lang)
{
    ASSERT((unsigned)lang < LANG_COUNT);
    return tags[lang];
}

bool lang_from_tag(str tag, enum lang *ret)
{
    str head = { 0 };
    str region = { 0 };
    str_cut(tag, '-', &head, &region);
    for (size_t i = 0; i < LANG_COUNT; i++) {
        if (str_eq_nocase(head, tags[i])) {
            *ret = (enum lang)i;
            return true;
        }
    }
    return false;
}

static int entry_order(const void *msgid, const void *entry)
{
    return strcmp(msgid, ((const struct words_entry *)entry)->msgid);
}

static const struct words_entry *entry_find(enum lang lang, const char *msgid)
{
    if (lang == LANG_EN)
        return NULL;
    return bsearch(msgid, words_de, words_de_count, sizeof(words_de[0]), entry_order);
}

/* An empty translation is none. */
static str first_of(const char *translated, const char *msgid)
{
    return str_of(translated != NULL && translated[0] != '\0' ? translated : msgid);
}

str words(enum lang lang, const char *msgid)
{
    const struct words_entry *e = entry_find(lang, msgid);
    return first_of(e == NULL ? NULL : e->one, msgid);
}

str words_n(enum lang lang, const char *one, const char *many, int64_t n)
{
    const struct words_entry *e = entry_find(lang, one);
    if (n == 1)
        return first_of(e == NULL ? NULL : e->one, one);
    return first_of(e == NULL ? NULL : e->many, many);
}

static const struct words_value *value_find(const struct words_value *values, size_t n, str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_of(values[i].name), name))
            return &values[i];
    return NULL;
}

/* `at` starts with '{': adds the value and returns what follows the placeholder; or adds the brace,
 * where it opens none that is known. */
static str fill_one(buf *out, str at, const struct words_value *values, size_t n)
{
    size_t close = str_find(at, S("}"));
    const struct words_value *v =
        close == at.n ? NULL : value_find(values, n, str_sub(at, 1, close - 1));
    if (v == NULL) {
        buf_char(out, '{');
        return str_sub(at, 1, at.n);
    }
    buf_add(out, v->value);
    return str_sub(at, close + 1, at.n);
}

str words_fill(arena *a, str text, const struct words_value *values, size_t n)
{
    buf out;
    buf_on_arena(&out, a, ARENA_LIMIT);
    while (!str_empty(text)) {
        size_t open = str_find(text, S("{"));
        buf_add(&out, str_sub(text, 0, open));
        text = str_sub(text, open, text.n);
        if (!str_empty(text))
            text = fill_one(&out, text, values, n);
    }
    return buf_str(&out);
}
