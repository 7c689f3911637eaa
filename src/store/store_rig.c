/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_rig.c - see store_rig.h.
 */
#include "store/store_rig.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/store_sqlite.h"

void store_rig_ok(const err *e, const char *file, int line)
{
    if (e == NULL)
        return;
    SCRATCH(a);
    print_error("%.*s\n", STR_ARG(err_text(a, e)));
    _fail(file, line);
}

void store_rig_kind(const err *e, enum err_kind wanted, const char *file, int line)
{
    if (e != NULL && e->kind == wanted)
        return;
    print_error("kind %d instead of %d\n", e == NULL ? -1 : (int)e->kind, (int)wanted);
    _fail(file, line);
}

void store_rig_same(str text, const char *wanted, const char *file, int line)
{
    if (str_eq(text, str_of(wanted)))
        return;
    print_error("\"%.*s\" instead of \"%s\"\n", STR_ARG(text), wanted);
    _fail(file, line);
}

const char *store_rig_folder(arena *a)
{
    const char *base = getenv("TMPDIR");
    char *name = str_c(a, str_format(a, "%s/store-rig-XXXXXX", base ? base : "/tmp"));
    assert_non_null(mkdtemp(name));
    return name;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

void store_rig_remove(const char *folder)
{
    assert_int_equal(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static struct store_rig *rig_new(void)
{
    struct store_rig *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->arena = arena_new(ARENA_LIMIT);
    r->folder = store_rig_folder(r->arena);
    return r;
}

static void open_store(struct store_rig *r, const struct migration_list *lists, size_t n)
{
    const struct store_options options = { .folder = str_of(r->folder),
                                           .lists = lists,
                                           .list_count = n };
    OK(store_pool_open(r->arena, &options, &r->pool));
    r->s = store_new(r->pool);
}

struct store_rig *store_rig_open(const struct migration_list *lists, size_t n)
{
    struct store_rig *r = rig_new();
    open_store(r, lists, n);
    return r;
}

struct store_rig *store_rig_open_dump(str dump, const struct migration_list *lists, size_t n)
{
    struct store_rig *r = rig_new();
    sqlite3 *db = NULL;
    const char *file = str_c(r->arena, str_format(r->arena, "%s/" STORE_FILE, r->folder));
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, str_c(r->arena, dump), NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    open_store(r, lists, n);
    return r;
}

void store_rig_again(struct store_rig *r, const struct migration_list *lists, size_t n)
{
    store_free(r->s);
    store_pool_close(r->pool);
    open_store(r, lists, n);
}

void store_rig_close(struct store_rig *r)
{
    store_free(r->s);
    store_pool_close(r->pool);
    store_rig_remove(r->folder);
    arena_free(r->arena);
    free(r);
}

int store_rig_tear_down(void **state)
{
    store_rig_close(*state);
    return 0;
}
