/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/keep.h"

#include "app/features.h"
#include "feature/book/book_seal.h"
#include "os/file.h"
#include "store/store.h"

static const err *one_file(arena *a, const struct options *o, str *ret)
{
    if (o->n_args != 2)
        FAIL(a, ERR_USAGE, "usage: %.*s FILE", STR_ARG(o->args[0]));
    *ret = o->args[1];
    return NULL;
}

/* ---- the key of sensitive notes, beside the store and beside its copy ------------------------ */

#define KEY_MAX ((size_t)4096)

static str key_in(arena *a, str folder)
{
    return str_format(a, "%.*s/" BOOK_SEAL_FILE, STR_ARG(folder));
}

static str key_beside(arena *a, str file)
{
    return str_format(a, "%.*s.key", STR_ARG(file));
}

static const err *copy_key(arena *a, str from, str to)
{
    str key = { 0 };
    if (!file_exists(a, from))
        return NULL; /* nothing was ever sealed */
    if (file_exists(a, to))
        FAIL(a, ERR_CONFLICT, "%.*s is there already", STR_ARG(to));
    TRY(file_read(a, from, KEY_MAX, &key));
    return file_write(a, to, key);
}

/* ---- commands -------------------------------------------------------------------------------- */

const err *keep_backup(arena *a, const struct options *o)
{
    str file = { 0 };
    cli c = { .arena = a, .args = o->args, .n_args = o->n_args };
    bool with_key = cli_flag(&c, "--with-key");
    struct options rest = *o;
    rest.args = c.args;
    rest.n_args = c.n_args;
    TRY(one_file(a, &rest, &file));
    struct store_options so = { .folder = o->folder };
    store_pool *pool = NULL;
    features_migrations(a, &so.lists, &so.list_count);
    TRY(store_pool_open(a, &so, &pool));
    const err *e = store_backup(pool, a, file);
    store_pool_close(pool);
    if (e == NULL && with_key)
        TRY(copy_key(a, key_in(a, o->folder), key_beside(a, file)));
    return e;
}

const err *keep_restore(arena *a, const struct options *o)
{
    str file = { 0 };
    TRY(one_file(a, o, &file));
    TRY(store_restore(a, o->folder, file));
    /* A key that is in the folder stays: notes that it sealed may be in the copy too. */
    if (!file_exists(a, key_in(a, o->folder)))
        TRY(copy_key(a, key_beside(a, file), key_in(a, o->folder)));
    return NULL;
}
