/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_open.c - whether the house may show anything yet. On a public address the law wants an
 * imprint (§ 5 DDG, § 18 MStV) and privacy information (Art. 13 GDPR) beside everything that is
 * published, so until both are written only what publishes nothing is answered (web/req.h: ALWAYS).
 *
 * What it takes is kept in memory, since it is asked for every request: read at the start, after
 * each change of a setting and when another process has changed the store.
 */
#include "house.h"

#include <stdatomic.h>

#include "base/log.h"
#include "feature/house/house_address.h"
#include "feature/house/house_frame.h"

static atomic_bool duties_done = true; /* in commands and tests there is nobody to be kept out */
static atomic_bool known_public;
static atomic_int language = LANG_DE;

const err *house_duties(store *s, arena *a, bool *ret)
{
    str imprint = { 0 }, privacy = { 0 };
    TRY(house_setting(s, a, "imprint", &imprint));
    TRY(house_setting(s, a, "privacy", &privacy));
    *ret = !str_empty(str_trim(imprint)) && !str_empty(str_trim(privacy));
    return NULL;
}

const err *house_open_load(store *s, arena *a)
{
    str url = { 0 }, tag = { 0 };
    bool done = false;
    enum lang lang = LANG_DE;
    TRY(house_duties(s, a, &done));
    TRY(house_setting(s, a, "url", &url));
    TRY(house_setting(s, a, "lang", &tag));
    (void)lang_from_tag(tag, &lang);
    atomic_store(&duties_done, done);
    atomic_store(&known_public, house_address_public(url));
    atomic_store(&language, (int)lang);
    return NULL;
}

void house_open_changed(store *s)
{
    SCRATCH(a);
    const err *e = house_open_load(s, a);
    if (e != NULL)
        log_err("house", e);
}

enum lang house_language(void)
{
    return (enum lang)atomic_load(&language);
}

/* The address that is asked for counts as well: a proxy may lead the world here before the host has
 * said so. */
bool house_open(const req *r)
{
    if (atomic_load(&duties_done) || r->who.role >= ROLE_MEMBER)
        return true;
    return !atomic_load(&known_public) && !house_address_public(req_base_url(r));
}
