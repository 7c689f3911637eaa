/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * route.c - matching paths, a segment at a time.
 */
#include "web/route.h"

#include "base/buf.h"
#include "base/check.h"

static bool route_is_name(str segment)
{
    return segment.n > 1 && segment.p[0] == ':';
}

/* Fills the parameters in where the whole path fits the pattern. */
static bool route_matches(const struct route *route, str path, struct route_found *ret)
{
    str pattern = str_of(route->pattern);
    str want = { 0 };
    str have = { 0 };
    struct route_found found = { .route = route, .path_known = true };

    while (str_next(&pattern, '/', &want)) {
        if (!str_next(&path, '/', &have))
            return false;
        if (!route_is_name(want)) {
            if (!str_eq(want, have))
                return false;
            continue;
        }
        if (have.n == 0)
            return false;
        found.params[found.n_params].name = str_sub(want, 1, want.n);
        found.params[found.n_params++].value = have;
    }
    if (path.p != NULL)
        return false;
    *ret = found;
    return true;
}

/* `one` is literal at the first place where only one of both is. They match the same path. */
static bool route_closer(const struct route *one, const struct route *other)
{
    str a = str_of(one->pattern);
    str b = str_of(other->pattern);
    str x = { 0 };
    str y = { 0 };
    while (str_next(&a, '/', &x) && str_next(&b, '/', &y))
        if (route_is_name(x) != route_is_name(y))
            return route_is_name(y);
    return false;
}

struct route_found route_find(const struct route *const *tables, str method, str path)
{
    struct route_found best = { 0 };
    struct route_found found = { 0 };
    str wanted = str_eq(method, S("HEAD")) ? S("GET") : method;

    for (; *tables != NULL; tables++)
        for (const struct route *r = *tables; r->method != NULL; r++) {
            if (!route_matches(r, path, &found))
                continue;
            best.path_known = true;
            if (!str_eq(str_of(r->method), wanted))
                continue;
            if (best.route == NULL || route_closer(r, best.route))
                best = found;
        }
    return best;
}

str route_allow(arena *a, const struct route *const *tables, str path)
{
    static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" };
    buf b;

    buf_on_arena(&b, a, 256);
    for (size_t i = 0; i < COUNT_OF(methods); i++)
        if (route_find(tables, str_of(methods[i]), path).route != NULL)
            buf_printf(&b, "%s, ", methods[i]);
    buf_add(&b, S("OPTIONS"));
    return buf_str(&b);
}

static void route_check_one(const struct route *r)
{
    str pattern = str_of(r->pattern);
    str segment = { 0 };
    size_t names = 0;

    ASSERT(r->handler != NULL);
    ASSERT(str_starts(pattern, S("/")));
    while (str_next(&pattern, '/', &segment))
        names += route_is_name(segment);
    ASSERT(names <= ROUTE_PARAMS);
}

void route_check(const struct route *const *tables)
{
    for (; *tables != NULL; tables++)
        for (const struct route *r = *tables; r->method != NULL; r++)
            route_check_one(r);
}
