/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_test.c - queries, transactions, what a handle sees, what is refused.
 */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "store/store_test_help.h"

/* ---- types ----------------------------------------------------------------------------------- */

struct types {
    int64_t number;
    double real;
    bool flag;
    str text;
};
static const col types_cols[] = { COL(struct types, number), COL(struct types, real),
                                  COL(struct types, flag), COL(struct types, text) };
static const query q_types = { "SELECT $1, $2, $3, $4", 4, 4, types_cols, sizeof(struct types) };

static void round_trip(struct store_rig *f, struct types in)
{
    struct types out = { .number = 77 };
    bool found = false;
    OK(store_row(f->s, f->arena, &q_types,
                 ARGS(ARG(in.number), ARG(in.real), ARG(in.flag), ARG(in.text)), &out, &found));
    assert_true(found);
    assert_int_equal(out.number, in.number);
    assert_true(out.real == in.real);
    assert_int_equal(out.flag, in.flag);
    assert_true(str_eq(out.text, in.text));
    assert_int_equal(out.text.p == NULL, in.text.p == NULL);
}

static void types_come_back_as_they_went(void **state)
{
    struct store_rig *f = *state;
    round_trip(f, (struct types){ INT64_MIN, -DBL_MAX, true, S("Grüße, 世界") });
    round_trip(f, (struct types){ INT64_MAX, DBL_MIN, false, S("") });
    round_trip(f, (struct types){ 0, 0.5, true, { 0 } });
    round_trip(f, (struct types){ 1, 2.0, false, S("a\0b'; DROP TABLE note; --") });
}

static void null_reads_as_zero(void **state)
{
    struct store_rig *f = *state;
    struct types out = { 5, 5.0, true, S("left") };
    bool found = false;
    OK(store_row(f->s, f->arena, &q_types, ARGS(ARG_NULL, ARG_NULL, ARG_NULL, ARG_NULL), &out,
                 &found));
    assert_true(found);
    assert_int_equal(out.number, 0);
    assert_true(out.real == 0.0);
    assert_false(out.flag);
    assert_null(out.text.p);
}

static void another_type_is_refused(void **state)
{
    struct store_rig *f = *state;
    struct types out = { .number = 5 };
    bool found = false;
    KIND(store_row(f->s, f->arena, &q_types, ARGS(ARG(S("1")), ARG(1.0), ARG(true), ARG(S("x"))),
                   &out, &found),
         ERR_BROKEN);
    KIND(store_row(f->s, f->arena, &q_types, ARGS(ARG(1.5), ARG(1.0), ARG(true), ARG(S("x"))), &out,
                   &found),
         ERR_BROKEN);
    assert_int_equal(out.number, 5);
    assert_false(found);
}

static void too_long_a_text_is_refused(void **state)
{
    struct store_rig *f = *state;
    size_t n = (64u << 20) + 1;
    char *p = calloc(n, 1);
    struct types out = { 0 };
    bool found = false;
    KIND(store_row(f->s, f->arena, &q_types,
                   ARGS(ARG(1), ARG(1.0), ARG(true), ARG(((str){ p, n }))), &out, &found),
         ERR_INVALID);
    free(p);
    round_trip(f, (struct types){ 1, 2.0, true, S("and on") });
}

static void rows_are_all_and_in_order(void **state)
{
    struct store_rig *f = *state;
    void *rows = f;
    size_t n = 9;
    OK(store_rows(f->s, f->arena, &store_test_help_all, NO_ARGS, &rows, &n));
    assert_int_equal(n, 0);
    assert_null(rows);
    for (int i = 0; i < 1000; i++)
        OK(store_test_help_add(f->s, f->arena, i, 1000 - i));
    OK(store_rows(f->s, f->arena, &store_test_help_all, NO_ARGS, &rows, &n));
    assert_int_equal(n, 1000);
    const struct store_test_help_note *notes = rows;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(notes[i].id, i + 1);
        assert_int_equal(notes[i].number, 1000 - i);
    }
}

/* ---- queries that are wrong ------------------------------------------------------------------ */

static void queries_are_checked(void **state)
{
    struct store_rig *f = *state;
    static const col one[] = { COL(struct types, number) };
    static const col outside[] = { { STORE_TEXT, sizeof(struct types) - 8 } };
    static const query good = { "SELECT $1 + $2 + $1", 2, 1, one, sizeof(struct types) };
    static const query bad[] = {
        { "SELECT $2 + $1", 2, 1, one, sizeof(struct types) },
        { "SELECT $1 + $3", 2, 1, one, sizeof(struct types) },
        { "SELECT $1 + ?2", 2, 1, one, sizeof(struct types) },
        { "SELECT $1 + :a", 2, 1, one, sizeof(struct types) },
        { "SELECT $1", 2, 1, one, sizeof(struct types) },
        { "SELECT $1, $2", 1, 1, one, sizeof(struct types) },
        { "SELECT 1, 2", 0, 1, one, sizeof(struct types) },
        { "SELECT 1", 0, 0, NULL, 0 },
        { "SELECT 1", 0, 1, one, 0 },
        { "SELECT 1", 0, 1, NULL, sizeof(struct types) },
        { "SELECT 1", 0, 1, outside, sizeof(struct types) },
        { "SELECT 1; SELECT 2", 0, 1, one, sizeof(struct types) },
        { "SELECT nothing FROM nowhere", 0, 1, one, sizeof(struct types) },
        { "SELECT \"text\"", 0, 1, one, sizeof(struct types) },
        { "  -- nothing", 0, 0, NULL, 0 },
        { "DELETE FROM note WHERE id = $1", 2, 0, NULL, 0 },
    };
    OK(store_query_check(f->s, f->arena, &good));
    OK(store_query_check(f->s, f->arena, &store_test_help_insert));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        KIND(store_query_check(f->s, f->arena, &bad[i]), ERR_BROKEN);
}

static void many_queries_keep_their_own_statements(void **state)
{
    struct store_rig *f = *state;
    static const col cols[] = { COL(struct types, number) };
    query *queries = NEW_ARRAY(f->arena, query, 500);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < 500; i++) {
            struct types out = { 0 };
            bool found = false;
            if (round == 0)
                queries[i] = (query){ str_format(f->arena, "SELECT %zu + $1", i).p, 1, 1, cols,
                                      sizeof(struct types) };
            OK(store_row(f->s, f->arena, &queries[i], ARGS(ARG(1)), &out, &found));
            assert_int_equal(out.number, i + 1);
        }
}

/* ---- changes and what is seen ---------------------------------------------------------------- */

static const query q_update = { "UPDATE note SET number = number + $1", 1, 0, NULL, 0 };

static void outside_a_transaction_nothing_changes(void **state)
{
    struct store_rig *f = *state;
    struct types out = { 0 };
    bool found = false;
    static const col cols[] = { COL(struct types, number) };
    static const query q = { "INSERT INTO note (thread, number) VALUES (1, 1) RETURNING id", 0, 1,
                             cols, sizeof(struct types) };
    KIND(store_row(f->s, f->arena, &q, NO_ARGS, &out, &found), ERR_BROKEN);
    int64_t n = -1;
    OK(store_test_help_count(f->s, f->arena, &n));
    assert_int_equal(n, 0);
}

static const err *look_from_inside(struct store_rig *f)
{
    int64_t inside = 0, outside = 0, changed = 0;
    store *other = store_new(f->pool);
    TX(t, f->s, f->arena);
    TRY(store_run(f->s, f->arena, &store_test_help_insert, ARGS(ARG(1), ARG(1), ARG(S("x"))),
                  &changed));
    assert_int_equal(changed, 1);
    TRY(store_run(f->s, f->arena, &store_test_help_insert, ARGS(ARG(1), ARG(2), ARG(S("y"))),
                  NULL));
    TRY(store_run(f->s, f->arena, &q_update, ARGS(ARG(5)), &changed));
    assert_int_equal(changed, 2);
    TRY(store_test_help_count(f->s, f->arena, &inside));
    TRY(store_test_help_count(other, f->arena, &outside));
    assert_int_equal(inside, 2);
    assert_int_equal(outside, 0);
    TRY(tx_commit(&t));
    TRY(store_test_help_count(other, f->arena, &outside));
    assert_int_equal(outside, 2);
    store_free(other);
    return NULL;
}

static void others_see_it_after_the_commit(void **state)
{
    OK(look_from_inside(*state));
}

static const err *insert_returning(struct store_rig *f, int64_t number)
{
    struct types out = { .number = -1 };
    bool found = false;
    static const col cols[] = { COL(struct types, number) };
    static const query q = {
        "INSERT INTO note (thread, number) VALUES (1, $1), (2, $1) RETURNING id", 1, 1, cols,
        sizeof(struct types)
    };
    TX(t, f->s, f->arena);
    const err *e = store_row(f->s, f->arena, &q, ARGS(ARG(number)), &out, &found);
    assert_int_equal(out.number, e == NULL ? 1 : -1);
    TRY(e);
    return tx_commit(&t);
}

static void returning_gives_the_first_and_changes_all(void **state)
{
    struct store_rig *f = *state;
    int64_t n = 0;
    KIND(insert_returning(f, -3), ERR_CONFLICT);
    OK(store_test_help_count(f->s, f->arena, &n));
    assert_int_equal(n, 0);
    OK(insert_returning(f, 3));
    OK(store_test_help_count(f->s, f->arena, &n));
    assert_int_equal(n, 2);
}

/* ---- transactions, one in another ------------------------------------------------------------ */

struct seen {
    int64_t numbers[32];
    size_t count;
};
struct told {
    struct seen *seen;
    int64_t number;
};

static void tell(store *s, void *arg)
{
    (void)s;
    struct told *t = arg;
    t->seen->numbers[t->seen->count++] = t->number;
}

/* A row, and a callback that tells of it. */
static const err *put(struct store_rig *f, struct seen *seen, int64_t number)
{
    struct told *t = NEW(f->arena, struct told);
    *t = (struct told){ seen, number };
    store_after_commit(f->s, tell, t);
    return store_run(f->s, f->arena, &store_test_help_insert,
                     ARGS(ARG(1), ARG(number), ARG(S("x"))), NULL);
}

static const err *inner(struct store_rig *f, struct seen *seen, int64_t number, bool keep)
{
    TX(t, f->s, f->arena);
    TRY(put(f, seen, number));
    if (!keep)
        FAIL(f->arena, ERR_DENIED, "changed my mind");
    return tx_commit(&t);
}

static const err *outer(struct store_rig *f, struct seen *seen, bool keep)
{
    TX(t, f->s, f->arena);
    TRY(put(f, seen, 1));
    TRY(inner(f, seen, 2, true));
    KIND(inner(f, seen, 3, false), ERR_DENIED);
    KIND(inner(f, seen, -1, true), ERR_CONFLICT);
    TRY(put(f, seen, 4));
    assert_int_equal(seen->count, 0);
    if (!keep)
        FAIL(f->arena, ERR_DENIED, "all of it");
    return tx_commit(&t);
}

static void an_inner_one_is_undone_alone(void **state)
{
    struct store_rig *f = *state;
    struct seen seen = { 0 };
    void *rows = NULL;
    size_t n = 0;
    OK(outer(f, &seen, true));
    OK(store_rows(f->s, f->arena, &store_test_help_all, NO_ARGS, &rows, &n));
    assert_int_equal(n, 3);
    static const int64_t wanted[] = { 1, 2, 4 };
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(((struct store_test_help_note *)rows)[i].number, wanted[i]);
    assert_int_equal(seen.count, 3);
    assert_memory_equal(seen.numbers, wanted, sizeof wanted);
}

/* ---- what a commit changed ------------------------------------------------------------------- */

struct change_seen {
    int calls;
    bool all;
    int64_t topics[4];
    size_t n_topics;
    const struct seen *callbacks;
    size_t called_before; /* callbacks, at the first call */
};

static void see_change(void *arg, const struct store_change *change)
{
    struct change_seen *c = arg;
    if (c->calls++ == 0)
        c->called_before = c->callbacks->count;
    c->all = change->all;
    c->n_topics = change->n_topics;
    memcpy(c->topics, change->topics, c->n_topics * sizeof *c->topics);
}

static const err *about(struct store_rig *f, struct seen *seen, int64_t topic, int64_t number)
{
    TX(t, f->s, f->arena);
    store_tx_topic(f->s, topic);
    if (seen != NULL)
        TRY(put(f, seen, number));
    return tx_commit(&t);
}

static const err *about_inside(struct store_rig *f, struct seen *seen)
{
    TX(t, f->s, f->arena);
    TRY(about(f, seen, 9, 11));
    return tx_commit(&t);
}

static void a_commit_tells_what_it_changed(void **state)
{
    struct store_rig *f = *state;
    struct seen seen = { 0 };
    struct change_seen c = { .callbacks = &seen };
    store_on_commit(f->pool, see_change, &c);
    OK(about(f, &seen, 7, 1));
    /* Before the callbacks, and once more after them. */
    assert_int_equal(c.calls, 2);
    assert_int_equal(c.called_before, 0);
    assert_false(c.all);
    assert_int_equal(c.n_topics, 1);
    assert_int_equal(c.topics[0], 7);
    /* Who says nothing may have changed anything; what is inside another cannot speak for it. */
    seen.count = 0;
    OK(outer(f, &seen, true));
    assert_true(c.all);
    c = (struct change_seen){ .callbacks = &seen };
    OK(about_inside(f, &seen));
    assert_true(c.all && c.calls == 2);
    /* Nothing is told of what changed nothing, or was undone. */
    seen.count = 0;
    KIND(outer(f, &seen, false), ERR_DENIED);
    OK(about(f, NULL, 8, 0));
    assert_int_equal(c.calls, 2);
    OK(about(f, &seen, 8, 12));
    assert_true(!c.all && c.topics[0] == 8 && c.calls == 4);
    store_on_commit(f->pool, NULL, NULL);
    OK(about(f, &seen, 8, 13));
    assert_int_equal(c.calls, 4);
}

static void an_outer_one_is_undone_whole(void **state)
{
    struct store_rig *f = *state;
    struct seen seen = { 0 };
    int64_t n = -1;
    KIND(outer(f, &seen, false), ERR_DENIED);
    OK(store_test_help_count(f->s, f->arena, &n));
    assert_int_equal(n, 0);
    assert_int_equal(seen.count, 0);
    store_test_help_sound(f->pool, f->s);
}

static void ids_are_not_given_twice(void **state)
{
    struct store_rig *f = *state;
    static const query q_delete = { "DELETE FROM note", 0, 0, NULL, 0 };
    void *rows = NULL;
    size_t n = 0;
    OK(store_test_help_add(f->s, f->arena, 1, 1));
    {
        const err *e = NULL;
        struct tx t = { 0 };
        OK(tx_begin_(&t, f->s, f->arena));
        e = store_run(f->s, f->arena, &q_delete, NO_ARGS, NULL);
        OK(e);
        OK(tx_commit(&t));
    }
    OK(store_test_help_add(f->s, f->arena, 1, 1));
    OK(store_rows(f->s, f->arena, &store_test_help_all, NO_ARGS, &rows, &n));
    assert_int_equal(((struct store_test_help_note *)rows)[0].id, 2);
}

/* ROLLBACK by the engine in the middle: an `OR ROLLBACK` does what a full disk may do. */
static const query q_or_rollback = { "INSERT OR ROLLBACK INTO note (thread, number) VALUES (1, -1)",
                                     0, 0, NULL, 0 };

static const err *lose(struct store_rig *f, struct seen *seen)
{
    TX(t, f->s, f->arena);
    TRY(put(f, seen, 1));
    TX(u, f->s, f->arena);
    KIND(store_run(f->s, f->arena, &q_or_rollback, NO_ARGS, NULL), ERR_CONFLICT);
    KIND(put(f, seen, 2), ERR_BROKEN);
    struct tx v = { 0 };
    KIND(tx_begin_(&v, f->s, f->arena), ERR_BROKEN);
    KIND(tx_commit(&u), ERR_BROKEN);
    KIND(put(f, seen, 3), ERR_BROKEN);
    return tx_commit(&t);
}

static void what_the_engine_gave_up_is_never_acknowledged(void **state)
{
    struct store_rig *f = *state;
    struct seen seen = { 0 };
    int64_t n = -1;
    KIND(lose(f, &seen), ERR_BROKEN);
    assert_int_equal(seen.count, 0);
    OK(store_test_help_count(f->s, f->arena, &n));
    assert_int_equal(n, 0);
    store_test_help_sound(f->pool, f->s);
}

/* A callback reads what was committed, through the handle that it is given. */
static void count_from_callback(store *s, void *arg)
{
    SCRATCH(a);
    OK(store_test_help_count(s, a, arg));
}

static void callbacks_read_what_is_durable(void **state)
{
    struct store_rig *f = *state;
    int64_t n = -1;
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->s, f->arena));
    store_after_commit(f->s, count_from_callback, &n);
    OK(store_run(f->s, f->arena, &store_test_help_insert, ARGS(ARG(1), ARG(1), ARG(S("x"))), NULL));
    assert_int_equal(n, -1);
    OK(tx_commit(&t));
    assert_int_equal(n, 1);
}

int main(void)
{
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, store_test_help_set_up, store_rig_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(types_come_back_as_they_went),
        TEST(null_reads_as_zero),
        TEST(another_type_is_refused),
        TEST(too_long_a_text_is_refused),
        TEST(rows_are_all_and_in_order),
        TEST(queries_are_checked),
        TEST(many_queries_keep_their_own_statements),
        TEST(outside_a_transaction_nothing_changes),
        TEST(others_see_it_after_the_commit),
        TEST(returning_gives_the_first_and_changes_all),
        TEST(an_inner_one_is_undone_alone),
        TEST(an_outer_one_is_undone_whole),
        TEST(a_commit_tells_what_it_changed),
        TEST(ids_are_not_given_twice),
        TEST(what_the_engine_gave_up_is_never_acknowledged),
        TEST(callbacks_read_what_is_durable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
