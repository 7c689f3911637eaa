/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_next.h - what a reader may do next besides talking: another feature's offer under what
 * stands on a page with a conversation, and beside one message; and members who want to be known by
 * what they say.
 *
 * A member is known only where they chose it: then their messages bear the mark "member" (unless
 * they are the host's or a speaker's), and the store keeps with each whose account it is. Nobody is
 * shown the account.
 */
#ifndef FEATURE_ROOMS_ROOMS_NEXT_H
#define FEATURE_ROOMS_ROOMS_NEXT_H

#include "feature/rooms/rooms.h"

struct rooms_next {
    /* Does who asks want to be known? Asked for signed-in people only. */
    const err *(*known)(req *r, bool *ret);
    /* Under the text of a room's page. The page is kept for everybody, so this is the same for all
     * who are not signed in. */
    const err *(*page)(req *r, const struct room *room, page *to);
    /* On the page of a message that is shown; `account` wrote it, 0 = not known. */
    const err *(*message)(req *r, const struct room *room, const struct message *m, int64_t account,
                          page *to);
};
/* Borrowed for good; before the first request. */
void rooms_next_add(const struct rooms_next *next);

/* The account of who asks, where they want to be known; else 0. */
MUST const err *rooms_next_known(req *r, int64_t *ret);
MUST const err *rooms_next_page(req *r, const struct room *room, html *ret);
MUST const err *rooms_next_message(req *r, const struct room *room, const struct message *m,
                                   html *ret);

/* A message that is shown, and whose account it is (0: not known). ERR_MISSING where there is none.
 */
MUST const err *rooms_next_writer(store *s, arena *a, room_id id, int64_t seq, struct message *ret,
                                  int64_t *ret_account);
/* An account is no longer known by any message; in the caller's transaction. */
MUST const err *rooms_next_forget(store *s, arena *a, int64_t account);

#endif
