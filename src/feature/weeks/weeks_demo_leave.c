/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_demo_leave.c - see weeks_demo_leave.h. The page says first what will go; the copy is the
 * way back.
 */
#include "feature/weeks/weeks_demo_leave.h"

#include "base/check.h"
#include "base/clock.h"
#include "engine/when/when.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms.h"
#include "weeks_demo_leave.html.h"

#define OTHERS_MAX 8

static struct {
    const err *(*fn[OTHERS_MAX])(store *s, arena *a);
    size_t n;
} others;

void weeks_demo_leave_add(const err *(*fn)(store *s, arena *a))
{
    ASSERT(others.n < OTHERS_MAX);
    others.fn[others.n++] = fn;
}

static const err *count_said(store *s, arena *a, struct weeks_demo *demo)
{
    for (size_t i = 0; i < demo->talks.n; i++) {
        struct room room = { 0 };
        TRY(rooms_get(s, a, (room_id){ demo->talks.item[i].room }, &room));
        demo->said += room.head;
    }
    return NULL;
}

const err *weeks_demo_look(store *s, arena *a, struct weeks_demo *ret)
{
    struct weeks_demo demo = { 0 };
    str kept = { 0 };
    TRY(house_setting(s, a, "demo", &kept));
    demo.there = str_eq(kept, S("1"));
    if (demo.there) {
        TRY(weeks_store_week(s, a, WEEKS_DRAFTS_TOO, WEEKS_DEMO_SLUG, &demo.week));
        TRY(weeks_store_talks(s, a, WEEKS_DRAFTS_TOO, demo.week.id, &demo.talks));
        TRY(count_said(s, a, &demo));
    }
    *ret = demo;
    return NULL;
}

/* Whether the copy holds what is there now: nobody spoke, and no talk was changed. */
static bool same(const struct weeks_demo *x, const struct weeks_demo *y)
{
    if (x->there != y->there || x->talks.n != y->talks.n || x->said != y->said ||
        x->week.modified_ms != y->week.modified_ms)
        return false;
    for (size_t i = 0; i < x->talks.n; i++)
        if (x->talks.item[i].id != y->talks.item[i].id ||
            x->talks.item[i].modified_ms != y->talks.item[i].modified_ms)
            return false;
    return true;
}

/* "before-leaving-the-demonstration-2026-11-23-043000.db", in UTC. */
static str copy_name(arena *a, int64_t now_ms)
{
    struct when_local t = when_local_of(now_ms, S("UTC"));
    return str_format(a, "before-leaving-the-demonstration-%.*s-%02d%02d%02d.db",
                      STR_ARG(when_date_text(a, t.date)), t.hour, t.minute, t.second);
}

static const err *copy(store *s, arena *a, str name)
{
    store_pool *pool = store_pool_of(s);
    return store_backup(pool, a, str_join(a, (str[]){ store_place(pool), name }, 2, S("/")));
}

/* A talk refers to its room, so the rooms go last. */
static const err *remove_all(store *s, arena *a, const struct weeks_demo *demo)
{
    TRY(weeks_demo_store_remove(s, a, demo->week.id));
    for (size_t i = 0; i < demo->talks.n; i++)
        TRY(rooms_remove(s, a, (room_id){ demo->talks.item[i].room }));
    for (size_t i = 0; i < others.n; i++)
        TRY(others.fn[i](s, a));
    return NULL;
}

const err *weeks_demo_leave(store *s, arena *a, int64_t now_ms, str *ret_copy)
{
    struct weeks_demo before = { 0 }, now = { 0 };
    str name = copy_name(a, now_ms);
    TRY(weeks_demo_look(s, a, &before));
    if (!before.there)
        FAIL(a, ERR_MISSING, "there is no demonstration week in the store");
    TRY(copy(s, a, name));
    TX(t, s, a);
    TRY(weeks_demo_look(s, a, &now));
    if (!same(&before, &now))
        FAIL(a, ERR_CONFLICT, "the demonstration changed while it was being copied");
    TRY(remove_all(s, a, &now));
    TRY(house_set(s, a, "demo", S("")));
    TRY(house_set(s, a, "demo_copy", name));
    TRY(tx_commit(&t));
    *ret_copy = name;
    return NULL;
}

const err *weeks_demo_leave_get(req *r)
{
    struct weeks_demo demo = { 0 };
    str copied = { 0 };
    TRY(weeks_demo_look(r->store, r->arena, &demo));
    TRY(house_setting(r->store, r->arena, "demo_copy", &copied));
    str title = words(r->out.lang, "Leave the demonstration behind");
    TRY(house_page_begin(r,
                         &(struct house_page){ .title = title, .kind = "plain", .noindex = true }));
    demo_leave_page(&r->out, demo, store_place(store_pool_of(r->store)), copied, req_form_token(r));
    return house_page_end(r);
}

const err *weeks_demo_leave_post(req *r)
{
    struct weeks_demo demo = { 0 };
    str copied = { 0 };
    TRY(weeks_demo_look(r->store, r->arena, &demo));
    /* Sent twice: the page says what the first one did. */
    if (demo.there)
        TRY(weeks_demo_leave(r->store, r->arena, clock_now_ms(), &copied));
    return req_redirect(r, S("/host/demo"));
}
