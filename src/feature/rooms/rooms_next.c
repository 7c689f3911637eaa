/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_next.c - see rooms_next.h.
 */
#include "feature/rooms/rooms_next.h"

#include "base/check.h"
#include "feature/rooms/rooms_rules.h"
#include "feature/rooms/rooms_store.h"

#define NEXT_MAX 8
#define NEXT_BYTES ((size_t)64 << 10)

/* Filled before the first request, only read afterwards. */
static const struct rooms_next *all[NEXT_MAX];
static size_t n_all;

void rooms_next_add(const struct rooms_next *next)
{
    ASSERT(n_all < NEXT_MAX);
    all[n_all++] = next;
}

const err *rooms_next_known(req *r, int64_t *ret)
{
    bool known = false;
    for (size_t i = 0; r->who.role >= ROLE_MEMBER && i < n_all && !known; i++)
        TRY(all[i]->known(r, &known));
    *ret = known ? r->who.account : 0;
    return NULL;
}

const err *rooms_next_page(req *r, const struct room *room, html *ret)
{
    page p = { 0 };
    page_init(&p, r->arena, r->out.lang, NEXT_BYTES);
    for (size_t i = 0; i < n_all; i++)
        TRY(all[i]->page(r, room, &p));
    *ret = page_taken(&p);
    return NULL;
}

const err *rooms_next_message(req *r, const struct room *room, const struct message *m, html *ret)
{
    struct message shown = { 0 };
    int64_t account = 0;
    page p = { 0 };
    page_init(&p, r->arena, r->out.lang, NEXT_BYTES);
    if (rooms_shown(m)) {
        TRY(rooms_next_writer(r->store, r->arena, (room_id){ room->id }, m->seq, &shown, &account));
        for (size_t i = 0; i < n_all; i++)
            TRY(all[i]->message(r, room, m, account, &p));
    }
    *ret = page_taken(&p);
    return NULL;
}

const err *rooms_next_writer(store *s, arena *a, room_id id, int64_t seq, struct message *ret,
                             int64_t *ret_account)
{
    struct message m = { 0 };
    struct rooms_kept kept = { 0 };
    TRY(rooms_store_message(s, a, id, seq, &m));
    TRY(rooms_store_kept(s, a, id, seq, &kept));
    if (!rooms_shown(&m))
        FAIL(a, ERR_MISSING, "the message is not shown");
    *ret = m;
    *ret_account = kept.account;
    return NULL;
}

const err *rooms_next_forget(store *s, arena *a, int64_t account)
{
    return rooms_store_forget_account(s, a, account);
}
