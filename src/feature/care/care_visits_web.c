/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_visits_web.c - "I am in Hamburg on Thursday": whom to see, by town or postal code, due ones
 * first, as a list to take along.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "feature/care/care_web.h"
#include "visits.html.h"

#define ADDRESSES_MAX 2000
#define SHOWN 60
#define PLACE_MAX 100

struct visit {
    struct person p;
    const struct postal *at;
    int64_t due; /* days to go until it is due; far away without a rhythm */
};
#define NO_RHYTHM ((int64_t)1 << 40)

/* Due first; of those without a rhythm, who was met longest ago. */
static int by_due(const void *one, const void *other)
{
    const struct visit *a = one, *b = other;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    if (a->p.pulse.last_ms != b->p.pulse.last_ms)
        return a->p.pulse.last_ms < b->p.pulse.last_ms ? -1 : 1;
    return (a->p.id.v > b->p.id.v) - (a->p.id.v < b->p.id.v);
}

/* One may live and work in the same town: the first address counts. */
static bool there(const struct visit *all, size_t n, person_id whole)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].p.id.v == whole.v)
            return true;
    return false;
}

static const err *visits_at(const struct care_asking *ask, str place, struct visit **ret,
                            size_t *ret_n)
{
    struct postal_list at = { 0 };
    int64_t today = care_rules_today(ask);
    size_t n = 0;
    TRY(book_postals_at(ask->store, ask->arena, ask->owner, place, &at));
    size_t max = at.n < ADDRESSES_MAX ? at.n : ADDRESSES_MAX;
    struct visit *all = NEW_ARRAY(ask->arena, struct visit, max);
    for (size_t i = 0; i < max; i++) {
        struct visit *v = &all[n];
        TRY(book_person_get(ask->store, ask->arena, ask->owner, at.item[i].person, &v->p));
        if (v->p.rests_ms != 0 || there(all, n, v->p.id))
            continue;
        struct care_tie tie = care_rules_tie_of(ask, &v->p);
        v->at = &at.item[i];
        v->due = care_rhythm(&tie) == 0 ? NO_RHYTHM : care_due_day(&tie, today) - today;
        n++;
    }
    qsort(all, n, sizeof *all, by_due);
    *ret = all;
    *ret_n = n;
    return NULL;
}

static const err *phone_of(const struct care_asking *ask, person_id id, str *ret, str *ret_href)
{
    struct datum_list data = { 0 };
    TRY(book_data(ask->store, ask->arena, ask->owner, id, &data));
    for (size_t i = 0; i < data.n; i++)
        if (str_eq(data.item[i].kind, S("phone"))) {
            *ret = data.item[i].value;
            *ret_href = str_format(ask->arena, "tel:+%.*s", STR_ARG(data.item[i].fold));
            return NULL;
        }
    return NULL;
}

static str address_of(arena *a, const struct postal *p)
{
    str pieces[3];
    size_t n = 0;
    str town = str_trim(str_join(a, (str[]){ p->code, p->town }, 2, S(" ")));
    if (!str_empty(p->street))
        pieces[n++] = p->street;
    if (!str_empty(town))
        pieces[n++] = town;
    if (!str_empty(p->country))
        pieces[n++] = p->country;
    return str_join(a, pieces, n, S(", "));
}

static const err *line_of(const struct care_asking *ask, const struct visit *v,
                          struct visit_line *ret)
{
    struct visit_line l = { .name = v->p.called.name,
                            .path = book_person_path(ask->arena, v->p.id),
                            .address = address_of(ask->arena, v->at),
                            .brief = str_format(ask->arena, "/book/brief/%" PRId64, v->p.id.v) };
    str last = care_words_last(ask, &v->p);
    TRY(phone_of(ask, v->p.id, &l.phone, &l.href));
    l.last = str_empty(last) ? words(ask->lang, "no encounter yet")
                             : care_words_with(ask, WORDS_MARK("last: {what}"), "what", last);
    if (v->due <= 0)
        l.due = words(ask->lang, "due");
    *ret = l;
    return NULL;
}

static const err *fill(struct care_asking *ask, struct visits_view *v)
{
    struct visit *all = NULL;
    size_t n = 0;
    struct when_date day;
    if (!str_empty(v->day) && !when_date_parse(v->day, &day)) {
        v->wrong = words(ask->lang, "There is no such day.");
        return NULL;
    }
    if (utf8_count(v->place) > PLACE_MAX) {
        v->wrong = words(ask->lang, "This text is too long.");
        return NULL;
    }
    if (!str_empty(v->day))
        ask->today = day;
    v->day_words = when_day_long(ask->arena, ask->today, ask->lang);
    TRY(visits_at(ask, v->place, &all, &n));
    v->asked = true;
    v->more = n > SHOWN;
    n = n > SHOWN ? SHOWN : n;
    struct visit_line *lines = NEW_ARRAY(ask->arena, struct visit_line, n);
    for (size_t i = 0; i < n; i++)
        TRY(line_of(ask, &all[i], &lines[i]));
    v->lines = (struct visit_lines){ lines, n };
    return NULL;
}

/* GET /book/visits?place=Hamburg&day=2012-07-12 */
const err *care_web_visits_get(req *r)
{
    struct care_asking ask = { 0 };
    struct visits_view v = { .place = utf8_line(r->arena, req_query(r, "place")),
                             .day = str_trim(req_query(r, "day")) };
    TRY(care_web_asking(r, &ask));
    if (!str_empty(v.place))
        TRY(fill(&ask, &v));
    if (!str_empty(v.wrong))
        req_status(r, 422);
    TRY(book_page_begin(
        r, &(struct book_page){ .title = words(r->out.lang, "Visits"), .kind = "visits-page" }));
    visits_page(&r->out, v);
    return book_page_end(r);
}
