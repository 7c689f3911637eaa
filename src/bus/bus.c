/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bus.c - the bus of one process: a list of subscribers, called on the publisher's thread.
 *
 * Nothing is queued and nothing is locked while handlers run, so a handler may publish in turn. The
 * list only grows, and each entry is complete before it can be seen: a publisher needs no lock.
 */
#include "bus/bus.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/check.h"

struct subscriber {
    _Atomic(struct subscriber *) next;
    bus_handler *handler;
    void *arg;
    size_t n;
    char topic[];
};

struct bus {
    _Atomic(struct subscriber *) first;
};

bus *bus_new(void)
{
    bus *b = calloc(1, sizeof(*b));
    ASSERT(b != NULL);
    return b;
}

void bus_free(bus *b)
{
    if (b == NULL)
        return;
    struct subscriber *s = atomic_load(&b->first);
    while (s != NULL) {
        struct subscriber *next = atomic_load(&s->next);
        free(s);
        s = next;
    }
    free(b);
}

/* Hangs `s` behind the last one, also when another thread does the same at this moment. */
static void bus_add(bus *b, struct subscriber *s)
{
    _Atomic(struct subscriber *) *place = &b->first;
    struct subscriber *there = NULL;
    while (!atomic_compare_exchange_strong(place, &there, s)) {
        place = &there->next;
        there = NULL;
    }
}

const err *bus_subscribe(bus *b, arena *a, str topic, bus_handler *handler, void *arg)
{
    if (str_empty(topic))
        FAIL(a, ERR_INVALID, "a subscription needs a topic");
    struct subscriber *s = malloc(sizeof(*s) + topic.n);
    ASSERT(s != NULL);
    atomic_init(&s->next, NULL);
    s->handler = handler;
    s->arg = arg;
    s->n = topic.n;
    for (size_t i = 0; i < topic.n; i++)
        s->topic[i] = topic.p[i];
    bus_add(b, s);
    return NULL;
}

const err *bus_publish(bus *b, arena *a, str topic, str payload, void *context)
{
    if (payload.n > BUS_PAYLOAD_MAX)
        FAIL(a, ERR_INVALID, "a bus message of %zu bytes is over %d", payload.n, BUS_PAYLOAD_MAX);
    for (struct subscriber *s = atomic_load(&b->first); s != NULL; s = atomic_load(&s->next)) {
        if (str_eq((str){ s->topic, s->n }, topic))
            s->handler(s->arg, topic, payload, context);
    }
    return NULL;
}
