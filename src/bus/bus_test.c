/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bus_test.c - order, context, topics, the ceiling of a message, and many publishers at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/buf.h"
#include "bus/bus.h"

struct ear {
    buf *heard;
    char mark;
    void *context;
};

static void listen_in(void *arg, str topic, str payload, void *context)
{
    struct ear *e = arg;
    buf_char(e->heard, e->mark);
    buf_add(e->heard, topic);
    buf_char(e->heard, '=');
    buf_add(e->heard, payload);
    buf_char(e->heard, ' ');
    e->context = context;
}

static void test_order_topic_and_context(void **state)
{
    (void)state;
    SCRATCH(a);
    buf heard;
    buf_on_arena(&heard, a, 1000);
    struct ear one = { &heard, '1', NULL }, two = { &heard, '2', NULL },
               other = { &heard, '3', NULL };
    bus *b = bus_new();
    assert_null(bus_subscribe(b, a, S("room"), listen_in, &one));
    assert_null(bus_subscribe(b, a, S("roo"), listen_in, &other));
    assert_null(bus_subscribe(b, a, S("room"), listen_in, &two));

    int context = 0;
    assert_null(bus_publish(b, a, S("room"), S("7"), &context));
    assert_null(bus_publish(b, a, S("nobody"), S("8"), &context));
    assert_null(bus_publish(b, a, S("room"), S(""), &context));
    str got = buf_str(&heard);
    assert_int_equal(got.n, strlen("1room=7 2room=7 1room= 2room= "));
    assert_memory_equal(got.p, "1room=7 2room=7 1room= 2room= ", got.n);
    assert_ptr_equal(one.context, &context);
    assert_ptr_equal(two.context, &context);
    assert_null(other.context);
    bus_free(b);
}

/* The name of a topic is the bus's own copy. */
static void test_topic_is_copied(void **state)
{
    (void)state;
    SCRATCH(a);
    buf heard;
    buf_on_arena(&heard, a, 1000);
    struct ear one = { &heard, '1', NULL };
    bus *b = bus_new();
    char name[] = "room";
    assert_null(bus_subscribe(b, a, (str){ name, 4 }, listen_in, &one));
    memset(name, 'x', 4);
    assert_null(bus_publish(b, a, S("room"), S("7"), NULL));
    assert_int_equal(heard.n, strlen("1room=7 "));
    bus_free(b);
}

static void test_refuses(void **state)
{
    (void)state;
    SCRATCH(a);
    buf heard;
    buf_on_arena(&heard, a, 5000);
    struct ear one = { &heard, '1', NULL };
    bus *b = bus_new();
    assert_null(bus_subscribe(b, a, S("room"), listen_in, &one));
    const char *big = arena_alloc(a, BUS_PAYLOAD_MAX + 1);

    const err *e = bus_publish(b, a, S("room"), (str){ big, BUS_PAYLOAD_MAX + 1 }, NULL);
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_INVALID);
    assert_int_equal(heard.n, 0);
    assert_null(bus_publish(b, a, S("room"), (str){ big, BUS_PAYLOAD_MAX }, NULL));
    assert_int_equal(heard.n, strlen("1room= ") + BUS_PAYLOAD_MAX);

    e = bus_subscribe(b, a, S(""), listen_in, &one);
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_INVALID);
    bus_free(b);
    bus_free(NULL);
}

/* ---- a handler that publishes, and many threads
 * --------------------------------------------------- */

struct chain {
    bus *b;
    atomic_int heard;
};

static void pass_on(void *arg, str topic, str payload, void *context)
{
    (void)topic;
    struct chain *c = arg;
    SCRATCH(a);
    assert_null(bus_publish(c->b, a, S("second"), payload, context));
}

static void count(void *arg, str topic, str payload, void *context)
{
    (void)topic;
    (void)context;
    struct chain *c = arg;
    atomic_fetch_add(&c->heard, (int)payload.n);
}

static void *publish_many(void *arg)
{
    struct chain *c = arg;
    SCRATCH(a);
    for (int i = 0; i < 1000; i++)
        assert_null(bus_publish(c->b, a, S("first"), S("abc"), NULL));
    return NULL;
}

static void *subscribe_many(void *arg)
{
    struct chain *c = arg;
    SCRATCH(a);
    for (int i = 0; i < 100; i++)
        assert_null(bus_subscribe(c->b, a, S("unheard"), count, c));
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    SCRATCH(a);
    struct chain c = { .b = bus_new() };
    assert_null(bus_subscribe(c.b, a, S("first"), pass_on, &c));
    assert_null(bus_subscribe(c.b, a, S("second"), count, &c));
    pthread_t threads[6];
    for (size_t i = 0; i < COUNT_OF(threads); i++) {
        void *(*work)(void *) = i < 4 ? publish_many : subscribe_many;
        assert_int_equal(pthread_create(&threads[i], NULL, work, &c), 0);
    }
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&c.heard), 4 * 1000 * 3);

    /* None of the subscriptions made at the same moment was lost. */
    assert_null(bus_publish(c.b, a, S("unheard"), S("x"), NULL));
    assert_int_equal(atomic_load(&c.heard), 4 * 1000 * 3 + 200);
    bus_free(c.b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_topic_and_context),
        cmocka_unit_test(test_topic_is_copied),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
