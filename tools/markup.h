/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markup.h - the markup between the directives of a page: which place a value would stand in,
 * and that everything opened is closed.
 *
 * Stricter than HTML, so that the place is never in doubt: every element but the void ones is
 * closed by name, every attribute's value is quoted, a '<' that begins no tag is written "&lt;".
 * What the house's content security policy forbids (inline scripts and styles) is refused here, and
 * so is what would load a foreign document. Comments are dropped.
 */
#ifndef TOOLS_MARKUP_H
#define TOOLS_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "source.h"

#define MARKUP_DEPTH 64

/* Where the reading stands between two pieces of text. */
enum markup_place {
    MARKUP_TEXT,   /* the content of an element */
    MARKUP_PLAIN,  /* of a <title> or <textarea>: no tags inside */
    MARKUP_SCRIPT, /* of a <script>: nothing, or one {{jsonld}} */
    MARKUP_TAG,    /* between the attributes of a start tag */
    MARKUP_VALUE   /* in a quoted attribute */
};

/* How far the address in a URL attribute is determined. */
enum markup_url {
    MARKUP_URL_NONE,   /* another attribute */
    MARKUP_URL_EMPTY,  /* nothing yet: a value here is checked as a whole (page_url) */
    MARKUP_URL_PREFIX, /* letters that could become a scheme */
    MARKUP_URL_ROOT,   /* "/" or "//": a value here could name another host */
    MARKUP_URL_VALUE,  /* a checked value: only '/', '?' or '#' may follow */
    MARKUP_URL_SAFE    /* scheme and host are the page's own words */
};

struct markup {
    enum markup_place place;
    str stack[MARKUP_DEPTH]; /* names of the open elements, outermost first */
    size_t depth;
    str tag;       /* the start tag of MARKUP_TAG and MARKUP_VALUE */
    str attribute; /* the attribute of MARKUP_VALUE */
    char quote;
    enum markup_url url;
    str scheme;     /* with MARKUP_URL_PREFIX: what stands there */
    bool json;      /* the script is application/ld+json */
    bool glued;     /* in MARKUP_TAG: a name or quote ends right here, so white space must follow */
    bool newline;   /* a line end was just written; further white space can go */
    bool may_close; /* a page that closes elements which another opened */
};

/* Reads `text` from the state `m` on and adds to `out` what is to be written. */
MUST const err *markup_text(const struct source *s, struct markup *m, str text, buf *out);

/* A value stands at the current place of a URL attribute: refuses where it could change the scheme
 * or host; `ret_whole` if it is the address' beginning and must pass page_url. */
MUST const err *markup_url_value(const struct source *s, struct markup *m, const char *at,
                                 bool *ret_whole);

/* Two ways through a page meet: `a` becomes what is known of both. False if they differ. */
bool markup_join(struct markup *a, const struct markup *b);

/* "the text of <li>", "the attribute href of <a>": for messages, on the source's arena. */
str markup_where(const struct source *s, const struct markup *m);

#endif
