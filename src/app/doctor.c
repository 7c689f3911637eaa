/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/doctor.h"

#include <stdarg.h>
#include <stdio.h>

#include "app/features.h"
#include "base/json_text.h"
#include "feature/house/house.h"
#include "feature/house/house_address.h"
#include "os/file.h"
#include "store/store.h"

static const char *const state_names[DOCTOR_STATES] = { "ok", "warn", "fail" };

void doctor_tell(struct doctor *d, enum doctor_state state, const char *name, const char *format,
                 ...)
{
    va_list args;
    va_start(args, format);
    str text = str_format_list(d->arena, format, args);
    va_end(args);
    d->count[state]++;
    if (d->json)
        json_array_append_new(d->checks, json_pack("{s:s, s:s, s:o}", "name", name, "state",
                                                   state_names[state], "text", json_text(text)));
    else
        printf("%-5s %-9s %.*s\n", state_names[state], name, STR_ARG(text));
}

static void tell_error(struct doctor *d, const char *name, const err *e)
{
    doctor_tell(d, DOCTOR_FAIL, name, "%.*s", STR_ARG(err_text(d->arena, e)));
}

/* ---- the house ------------------------------------------------------------------------------- */

static const err *look_at_address(struct doctor *d, store *s, bool *ret_public)
{
    str url = { 0 };
    TRY(house_setting(s, d->arena, "url", &url));
    *ret_public = house_address_public(url);
    if (!house_address_ok(url))
        doctor_tell(d, DOCTOR_FAIL, "address", "\"%.*s\" is no address: set it in /host/house",
                    STR_ARG(url));
    else if (!*ret_public)
        doctor_tell(d, DOCTOR_WARN, "address",
                    "%.*s is reached from this machine or network only; a public one is set in "
                    "/host/house or with serve --url",
                    STR_ARG(url));
    else if (!str_starts(url, S("https://")))
        doctor_tell(d, DOCTOR_WARN, "address",
                    "%.*s is public but not https: what people write can be read on the way",
                    STR_ARG(url));
    else
        doctor_tell(d, DOCTOR_OK, "address",
                    "%.*s is a public address (whether it answers is not tried from here)",
                    STR_ARG(url));
    return NULL;
}

static const err *look_at_duties(struct doctor *d, store *s, bool public)
{
    bool done = false, named = false;
    TRY(house_duties(s, d->arena, &done));
    TRY(house_named(s, d->arena, &named));
    if (done)
        doctor_tell(d, DOCTOR_OK, "duties", "imprint and privacy are written");
    else if (public)
        doctor_tell(d, DOCTOR_FAIL, "duties",
                    "imprint or privacy is not written: visitors see nothing until both are "
                    "(/host/house)");
    else
        doctor_tell(d, DOCTOR_WARN, "duties",
                    "imprint or privacy is not written; on a public address both must be");
    if (named)
        doctor_tell(d, DOCTOR_OK, "name", "the house has a name");
    else
        doctor_tell(d, DOCTOR_WARN, "name",
                    "the house has no name yet: sign in and open /host/house");
    return NULL;
}

static const err *look_at_house(struct doctor *d, store_pool *pool, store *s)
{
    str damage = { 0 };
    bool public = false;
    TRY(store_integrity(pool, d->arena, &damage));
    if (str_empty(damage))
        doctor_tell(d, DOCTOR_OK, "store", "read from end to end, no damage");
    else
        doctor_tell(d, DOCTOR_FAIL, "store", "damaged: %.*s", STR_ARG(damage));
    TRY(look_at_address(d, s, &public));
    return look_at_duties(d, s, public);
}

static void look_at_store(struct doctor *d, str folder)
{
    struct store_options so = { .folder = folder };
    store_pool *pool = NULL;
    if (!file_exists(d->arena,
                     str_join(d->arena, (str[]){ folder, S("netzarbeit.db") }, 2, S("/")))) {
        doctor_tell(d, DOCTOR_WARN, "store", "there is none yet: the first start makes it");
        return;
    }
    features_migrations(d->arena, &so.lists, &so.list_count);
    const err *e = store_pool_open(d->arena, &so, &pool);
    if (e == NULL) {
        store *s = store_new(pool);
        e = look_at_house(d, pool, s);
        store_free(s);
        store_pool_close(pool);
    }
    if (e != NULL)
        tell_error(d, "store", e);
}

/* ---- the command ----------------------------------------------------------------------------- */

static const err *print_json(struct doctor *d)
{
    json_t *all = json_pack("{s:o, s:i, s:i, s:i}", "checks", d->checks, "ok", d->count[DOCTOR_OK],
                            "warn", d->count[DOCTOR_WARN], "fail", d->count[DOCTOR_FAIL]);
    str text = json_text_dump(d->arena, json_text_on(d->arena, all), JSON_COMPACT);
    if (text.p == NULL)
        FAIL(d->arena, ERR_BROKEN, "the findings are no JSON");
    printf("%.*s\n", STR_ARG(text));
    return NULL;
}

const err *doctor_run(arena *a, const struct options *o)
{
    struct doctor d = { .arena = a, .json = o->json };
    if (o->n_args != 1)
        FAIL(a, ERR_USAGE, "usage: doctor");
    if (o->json)
        d.checks = json_array();
    doctor_machine(&d, o->folder);
    look_at_store(&d, o->folder);
    if (o->json)
        TRY(print_json(&d));
    if (d.count[DOCTOR_FAIL] > 0)
        FAIL(a, ERR_BROKEN, "%d of %d checks failed", d.count[DOCTOR_FAIL],
             d.count[DOCTOR_OK] + d.count[DOCTOR_WARN] + d.count[DOCTOR_FAIL]);
    return NULL;
}
