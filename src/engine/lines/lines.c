/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * lines.c - see lines.h.
 */
#include "engine/lines/lines.h"

#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "base/utf8.h"

enum form { FORM_UNKNOWN, FORM_BYTES, FORM_LITTLE, FORM_BIG };

struct lines {
    arena *a;
    size_t longest;
    char *p; /* bytes of lines that were not given yet: from start to n */
    size_t start, n, cap;
    size_t seen; /* no line ends before this */
    size_t number;
    enum form form;
    bool bare_cr, ends_known;
    bool cutting; /* the rest of a line that was cut is passed over */
    bool ended;
    unsigned char held[2]; /* UTF-16: half a unit; before the form is known: the first bytes */
    size_t n_held;
    uint32_t high; /* the first half of a surrogate pair, or 0 */
};

lines *lines_new(arena *a, size_t longest)
{
    lines *l = NEW(a, lines);
    l->a = a;
    l->longest = longest;
    return l;
}

bool lines_ended(const lines *l)
{
    return l->ended && l->start == l->n;
}

/* Room for `more` bytes behind what is there, which moves to the front first. */
static char *room_for(lines *l, size_t more)
{
    if (l->start > 0) {
        memmove(l->p, l->p + l->start, l->n - l->start);
        l->n -= l->start;
        l->seen -= l->start;
        l->start = 0;
    }
    void *p = l->p;
    arena_grow(l->a, &p, &l->cap, l->n + more + 1, 1);
    l->p = p;
    return l->p + l->n;
}

static void unit_add(lines *l, uint32_t unit)
{
    uint32_t c = unit;
    bool low = unit >= 0xdc00 && unit < 0xe000;
    if (l->high != 0 && low) {
        c = 0x10000 + ((l->high - 0xd800) << 10) + (unit - 0xdc00);
    } else if (l->high != 0) {
        l->n += utf8_put(0xfffd, l->p + l->n);
        c = low ? 0xfffd : unit;
    } else if (low) {
        c = 0xfffd;
    }
    l->high = 0;
    if (c >= 0xd800 && c < 0xdc00)
        l->high = c;
    else
        l->n += utf8_put(c, l->p + l->n);
}

static void utf16_add(lines *l, str bytes)
{
    room_for(l, 3 * bytes.n + 8);
    for (size_t i = 0; i < bytes.n; i++) {
        l->held[l->n_held++] = (unsigned char)bytes.p[i];
        if (l->n_held < 2)
            continue;
        size_t first = l->form == FORM_BIG ? 0 : 1;
        unit_add(l, (uint32_t)l->held[first] << 8 | l->held[1 - first]);
        l->n_held = 0;
    }
}

static void bytes_add(lines *l, str bytes)
{
    if (l->form == FORM_LITTLE || l->form == FORM_BIG) {
        utf16_add(l, bytes);
    } else if (bytes.n > 0) {
        memcpy(room_for(l, bytes.n), bytes.p, bytes.n);
        l->n += bytes.n;
    }
}

static enum form form_of(const unsigned char *b)
{
    if ((b[0] == 0xff && b[1] == 0xfe) || (b[0] != 0 && b[0] < 0x80 && b[1] == 0))
        return FORM_LITTLE;
    if ((b[0] == 0xfe && b[1] == 0xff) || (b[0] == 0 && b[1] != 0 && b[1] < 0x80))
        return FORM_BIG;
    return FORM_BYTES;
}

/* Takes the first two bytes and tells the form by them; false while there are not as many. */
static bool form_find(lines *l, str *bytes)
{
    while (l->n_held < 2 && bytes->n > 0) {
        l->held[l->n_held++] = (unsigned char)bytes->p[0];
        *bytes = str_sub(*bytes, 1, bytes->n);
    }
    if (l->n_held < 2)
        return false;
    char first[2] = { (char)l->held[0], (char)l->held[1] };
    l->form = form_of(l->held);
    l->n_held = 0;
    bytes_add(l, (str){ first, 2 });
    return true;
}

void lines_feed(lines *l, str bytes)
{
    ASSERT(!l->ended);
    if (l->form != FORM_UNKNOWN || form_find(l, &bytes))
        bytes_add(l, bytes);
}

void lines_end(lines *l)
{
    if (l->form == FORM_UNKNOWN && l->n_held > 0) {
        l->form = FORM_BYTES;
        bytes_add(l, (str){ (char *)l->held, l->n_held });
        l->n_held = 0;
    }
    if (l->n_held > 0 || l->high != 0) {
        room_for(l, 4);
        l->n += utf8_put(0xfffd, l->p + l->n);
    }
    l->ended = true;
}

/* The first line says how the others end; false while it has not been seen whole. */
static bool ends_find(lines *l)
{
    str all = { l->p + l->start, l->n - l->start };
    size_t lf = str_find(all, S("\n"));
    size_t cr = str_find(str_sub(all, 0, lf), S("\r"));
    size_t after = cr;
    while (after < all.n && all.p[after] == '\r')
        after++;
    if (cr < lf && (after < all.n || l->ended))
        l->bare_cr = after != lf;
    else if (lf == all.n && !l->ended && all.n <= l->longest)
        return false;
    l->ends_known = true;
    return true;
}

/* The place of the end of the line that begins at start, or n. */
static size_t end_find(lines *l)
{
    size_t from = l->seen > l->start ? l->seen : l->start;
    const char *end =
        from < l->n ? memchr(l->p + from, l->bare_cr ? '\r' : '\n', l->n - from) : NULL;
    size_t at = end == NULL ? l->n : (size_t)(end - l->p);
    l->seen = at;
    return at;
}

static str without_mark(str text)
{
    return str_starts(text, S("\xef\xbb\xbf")) ? str_sub(text, 3, text.n) : text;
}

/* No text has NUL in it. */
static str without_nul(char *p, size_t n)
{
    const char *first = n > 0 ? memchr(p, 0, n) : NULL;
    size_t kept = first == NULL ? n : (size_t)(first - p);
    for (size_t i = kept; i < n; i++)
        if (p[i] != 0)
            p[kept++] = p[i];
    return (str){ p, kept };
}

/* The line from start to `end`, which is `whole` or the beginning of a longer one. */
static void line_take(lines *l, size_t end, bool whole, struct lines_line *ret)
{
    size_t n = end - l->start;
    ret->cut = !whole || n > l->longest;
    ret->text = without_nul(l->p + l->start, n < l->longest ? n : l->longest);
    while (whole && ret->text.n > 0 && ret->text.p[ret->text.n - 1] == '\r')
        ret->text.n--;
    if (l->number == 0)
        ret->text = without_mark(ret->text);
    ret->number = ++l->number;
    l->start = whole && end < l->n ? end + 1 : end;
    l->seen = l->start;
}

bool lines_next(lines *l, struct lines_line *ret)
{
    while (l->start < l->n) {
        if (!l->ends_known && !ends_find(l))
            return false;
        size_t end = end_find(l);
        bool whole = end < l->n || l->ended;
        if (l->cutting) {
            l->cutting = !whole;
            l->start = whole && end < l->n ? end + 1 : end;
            continue;
        }
        if (!whole && l->n - l->start <= l->longest)
            return false;
        line_take(l, end, whole, ret);
        l->cutting = !whole;
        return true;
    }
    return false;
}
