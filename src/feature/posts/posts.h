/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts.h - the house is a blog too: texts by its hosts and by guest authors, each a page with a
 * conversation, together a list and an Atom feed.
 */
#ifndef FEATURE_POSTS_POSTS_H
#define FEATURE_POSTS_POSTS_H

#include "feature/feature.h"

extern const struct feature posts;

#endif
