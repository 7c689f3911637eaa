/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * arena_test.c - pieces are zeroed, aligned and apart; the fuse burns; defers run newest first.
 */
#include "base/arena.h"

#include <string.h>

#include "base/base_test.h"

static void test_aligned_zeroed_apart(void **state)
{
    (void)state;
    SCRATCH(a);
    unsigned char *pieces[300];
    /* Each is filled with its own number, so that two that overlap are seen below. */
    for (size_t size = 0; size < 300; size++) {
        unsigned char *p = pieces[size] = arena_alloc(a, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, (int)(size & 0xff), size);
    }
    for (size_t size = 0; size < 300; size++)
        for (size_t i = 0; i < size; i++)
            assert_int_equal(pieces[size][i], size & 0xff);
}

static void test_empty_pieces(void **state)
{
    (void)state;
    SCRATCH(a);
    assert_non_null(arena_alloc(a, 0));
    assert_non_null(arena_array(a, 0, SIZE_MAX));
    assert_int_equal(arena_used(a), 0);
}

static void test_larger_than_a_block(void **state)
{
    (void)state;
    SCRATCH(a);
    char *small = arena_alloc(a, 1);
    char *large = arena_alloc(a, (size_t)9 << 20);
    char *after = arena_alloc(a, 1);
    *small = 'a';
    *after = 'z';
    for (size_t i = 0; i < (size_t)9 << 20; i += 4095)
        assert_int_equal(large[i], 0);
    memset(large, 'l', (size_t)9 << 20);
    assert_int_equal(*small, 'a');
    assert_int_equal(*after, 'z');
}

static void test_used_counts_what_was_asked_for(void **state)
{
    (void)state;
    arena *a = arena_new(100);
    arena_alloc(a, 3);
    arena_array(a, 4, 10);
    assert_int_equal(arena_used(a), 43);
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
    arena_free(a);
}

static void test_reset_gives_zeroed_memory_again(void **state)
{
    (void)state;
    arena *a = arena_new(ARENA_LIMIT);
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 50; i++) {
            char *p = arena_alloc(a, 777);
            for (size_t at = 0; at < 777; at++)
                assert_int_equal(p[at], 0);
            memset(p, 0xee, 777);
        }
        arena_reset(a);
    }
    arena_free(a);
}

/* A connection that lives long resets its arena after every request: it must not grow. */
static void test_reset_keeps_the_first_block_only(void **state)
{
    (void)state;
#ifdef ARENA_EXACT
    skip(); /* keeps nothing, by intent */
#else
    arena *a = arena_new(ARENA_LIMIT);
    void *first = arena_alloc(a, 8);
    arena_alloc(a, (size_t)1 << 20);
    arena_reset(a);
    assert_ptr_equal(arena_alloc(a, 8), first);
    arena_free(a);
#endif
}

static void take_up_to_the_limit(void *arg)
{
    arena *a = arena_new(1000);
    arena_alloc(a, 600);
    arena_alloc(a, *(size_t *)arg);
}

static void test_limit_is_a_fuse(void **state)
{
    (void)state;
    char report[64];
    size_t fits = 400;
    size_t one_more = 401;
    size_t most = SIZE_MAX;
    assert_int_equal(base_test_child(take_up_to_the_limit, &fits, report, sizeof(report)), 0);
    base_test_aborts(take_up_to_the_limit, &one_more, "a->limit");
    base_test_aborts(take_up_to_the_limit, &most, "a->limit");
}

static void take_an_overflowing_array(void *arg)
{
    (void)arg;
    arena_array(arena_new(ARENA_LIMIT), SIZE_MAX / 8 + 2, 8);
}

static void test_array_does_not_overflow(void **state)
{
    (void)state;
    base_test_aborts(take_an_overflowing_array, NULL, "overflow");
}

static void test_grow_keeps_and_zeroes(void **state)
{
    (void)state;
    SCRATCH(a);
    int *numbers = NULL;
    size_t cap = 0;
    for (int i = 0; i < 1000; i++) {
        arena_grow(a, (void **)&numbers, &cap, (size_t)i + 1, sizeof(*numbers));
        assert_true(cap > (size_t)i);
        assert_int_equal(numbers[i], 0);
        numbers[i] = i + 1;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i + 1);
    for (size_t i = 1000; i < cap; i++)
        assert_int_equal(numbers[i], 0);
    int *same = numbers;
    arena_grow(a, (void **)&numbers, &cap, cap, sizeof(*numbers));
    assert_ptr_equal(numbers, same);
}

static void test_grow_by_much_at_once(void **state)
{
    (void)state;
    SCRATCH(a);
    char *bytes = NULL;
    size_t cap = 0;
    arena_grow(a, (void **)&bytes, &cap, 0, 1);
    assert_null(bytes);
    arena_grow(a, (void **)&bytes, &cap, 100001, 1);
    assert_true(cap >= 100001);
    bytes[100000] = 'x';
}

struct trace {
    arena *a;
    char seen[8];
    size_t n;
};

static void trace_a(void *arg)
{
    struct trace *t = arg;
    t->seen[t->n++] = 'a';
}

static void trace_b(void *arg)
{
    struct trace *t = arg;
    t->seen[t->n++] = 'b';
}

static void trace_again(void *arg)
{
    struct trace *t = arg;
    t->seen[t->n++] = 'c';
    arena_defer(t->a, trace_a, t);
}

static void test_defers_run_newest_first(void **state)
{
    (void)state;
    struct trace t = { .a = arena_new(ARENA_LIMIT) };
    arena_defer(t.a, trace_a, &t);
    arena_defer(t.a, trace_b, &t);
    arena_free(t.a);
    assert_string_equal(t.seen, "ba");
}

static void test_defers_run_once(void **state)
{
    (void)state;
    struct trace t = { .a = arena_new(ARENA_LIMIT) };
    arena_defer(t.a, trace_a, &t);
    arena_reset(t.a);
    assert_string_equal(t.seen, "a");
    arena_defer(t.a, trace_b, &t);
    arena_free(t.a);
    assert_string_equal(t.seen, "ab");
}

static void test_a_defer_may_defer(void **state)
{
    (void)state;
    struct trace t = { .a = arena_new(ARENA_LIMIT) };
    arena_defer(t.a, trace_b, &t);
    arena_defer(t.a, trace_again, &t);
    arena_free(t.a);
    assert_string_equal(t.seen, "cab");
}

static void test_free_takes_null(void **state)
{
    (void)state;
    arena_free(NULL);
}

static void test_scratch_ends_with_its_scope(void **state)
{
    (void)state;
    struct trace t = { 0 };
    {
        SCRATCH(a);
        arena_defer(a, trace_a, &t);
        assert_string_equal(t.seen, "");
    }
    assert_string_equal(t.seen, "a");
}

int arena_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aligned_zeroed_apart),
        cmocka_unit_test(test_empty_pieces),
        cmocka_unit_test(test_larger_than_a_block),
        cmocka_unit_test(test_used_counts_what_was_asked_for),
        cmocka_unit_test(test_reset_gives_zeroed_memory_again),
        cmocka_unit_test(test_reset_keeps_the_first_block_only),
        cmocka_unit_test(test_limit_is_a_fuse),
        cmocka_unit_test(test_array_does_not_overflow),
        cmocka_unit_test(test_grow_keeps_and_zeroes),
        cmocka_unit_test(test_grow_by_much_at_once),
        cmocka_unit_test(test_defers_run_newest_first),
        cmocka_unit_test(test_defers_run_once),
        cmocka_unit_test(test_a_defer_may_defer),
        cmocka_unit_test(test_free_takes_null),
        cmocka_unit_test(test_scratch_ends_with_its_scope),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
