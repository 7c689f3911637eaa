/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_view.c - the words for what is stored.
 */
#include "feature/book/book_view.h"

#include "base/clock.h"
#include "feature/house/house.h"

const err *book_view_of(req *r, struct book_view *ret)
{
    struct book_view v = { .arena = r->arena, .lang = r->out.lang };
    if (!house_reader_zone(r, &v.zone))
        TRY(house_setting(r->store, r->arena, "zone", &v.zone));
    if (!when_zone_known(v.zone))
        v.zone = S("UTC");
    v.today = when_local_of(clock_now_ms(), v.zone).date;
    *ret = v;
    return NULL;
}

struct pair {
    const char *name, *said;
};

static str said_of(enum lang lang, const struct pair *pairs, size_t n, str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(name, str_of(pairs[i].name)))
            return words(lang, pairs[i].said);
    return name;
}

str book_kind_words(enum lang lang, str kind)
{
    static const struct pair kinds[] = {
        { "call", WORDS_MARK("call") },     { "visit", WORDS_MARK("visit") },
        { "letter", WORDS_MARK("letter") }, { "mail", WORDS_MARK("mail") },
        { "chat", WORDS_MARK("chat") },     { "video", WORDS_MARK("video talk") },
        { "event", WORDS_MARK("event") },
    };
    return said_of(lang, kinds, COUNT_OF(kinds), kind);
}

str book_view_kind(enum lang lang, str kind)
{
    static const struct pair kinds[] = {
        { "email", WORDS_MARK("Mail address") },
        { "phone", WORDS_MARK("Telephone") },
        { "url", WORDS_MARK("Link") },
        { "social", WORDS_MARK("Name elsewhere") },
        { "language", WORDS_MARK("Language") },
        { "birthday", WORDS_MARK("Birthday") },
        { "anniversary", WORDS_MARK("Anniversary") },
        { "title", WORDS_MARK("Title") },
        { "salutation", WORDS_MARK("Salutation") },
        { "pronunciation", WORDS_MARK("Pronunciation") },
        { "form", WORDS_MARK("Form of address") },
        { "greeting_letter", WORDS_MARK("Words around a letter") },
        { "tag", WORDS_MARK("Tag") },
    };
    return said_of(lang, kinds, COUNT_OF(kinds), kind);
}

str book_view_closeness(enum lang lang, int64_t closeness)
{
    static const char *const said[CLOSENESS_COUNT] = {
        [CLOSENESS_NOT_SET] = WORDS_MARK("not said"),
        [CLOSENESS_SLIGHT] = WORDS_MARK("slight"),
        [CLOSENESS_KNOWN] = WORDS_MARK("known"),
        [CLOSENESS_WELL_KNOWN] = WORDS_MARK("well known"),
        [CLOSENESS_CLOSE] = WORDS_MARK("close"),
    };
    return closeness >= 0 && closeness < CLOSENESS_COUNT ? words(lang, said[closeness]) : S("");
}

str book_view_short(const struct person *p)
{
    return str_empty(p->called.given) ? p->called.name : p->called.given;
}

str book_view_last(const struct book_view *v, const struct person *p)
{
    if (p->pulse.last_ms == 0)
        return S("");
    struct when_date then = when_local_of(p->pulse.last_ms, v->zone).date;
    str ago = when_ago(v->arena, then, v->today, v->lang);
    str kind = book_kind_words(v->lang, p->pulse.last_kind);
    if (str_empty(kind))
        return ago;
    return str_join(v->arena, (str[]){ kind, ago }, 2, S(", "));
}

str book_view_began(const struct book_view *v, const struct person *p)
{
    struct words_value name = { "name", book_view_short(p) };
    if (str_eq(p->pulse.last_by, S("they")))
        return words_fill(v->arena, words(v->lang, "begun by {name}"), &name, 1);
    if (str_eq(p->pulse.last_by, S("me")))
        return words(v->lang, "begun by you");
    return S("");
}

str book_view_source(const struct book_view *v, const struct book_source *from)
{
    static const struct pair with_day[] = {
        { "mine", WORDS_MARK("written {day}") },
        { "own word", WORDS_MARK("own word, {day}") },
        { "encounter", WORDS_MARK("heard {day}") },
        { "import", WORDS_MARK("imported {day}") },
        { "public", WORDS_MARK("from a public page, {day}") },
    };
    struct words_value day = { "day", when_day_known(v->arena, from->dated, v->lang) };
    str said = said_of(v->lang, with_day, COUNT_OF(with_day), from->name);
    return words_fill(v->arena, said, &day, 1);
}

bool book_view_expired(const struct book_view *v, const struct book_source *from)
{
    str today = when_date_text(v->arena, v->today);
    return !str_empty(from->expires) &&
           str_cmp(from->expires, str_sub(today, 0, from->expires.n)) < 0;
}

str book_view_span(const struct book_view *v, const struct person_role *role)
{
    const struct words_value days[] = {
        { "from", when_day_known(v->arena, role->from_on, v->lang) },
        { "to", when_day_known(v->arena, role->to_on, v->lang) },
    };
    if (str_empty(role->from_on) && str_empty(role->to_on))
        return S("");
    if (str_empty(role->to_on))
        return words_fill(v->arena, words(v->lang, "since {from}"), days, 2);
    if (str_empty(role->from_on))
        return words_fill(v->arena, words(v->lang, "until {to}"), days, 2);
    return words_fill(v->arena, words(v->lang, "{from} to {to}"), days, 2);
}

const err *book_view_people(req *r, const struct book_view *v, const struct person_list *people,
                            struct people_lines *ret)
{
    struct people_line *lines = NEW_ARRAY(r->arena, struct people_line, people->n);
    for (size_t i = 0; i < people->n; i++) {
        const struct person *p = &people->item[i];
        lines[i] = (struct people_line){ .path = book_person_path(r->arena, p->id),
                                         .name = p->called.name,
                                         .last = book_view_last(v, p),
                                         .rests = p->rests_ms != 0 };
        TRY(book_person_apart(r->store, r->arena, book_owner(r), p->id, &lines[i].apart));
    }
    *ret = (struct people_lines){ lines, people->n };
    return NULL;
}
