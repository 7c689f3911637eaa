/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_suppress.c - who was erased and is not to come back: keyed hashes of what an import would
 * know them by. See keeping.h.
 *
 * A name alone is many people's. So it counts alone only where one of both sides knows nothing
 * else: it is kept as "name" for an erased person of whom there was more, as "only name" for one of
 * whom there was not.
 */
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/clock.h"
#include "engine/text/text_fold.h"
#include "feature/book/book_facts.h"
#include "feature/house/house.h"
#include "feature/keeping/keeping_rules.h"

#define KEY_SETTING "suppression-key"
#define HASH_BYTES 32

struct hashing {
    store *s;
    arena *a;
    account_id owner;
    unsigned char key[crypto_generichash_KEYBYTES];
};

/* The house's key; made when first needed (`make`), else all hashes are of nobody. */
static const err *key_of(struct hashing *h, bool make, bool *ret_there)
{
    str hex = { 0 };
    size_t n = 0;
    TRY(house_setting(h->s, h->a, KEY_SETTING, &hex));
    *ret_there = sodium_hex2bin(h->key, sizeof h->key, hex.p, hex.n, NULL, &n, NULL) == 0 &&
                 n == sizeof h->key;
    if (*ret_there || !make)
        return NULL;
    char text[2 * sizeof h->key + 1];
    randombytes_buf(h->key, sizeof h->key);
    sodium_bin2hex(text, sizeof text, h->key, sizeof h->key);
    *ret_there = true;
    return house_set(h->s, h->a, KEY_SETTING, str_copy(h->a, str_of(text)));
}

/* The account is hashed in: nobody learns from two equal hashes that two books knew one person. */
static str hash_of(const struct hashing *h, const char *kind, str value)
{
    unsigned char out[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    str text = str_format(h->a, "%" PRId64 "\n%s\n%.*s", h->owner.v, kind, STR_ARG(value));
    crypto_generichash(out, sizeof out, (const unsigned char *)text.p, text.n, h->key,
                       sizeof h->key);
    sodium_bin2hex(hex, sizeof hex, out, sizeof out);
    return str_copy(h->a, str_of(hex));
}

static str name_and_day(arena *a, str name, str birthday)
{
    str key = text_name_key(a, name);
    return str_empty(key) ? key : str_join(a, (str[]){ key, birthday }, 2, S("\n"));
}

/* ---- remembering ----------------------------------------------------------------------------- */

struct remembering {
    struct hashing h;
    int64_t moment;
};

static const err *remember(struct remembering *r, const char *kind, str value)
{
    if (str_empty(value))
        return NULL;
    return keeping_store_suppress(r->h.s, r->h.a, r->h.owner, hash_of(&r->h, kind, value),
                                  r->moment);
}

/* All they were called by, merged ones included. */
static const err *remember_names(struct remembering *r, person_id whole,
                                 const struct datum_list *data, bool alone)
{
    struct keeping_names own = { 0 };
    TRY(keeping_store_own(r->h.s, r->h.a, r->h.owner, whole, &own));
    for (size_t i = 0; i < own.n; i++) {
        str name = own.item[i].name;
        TRY(remember(r, alone ? "only name" : "name", text_name_key(r->h.a, name)));
        for (size_t d = 0; d < data->n; d++)
            if (str_eq(data->item[d].kind, S("birthday")))
                TRY(remember(r, "name and birthday",
                             name_and_day(r->h.a, name, data->item[d].value)));
    }
    return NULL;
}

static bool tells_apart(str kind)
{
    return str_eq(kind, S("email")) || str_eq(kind, S("phone"));
}

const err *keeping_rules_suppress(store *s, arena *a, account_id owner, const struct person *p)
{
    struct remembering r = { .h = { .s = s, .a = a, .owner = owner } };
    struct datum_list data = { 0 };
    bool there = false, alone = true;
    TRY(key_of(&r.h, true, &there));
    TRY(keeping_store_moment(s, a, owner, clock_now_ms(), &r.moment));
    TRY(book_data(s, a, owner, p->id, &data));
    for (size_t i = 0; i < data.n; i++) {
        const struct datum *d = &data.item[i];
        alone = alone && !tells_apart(d->kind) && !str_eq(d->kind, S("birthday"));
        if (tells_apart(d->kind))
            TRY(remember(&r, str_eq(d->kind, S("email")) ? "email" : "phone", d->fold));
    }
    TRY(remember_names(&r, p->id, &data, alone));
    sodium_memzero(r.h.key, sizeof r.h.key);
    return NULL;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static const err *ask(const struct hashing *h, const char *kind, str value, bool *ret)
{
    if (*ret || str_empty(value))
        return NULL;
    return keeping_store_suppressed(h->s, h->a, h->owner, hash_of(h, kind, value), ret);
}

const err *keeping_suppressed(store *s, arena *a, account_id owner, const struct keeping_card *card,
                              bool *ret)
{
    struct hashing h = { .s = s, .a = a, .owner = owner };
    bool there = false, found = false;
    str key = text_name_key(a, card->name);
    bool bare = card->n_mails == 0 && card->n_phones == 0 && str_empty(card->birthday);
    *ret = false;
    TRY(key_of(&h, false, &there));
    if (!there)
        return NULL;
    for (size_t i = 0; i < card->n_mails; i++)
        TRY(ask(&h, "email", book_datum_fold(a, S("email"), card->mails[i]), &found));
    for (size_t i = 0; i < card->n_phones; i++)
        TRY(ask(&h, "phone", book_datum_fold(a, S("phone"), card->phones[i]), &found));
    if (!str_empty(card->birthday))
        TRY(ask(&h, "name and birthday", name_and_day(a, card->name, card->birthday), &found));
    TRY(ask(&h, "only name", key, &found));
    if (bare)
        TRY(ask(&h, "name", key, &found));
    sodium_memzero(h.key, sizeof h.key);
    *ret = found;
    return NULL;
}

const err *keeping_let_back(store *s, arena *a, account_id owner, str typed, int64_t *ret)
{
    struct hashing h = { .s = s, .a = a, .owner = owner };
    const struct {
        const char *kind;
        str value;
    } may_be[] = {
        { "email", book_datum_fold(a, S("email"), typed) },
        { "phone", book_datum_fold(a, S("phone"), typed) },
        { "name", text_name_key(a, typed) },
        { "only name", text_name_key(a, typed) },
    };
    bool there = false;
    int64_t all = 0;
    TX(t, s, a);
    TRY(key_of(&h, false, &there));
    for (size_t i = 0; there && i < COUNT_OF(may_be); i++) {
        int64_t gone = 0;
        if (!str_empty(may_be[i].value))
            TRY(keeping_store_let_back(s, a, owner, hash_of(&h, may_be[i].kind, may_be[i].value),
                                       &gone));
        all += gone;
    }
    sodium_memzero(h.key, sizeof h.key);
    TRY(tx_commit(&t));
    *ret = all;
    return NULL;
}
