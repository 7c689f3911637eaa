/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * stream_test.c - what readers get: order, resume, joining while others write, notices, coalescing,
 * pace and slices. How streams end: stream_end_test.c.
 *
 * A pair of SOCK_SEQPACKET keeps the bounds of each write, so that a test can count them.
 */
#include "web/rig.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"

#define NOTICE_LINE "event: presence\n"
#define NOTICE NOTICE_LINE "\n"

/* ---- order and resume ------------------------------------------------------------------------ */

static void test_frames_come_in_order(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(0, 1 << 20, 100);
    int fd = rig_join(&g, c, 0);
    rig_expect_head(fd);
    assert_int_equal(channel_readers(c), 1);
    rig_append(c, 1, 50, 200);
    rig_expect_frames(fd, 1, 50, 200);
    rig_append(c, 51, 51, 30);
    rig_expect_frames(fd, 51, 51, 30);
    assert_int_equal(channel_head(c), 51);
    channel_free(c);
    rig_expect_end(fd);
    close(fd);
    rig_stop(&g);
    assert_int_equal(g.closed, 1);
}

static void test_resume(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(100, 1 << 20, 200);
    rig_append(c, 101, 270, 60); /* more than two batches */
    int all = rig_join_with(&g, c, 100, SOCK_STREAM, S("event: reset\n\n"));
    rig_expect_head(all);
    rig_expect_line(all, "event: reset\n");
    rig_expect_line(all, "\n");
    rig_expect_frames(all, 101, 270, 60);
    int some = rig_join(&g, c, 268);
    rig_expect_head(some);
    rig_expect_frames(some, 269, 270, 60);

    /* Its page came from a store that was ahead of the channel: 271 and 272 are on it already. */
    int ahead = rig_join(&g, c, 272);
    rig_expect_head(ahead);
    rig_append(c, 271, 274, 60);
    rig_expect_frames(ahead, 273, 274, 60);
    rig_expect_frames(all, 271, 274, 60);
    rig_expect_frames(some, 271, 274, 60);
    channel_free(c);
    rig_stop(&g);
    close(all);
    close(some);
    close(ahead);
}

static void test_window(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(0, 1000, 5);
    rig_append(c, 1, 20, 50);
    assert_int_equal(channel_floor(c), 15); /* by frames */
    rig_append(c, 21, 24, 400);
    assert_int_equal(channel_floor(c), 22); /* by bytes */
    int fd = rig_join(&g, c, 21);
    rig_expect_head(fd);
    rig_expect_end(fd);
    close(fd);
    fd = rig_join(&g, c, 22);
    rig_expect_head(fd);
    rig_expect_frames(fd, 23, 24, 400);
    rig_append(c, 25, 25,
               5000); /* larger than the window, and yet it must reach who is up to date */
    assert_int_equal(channel_floor(c), 24);
    rig_expect_frames(fd, 25, 25, 5000);
    channel_free(c);
    close(fd);
    rig_stop(&g);
}

/* ---- joining while somebody writes ----------------------------------------------------------- */

#define RACE_FRAMES 20000
#define RACE_READERS 40

struct race {
    struct rig *g;
    channel *c;
    int fd;
    int64_t after;
    pthread_t thread;
    int64_t gap; /* where one was found */
};

struct race_writer {
    channel *c;
    atomic_int joined;
};

/* Stays ahead of those who join, but not so far that it ends before the last has come. */
static void *race_write(void *arg)
{
    struct race_writer *w = arg;
    for (int64_t p = 1; p <= RACE_FRAMES; p++) {
        while (p > (atomic_load(&w->joined) + 1) * RACE_FRAMES / RACE_READERS)
            rig_nap();
        rig_append(w->c, p, p, 40);
    }
    return NULL;
}

/* Reads numbers of "id:" lines up to the last one. */
static void *race_read(void *arg)
{
    struct race *r = arg;
    FILE *in = fdopen(r->fd, "r");
    char text[200];
    int64_t next = r->after + 1;
    while (next <= RACE_FRAMES && fgets(text, sizeof(text), in) != NULL) {
        if (strncmp(text, "id: ", 4) != 0)
            continue;
        int64_t id = strtoll(text + 4, NULL, 10);
        if (id != next++)
            r->gap = id;
    }
    if (next <= RACE_FRAMES)
        r->gap = next;
    fclose(in);
    return NULL;
}

static void test_join_while_written(void **state)
{
    (void)state;
    struct rig g[2];
    rig_start(&g[0], NULL);
    rig_start(&g[1], NULL);
    channel *c = channel_new(0, 8 << 20, RACE_FRAMES);
    pthread_t writer;
    struct race_writer w = { .c = c };
    pthread_create(&writer, NULL, race_write, &w);
    struct race r[RACE_READERS] = { 0 };
    for (size_t i = 0; i < RACE_READERS; i++) {
        r[i].g = &g[i % 2];
        r[i].after = channel_head(c);
        r[i].fd = rig_join(r[i].g, c, r[i].after);
        pthread_create(&r[i].thread, NULL, race_read, &r[i]);
        atomic_fetch_add(&w.joined, 1);
    }
    for (size_t i = 0; i < RACE_READERS; i++) {
        pthread_join(r[i].thread, NULL);
        assert_int_equal(r[i].gap, 0);
    }
    pthread_join(writer, NULL);
    channel_free(c);
    rig_stop(&g[0]);
    rig_stop(&g[1]);
}

/* ---- writes ---------------------------------------------------------------------------------- */

/* Keeps the loop busy until told to go on. */
static void hold_up(void *arg)
{
    atomic_bool *go_on = arg;
    while (!atomic_load(go_on))
        rig_nap();
}

/* One write of a SOCK_SEQPACKET stream. */
static size_t packet(int fd, char *to, size_t room)
{
    struct pollfd p = { fd, POLLIN, 0 };
    assert_int_equal(poll(&p, 1, 5000), 1);
    ssize_t n = recv(fd, to, room - 1, 0);
    assert_true(n > 0);
    to[n] = '\0';
    return (size_t)n;
}

static void test_frames_of_one_moment_are_one_write(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(0, 1 << 20, 100);
    int fd = rig_join_with(&g, c, 0, SOCK_SEQPACKET, S("event: first\n\n"));
    char got[8000];
    packet(fd, got, sizeof(got));
    assert_non_null(strstr(got, RIG_HEAD "retry: "));
    assert_non_null(strstr(got, "\n\nevent: first\n\n"));

    atomic_bool go_on = false;
    struct rig_job busy = { .run = hold_up, .arg = &go_on };
    rig_post(&g, &busy);
    rig_append(c, 1, 20, 100);
    channel_notice(c, S("event: presence\n\n"));
    atomic_store(&go_on, true);
    assert_int_equal(packet(fd, got, sizeof(got)),
                     (size_t)20 * 100 + strlen("event: presence\n\n"));
    rig_expect_silence(fd, 20);
    EVENTUALLY(atomic_load(&busy.done));
    close(fd);
    channel_free(c);
    rig_stop(&g);
}

static void test_pace_of_a_large_channel(void **state)
{
    (void)state;
    struct rig g;
    struct stream_times t = rig_times();
    t.large = 2;
    t.pace = 100;
    rig_start(&g, &t);
    channel *c = channel_new(0, 1 << 20, 1000);
    int fds[3];
    char got[20000];
    for (size_t i = 0; i < 3; i++) {
        fds[i] = rig_join_with(&g, c, 0, SOCK_SEQPACKET, S(""));
        packet(fds[i], got, sizeof(got));
    }
    int64_t began = clock_mono_ns();
    for (int64_t p = 1; p <= 100; p++) {
        rig_append(c, p, p, 50);
        rig_nap();
    }
    size_t n = 0;
    int64_t writes = 0;
    for (; n < (size_t)100 * 50; writes++)
        n += packet(fds[0], got, sizeof(got));
    assert_int_equal(n, 100 * 50);
    /* Ten a second, with room for a machine that counts generously; without pace about a hundred.
     */
    assert_in_range(writes, 1, 2 + (clock_mono_ns() - began) / (50 * 1000000LL));
    for (size_t i = 0; i < 3; i++)
        close(fds[i]);
    channel_free(c);
    rig_stop(&g);
}

static void test_notice(void **state)
{
    (void)state;
    struct rig g;
    rig_start(&g, NULL);
    channel *c = channel_new(0, 1 << 20, 100);
    int fd = rig_join(&g, c, 0);
    SCRATCH(a);
    str replay = { arena_alloc(a, 1 << 20), 1 << 20 };
    int slow = rig_join_with(&g, c, 0, SOCK_STREAM, replay);
    rig_expect_head(fd);
    channel_notice(c, S("event: presence\ndata: 1\n\n"));
    rig_expect_line(fd, "event: presence\n");
    rig_expect_line(fd, "data: 1\n");
    rig_expect_line(fd, "\n");

    /* Two in one moment: the newer one replaces the other. A frame goes before it. */
    atomic_bool go_on = false;
    struct rig_job busy = { .run = hold_up, .arg = &go_on };
    rig_post(&g, &busy);
    channel_notice(c, S("event: presence\ndata: 2\n\n"));
    channel_notice(c, S("event: presence\ndata: 3\n\n"));
    rig_append(c, 1, 1, 100);
    atomic_store(&go_on, true);
    rig_expect_frames(fd, 1, 1, 100);
    rig_expect_line(fd, "event: presence\n");
    rig_expect_line(fd, "data: 3\n");
    rig_expect_line(fd, "\n");
    rig_expect_silence(fd, 20);

    /* Who comes later, or was not up to date, never hears of it. */
    int late = rig_join(&g, c, 0);
    rig_expect_head(late);
    rig_expect_frames(late, 1, 1, 100);
    rig_expect_silence(late, 20);
    rig_expect_head(slow);
    char *got = arena_alloc(a, 1 << 20);
    bool end = false;
    assert_int_equal(rig_receive(slow, got, 1 << 20, &end), 1 << 20);
    rig_expect_frames(slow, 1, 1, 100);
    rig_expect_silence(slow, 20);
    EVENTUALLY(atomic_load(&busy.done));
    close(fd);
    close(late);
    close(slow);
    channel_free(c);
    rig_stop(&g);
}

/* ---- slices ---------------------------------------------------------------------------------- */

#define MANY 700

struct crowd {
    struct rig g;
    channel *c;
    int fds[MANY];
    struct event *always;
    int ready[2];
    bool between; /* the loop looked at something else in the middle of a pass */
    atomic_bool all;
};

/* How many readers have something to read. */
static size_t crowd_served(const struct crowd *w)
{
    size_t served = 0;
    for (size_t i = 0; i < MANY; i++) {
        int waiting = 0;
        ioctl(w->fds[i], FIONREAD, &waiting);
        served += waiting > 0;
    }
    return served;
}

/* Runs whenever the loop looks around. In the middle of a pass it brings a notice. */
static void look(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct crowd *w = arg;
    size_t served = crowd_served(w);
    if (served > 0 && served < MANY && !w->between) {
        w->between = true;
        channel_notice(w->c, S(NOTICE));
    }
    atomic_store(&w->all, served == MANY);
}

static void start_looking(void *arg)
{
    struct crowd *w = arg;
    event_add(w->always, NULL);
}

static void stop_looking(void *arg)
{
    struct crowd *w = arg;
    event_free(w->always);
}

static void crowd_start(struct crowd *w)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    memset(w, 0, sizeof(*w));
    rig_start(&w->g, NULL);
    w->c = channel_new(0, 1 << 20, 100);
    for (size_t i = 0; i < MANY; i++) {
        w->fds[i] = rig_join(&w->g, w->c, 0);
        rig_expect_head(w->fds[i]);
    }
    assert_int_equal(pipe(w->ready), 0);
    assert_int_equal(write(w->ready[1], "x", 1), 1);
    w->always = event_new(w->g.base, w->ready[0], EV_READ | EV_PERSIST, look, w);
}

static void crowd_stop(struct crowd *w)
{
    channel_free(w->c);
    close(w->ready[0]);
    close(w->ready[1]);
    rig_stop(&w->g);
    assert_int_equal(w->g.closed, MANY);
}

static void test_pass_is_sliced(void **state)
{
    (void)state;
    struct crowd w;
    crowd_start(&w);
    rig_call(&w.g, start_looking, &w);
    rig_append(w.c, 1, 1, 50);
    EVENTUALLY(atomic_load(&w.all));
    rig_call(&w.g, stop_looking, &w);
    assert_true(w.between);
    /* What came during the pass has its own, and everybody gets it. */
    for (size_t i = 0; i < MANY; i++) {
        rig_expect_frames(w.fds[i], 1, 1, 50);
        rig_expect_line(w.fds[i], NOTICE_LINE);
        rig_expect_line(w.fds[i], "\n");
        close(w.fds[i]);
    }
    crowd_stop(&w);
}

/* A third leaves, most of them in the middle of a pass: nobody is passed over or visited twice. */
static void test_leaving_during_a_pass(void **state)
{
    (void)state;
    struct crowd w;
    crowd_start(&w);
    atomic_bool go_on = false;
    struct rig_job busy = { .run = hold_up, .arg = &go_on };
    rig_post(&w.g, &busy);
    rig_append(w.c, 1, 2, 50);
    channel_notice(w.c, S(NOTICE));
    /* After the wake: a loop hears in this order, so the first slice comes before they are gone. */
    for (size_t i = 0; i < MANY; i += 3)
        close(w.fds[i]);
    atomic_store(&go_on, true);
    EVENTUALLY(channel_readers(w.c) == MANY - (MANY + 2) / 3);
    for (size_t i = 0; i < MANY; i++) {
        if (i % 3 == 0)
            continue;
        rig_expect_frames(w.fds[i], 1, 2, 50);
        rig_expect_line(w.fds[i], NOTICE_LINE);
        rig_expect_line(w.fds[i], "\n");
    }
    rig_append(w.c, 3, 3, 50);
    for (size_t i = 0; i < MANY; i++) {
        if (i % 3 == 0)
            continue;
        rig_expect_frames(w.fds[i], 3, 3, 50);
        close(w.fds[i]);
    }
    event_free(w.always);
    EVENTUALLY(atomic_load(&busy.done));
    crowd_stop(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frames_come_in_order),
        cmocka_unit_test(test_resume),
        cmocka_unit_test(test_window),
        cmocka_unit_test(test_join_while_written),
        cmocka_unit_test(test_frames_of_one_moment_are_one_write),
        cmocka_unit_test(test_pace_of_a_large_channel),
        cmocka_unit_test(test_notice),
        cmocka_unit_test(test_pass_is_sliced),
        cmocka_unit_test(test_leaving_during_a_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
