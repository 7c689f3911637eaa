/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_meeting_web.c - after a meeting: a list of names in one go, each an encounter there.
 */
#include <inttypes.h>

#include "base/id.h"
#include "base/utf8.h"
#include "engine/when/when.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_web.h"
#include "meeting.html.h"

#define NAMES_MAX 200

static const err *begin(req *r)
{
    return book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "After a meeting"),
                                                   .kind = "log-page" });
}

static const err *show_form(req *r, struct enc_meeting m)
{
    m.token = req_form_token(r);
    TRY(book_today(r->store, r->arena, &m.today));
    if (str_empty(m.day))
        m.day = m.today;
    TRY(begin(r));
    meeting_page(&r->out, m);
    return book_page_end(r);
}

/* ---- what became of a list ------------------------------------------------------------------- */

static bool is_of(str key, str list)
{
    return str_starts(key, list) && key.n > list.n && key.p[list.n] == '-';
}

/* The lines of the list that wait, each with who may be meant. */
static const err *asks_of(req *r, str key, struct enc_meeting_asks *ret, int64_t *ret_strangers)
{
    struct encounters_waitings all = { 0 };
    TRY(encounters_store_waitings(r->store, r->arena, book_owner(r), &all));
    struct enc_meeting_ask *asks = NEW_ARRAY(r->arena, struct enc_meeting_ask, all.n);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        struct encounters_logged asked = { 0 };
        if (!is_of(all.item[i].key, key))
            continue;
        TRY(encounters_log_asked(r->store, r->arena, book_owner(r), all.item[i].id, r->out.lang,
                                 &asked));
        asks[n] =
            (struct enc_meeting_ask){ .path = str_format(r->arena, "/book/log/waiting/%" PRId64,
                                                         all.item[i].id),
                                      .line = all.item[i].line,
                                      .people = encounters_view_people(r->arena, &asked.candidates),
                                      .stranger = asked.outcome == LOG_WHO };
        *ret_strangers += asked.outcome == LOG_WHO && asked.candidates.n == 0;
        n++;
    }
    *ret = (struct enc_meeting_asks){ asks, n };
    return NULL;
}

static const err *show_done(req *r, str key)
{
    struct encounter_list all = { 0 };
    struct enc_lines lines = { 0 };
    struct enc_meeting_asks asks = { 0 };
    int64_t strangers = 0;
    struct enc_meeting m = { .meeting = words(r->out.lang, "After a meeting"),
                             .key = key,
                             .token = req_form_token(r) };
    TRY(encounters_store_keyed(r->store, r->arena, book_owner(r), key, &all));
    TRY(encounters_view_lines(r, &all, (person_id){ 0 }, &lines));
    TRY(asks_of(r, key, &asks, &strangers));
    if (all.n > 0)
        m.meeting = all.item[0].meeting;
    TRY(begin(r));
    meeting_done(&r->out, m, lines, asks, strangers);
    return book_page_end(r);
}

/* GET /book/meeting; ?key= of a list that was sent. */
const err *encounters_web_meeting_get(req *r)
{
    str key = req_query(r, "key");
    if (encounters_rules_key(key))
        return show_done(r, key);
    return show_form(
        r, (struct enc_meeting){
               .key = id_short(r->arena, 24), .meeting = S(""), .names = S(""), .wrong = S("") });
}

/* ---- a list of names ------------------------------------------------------------------------- */

static const err *take_line(req *r, const struct enc_meeting *m, str line, size_t number)
{
    struct encounters_logged done = { 0 };
    struct encounters_order order = { .line = line,
                                      .key =
                                          str_format(r->arena, "%.*s-%zu", STR_ARG(m->key), number),
                                      .kind = S("event"),
                                      .meeting = m->meeting,
                                      .day = m->day,
                                      .lang = r->out.lang };
    return encounters_log(r->store, r->arena, book_owner(r), &order, &done);
}

static str wrong_of(req *r, const struct enc_meeting *m)
{
    struct when_date day;
    str today = { 0 }, rest = m->names, line;
    size_t n = 0;
    if (str_empty(m->meeting))
        return words(r->out.lang, "What is the name of the meeting?");
    if (!when_date_parse(m->day, &day) || day.year < 1900)
        return words(r->out.lang, "There is no such day.");
    if (book_today(r->store, r->arena, &today) == NULL && str_cmp(m->day, today) > 0)
        return words(r->out.lang, "That day is still to come; an encounter has taken place.");
    while (str_next(&rest, '\n', &line)) {
        n += !str_empty(str_trim(line));
        if (utf8_count(line) > ENCOUNTERS_LINE_MAX)
            return words(r->out.lang, "A line is too long: at most 2000 characters.");
    }
    if (n == 0)
        return words(r->out.lang, "Please write at least one name.");
    return n > NAMES_MAX ? words(r->out.lang, "At most 200 names at once.") : S("");
}

/* All lines of the list whose name nobody has: these people are put into the book. */
static const err *take_strangers(req *r, str key)
{
    struct encounters_waitings all = { 0 };
    account_id owner = book_owner(r);
    TRY(encounters_store_waitings(r->store, r->arena, owner, &all));
    TX(t, r->store, r->arena);
    for (size_t i = 0; i < all.n; i++) {
        struct encounters_logged asked = { 0 };
        if (!is_of(all.item[i].key, key))
            continue;
        TRY(encounters_log_again(r->store, r->arena, owner, all.item[i].id, r->out.lang, &asked));
        if (asked.outcome == LOG_WHO && asked.candidates.n == 0)
            TRY(encounters_log_new(r->store, r->arena, owner, all.item[i].id, S(""), r->out.lang,
                                   &asked));
    }
    return tx_commit(&t);
}

/* POST /book/meeting */
const err *encounters_web_meeting_post(req *r)
{
    struct enc_meeting m = { .meeting = utf8_line(r->arena, req_field(r, "meeting")),
                             .day = req_field(r, "day"),
                             .names = utf8_text(r->arena, req_field(r, "names")),
                             .key = req_field(r, "key") };
    str rest = m.names, line, to;
    size_t number = 0;
    if (!encounters_rules_key(m.key) || m.key.n > 50)
        m.key = id_short(r->arena, 24);
    to = str_format(r->arena, "/book/meeting?key=%.*s", STR_ARG(m.key));
    if (str_eq(req_field(r, "do"), S("new"))) {
        TRY(take_strangers(r, m.key));
        return req_redirect(r, to);
    }
    m.meeting = utf8_cut(m.meeting, 200);
    m.wrong = wrong_of(r, &m);
    if (!str_empty(m.wrong)) {
        req_status(r, 422);
        return show_form(r, m);
    }
    TX(t, r->store, r->arena);
    while (str_next(&rest, '\n', &line))
        if (!str_empty(utf8_line(r->arena, line)))
            TRY(take_line(r, &m, line, ++number));
    TRY(tx_commit(&t));
    return req_redirect(r, to);
}
