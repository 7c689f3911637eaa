/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_store.c - all SQL of the settings.
 */
#include "house_store.h"

struct setting {
    str value;
};
static const col setting_cols[] = { COL(struct setting, value) };
static const query q_get = { "SELECT value FROM setting WHERE name = $1", 1, COUNT_OF(setting_cols),
                             setting_cols, sizeof(struct setting) };
static const query q_put = { "INSERT INTO setting (name, value) VALUES ($1, $2)"
                             " ON CONFLICT (name) DO UPDATE SET value = $2",
                             2, 0, NULL, 0 };

const query *const house_store_queries[] = { &q_get, &q_put, NULL };

const err *house_store_get(store *s, arena *a, const char *name, str *ret)
{
    struct setting row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_get, ARGS(ARG(str_of(name))), &row, &found));
    if (found)
        *ret = row.value;
    return NULL;
}

const err *house_store_put(store *s, arena *a, const char *name, str value)
{
    return store_run(s, a, &q_put, ARGS(ARG(str_of(name)), ARG(value)), NULL);
}
