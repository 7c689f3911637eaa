/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review.c - from what was written down to the four answers.
 */
#include "feature/review/review.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "engine/care/care.h"
#include "engine/when/when.h"
#include "feature/book/book_part.h"
#include "feature/house/house.h"
#include "feature/review/review_store.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define GOODS_MAX 8
#define CHAIN 6 /* encounters that led to the newest good thing */
#define ROLE_TEXT_MAX 200

/* ---- what was good --------------------------------------------------------------------------- */

static review_goods_of *goods[GOODS_MAX];
static size_t n_goods;

void review_goods_add(review_goods_of *fn)
{
    ASSERT(n_goods < GOODS_MAX);
    goods[n_goods++] = fn;
}

static const err *kept_goods(store *s, arena *a, account_id owner, int64_t limit,
                             struct review_goods *ret)
{
    struct review_kepts kept = { 0 };
    str zone = { 0 };
    TRY(house_setting(s, a, "zone", &zone));
    TRY(review_store_kept(s, a, owner, limit, &kept));
    struct review_good *item = NEW_ARRAY(a, struct review_good, kept.n);
    for (size_t i = 0; i < kept.n; i++) {
        const struct review_kept *k = &kept.item[i];
        item[i] = (struct review_good){
            .kind = S("kept"),
            .day = when_date_text(a, when_local_of(k->kept_ms, zone).date),
            .person = k->person,
            .who = k->who,
            .what = k->what,
            .path = book_person_path(a, (person_id){ k->person }),
        };
    }
    *ret = (struct review_goods){ item, kept.n };
    return NULL;
}

static int newest_first(const void *a, const void *b)
{
    const struct review_good *x = a, *y = b;
    int by_day = str_cmp(y->day, x->day);
    return by_day != 0 ? by_day : str_cmp(x->path, y->path);
}

static void append(struct review_good *all, size_t *n, struct review_goods more)
{
    for (size_t i = 0; i < more.n; i++)
        all[(*n)++] = more.item[i];
}

static const err *all_goods(store *s, arena *a, account_id owner, struct review_goods *ret)
{
    struct review_goods part = { 0 };
    struct review_good *all =
        NEW_ARRAY(a, struct review_good, (GOODS_MAX + 2) * (size_t)REVIEW_SHOWN);
    size_t n = 0;
    TRY(review_store_received(s, a, owner, REVIEW_SHOWN, &part));
    append(all, &n, part);
    TRY(kept_goods(s, a, owner, REVIEW_SHOWN, &part));
    append(all, &n, part);
    for (size_t i = 0; i < n_goods; i++) {
        TRY(goods[i](s, a, owner, REVIEW_SHOWN, &part));
        ASSERT(part.n <= REVIEW_SHOWN);
        append(all, &n, part);
    }
    if (n > 0)
        qsort(all, n, sizeof all[0], newest_first);
    *ret = (struct review_goods){ all, n < REVIEW_SHOWN ? n : REVIEW_SHOWN };
    return NULL;
}

/* What led to the newest good thing: how they met, and the encounters up to that day. */
static const err *chain(store *s, arena *a, account_id owner, const struct review_good *newest,
                        struct review_answers *ret)
{
    struct review_steps steps = { 0 };
    struct person p = { 0 };
    TRY(book_person_get(s, a, owner, (person_id){ newest->person }, &p));
    TRY(review_store_before(s, a, owner, p.id.v, newest->day, CHAIN, &steps));
    struct review_good *item = NEW_ARRAY(a, struct review_good, steps.n);
    for (size_t i = 0; i < steps.n; i++) {
        const struct review_step *step = &steps.item[steps.n - 1 - i];
        item[i] = (struct review_good){
            .kind = step->kind,
            .day = step->day,
            .person = p.id.v,
            .who = p.called.name,
            .what = step->heard,
            .path = str_format(a, "/book/encounters/%lld", (long long)step->id),
        };
    }
    ret->before = (struct review_goods){ item, steps.n };
    ret->met_how = p.met_how;
    return NULL;
}

/* ---- dialogue -------------------------------------------------------------------------------- */

static str month_text(arena *a, int64_t number)
{
    return str_format(a, "%04lld-%02lld", (long long)(number / 12), (long long)(number % 12 + 1));
}

/* Every month has a row, also one in which nothing was written. */
static struct review_months without_gaps(arena *a, struct review_months found, int64_t last)
{
    struct review_month *item = NEW_ARRAY(a, struct review_month, REVIEW_MONTHS);
    for (int64_t i = 0; i < REVIEW_MONTHS; i++) {
        item[i].month = month_text(a, last - REVIEW_MONTHS + 1 + i);
        for (size_t j = 0; j < found.n; j++)
            if (str_eq(found.item[j].month, item[i].month))
                item[i] = found.item[j];
    }
    return (struct review_months){ item, REVIEW_MONTHS };
}

static void judge(struct review_dialogue *d)
{
    d->began = dialogue_side_of(d->began_mine, d->began_theirs);
    d->spoke = dialogue_side_of(d->spoke_mine, d->spoke_theirs);
}

/* Worth a sentence: a side that is not even, or hours given to somebody who mostly spoke. */
static bool lopsided(const struct review_dialogue *d)
{
    return d->began == DIALOGUE_MINE || d->began == DIALOGUE_THEIRS || d->spoke == DIALOGUE_MINE ||
           d->spoke == DIALOGUE_THEIRS;
}

static const err *dialogues(store *s, arena *a, account_id owner, int64_t since_ms,
                            struct review_answers *ret)
{
    struct review_dialogues all = { 0 };
    TRY(review_store_dialogues(s, a, owner, since_ms, 1, &all));
    struct review_dialogue *shown = NEW_ARRAY(a, struct review_dialogue, REVIEW_SHOWN);
    struct review_dialogue whole = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        struct review_dialogue d = all.item[i];
        whole.encounters += d.encounters;
        whole.minutes += d.minutes;
        whole.given += d.given;
        whole.received += d.received;
        whole.began_mine += d.began_mine;
        whole.began_theirs += d.began_theirs;
        whole.spoke_mine += d.spoke_mine;
        whole.spoke_theirs += d.spoke_theirs;
        judge(&d);
        if (n < REVIEW_SHOWN && lopsided(&d))
            shown[n++] = d;
    }
    judge(&whole);
    ret->whole = whole;
    ret->lopsided = (struct review_dialogues){ shown, n };
    return NULL;
}

/* ---- the owner's own roles ------------------------------------------------------------------- */

/* A day, month or year as text lies before another one's end: "2012" < "2012-07-09" as texts. */
static bool within(const struct review_span *span, const struct own_role *role)
{
    bool after_begin = str_cmp(span->first, role->from_on) >= 0;
    bool before_end = str_empty(role->to_on) || str_cmp(span->first, role->to_on) <= 0 ||
                      str_starts(span->first, role->to_on);
    return after_begin && before_end;
}

static bool after_end(const struct review_span *span, const struct own_role *role)
{
    return str_cmp(span->last, role->to_on) > 0 && !str_starts(span->last, role->to_on);
}

static void add_name(struct review_names *names, struct review_name *item,
                     const struct review_span *span)
{
    if (names->n == REVIEW_SHOWN) {
        names->more = true;
        return;
    }
    item[names->n++] = (struct review_name){ span->person, span->who, span->last };
    names->item = item;
}

static struct review_tied tied_of(arena *a, const struct own_role *role, struct review_spans spans)
{
    struct review_tied t = { .role = *role, .present = str_empty(role->to_on) };
    struct review_name *hang = NEW_ARRAY(a, struct review_name, REVIEW_SHOWN);
    struct review_name *stay = NEW_ARRAY(a, struct review_name, REVIEW_SHOWN);
    struct review_name *went = NEW_ARRAY(a, struct review_name, REVIEW_SHOWN);
    for (size_t i = 0; i < spans.n; i++) {
        const struct review_span *span = &spans.item[i];
        if (!within(span, role))
            continue;
        if (t.present)
            add_name(&t.hang, hang, span);
        else if (after_end(span, role))
            add_name(&t.stay, stay, span);
        else
            add_name(&t.went, went, span);
    }
    return t;
}

static const err *ties(store *s, arena *a, account_id owner, struct review_ties *ret)
{
    struct own_roles roles = { 0 };
    struct review_spans spans = { 0 };
    TRY(review_store_roles(s, a, owner, &roles));
    if (roles.n == 0)
        return NULL;
    TRY(review_store_spans(s, a, owner, &spans));
    struct review_tied *item = NEW_ARRAY(a, struct review_tied, roles.n);
    for (size_t i = 0; i < roles.n; i++)
        item[i] = tied_of(a, &roles.item[i], spans);
    *ret = (struct review_ties){ item, roles.n };
    return NULL;
}

const err *review_roles(store *s, arena *a, account_id owner, struct own_roles *ret)
{
    return review_store_roles(s, a, owner, ret);
}

static bool role_check(arena *a, struct own_role *role, struct err_field *ret, enum lang lang)
{
    role->organisation = utf8_line(a, role->organisation);
    role->title = utf8_line(a, role->title);
    role->from_on = str_trim(role->from_on);
    role->to_on = str_trim(role->to_on);
    size_t length = utf8_count(role->organisation);
    if (length == 0 || length > ROLE_TEXT_MAX)
        *ret = (struct err_field){ S("organisation"), words(lang, "Where was it? A short name.") };
    else if (utf8_count(role->title) > ROLE_TEXT_MAX)
        *ret = (struct err_field){ S("title"), words(lang, "This is too long.") };
    else if (!book_day_ok(role->from_on))
        *ret = (struct err_field){ S("from_on"),
                                   words(lang, "Since when? A year is enough, such as 2019.") };
    else if (!str_empty(role->to_on) &&
             (!book_day_ok(role->to_on) || str_cmp(role->to_on, role->from_on) < 0))
        *ret = (struct err_field){ S("to_on"),
                                   words(lang, "Until when? Not before it began; empty while it "
                                               "lasts.") };
    else
        return true;
    return false;
}

const err *review_role_add(store *s, arena *a, account_id owner, const struct own_role *role,
                           enum lang lang, int64_t *ret_id)
{
    struct own_role clean = *role;
    struct err_field wrong = { 0 };
    if (!role_check(a, &clean, &wrong, lang))
        return err_form(a, HERE, &wrong, 1);
    TX(t, s, a);
    TRY(review_store_role_add(s, a, owner, &clean, ret_id));
    return tx_commit(&t);
}

const err *review_role_remove(store *s, arena *a, account_id owner, int64_t id, bool undo)
{
    int64_t changed = 0;
    TX(t, s, a);
    TRY(review_store_role_removed(s, a, owner, id, undo ? 0 : clock_now_ms(), &changed));
    if (changed == 0)
        FAIL(a, ERR_MISSING, "no such role");
    return tx_commit(&t);
}

/* ---- the whole ------------------------------------------------------------------------------- */

const err *review_of(store *s, arena *a, account_id owner, str today, struct review_answers *ret)
{
    struct when_date date = { 0 };
    ASSERT(when_date_parse(today, &date));
    int64_t last = (int64_t)date.year * 12 + date.month - 1;
    int64_t first = last - REVIEW_MONTHS + 1;
    int64_t since_ms = DAY_MS * when_date_number((struct when_date){ (int)(first / 12),
                                                                     (int)(first % 12) + 1, 1 });
    int64_t today_ms = DAY_MS * when_date_number(date);
    struct review_answers r = { 0 };
    struct review_months months = { 0 };
    TRY(all_goods(s, a, owner, &r.good));
    if (r.good.n > 0)
        TRY(chain(s, a, owner, &r.good.item[0], &r));
    TRY(review_store_months(s, a, owner, since_ms - DAY_MS, &months));
    r.months = without_gaps(a, months, last);
    TRY(dialogues(s, a, owner, since_ms, &r));
    TRY(ties(s, a, owner, &r.ties));
    TRY(review_store_asleep(s, a, owner, today_ms - CARE_DORMANT_DAYS * DAY_MS, REVIEW_SHOWN,
                            &r.asleep));
    TRY(review_store_collected(s, a, owner, S(""), 0, REVIEW_SHOWN, &r.collected));
    TRY(review_store_layers(s, a, owner, since_ms, r.layer));
    *ret = r;
    return NULL;
}

const err *review_collected(store *s, arena *a, account_id owner, str after, int64_t after_id,
                            int64_t limit, struct review_names *ret)
{
    return review_store_collected(s, a, owner, after, after_id, limit, ret);
}
