/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_live.c - see rooms_live.h.
 *
 * Two locks: `live.lock` guards the list and who uses what, and is held for moments only; a room's
 * `guard` makes appends to it one at a time and is held while the store is read. A guard is never
 * taken inside a transaction, and the lock never waits for a guard.
 */
#include "feature/rooms/rooms_live.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "feature/rooms/rooms_store.h"

#define ROOMS_MAX 2048
#define WINDOW_BYTES ((size_t)512 << 10)
#define WINDOW_FRAMES 512
#define CHUNK 100
#define SECOND_NS INT64_C(1000000000)
#define IDLE_NS (300 * SECOND_NS)
/* The browser's watchdog takes a quiet stream for a dead one after 40 s. */
#define TELL_NS (15 * SECOND_NS)

struct live_room {
    room_id id;
    size_t users;    /* under live.lock: who holds this pointer */
    int64_t used_ns; /* under live.lock: when a reader came or was seen last */
    size_t seen;     /* under live.lock: readers, as counted last */

    pthread_mutex_t guard; /* over what follows */
    channel *channels[ROOMS_VIEWS];
    int64_t head; /* of every channel there is */
    bool behind;  /* reading failed; try again */
    size_t told;  /* readers, as told last */
    int64_t told_ns;
};

static struct {
    pthread_mutex_t lock;
    bus *bus; /* NULL in a process that does not serve */
    store_pool *pool;
    struct live_room *rooms[ROOMS_MAX];
    size_t n;
    atomic_llong appended;
} live = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- the list -------------------------------------------------------------------------------- */

static struct live_room *find(room_id id)
{
    for (size_t i = 0; i < live.n; i++) {
        if (live.rooms[i]->id.v == id.v)
            return live.rooms[i];
    }
    return NULL;
}

static struct live_room *make(room_id id)
{
    if (live.n == ROOMS_MAX)
        return NULL;
    struct live_room *l = calloc(1, sizeof *l);
    ASSERT(l != NULL);
    l->id = id;
    ASSERT(pthread_mutex_init(&l->guard, NULL) == 0);
    live.rooms[live.n++] = l;
    return l;
}

static void room_free(struct live_room *l)
{
    for (size_t v = 0; v < ROOMS_VIEWS; v++)
        channel_free(l->channels[v]);
    pthread_mutex_destroy(&l->guard);
    free(l);
}

/* The room, to be given back with `leave`; NULL where it is not live, or cannot be made. */
static struct live_room *use(room_id id, bool or_make)
{
    pthread_mutex_lock(&live.lock);
    struct live_room *l = find(id);
    if (l == NULL && or_make)
        l = make(id);
    if (l != NULL) {
        l->users++;
        if (or_make)
            l->used_ns = clock_mono_ns();
    }
    pthread_mutex_unlock(&live.lock);
    return l;
}

static void leave(struct live_room *l)
{
    pthread_mutex_lock(&live.lock);
    l->users--;
    pthread_mutex_unlock(&live.lock);
}

static size_t readers_of(const struct live_room *l)
{
    size_t n = 0;
    for (size_t v = 0; v < ROOMS_VIEWS; v++)
        n += l->channels[v] == NULL ? 0 : channel_readers(l->channels[v]);
    return n;
}

/* ---- filling --------------------------------------------------------------------------------- */

static void append(struct live_room *l, arena *a, const struct room *room, str epoch,
                   const struct room_event *e)
{
    /* Older frames may hold the words that are hidden now: who is behind is served by the store. */
    bool forget = str_eq(e->kind, S("hide"));
    for (size_t v = 0; v < ROOMS_VIEWS; v++) {
        if (l->channels[v] == NULL)
            continue;
        if (forget)
            channel_forget(l->channels[v]);
        channel_append(l->channels[v], e->seq,
                       rooms_view_frame(a, room, epoch, (enum rooms_view)v, e));
    }
    l->head = e->seq;
    atomic_fetch_add(&live.appended, 1);
}

/* One piece of what is missing up to the room's head. Under the guard. */
static const err *append_some(struct live_room *l, store *s, const struct room *room, arena *a)
{
    SCRATCH(piece);
    struct room_event *events = NULL;
    size_t n = 0;
    const err *e = rooms_store_events(s, piece, l->id, l->head, room->head, CHUNK, &events, &n);
    if (e != NULL)
        return err_copy(a, e);
    if (n == 0)
        FAIL(a, ERR_BROKEN, "room %" PRId64 ": the log ends before its head", l->id.v);
    str epoch = store_epoch(store_pool_of(s));
    for (size_t i = 0; i < n; i++) {
        if (events[i].seq != l->head + 1)
            FAIL(a, ERR_BROKEN, "room %" PRId64 ": a hole before %" PRId64, l->id.v, events[i].seq);
        append(l, piece, room, epoch, &events[i]);
    }
    return NULL;
}

static bool has_channels(const struct live_room *l)
{
    for (size_t v = 0; v < ROOMS_VIEWS; v++) {
        if (l->channels[v] != NULL)
            return true;
    }
    return false;
}

/* Nobody is to read it any more: what is in memory goes, and who listens comes back to be told so.
 * Under the guard. */
static void close_doors(struct live_room *l)
{
    for (size_t v = 0; v < ROOMS_VIEWS; v++) {
        if (l->channels[v] == NULL)
            continue;
        channel_forget(l->channels[v]);
        channel_cut(l->channels[v]);
    }
}

/* Brings every channel to the room's head in the store. Under the guard. */
static const err *catch_up(struct live_room *l, store *s, arena *a)
{
    struct room room = { 0 };
    l->behind = has_channels(l);
    const err *e = rooms_get(s, a, l->id, &room);
    if (e != NULL) {
        /* A room that was removed has nothing to tell, however often it is read. */
        l->behind = l->behind && e->kind != ERR_MISSING;
        if (e->kind == ERR_MISSING)
            close_doors(l);
        return e;
    }
    if (str_empty(room.path))
        close_doors(l);
    if (!l->behind)
        l->head = room.head;
    while (l->head < room.head)
        TRY(append_some(l, s, &room, a));
    l->behind = false;
    return NULL;
}

/* ---- hearing that a room has grown ------------------------------------------------------------
 */

struct announcement {
    room_id id;
    int64_t seq;
};

/* After the commit, on the committing thread. */
static void announced(store *s, void *arg)
{
    const struct announcement *said = arg;
    SCRATCH(a);
    str payload = str_format(a, "%" PRId64 " %" PRId64, said->id.v, said->seq);
    const err *e = bus_publish(live.bus, a, S("rooms"), payload, s);
    if (e != NULL)
        log_err("rooms", e);
}

void rooms_live_announce(store *s, arena *a, room_id id, int64_t seq)
{
    if (live.bus == NULL)
        return;
    struct announcement *said = NEW(a, struct announcement);
    *said = (struct announcement){ id, seq };
    store_after_commit(s, announced, said);
}

static void grow(struct live_room *l, store *s, int64_t seq)
{
    SCRATCH(a);
    pthread_mutex_lock(&l->guard);
    const err *e = l->head < seq ? catch_up(l, s, a) : NULL;
    pthread_mutex_unlock(&l->guard);
    if (e != NULL && e->kind != ERR_MISSING)
        log_err("rooms", e);
}

static void heard(void *arg, str topic, str payload, void *context)
{
    (void)arg;
    (void)topic;
    str first = { 0 }, second = { 0 };
    int64_t id = 0, seq = 0;
    if (!str_cut(payload, ' ', &first, &second) || !str_to_int64(first, &id) ||
        !str_to_int64(second, &seq)) {
        log_line(LOG_WARN, "rooms", "not understood on the bus: %.*s", STR_ARG(payload));
        return;
    }
    struct live_room *l = use((room_id){ id }, false);
    if (l == NULL)
        return;
    store *s = context != NULL ? context : store_new(live.pool);
    grow(l, s, seq);
    if (context == NULL)
        store_free(s);
    leave(l);
}

/* ---- every room in turn ---------------------------------------------------------------------- */

/* Calls `visit` for each live room, without the lock. */
static void each(store *s, void (*visit)(struct live_room *l, store *s))
{
    SCRATCH(a);
    pthread_mutex_lock(&live.lock);
    size_t n = live.n;
    struct live_room **rooms_now = NEW_ARRAY(a, struct live_room *, n);
    for (size_t i = 0; i < n; i++) {
        rooms_now[i] = live.rooms[i];
        rooms_now[i]->users++;
    }
    pthread_mutex_unlock(&live.lock);
    for (size_t i = 0; i < n; i++) {
        visit(rooms_now[i], s);
        leave(rooms_now[i]);
    }
}

static void grow_any(struct live_room *l, store *s)
{
    grow(l, s, INT64_MAX);
}

void rooms_live_changed(store *s)
{
    each(s, grow_any);
}

/* Tells the number of readers when it has changed, and now and then as a sign of life. */
static void tell(struct live_room *l, size_t readers, int64_t now)
{
    if (readers == 0 || (readers == l->told && now - l->told_ns < TELL_NS))
        return;
    SCRATCH(a);
    str notice = rooms_view_presence(a, readers);
    for (size_t v = 0; v < ROOMS_VIEWS; v++) {
        if (l->channels[v] != NULL)
            channel_notice(l->channels[v], notice);
    }
    l->told = readers;
    l->told_ns = now;
}

static void look_after(struct live_room *l, store *s)
{
    int64_t now = clock_mono_ns();
    pthread_mutex_lock(&l->guard);
    bool behind = l->behind;
    size_t readers = readers_of(l);
    tell(l, readers, now);
    pthread_mutex_unlock(&l->guard);
    if (behind)
        grow_any(l, s);
    pthread_mutex_lock(&live.lock);
    l->seen = readers;
    if (readers > 0)
        l->used_ns = now;
    pthread_mutex_unlock(&live.lock);
}

/* Takes an idle room off the list; NULL when there is none left. */
static struct live_room *take_idle(int64_t idle_ns)
{
    int64_t now = clock_mono_ns();
    struct live_room *idle = NULL;
    pthread_mutex_lock(&live.lock);
    for (size_t i = 0; i < live.n && idle == NULL; i++) {
        struct live_room *l = live.rooms[i];
        if (l->users == 0 && now - l->used_ns >= idle_ns) {
            idle = l;
            live.rooms[i] = live.rooms[--live.n];
        }
    }
    pthread_mutex_unlock(&live.lock);
    return idle;
}

const err *rooms_live_tick(store *s, arena *a)
{
    (void)a;
    each(s, look_after);
    for (struct live_room *l = take_idle(IDLE_NS); l != NULL; l = take_idle(IDLE_NS))
        room_free(l);
    return NULL;
}

/* ---- readers --------------------------------------------------------------------------------- */

const err *rooms_live_take(store *s, arena *a, room_id id, enum rooms_view view,
                           struct rooms_seat *ret)
{
    struct live_room *l = use(id, true);
    if (l == NULL)
        FAIL(a, ERR_BUSY, "more than %d conversations are live", ROOMS_MAX);
    pthread_mutex_lock(&l->guard);
    /* A page may already have shown what the committing thread is about to announce. */
    const err *e = catch_up(l, s, a);
    if (e == NULL && l->channels[view] == NULL)
        l->channels[view] = channel_new(l->head, WINDOW_BYTES, WINDOW_FRAMES);
    struct rooms_seat seat = { l, l->channels[view], l->head };
    pthread_mutex_unlock(&l->guard);
    if (e != NULL) {
        leave(l);
        return e;
    }
    *ret = seat;
    return NULL;
}

void rooms_live_leave(struct rooms_seat *seat)
{
    leave(seat->room);
    *seat = (struct rooms_seat){ 0 };
}

/* ---- start and end --------------------------------------------------------------------------- */

const err *rooms_live_start(const struct house_parts *parts, store *s, arena *a)
{
    (void)s;
    live.bus = parts->bus;
    live.pool = parts->pool;
    return bus_subscribe(parts->bus, a, S("rooms"), heard, NULL);
}

void rooms_live_stop(void)
{
    live.bus = NULL;
    live.pool = NULL;
    for (struct live_room *l = take_idle(0); l != NULL; l = take_idle(0))
        room_free(l);
}

void rooms_live_metrics(buf *out)
{
    size_t readers = 0;
    pthread_mutex_lock(&live.lock);
    size_t n = live.n;
    for (size_t i = 0; i < n; i++)
        readers += live.rooms[i]->seen;
    pthread_mutex_unlock(&live.lock);
    buf_printf(out, "# TYPE netzarbeit_rooms_live gauge\nnetzarbeit_rooms_live %zu\n", n);
    buf_printf(out, "# TYPE netzarbeit_room_readers gauge\nnetzarbeit_room_readers %zu\n", readers);
    buf_printf(out, "# TYPE netzarbeit_room_events_total counter\n");
    buf_printf(out, "netzarbeit_room_events_total %lld\n", (long long)atomic_load(&live.appended));
}
