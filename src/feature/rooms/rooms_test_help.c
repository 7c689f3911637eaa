/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_test_help.c - see rooms_test_help.h.
 */
#include "feature/rooms/rooms_test_help.h"

#include <stdlib.h>

#include "feature/accounts/accounts.h"
#include "feature/house/house.h"

int rooms_test_help_open(void **state)
{
    const struct migration_list lists[] = { *house.migrations, *accounts.migrations,
                                            *rooms.migrations };
    struct rooms_test_help *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->rig = store_rig_open(lists, COUNT_OF(lists));
    f->arena = f->rig->arena;
    f->pool = f->rig->pool;
    f->s = f->rig->s;
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->s, f->arena));
    OK(rooms_create(f->s, f->arena, S("a"), S("/talks/a"), S("Weaving <nets>"), S("Europe/Berlin"),
                    &f->room));
    OK(tx_commit(&t));
    *state = f;
    return 0;
}

int rooms_test_help_close(void **state)
{
    struct rooms_test_help *f = *state;
    store_rig_close(f->rig);
    free(f);
    return 0;
}

int64_t rooms_test_help_say(struct rooms_test_help *f, const char *name, const char *text)
{
    struct say say = { .name = str_of(name), .text = str_of(text) };
    int64_t seq = 0;
    bool again = true;
    OK(rooms_say(f->s, f->arena, LANG_EN, f->room, &say, &seq, &again));
    assert_false(again);
    return seq;
}
