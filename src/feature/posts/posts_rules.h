/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_rules.h - what is taken as a post, and how it is saved: nothing that somebody wrote is ever
 * lost to somebody else's saving. Inside this folder only.
 */
#ifndef FEATURE_POSTS_POSTS_RULES_H
#define FEATURE_POSTS_POSTS_RULES_H

#include "base/words.h"
#include "feature/posts/posts_store.h"

#define POSTS_TITLE_MAX 160 /* code points */
#define POSTS_AUTHOR_MAX 80
#define POSTS_ADDRESS_MAX 160
#define POSTS_TAG_MAX 40
#define POSTS_TAGS_MAX 8
#define POSTS_TEXT_MAX MARKDOWN_MAX /* bytes */

/* Cleans what was given, or says what is wrong with its fields in the reader's language (err_form).
 * A draft needs a title, an author and a date; what is public needs a text besides. */
MUST const err *posts_check(arena *a, enum lang lang, const struct writing *given, bool public,
                            struct writing *ret);

/* The tags of a writing. One that has no letter or digit is none. */
struct post_tags posts_tags(arena *a, str tags);

struct posts_save {
    int64_t id;             /* 0: a new post */
    int64_t version;        /* which the writer began from; 0 for a new one */
    int64_t link;           /* the private link it is written by; 0 = by a host */
    str form;               /* the key of a new post's form: sent twice, it makes one post */
    str by;                 /* who saves */
    bool publish;           /* and publishes it, which only hosts do */
    struct writing writing; /* as posts_check gave it */
};
/* Saves a version and gives the post as it stands then; what is already stored so is not saved
 * again. Where somebody else saved meanwhile (or, for a guest, a host published it), nothing is
 * changed: `ret_stale`, and `ret` is what they made of it. */
MUST const err *posts_save(store *s, arena *a, const struct posts_save *what, bool *ret_stale,
                           struct post *ret);
/* Saves what a former version said: that of the last but one undoes the last saved change, and is
 * undone in the same way. `seen` is the version from which the host asked for it; else as
 * posts_save. ERR_CONFLICT where a published post would lose its text. */
MUST const err *posts_restore(store *s, arena *a, const struct post *p, int64_t seen,
                              const struct writing *former, str by, bool *ret_stale,
                              struct post *ret);
/* Takes a post from the public pages; its address, text and conversation stay, and are a host's to
 * read (the text) or nobody's (the conversation, also where somebody is listening) until it is
 * published again. */
MUST const err *posts_unpublish(store *s, arena *a, int64_t id);
/* Removes a post for good: text, former versions, author, tags, the private links to it, and its
 * conversation with the reports about it. Where it was public once its address answers ERR_GONE
 * from then on and becomes no other post's. There is no way back but a backup, which keeps all of
 * it. */
MUST const err *posts_erase(store *s, arena *a, int64_t id);

/* Fills an empty store with the demonstration's guest essay. */
MUST const err *posts_demo(store *s, arena *a, int64_t now_ms);
/* Removes what posts_demo made, with its conversation, in the caller's transaction. */
MUST const err *posts_demo_leave(store *s, arena *a);

#endif
