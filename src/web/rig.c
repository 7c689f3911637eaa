/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rig.c - see rig.h.
 */
#include "web/rig.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void rig_nap(void)
{
    nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}

static void run_jobs(evutil_socket_t fd, short what, void *arg)
{
    (void)what;
    (void)arg;
    struct rig_job *j = NULL;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): the pointer itself goes through the pipe */
    if (read((int)fd, &j, sizeof(j)) != sizeof(j))
        return;
    j->run(j->arg);
    atomic_store(&j->done, true);
}

void rig_post(struct rig *g, struct rig_job *j)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): as above */
    assert_int_equal(write(g->to_loop[1], &j, sizeof(j)), sizeof(j));
}

void rig_call(struct rig *g, void (*run)(void *arg), void *arg)
{
    struct rig_job j = { .run = run, .arg = arg };
    rig_post(g, &j);
    EVENTUALLY(atomic_load(&j.done));
}

static void *rig_run(void *arg)
{
    struct rig *g = arg;
    event_base_dispatch(g->base);
    return NULL;
}

void rig_start(struct rig *g, const struct stream_times *times)
{
    memset(g, 0, sizeof(*g));
    g->base = event_base_new();
    g->loop = stream_loop_new(g->base);
    if (times != NULL)
        stream_loop_set_times(g->loop, *times);
    assert_int_equal(pipe(g->to_loop), 0);
    g->jobs = event_new(g->base, g->to_loop[0], EV_READ | EV_PERSIST, run_jobs, g);
    event_add(g->jobs, NULL);
    assert_int_equal(pthread_create(&g->thread, NULL, rig_run, g), 0);
}

static void rig_leave(void *arg)
{
    struct rig *g = arg;
    event_base_loopbreak(g->base);
}

void rig_stop(struct rig *g)
{
    rig_call(g, rig_leave, g);
    pthread_join(g->thread, NULL);
    stream_loop_free(g->loop);
    event_free(g->jobs);
    event_base_free(g->base);
    close(g->to_loop[0]);
    close(g->to_loop[1]);
}

struct stream_times rig_times(void)
{
    return (struct stream_times){
        .tick = 10, .beat = 1000, .rotate = 60000, .pace = 50, .large = 1000
    };
}

/* ---- streams --------------------------------------------------------------------------------- */

struct rig_opening {
    struct rig *g;
    int fd;
    channel *c;
    int64_t after;
    str first;
};

void rig_count_closed(void *arg)
{
    struct rig *g = arg;
    atomic_fetch_add(&g->closed, 1);
}

static void rig_open(void *arg)
{
    struct rig_opening *o = arg;
    stream_open(o->g->loop, o->fd, o->c, o->after, S(RIG_HEAD), o->first, rig_count_closed, o->g);
}

int rig_join_with(struct rig *g, channel *c, int64_t after, int type, str first)
{
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, pair), 0);
    assert_int_equal(fcntl(pair[0], F_SETFL, O_NONBLOCK), 0);
    channel_hold(c);
    struct rig_opening o = { g, pair[0], c, after, first };
    rig_call(g, rig_open, &o);
    return pair[1];
}

void rig_join_fd(struct rig *g, channel *c, int fd)
{
    struct rig_opening o = { g, fd, c, 0, S("") };
    rig_call(g, rig_open, &o);
}

int rig_join(struct rig *g, channel *c, int64_t after)
{
    return rig_join_with(g, c, after, SOCK_STREAM, S(""));
}

/* Frame of a position, padded to about `size` bytes. */
static str rig_frame(char *to, size_t room, int64_t position, size_t size)
{
    int n = snprintf(to, room, "id: %lld\ndata: ", (long long)position);
    size_t at = (size_t)n;
    while (at + 2 < size)
        to[at++] = 'x';
    to[at++] = '\n';
    to[at++] = '\n';
    return (str){ to, at };
}

void rig_append(channel *c, int64_t from, int64_t to, size_t size)
{
    char *text = malloc(size + 64);
    for (int64_t p = from; p <= to; p++)
        channel_append(c, p, rig_frame(text, size + 64, p, size));
    free(text);
}

size_t rig_receive(int fd, char *to, size_t want, bool *ret_end)
{
    size_t n = 0;
    *ret_end = false;
    while (n < want) {
        struct pollfd p = { fd, POLLIN, 0 };
        if (poll(&p, 1, 5000) <= 0)
            break;
        ssize_t got = recv(fd, to + n, want - n, 0);
        if (got <= 0) {
            *ret_end = true;
            break;
        }
        n += (size_t)got;
    }
    return n;
}

void rig_line(int fd, char *to, size_t room)
{
    size_t n = 0;
    bool end = false;
    while (n + 1 < room && rig_receive(fd, to + n, 1, &end) == 1 && to[n++] != '\n') {
    }
    to[n] = '\0';
}

void rig_expect_line(int fd, const char *wanted)
{
    char got[200];
    rig_line(fd, got, sizeof(got));
    assert_string_equal(got, wanted);
}

void rig_expect_head(int fd)
{
    rig_expect_line(fd, "HTTP/1.0 200 OK\r\n");
    rig_expect_line(fd, "\r\n");
    char got[200];
    static const char retry[] = "retry: ";
    rig_line(fd, got, sizeof(got));
    assert_memory_equal(got, retry, strlen(retry));
    assert_in_range(strtoull(got + strlen(retry), NULL, 10), 1000, 4000);
    rig_expect_line(fd, "\n");
}

void rig_expect_frames(int fd, int64_t from, int64_t to, size_t size)
{
    char *wanted = malloc(size + 64), *got = malloc(size + 64);
    bool end = false;
    for (int64_t p = from; p <= to; p++) {
        str w = rig_frame(wanted, size + 64, p, size);
        assert_int_equal(rig_receive(fd, got, w.n, &end), w.n);
        assert_memory_equal(got, w.p, w.n);
    }
    free(wanted);
    free(got);
}

void rig_expect_end(int fd)
{
    char byte;
    bool end = false;
    assert_int_equal(rig_receive(fd, &byte, 1, &end), 0);
    assert_true(end);
}

void rig_expect_silence(int fd, int ms)
{
    struct pollfd p = { fd, POLLIN, 0 };
    assert_int_equal(poll(&p, 1, ms), 0);
}

size_t rig_swallow(int fd)
{
    char bytes[4096];
    size_t n = 0;
    bool end = false;
    while (!end) {
        size_t got = rig_receive(fd, bytes, sizeof(bytes), &end);
        assert_true(got > 0 || end);
        n += got;
    }
    return n;
}
