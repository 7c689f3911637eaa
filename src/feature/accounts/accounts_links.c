/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_links.c - the rules of private links. The store decides in one statement whether a link
 * still holds and counts the use, so two who open the last use at once cannot both have it.
 */
#include "feature/accounts/accounts_links.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_store.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)

const err *accounts_link_make(store *s, arena *a, str kind, int64_t subject, str name, int64_t days,
                              int64_t most_uses, str *ret_token, int64_t *ret_id)
{
    int64_t now = clock_now_ms();
    struct private_link one = { .kind = kind,
                                .subject = subject,
                                .name = utf8_line(a, name),
                                .created_ms = now,
                                .most_uses = most_uses };
    if (!accounts_name_plausible(one.name))
        FAIL(a, ERR_INVALID, "the name of a link has 1 to 80 characters");
    if (days < 1 || days > LINK_DAYS_MOST)
        FAIL(a, ERR_INVALID, "a link holds 1 to %d days", LINK_DAYS_MOST);
    if (most_uses < 0 || most_uses > LINK_USES_MOST)
        FAIL(a, ERR_INVALID, "a link can be used 1 to %d times, or 0 for any number",
             LINK_USES_MOST);

    one.expires_ms = now + days * DAY_MS;
    str token = id_token(a);
    TX(t, s, a);
    TRY(accounts_store_insert_private(s, a, id_digest(a, token), &one, ret_id));
    TRY(tx_commit(&t));
    *ret_token = token;
    return NULL;
}

/* One answer for every reason, so that a guess teaches nothing. */
static const err *link_gone(arena *a)
{
    FAIL(a, ERR_GONE, "private link unknown, expired, used up or taken back");
}

const err *accounts_link_look(store *s, arena *a, str token, str kind, struct private_link *ret)
{
    bool found = false;
    TRY(accounts_store_private(s, a, id_digest(a, token), kind, clock_now_ms(), ret, &found));
    return found ? NULL : link_gone(a);
}

const err *accounts_link_use(store *s, arena *a, str token, str kind, struct private_link *ret)
{
    struct private_link one = { 0 };
    bool found = false;
    TX(t, s, a);
    TRY(accounts_store_use_private(s, a, id_digest(a, token), kind, clock_now_ms(), &one, &found));
    if (!found)
        return link_gone(a);
    TRY(tx_commit(&t));
    *ret = one;
    return NULL;
}

const err *accounts_links_of(store *s, arena *a, str kind, int64_t subject,
                             struct private_links *ret)
{
    return accounts_store_privates(s, a, kind, subject, ret);
}

const err *accounts_link_revoke(store *s, arena *a, int64_t id)
{
    TX(t, s, a);
    TRY(accounts_store_revoke_private(s, a, id, clock_now_ms()));
    return tx_commit(&t);
}

const err *accounts_link_restore(store *s, arena *a, int64_t id)
{
    TX(t, s, a);
    TRY(accounts_store_restore_private(s, a, id));
    return tx_commit(&t);
}

const err *accounts_link_erase(store *s, arena *a, int64_t id)
{
    return accounts_store_erase_private(s, a, id);
}
