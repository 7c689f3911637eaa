/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * err_test.c - records with place and cause, copies that outlive, and the two tables.
 */
#include "base/err.h"

#include <string.h>

#include "base/base_test.h"

static const err *inner(arena *a)
{
    FAIL(a, ERR_MISSING, "no talk %s (%d)", "a-b", 7);
}

static const err *outer(arena *a)
{
    const err *because = inner(a);
    FAIL_CAUSE(a, ERR_BROKEN, because, "page");
}

static const err *passing(arena *a, bool fails, int *ret)
{
    if (fails)
        TRY(inner(a));
    TRY(NULL);
    *ret = 1;
    return NULL;
}

static void test_record(void **state)
{
    (void)state;
    SCRATCH(a);
    const err *e = inner(a);
    assert_int_equal(e->kind, ERR_MISSING);
    ASSERT_STR(e->msg, "no talk a-b (7)");
    assert_non_null(strstr(e->where, "err_test.c:"));
    assert_null(e->cause);
    assert_int_equal(e->n_fields, 0);
}

static void test_try_returns_the_first_error(void **state)
{
    (void)state;
    SCRATCH(a);
    int done = 0;
    assert_non_null(passing(a, true, &done));
    assert_int_equal(done, 0);
    assert_null(passing(a, false, &done));
    assert_int_equal(done, 1);
}

static void test_text_tells_the_causes(void **state)
{
    (void)state;
    SCRATCH(a);
    const err *innermost = err_new(a, ERR_BROKEN, NULL, "x.c:1", "disk full");
    const err *middle = err_new(a, ERR_BROKEN, innermost, "y.c:2", "store");
    const err *e = err_new(a, ERR_BUSY, middle, "z.c:3", "post %s", "later");
    ASSERT_STR(err_text(a, e), "post later (z.c:3): store (y.c:2): disk full (x.c:1)");
    ASSERT_STR(err_text(a, innermost), "disk full (x.c:1)");
}

static void test_text_has_a_ceiling(void **state)
{
    (void)state;
    SCRATCH(a);
    const err *e = NULL;
    for (int i = 0; i < 100000; i++)
        e = err_new(a, ERR_BROKEN, e, "x.c:1", "again");
    assert_true(err_text(a, e).n <= 65536);
    assert_true(err_text(a, e).n > 65000);
}

static void test_form(void **state)
{
    (void)state;
    SCRATCH(a);
    struct err_field fields[] = { { S("name"), S("Bitte einen Namen") }, { S("text"), S("Leer") } };
    const err *e = err_form(a, HERE, fields, 2);
    fields[0].message = S("overwritten");
    assert_int_equal(e->kind, ERR_INVALID);
    assert_int_equal(e->n_fields, 2);
    ASSERT_STR(e->fields[0].field, "name");
    ASSERT_STR(e->fields[0].message, "Bitte einen Namen");
    ASSERT_STR(e->fields[1].message, "Leer");
    assert_true(str_contains(e->msg, S("name, text")));
    assert_int_equal(err_http(e), 422);
    assert_int_equal(err_exit(e), 65);
}

static void test_form_without_fields(void **state)
{
    (void)state;
    SCRATCH(a);
    const err *e = err_form(a, HERE, NULL, 0);
    assert_int_equal(e->n_fields, 0);
    assert_int_equal(err_http(e), 400);
}

static const err *made_elsewhere(arena *keep)
{
    SCRATCH(a);
    const struct err_field field = { str_copy(a, S("zone")), str_copy(a, S("unknown")) };
    const err *form = err_form(a, "f.c:9", &field, 1);
    err *e = NEW(a, err);
    *e = (err){ .kind = ERR_LIMIT, .msg = str_copy(a, S("slow down")), .where = "g.c:1" };
    e->cause = form;
    e->retry_after = 17;
    return err_copy(keep, e);
}

static void test_copy_outlives_its_arena(void **state)
{
    (void)state;
    SCRATCH(a);
    const err *e = made_elsewhere(a);
    assert_int_equal(e->kind, ERR_LIMIT);
    assert_int_equal(e->retry_after, 17);
    ASSERT_STR(e->msg, "slow down");
    assert_int_equal(e->cause->kind, ERR_INVALID);
    assert_int_equal(e->cause->n_fields, 1);
    ASSERT_STR(e->cause->fields[0].field, "zone");
    ASSERT_STR(e->cause->fields[0].message, "unknown");
    assert_null(e->cause->cause);
    assert_null(err_copy(a, outer(a))->cause->cause);
    assert_null(err_copy(a, NULL));
}

static void test_tables_say_every_kind(void **state)
{
    (void)state;
    static const struct {
        int http;
        int exit;
    } want[ERR_KINDS] = {
        [ERR_INVALID] = { 400, 65 },  [ERR_USAGE] = { 400, 64 }, [ERR_DENIED] = { 403, 77 },
        [ERR_MISSING] = { 404, 66 },  [ERR_GONE] = { 410, 66 },  [ERR_LIMIT] = { 429, 75 },
        [ERR_CONFLICT] = { 409, 65 }, [ERR_BUSY] = { 503, 75 },  [ERR_TAKEN] = { 503, 69 },
        [ERR_BROKEN] = { 500, 70 },
    };
    for (int kind = 0; kind < ERR_KINDS; kind++) {
        const err e = { .kind = (enum err_kind)kind };
        assert_int_equal(err_http(&e), want[kind].http);
        assert_int_equal(err_exit(&e), want[kind].exit);
    }
}

static void ask_for_no_kind(void *arg)
{
    (void)arg;
    const err e = { .kind = ERR_KINDS };
    (void)err_exit(&e);
}

static void test_no_kind_is_our_fault(void **state)
{
    (void)state;
    base_test_aborts(ask_for_no_kind, NULL, "ERR_KINDS");
}

int err_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record),
        cmocka_unit_test(test_try_returns_the_first_error),
        cmocka_unit_test(test_text_tells_the_causes),
        cmocka_unit_test(test_text_has_a_ceiling),
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_form_without_fields),
        cmocka_unit_test(test_copy_outlives_its_arena),
        cmocka_unit_test(test_tables_say_every_kind),
        cmocka_unit_test(test_no_kind_is_our_fault),
    };
    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
