/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * stream_reader.c - one reader: writing to its socket, waiting for it, hearing that it has gone.
 *
 * There is no queue. What the socket does not take stays in the channel's window, but for the rest
 * of a frame that was cut, which is kept by reference; so a slow reader costs one reference.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "web/stream_inside.h"

/* What a client may send behind its request before it is cut. */
#define HEARD_MAX 4096

/* So many batches a reader gets at once when it is behind; then others have their turn. */
#define ROUNDS 4

/* A reader that took nothing during so many heartbeats is as good as dead. */
#define STALLS_MAX 2

void stream_pass_prepare(struct stream_pass *p)
{
    p->n = p->batch.n;
    for (size_t i = 0; i < p->n; i++)
        p->iov[i] = (struct iovec){ p->batch.frames[i]->bytes, p->batch.frames[i]->n };
    if (p->notice != NULL)
        p->iov[p->n++] = (struct iovec){ p->notice->bytes, p->notice->n };
    p->bytes = 0;
    for (size_t i = 0; i < p->n; i++)
        p->bytes += p->iov[i].iov_len;
}

/* Bytes written, 0 if the socket is full, -1 if it is broken. */
static ssize_t reader_write(struct stream_reader *r, struct iovec *iov, size_t n)
{
    for (;;) {
        struct msghdr message = { .msg_iov = iov, .msg_iovlen = n };
        ssize_t sent = n == 1
                           ? send(r->fd, iov->iov_base, iov->iov_len, MSG_DONTWAIT | MSG_NOSIGNAL)
                           : sendmsg(r->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent > 0)
            r->stalls = 0;
        if (sent >= 0)
            return sent;
        if (errno == EAGAIN)
            return 0;
        if (errno != EINTR)
            return -1;
    }
}

static void reader_event(evutil_socket_t fd, short what, void *arg);

static void reader_listen(struct stream_reader *r, short what)
{
    int failed =
        event_assign(&r->io, r->audience->loop->base, r->fd, what | EV_PERSIST, reader_event, r);
    ASSERT(failed == 0);
    failed = event_add(&r->io, NULL);
    ASSERT(failed == 0);
}

void stream_reader_watch(struct stream_reader *r)
{
    reader_listen(r, EV_READ);
}

static void reader_wait(struct stream_reader *r, bool wait)
{
    if (r->waiting == wait)
        return;
    r->waiting = wait;
    event_del(&r->io);
    reader_listen(r, wait ? EV_READ | EV_WRITE : EV_READ);
}

/* Moves the cursor over what was sent; a frame that was cut becomes the rest. A notice that was not
 * begun is forgotten. */
static void reader_advance(struct stream_reader *r, const struct stream_pass *p, size_t i,
                           size_t sent)
{
    for (; i < p->n && sent >= p->iov[i].iov_len; i++) {
        sent -= p->iov[i].iov_len;
        if (i < p->batch.n)
            r->cursor = p->batch.frames[i]->position;
    }
    if (i == p->n)
        return;
    if (sent > 0) {
        r->rest = channel_frame_hold(i < p->batch.n ? p->batch.frames[i] : p->notice);
        r->rest_sent = (uint32_t)sent;
        if (i < p->batch.n)
            r->cursor = r->rest->position;
    }
    reader_wait(r, true);
}

static bool reader_send(struct stream_reader *r, struct stream_pass *p)
{
    /* The first frame that this reader has not: with the store ahead of the channel, or after a
     * turn of its own, it may have some or all of the batch. */
    size_t skip = 0;
    if (r->cursor > p->batch.from)
        skip = r->cursor >= p->batch.to ? p->batch.n : (size_t)(r->cursor - p->batch.from);
    if (skip == p->n)
        return true;
    ssize_t sent = reader_write(r, p->iov + skip, p->n - skip);
    if (sent < 0)
        return false;
    reader_advance(r, p, skip, (size_t)sent);
    return true;
}

/* Not cut, and still within the window. */
static bool reader_stays(const struct stream_reader *r, const struct channel_batch *b)
{
    return r->cursor >= b->floor && r->cuts == (uint32_t)b->cuts && !b->closed;
}

bool stream_reader_deliver(struct stream_reader *r, struct stream_pass *p)
{
    if (!reader_stays(r, &p->batch))
        return false;
    return r->waiting || reader_send(r, p);
}

/* Writes of the rest what the socket takes. */
static bool reader_flush(struct stream_reader *r)
{
    if (r->rest == NULL)
        return true;
    struct iovec iov = { r->rest->bytes + r->rest_sent, r->rest->n - r->rest_sent };
    ssize_t sent = reader_write(r, &iov, 1);
    if (sent < 0)
        return false;
    r->rest_sent += (uint32_t)sent;
    if (r->rest_sent == r->rest->n) {
        channel_frame_drop(r->rest);
        r->rest = NULL;
    }
    return true;
}

enum round { ROUND_BROKEN, ROUND_FULL, ROUND_MORE, ROUND_DONE };

/* One batch of its own. */
static enum round reader_round(struct stream_reader *r)
{
    struct stream_pass p;
    p.notice = NULL;
    channel_take(r->audience->channel, r->cursor, 0, &p.batch, NULL);
    stream_pass_prepare(&p);
    enum round result = ROUND_BROKEN;
    if (reader_stays(r, &p.batch) && reader_send(r, &p))
        result = r->rest != NULL || r->cursor < p.batch.to ? ROUND_FULL : ROUND_MORE;
    if (result == ROUND_MORE && p.n == 0)
        result = ROUND_DONE;
    channel_batch_drop(&p.batch);
    return result;
}

bool stream_reader_go_on(struct stream_reader *r)
{
    if (!reader_flush(r))
        return false;
    enum round last = r->rest == NULL ? ROUND_MORE : ROUND_FULL;
    for (int i = 0; last == ROUND_MORE && i < ROUNDS; i++)
        last = reader_round(r);
    if (last == ROUND_BROKEN)
        return false;
    reader_wait(r, last != ROUND_DONE);
    return true;
}

bool stream_reader_beat(struct stream_reader *r)
{
    stream_loop *l = r->audience->loop;
    if ((int32_t)(l->now - r->rotate_at) >= 0)
        return false;
    if (r->waiting)
        return ++r->stalls <= STALLS_MAX;
    return reader_send(r, &l->beat);
}

/* Nothing that comes here is wanted; the end of the connection is. */
static bool reader_hear(struct stream_reader *r)
{
    char unwanted[HEARD_MAX];
    ssize_t n = recv(r->fd, unwanted, sizeof(unwanted), MSG_DONTWAIT);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    r->heard = (uint16_t)(r->heard + n);
    return n > 0 && r->heard <= HEARD_MAX;
}

static void reader_event(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    struct stream_reader *r = arg;
    bool alive = (what & EV_READ) == 0 || reader_hear(r);
    if (alive && (what & EV_WRITE) != 0)
        alive = stream_reader_go_on(r);
    if (!alive)
        stream_reader_close(r);
}

void stream_reader_close(struct stream_reader *r)
{
    stream_loop *l = r->audience->loop;
    event_del(&r->io);
    close(r->fd);
    LIST_REMOVE(r, wheel);
    channel_frame_drop(r->rest);
    stream_audience_remove(r);
    l->n--;
    if (r->closed != NULL)
        r->closed(r->arg);
    free(r);
}
