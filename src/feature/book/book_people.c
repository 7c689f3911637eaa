/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_people.c - the rules of people: names, how they met, closeness, rhythm, rest.
 */
#include "base/check.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "engine/text/text_fold.h"
#include "engine/when/when.h"
#include "feature/accounts/accounts.h"
#include "feature/book/book_person_store.h"
#include "feature/book/book_rules.h"
#include "feature/house/house.h"

#define RHYTHM_MAX_DAYS 3650
#define RECENT_FROM INT64_MAX

/* ---- whose book ------------------------------------------------------------------------------ */

account_id book_owner(const req *r)
{
    ASSERT(r->who.account > 0);
    return (account_id){ r->who.account };
}

const err *book_cli_account(cli *c, const char *what, account_id *ret)
{
    struct account one = { 0 };
    if (str_empty(c->account))
        FAIL(c->arena, ERR_USAGE,
             "whose book? Say --account EMAIL, or set NETZARBEIT_ACCOUNT (netzarbeit account list "
             "names them)");
    TRY(accounts_find(c->store, c->arena, c->account, &one));
    account_id owner = { one.id };
    TX(t, c->store, c->arena);
    TRY(book_person_store_opened(c->store, c->arena, owner, str_of(what)));
    TRY(tx_commit(&t));
    *ret = owner;
    return NULL;
}

const err *book_today(store *s, arena *a, str *ret)
{
    str zone = { 0 };
    TRY(house_setting(s, a, "zone", &zone));
    if (!when_zone_known(zone))
        zone = S("UTC");
    *ret = when_date_text(a, when_local_of(clock_now_ms(), zone).date);
    return NULL;
}

bool book_source_known(str name)
{
    static const char *const known[] = { BOOK_SOURCES };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq(name, str_of(known[i])))
            return true;
    return false;
}

const err *book_rules_source(store *s, arena *a, struct book_source *from)
{
    if (str_empty(from->name))
        from->name = S("mine");
    ASSERT(book_source_known(from->name));
    if (str_empty(from->dated))
        TRY(book_today(s, a, &from->dated));
    return NULL;
}

/* ---- names ----------------------------------------------------------------------------------- */

static str joined(arena *a, const str *pieces, size_t n)
{
    str kept[8];
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!str_empty(pieces[i]))
            kept[n_kept++] = pieces[i];
    return str_join(a, kept, n_kept, S(" "));
}

static struct person_name cleaned(arena *a, const struct person_name *n)
{
    struct person_name c = {
        .name = utf8_line(a, n->name),
        .given = utf8_line(a, n->given),
        .family = utf8_line(a, n->family),
        .additional = utf8_line(a, n->additional),
        .prefix = utf8_line(a, n->prefix),
        .suffix = utf8_line(a, n->suffix),
        .nickname = utf8_line(a, n->nickname),
        .sort = utf8_line(a, n->sort),
    };
    if (str_empty(c.name))
        c.name = joined(a, (str[]){ c.given, c.additional, c.family }, 3);
    if (str_empty(c.name))
        c.name = c.nickname;
    return c;
}

static bool too_long(const struct person_name *n)
{
    const str parts[] = { n->name,   n->given,  n->family,   n->additional,
                          n->prefix, n->suffix, n->nickname, n->sort };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (utf8_count(parts[i]) > BOOK_NAME_MAX)
            return true;
    return false;
}

const err *book_person_name_check(arena *a, enum lang lang, const struct person_name *given,
                                  struct person_name *ret)
{
    struct person_name n = cleaned(a, given);
    struct err_field wrong = { S("name"), { 0 } };
    if (str_empty(n.name))
        wrong.message = words(lang, WORDS_MARK("Please give a name."));
    else if (too_long(&n))
        wrong.message = words(lang, WORDS_MARK("This name is too long."));
    if (!str_empty(wrong.message))
        return err_form(a, HERE, &wrong, 1);
    *ret = n;
    return NULL;
}

const err *book_person_add(store *s, arena *a, account_id owner, const struct person_name *called,
                           str uid, struct book_source from, person_id *ret)
{
    person_id id = { 0 };
    struct person p = { .uid = str_empty(uid) ? id_uuid(a) : uid, .from = from };
    TRY(book_person_name_check(a, LANG_EN, called, &p.called));
    TRY(book_rules_source(s, a, &p.from));
    TX(t, s, a);
    TRY(book_person_store_add(s, a, owner, &p, text_name_key(a, p.called.name), &id));
    TRY(book_search_person(s, a, owner, id));
    TRY(tx_commit(&t));
    *ret = id;
    return NULL;
}

const err *book_person_get(store *s, arena *a, account_id owner, person_id id, struct person *ret)
{
    bool found = false;
    TRY(book_person_store_get(s, a, owner, id, ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such person in this book");
    return NULL;
}

const err *book_person_by_uid(store *s, arena *a, account_id owner, str uid, struct person *ret)
{
    bool found = false;
    TRY(book_person_store_by_uid(s, a, owner, uid, ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such person in this book");
    return NULL;
}

const err *book_person_rename(store *s, arena *a, account_id owner, person_id id,
                              const struct person_name *called)
{
    struct person_name n = { 0 };
    TRY(book_person_name_check(a, LANG_EN, called, &n));
    TX(t, s, a);
    TRY(book_person_store_rename(s, a, owner, id, &n, text_name_key(a, n.name)));
    TRY(book_search_person(s, a, owner, id));
    return tx_commit(&t);
}

/* ---- the rest of a person -------------------------------------------------------------------- */

const err *book_person_met(store *s, arena *a, account_id owner, person_id id, str how, str on,
                           person_id through)
{
    struct person by = { 0 };
    if (!str_empty(on) && !book_day_ok(on))
        return book_rules_no_day(a, LANG_EN, "met_on");
    if (through.v != 0)
        TRY(book_person_get(s, a, owner, through, &by));
    TX(t, s, a);
    TRY(book_person_store_met(s, a, owner, id, utf8_cut(utf8_line(a, how), BOOK_ITEM_MAX), on,
                              by.id));
    TRY(book_search_person(s, a, owner, id));
    return tx_commit(&t);
}

const err *book_person_closeness(store *s, arena *a, account_id owner, person_id id,
                                 enum book_closeness closeness)
{
    ASSERT(closeness < CLOSENESS_COUNT);
    TX(t, s, a);
    TRY(book_person_store_closeness(s, a, owner, id, closeness));
    return tx_commit(&t);
}

const err *book_person_rhythm(store *s, arena *a, account_id owner, person_id id, int64_t days)
{
    if (days < 0 || days > RHYTHM_MAX_DAYS)
        FAIL(a, ERR_INVALID, "a rhythm has 1 to 3650 days");
    TX(t, s, a);
    TRY(book_person_store_rhythm(s, a, owner, id, days));
    return tx_commit(&t);
}

const err *book_person_rest(store *s, arena *a, account_id owner, person_id id, bool rests)
{
    TX(t, s, a);
    TRY(book_person_store_rest(s, a, owner, id, rests ? clock_now_ms() : 0));
    return tx_commit(&t);
}

const err *book_pulse_set(store *s, arena *a, account_id owner, person_id id,
                          const struct book_pulse *pulse)
{
    TX(t, s, a);
    TRY(book_person_store_pulse(s, a, owner, id, pulse));
    return tx_commit(&t);
}

const err *book_people_recent(store *s, arena *a, account_id owner, const struct person *before,
                              int64_t limit, struct person_list *ret)
{
    int64_t ms = before != NULL ? before->pulse.last_ms : RECENT_FROM;
    int64_t id = before != NULL ? before->id.v : RECENT_FROM;
    return book_person_store_recent(s, a, owner, ms, id, limit, ret);
}

const err *book_people_where(store *s, arena *a, account_id owner, str tag, str town, int64_t limit,
                             struct person_list *ret)
{
    return book_person_store_where(s, a, owner, text_fold(a, tag), text_fold(a, town), limit, ret);
}
