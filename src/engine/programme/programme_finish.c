/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_finish.c - the draft as a programme: doubled ids taken away, talks and days in their
 * order.
 */
#include <stdlib.h>

#include "base/words.h"
#include "engine/programme/programme_draft.h"

/* An id and whose it is. */
struct owner {
    str id;
    size_t talk;
};

static int owner_cmp(const void *pa, const void *pb)
{
    const struct owner *a = pa, *b = pb;
    int c = str_cmp(a->id, b->id);
    return c != 0 ? c : (a->talk > b->talk) - (a->talk < b->talk);
}

/* The second of two talks with one id keeps its place but not the id. */
static void doubles_drop(struct programme_draft *d, bool guids)
{
    struct owner *owners = NEW_ARRAY(d->scratch, struct owner, d->n_talks);
    size_t n = 0;
    for (size_t i = 0; i < d->n_talks; i++) {
        str id = guids ? d->talks[i].guid : d->talks[i].source_id;
        if (!str_empty(id))
            owners[n++] = (struct owner){ id, i };
    }
    qsort(owners, n, sizeof(*owners), owner_cmp);
    for (size_t i = 1; i < n; i++) {
        if (!str_eq(owners[i].id, owners[i - 1].id))
            continue;
        struct programme_talk *t = &d->talks[owners[i].talk];
        programme_draft_remark(
            d,
            guids ? WORDS_MARK("{n} talks have the guid of another and lost it (first: {first})")
                  : WORDS_MARK("{n} talks have the id of another and lost it (first: {first})"),
            t->title);
        *(guids ? &t->guid : &t->source_id) = (str){ 0 };
    }
}

static int talk_cmp(const void *pa, const void *pb)
{
    const struct programme_talk *a = pa, *b = pb;
    if (a->start_ms != b->start_ms)
        return a->start_ms < b->start_ms ? -1 : 1;
    int c = str_cmp(a->place, b->place);
    return c != 0 ? c : str_cmp(a->title, b->title);
}

static int date_cmp(const void *pa, const void *pb)
{
    const struct when_date *a = pa, *b = pb;
    return when_date_cmp(*a, *b);
}

/* The listed days and those of the talks, each once. */
static void days_set(struct programme_draft *d)
{
    size_t n = 0, kept = 0;
    struct when_date *days = NEW_ARRAY(d->a, struct when_date, d->n_days + d->n_talks);
    for (size_t i = 0; i < d->n_days; i++)
        days[n++] = d->days[i].date;
    for (size_t i = 0; i < d->n_talks; i++)
        days[n++] = d->talks[i].day;
    qsort(days, n, sizeof(*days), date_cmp);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || when_date_cmp(days[kept - 1], days[i]) != 0)
            days[kept++] = days[i];
    d->p.days = days;
    d->p.n_days = kept;
}

const err *programme_draft_finish(struct programme_draft *d, struct programme *ret,
                                  struct programme_report *ret_report)
{
    if (programme_draft_too_many(d))
        FAIL(d->a, ERR_INVALID, "a programme of more than %d talks, persons and links or %d days",
             PROGRAMME_DRAFT_ITEMS_MAX, PROGRAMME_DRAFT_DAYS_MAX);
    if (d->n_talks == 0)
        FAIL(d->a, ERR_INVALID, "a programme without any talk that has a start");
    doubles_drop(d, true);
    doubles_drop(d, false);
    qsort(d->talks, d->n_talks, sizeof(*d->talks), talk_cmp);
    days_set(d);
    if (str_empty(d->p.title)) {
        programme_draft_remark(d, WORDS_MARK("The programme has no title"), S(""));
        d->p.title = str_empty(d->p.acronym) ? S("(without title)") : d->p.acronym;
    }
    d->p.talks = d->talks;
    d->p.n_talks = d->n_talks;
    *ret = d->p;
    *ret_report = (struct programme_report){ .remarks = d->remarks, .n = d->n_remarks };
    return NULL;
}
