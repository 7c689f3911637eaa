/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_feed.h - the Atom feed as a text. Inside this folder only.
 */
#ifndef FEATURE_POSTS_POSTS_FEED_H
#define FEATURE_POSTS_POSTS_FEED_H

#include "feature/posts/posts_store.h"

#define POSTS_FEED_MAX 50

struct posts_feed {
    str base_url; /* of the house, without '/' at the end */
    str house;    /* its name */
    int64_t page; /* 1 = the newest */
    bool more;    /* there are older posts */
    struct post_list list;
};
/* RFC 4287, in UTF-8. Entries bear the uid of their post, so that they stay the same should the
 * house move; the feed bears its address. What XML cannot hold becomes U+FFFD. */
MUST const err *posts_feed(arena *a, const struct posts_feed *feed, str *ret);

#endif
