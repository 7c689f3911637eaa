/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_kill_test.c - kill -9 in the middle of writing, again and again: what was acknowledged is
 * there exactly once. NETZARBEIT_KILL_ROUNDS sets how often (20).
 *
 * The child is this program again, called with a folder: several threads write into the store, and
 * each tells the parent of a row through a pipe after tx_commit has returned.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "os/thread.h"
#include "store/store_test_help.h"

#define WRITERS 6

/* ---- the child ------------------------------------------------------------------------------- */

struct told {
    int64_t thread, number;
};

struct writer {
    store_pool *pool;
    int64_t thread;
};

static void write_for_ever(void *arg)
{
    struct writer *w = arg;
    store *s = store_new(w->pool);
    for (int64_t i = 1;; i++) {
        SCRATCH(a);
        const err *e = store_test_help_add(s, a, w->thread, i);
        struct told t = { w->thread, i };
        /* Shorter than PIPE_BUF, so whole or not at all. */
        if (e != NULL || write(STDOUT_FILENO, &t, sizeof t) != (ssize_t)sizeof t)
            abort();
    }
}

static int child(const char *folder, int64_t first_thread)
{
    SCRATCH(a);
    struct writer w[WRITERS];
    thread *threads[WRITERS];
    store_pool *pool = store_test_help_open(a, folder);
    for (int64_t i = 0; i < WRITERS; i++) {
        w[i] = (struct writer){ pool, first_thread + i };
        ASSERT(thread_start(a, "writer", 0, write_for_ever, &w[i], &threads[i]) == NULL);
    }
    for (;;) {
        (void)nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
        SCRATCH(b);
        ASSERT(store_checkpoint(pool, b) == NULL);
    }
}

/* ---- the parent ------------------------------------------------------------------------------ */

static pid_t spawn(arena *a, const char *folder, int round, int *ret_pipe)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    const char *first = str_format(a, "%d", round * WRITERS).p;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
        (void)execl("/proc/self/exe", "store_kill_test", folder, first, (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    *ret_pipe = ends[0];
    return pid;
}

struct list {
    struct told *told;
    size_t count, cap;
};

/* What the child tells until it is gone, appended. `most` 0: all. */
static void read_told(arena *a, int from, size_t most, struct list *l)
{
    struct told t;
    size_t before = l->count;
    while ((most == 0 || l->count - before < most) &&
           read(from, &t, sizeof t) == (ssize_t)sizeof t) {
        void *p = l->told;
        arena_grow(a, &p, &l->cap, l->count + 1, sizeof t);
        l->told = p;
        l->told[l->count++] = t;
    }
}

static int by_thread(const void *x, const void *y)
{
    const struct told *a = x, *b = y;
    if (a->thread != b->thread)
        return a->thread < b->thread ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static const col told_cols[] = { COL(struct told, thread), COL(struct told, number) };
static const query q_told = { "SELECT thread, number FROM note ORDER BY thread, number", 0, 2,
                              told_cols, sizeof(struct told) };

/* Every row told of is there; none is there twice; no thread has more than one row (the one under
 * way) beyond what it told. */
static void check(arena *a, const char *folder, struct list *l)
{
    void *rows = NULL;
    size_t n = 0;
    store_pool *pool = store_test_help_open(a, folder);
    store *s = store_new(pool);
    str found = { 0 };
    OK(store_integrity(pool, a, &found));
    assert_int_equal(found.n, 0);
    OK(store_rows(s, a, &q_told, NO_ARGS, &rows, &n));
    if (l->count > 0)
        qsort(l->told, l->count, sizeof *l->told, by_thread);
    const struct told *is = rows;
    size_t i = 0;
    for (size_t k = 0; k < n; k++) {
        assert_true(k == 0 || by_thread(&is[k - 1], &is[k]) < 0);
        if (i < l->count && by_thread(&is[k], &l->told[i]) == 0)
            i++;
        else /* not told of: only the last of its thread may be that */
            assert_true(k + 1 == n || is[k + 1].thread != is[k].thread);
    }
    assert_int_equal(i, l->count);
    store_free(s);
    store_pool_close(pool);
}

static void wait_a_moment(unsigned *random)
{
    *random = *random * 1103515245u + 12345u;
    long ms = (*random >> 16) % 60;
    (void)nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
}

static void nothing_acknowledged_is_lost(void **state)
{
    (void)state;
    const char *wanted = getenv("NETZARBEIT_KILL_ROUNDS");
    int64_t rounds = 20;
    assert_true(wanted == NULL || str_to_int64(str_of(wanted), &rounds));
    unsigned random = (unsigned)getpid();
    SCRATCH(a);
    const char *folder = store_rig_folder(a);
    struct list l = { 0 };
    for (int i = 0; i < rounds; i++) {
        SCRATCH(b);
        int from = -1;
        pid_t pid = spawn(b, folder, i, &from);
        read_told(a, from, 5, &l); /* it is writing now */
        wait_a_moment(&random);
        assert_int_equal(kill(pid, SIGKILL), 0);
        read_told(a, from, 0, &l);
        (void)close(from);
        int status = 0;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        check(b, folder, &l);
    }
    assert_true(l.count >= (size_t)rounds * 5);
    print_message("%lld kills, %zu rows acknowledged, all there\n", (long long)rounds, l.count);
    store_rig_remove(folder);
}

int main(int argc, char **argv)
{
    int64_t first = 0;
    if (argc == 3 && str_to_int64(str_of(argv[2]), &first))
        return child(argv[1], first);
    const struct CMUnitTest tests[] = { cmocka_unit_test(nothing_acknowledged_is_lost) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
