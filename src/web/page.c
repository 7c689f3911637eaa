/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page.c - escaping, by type. It refuses to know any tag.
 */
#include "web/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

void page_init(page *p, arena *a, enum lang lang, size_t limit)
{
    *p = (page){ .arena = a, .lang = lang };
    buf_on_arena(&p->body, a, limit);
}

html page_taken(page *p)
{
    return (html){ buf_copy(&p->body, p->arena) };
}

void page_str(page *p, str s)
{
    buf_markup(&p->body, s);
}

void page_int(page *p, int64_t number)
{
    buf_int(&p->body, number);
}

void page_size(page *p, size_t number)
{
    ASSERT(number <= INT64_MAX);
    buf_int(&p->body, (int64_t)number);
}

void page_html(page *p, html h)
{
    buf_add(&p->body, h.s);
}

void page_raw(page *p, const char *literal, size_t n)
{
    buf_add(&p->body, (str){ literal, n });
}

/* ---- addresses ------------------------------------------------------------------------------ */

/* What stands before the first ':', unless '/', '?' or '#' comes first: then it is no scheme (RFC
 * 3986, section 4.2). Browsers skip white space in it, we do not: "java\tscript" is not safe. */
static bool page_has_scheme(str url, str *ret)
{
    for (size_t i = 0; i < url.n; i++) {
        if (url.p[i] == '/' || url.p[i] == '?' || url.p[i] == '#')
            return false;
        if (url.p[i] == ':') {
            *ret = str_sub(url, 0, i);
            return true;
        }
    }
    return false;
}

static bool page_scheme_safe(str scheme)
{
    static const str safe[] = { S_INIT("http"), S_INIT("https"), S_INIT("mailto"), S_INIT("tel") };

    for (size_t i = 0; i < COUNT_OF(safe); i++)
        if (str_eq_nocase(scheme, safe[i]))
            return true;
    return false;
}

void page_url(page *p, str url)
{
    str scheme = { 0 };
    if (page_has_scheme(url, &scheme) && !page_scheme_safe(scheme))
        url = S("#");
    page_str(p, url);
}

/* ---- words ---------------------------------------------------------------------------------- */

struct page_value page_value_str(arena *a, const char *name, str v)
{
    (void)a;
    return (struct page_value){ name, false, v };
}

struct page_value page_value_html(arena *a, const char *name, html v)
{
    (void)a;
    return (struct page_value){ name, true, v.s };
}

struct page_value page_value_int(arena *a, const char *name, int64_t v)
{
    return (struct page_value){ name, false, str_format(a, "%lld", (long long)v) };
}

struct page_value page_value_size(arena *a, const char *name, size_t v)
{
    return (struct page_value){ name, false, str_format(a, "%zu", v) };
}

static const struct page_value *page_value_named(const struct page_value *values, size_t n,
                                                 str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_of(values[i].name), name))
            return &values[i];
    return NULL;
}

/* Writes `text` with its {names} filled in; a name without a value stays as it stands. */
static void page_fill(page *p, str text, const struct page_value *values, size_t n)
{
    while (text.n > 0) {
        size_t open = str_find(text, S("{"));
        page_str(p, str_sub(text, 0, open));
        text = str_sub(text, open, text.n);
        size_t close = str_find(text, S("}"));
        if (close == text.n) {
            page_str(p, text);
            return;
        }
        const struct page_value *v = page_value_named(values, n, str_sub(text, 1, close - 1));
        if (v == NULL)
            page_str(p, str_sub(text, 0, close + 1));
        else if (v->is_html)
            buf_add(&p->body, v->text);
        else
            page_str(p, v->text);
        text = str_sub(text, close + 1, text.n);
    }
}

void page_words(page *p, const char *msgid, const struct page_value *values, size_t n)
{
    page_fill(p, words(p->lang, msgid), values, n);
}

void page_words_n(page *p, const char *one, const char *many, int64_t count,
                  const struct page_value *values, size_t n)
{
    struct page_value *all = NEW_ARRAY(p->arena, struct page_value, n + 1);
    if (n > 0)
        memcpy(all, values, n * sizeof *all);
    all[n] = page_value_int(p->arena, "n", count);
    page_fill(p, words_n(p->lang, one, many, count), all, n + 1);
}

/* ---- structured data ------------------------------------------------------------------------ */

/* How many bytes at the head of `s` must not stand in a script element, and what stands for them:
 * U+2028 and U+2029 are E2 80 A8 and E2 80 A9. */
static size_t page_script_escape(str s, const char **ret)
{
    switch (s.p[0]) {
    case '<':
        *ret = "\\u003c";
        return 1;
    case '>':
        *ret = "\\u003e";
        return 1;
    case '&':
        *ret = "\\u0026";
        return 1;
    default:
        break;
    }
    bool separator = str_starts(s, S("\xe2\x80\xa8"));
    if (!separator && !str_starts(s, S("\xe2\x80\xa9")))
        return 0;
    *ret = separator ? "\\u2028" : "\\u2029";
    return 3;
}

static void page_script_text(page *p, str s)
{
    size_t done = 0;
    size_t i = 0;
    while (i < s.n) {
        const char *escape = NULL;
        size_t taken = page_script_escape(str_sub(s, i, s.n), &escape);
        if (taken == 0) {
            i++;
            continue;
        }
        buf_add(&p->body, str_sub(s, done, i - done));
        buf_add(&p->body, str_of(escape));
        i += taken;
        done = i;
    }
    buf_add(&p->body, str_sub(s, done, s.n));
}

void page_jsonld(page *p, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    ASSERT(text != NULL);
    page_script_text(p, str_of(text));
    free(text);
}
