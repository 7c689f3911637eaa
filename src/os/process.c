/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * process.c - children by posix_spawn, which is safe beside threads.
 */
#include "os/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/clock.h"

#define MAX_DEFAULT ((size_t)1 << 20)
#define TIMEOUT_DEFAULT 60000
#define LINE_LIMIT ((size_t)64 << 10)
#define CHUNK ((size_t)16 << 10)

static void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static int64_t deadline_in(int timeout_ms)
{
    return clock_mono_ns() + (int64_t)timeout_ms * 1000000;
}

/* What is left in milliseconds, rounded up so that nobody spins through the last one. */
static int left_ms(int64_t deadline)
{
    int64_t left = deadline - clock_mono_ns();
    return left <= 0 ? 0 : (int)((left + 999999) / 1000000);
}

/* ---- starting -------------------------------------------------------------------------------- */

/* The child's three files: a descriptor of ours that becomes its own 0, 1 or 2; -1 leaves it ours.
 */
struct stdio {
    int fd[3];
};

static void stdio_close(struct stdio *files)
{
    for (size_t i = 0; i < COUNT_OF(files->fd); i++)
        fd_close(&files->fd[i]);
}

/* A file in memory instead of a pipe: it needs no reader at the other end while we write. */
static int input_open(str input)
{
    if (input.p == NULL)
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    int fd = memfd_create("stdin", MFD_CLOEXEC);
    ASSERT(fd >= 0);
    while (input.n > 0) {
        ssize_t n = write(fd, input.p, input.n);
        ASSERT(n > 0);
        input = str_sub(input, (size_t)n, input.n);
    }
    ASSERT(lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

/* The child's end goes to `files`; our end does not block, so that one poll serves several. */
static int pipe_to(struct stdio *files, int which)
{
    int ends[2] = { -1, -1 };
    ASSERT(pipe2(ends, O_CLOEXEC) == 0);
    ASSERT(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
    files->fd[which] = ends[1];
    return ends[0];
}

static int spawn(const struct process_order *order, const struct stdio *files, bool own_group,
                 pid_t *ret)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 3; i++)
        if (files->fd[i] >= 0)
            posix_spawn_file_actions_adddup2(&actions, files->fd[i], i);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    posix_spawnattr_setflags(&attributes,
                             (short)(own_group ? flags | POSIX_SPAWN_SETPGROUP : flags));
    char *const *env = order->env == NULL ? environ : (char *const *)(uintptr_t)order->env;
    int error = posix_spawnp(ret, order->args[0], &actions, &attributes,
                             (char *const *)(uintptr_t)order->args, env);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

MUST static const err *spawn_or_fail(arena *a, const struct process_order *order,
                                     const struct stdio *files, bool own_group, pid_t *ret)
{
    int error = spawn(order, files, own_group, ret);
    if (error == 0)
        return NULL;
    enum err_kind kind = error == ENOENT ? ERR_MISSING : error == EACCES ? ERR_DENIED : ERR_BROKEN;
    FAIL(a, kind, "%s: %s", order->args[0], strerrordesc_np(error));
}

static int exit_of(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* True once it has ended. There is no wait with a timeout, so we look every few milliseconds. */
static bool wait_until(pid_t pid, int64_t deadline, int *ret_exit)
{
    const struct timespec nap = { .tv_nsec = 2000000 };
    for (;;) {
        int status = 0;
        if (waitpid(pid, &status, WNOHANG) == pid) {
            *ret_exit = exit_of(status);
            return true;
        }
        if (left_ms(deadline) == 0)
            return false;
        nanosleep(&nap, NULL);
    }
}

/* ---- running to the end ---------------------------------------------------------------------- */

/* Reads what is there; closes `fd` at its end. Past the ceiling it is read and thrown away, so that
 * the child is not stopped by a full pipe. */
static void drain(int *fd, buf *to, bool *cut)
{
    char chunk[CHUNK];
    ssize_t n = read(*fd, chunk, sizeof(chunk));
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        fd_close(fd);
        return;
    }
    if (n > 0) {
        size_t room = to->limit - to->n;
        buf_add(to, str_sub((str){ chunk, (size_t)n }, 0, room));
        *cut = *cut || (size_t)n > room;
    }
}

/* Until both outputs are closed; false when the time is up. */
static bool collect(int fds[2], buf outputs[2], int64_t deadline, bool *cut)
{
    while (fds[0] >= 0 || fds[1] >= 0) {
        struct pollfd polls[2] = { { .fd = fds[0], .events = POLLIN },
                                   { .fd = fds[1], .events = POLLIN } };
        int left = left_ms(deadline);
        if (left == 0)
            return false;
        if (poll(polls, 2, left) <= 0)
            continue;
        for (size_t i = 0; i < 2; i++)
            if (polls[i].revents != 0)
                drain(&fds[i], &outputs[i], cut);
    }
    return true;
}

const err *process_run(arena *a, const struct process_order *order, struct process_result *ret)
{
    CLEANUP(stdio_close) struct stdio files = { { input_open(order->input), -1, -1 } };
    CLEANUP(fd_close) int out = pipe_to(&files, STDOUT_FILENO);
    CLEANUP(fd_close) int error = pipe_to(&files, STDERR_FILENO);
    int64_t deadline = deadline_in(order->timeout_ms > 0 ? order->timeout_ms : TIMEOUT_DEFAULT);
    size_t max = order->max > 0 ? order->max : MAX_DEFAULT;
    struct process_result result = { 0 };
    pid_t pid = 0;
    TRY(spawn_or_fail(a, order, &files, true, &pid));
    stdio_close(&files); /* or we would wait for the end of our own writing ends */

    int fds[2] = { out, error };
    buf outputs[2];
    buf_on_arena(&outputs[0], a, max);
    buf_on_arena(&outputs[1], a, max);
    result.timed_out =
        !collect(fds, outputs, deadline, &result.cut) || !wait_until(pid, deadline, &result.exit);
    out = fds[0];
    error = fds[1];
    if (result.timed_out) {
        kill(-pid, SIGKILL);
        int status = 0;
        ASSERT(waitpid(pid, &status, 0) == pid);
        result.exit = exit_of(status);
    }
    result.out = buf_str(&outputs[0]);
    result.err = buf_str(&outputs[1]);
    *ret = result;
    return NULL;
}

/* ---- starting and talking -------------------------------------------------------------------- */

struct process {
    pid_t pid;
    int out;    /* -1 after its end */
    buf unread; /* came, but not yet taken by process_line */
    bool ended;
    int exit;
};

const err *process_start(arena *a, const struct process_order *order, process **ret)
{
    CLEANUP(stdio_close) struct stdio files = { { input_open(order->input), -1, -1 } };
    CLEANUP(fd_close) int out = pipe_to(&files, STDOUT_FILENO);
    if (order->err_file != NULL) {
        int fd = open(order->err_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (fd < 0)
            FAIL(a, ERR_DENIED, "%s: %s", order->err_file, strerrordesc_np(errno));
        files.fd[STDERR_FILENO] = fd;
    }
    pid_t pid = 0;
    TRY(spawn_or_fail(a, order, &files, false, &pid));
    process *p = calloc(1, sizeof(*p));
    ASSERT(p != NULL);
    *p = (process){ .pid = pid, .out = out };
    buf_init(&p->unread, LINE_LIMIT);
    out = -1; /* the process's now */
    *ret = p;
    return NULL;
}

/* Takes a line, or what there is where no more can come. */
static bool line_take(process *p, arena *a, str *ret)
{
    str all = buf_str(&p->unread);
    str line = { 0 };
    str rest = { 0 };
    bool whole = str_cut(all, '\n', &line, &rest);
    if (!whole && !(all.n > 0 && (p->out < 0 || all.n == LINE_LIMIT)))
        return false;
    *ret = str_copy(a, line);
    memmove(p->unread.p, rest.n > 0 ? rest.p : all.p, rest.n);
    buf_cut(&p->unread, rest.n);
    return true;
}

static void line_wait(process *p, int timeout_ms)
{
    char chunk[CHUNK];
    size_t room = LINE_LIMIT - p->unread.n;
    struct pollfd out = { .fd = p->out, .events = POLLIN };
    if (poll(&out, 1, timeout_ms) <= 0)
        return;
    ssize_t n = read(p->out, chunk, room < sizeof(chunk) ? room : sizeof(chunk));
    if (n > 0)
        buf_add(&p->unread, (str){ chunk, (size_t)n });
    else if (n == 0 || (errno != EAGAIN && errno != EINTR))
        fd_close(&p->out);
}

bool process_line(process *p, arena *a, int timeout_ms, str *ret)
{
    int64_t deadline = deadline_in(timeout_ms);
    while (!line_take(p, a, ret)) {
        int left = left_ms(deadline);
        if (p->out < 0 || left == 0)
            return false;
        line_wait(p, left);
    }
    return true;
}

void process_signal(process *p, int signal)
{
    /* An ended child keeps its pid until we wait for it, so this never meets a stranger. */
    if (!p->ended)
        kill(p->pid, signal);
}

bool process_wait(process *p, int timeout_ms, int *ret_exit)
{
    p->ended = p->ended || wait_until(p->pid, deadline_in(timeout_ms), &p->exit);
    if (p->ended)
        *ret_exit = p->exit;
    return p->ended;
}

void process_free(process *p)
{
    if (p == NULL)
        return;
    if (!p->ended) {
        kill(p->pid, SIGKILL);
        ASSERT(waitpid(p->pid, NULL, 0) == p->pid);
    }
    fd_close(&p->out);
    buf_free(&p->unread);
    free(p);
}

int process_pid(const process *p)
{
    return p->pid;
}
