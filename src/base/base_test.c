/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * base_test.c - runs the tests of base, one file of them for each file of it.
 */
#include "base/base_test.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/attr.h"

void base_test_str(str got, str want, const char *file, int line)
{
    if (str_eq(got, want))
        return;
    print_error("got '%.*s' (%zu bytes), want '%.*s' (%zu bytes)\n", STR_ARG(got), got.n,
                STR_ARG(want), want.n);
    _fail(file, line);
}

static void child(void (*fn)(void *arg), void *arg, int to)
{
    const struct rlimit none = { 0 };
    setrlimit(RLIMIT_CORE, &none);
    dup2(to, STDERR_FILENO);
    fn(arg);
    _exit(0);
}

int base_test_child(void (*fn)(void *arg), void *arg, char *to, size_t size)
{
    int ends[2] = { -1, -1 };
    int status = 0;
    size_t n = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        child(fn, arg, ends[1]);
    close(ends[1]);
    ssize_t more = 0;
    while (n < size - 1 && (more = read(ends[0], to + n, size - 1 - n)) > 0)
        n += (size_t)more;
    to[n] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

void base_test_aborts(void (*fn)(void *arg), void *arg, const char *said)
{
    char report[8192];
    int status = base_test_child(fn, arg, report, sizeof(report));
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    if (strstr(report, said) == NULL)
        fail_msg("'%s' is not in the report: %s", said, report);
}

int main(void)
{
    int (*const files[])(void) = { arena_test, buf_test,  check_test,     clock_test,
                                   err_test,   id_test,   json_text_test, log_test,
                                   str_test,   utf8_test, words_test };
    int failed = 0;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        failed += files[i]();
    return failed == 0 ? 0 : 1;
}
