/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping.c - erasing, the yearly review, what this feature holds itself. See keeping.h.
 */
#include "feature/keeping/keeping.h"

#include "base/clock.h"
#include "engine/when/when.h"
#include "feature/book/book_erase.h"
#include "feature/book/book_facts.h"
#include "feature/book/book_keep.h"
#include "feature/house/house.h"
#include "feature/keeping/keeping_rules.h"
#include "feature/mail/mail.h"

const err *keeping_rules_zone(store *s, arena *a, str *ret)
{
    TRY(house_setting(s, a, "zone", ret));
    if (!when_zone_known(*ret))
        *ret = S("UTC");
    return NULL;
}

const err *keeping_rules_addresses(store *s, arena *a, account_id owner, person_id whole,
                                   struct keeping_texts *ret)
{
    struct datum_list data = { 0 };
    TRY(book_data(s, a, owner, whole, &data));
    struct keeping_text *all = NEW_ARRAY(a, struct keeping_text, data.n);
    size_t n = 0;
    for (size_t i = 0; i < data.n; i++)
        if (str_eq(data.item[i].kind, S("email")))
            all[n++].text = data.item[i].value;
    *ret = (struct keeping_texts){ all, n };
    return NULL;
}

/* ---- erasing --------------------------------------------------------------------------------- */

static const err *erase_mails(store *s, arena *a, account_id owner, person_id whole)
{
    struct keeping_texts to = { 0 };
    TRY(keeping_rules_addresses(s, a, owner, whole, &to));
    for (size_t i = 0; i < to.n; i++)
        TRY(mail_erase_to(s, a, owner.v, to.item[i].text));
    return NULL;
}

const err *keeping_erase(store *s, arena *a, account_id owner, person_id id)
{
    struct person p = { 0 };
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, id, &p));
    TRY(keeping_rules_suppress(s, a, owner, &p));
    TRY(erase_mails(s, a, owner, p.id));
    TRY(book_erase_parts(s, a, owner, p.id, true));
    TRY(tx_commit(&t));
    return book_keep_forget(s, a);
}

const err *keeping_slim(store *s, arena *a, account_id owner, person_id id)
{
    struct person p = { 0 };
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, id, &p));
    TRY(erase_mails(s, a, owner, p.id));
    TRY(book_erase_parts(s, a, owner, p.id, false));
    TRY(book_keep_slim(s, a, owner, p.id));
    for (const struct book_part *const *part = book_parts(); *part != NULL; part++)
        if ((*part)->whole_changed != NULL)
            TRY((*part)->whole_changed(s, a, owner, p.id));
    TRY(keeping_store_asked(s, a, owner, p.id, clock_now_ms()));
    TRY(tx_commit(&t));
    return book_keep_forget(s, a);
}

/* ---- the yearly review ----------------------------------------------------------------------- */

const err *keeping_years(store *s, arena *a, account_id owner, int64_t *ret)
{
    *ret = KEEPING_YEARS;
    return keeping_store_years(s, a, owner, ret);
}

const err *keeping_years_set(store *s, arena *a, account_id owner, int64_t years)
{
    if (years < 1 || years > KEEPING_YEARS_MAX)
        FAIL(a, ERR_INVALID, "1 to %d years", KEEPING_YEARS_MAX);
    TX(t, s, a);
    TRY(keeping_store_years_set(s, a, owner, years));
    return tx_commit(&t);
}

const err *keeping_yearly(store *s, arena *a, account_id owner, int64_t limit,
                          const struct person *after, struct person_list *ret)
{
    int64_t years = 0, now = clock_now_ms();
    const int64_t *ids = NULL;
    size_t n = 0;
    TRY(keeping_years(s, a, owner, &years));
    TRY(keeping_store_yearly(s, a, owner, now - years * KEEPING_YEAR_MS, now - KEEPING_YEAR_MS,
                             after != NULL ? after->pulse.last_ms : -1,
                             after != NULL ? after->id.v : 0, limit, &ids, &n));
    struct person *people = NEW_ARRAY(a, struct person, n);
    for (size_t i = 0; i < n; i++)
        TRY(book_person_get(s, a, owner, (person_id){ ids[i] }, &people[i]));
    *ret = (struct person_list){ people, n };
    return NULL;
}

const err *keeping_kept(store *s, arena *a, account_id owner, person_id id)
{
    struct person p = { 0 };
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, id, &p));
    TRY(keeping_store_asked(s, a, owner, p.id, clock_now_ms()));
    return tx_commit(&t);
}

/* ---- its own part ---------------------------------------------------------------------------- */

const err *keeping_rules_erase(store *s, arena *a, account_id owner, person_id whole)
{
    return keeping_store_erase(s, a, owner, whole);
}

const err *keeping_rules_rows(store *s, arena *a, account_id owner, struct book_archive *to)
{
    for (size_t i = 0; i < keeping_store_tables_count; i++)
        TRY(book_rows_archive(s, a, owner, &keeping_store_tables[i], to));
    return NULL;
}

const err *keeping_rules_empty(store *s, arena *a, account_id owner)
{
    return keeping_store_empty(s, a, owner);
}
