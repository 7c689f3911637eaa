/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_slug.c - transliteration with ICU. Opening a transliterator costs milliseconds, so each is
 * opened once; they are used under a lock, since ICU does not promise that two threads may share
 * one.
 */
#include "weeks_slug.h"

#include <pthread.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/attr.h"
#include "base/check.h"

enum fold { FOLD_SLUG, FOLD_SEARCH, FOLDS };

static const char *const fold_rules[FOLDS] = {
    [FOLD_SLUG] = "Any-Latin; de-ASCII; Latin-ASCII; Lower",
    [FOLD_SEARCH] = "NFKD; [:M:] Remove; NFKC; Lower; Latin-ASCII",
};

static pthread_mutex_t fold_lock = PTHREAD_MUTEX_INITIALIZER;
static UTransliterator *folds[FOLDS];

static UTransliterator *fold_open(enum fold which)
{
    UChar id[80] = { 0 };
    UErrorCode status = U_ZERO_ERROR;
    UParseError where = { 0 };
    u_charsToUChars(fold_rules[which], id, (int32_t)__builtin_strlen(fold_rules[which]));
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, &where, &status);
    ASSERT(U_SUCCESS(status));
    return t;
}

/* What does not fit into four times its length (no title does that) is cut. */
static str folded(arena *a, enum fold which, str text)
{
    int32_t capacity = (int32_t)text.n * 4 + 64, n = 0, limit = 0;
    UErrorCode status = U_ZERO_ERROR;
    UChar *wide = NEW_ARRAY(a, UChar, (size_t)capacity);
    u_strFromUTF8WithSub(wide, capacity, &n, text.n ? text.p : "", (int32_t)text.n, 0xFFFD, NULL,
                         &status);
    ASSERT(U_SUCCESS(status));
    limit = n;
    pthread_mutex_lock(&fold_lock);
    if (folds[which] == NULL)
        folds[which] = fold_open(which);
    utrans_transUChars(folds[which], wide, &n, capacity, 0, &limit, &status);
    pthread_mutex_unlock(&fold_lock);
    if (U_FAILURE(status) || n > capacity)
        return S("");
    char *narrow = arena_alloc(a, (size_t)n * 3 + 1);
    int32_t bytes = 0;
    u_strToUTF8WithSub(narrow, n * 3 + 1, &bytes, wide, n, '?', NULL, &status);
    return U_SUCCESS(status) ? (str){ narrow, (size_t)bytes } : S("");
}

static bool is_slug_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Back to the last whole word, where there is one. */
static str cut_at_word(str slug)
{
    if (slug.n <= WEEKS_SLUG_MAX)
        return slug;
    size_t n = WEEKS_SLUG_MAX;
    while (n > 0 && slug.p[n] != '-')
        n--;
    return str_sub(slug, 0, n > 0 ? n : WEEKS_SLUG_MAX);
}

str weeks_slug(arena *a, str title)
{
    str from = folded(a, FOLD_SLUG, title);
    char *to = arena_alloc(a, from.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < from.n; i++) {
        if (is_slug_char(from.p[i]))
            to[n++] = from.p[i];
        else if (from.p[i] != '\'' && n > 0 && to[n - 1] != '-')
            to[n++] = '-';
    }
    while (n > 0 && to[n - 1] == '-')
        n--;
    return cut_at_word((str){ to, n });
}

bool weeks_slug_ok(str slug)
{
    if (slug.n == 0 || slug.n > WEEKS_SLUG_MAX || slug.p[0] == '-' || slug.p[slug.n - 1] == '-')
        return false;
    for (size_t i = 0; i < slug.n; i++)
        if (!is_slug_char(slug.p[i]) && (slug.p[i] != '-' || slug.p[i - 1] == '-'))
            return false;
    return true;
}

bool weeks_slug_reserved(str slug)
{
    static const char *const words[] = { "new",    "edit",       "feed",   "messages",
                                         "stream", "transcript", "search", "import" };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(slug, str_of(words[i])))
            return true;
    return false;
}

str weeks_slug_search_word(arena *a, str word)
{
    return folded(a, FOLD_SEARCH, word);
}

str weeks_slug_search_text(arena *a, str text)
{
    str plain = folded(a, FOLD_SEARCH, text), german = folded(a, FOLD_SLUG, text);
    if (str_eq(plain, german))
        return plain;
    return str_join(a, (str[]){ plain, german }, 2, S("\n"));
}
