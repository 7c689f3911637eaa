/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * route.h - which handler a path belongs to.
 *
 * There are some dozens of routes, so they are looked through one by one; of those that match, the
 * one wins that has a literal segment where another has a ":name", at the first such place.
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"
#include "web/req.h"

#define ROUTE_PARAMS 8

struct route_found {
    const struct route *route; /* NULL: none with this method */
    bool path_known;           /* some route has this path */
    struct {
        str name;
        str value;
    } params[ROUTE_PARAMS];
    size_t n_params;
};

/* The route for a decoded path. HEAD asks for GET's. `tables` as in server_options. */
struct route_found route_find(const struct route *const *tables, str method, str path);

/* "GET, HEAD, OPTIONS": what a known path can be asked for. */
str route_allow(arena *a, const struct route *const *tables, str path);

/* Asserts that the patterns are well-formed: each begins with '/', has at most ROUTE_PARAMS names.
 */
void route_check(const struct route *const *tables);

#endif
