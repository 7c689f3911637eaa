/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/keep.h"

#include "app/features.h"
#include "store/store.h"

static const err *one_file(arena *a, const struct options *o, str *ret)
{
    if (o->n_args != 2)
        FAIL(a, ERR_USAGE, "usage: %.*s FILE", STR_ARG(o->args[0]));
    *ret = o->args[1];
    return NULL;
}

const err *keep_backup(arena *a, const struct options *o)
{
    str file = { 0 };
    TRY(one_file(a, o, &file));
    struct store_options so = { .folder = o->folder };
    store_pool *pool = NULL;
    features_migrations(a, &so.lists, &so.list_count);
    TRY(store_pool_open(a, &so, &pool));
    const err *e = store_backup(pool, a, file);
    store_pool_close(pool);
    return e;
}

const err *keep_restore(arena *a, const struct options *o)
{
    str file = { 0 };
    TRY(one_file(a, o, &file));
    return store_restore(a, o->folder, file);
}
