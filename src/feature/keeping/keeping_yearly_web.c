/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_yearly_web.c - the yearly look at who is still needed, one at a time or as a list.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "engine/when/when.h"
#include "feature/keeping/keeping_rules.h"
#include "feature/keeping/keeping_view.h"
#include "feature/keeping/keeping_web.h"
#include "keeping.html.h"
#include "web/req.h"

#define LIST 50

static str ago(req *r, str zone, int64_t ms)
{
    if (ms == 0)
        return S("");
    return when_ago(r->arena, when_local_of(ms, zone).date,
                    when_local_of(clock_now_ms(), zone).date, r->out.lang);
}

/* Behind whom the address says the list goes on; false: from the start. */
static const err *after_of(req *r, struct person *ret, bool *ret_given)
{
    int64_t id = 0;
    *ret_given = str_to_int64(req_query(r, "after"), &id);
    if (!*ret_given)
        return NULL;
    return book_person_get(r->store, r->arena, book_owner(r), (person_id){ id }, ret);
}

static str next_address(req *r, const struct yearly_view *v, const struct person_list *people,
                        size_t shown)
{
    if (people->n <= shown)
        return S("");
    return str_format(r->arena, "/book/yearly?%safter=%" PRId64, v->single ? "one=1&" : "",
                      people->item[shown - 1].id.v);
}

/* GET /book/yearly?one=1&after=ID */
const err *keeping_yearly_get(req *r)
{
    account_id owner = book_owner(r);
    struct yearly_view v = { .token = req_form_token(r),
                             .single = str_eq(req_query(r, "one"), S("1")) };
    struct person after = { 0 };
    struct person_list people = { 0 };
    bool given = false;
    str zone = { 0 };
    size_t most = v.single ? 1 : LIST;
    TRY(keeping_rules_zone(r->store, r->arena, &zone));
    TRY(keeping_years(r->store, r->arena, owner, &v.years));
    TRY(after_of(r, &after, &given));
    TRY(keeping_yearly(r->store, r->arena, owner, (int64_t)most + 1, given ? &after : NULL,
                       &people));
    size_t shown = people.n < most ? people.n : most;
    struct yearly_line *lines = NEW_ARRAY(r->arena, struct yearly_line, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        const struct person *p = &people.item[i];
        lines[i] = (struct yearly_line){ .id = str_format(r->arena, "%" PRId64, p->id.v),
                                         .path = book_person_path(r->arena, p->id),
                                         .name = p->called.name,
                                         .last = ago(r, zone, p->pulse.last_ms) };
    }
    v.people = (struct yearly_lines){ lines, shown };
    v.one = v.single ? S("/book/yearly") : S("/book/yearly?one=1");
    v.more = next_address(r, &v, &people, shown);
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "Yearly look"),
                                                .kind = "yearly-page" }));
    yearly_page(&r->out, v);
    return book_page_end(r);
}

/* POST /book/yearly - one person: keep, or slim. Erasing has a page of its own. */
const err *keeping_yearly_post(req *r)
{
    account_id owner = book_owner(r);
    person_id id = { 0 };
    if (!str_to_int64(req_field(r, "person"), &id.v))
        FAIL(r->arena, ERR_INVALID, "no person is named");
    if (str_eq(req_field(r, "do"), S("keep")))
        TRY(keeping_kept(r->store, r->arena, owner, id));
    else if (str_eq(req_field(r, "do"), S("slim")))
        TRY(keeping_slim(r->store, r->arena, owner, id));
    else
        FAIL(r->arena, ERR_INVALID, "neither keep nor slim");
    return req_redirect(r, str_eq(req_field(r, "one"), S("1")) ? S("/book/yearly?one=1")
                                                               : S("/book/yearly"));
}

/* POST /book/yearly/years */
const err *keeping_yearly_years_post(req *r)
{
    int64_t years = 0;
    if (!str_to_int64(str_trim(req_field(r, "years")), &years))
        FAIL(r->arena, ERR_INVALID, "no number of years");
    TRY(keeping_years_set(r->store, r->arena, book_owner(r), years));
    return req_redirect(r, S("/book/yearly"));
}
