/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_demo_test.c - the demonstration is left behind whole or not at all, and there is a way
 * back.
 */
#include "base/clock.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms.h"
#include "feature/rooms/rooms_store.h"
#include "feature/weeks/weeks_demo_leave.h"
#include "feature/weeks/weeks_test_help.h"
#include "os/file.h"

#define NOON "2026-03-03T12:00:00+01:00"

static void every_query_is_what_it_says(void **state)
{
    struct store_rig *f = *state;
    for (size_t i = 0; weeks_demo_queries[i] != NULL; i++)
        OK(store_query_check(f->s, f->arena, weeks_demo_queries[i]));
    for (size_t i = 0; rooms_remove_queries[i] != NULL; i++)
        OK(store_query_check(f->s, f->arena, rooms_remove_queries[i]));
}

static int64_t begin(struct store_rig *f)
{
    int64_t now = weeks_test_help_at(NOON);
    OK(weeks_demo(f->s, f->arena, now));
    return now;
}

static str path_of(struct store_rig *f, str copied)
{
    return str_join(f->arena, (str[]){ store_place(store_pool_of(f->s)), copied }, 2, S("/"));
}

static void everything_of_it_goes_and_nothing_else(void **state)
{
    struct store_rig *f = *state;
    struct weeks_demo demo = { 0 };
    str copied = { 0 }, kept = { 0 };
    int64_t now = begin(f);
    struct programme p = weeks_test_help_programme(f->arena);
    int64_t with_demo = weeks_test_help_rows(f->s, f->arena);
    (void)weeks_test_help_import(f, &p);
    int64_t own = weeks_test_help_rows(f->s, f->arena) - with_demo;
    OK(weeks_demo_look(f->s, f->arena, &demo));
    assert_true(demo.there);
    assert_int_equal(demo.talks.n, 15);
    assert_true(demo.said > 0);
    OK(weeks_demo_leave(f->s, f->arena, now, &copied));
    SAME(copied, "before-leaving-the-demonstration-2026-03-03-110000.db");
    assert_true(file_exists(f->arena, path_of(f, copied)));
    assert_int_equal(weeks_test_help_rows(f->s, f->arena), own);
    (void)weeks_test_help_talk(f, "ueber-groesse-naehe");
    for (size_t i = 0; i < demo.talks.n; i++) {
        struct room room = { 0 };
        struct messages said = { 0 };
        room_id id = { demo.talks.item[i].room };
        KIND(rooms_get(f->s, f->arena, id, &room), ERR_MISSING);
        OK(rooms_after(f->s, f->arena, id, 0, 1, &said));
        assert_int_equal(said.n, 0);
    }
    OK(house_setting(f->s, f->arena, "demo_copy", &kept));
    assert_true(str_eq(kept, copied));
    OK(weeks_demo_look(f->s, f->arena, &demo));
    assert_false(demo.there);
    KIND(weeks_demo_leave(f->s, f->arena, now, &copied), ERR_MISSING);
}

static void it_can_be_made_again_under_its_name(void **state)
{
    struct store_rig *f = *state;
    struct week w = { 0 };
    str copied = { 0 };
    int64_t now = begin(f);
    OK(weeks_demo_leave(f->s, f->arena, now, &copied));
    OK(weeks_demo(f->s, f->arena, now));
    OK(weeks_store_week(f->s, f->arena, WEEKS_DRAFTS_TOO, WEEKS_DEMO_SLUG, &w));
    OK(weeks_demo_move(f->s, f->arena, now + (int64_t)24 * 3600 * 1000));
}

/* Where the copy cannot be made, nothing is removed. */
static void without_a_copy_nothing_goes(void **state)
{
    struct store_rig *f = *state;
    str copied = { 0 };
    int64_t now = begin(f);
    int64_t rows = weeks_test_help_rows(f->s, f->arena);
    OK(file_write(f->arena, path_of(f, S("before-leaving-the-demonstration-2026-03-03-110000.db")),
                  S("somebody else's")));
    KIND(weeks_demo_leave(f->s, f->arena, now, &copied), ERR_CONFLICT);
    assert_int_equal(weeks_test_help_rows(f->s, f->arena), rows);
    OK(weeks_demo_leave(f->s, f->arena, now + 1000, &copied));
}

static void a_room_that_is_not_there_cannot_be_removed(void **state)
{
    struct store_rig *f = *state;
    KIND(rooms_remove(f->s, f->arena, (room_id){ 4711 }), ERR_MISSING);
}

#define T(test) cmocka_unit_test_setup_teardown(test, weeks_test_help_open, weeks_test_help_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_query_is_what_it_says),
        T(everything_of_it_goes_and_nothing_else),
        T(it_can_be_made_again_under_its_name),
        T(without_a_copy_nothing_goes),
        T(a_room_that_is_not_there_cannot_be_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
