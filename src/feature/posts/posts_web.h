/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_web.h - the handlers of the posts' routes, and the menu's entry.
 */
#ifndef FEATURE_POSTS_POSTS_WEB_H
#define FEATURE_POSTS_POSTS_WEB_H

#include "feature/house/house.h"
#include "feature/posts/posts_view.h"
#include "web/req.h"

extern const struct route posts_web_routes[]; /* ends with { 0 } */

/* feature.menu: the way to the posts, and for hosts to where they are written. */
const err *posts_web_menu(req *r);

/* posts_feed.c: GET /feed.atom (RFC 4287; pages as RFC 5005, section 3). */
const err *posts_feed_get(req *r);

/* posts_desk_web.c: what hosts do. */
const err *posts_desk_get(req *r);
const err *posts_desk_new_get(req *r);
const err *posts_desk_new_post(req *r);
const err *posts_desk_edit_get(req *r);
const err *posts_desk_edit_post(req *r);
const err *posts_desk_restore_post(req *r);
const err *posts_desk_unpublish_post(req *r);
const err *posts_desk_erase_get(req *r);
const err *posts_desk_erase_post(req *r);
const err *posts_desk_link_post(req *r);
const err *posts_desk_invite_post(req *r);
const err *posts_desk_revoke_post(req *r);

/* posts_write_web.c: what guests do who hold a private link. */
const err *posts_write_get(req *r);
const err *posts_write_post(req *r);

/* ---- posts_edit_web.c: the form of both ------------------------------------------------------ */

/* What is being written, by whom. */
struct posts_edit {
    struct post post; /* as stored; id 0 = a new one */
    int64_t link;     /* the guest's private link; 0 = a host */
    str by, house;    /* who writes; for guests the name of the house */
    str action;       /* of the form */
    /* Where a saved post leads, with the word that `done` is in its query. */
    const err *(*saved)(req *r, const struct post *p, const char *done);
    /* The page; fills in what only one of the two has. */
    const err *(*show)(req *r, const struct posts_edit *edit, struct post_editor *e);
};
/* The form as it is first seen: with what is stored, or empty but for name and date. */
MUST const err *posts_edit_page(req *r, const struct posts_edit *edit);
/* What the form sent: preview, save, publish; faults (422) and what somebody else saved meanwhile
 * (409) come back on the page, with all that was written. */
MUST const err *posts_edit_take(req *r, struct posts_edit *edit);
/* The page that tells of a stale form: `mine` stands in the form, what is stored beside it. */
MUST const err *posts_edit_stale(req *r, const struct posts_edit *edit, const struct writing *mine);

#endif
