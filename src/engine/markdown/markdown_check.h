/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markdown_check.h - for the test and the fuzz target: is this markup harmless? A strict little
 * reader that knows only what markdown.h promises; anything else in it is a fault.
 */
#ifndef ENGINE_MARKDOWN_MARKDOWN_CHECK_H
#define ENGINE_MARKDOWN_MARKDOWN_CHECK_H

#include <stdbool.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

static inline bool markdown_check_one_of(str s, const char *const *list)
{
    for (; *list != NULL; list++)
        if (str_eq(s, str_of(*list)))
            return true;
    return false;
}

static inline bool markdown_check_starts(str s, const char *prefix)
{
    return str_starts(s, str_of(prefix));
}

static inline bool markdown_check_nocase(str s, const char *prefix)
{
    return str_eq_nocase(str_sub(s, 0, strlen(prefix)), str_of(prefix));
}

static inline bool markdown_check_href(str url)
{
    bool path = markdown_check_starts(url, "/") && !markdown_check_starts(url, "//") &&
                !markdown_check_starts(url, "/\\");
    return path || markdown_check_starts(url, "#") || markdown_check_nocase(url, "http://") ||
           markdown_check_nocase(url, "https://") || markdown_check_nocase(url, "mailto:");
}

/* One attribute: name, value. */
static inline bool markdown_check_attribute(str tag, str name, str value)
{
    static const char *const aligns[] = { "left", "right", "center", NULL };
    static const char *const langs[] = { "de", "en", NULL };
    if (str_eq(tag, S("a")) && str_eq(name, S("href")))
        return markdown_check_href(value);
    if (str_eq(tag, S("a")) && str_eq(name, S("rel")))
        return str_eq(value, S("nofollow ugc noopener"));
    if (str_eq(tag, S("a")) && str_eq(name, S("title")))
        return true;
    if ((str_eq(tag, S("td")) || str_eq(tag, S("th"))) && str_eq(name, S("align")))
        return markdown_check_one_of(value, aligns);
    if ((str_eq(tag, S("em")) || str_eq(tag, S("div"))) && str_eq(name, S("lang")))
        return markdown_check_one_of(value, langs);
    if (str_eq(tag, S("ol")) && str_eq(name, S("start"))) {
        int64_t n;
        return str_to_int64(value, &n) && n >= 0;
    }
    return false;
}

/* `inside` stands between < and >: a tag of the list with attributes of the list. */
static inline bool markdown_check_tag(str inside)
{
    static const char *const known[] = { "p",    "br",    "br /",  "em",    "strong", "del",
                                         "code", "pre",   "ul",    "ol",    "li",     "blockquote",
                                         "hr /", "h2",    "h3",    "h4",    "h5",     "h6",
                                         "a",    "table", "thead", "tbody", "tr",     "th",
                                         "td",   "div",   NULL };
    if (markdown_check_starts(inside, "/"))
        return markdown_check_one_of(str_sub(inside, 1, inside.n), known);
    if (markdown_check_one_of(inside, known))
        return !str_eq(inside, S("a")) && !str_eq(inside, S("div"));
    str tag, rest;
    if (!str_cut(inside, ' ', &tag, &rest) || !markdown_check_one_of(tag, known))
        return false;
    bool has_rel = false;
    while (!str_empty(rest)) {
        str name, value, after;
        if (!str_cut(rest, '=', &name, &after) || !markdown_check_starts(after, "\"") ||
            !str_cut(str_sub(after, 1, after.n), '"', &value, &rest) ||
            !markdown_check_attribute(tag, name, value) || str_contains(value, S("<")))
            return false;
        has_rel |= str_eq(name, S("rel"));
        if (!str_empty(rest) && !markdown_check_starts(rest, " "))
            return false;
        rest = str_sub(rest, markdown_check_starts(rest, " "), rest.n);
    }
    return has_rel || !str_eq(tag, S("a"));
}

/* Only tags and attributes of the list, every link with rel, every other < and " escaped. */
static inline bool markdown_check(str markup)
{
    if (!utf8_valid(markup))
        return false;
    while (!str_empty(markup)) {
        str text, inside, rest = { 0 };
        bool tag = str_cut(markup, '<', &text, &rest);
        if (str_contains(text, S(">")) || str_contains(text, S("\"")))
            return false;
        if (!tag)
            return true;
        /* A '>' inside an attribute is always escaped. */
        if (!str_cut(rest, '>', &inside, &markup) || !markdown_check_tag(inside))
            return false;
    }
    return true;
}

#endif
