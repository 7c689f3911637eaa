/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_feature.c - what the mails plug in.
 */
#include "feature/mail/mail.h"
#include "feature/mail/mail_cli.h"
#include "feature/mail/mail_rules.h"
#include "feature/mail/mail_store.h"
#include "feature/mail/mail_web.h"

extern const struct migration_list mail_migrations;

const struct feature mail = {
    .name = "mail",
    .routes = mail_web_routes,
    .verbs = mail_cli_verbs,
    .queries = mail_store_queries,
    .migrations = &mail_migrations,
    .start = mail_rules_start,
    .stop = mail_rules_stop,
};
