/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_feature.c - what accounts plug in.
 */
#include "base/clock.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_cli.h"
#include "feature/accounts/accounts_mail.h"
#include "feature/accounts/accounts_store.h"
#include "feature/accounts/accounts_web.h"

extern const struct migration_list accounts_migrations;

static const err *sweep(store *s, arena *a)
{
    TX(t, s, a);
    TRY(accounts_store_sweep(s, a, clock_now_ms()));
    return tx_commit(&t);
}

static const struct job jobs[] = { { "accounts sweep", 3600 * 1000, sweep },
                                   { "sign-in mails", 1000, accounts_mail_work },
                                   { 0 } };

const struct feature accounts = {
    .name = "accounts",
    .routes = accounts_routes,
    .verbs = accounts_verbs,
    .queries = accounts_queries,
    .migrations = &accounts_migrations,
    .jobs = jobs,
    .host_named = accounts_host_named,
};
