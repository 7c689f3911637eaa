/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_test_help.c - a store in a folder of its own, for the tests of this floor.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/store_test_help.h"

void store_test_help_ok(const err *e, const char *file, int line)
{
    SCRATCH(a);
    if (e != NULL)
        (void)fprintf(stderr, "%.*s\n", STR_ARG(err_text(a, e)));
    _assert_true(e == NULL, "no error", file, line);
}

void store_test_help_kind(const err *e, enum err_kind wanted, const char *file, int line)
{
    if (e != NULL && e->kind == wanted)
        return;
    print_error("kind %d instead of %d\n", e == NULL ? -1 : (int)e->kind, (int)wanted);
    _fail(file, line);
}

const char *store_test_help_folder(arena *a)
{
    const char *base = getenv("TMPDIR");
    char *name = str_c(a, str_format(a, "%s/store_test_XXXXXX", base ? base : "/tmp"));
    assert_non_null(mkdtemp(name));
    return name;
}

void store_test_help_remove(const char *folder)
{
    SCRATCH(a);
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *f = readdir(d); f != NULL; f = readdir(d))
        if (f->d_name[0] != '.')
            assert_int_equal(unlink(store_folder_file(a, folder, f->d_name)), 0);
    (void)closedir(d);
    assert_int_equal(rmdir(folder), 0);
}

static const struct migration steps[] = {
    { 1, "notes",
      "CREATE TABLE note (id ROWID64, thread INT64 NOT NULL, number INT64 NOT NULL CHECK (number "
      ">= "
      "0), text TEXT) STRICT" },
};
const struct migration_list store_test_help_schema = { "notes", steps, 1 };

store_pool *store_test_help_open(arena *a, const char *folder)
{
    store_pool *pool = NULL;
    struct store_options options = { .folder = str_of(folder),
                                     .lists = &store_test_help_schema,
                                     .list_count = 1 };
    OK(store_pool_open(a, &options, &pool));
    return pool;
}

const query store_test_help_insert = {
    "INSERT INTO note (thread, number, text) VALUES ($1, $2, $3)", 3, 0, NULL, 0
};

static const col note_cols[] = { COL(struct store_test_help_note, id),
                                 COL(struct store_test_help_note, thread),
                                 COL(struct store_test_help_note, number),
                                 COL(struct store_test_help_note, text) };
const query store_test_help_all = { "SELECT id, thread, number, text FROM note ORDER BY id", 0, 4,
                                    note_cols, sizeof(struct store_test_help_note) };

const err *store_test_help_add(store *s, arena *a, int64_t thread, int64_t number)
{
    TX(t, s, a);
    TRY(store_run(s, a, &store_test_help_insert, ARGS(ARG(thread), ARG(number), ARG(S("x"))),
                  NULL));
    return tx_commit(&t);
}

struct count {
    int64_t n;
};
static const col count_cols[] = { COL(struct count, n) };
static const query q_count = { "SELECT count(*) FROM note", 0, 1, count_cols,
                               sizeof(struct count) };

const err *store_test_help_count(store *s, arena *a, int64_t *ret)
{
    struct count row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_count, NO_ARGS, &row, &found));
    *ret = row.n;
    return NULL;
}

void store_test_help_sound(store_pool *pool, store *s)
{
    SCRATCH(a);
    int64_t before = 0, after = 0;
    str found = { 0 };
    OK(store_test_help_count(s, a, &before));
    OK(store_test_help_add(s, a, 99, 99));
    OK(store_test_help_count(s, a, &after));
    assert_int_equal(after, before + 1);
    OK(store_integrity(pool, a, &found));
    assert_int_equal(found.n, 0);
}
