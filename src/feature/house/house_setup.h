/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_setup.h - what a host decides about the house, as one form: its fields, what may stand in
 * them, and how they are kept.
 */
#ifndef FEATURE_HOUSE_HOUSE_SETUP_H
#define FEATURE_HOUSE_HOUSE_SETUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/words.h"
#include "store/store.h"

enum house_setup_field {
    SETUP_NAME,
    SETUP_HOST,
    SETUP_LANG,
    SETUP_ZONE,
    SETUP_URL,
    SETUP_INFO,
    SETUP_SOCIAL,
    SETUP_IMPRINT,
    SETUP_PRIVACY,
    SETUP_FIELDS
};

/* One text a field; also what is wrong with each, empty where nothing is. */
struct house_setup {
    str field[SETUP_FIELDS];
};

/* The name of a field, in the form and as a setting. */
const char *house_setup_name(enum house_setup_field field);

/* As they stand; what was never set has a proposal: `base_url` for the address, the machine's time
 * zone. */
MUST const err *house_setup_load(store *s, arena *a, str base_url, struct house_setup *ret);
/* Cleans `wanted` and looks at every field: false where something is wrong, then `ret_wrong` says
 * what, in the reader's words. */
bool house_setup_check(arena *a, enum lang lang, const struct house_setup *wanted,
                       struct house_setup *ret, struct house_setup *ret_wrong);
/* All or nothing. */
MUST const err *house_setup_keep(store *s, arena *a, const struct house_setup *setup);

/* The machine's zone, as far as it says one: $TZ, /etc/localtime; absent else, and for UTC, in
 * which machines live but no people. */
str house_setup_machine_zone(arena *a);
/* One '@' with something before it and a name with a dot, or "localhost", behind it. */
bool house_setup_mail_plausible(str mail);

#endif
