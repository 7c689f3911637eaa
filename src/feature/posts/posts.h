/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts.h - the house is a blog too: texts by its hosts and by guest authors, each a page with a
 * conversation, together a list and an Atom feed.
 */
#ifndef FEATURE_POSTS_POSTS_H
#define FEATURE_POSTS_POSTS_H

#include "feature/feature.h"

extern const struct feature posts;

/* A draft that another feature begins: hosts find it on their desk, change and publish it. */
struct posts_draft {
    str title;
    str language; /* "de", "en" */
    str author;
    str written; /* "2012-07-09" */
    str text;    /* Markdown */
    str key;     /* the same key again makes no second one */
    str by;      /* who begins it */
};
/* ERR_INVALID with fields as posts are checked. `ret_slug` is its name in addresses. */
MUST const err *posts_draft(store *s, arena *a, enum lang lang, const struct posts_draft *draft,
                            str *ret_slug);

#endif
