/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * os_test.c - files, threads and signals, on a folder of its own; runs sock_test and process_test
 * too.
 */
#include "os/os_test.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "os/file.h"
#include "os/process.h"
#include "os/signals.h"
#include "os/thread.h"

void os_test_fails(const err *e, enum err_kind kind, const char *said, int line)
{
    SCRATCH(a);
    if (e == NULL || e->kind != kind || !str_contains(e->msg, str_of(said)))
        fail_msg("line %d: want kind %d '%s', got %.*s", line, (int)kind, said,
                 STR_ARG(err_text(a, e)));
}

void os_test_succeeds(const err *e, int line)
{
    SCRATCH(a);
    if (e != NULL)
        fail_msg("line %d: %.*s", line, STR_ARG(err_text(a, e)));
}

/* ---- files ----------------------------------------------------------------------------------- */

static mode_t mode_of(const char *path)
{
    struct stat st = { 0 };
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 07777;
}

static size_t entries_in(arena *a, const char *folder)
{
    struct process_result r = { 0 };
    const char *const args[] = { "ls", "-A", folder, NULL };
    SUCCEEDS(process_run(a, &(struct process_order){ .args = args }, &r));
    size_t lines = 0;
    for (size_t i = 0; i < r.out.n; i++)
        lines += r.out.p[i] == '\n';
    return lines;
}

static void test_write_and_read(void **state)
{
    (void)state;
    SCRATCH(a);
    str got = { 0 };
    SUCCEEDS(file_make_folder(a, S("wr")));
    SUCCEEDS(file_write(a, S("wr/f"), S("first\0with a NUL")));
    SUCCEEDS(file_read(a, S("wr/f"), 100, &got));
    assert_true(str_eq(got, S("first\0with a NUL")));
    SUCCEEDS(file_write(a, S("wr/f"), S("second")));
    SUCCEEDS(file_read(a, S("wr/f"), 100, &got));
    assert_true(str_eq(got, S("second")));
    SUCCEEDS(file_write(a, S("wr/f"), (str){ 0 }));
    SUCCEEDS(file_read(a, S("wr/f"), 0, &got));
    assert_int_equal(got.n, 0);
    assert_int_equal(mode_of("wr/f"), 0600);
    assert_int_equal(entries_in(a, "wr"), 1); /* nothing temporary is left */
}

static void test_read_in_pieces(void **state)
{
    (void)state;
    SCRATCH(a);
    char piece[4];
    size_t n = 7;
    CLEANUP(file_close) int fd = -1;
    SUCCEEDS(file_write(a, S("pieces"), S("abcdef")));
    SUCCEEDS(file_open(a, S("pieces"), &fd));
    SUCCEEDS(file_read_piece(a, S("pieces"), fd, piece, sizeof piece, &n));
    assert_true(str_eq((str){ piece, n }, S("abcd")));
    SUCCEEDS(file_read_piece(a, S("pieces"), fd, piece, sizeof piece, &n));
    assert_true(str_eq((str){ piece, n }, S("ef")));
    SUCCEEDS(file_read_piece(a, S("pieces"), fd, piece, sizeof piece, &n));
    assert_int_equal(n, 0);
    int none = -1;
    FAILS(file_open(a, S("no-such-file"), &none), ERR_MISSING, "no-such-file");
    FAILS(file_open(a, S("."), &none), ERR_INVALID, "Is a directory");
    FAILS(file_open(a, S("a\0b"), &none), ERR_INVALID, "no name of a file");
    assert_int_equal(none, -1);
    file_close(&none);
}

static void test_read_has_a_ceiling(void **state)
{
    (void)state;
    SCRATCH(a);
    size_t size = 300000;
    char *bytes = arena_alloc(a, size);
    memset(bytes, 'b', size);
    str got = S("untouched");
    SUCCEEDS(file_write(a, S("big"), (str){ bytes, size }));
    FAILS(file_read(a, S("big"), size - 1, &got), ERR_INVALID, "larger than 299999 bytes");
    assert_true(str_eq(got, S("untouched")));
    SUCCEEDS(file_read(a, S("big"), size, &got));
    assert_true(str_eq(got, (str){ bytes, size }));
    FAILS(file_read(a, S("/dev/zero"), size, &got), ERR_INVALID, "/dev/zero");
}

static void test_names_that_cannot_be_read(void **state)
{
    (void)state;
    SCRATCH(a);
    str got = S("untouched");
    FAILS(file_read(a, S("no such file"), 10, &got), ERR_MISSING, "no such file");
    FAILS(file_read(a, S("."), 10, &got), ERR_INVALID, ".: ");
    FAILS(file_read(a, S(""), 10, &got), ERR_INVALID, "no name");
    FAILS(file_read(a, (str){ 0 }, 10, &got), ERR_INVALID, "no name");
    FAILS(file_read(a, S("/dev/null\0.ics"), 10, &got), ERR_INVALID, "no name");
    FAILS(file_write(a, S("no folder/f"), S("x")), ERR_MISSING, "no folder/f");
    FAILS(file_write(a, S("/proc/f"), S("x")), ERR_MISSING, "/proc/f");
    assert_true(str_eq(got, S("untouched")));
}

/* The old content stands where the new cannot be put in its place. */
static void test_a_failed_write_changes_nothing(void **state)
{
    (void)state;
    SCRATCH(a);
    SUCCEEDS(file_make_folder(a, S("fw/target/inside")));
    FAILS(file_write(a, S("fw/target"), S("x")), ERR_INVALID, "fw/target");
    assert_true(file_exists(a, S("fw/target/inside")));
    assert_int_equal(entries_in(a, "fw"), 1);
}

static void write_on_a_full_disk(void)
{
    SCRATCH(a);
    const struct rlimit small = { 10, 10 };
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    const err *e = file_write(a, S("full/f"), S("more than ten bytes"));
    _exit(e != NULL && e->kind == ERR_BROKEN ? 7 : 1);
}

static void test_a_full_disk_keeps_the_old_file(void **state)
{
    (void)state;
    SCRATCH(a);
    int status = 0;
    str got = { 0 };
    SUCCEEDS(file_make_folder(a, S("full")));
    SUCCEEDS(file_write(a, S("full/f"), S("old")));
    pid_t pid = fork();
    if (pid == 0)
        write_on_a_full_disk();
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), 7);
    SUCCEEDS(file_read(a, S("full/f"), 100, &got));
    assert_true(str_eq(got, S("old")));
    assert_int_equal(entries_in(a, "full"), 1);
}

static void test_read_stdin(void **state)
{
    (void)state;
    SCRATCH(a);
    int kept = dup(STDIN_FILENO);
    int ends[2];
    str got = { 0 };
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "BEGIN:VCALENDAR", 15), 15);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    const err *e = file_read(a, S("-"), 100, &got);
    dup2(kept, STDIN_FILENO);
    close(kept);
    SUCCEEDS(e);
    assert_true(str_eq(got, S("BEGIN:VCALENDAR")));
}

static void test_folders(void **state)
{
    (void)state;
    SCRATCH(a);
    SUCCEEDS(file_make_folder(a, S("mk/a/b")));
    SUCCEEDS(file_make_folder(a, S("mk/a/b")));
    SUCCEEDS(file_make_folder(a, S("mk//c/")));
    assert_int_equal(mode_of("mk/a/b"), 0700);
    assert_int_equal(mode_of("mk/c"), 0700);
    assert_true(file_exists(a, S("mk/a")));
    assert_false(file_exists(a, S("mk/x")));
    assert_false(file_exists(a, S("")));
    SUCCEEDS(file_write(a, S("mk/f"), S("")));
    FAILS(file_make_folder(a, S("mk/f")), ERR_INVALID, "no folder");
    FAILS(file_make_folder(a, S("mk/f/g")), ERR_INVALID, "no folder");
    FAILS(file_make_folder(a, S("/proc/g")), ERR_MISSING, "/proc/g");
}

static void test_free_space(void **state)
{
    (void)state;
    SCRATCH(a);
    uint64_t bytes = 0;
    SUCCEEDS(file_free_space(a, S("."), &bytes));
    assert_true(bytes > 1024);
    FAILS(file_free_space(a, S("nowhere"), &bytes), ERR_MISSING, "nowhere");
}

static void test_lock(void **state)
{
    (void)state;
    SCRATCH(a);
    int fd = -1;
    int second = -1;
    SUCCEEDS(file_lock(a, S("serve.lock"), &fd));
    char *said = str_c(a, str_format(a, "serve.lock: held by process %d", (int)getpid()));
    FAILS(file_lock(a, S("serve.lock"), &second), ERR_TAKEN, said);
    assert_int_equal(second, -1);
    assert_true((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
    file_unlock(fd);
    SUCCEEDS(file_lock(a, S("serve.lock"), &fd));
    file_unlock(fd);
    file_unlock(-1);
    FAILS(file_lock(a, S("no folder/serve.lock"), &fd), ERR_MISSING, "no folder");
}

static void hold_the_lock(int ready)
{
    SCRATCH(a);
    int fd = -1;
    if (file_lock(a, S("killed.lock"), &fd) != NULL || write(ready, "x", 1) != 1)
        _exit(1);
    pause();
}

static void test_lock_ends_with_its_holder(void **state)
{
    (void)state;
    SCRATCH(a);
    int ends[2];
    int fd = -1;
    char ready = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0)
        hold_the_lock(ends[1]);
    assert_int_equal(read(ends[0], &ready, 1), 1);
    char *said = str_c(a, str_format(a, "held by process %d", (int)pid));
    FAILS(file_lock(a, S("killed.lock"), &fd), ERR_TAKEN, said);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    SUCCEEDS(file_lock(a, S("killed.lock"), &fd));
    file_unlock(fd);
    close(ends[0]);
    close(ends[1]);
}

/* ---- threads --------------------------------------------------------------------------------- */

struct seen {
    char name[32];
    size_t stack;
};

static void look(void *arg)
{
    struct seen *s = arg;
    pthread_attr_t attributes;
    pthread_getname_np(pthread_self(), s->name, sizeof(s->name));
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return;
    pthread_attr_getstacksize(&attributes, &s->stack);
    pthread_attr_destroy(&attributes);
}

static void test_thread_has_name_and_stack(void **state)
{
    (void)state;
    SCRATCH(a);
    struct seen s = { 0 };
    thread *t = NULL;
    SUCCEEDS(thread_start(a, "worker 3", (size_t)512 << 10, look, &s, &t));
    thread_join(t);
    assert_string_equal(s.name, "worker 3");
    assert_in_range(s.stack, (size_t)512 << 10, (size_t)600 << 10);

    SUCCEEDS(thread_start(a, "a name far too long", 0, look, &s, &t));
    thread_join(t);
    assert_string_equal(s.name, "a name far too ");
    assert_true(s.stack >= (size_t)1 << 20);

    SUCCEEDS(thread_start(a, "tiny", 1, look, &s, &t));
    thread_join(t);
    assert_true(s.stack >= 16384);
    thread_join(NULL);
}

static void test_more_than_the_machine_has(void **state)
{
    (void)state;
    SCRATCH(a);
    struct seen s = { 0 };
    thread *t = NULL;
    FAILS(thread_start(a, "huge", (size_t)1 << 46, look, &s, &t), ERR_BUSY, "thread huge");
    assert_null(t);
}

/* ---- signals --------------------------------------------------------------------------------- */

static void signal_us(void *arg)
{
    (void)arg;
    kill(getpid(), SIGTERM);
}

/* In a child, since signals cannot be given back to how they were. The exit code names the fault.
 */
static void signals_in_a_child(void)
{
    SCRATCH(a);
    thread *t = NULL;
    int ends[2];
    signals_hold();
    if (signals_wait(0) != 0)
        _exit(1);
    kill(getpid(), SIGHUP);
    if (signals_wait(-1) != SIGHUP)
        _exit(2);
    if (thread_start(a, "signaller", 0, signal_us, NULL, &t) != NULL)
        _exit(3);
    if (signals_wait(10000) != SIGTERM)
        _exit(4);
    thread_join(t);
    if (signals_wait(5) != 0)
        _exit(5);
    if (pipe(ends) != 0 || close(ends[0]) != 0 || write(ends[1], "x", 1) != -1)
        _exit(6);
    kill(getpid(), SIGINT);
    _exit(signals_wait(0) == SIGINT ? 0 : 7);
}

static void test_signals(void **state)
{
    (void)state;
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        signals_in_a_child();
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- all ------------------------------------------------------------------------------------- */

static int all_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_and_read),
        cmocka_unit_test(test_read_in_pieces),
        cmocka_unit_test(test_read_has_a_ceiling),
        cmocka_unit_test(test_names_that_cannot_be_read),
        cmocka_unit_test(test_a_failed_write_changes_nothing),
        cmocka_unit_test(test_a_full_disk_keeps_the_old_file),
        cmocka_unit_test(test_read_stdin),
        cmocka_unit_test(test_folders),
        cmocka_unit_test(test_free_space),
        cmocka_unit_test(test_lock),
        cmocka_unit_test(test_lock_ends_with_its_holder),
        cmocka_unit_test(test_thread_has_name_and_stack),
        cmocka_unit_test(test_more_than_the_machine_has),
        cmocka_unit_test(test_signals),
    };
    return cmocka_run_group_tests_name("file, thread, signals", tests, NULL, NULL);
}

int main(void)
{
    char folder[] = "/tmp/os_test.XXXXXX";
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return 1;
    int failed = all_tests() + sock_test() + process_test();
    SCRATCH(a);
    struct process_result r = { 0 };
    const char *const args[] = { "rm", "-r", folder, NULL };
    const err *e = process_run(a, &(struct process_order){ .args = args }, &r);
    return failed == 0 && e == NULL && r.exit == 0 ? 0 : 1;
}
