/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * process_test.c - children that answer, flood, hang, die and stay.
 */
#include "os/process.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "os/file.h"
#include "os/os_test.h"

/* Runs a line of shell with the rest of the order as given. */
static struct process_result shell(arena *a, const char *line, struct process_order order)
{
    const char *const args[] = { "sh", "-c", line, NULL };
    struct process_result r = { 0 };
    order.args = args;
    SUCCEEDS(process_run(a, &order, &r));
    return r;
}

static void is(str got, const char *want)
{
    SCRATCH(a);
    assert_string_equal(str_c(a, got), want);
}

static void test_output_and_exit(void **state)
{
    (void)state;
    SCRATCH(a);
    struct process_result r =
        shell(a, "echo out; echo err >&2; exit 65", (struct process_order){ 0 });
    assert_int_equal(r.exit, 65);
    is(r.out, "out\n");
    is(r.err, "err\n");
    assert_false(r.cut);
    assert_false(r.timed_out);
    r = shell(a, "kill -9 $$", (struct process_order){ 0 });
    assert_int_equal(r.exit, -SIGKILL);
    is(r.out, "");
}

static void test_arguments_are_not_for_a_shell(void **state)
{
    (void)state;
    SCRATCH(a);
    const char *const args[] = { "printf", "[%s]", "a b", "$HOME;*", "", "ü", NULL };
    struct process_result r = { 0 };
    SUCCEEDS(process_run(a, &(struct process_order){ .args = args }, &r));
    is(r.out, "[a b][$HOME;*][][ü]");
}

static void test_input_and_environment(void **state)
{
    (void)state;
    SCRATCH(a);
    const char *const env[] = { "ZONE=Europe/Berlin", NULL };
    struct process_order order = { .env = env };
    is(shell(a, "echo $ZONE$HOME", order).out, "Europe/Berlin\n");
    is(shell(a, "cat; echo .", (struct process_order){ 0 }).out, ".\n");
    is(shell(a, "cat", (struct process_order){ .input = S("hello") }).out, "hello");

    /* More than any pipe holds, both ways at once. */
    size_t size = (size_t)3 << 20;
    char *bytes = arena_alloc(a, size);
    memset(bytes, 'i', size);
    order = (struct process_order){ .input = { bytes, size }, .max = size };
    struct process_result r = shell(a, "cat", order);
    assert_int_equal(r.out.n, size);
    assert_false(r.cut);
}

static void test_a_flood_is_cut(void **state)
{
    (void)state;
    SCRATCH(a);
    struct process_order order = { .max = 1000 };
    struct process_result r = shell(a, "yes | head -c 1000000; echo end >&2; exit 3", order);
    assert_int_equal(r.exit, 3);
    assert_int_equal(r.out.n, 1000);
    is(r.err, "end\n");
    assert_true(r.cut);
    r = shell(a, "yes | head -c 1000", order);
    assert_int_equal(r.out.n, 1000);
    assert_false(r.cut);
}

static void test_time_is_up_for_children_too(void **state)
{
    (void)state;
    SCRATCH(a);
    struct process_order order = { .timeout_ms = 100 };
    int64_t start = clock_mono_ns();
    struct process_result r = shell(a, "echo $$; sleep 1000 & sleep 1000", order);
    assert_true(r.timed_out);
    assert_int_equal(r.exit, -SIGKILL);
    assert_true(clock_mono_ns() - start < 20 * (int64_t)1000000000);
    int64_t pid = 0;
    assert_true(str_to_int64(str_trim(r.out), &pid));
    /* Nobody of its group is left (an orphan just killed may wait a moment to be collected). */
    for (int i = 0; i < 500 && kill(-(pid_t)pid, 0) == 0; i++)
        usleep(10000);
    assert_int_not_equal(kill(-(pid_t)pid, 0), 0);
}

static void test_closed_outputs_are_not_the_end(void **state)
{
    (void)state;
    SCRATCH(a);
    struct process_result r =
        shell(a, "exec >&- 2>&-; sleep 0.1; exit 4", (struct process_order){ 0 });
    assert_int_equal(r.exit, 4);
    assert_false(r.timed_out);
    r = shell(a, "exec >&- 2>&-; sleep 1000", (struct process_order){ .timeout_ms = 50 });
    assert_true(r.timed_out);
}

static void test_what_cannot_be_started(void **state)
{
    (void)state;
    SCRATCH(a);
    const char *const missing[] = { "netzarbeit-no-such-program", NULL };
    const char *const folder[] = { "/tmp", NULL };
    struct process_result r = { .exit = 99 };
    process *p = NULL;
    FAILS(process_run(a, &(struct process_order){ .args = missing }, &r), ERR_MISSING, missing[0]);
    FAILS(process_run(a, &(struct process_order){ .args = folder }, &r), ERR_DENIED, "/tmp");
    FAILS(process_start(a, &(struct process_order){ .args = missing }, &p), ERR_MISSING,
          missing[0]);
    assert_int_equal(r.exit, 99);
    assert_null(p);
}

static process *start(arena *a, const char *line, const char *err_file)
{
    const char *const args[] = { "sh", "-c", line, NULL };
    process *p = NULL;
    SUCCEEDS(process_start(a, &(struct process_order){ .args = args, .err_file = err_file }, &p));
    return p;
}

static void test_talking(void **state)
{
    (void)state;
    SCRATCH(a);
    str line = { 0 };
    int status = 99;
    process *p = start(a, "echo listening; echo; echo two; exec sleep 1000", NULL);
    assert_true(process_pid(p) > 0);
    assert_true(process_line(p, a, 10000, &line));
    is(line, "listening");
    assert_true(process_line(p, a, 10000, &line));
    is(line, "");
    assert_true(process_line(p, a, 10000, &line));
    is(line, "two");
    assert_false(process_line(p, a, 20, &line));
    assert_false(process_wait(p, 20, &status));
    assert_int_equal(status, 99);
    process_signal(p, SIGTERM);
    assert_true(process_wait(p, 10000, &status));
    assert_int_equal(status, -SIGTERM);
    status = 99;
    assert_true(process_wait(p, 0, &status));
    assert_int_equal(status, -SIGTERM);
    process_signal(p, SIGTERM);
    process_free(p);
}

static void test_end_of_output(void **state)
{
    (void)state;
    SCRATCH(a);
    str line = { 0 };
    int status = 99;
    process *p = start(a, "printf 'a\\nno end'; exit 5", NULL);
    assert_true(process_line(p, a, 10000, &line));
    is(line, "a");
    assert_true(process_line(p, a, 10000, &line));
    is(line, "no end");
    assert_false(process_line(p, a, 10000, &line));
    assert_true(process_wait(p, 10000, &status));
    assert_int_equal(status, 5);
    process_free(p);
    process_free(NULL);
}

static void test_a_line_without_end_comes_in_parts(void **state)
{
    (void)state;
    SCRATCH(a);
    str line = { 0 };
    size_t all = 0;
    process *p = start(a, "yes x | tr -d '\\n' | head -c 200000", NULL);
    while (process_line(p, a, 10000, &line)) {
        assert_true(line.n <= (size_t)64 << 10);
        all += line.n;
    }
    assert_int_equal(all, 200000);
    process_free(p);
}

static void test_errors_to_a_file(void **state)
{
    (void)state;
    SCRATCH(a);
    str got = { 0 };
    int status = 99;
    for (int i = 0; i < 2; i++) {
        process *p = start(a, "echo oops >&2", "child.log");
        assert_true(process_wait(p, 10000, &status));
        process_free(p);
    }
    SUCCEEDS(file_read(a, S("child.log"), 100, &got));
    is(got, "oops\noops\n");
}

static void test_freeing_kills(void **state)
{
    (void)state;
    SCRATCH(a);
    process *p = start(a, "exec sleep 1000", NULL);
    int pid = process_pid(p);
    process_free(p);
    assert_int_not_equal(kill(pid, 0), 0);
}

/* A child of a program that holds its signals must still be one that can be stopped. */
static void test_signals_are_as_new(void **state)
{
    (void)state;
    SCRATCH(a);
    sigset_t term;
    int status = 99;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    signal(SIGPIPE, SIG_IGN);
    process *p = start(a, "exec sleep 1000", NULL);
    process_signal(p, SIGTERM);
    assert_true(process_wait(p, 10000, &status));
    assert_int_equal(status, -SIGTERM);
    process_free(p);
    struct process_result r = shell(a, "kill -PIPE $$; exit 1", (struct process_order){ 0 });
    assert_int_equal(r.exit, -SIGPIPE);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &term, NULL);
}

static void test_our_files_stay_ours(void **state)
{
    (void)state;
    SCRATCH(a);
    int lock = -1;
    SUCCEEDS(file_lock(a, S("inherited.lock"), &lock));
    process *p = start(a, "echo ready; exec sleep 1000", NULL);
    str line = { 0 };
    assert_true(process_line(p, a, 10000, &line));
    file_unlock(lock);
    SUCCEEDS(file_lock(a, S("inherited.lock"), &lock));
    file_unlock(lock);
    process_free(p);
}

int process_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_output_and_exit),
        cmocka_unit_test(test_arguments_are_not_for_a_shell),
        cmocka_unit_test(test_input_and_environment),
        cmocka_unit_test(test_a_flood_is_cut),
        cmocka_unit_test(test_time_is_up_for_children_too),
        cmocka_unit_test(test_closed_outputs_are_not_the_end),
        cmocka_unit_test(test_what_cannot_be_started),
        cmocka_unit_test(test_talking),
        cmocka_unit_test(test_end_of_output),
        cmocka_unit_test(test_a_line_without_end_comes_in_parts),
        cmocka_unit_test(test_errors_to_a_file),
        cmocka_unit_test(test_freeing_kills),
        cmocka_unit_test(test_signals_are_as_new),
        cmocka_unit_test(test_our_files_stay_ours),
    };
    return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
