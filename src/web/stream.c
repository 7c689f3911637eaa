/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * stream.c - the loop's side of the fan-out: audiences, passes in slices, heartbeats by a wheel.
 *
 * One eventfd wakes the loop. It is drained only when nothing is left to do, so that a turn which
 * ends early comes again after the loop has looked at everything else: event_active() on ourselves
 * would not yield, libevent runs what was activated before it polls again.
 */
#include "web/stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/clock.h"
#include "web/stream_inside.h"

/* Readers visited in one turn. */
#define TURN 256

/* So many readers before its turn a reader is fetched from memory. */
#define AHEAD 4

/* The kernel's share of what a slow reader may hold up (it doubles this). */
#define SEND_BUFFER (64 << 10)

static const struct stream_times usual_times = {
    .tick = 250,
    .beat = 15000,
    .beat_spread = 10000,
    .rotate = 9 * 60 * 1000,
    .rotate_spread = 2 * 60 * 1000,
    .pace = 50,
    .large = 1000,
};

uint32_t stream_jitter(stream_loop *l, uint32_t min, uint32_t spread)
{
    /* xorshift64: this spreads load, nobody has to be kept from guessing it. */
    l->seed ^= l->seed << 13;
    l->seed ^= l->seed >> 7;
    l->seed ^= l->seed << 17;
    return min + (uint32_t)((l->seed >> 32) % ((uint64_t)spread + 1));
}

/* ---- waking ------------------------------------------------------------------------------------
 */

/* With the lock held. */
static void loop_signal(stream_loop *l)
{
    if (l->signaled)
        return;
    l->signaled = true;
    ssize_t n = write(l->signal, &(uint64_t){ 1 }, sizeof(uint64_t));
    ASSERT(n == sizeof(uint64_t));
}

/* Any thread, the channel's lock held. */
static void audience_woken(struct channel_seat *seat)
{
    struct stream_audience *a = (struct stream_audience *)seat;
    stream_loop *l = a->loop;
    pthread_mutex_lock(&l->lock);
    if (!a->woken) {
        a->woken = true;
        TAILQ_INSERT_TAIL(&l->woken, a, woken_link);
        loop_signal(l);
    }
    pthread_mutex_unlock(&l->lock);
}

static void audience_ready(struct stream_audience *a)
{
    a->state = STREAM_READY;
    TAILQ_INSERT_TAIL(&a->loop->ready, a, ready_link);
}

/* Wants a pass: now, or when the pace of a large channel allows it. */
static void audience_wants(struct stream_audience *a)
{
    if (a->state != STREAM_IDLE) {
        a->again = true;
        return;
    }
    int64_t wait = a->next_ns - clock_mono_ns();
    if (wait <= 0 || channel_readers(a->channel) <= a->loop->times.large) {
        audience_ready(a);
        return;
    }
    a->state = STREAM_PACED;
    struct timeval delay = { (time_t)(wait / 1000000000), (suseconds_t)(wait % 1000000000 / 1000) };
    evtimer_add(&a->pace, &delay);
}

static void audience_paced(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct stream_audience *a = arg;
    audience_ready(a);
    pthread_mutex_lock(&a->loop->lock);
    loop_signal(a->loop);
    pthread_mutex_unlock(&a->loop->lock);
}

/* ---- audiences ------------------------------------------------------------------------------- */

/* NULL if the channel is being freed. */
static struct stream_audience *audience_new(stream_loop *l, channel *c)
{
    struct stream_audience *a = calloc(1, sizeof(*a));
    ASSERT(a != NULL);
    a->seat.owner = l;
    a->seat.wake = audience_woken;
    a->loop = l;
    a->channel = c;
    evtimer_assign(&a->pace, l->base, audience_paced, a);
    if (!channel_sit(c, &a->seat)) {
        free(a);
        return NULL;
    }
    struct channel_batch now;
    channel_take(c, INT64_MAX, 0, &now, NULL);
    a->served = channel_head(c);
    a->news = now.news;
    a->cuts = now.cuts;
    LIST_INSERT_HEAD(&l->audiences, a, link);
    return a;
}

static void pass_free(struct stream_pass *p)
{
    if (p == NULL)
        return;
    channel_batch_drop(&p->batch);
    channel_frame_drop(p->notice);
    free(p);
}

static void audience_free(struct stream_audience *a)
{
    stream_loop *l = a->loop;
    channel_rise(a->channel, &a->seat);
    pthread_mutex_lock(&l->lock);
    if (a->woken)
        TAILQ_REMOVE(&l->woken, a, woken_link);
    pthread_mutex_unlock(&l->lock);
    if (a->state == STREAM_READY)
        TAILQ_REMOVE(&l->ready, a, ready_link);
    event_del(&a->pace);
    LIST_REMOVE(a, link);
    pass_free(a->pass);
    free(a->readers);
    free(a);
}

static void audience_add(struct stream_audience *a, struct stream_reader *r)
{
    if (a->n == a->cap) {
        a->cap = a->cap == 0 ? 4 : a->cap * 2;
        a->readers = reallocarray(a->readers, a->cap, sizeof(struct stream_reader *));
        ASSERT(a->readers != NULL);
    }
    r->audience = a;
    r->place = (uint32_t)a->n;
    a->readers[a->n++] = r;
    channel_count(a->channel, 1);
}

static void audience_place(struct stream_audience *a, struct stream_reader *r, uint32_t place)
{
    a->readers[place] = r;
    r->place = place;
}

void stream_audience_remove(struct stream_reader *r)
{
    struct stream_audience *a = r->audience;
    uint32_t place = r->place;
    /* A pass comes down from the end. A gap among those it has still to visit is filled with the
     * last of these, so that nobody moves from the visited to the others or back. */
    if (place < a->left) {
        a->left--;
        audience_place(a, a->readers[a->left], place);
        place = (uint32_t)a->left;
    }
    a->n--;
    audience_place(a, a->readers[a->n], place);
    channel_count(a->channel, -1);
    if (a->n == 0 && !a->serving)
        audience_free(a);
}

/* ---- passes ---------------------------------------------------------------------------------- */

/* False if there is nothing to tell. */
static bool audience_begin(struct stream_audience *a)
{
    struct stream_pass *p = malloc(sizeof(*p));
    ASSERT(p != NULL);
    a->again = false;
    channel_take(a->channel, a->served, a->news, &p->batch, &p->notice);
    stream_pass_prepare(p);
    if (p->n == 0 && p->batch.cuts == a->cuts && !p->batch.closed) {
        pass_free(p);
        return false;
    }
    a->pass = p;
    a->left = a->n;
    a->served = p->batch.to;
    a->news = p->batch.news;
    a->cuts = p->batch.cuts;
    a->began_ns = clock_mono_ns();
    return true;
}

/* Up to `budget` readers of the pass. */
static size_t audience_slice(struct stream_audience *a, size_t budget)
{
    size_t visited = 0;
    a->serving = true;
    for (; a->left > 0 && visited < budget; visited++) {
        struct stream_reader *r = a->readers[--a->left];
        if (a->left >= AHEAD)
            __builtin_prefetch(a->readers[a->left - AHEAD], 1);
        if (!stream_reader_deliver(r, a->pass))
            stream_reader_close(r);
    }
    a->serving = false;
    return visited;
}

/* A large channel has its next pass when its pace allows it, and not before the loop was as long
 * without it as this pass took: however many readers there are, half of the loop is for others. */
static void audience_end(struct stream_audience *a)
{
    int64_t now = clock_mono_ns(), paced = a->began_ns + (int64_t)a->loop->times.pace * 1000000;
    int64_t shared = now + (now - a->began_ns);
    a->next_ns = paced > shared ? paced : shared;
    pass_free(a->pass);
    a->pass = NULL;
    a->state = STREAM_IDLE;
    if (a->again || channel_head(a->channel) > a->served)
        audience_wants(a);
}

/* The first in the row gets a slice; gives back how many readers that were, at least 1. */
static size_t loop_serve(stream_loop *l, size_t budget)
{
    struct stream_audience *a = TAILQ_FIRST(&l->ready);
    TAILQ_REMOVE(&l->ready, a, ready_link);
    a->state = STREAM_IDLE;
    if (a->pass == NULL && !audience_begin(a))
        return 1;
    size_t visited = audience_slice(a, budget);
    if (a->n == 0)
        audience_free(a);
    else if (a->left == 0)
        audience_end(a);
    else
        audience_ready(a);
    return visited + 1;
}

static void loop_collect(stream_loop *l)
{
    pthread_mutex_lock(&l->lock);
    struct stream_audience *a;
    while ((a = TAILQ_FIRST(&l->woken)) != NULL) {
        TAILQ_REMOVE(&l->woken, a, woken_link);
        a->woken = false;
        audience_wants(a);
    }
    pthread_mutex_unlock(&l->lock);
}

/* Until the next signal, if nothing came meanwhile. */
static void loop_rest(stream_loop *l)
{
    pthread_mutex_lock(&l->lock);
    if (TAILQ_EMPTY(&l->woken) && l->signaled) {
        uint64_t count = 0;
        ssize_t n = read(l->signal, &count, sizeof(count));
        ASSERT(n == sizeof(count));
        l->signaled = false;
    }
    pthread_mutex_unlock(&l->lock);
}

static void loop_turn(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    stream_loop *l = arg;
    loop_collect(l);
    for (size_t visited = 0; visited < TURN && !TAILQ_EMPTY(&l->ready);)
        visited += loop_serve(l, TURN - visited);
    if (TAILQ_EMPTY(&l->ready))
        loop_rest(l);
}

/* ---- heartbeats and ends --------------------------------------------------------------------- */

static uint32_t ticks(const stream_loop *l, uint32_t ms)
{
    return (ms + l->times.tick - 1) / l->times.tick;
}

void stream_wheel_add(stream_loop *l, struct stream_reader *r)
{
    uint32_t due = ticks(l, stream_jitter(l, l->times.beat, l->times.beat_spread));
    LIST_INSERT_HEAD(&l->wheel[(l->now + due) % STREAM_SLOTS], r, wheel);
}

static void loop_tick(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    stream_loop *l = arg;
    l->now++;
    struct stream_slot *slot = &l->wheel[l->now % STREAM_SLOTS];
    struct stream_reader *r;
    while ((r = LIST_FIRST(slot)) != NULL) {
        LIST_REMOVE(r, wheel);
        stream_wheel_add(l, r);
        if (!stream_reader_beat(r))
            stream_reader_close(r);
    }
    if (l->n == 0)
        event_del(&l->tick);
}

static void loop_keep_ticking(stream_loop *l)
{
    if (evtimer_pending(&l->tick, NULL))
        return;
    struct timeval every = { l->times.tick / 1000, (suseconds_t)(l->times.tick % 1000) * 1000 };
    event_add(&l->tick, &every);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Every message goes out at once, and the kernel keeps little for who does not read. */
static void socket_prepare(int fd)
{
    /* Either may fail on a socket that is no TCP; the stream works without. */
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &(int){ SEND_BUFFER }, sizeof(int));
}

static struct channel_frame *opening_frame(stream_loop *l, str head, str first)
{
    char retry[32];
    int n = snprintf(retry, sizeof(retry), "retry: %u\n\n", stream_jitter(l, 1000, 3000));
    str pieces[] = { head, { retry, (size_t)n }, first };
    return channel_frame_new(0, pieces, COUNT_OF(pieces));
}

static struct stream_reader *reader_new(struct stream_audience *a, int fd, int64_t after)
{
    stream_loop *l = a->loop;
    struct stream_reader *r = calloc(1, sizeof(*r));
    ASSERT(r != NULL);
    struct channel_batch now;
    channel_take(a->channel, INT64_MAX, 0, &now, NULL);
    r->cuts = (uint32_t)now.cuts;
    r->fd = fd;
    r->cursor = after;
    r->rotate_at = l->now + ticks(l, stream_jitter(l, l->times.rotate, l->times.rotate_spread));
    audience_add(a, r);
    stream_wheel_add(l, r);
    l->n++;
    loop_keep_ticking(l);
    return r;
}

void stream_open(stream_loop *l, int fd, channel *c, int64_t after, str head, str first,
                 void (*closed)(void *arg), void *arg)
{
    struct stream_audience *a = (struct stream_audience *)channel_seat_of(c, l);
    if (a == NULL)
        a = audience_new(l, c);
    channel_release(c);
    if (a == NULL) {
        close(fd);
        closed(arg);
        return;
    }
    socket_prepare(fd);
    struct stream_reader *r = reader_new(a, fd, after);
    r->closed = closed;
    r->arg = arg;
    r->rest = opening_frame(l, head, first);
    stream_reader_watch(r);
    if (!stream_reader_go_on(r))
        stream_reader_close(r);
}

/* ---- loops ----------------------------------------------------------------------------------- */

stream_loop *stream_loop_new(struct event_base *base)
{
    stream_loop *l = calloc(1, sizeof(*l));
    ASSERT(l != NULL);
    l->base = base;
    l->times = usual_times;
    l->seed = (uint64_t)clock_mono_ns() ^ (uintptr_t)l;
    LIST_INIT(&l->audiences);
    TAILQ_INIT(&l->ready);
    TAILQ_INIT(&l->woken);
    pthread_mutex_init(&l->lock, NULL);
    l->signal = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    ASSERT(l->signal >= 0);
    event_assign(&l->turn, base, l->signal, EV_READ | EV_PERSIST, loop_turn, l);
    event_add(&l->turn, NULL);
    event_assign(&l->tick, base, -1, EV_PERSIST, loop_tick, l);
    l->beat.notice = channel_frame_new(0, &S(": hb\n\n"), 1);
    stream_pass_prepare(&l->beat);
    return l;
}

void stream_loop_free(stream_loop *l)
{
    if (l == NULL)
        return;
    struct stream_audience *a;
    while ((a = LIST_FIRST(&l->audiences)) != NULL)
        stream_reader_close(a->readers[0]);
    event_del(&l->turn);
    event_del(&l->tick);
    close(l->signal);
    channel_frame_drop(l->beat.notice);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

size_t stream_loop_readers(const stream_loop *l)
{
    return l->n;
}

struct stream_times stream_loop_times(const stream_loop *l)
{
    return l->times;
}

void stream_loop_set_times(stream_loop *l, struct stream_times times)
{
    ASSERT(times.tick > 0 && (times.beat + times.beat_spread) / times.tick < STREAM_SLOTS - 1);
    ASSERT(times.beat >= times.tick && l->n == 0);
    l->times = times;
}
