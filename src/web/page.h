/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page.h - where markup is written: the functions that the page translator's output calls.
 *
 * Nothing else writes markup. The type of a value decides about its escaping: a str is escaped, an
 * html goes through, numbers are digits, and a `char *` does not compile.
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/html.h"
#include "base/str.h"
#include "base/words.h"

/* A page being written: its text, the arena of its values and the language of its words. */
typedef struct page {
    buf body;
    arena *arena;
    enum lang lang;
} page;

/* An empty page of at most `limit` bytes, on the arena. */
void page_init(page *p, arena *a, enum lang lang, size_t limit);
/* What was written, as markup that may be put into another page; on the page's arena. */
html page_taken(page *p);

/* Escapes & < > " and ' : right in text and in quoted attributes. */
void page_str(page *p, str s);
void page_int(page *p, int64_t number);
void page_html(page *p, html h);
/* A literal of a page file. */
void page_raw(page *p, const char *literal, size_t n);

#define page_put(p, value)                                                                         \
    _Generic((value), str                                                                          \
             : page_str, html                                                                      \
             : page_html, int                                                                      \
             : page_int, int64_t                                                                   \
             : page_int, size_t                                                                    \
             : page_size)((p), (value))
void page_size(page *p, size_t number);

/* In href, src, action and the like: http, https, mailto, tel, and what has no scheme. Anything
 * else becomes "#". Escaped. */
void page_url(page *p, str url);

/* {{_ "text" name=value}}: translated, {name} replaced, all of it escaped but html values. */
struct page_value {
    const char *name;
    bool is_html;
    str text;
};
#define page_value_of(name_, value)                                                                \
    _Generic((value), str                                                                          \
             : page_value_str, html                                                                \
             : page_value_html, int                                                                \
             : page_value_int, int64_t                                                             \
             : page_value_int, size_t                                                              \
             : page_value_size)(p->arena, (name_), (value))
struct page_value page_value_str(arena *a, const char *name, str v);
struct page_value page_value_html(arena *a, const char *name, html v);
struct page_value page_value_int(arena *a, const char *name, int64_t v);
struct page_value page_value_size(arena *a, const char *name, size_t v);
void page_words(page *p, const char *msgid, const struct page_value *values, size_t n);
/* {{_n "one" "many" count}}: the same, by number; {n} is the count without being named. */
void page_words_n(page *p, const char *one, const char *many, int64_t count,
                  const struct page_value *values, size_t n);

/* {{jsonld value}}: the content of a page's <script type="application/ld+json"> (the page writes
 * the tags), with <, >, &, U+2028 and U+2029 as \uXXXX. The value stays the caller's. */
void page_jsonld(page *p, const json_t *value);

#endif
