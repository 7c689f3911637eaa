/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/exchange/exchange_match.h"

#include <inttypes.h>
#include <sodium.h>

#include "base/words.h"
#include "engine/people/people.h"
#include "engine/text/text_fold.h"
#include "feature/exchange/exchange_store.h"
#include "feature/house/house.h"

str exchange_profile(arena *a, str address)
{
    if (!str_contains(address, S("linkedin.com/in/")))
        return address;
    str id = people_profile(a, address);
    return str_empty(id) ? address : str_format(a, "https://www.linkedin.com/in/%.*s", STR_ARG(id));
}

/* ---- whom a card means ----------------------------------------------------------------------- */

/* All words of `few` are words of `many`. */
static bool words_within(arena *a, str few, str many)
{
    str rest = few, word = { 0 };
    many = str_format(a, " %.*s ", STR_ARG(many));
    while (str_next(&rest, ' ', &word))
        if (!str_contains(many, str_format(a, " %.*s ", STR_ARG(word))))
            return false;
    return true;
}

/* One name is the other, perhaps with more words. A surname in common is not enough: families share
 * telephones. */
static bool names_agree(arena *a, str one, str other)
{
    str x = text_name_key(a, one), y = text_name_key(a, other);
    return str_empty(x) || str_empty(y) || words_within(a, x, y) || words_within(a, y, x);
}

static void propose(struct exchange_match *m, person_id other, const char *why)
{
    for (size_t i = 0; i < m->n_pairs; i++)
        if (m->pairs[i].other.v == other.v)
            return;
    if (m->n_pairs < EXCHANGE_MATCH_PAIRS)
        m->pairs[m->n_pairs++] = (struct exchange_pair){ .other = other, .why = why };
}

struct asking {
    store *s;
    arena *a;
    account_id owner;
    const struct book_taken *t;
    str derived_uid;
    import_id import;
    struct exchange_match *m;
};

static const err *by_uid(struct asking *k, str uid, bool also_own)
{
    struct person p = { 0 };
    if (str_empty(uid))
        return NULL;
    const err *e = book_person_by_uid(k->s, k->a, k->owner, uid, &p);
    if (e != NULL)
        return e->kind == ERR_MISSING ? NULL : e;
    bool own = str_eq(p.from.name, S("import")) && p.from.id == k->import.v;
    if (also_own || !own)
        k->m->who = p.id;
    return NULL;
}

/* One who has the datum and whose name does not speak against it. */
static const err *by_datum(struct asking *k, const char *kind, const char *why)
{
    for (size_t i = 0; i < k->t->data.n && k->m->who.v == 0; i++) {
        const struct datum *d = &k->t->data.item[i];
        struct exchange_knowns known = { 0 };
        if (!str_eq(d->kind, str_of(kind)))
            continue;
        str fold = book_datum_fold(k->a, d->kind, d->value);
        if (str_empty(fold))
            continue;
        TRY(exchange_store_with(k->s, k->a, k->owner, d->kind, fold, &known));
        if (known.n == 1 && names_agree(k->a, known.item[0].name, k->t->called.name))
            k->m->who = known.item[0].person;
        for (size_t n = 0; k->m->who.v == 0 && n < known.n; n++)
            propose(k->m, known.item[n].person, why);
    }
    return NULL;
}

static const err *by_organisation(struct asking *k, str name_key)
{
    for (size_t i = 0; i < k->t->roles.n && k->m->who.v == 0; i++) {
        struct exchange_knowns known = { 0 };
        str key = text_fold(k->a, k->t->roles.item[i].organisation_name);
        if (str_empty(key))
            continue;
        TRY(exchange_store_named(k->s, k->a, k->owner, name_key, key, &known));
        if (known.n == 1 && known.item[0].import != k->import.v)
            k->m->who = known.item[0].person;
    }
    return NULL;
}

static const err *by_name(struct asking *k)
{
    struct exchange_knowns known = { 0 };
    str key = text_name_key(k->a, k->t->called.name);
    if (str_empty(key))
        return NULL;
    TRY(by_organisation(k, key));
    if (k->m->who.v != 0)
        return NULL;
    TRY(exchange_store_named(k->s, k->a, k->owner, key, S(""), &known));
    for (size_t i = 0; i < known.n; i++)
        propose(k->m, known.item[i].person, WORDS_MARK("the same name"));
    return NULL;
}

const err *exchange_match(store *s, arena *a, account_id owner, const struct book_taken *t,
                          str derived_uid, import_id import, struct exchange_match *ret)
{
    struct asking k = { s, a, owner, t, derived_uid, import, ret };
    *ret = (struct exchange_match){ 0 };
    TRY(by_uid(&k, t->uid, true));
    if (ret->who.v == 0)
        TRY(by_uid(&k, derived_uid, false));
    if (ret->who.v == 0)
        TRY(by_datum(&k, "social", WORDS_MARK("the same profile")));
    if (ret->who.v == 0)
        TRY(by_datum(&k, "email", WORDS_MARK("the same mail address")));
    if (ret->who.v == 0)
        TRY(by_datum(&k, "phone", WORDS_MARK("the same telephone number")));
    return ret->who.v == 0 ? by_name(&k) : NULL;
}

/* ---- who is not to come back ----------------------------------------------------------------- */

#define KEY_SETTING "suppression-key"
#define HASH_BYTES 32

const err *exchange_suppression_key(store *s, arena *a, str *ret)
{
    unsigned char key[crypto_generichash_KEYBYTES];
    str hex = { 0 };
    size_t n = 0;
    *ret = S("");
    TRY(house_setting(s, a, KEY_SETTING, &hex));
    if (sodium_hex2bin(key, sizeof key, hex.p, hex.n, NULL, &n, NULL) == 0 && n == sizeof key)
        *ret = str_copy(a, (str){ (const char *)key, n });
    return NULL;
}

static const err *ask(store *s, arena *a, account_id owner, str key, const char *kind, str value,
                      bool *ret)
{
    unsigned char out[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    if (*ret || str_empty(value))
        return NULL;
    str text = str_format(a, "%" PRId64 "\n%s\n%.*s", owner.v, kind, STR_ARG(value));
    crypto_generichash(out, sizeof out, (const unsigned char *)text.p, text.n,
                       (const unsigned char *)key.p, key.n);
    sodium_bin2hex(hex, sizeof hex, out, sizeof out);
    return exchange_store_suppressed(s, a, owner, str_of(hex), ret);
}

const err *exchange_suppressed(store *s, arena *a, account_id owner, str key,
                               const struct book_taken *t, bool *ret)
{
    bool bare = true;
    str name = text_name_key(a, t->called.name);
    *ret = false;
    if (str_empty(key))
        return NULL;
    for (size_t i = 0; i < t->data.n; i++) {
        const struct datum *d = &t->data.item[i];
        bool mail = str_eq(d->kind, S("email")), phone = str_eq(d->kind, S("phone"));
        bool birthday = str_eq(d->kind, S("birthday"));
        bare = bare && !mail && !phone && !birthday;
        if (mail || phone)
            TRY(ask(s, a, owner, key, mail ? "email" : "phone",
                    book_datum_fold(a, d->kind, d->value), ret));
        if (birthday && !str_empty(name))
            TRY(ask(s, a, owner, key, "name and birthday",
                    str_format(a, "%.*s\n%.*s", STR_ARG(name), STR_ARG(d->value)), ret));
    }
    TRY(ask(s, a, owner, key, "only name", name, ret));
    return bare ? ask(s, a, owner, key, "name", name, ret) : NULL;
}
