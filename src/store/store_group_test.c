/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_group_test.c - many threads at once: batches, their ends, and the order of callbacks. With
 * NETZARBEIT_MEASURE set, the last test prints transactions a second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/check.h"
#include "base/clock.h"
#include "os/thread.h"
#include "store/store_fault.h"
#include "store/store_test_help.h"

#define THREADS 16

static int64_t count(store *s)
{
    SCRATCH(a);
    int64_t n = -1;
    OK(store_test_help_count(s, a, &n));
    return n;
}

/* ---- workers --------------------------------------------------------------------------------- */

/* What one thread does and what came of it. Checks are made by the main thread, for cmocka's jump
 * out of a failed test must not start elsewhere. */
struct worker {
    store_pool *pool;
    int64_t number;
    int64_t rounds;
    int64_t acknowledged;
    int64_t refused;
    int64_t called; /* callbacks of ours, counted by whoever commits */
    int64_t late;   /* commits that returned before their callback was run */
    enum err_kind kind;
    thread *thread;
};

static void start(struct store_rig *f, struct worker *w, size_t n, void (*fn)(void *arg))
{
    for (size_t i = 0; i < n; i++) {
        w[i].pool = f->pool;
        w[i].number = (int64_t)i + 1;
        OK(thread_start(f->arena, "worker", 0, fn, &w[i], &w[i].thread));
    }
}

static void join(struct worker *w, size_t n)
{
    for (size_t i = 0; i < n; i++)
        thread_join(w[i].thread);
}

/* Until `n` threads wait for the turn that this thread has. */
static void until_waiting(const struct store_rig *f, size_t n)
{
    while (atomic_load(&f->pool->waiting) < n)
        (void)nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}

static void called(store *s, void *arg)
{
    (void)s;
    ++*(int64_t *)arg;
}

static void note_end(struct worker *w, const err *e)
{
    if (e == NULL) {
        w->acknowledged++;
        return;
    }
    w->refused++;
    w->kind = e->kind;
}

static const err *add_and_call(struct worker *w, store *s, arena *a, const query *q)
{
    TX(t, s, a);
    store_after_commit(s, called, &w->called);
    if (q != NULL)
        TRY(store_run(s, a, q, NO_ARGS, NULL));
    TRY(store_run(s, a, &store_test_help_insert, ARGS(ARG(w->number), ARG(1), ARG(S("x"))), NULL));
    return tx_commit(&t);
}

static void add_once(void *arg)
{
    struct worker *w = arg;
    store *s = store_new(w->pool);
    SCRATCH(a);
    note_end(w, add_and_call(w, s, a, NULL));
    store_free(s);
}

static const query q_or_rollback = { "INSERT OR ROLLBACK INTO note (thread, number) VALUES (1, -1)",
                                     0, 0, NULL, 0 };

static void lose_once(void *arg)
{
    struct worker *w = arg;
    store *s = store_new(w->pool);
    SCRATCH(a);
    note_end(w, add_and_call(w, s, a, &q_or_rollback));
    store_free(s);
}

static const err *change_mind(store *s, arena *a)
{
    TX(t, s, a);
    TRY(store_run(s, a, &store_test_help_insert, ARGS(ARG(7), ARG(7), ARG(S("x"))), NULL));
    FAIL(a, ERR_DENIED, "no");
}

static void roll_back_once(void *arg)
{
    struct worker *w = arg;
    store *s = store_new(w->pool);
    SCRATCH(a);
    note_end(w, change_mind(s, a));
    store_free(s);
}

/* ---- a batch made on purpose: the main thread has the turn until all others wait for it -------
 */

static const err *lead(struct store_rig *f, struct worker *w, size_t n, void (*fn)(void *arg),
                       int64_t *called_here, int64_t failing_sync)
{
    TX(t, f->s, f->arena);
    store_after_commit(f->s, called, called_here);
    TRY(store_run(f->s, f->arena, &store_test_help_insert, ARGS(ARG(0), ARG(1), ARG(S("x"))),
                  NULL));
    start(f, w, n, fn);
    until_waiting(f, n);
    store_fault_sync(failing_sync);
    return tx_commit(&t);
}

static void those_who_wait_share_one_sync(void **state)
{
    struct store_rig *f = *state;
    struct worker w[THREADS] = { 0 };
    int64_t here = 0;
    OK(store_test_help_add(f->s, f->arena, 1, 1));
    int64_t before = store_fault_syncs();
    OK(lead(f, w, THREADS, add_once, &here, 0));
    join(w, THREADS);
    assert_int_equal(store_fault_syncs() - before, 1);
    assert_int_equal(here, 1);
    for (size_t i = 0; i < THREADS; i++)
        assert_true(w[i].acknowledged == 1 && w[i].called == 1);
    assert_int_equal(count(f->s), THREADS + 2);
}

static void a_batch_has_an_end(void **state)
{
    struct store_rig *f = *state;
    struct worker w[79] = { 0 };
    int64_t here = 0;
    OK(store_test_help_add(f->s, f->arena, 1, 1));
    int64_t before = store_fault_syncs();
    OK(lead(f, w, 79, add_once, &here, 0));
    join(w, 79);
    assert_int_equal(store_fault_syncs() - before, 2);
    assert_int_equal(count(f->s), 81);
}

static void a_failed_commit_is_told_to_all(void **state)
{
    struct store_rig *f = *state;
    struct worker w[THREADS] = { 0 };
    int64_t here = 0;
    KIND(lead(f, w, THREADS, add_once, &here, 1), ERR_BROKEN);
    join(w, THREADS);
    assert_int_equal(here, 0);
    for (size_t i = 0; i < THREADS; i++) {
        assert_true(w[i].refused == 1 && w[i].called == 0);
        assert_int_equal(w[i].kind, ERR_BROKEN);
    }
    assert_int_equal(count(f->s), 0);
    store_test_help_sound(f->pool, f->s);
}

static void a_lost_batch_is_told_to_all(void **state)
{
    struct store_rig *f = *state;
    struct worker w[1] = { 0 };
    int64_t here = 0;
    KIND(lead(f, w, 1, lose_once, &here, 0), ERR_CONFLICT);
    join(w, 1);
    assert_int_equal(here, 0);
    assert_int_equal(w[0].refused, 1);
    assert_int_equal(count(f->s), 0);
    store_test_help_sound(f->pool, f->s);
}

static void who_rolls_back_last_commits_for_the_others(void **state)
{
    struct store_rig *f = *state;
    struct worker w[3] = { 0 };
    int64_t here = 0;
    OK(lead(f, w, 3, roll_back_once, &here, 0));
    join(w, 3);
    assert_int_equal(here, 1);
    assert_int_equal(count(f->s), 1);
}

/* What callbacks did, in order; only who publishes writes it. */
struct order {
    char text[8];
    size_t n;
};

static void slowly(store *s, void *arg)
{
    (void)s;
    struct order *o = arg;
    (void)nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
    o->text[o->n++] = '1';
}

static void quickly(store *s, void *arg)
{
    (void)s;
    struct order *o = arg;
    o->text[o->n++] = '2';
}

static struct order order;

static const err *add_with(store *s, arena *a, void (*fn)(store *s, void *arg))
{
    TX(t, s, a);
    store_after_commit(s, fn, &order);
    TRY(store_run(s, a, &store_test_help_insert, ARGS(ARG(1), ARG(1), ARG(S("x"))), NULL));
    return tx_commit(&t);
}

static void add_slowly(void *arg)
{
    struct worker *w = arg;
    store *s = store_new(w->pool);
    SCRATCH(a);
    note_end(w, add_with(s, a, slowly));
    store_free(s);
}

/* A later batch is on the disk before the callbacks of an earlier one have ended, and yet waits. */
static void callbacks_of_a_later_batch_come_later(void **state)
{
    struct store_rig *f = *state;
    struct worker w[1] = { 0 };
    order = (struct order){ 0 };
    start(f, w, 1, add_slowly);
    while (count(f->s) == 0)
        (void)nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    OK(add_with(f->s, f->arena, quickly));
    join(w, 1);
    assert_string_equal(order.text, "12");
}

static void checkpoint_once(void *arg)
{
    struct worker *w = arg;
    SCRATCH(a);
    note_end(w, store_checkpoint(w->pool, a));
}

static off_t log_size(struct store_rig *f)
{
    struct stat st;
    assert_int_equal(stat(store_folder_file(f->arena, f->folder, STORE_FILE "-wal"), &st), 0);
    return st.st_size;
}

/* The long log is moved to its end between two batches, though somebody was writing. */
static void a_long_log_starts_anew_under_writing(void **state)
{
    struct store_rig *f = *state;
    struct worker w[1] = { 0 };
    int64_t here = 0;
    str big = { arena_alloc(f->arena, 6 << 20), 6 << 20 };
    for (int i = 0; i < 3; i++) {
        struct tx t = { 0 };
        OK(tx_begin_(&t, f->s, f->arena));
        OK(store_run(f->s, f->arena, &store_test_help_insert, ARGS(ARG(0), ARG(1), ARG(big)),
                     NULL));
        OK(tx_commit(&t));
    }
    assert_true(log_size(f) > 16 << 20);
    OK(lead(f, w, 1, checkpoint_once, &here, 0));
    join(w, 1);
    assert_true(here == 1 && w[0].acknowledged == 1);
    OK(store_test_help_add(f->s, f->arena, 1, 1));
    assert_true(log_size(f) < 1 << 20);
    assert_int_equal(count(f->s), 5);
    store_test_help_sound(f->pool, f->s);
}

/* ---- all at once, for a while ---------------------------------------------------------------- */

struct top {
    int64_t number;
};
static const col top_cols[] = { COL(struct top, number) };
static const query q_top = { "SELECT COALESCE(max(number), 0) FROM note", 0, 1, top_cols,
                             sizeof(struct top) };

/* Numbers as callbacks saw them; only who publishes is in here. */
static int64_t published, out_of_order;

struct numbered {
    int64_t number;
    bool told;
};

static void publish(store *s, void *arg)
{
    struct numbered *n = arg;
    SCRATCH(a);
    struct top top = { 0 };
    bool found = false;
    const err *e = store_row(s, a, &q_top, NO_ARGS, &top, &found);
    if (n->number != ++published || e != NULL || top.number < n->number)
        out_of_order++;
    n->told = true;
}

/* The next number of all, as a room's log gives them. Every fifth changes its mind. */
static const err *append(struct worker *w, store *s, arena *a, int64_t round)
{
    struct numbered *n = NEW(a, struct numbered);
    struct top top = { 0 };
    bool found = false;
    TX(t, s, a);
    TRY(store_row(s, a, &q_top, NO_ARGS, &top, &found));
    n->number = top.number + 1;
    store_after_commit(s, publish, n);
    TRY(store_run(s, a, &store_test_help_insert,
                  ARGS(ARG(w->number), ARG(n->number), ARG(S("hello"))), NULL));
    if (round % 5 == 4)
        FAIL(a, ERR_DENIED, "no");
    const err *e = tx_commit(&t);
    w->late += e == NULL && !n->told;
    return e;
}

static void append_many(void *arg)
{
    struct worker *w = arg;
    store *s = store_new(w->pool);
    for (int64_t i = 0; i < w->rounds; i++) {
        SCRATCH(a);
        note_end(w, append(w, s, a, i));
    }
    store_free(s);
}

static void numbers_have_no_holes_and_are_told_in_order(void **state)
{
    struct store_rig *f = *state;
    struct worker w[THREADS] = { 0 };
    published = out_of_order = 0;
    int64_t before = store_fault_syncs();
    for (size_t i = 0; i < THREADS; i++)
        w[i].rounds = 50;
    start(f, w, THREADS, append_many);
    join(w, THREADS);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(w[i].acknowledged, 40);
        assert_int_equal(w[i].late, 0);
    }
    assert_int_equal(published, THREADS * 40);
    assert_int_equal(out_of_order, 0);
    assert_int_equal(count(f->s), THREADS * 40);
    assert_true(store_fault_syncs() - before < (int64_t)THREADS * 40);
    store_test_help_sound(f->pool, f->s);
}

/* Copies, checkpoints and failing syncs beside the writers. */
static void trouble_beside_writers_loses_nothing(void **state)
{
    struct store_rig *f = *state;
    struct worker w[4] = { 0 };
    int64_t acknowledged = 0;
    for (size_t i = 0; i < 4; i++)
        w[i].rounds = 100;
    published = out_of_order = 0;
    start(f, w, 4, append_many);
    for (int i = 0; i < 10; i++) {
        SCRATCH(a);
        const char *file = str_format(a, "%s/copy%d", f->folder, i).p;
        store_fault_sync(i % 3 == 0 ? 20 : 0);
        const err *e = store_checkpoint(f->pool, a);
        if (e == NULL)
            e = store_backup(f->pool, a, str_of(file));
        assert_true(e == NULL || e->kind == ERR_BROKEN);
    }
    join(w, 4);
    store_fault_sync(0);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(w[i].late, 0);
        acknowledged += w[i].acknowledged;
    }
    assert_int_equal(published, acknowledged);
    assert_int_equal(out_of_order, 0);
    assert_int_equal(count(f->s), acknowledged);
    store_test_help_sound(f->pool, f->s);
}

/* ---- speed ----------------------------------------------------------------------------------- */

static void add_many(void *arg)
{
    struct worker *w = arg;
    store *s = store_new(w->pool);
    for (int64_t i = 0; i < w->rounds; i++) {
        SCRATCH(a);
        note_end(w, store_test_help_add(s, a, w->number, i));
    }
    store_free(s);
}

static void measure(struct store_rig *f, size_t threads, int64_t rounds)
{
    struct worker w[64] = { 0 };
    for (size_t i = 0; i < threads; i++)
        w[i].rounds = rounds;
    int64_t syncs = store_fault_syncs();
    int64_t begin = clock_mono_ns();
    start(f, w, threads, add_many);
    join(w, threads);
    double seconds = (double)(clock_mono_ns() - begin) / 1e9;
    int64_t total = (int64_t)threads * rounds;
    print_message("%zu threads: %.0f transactions/s, %lld transactions with %lld syncs\n", threads,
                  (double)total / seconds, (long long)total,
                  (long long)(store_fault_syncs() - syncs));
}

static void transactions_a_second(void **state)
{
    struct store_rig *f = *state;
    if (getenv("NETZARBEIT_MEASURE") == NULL)
        skip();
    measure(f, 1, 2000);
    measure(f, 4, 2000);
    measure(f, 16, 2000);
    measure(f, 64, 500);
}

int main(void)
{
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, store_test_help_set_up, store_rig_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(those_who_wait_share_one_sync),
        TEST(a_batch_has_an_end),
        TEST(a_failed_commit_is_told_to_all),
        TEST(a_lost_batch_is_told_to_all),
        TEST(who_rolls_back_last_commits_for_the_others),
        TEST(callbacks_of_a_later_batch_come_later),
        TEST(a_long_log_starts_anew_under_writing),
        TEST(numbers_have_no_holes_and_are_told_in_order),
        TEST(trouble_beside_writers_loses_nothing),
        TEST(transactions_a_second),
    };
    store_fault_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
