/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_translate.h - the page translator: markup with directives becomes typed C functions that
 * write it through web/page.h.
 *
 *     {{include "feature/rooms/rooms.h"}}      before the first page: goes into the made header
 *     {{# not for the reader }}
 *     {{page talk_page(struct talk t, struct messages m)}}
 *                        void talk_page(page *p, struct talk t, struct messages m), up to the next
 *                        {{page}} or the end of the file; {{static page …}} stays in its file;
 *                        {{page head(…) open}} may leave elements open, {{page foot() close}} may
 *                        close them
 *     {{= value}}        by type: a str escaped, an html (in text only) as it is, numbers. At the
 *                        beginning of an address (href, src …) only safe schemes pass; further
 *                        on in one it must be percent-encoded already
 *     {{_ "Hello {name}" name=value, other=value}}      translated; every placeholder has its value
 *     {{n_ "one message" "{n} messages" count, name=value}}    {n} is the count
 *     {{if x}} … {{elif y}} … {{else}} … {{end}}
 *     {{for struct message x in m}} … {{else}} … {{end}}       m.item[0] … m.item[m.n - 1]; x is a
 *                        copy, x_index counts from 0; what follows else is for an empty m
 *     {{call message_item(x)}}                 another page function
 *     {{jsonld value}}   the whole content of <script type="application/ld+json">
 *
 * Expressions are C, and the compiler's complaints name the page's own line. Refused, with file,
 * line and column: values in scripts, comments, tags, attribute names, unquoted attributes, and in
 * on…, style and srcdoc (which are refused altogether); addresses of other schemes; a branch that
 * does not leave the markup as it found it; elements that are not closed. Runs of white space with
 * a line end in them become one line end, but in <pre> and <textarea>.
 */
#ifndef TOOLS_PAGE_TRANSLATE_H
#define TOOLS_PAGE_TRANSLATE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

struct page_made {
    str code;   /* the .c file */
    str header; /* the .h file */
};

/* `file` is the page's path for messages and #line, `header_name` what the code includes. */
MUST const err *page_translate(arena *a, const char *file, str source, str header_name,
                               struct page_made *ret);

#endif
