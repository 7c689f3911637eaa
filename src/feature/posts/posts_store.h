/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_store.h - posts as they are stored, their former versions and their tags. Texts are never
 * absent, only empty; lists leave the text of posts out where they say so.
 */
#ifndef FEATURE_POSTS_POSTS_STORE_H
#define FEATURE_POSTS_POSTS_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

/* All that a person writes and may change. */
struct writing {
    str title;
    str language; /* "de", "en" */
    str author;
    str address; /* a guest's: town, address line */
    str written; /* the date under the text, "2012-07-09" */
    str tags;    /* as written, ", " between them */
    str text;    /* Markdown */
};

struct post {
    int64_t id;
    str slug, uid;
    int64_t link; /* the private link it was begun with; 0 = by a host */
    str state;    /* "draft", "published" */
    int64_t version;
    str saved_by;
    int64_t created_ms, modified_ms, published_ms; /* published: first time, 0 = never yet */
    int64_t room;                                  /* 0 before the first publication */
    struct writing writing;
};
struct post_list {
    const struct post *item;
    size_t n;
};

/* One saved version; in lists without its text. */
struct post_version {
    int64_t version, saved_ms;
    str saved_by;
    struct writing writing;
};
struct post_versions {
    const struct post_version *item;
    size_t n;
};

struct post_tag {
    str tag;  /* in addresses */
    str name; /* as read */
};
struct post_tags {
    const struct post_tag *item;
    size_t n;
};

bool posts_store_published(const struct post *p);

/* Published posts, newest first, with their texts; `tag` empty = all. */
MUST const err *posts_store_newest(store *s, arena *a, str tag, int64_t limit, int64_t skip,
                                   struct post_list *ret);
/* Drafts first, then what was changed last; without texts. */
MUST const err *posts_store_all(store *s, arena *a, struct post_list *ret);
/* ERR_MISSING where there is none, ERR_GONE where one stood that was erased. */
MUST const err *posts_store_get(store *s, arena *a, str slug, struct post *ret);
MUST const err *posts_store_by_id(store *s, arena *a, int64_t id, struct post *ret);
/* The post that was begun with this link, or made by this form. */
MUST const err *posts_store_by_link(store *s, arena *a, int64_t link, struct post *ret,
                                    bool *ret_found);
MUST const err *posts_store_by_form(store *s, arena *a, str form, struct post *ret,
                                    bool *ret_found);

/* Former versions and the present one, newest first; one, with its text, or ERR_MISSING. */
MUST const err *posts_store_versions(store *s, arena *a, int64_t post, struct post_versions *ret);
MUST const err *posts_store_version(store *s, arena *a, int64_t post, int64_t version,
                                    struct post_version *ret);

/* The tags of published posts, by name. */
MUST const err *posts_store_tags(store *s, arena *a, struct post_tags *ret);

/* ---- writing, inside the caller's transaction ------------------------------------------------ */

/* `form` is the key of the form that made it. */
MUST const err *posts_store_add(store *s, arena *a, const struct post *p, str form,
                                int64_t *ret_id);
/* Everything but slug, uid, link and the time of making. */
MUST const err *posts_store_change(store *s, arena *a, const struct post *p);
/* Keeps what the post says now as its version. */
MUST const err *posts_store_keep_version(store *s, arena *a, const struct post *p);
MUST const err *posts_store_set_tags(store *s, arena *a, int64_t post,
                                     const struct post_tags *tags);

/* The post, its versions and its tags; its name in addresses is never given again. */
MUST const err *posts_store_drop(store *s, arena *a, int64_t post);
/* Keeps, as a digest, that a public post of this name was erased; asks for it. */
MUST const err *posts_store_note_erased(store *s, arena *a, str slug);
MUST const err *posts_store_was_erased(store *s, arena *a, str slug, bool *ret);

extern const query *const posts_store_queries[]; /* ends with NULL */

#endif
