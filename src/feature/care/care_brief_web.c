/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_brief_web.c - the brief as a page that prints well.
 */
#include <inttypes.h>

#include "brief.html.h"
#include "feature/care/care_web.h"

/* GET /book/brief/:id */
const err *care_web_brief_get(req *r)
{
    struct care_asking ask = { 0 };
    struct brief_view v = { 0 };
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    TRY(care_web_asking(r, &ask));
    TRY(care_brief(&ask, (person_id){ id }, &v.b));
    v.path = book_person_path(r->arena, v.b.person.id);
    v.day = when_day_long(r->arena, ask.today, ask.lang);
    str kind = care_rules_kind(&v.b.person);
    v.log = str_format(r->arena, "/book/log?person=%" PRId64 "&kind=%.*s", v.b.person.id.v,
                       STR_ARG(kind));
    str title = care_words_with(&ask, WORDS_MARK("Brief: {name}"), "name", v.b.person.called.name);
    TRY(book_page_begin(r, &(struct book_page){ .title = title, .kind = "brief-page" }));
    brief_page(&r->out, v);
    return book_page_end(r);
}
