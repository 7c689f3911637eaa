/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_test_help.c - see accounts_test_help.h.
 */
#include "feature/accounts/accounts_test_help.h"

#include "base/clock.h"
#include "feature/accounts/accounts.h"

extern const struct migration_list accounts_migrations;
extern const struct migration_list house_migrations;
extern const struct migration_list mail_migrations;

int accounts_test_help_set_up(void **state)
{
    const struct migration_list lists[] = { house_migrations, mail_migrations,
                                            accounts_migrations };
    *state = store_rig_open(lists, COUNT_OF(lists));
    clock_set(START_MS);
    return 0;
}

int accounts_test_help_tear_down(void **state)
{
    clock_real();
    return store_rig_tear_down(state);
}

int64_t accounts_test_help_host(struct store_rig *f)
{
    int64_t id = 0;
    OK(accounts_add(f->s, f->arena, S("ada@example.org"), S("Ada"), S("host"), &id));
    return id;
}
