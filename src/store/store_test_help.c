/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_test_help.c - a store in a folder of its own, for the tests of this floor.
 */
#include "store/store_test_help.h"

static const struct migration steps[] = {
    { 1, "notes",
      "CREATE TABLE note (id ROWID64, thread INT64 NOT NULL, number INT64 NOT NULL CHECK (number "
      ">= "
      "0), text TEXT) STRICT" },
};
const struct migration_list store_test_help_schema = { "notes", steps, 1 };

int store_test_help_set_up(void **state)
{
    *state = store_rig_open(&store_test_help_schema, 1);
    return 0;
}

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
