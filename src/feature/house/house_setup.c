/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_setup.c - the rules of the set-up form.
 */
#include "house_setup.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/check.h"
#include "base/utf8.h"
#include "engine/when/when.h"
#include "feature/house/house.h"
#include "feature/house/house_address.h"
#include "feature/house/house_store.h"

#define TELLINGS 4
#define LINE_MAX_BYTES ((size_t)4 << 10)

/* The most characters that a field takes; `missing` is what is said to an empty one that may not
 * be. */
static const struct field {
    const char *name;
    size_t most;
    const char *missing;
} fields[SETUP_FIELDS] = {
    [SETUP_NAME] = { "name", 80, WORDS_MARK("Please give the house a name.") },
    [SETUP_HOST] = { "host", 80, WORDS_MARK("Please say who invites.") },
    [SETUP_LANG] = { "lang", 2, WORDS_MARK("Please choose a language.") },
    [SETUP_ZONE] = { "zone", 64, WORDS_MARK("Please say in which time zone the house lives.") },
    [SETUP_URL] = { "url", 200,
                    WORDS_MARK("Please say under which address the house is reached.") },
    [SETUP_INFO] = { "info", 254, NULL },
    [SETUP_SOCIAL] = { "social", 200, NULL },
    [SETUP_IMPRINT] = { "imprint", 20000, NULL },
    [SETUP_PRIVACY] = { "privacy", 20000, NULL },
};

const char *house_setup_name(enum house_setup_field field)
{
    return fields[field].name;
}

static bool is_text(enum house_setup_field field)
{
    return field == SETUP_IMPRINT || field == SETUP_PRIVACY;
}

/* ---- what is there --------------------------------------------------------------------------- */

static bool lived_in(str zone)
{
    return when_zone_known(zone) && !str_eq(zone, S("UTC")) && !str_starts(zone, S("Etc/"));
}

str house_setup_machine_zone(arena *a)
{
    char target[256];
    str said = str_of(getenv("TZ"));
    if (str_starts(said, S(":")))
        said = str_sub(said, 1, said.n);
    if (!str_empty(said))
        return lived_in(said) ? said : (str){ 0 };
    ssize_t n = readlink("/etc/localtime", target, sizeof target);
    if (n <= 0)
        return (str){ 0 };
    str path = { target, (size_t)n };
    size_t at = str_find(path, S("zoneinfo/"));
    str zone = str_sub(path, at + sizeof "zoneinfo/" - 1, path.n);
    return lived_in(zone) ? str_copy(a, zone) : (str){ 0 };
}

static str proposal(arena *a, enum house_setup_field field, str base_url)
{
    if (field == SETUP_URL)
        return base_url;
    return field == SETUP_ZONE ? house_setup_machine_zone(a) : (str){ 0 };
}

const err *house_setup_load(store *s, arena *a, str base_url, struct house_setup *ret)
{
    struct house_setup all = { 0 };
    for (enum house_setup_field i = 0; i < SETUP_FIELDS; i++) {
        TRY(house_store_get(s, a, fields[i].name, &all.field[i]));
        if (all.field[i].p == NULL)
            all.field[i] = proposal(a, i, base_url);
        /* A house has a name only once it was given one. */
        if (all.field[i].p == NULL && i != SETUP_NAME)
            TRY(house_setting(s, a, fields[i].name, &all.field[i]));
    }
    *ret = all;
    return NULL;
}

/* ---- what may stand there -------------------------------------------------------------------- */

bool house_setup_mail_plausible(str mail)
{
    str local = { 0 }, domain = { 0 };
    if (!str_cut(mail, '@', &local, &domain) || local.n == 0 || str_contains(domain, S("@")))
        return false;
    for (size_t i = 0; i < mail.n; i++)
        if ((unsigned char)mail.p[i] <= ' ' || mail.p[i] == 0x7f || mail.p[i] == ',')
            return false;
    if (str_starts(domain, S(".")) || str_ends(domain, S(".")) || str_contains(domain, S("..")))
        return false;
    return str_contains(domain, S(".")) || str_eq(domain, S("localhost"));
}

static str cleaned(arena *a, enum house_setup_field field, str text)
{
    if (is_text(field))
        return utf8_text(a, text);
    text = utf8_line(a, str_sub(text, 0, LINE_MAX_BYTES));
    while (field == SETUP_URL && str_ends(text, S("/")))
        text.n--;
    return text;
}

/* What only this field can be wrong about; empty where nothing is. */
static str wrong_of_its_own(arena *a, enum lang lang, enum house_setup_field field, str *value)
{
    enum lang known = lang;
    if (field == SETUP_LANG && !lang_from_tag(*value, &known))
        return words(lang, "The house speaks German and English.");
    if (field == SETUP_URL && !house_address_ok(*value))
        return words(lang, "An address looks like https://house.example, without anything behind "
                           "the name. A name with umlauts stands in its xn-- form.");
    if (field == SETUP_INFO && value->n > 0 && !house_setup_mail_plausible(*value))
        return words(lang, "This does not look like a mail address.");
    if (field != SETUP_ZONE)
        return S("");
    str zone = when_zone_guess(a, *value);
    if (str_empty(zone))
        return words(lang, "The house knows no such time zone.");
    *value = zone;
    return S("");
}

static str wrong_with(arena *a, enum lang lang, enum house_setup_field field, str *value)
{
    const struct field *f = &fields[field];
    if (str_empty(*value) && f->missing != NULL)
        return words(lang, f->missing);
    if (utf8_count(*value) <= f->most)
        return wrong_of_its_own(a, lang, field, value);
    const struct words_value values[] = {
        { "limit", str_format(a, "%zu", f->most) },
        { "given", str_format(a, "%zu", utf8_count(*value)) },
    };
    return words_fill(a, words(lang, "At most {limit} characters, please; these are {given}."),
                      values, COUNT_OF(values));
}

bool house_setup_check(arena *a, enum lang lang, const struct house_setup *wanted,
                       struct house_setup *ret, struct house_setup *ret_wrong)
{
    bool fine = true;
    for (enum house_setup_field i = 0; i < SETUP_FIELDS; i++) {
        ret->field[i] = cleaned(a, i, wanted->field[i]);
        ret_wrong->field[i] = wrong_with(a, lang, i, &ret->field[i]);
        fine = fine && str_empty(ret_wrong->field[i]);
    }
    return fine;
}

/* Filled before the first request, only read afterwards. */
static const err *(*tellings[TELLINGS])(store *s, arena *a, str name);
static size_t n_tellings;

void house_host_add(const err *(*told)(store *s, arena *a, str name))
{
    ASSERT(n_tellings < TELLINGS);
    tellings[n_tellings++] = told;
}

const err *house_setup_keep(store *s, arena *a, const struct house_setup *setup)
{
    TX(t, s, a);
    for (enum house_setup_field i = 0; i < SETUP_FIELDS; i++)
        TRY(house_set(s, a, fields[i].name, setup->field[i]));
    for (size_t i = 0; i < n_tellings; i++)
        TRY(tellings[i](s, a, setup->field[SETUP_HOST]));
    return tx_commit(&t);
}
