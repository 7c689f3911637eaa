/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_quote.c - see rooms_quote.h.
 */
#include "feature/rooms/rooms_quote.h"

#include <stdbool.h>
#include <unicode/uchar.h>

#include "base/buf.h"
#include "base/utf8.h"

#define GAP "[\u2026]"

/* A character that counts for comparing: folded, and where it stands in its text. */
struct mark {
    UChar32 c;
    bool word;       /* a letter or digit */
    size_t from, to; /* bytes */
};
struct marks {
    struct mark *item;
    size_t n;
};

static struct marks marks_of(arena *a, str text)
{
    struct marks all = { NEW_ARRAY(a, struct mark, text.n), 0 };
    str rest = text;
    uint32_t c = 0;
    for (size_t from = 0; utf8_next(&rest, &c); from = text.n - rest.n) {
        UChar32 one = (UChar32)c;
        if (!u_isUWhiteSpace(one))
            all.item[all.n++] = (struct mark){ u_foldCase(one, U_FOLD_CASE_DEFAULT), u_isalnum(one),
                                               from, text.n - rest.n };
    }
    return all;
}

/* Is there the end of a word between the marks i - 1 and i? */
static bool parted(const struct marks *t, size_t i)
{
    if (i == 0 || i == t->n)
        return true;
    const struct mark *before = &t->item[i - 1], *after = &t->item[i];
    return before->to != after->from || !before->word || !after->word;
}

/* The whole of `s` at `i`. */
static bool stands_at(const struct marks *t, size_t i, const struct marks *s)
{
    if (s->n > t->n - i || !parted(t, i) || !parted(t, i + s->n))
        return false;
    for (size_t k = 0; k < s->n; k++)
        if (t->item[i + k].c != s->item[k].c)
            return false;
    return true;
}

static void cover(bool *covered, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        covered[i] = true;
}

static void cover_words(const struct marks *t, const struct marks *s, bool *covered)
{
    for (size_t i = 0; s->n > 0 && i < t->n; i++)
        if (stands_at(t, i, s))
            cover(covered, i, s->n);
}

/* `row[j]`: how many characters from the text's i and the message's j on are the same; made from
 * the row of i + 1. */
static void cover_runs(arena *a, const struct marks *t, const struct marks *s, bool *covered)
{
    size_t *row = NEW_ARRAY(a, size_t, s->n + 1);
    for (size_t i = t->n; i-- > 0;) {
        size_t longest = 0;
        for (size_t j = 0; j < s->n; j++) {
            row[j] = t->item[i].c == s->item[j].c ? row[j + 1] + 1 : 0;
            longest = row[j] > longest ? row[j] : longest;
        }
        if (longest >= ROOMS_QUOTE_MIN)
            cover(covered, i, longest);
    }
}

static str without(arena *a, str text, const struct marks *t, const bool *covered)
{
    buf out = { 0 };
    size_t kept = 0;
    buf_on_arena(&out, a, text.n * sizeof GAP + 1);
    for (size_t i = 0; i < t->n; i++) {
        if (!covered[i])
            continue;
        buf_add(&out, str_sub(text, kept, t->item[i].from - kept));
        buf_add(&out, S(GAP));
        while (i + 1 < t->n && covered[i + 1])
            i++;
        kept = t->item[i].to;
    }
    buf_add(&out, str_sub(text, kept, text.n));
    return kept == 0 ? text : buf_str(&out);
}

str rooms_quote_remove(arena *a, str text, str name, str said)
{
    struct marks t = marks_of(a, text), who = marks_of(a, name), what = marks_of(a, said);
    bool *covered = NEW_ARRAY(a, bool, t.n);
    cover_words(&t, &who, covered);
    if (what.n < ROOMS_QUOTE_MIN)
        cover_words(&t, &what, covered);
    else
        cover_runs(a, &t, &what, covered);
    return without(a, text, &t, covered);
}
