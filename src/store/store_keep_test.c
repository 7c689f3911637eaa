/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_keep_test.c - what outlives a process: the schema and its migrations, locks, other
 * processes, copies, restoring, erasing. Called with arguments, this program is the other process.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/clock.h"
#include "os/file.h"
#include "os/thread.h"
#include "store/store_test_help.h"

static void sleep_ms(long ms)
{
    (void)nanosleep(&(struct timespec){ ms / 1000, (ms % 1000) * 1000000 }, NULL);
}

struct fixture {
    arena *arena;
    const char *folder;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new(ARENA_LIMIT);
    f->folder = store_rig_folder(f->arena);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    store_rig_remove(f->folder);
    arena_free(f->arena);
    free(f);
    return 0;
}

static const err *open_with(struct fixture *f, const struct migration_list *lists, size_t count,
                            store_pool **ret)
{
    struct store_options options = { str_of(f->folder), lists, count, false };
    return store_pool_open(f->arena, &options, ret);
}

static str contents(struct fixture *f, const char *name)
{
    str bytes = { 0 };
    OK(file_read(f->arena, str_of(store_folder_file(f->arena, f->folder, name)), 64 << 20, &bytes));
    return bytes;
}

static int64_t rows_in(store_pool *pool)
{
    SCRATCH(a);
    int64_t n = -1;
    store *s = store_new(pool);
    OK(store_test_help_count(s, a, &n));
    store_free(s);
    return n;
}

static void add_rows(store_pool *pool, int64_t n)
{
    SCRATCH(a);
    store *s = store_new(pool);
    for (int64_t i = 0; i < n; i++)
        OK(store_test_help_add(s, a, 1, i));
    store_free(s);
}

/* ---- migrations ------------------------------------------------------------------------------ */

static const struct migration a_steps[] = {
    { 1, "first", "CREATE TABLE a (id ROWID64, n INT64, f FLOAT64, b BYTES, t TEXT) STRICT" },
    { 2, "second",
      "ALTER TABLE a ADD COLUMN more INT64; -- 'INT64 stays\n"
      "INSERT INTO a (t, b) VALUES ('INT64 isn''t \"ROWID64\"', x'00ff');\n"
      "/* BYTES; */ CREATE VIEW \"BYTES\" AS SELECT 'BYTES' AS x" },
};
static const struct migration b_steps[] = {
    { 1, "first",
      "CREATE TABLE b (id ROWID64, a INT64 NOT NULL REFERENCES a (id)"
      " DEFERRABLE INITIALLY DEFERRED) STRICT" },
};
static const struct migration_list both[] = { { "a", a_steps, 2 }, { "b", b_steps, 1 } };
static const struct migration_list earlier[] = { { "a", a_steps, 1 }, { "b", b_steps, 1 } };

struct type_row {
    str text, type;
    int64_t bytes;
};
static const col type_cols[] = { COL(struct type_row, text), COL(struct type_row, type),
                                 COL(struct type_row, bytes) };
static const query q_types = { "SELECT t, typeof(b), length(b) FROM a", 0, 3, type_cols,
                               sizeof(struct type_row) };

static void words_are_expanded_but_not_in_texts(void **state)
{
    struct fixture *f = *state;
    struct type_row row = { 0 };
    bool found = false;
    store_pool *pool = NULL;
    OK(open_with(f, both, 2, &pool));
    store *s = store_new(pool);
    OK(store_row(s, f->arena, &q_types, NO_ARGS, &row, &found));
    assert_true(str_eq(row.text, S("INT64 isn't \"ROWID64\"")));
    assert_true(str_eq(row.type, S("blob")));
    assert_int_equal(row.bytes, 2);
    store_free(s);
    store_pool_close(pool);
}

static void later_steps_are_added_and_the_epoch_stays(void **state)
{
    struct fixture *f = *state;
    store_pool *pool = NULL;
    OK(open_with(f, earlier, 2, &pool));
    str epoch = str_copy(f->arena, store_epoch(pool));
    assert_int_equal(epoch.n, 12);
    store_pool_close(pool);
    for (int i = 0; i < 2; i++) {
        OK(open_with(f, both, 2, &pool));
        assert_true(str_eq(store_epoch(pool), epoch));
        store_pool_close(pool);
    }
}

static void refused_unchanged(struct fixture *f, const struct migration_list *lists, size_t count,
                              enum err_kind kind)
{
    store_pool *pool = NULL;
    str before = contents(f, STORE_FILE);
    KIND(open_with(f, lists, count, &pool), kind);
    assert_null(pool);
    assert_true(str_eq(contents(f, STORE_FILE), before));
}

static void what_differs_is_refused_unchanged(void **state)
{
    struct fixture *f = *state;
    store_pool *pool = NULL;
    const struct migration renamed[] = { { 1, "prime", a_steps[0].sql } };
    const struct migration rewritten[] = { { 1, "first", "CREATE TABLE a (id ROWID64)" } };
    const struct migration broken[] = { a_steps[0],
                                        a_steps[1],
                                        { 3, "good", "CREATE TABLE c (x INT64)" },
                                        { 4, "bad", "CREATE TABLE c (x INT64)" } };
    const struct migration ending[] = { a_steps[0], a_steps[1], { 3, "ending", "COMMIT" } };
    const struct migration dangling[] = { a_steps[0],
                                          a_steps[1],
                                          { 3, "dangling", "INSERT INTO b (a) VALUES (77)" } };
    OK(open_with(f, both, 2, &pool));
    store_pool_close(pool);
    refused_unchanged(f, earlier, 2, ERR_CONFLICT); /* the store is newer */
    refused_unchanged(f, both, 1, ERR_CONFLICT);
    refused_unchanged(f, &(struct migration_list){ "a", renamed, 1 }, 1, ERR_CONFLICT);
    refused_unchanged(f, &(struct migration_list){ "a", rewritten, 1 }, 1, ERR_CONFLICT);
    const struct migration_list fails[] = { { "a", broken, 4 }, { "b", b_steps, 1 } };
    refused_unchanged(f, fails, 2, ERR_BROKEN);
    const struct migration_list dangles[] = { { "a", dangling, 3 }, { "b", b_steps, 1 } };
    refused_unchanged(f, dangles, 2, ERR_BROKEN);
    const struct migration_list ends[] = { { "a", ending, 3 }, { "b", b_steps, 1 } };
    refused_unchanged(f, ends, 2, ERR_BROKEN);
    OK(open_with(f, both, 2, &pool));
    store_pool_close(pool);
}

static void a_foreign_file_is_refused_unchanged(void **state)
{
    struct fixture *f = *state;
    str name = str_of(store_folder_file(f->arena, f->folder, STORE_FILE));
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(name.p, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE x (y)", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    refused_unchanged(f, both, 2, ERR_CONFLICT);
    OK(file_write(f->arena, name, S("This is a letter, and quite a long one, not a store.")));
    refused_unchanged(f, both, 2, ERR_BROKEN);
}

static const err *dangle(store *s, arena *a)
{
    static const query q = { "INSERT INTO b (a) VALUES (77)", 0, 0, NULL, 0 };
    TX(t, s, a);
    TRY(store_run(s, a, &q, NO_ARGS, NULL));
    return tx_commit(&t);
}

static void a_dangling_reference_is_its_own_transactions_fault(void **state)
{
    struct fixture *f = *state;
    store_pool *pool = NULL;
    OK(open_with(f, both, 2, &pool));
    store *s = store_new(pool);
    int64_t failed = 0;
    bool found = false;
    static const col cols[] = { { STORE_INT, 0 } };
    static const query q_failed = { "SELECT failed_commits FROM store_state", 0, 1, cols,
                                    sizeof(int64_t) };
    KIND(dangle(s, f->arena), ERR_CONFLICT);
    /* It did not come as far as the COMMIT of all. */
    OK(store_row(s, f->arena, &q_failed, NO_ARGS, &failed, &found));
    assert_int_equal(failed, 0);
    store_free(s);
    store_pool_close(pool);
}

/* ---- files and locks ------------------------------------------------------------------------- */

static void only_the_owner_may_look(void **state)
{
    struct fixture *f = *state;
    str folder = str_format(f->arena, "%s/sub", f->folder);
    struct store_options options = { folder, &store_test_help_schema, 1, true };
    store_pool *pool = NULL, *second = NULL;
    struct stat st;
    OK(store_pool_open(f->arena, &options, &pool));
    add_rows(pool, 1);
    assert_int_equal(stat(folder.p, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    static const char *const names[] = { STORE_FILE, STORE_FILE "-wal", STORE_FILE "-shm" };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_int_equal(stat(store_folder_file(f->arena, folder.p, names[i]), &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    KIND(store_pool_open(f->arena, &options, &second), ERR_TAKEN);
    options.serving = false; /* a command beside serve */
    OK(store_pool_open(f->arena, &options, &second));
    store_pool_close(second);
    store_pool_close(pool);
    options.serving = true;
    OK(store_pool_open(f->arena, &options, &pool));
    store_pool_close(pool);
    store_rig_remove(folder.p);
}

/* ---- another process ------------------------------------------------------------------------- */

static pid_t spawn(const char *what, const char *folder)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)execl("/proc/self/exe", "store_keep_test", what, folder, (char *)NULL);
        _exit(127);
    }
    return pid;
}

static void wait_for(pid_t pid)
{
    int status = -1;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

/* "add": one row. "hold": has the turn for half a second; "hold-long": for thirteen; both make a
 * file "held" when they have it. */
static const err *other_process(arena *a, const char *what, const char *folder)
{
    store_pool *pool = store_test_help_open(a, folder);
    store *s = store_new(pool);
    {
        TX(t, s, a);
        TRY(store_run(s, a, &store_test_help_insert, ARGS(ARG(9), ARG(9), ARG(S("x"))), NULL));
        if (strcmp(what, "add") != 0) {
            TRY(file_write(a, str_of(store_folder_file(a, folder, "held")), S("")));
            sleep_ms(strcmp(what, "hold") == 0 ? 500 : 13000);
        }
        TRY(tx_commit(&t));
    }
    store_free(s);
    store_pool_close(pool);
    return NULL;
}

static void until_held(struct fixture *f)
{
    while (!file_exists(f->arena, str_of(store_folder_file(f->arena, f->folder, "held"))))
        sleep_ms(5);
}

static void one_waits_for_another_process(void **state)
{
    struct fixture *f = *state;
    store_pool *pool = store_test_help_open(f->arena, f->folder);
    pid_t pid = spawn("hold", f->folder);
    until_held(f);
    assert_int_equal(rows_in(pool), 0); /* reading does not wait */
    add_rows(pool, 1);
    assert_int_equal(rows_in(pool), 2);
    wait_for(pid);
    store_pool_close(pool);
}

struct patient {
    store_pool *pool;
    enum err_kind kind;
    int64_t waited_ms;
    thread *thread;
};

static void wait_long(void *arg)
{
    struct patient *p = arg;
    SCRATCH(a);
    int64_t begin = clock_mono_ns();
    store *s = store_new(p->pool);
    const err *e = store_test_help_add(s, a, 1, 1);
    p->kind = e == NULL ? ERR_KINDS : e->kind;
    p->waited_ms = (clock_mono_ns() - begin) / 1000000;
    store_free(s);
}

static void after_ten_seconds_all_are_told_to_try_again(void **state)
{
    struct fixture *f = *state;
    struct patient p[3] = { 0 };
    store_pool *pool = store_test_help_open(f->arena, f->folder);
    pid_t pid = spawn("hold-long", f->folder);
    until_held(f);
    for (size_t i = 0; i < COUNT_OF(p); i++) {
        p[i].pool = pool;
        OK(thread_start(f->arena, "patient", 0, wait_long, &p[i], &p[i].thread));
    }
    for (size_t i = 0; i < COUNT_OF(p); i++) {
        thread_join(p[i].thread);
        assert_int_equal(p[i].kind, ERR_BUSY);
        assert_in_range(p[i].waited_ms, 9000, 12500);
    }
    wait_for(pid);
    add_rows(pool, 1);
    store_pool_close(pool);
}

struct calls {
    atomic_int count;
    atomic_llong rows; /* as the last call saw them */
};

static void count_call(store *s, void *arg)
{
    struct calls *c = arg;
    SCRATCH(a);
    int64_t n = -1;
    if (store_test_help_count(s, a, &n) == NULL)
        atomic_store(&c->rows, n);
    atomic_fetch_add(&c->count, 1);
}

static void our_own_changes(struct fixture *f, store_pool *pool)
{
    for (int i = 0; i < 4; i++) {
        add_rows(pool, 20);
        OK(store_checkpoint(pool, f->arena));
        sleep_ms(120);
    }
}

static void the_watch_tells_of_others_only(void **state)
{
    struct fixture *f = *state;
    store_pool *pool = store_test_help_open(f->arena, f->folder);
    struct calls calls = { 0 };
    add_rows(pool, 3);
    OK(store_watch(pool, f->arena, count_call, &calls));
    our_own_changes(f, pool);
    assert_int_equal(atomic_load(&calls.count), 0);
    wait_for(spawn("add", f->folder));
    int64_t begin = clock_mono_ns();
    while (atomic_load(&calls.count) == 0 && clock_mono_ns() - begin < 5000000000)
        sleep_ms(5);
    sleep_ms(500); /* a slow machine may see the other process's commits in two looks */
    int told = atomic_load(&calls.count);
    assert_in_range(told, 1, 2);
    our_own_changes(f, pool);
    assert_int_equal(atomic_load(&calls.count), told);
    assert_in_range(atomic_load(&calls.rows), 84, 164);
    store_unwatch(pool);
    wait_for(spawn("add", f->folder));
    sleep_ms(250);
    assert_int_equal(atomic_load(&calls.count), told);
    OK(store_watch(pool, f->arena, count_call, &calls));
    store_pool_close(pool); /* ends the watch */
}

/* ---- checkpoint and erasing ------------------------------------------------------------------ */

static const err *run_one(store *s, arena *a, const query *q)
{
    TX(t, s, a);
    TRY(store_run(s, a, q, NO_ARGS, NULL));
    return tx_commit(&t);
}

static void what_was_erased_is_off_the_disk(void **state)
{
    struct fixture *f = *state;
    store_pool *pool = store_test_help_open(f->arena, f->folder);
    store *s = store_new(pool);
    static const query q_secret = {
        "INSERT INTO note (thread, number, text) VALUES (1, 1, 'Erika Musterfrau')", 0, 0, NULL, 0
    };
    static const query q_erase = { "DELETE FROM note WHERE text LIKE 'Erika%'", 0, 0, NULL, 0 };
    static const char *const names[] = { STORE_FILE, STORE_FILE "-wal" };
    OK(run_one(s, f->arena, &q_secret));
    assert_true(str_contains(contents(f, names[1]), S("Erika")));
    add_rows(pool, 50);
    OK(store_checkpoint(pool, f->arena));
    assert_true(str_contains(contents(f, names[0]), S("Erika")));
    OK(run_one(s, f->arena, &q_erase));
    OK(store_checkpoint(pool, f->arena));
    add_rows(pool, 1);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_false(str_contains(contents(f, names[i]), S("Erika")));
    store_free(s);
    store_pool_close(pool);
}

/* ---- copies and the way back ----------------------------------------------------------------- */

static str copy_name(struct fixture *f)
{
    return str_of(store_folder_file(f->arena, f->folder, "copy"));
}

/* A store of three rows, kept in `copy`; then two more. Closed. */
static str make_copy(struct fixture *f)
{
    store_pool *pool = store_test_help_open(f->arena, f->folder);
    str epoch = str_copy(f->arena, store_epoch(pool));
    add_rows(pool, 3);
    OK(store_backup(pool, f->arena, copy_name(f)));
    add_rows(pool, 2);
    store_pool_close(pool);
    return epoch;
}

static void a_copy_is_one_file_and_never_replaces_another(void **state)
{
    struct fixture *f = *state;
    struct stat st;
    make_copy(f);
    str before = contents(f, "copy");
    store_pool *pool = store_test_help_open(f->arena, f->folder);
    KIND(store_backup(pool, f->arena, copy_name(f)), ERR_CONFLICT);
    KIND(store_backup(pool, f->arena, S("/nowhere/at/all")), ERR_MISSING);
    store_pool_close(pool);
    assert_true(str_eq(contents(f, "copy"), before));
    assert_int_equal(stat(copy_name(f).p, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_false(file_exists(f->arena, str_format(f->arena, "%s/copy-wal", f->folder)));
    assert_false(file_exists(f->arena, str_format(f->arena, "%s/copy.part", f->folder)));
}

static void restored_is_what_was_kept_with_a_new_epoch(void **state)
{
    struct fixture *f = *state;
    str epoch = make_copy(f);
    store_pool *pool = store_test_help_open(f->arena, f->folder);
    KIND(store_restore(f->arena, str_of(f->folder), copy_name(f)), ERR_BUSY);
    assert_int_equal(rows_in(pool), 5);
    store_pool_close(pool);
    OK(store_restore(f->arena, str_of(f->folder), copy_name(f)));
    pool = store_test_help_open(f->arena, f->folder);
    assert_int_equal(rows_in(pool), 3);
    assert_false(str_eq(store_epoch(pool), epoch));
    assert_int_equal(store_epoch(pool).n, epoch.n);
    add_rows(pool, 1);
    store_pool_close(pool);
}

static void nothing_is_restored_from(struct fixture *f, str bytes, enum err_kind kind)
{
    str bad = str_of(store_folder_file(f->arena, f->folder, "bad"));
    OK(file_write(f->arena, bad, bytes));
    str before = contents(f, STORE_FILE);
    KIND(store_restore(f->arena, str_of(f->folder), bad), kind);
    assert_true(str_eq(contents(f, STORE_FILE), before));
    assert_false(file_exists(f->arena, str_format(f->arena, "%s/%s.part", f->folder, STORE_FILE)));
}

static void what_is_damaged_is_not_restored(void **state)
{
    struct fixture *f = *state;
    make_copy(f);
    str good = contents(f, "copy");
    char *bytes = arena_alloc(f->arena, good.n);
    KIND(store_restore(f->arena, str_of(f->folder), S("/nowhere/at/all")), ERR_MISSING);
    nothing_is_restored_from(f, S(""), ERR_INVALID);
    nothing_is_restored_from(f, S("not a store at all, but long enough to be one"), ERR_INVALID);
    nothing_is_restored_from(f, str_sub(good, 0, good.n / 2), ERR_INVALID);
    /* Page after page is overwritten; the first holds the head. */
    for (size_t page = 0; page < good.n / 4096; page++) {
        memcpy(bytes, good.p, good.n);
        memset(bytes + page * 4096 + (page == 0 ? 100 : 0), 0x5a, 200);
        nothing_is_restored_from(f, (str){ bytes, good.n }, ERR_INVALID);
    }
}

/* The reason for restoring may be that the store is broken, with a log that fits no more. */
static void a_broken_store_can_be_replaced(void **state)
{
    struct fixture *f = *state;
    make_copy(f);
    static const char *const names[] = { STORE_FILE, STORE_FILE "-wal" };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        OK(file_write(f->arena, str_of(store_folder_file(f->arena, f->folder, names[i])),
                      S("scratched, and too long to be an empty store")));
    OK(store_restore(f->arena, str_of(f->folder), copy_name(f)));
    store_pool *pool = store_test_help_open(f->arena, f->folder);
    assert_int_equal(rows_in(pool), 3);
    store_pool_close(pool);
}

/* ---- integrity ------------------------------------------------------------------------------- */

static void damage_is_found(void **state)
{
    struct fixture *f = *state;
    store_pool *pool = store_test_help_open(f->arena, f->folder);
    str found = S("?");
    OK(store_integrity(pool, f->arena, &found));
    assert_int_equal(found.n, 0);
    add_rows(pool, 500);
    OK(store_checkpoint(pool, f->arena));
    str name = str_of(store_folder_file(f->arena, f->folder, STORE_FILE));
    int fd = open(name.p, O_WRONLY);
    off_t end = lseek(fd, 0, SEEK_END);
    assert_int_equal(pwrite(fd, "ZZZZZZZZZZZZZZZZ", 16, end - 4096), 16);
    (void)close(fd);
    const err *e = store_integrity(pool, f->arena, &found);
    assert_true(e != NULL || found.n > 0);
    store_pool_close(pool);
}

int main(int argc, char **argv)
{
    if (argc == 3) {
        SCRATCH(a);
        OK(other_process(a, argv[1], argv[2]));
        return 0;
    }
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(words_are_expanded_but_not_in_texts),
        TEST(later_steps_are_added_and_the_epoch_stays),
        TEST(what_differs_is_refused_unchanged),
        TEST(a_foreign_file_is_refused_unchanged),
        TEST(a_dangling_reference_is_its_own_transactions_fault),
        TEST(only_the_owner_may_look),
        TEST(one_waits_for_another_process),
        TEST(after_ten_seconds_all_are_told_to_try_again),
        TEST(the_watch_tells_of_others_only),
        TEST(what_was_erased_is_off_the_disk),
        TEST(a_copy_is_one_file_and_never_replaces_another),
        TEST(restored_is_what_was_kept_with_a_new_epoch),
        TEST(what_is_damaged_is_not_restored),
        TEST(a_broken_store_can_be_replaced),
        TEST(damage_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
