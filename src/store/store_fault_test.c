/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_fault_test.c - every call to the disk and every piece of memory fails once: a clean error,
 * nothing kept that was not acknowledged, nothing lost that was, and the next transaction works.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/store_fault.h"
#include "store/store_test_help.h"

/* A transaction with one in it, big enough for several pages. */
static const err *work(store *s, arena *a)
{
    str big = { arena_alloc(a, 20000), 20000 };
    TX(t, s, a);
    TRY(store_run(s, a, &store_test_help_insert, ARGS(ARG(1), ARG(1), ARG(big)), NULL));
    {
        TX(u, s, a);
        TRY(store_run(s, a, &store_test_help_insert, ARGS(ARG(1), ARG(2), ARG(big)), NULL));
        TRY(tx_commit(&u));
    }
    return tx_commit(&t);
}

static int64_t count(store *s)
{
    SCRATCH(a);
    int64_t n = -1;
    OK(store_test_help_count(s, a, &n));
    return n;
}

/* The n-th failure of one kind; true while there is an n-th. */
static bool one_fault(struct store_rig *f, void (*arm)(int64_t n), int64_t n)
{
    SCRATCH(a);
    int64_t before = count(f->s);
    arm(n);
    const err *e = work(f->s, a);
    bool happened = store_fault_happened();
    arm(0);
    assert_true(happened || e == NULL);
    assert_int_equal(count(f->s), e == NULL ? before + 2 : before);
    if (happened)
        store_test_help_sound(f->pool, f->s);
    return happened;
}

static void disk_once(int64_t n)
{
    store_fault_disk(n, false);
}

static void disk_from_then(int64_t n)
{
    store_fault_disk(n, true);
}

static void every_call_to_the_disk_fails_once(void **state)
{
    int64_t n = 1;
    while (one_fault(*state, disk_once, n))
        n++;
    assert_true(n > 10);
}

static void the_disk_fails_and_stays_away(void **state)
{
    int64_t n = 1;
    while (one_fault(*state, disk_from_then, n))
        n++;
    assert_true(n > 10);
}

static void every_piece_of_memory_fails_once(void **state)
{
    int64_t n = 1;
    while (one_fault(*state, store_fault_memory, n))
        n++;
    assert_true(n > 10);
}

/* ---- opening --------------------------------------------------------------------------------- */

static bool one_fault_at_opening(arena *a, void (*arm)(int64_t n), int64_t n)
{
    const char *folder = store_rig_folder(a);
    struct store_options options = { str_of(folder), &store_test_help_schema, 1, true };
    store_pool *pool = NULL;
    arm(n);
    const err *e = store_pool_open(a, &options, &pool);
    bool happened = store_fault_happened();
    arm(0);
    assert_true(happened || e == NULL);
    assert_int_equal(e == NULL, pool != NULL);
    store_pool_close(pool);
    OK(store_pool_open(a, &options, &pool));
    store *s = store_new(pool);
    store_test_help_sound(pool, s);
    store_free(s);
    store_pool_close(pool);
    store_rig_remove(folder);
    return happened;
}

static void opening_fails_cleanly_at_any_call(void **state)
{
    struct store_rig *f = *state;
    int64_t n = 1;
    while (one_fault_at_opening(f->arena, disk_once, n))
        n++;
    assert_true(n > 20);
}

static void opening_fails_cleanly_without_memory(void **state)
{
    struct store_rig *f = *state;
    int64_t n = 1;
    /* Every seventh: an opening asks for memory some thousand times. */
    while (one_fault_at_opening(f->arena, store_fault_memory, n))
        n += 7;
    assert_true(n > 100);
}

/* ---- a full disk ----------------------------------------------------------------------------- */

static void set_most_pages(struct store_rig *f, int pages)
{
    OK(store_conn_exec(f->arena, &f->pool->writer,
                       str_format(f->arena, "PRAGMA max_page_count = %d", pages).p));
}

static void a_full_disk_is_an_error_and_room_heals_it(void **state)
{
    struct store_rig *f = *state;
    const err *e = NULL;
    int64_t kept = 0;
    set_most_pages(f, 100);
    while (e == NULL && kept < 1000) {
        SCRATCH(a);
        e = work(f->s, a);
        if (e == NULL)
            kept += 2;
        else
            assert_int_equal(e->kind, ERR_BROKEN);
    }
    assert_true(kept > 2 && kept < 100);
    assert_int_equal(count(f->s), kept);
    set_most_pages(f, 1000);
    store_test_help_sound(f->pool, f->s);
}

/* ---- copies and the way back ----------------------------------------------------------------- */

static bool there(arena *a, const char *folder, const char *name)
{
    return access(store_folder_file(a, folder, name), F_OK) == 0;
}

static void a_failing_copy_leaves_no_file(void **state)
{
    struct store_rig *f = *state;
    str file = str_of(store_folder_file(f->arena, f->folder, "copy"));
    OK(work(f->s, f->arena));
    for (int64_t n = 1; !there(f->arena, f->folder, "copy"); n++) {
        store_fault_disk(n, n % 2 == 0);
        const err *e = store_backup(f->pool, f->arena, file);
        bool happened = store_fault_happened();
        store_fault_disk(0, false);
        assert_true(happened || e == NULL);
        assert_int_equal(e == NULL, there(f->arena, f->folder, "copy"));
        assert_false(there(f->arena, f->folder, "copy.part"));
        assert_true(n < 1000);
    }
    store_test_help_sound(f->pool, f->s);
}

/* A folder with a store of two rows and a copy of one with four. */
static const char *folder_with_copy(struct store_rig *f)
{
    const char *folder = store_rig_folder(f->arena);
    store_pool *pool = store_test_help_open(f->arena, folder);
    store *s = store_new(pool);
    OK(work(s, f->arena));
    OK(store_backup(f->pool, f->arena, str_of(store_folder_file(f->arena, folder, "copy"))));
    store_free(s);
    store_pool_close(pool);
    return folder;
}

/* True while there is an n-th call. */
static bool one_fault_at_restoring(struct store_rig *f, int64_t n)
{
    const char *folder = folder_with_copy(f);
    store_fault_disk(n, n % 2 == 0);
    const err *e = store_restore(f->arena, str_of(folder),
                                 str_of(store_folder_file(f->arena, folder, "copy")));
    bool happened = store_fault_happened();
    store_fault_disk(0, false);
    assert_true(happened || e == NULL);
    assert_false(there(f->arena, folder, STORE_FILE ".part"));
    store_pool *pool = store_test_help_open(f->arena, folder);
    store *s = store_new(pool);
    assert_int_equal(count(s), e == NULL ? 4 : 2);
    store_test_help_sound(pool, s);
    store_free(s);
    store_pool_close(pool);
    store_rig_remove(folder);
    return happened;
}

static void a_failing_restore_leaves_the_old_store(void **state)
{
    struct store_rig *f = *state;
    int64_t n = 1;
    OK(work(f->s, f->arena));
    OK(work(f->s, f->arena));
    while (one_fault_at_restoring(f, n))
        n++;
    assert_true(n > 20);
}

/* ---- power ----------------------------------------------------------------------------------- */

/* What a crash would leave of the store as it is now. */
static int64_t count_after_crash(struct store_rig *f)
{
    SCRATCH(a);
    const char *copy = store_rig_folder(a);
    for (size_t i = 0; i < 2; i++) {
        const char *name = i == 0 ? STORE_FILE : STORE_FILE "-wal";
        FILE *from = fopen(store_folder_file(a, f->folder, name), "r");
        FILE *to = fopen(store_folder_file(a, copy, name), "w");
        assert_non_null(from);
        assert_non_null(to);
        for (int c = fgetc(from); c != EOF; c = fgetc(from))
            assert_int_equal(fputc(c, to), c);
        (void)fclose(from);
        assert_int_equal(fclose(to), 0);
    }
    store_pool *pool = store_test_help_open(a, copy);
    store *s = store_new(pool);
    int64_t n = count(s);
    store_free(s);
    store_pool_close(pool);
    store_rig_remove(copy);
    return n;
}

static void a_failed_sync_is_not_kept_even_after_a_crash(void **state)
{
    struct store_rig *f = *state;
    OK(store_test_help_add(f->s, f->arena, 1, 1));
    store_fault_sync(1);
    KIND(store_test_help_add(f->s, f->arena, 1, 2), ERR_BROKEN);
    assert_true(store_fault_happened());
    assert_int_equal(count(f->s), 1);
    assert_int_equal(count_after_crash(f), 1);
}

/* The rows that were acknowledged before the power was cut. */
static int64_t write_until_the_cut(arena *a, const char *folder)
{
    store_pool *pool = store_test_help_open(a, folder);
    store *s = store_new(pool);
    int64_t acknowledged = 0;
    for (int64_t i = 0; i < 60; i++) {
        OK(store_test_help_add(s, a, 1, i));
        if (i % 16 == 15)
            OK(store_checkpoint(pool, a));
        acknowledged += !store_fault_power_is_cut();
    }
    store_free(s);
    store_pool_close(pool);
    return acknowledged;
}

static void check_after_cut(arena *a, const char *folder, int64_t acknowledged)
{
    void *rows = NULL;
    size_t n = 0;
    store_pool *pool = store_test_help_open(a, folder);
    store *s = store_new(pool);
    OK(store_rows(s, a, &store_test_help_all, NO_ARGS, &rows, &n));
    /* The one that was under way may be there. */
    assert_true((int64_t)n == acknowledged || (int64_t)n == acknowledged + 1);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(((struct store_test_help_note *)rows)[i].number, i);
    store_test_help_sound(pool, s);
    store_free(s);
    store_pool_close(pool);
}

static void a_power_cut_loses_nothing_acknowledged(void **state)
{
    (void)state;
    int64_t most = 0;
    for (int64_t cut = 3; cut < 700; cut += 13) {
        SCRATCH(a);
        const char *folder = store_rig_folder(a);
        const char *found = store_rig_folder(a);
        store_fault_power(cut);
        int64_t acknowledged = write_until_the_cut(a, folder);
        store_fault_after_cut(a, found, (uint64_t)(cut % 4) * 77);
        check_after_cut(a, found, acknowledged);
        most = acknowledged > most ? acknowledged : most;
        store_rig_remove(folder);
        store_rig_remove(found);
    }
    assert_true(most > 30);
}

int main(void)
{
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, store_test_help_set_up, store_rig_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_call_to_the_disk_fails_once),
        TEST(the_disk_fails_and_stays_away),
        TEST(every_piece_of_memory_fails_once),
        TEST(opening_fails_cleanly_at_any_call),
        TEST(opening_fails_cleanly_without_memory),
        TEST(a_full_disk_is_an_error_and_room_heals_it),
        TEST(a_failing_copy_leaves_no_file),
        TEST(a_failing_restore_leaves_the_old_store),
        TEST(a_failed_sync_is_not_kept_even_after_a_crash),
        cmocka_unit_test(a_power_cut_loses_nothing_acknowledged),
    };
    store_fault_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
