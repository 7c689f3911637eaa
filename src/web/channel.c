/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * channel.c - the window of frames: a ring that grows up to the number of frames kept.
 *
 * Two locks are ever held together, always in this order: the channel's, then (inside `wake`) a
 * loop's. Head, floor and the number of readers may be read without either.
 */
#include "web/channel.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "web/stream_conn.h"

struct channel {
    pthread_mutex_t lock;
    pthread_cond_t empty; /* the last seat was given back */
    atomic_uint refs;     /* the owner, the seats, the holds */
    _Atomic int64_t head, floor;
    _Atomic size_t readers;
    size_t window, limit; /* bytes and frames at most */
    size_t bytes;         /* in the ring */
    struct channel_frame **ring;
    size_t cap; /* a power of two; position p is at p & (cap - 1) */
    struct channel_frame *notice;
    uint64_t news, cuts;
    bool closed;
    struct channel_seat *seats;
};

/* ---- frames ------------------------------------------------------------------------------------
 */

struct channel_frame *channel_frame_new(int64_t position, const str *pieces, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += pieces[i].n;
    ASSERT(n <= UINT32_MAX);
    struct channel_frame *f = malloc(sizeof(*f) + n);
    ASSERT(f != NULL);
    atomic_init(&f->refs, 1);
    f->n = (uint32_t)n;
    f->position = position;
    n = 0;
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].n > 0)
            memcpy(f->bytes + n, pieces[i].p, pieces[i].n);
        n += pieces[i].n;
    }
    return f;
}

struct channel_frame *channel_frame_hold(struct channel_frame *f)
{
    atomic_fetch_add_explicit(&f->refs, 1, memory_order_relaxed);
    return f;
}

void channel_frame_drop(struct channel_frame *f)
{
    if (f != NULL && atomic_fetch_sub_explicit(&f->refs, 1, memory_order_acq_rel) == 1)
        free(f);
}

/* ---- life --------------------------------------------------------------------------------------
 */

channel *channel_new(int64_t head, size_t window, size_t frames)
{
    ASSERT(head >= 0 && frames > 0);
    channel *c = calloc(1, sizeof(*c));
    ASSERT(c != NULL);
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->empty, NULL);
    atomic_init(&c->refs, 1);
    atomic_init(&c->head, head);
    atomic_init(&c->floor, head);
    c->window = window;
    c->limit = frames;
    return c;
}

void channel_hold(channel *c)
{
    atomic_fetch_add_explicit(&c->refs, 1, memory_order_relaxed);
}

static struct channel_frame **channel_slot(channel *c, int64_t position)
{
    return &c->ring[(size_t)position & (c->cap - 1)];
}

/* Lets the oldest frame go. */
static void channel_evict(channel *c)
{
    int64_t floor = atomic_load(&c->floor) + 1;
    struct channel_frame **slot = channel_slot(c, floor);
    c->bytes -= (*slot)->n;
    channel_frame_drop(*slot);
    *slot = NULL;
    atomic_store(&c->floor, floor);
}

void channel_release(channel *c)
{
    if (atomic_fetch_sub_explicit(&c->refs, 1, memory_order_acq_rel) != 1)
        return;
    while (atomic_load(&c->floor) < atomic_load(&c->head))
        channel_evict(c);
    channel_frame_drop(c->notice);
    free(c->ring);
    pthread_cond_destroy(&c->empty);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

static void channel_wake(channel *c)
{
    for (struct channel_seat *s = c->seats; s != NULL; s = s->next)
        s->wake(s);
}

void channel_free(channel *c)
{
    if (c == NULL)
        return;
    pthread_mutex_lock(&c->lock);
    c->closed = true;
    channel_wake(c);
    while (c->seats != NULL)
        pthread_cond_wait(&c->empty, &c->lock);
    pthread_mutex_unlock(&c->lock);
    channel_release(c);
}

/* ---- writing -----------------------------------------------------------------------------------
 */

/* Room in the ring for one frame more: doubled, each frame to its new place. */
static void channel_grow(channel *c, size_t kept)
{
    if (kept < c->cap)
        return;
    size_t old_cap = c->cap;
    struct channel_frame **old = c->ring;
    c->cap = old_cap == 0 ? 8 : old_cap * 2;
    c->ring = calloc(c->cap, sizeof(struct channel_frame *));
    ASSERT(c->ring != NULL);
    for (size_t i = 0; i < old_cap; i++) {
        if (old[i] != NULL)
            *channel_slot(c, old[i]->position) = old[i];
    }
    free(old);
}

/* The newest frame always stays, else one larger than the window would reach nobody. */
static bool channel_is_over(const channel *c)
{
    int64_t kept = channel_head(c) - channel_floor(c);
    return kept > 1 && ((size_t)kept > c->limit || c->bytes > c->window);
}

void channel_append(channel *c, int64_t position, str bytes)
{
    struct channel_frame *f = channel_frame_new(position, &bytes, 1);
    pthread_mutex_lock(&c->lock);
    int64_t head = atomic_load(&c->head), floor = atomic_load(&c->floor);
    ASSERT(position == head + 1);
    ASSERT(!c->closed);
    channel_grow(c, (size_t)(head - floor));
    *channel_slot(c, position) = f;
    c->bytes += f->n;
    atomic_store(&c->head, position);
    while (channel_is_over(c))
        channel_evict(c);
    channel_wake(c);
    pthread_mutex_unlock(&c->lock);
}

void channel_forget(channel *c)
{
    pthread_mutex_lock(&c->lock);
    while (atomic_load(&c->floor) < atomic_load(&c->head))
        channel_evict(c);
    channel_wake(c);
    pthread_mutex_unlock(&c->lock);
}

void channel_notice(channel *c, str bytes)
{
    struct channel_frame *f = channel_frame_new(0, &bytes, 1);
    pthread_mutex_lock(&c->lock);
    struct channel_frame *old = c->notice;
    c->notice = f;
    c->news++;
    channel_wake(c);
    pthread_mutex_unlock(&c->lock);
    channel_frame_drop(old);
}

void channel_cut(channel *c)
{
    pthread_mutex_lock(&c->lock);
    c->cuts++;
    channel_wake(c);
    pthread_mutex_unlock(&c->lock);
}

/* ---- reading -----------------------------------------------------------------------------------
 */

int64_t channel_head(const channel *c)
{
    return atomic_load(&c->head);
}

int64_t channel_floor(const channel *c)
{
    return atomic_load(&c->floor);
}

size_t channel_readers(const channel *c)
{
    return atomic_load(&c->readers);
}

void channel_count(channel *c, int change)
{
    atomic_fetch_add(&c->readers, (size_t)change);
}

void channel_take(channel *c, int64_t after, uint64_t news_seen, struct channel_batch *ret,
                  struct channel_frame **ret_notice)
{
    pthread_mutex_lock(&c->lock);
    int64_t head = atomic_load(&c->head);
    ret->floor = atomic_load(&c->floor);
    ret->from = after < ret->floor ? ret->floor : after;
    ret->cuts = c->cuts;
    ret->news = c->news;
    ret->closed = c->closed;
    ret->n = ret->from < head ? (size_t)(head - ret->from) : 0;
    if (ret->n > CHANNEL_BATCH)
        ret->n = CHANNEL_BATCH;
    ret->to = ret->from + (int64_t)ret->n;
    for (size_t i = 0; i < ret->n; i++)
        ret->frames[i] = channel_frame_hold(*channel_slot(c, ret->from + 1 + (int64_t)i));
    if (ret_notice != NULL)
        *ret_notice = c->news > news_seen ? channel_frame_hold(c->notice) : NULL;
    pthread_mutex_unlock(&c->lock);
}

void channel_batch_drop(struct channel_batch *b)
{
    for (size_t i = 0; i < b->n; i++)
        channel_frame_drop(b->frames[i]);
    b->n = 0;
}

/* ---- seats -------------------------------------------------------------------------------------
 */

struct channel_seat *channel_seat_of(channel *c, const void *owner)
{
    pthread_mutex_lock(&c->lock);
    struct channel_seat *s = c->seats;
    while (s != NULL && s->owner != owner)
        s = s->next;
    pthread_mutex_unlock(&c->lock);
    return s;
}

bool channel_sit(channel *c, struct channel_seat *seat)
{
    pthread_mutex_lock(&c->lock);
    bool open = !c->closed;
    if (open) {
        seat->next = c->seats;
        c->seats = seat;
        channel_hold(c);
    }
    pthread_mutex_unlock(&c->lock);
    return open;
}

void channel_rise(channel *c, struct channel_seat *seat)
{
    pthread_mutex_lock(&c->lock);
    struct channel_seat **place = &c->seats;
    while (*place != seat)
        place = &(*place)->next;
    *place = seat->next;
    if (c->seats == NULL)
        pthread_cond_signal(&c->empty);
    pthread_mutex_unlock(&c->lock);
    channel_release(c);
}
