/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rig.h - for the tests of the fan-out: a loop in a thread, streams over socket pairs, and readers
 * that know what they expect. A wait that takes too long fails the test.
 */
#ifndef WEB_RIG_H
#define WEB_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <event2/event.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/str.h"
#include "web/stream_conn.h"

#define RIG_HEAD "HTTP/1.0 200 OK\r\n\r\n"

struct rig {
    struct event_base *base;
    stream_loop *loop;
    struct event *jobs;
    int to_loop[2];
    pthread_t thread;
    atomic_int closed; /* streams that ended */
};

/* NULL: the usual times. */
void rig_start(struct rig *g, const struct stream_times *times);
void rig_stop(struct rig *g);
/* A heartbeat after a second, a tick of 10 ms; the rest as usual. */
struct stream_times rig_times(void);

/* Something to be run on the loop's thread. */
struct rig_job {
    void (*run)(void *arg);
    void *arg;
    atomic_bool done;
};
void rig_post(struct rig *g, struct rig_job *j);
/* The same, and waits for it. */
void rig_call(struct rig *g, void (*run)(void *arg), void *arg);

void rig_nap(void); /* a millisecond */

/* Waits up to ten seconds for a condition. */
#define EVENTUALLY(condition)                                                                      \
    do {                                                                                           \
        for (int n_ = 0; n_ < 10000 && !(condition); n_++)                                         \
            rig_nap();                                                                             \
        assert_true(condition);                                                                    \
    } while (0)

/* ---- streams --------------------------------------------------------------------------------- */

/* Gives back the client's end of a new stream; `type` is SOCK_STREAM or SOCK_SEQPACKET. */
int rig_join(struct rig *g, channel *c, int64_t after);
int rig_join_with(struct rig *g, channel *c, int64_t after, int type, str first);
/* Makes `fd` a stream; consumes a hold of the channel. */
void rig_join_fd(struct rig *g, channel *c, int fd);
/* For stream_open: counts in g->closed. `arg` is the rig. */
void rig_count_closed(void *arg);

/* Appends the frames of these positions, each of about `size` bytes. */
void rig_append(channel *c, int64_t from, int64_t to, size_t size);

void rig_expect_line(int fd, const char *wanted);
/* The status line, the headers and "retry:". */
void rig_expect_head(int fd);
void rig_expect_frames(int fd, int64_t from, int64_t to, size_t size);
void rig_expect_end(int fd);
void rig_expect_silence(int fd, int ms);
/* A line with its newline, or nothing at the end of the stream. */
void rig_line(int fd, char *to, size_t room);
/* Up to `want` bytes, the end of the stream or five seconds of silence. */
size_t rig_receive(int fd, char *to, size_t want, bool *ret_end);
/* All up to the end. */
size_t rig_swallow(int fd);

#endif
