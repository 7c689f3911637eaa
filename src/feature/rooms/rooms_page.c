/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_page.c - the conversation as a part of other pages: reading it, its questions, saying
 * something by a form, the transcript.
 */
#include "feature/rooms/rooms_page.h"

#include <inttypes.h>

#include "base/id.h"
#include "base/utf8.h"
#include "conversation.html.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms_next.h"
#include "feature/rooms/rooms_people.h"
#include "feature/rooms/rooms_position.h"
#include "feature/rooms/rooms_rules.h"
#include "feature/rooms/rooms_store.h"
#include "feature/rooms/rooms_web.h"

#define SECTION_MAX ((size_t)8 << 20)
#define YEAR_S (INT64_C(365) * 24 * 3600)

/* ---- the name that was said last, kept in a cookie --------------------------------------------
 */

static bool cookie_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Cookies take ASCII only: everything but letters and digits is written as %XX. */
static str cookie_encode(arena *a, str name)
{
    buf out = { 0 };
    buf_on_arena(&out, a, (size_t)4 << 10);
    for (size_t i = 0; i < name.n; i++) {
        if (cookie_plain(name.p[i]))
            buf_char(&out, name.p[i]);
        else
            buf_printf(&out, "%%%02X", (unsigned)(unsigned char)name.p[i]);
    }
    return buf_str(&out);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* What comes back is the visitor's own, and anything: absent unless it is a name as we would keep
 * it. */
static str cookie_decode(arena *a, str value)
{
    buf out = { 0 };
    buf_on_arena(&out, a, (size_t)1 << 10);
    for (size_t i = 0; i < value.n; i++) {
        bool escaped = value.p[i] == '%' && i + 2 < value.n;
        int high = escaped ? hex_digit(value.p[i + 1]) : -1;
        int low = escaped ? hex_digit(value.p[i + 2]) : -1;
        if (high < 0 || low < 0) {
            buf_char(&out, value.p[i]);
            continue;
        }
        buf_char(&out, (char)(high * 16 + low));
        i += 2;
    }
    str name = utf8_line(a, buf_str(&out));
    if (buf_full(&out) || utf8_count(name) > ROOM_NAME_MAX)
        return (str){ 0 };
    return name;
}

/* A first word said is what a visitor is remembered by: for a year, on this device. By `guest` they
 * may take it back. */
static void remember(req *r, str guest, str name)
{
    if (str_empty(req_guest(r)))
        req_set_cookie(r, "guest", guest, YEAR_S);
    req_set_cookie(r, "name", cookie_encode(r->arena, utf8_line(r->arena, name)), YEAR_S);
}

static str remembered_name(req *r)
{
    str name = cookie_decode(r->arena, req_cookie(r, "name"));
    return str_empty(name) ? r->who.name : name;
}

/* ---- the conversation ------------------------------------------------------------------------ */

/* What was sent and could not be taken stands in the form again, with what is wrong beside it. */
static void fill_again(req *r, room_id id, struct conversation_form *f)
{
    struct say say = { 0 }, clean = { 0 };
    const err *e = rooms_web_say(r, id, &say);
    if (e == NULL)
        e = rooms_check(r->arena, r->out.lang, &say, &clean);
    if (e == NULL)
        e = rooms_people_check(r->store, r->arena, r->out.lang, id, &clean);
    f->name = say.name;
    f->text = say.text;
    f->question = say.question;
    if (rooms_key_valid(say.key))
        f->key = say.key;
    for (size_t i = 0; e != NULL && i < e->n_fields; i++) {
        if (str_eq(e->fields[i].field, S("name")))
            f->name_wrong = e->fields[i].message;
        if (str_eq(e->fields[i].field, S("text")))
            f->text_wrong = e->fields[i].message;
    }
}

static struct conversation_form form_of(req *r, const struct room *room)
{
    struct conversation_form f = {
        .action = house_in_language(
            r, str_format(r->arena, "%.*s/messages#conversation", STR_ARG(room->path))),
        .token = req_form_token(r),
        .key = req_for_all(r) ? S("") : id_token(r->arena),
        .name = remembered_name(r),
    };
    if (str_eq(r->method, S("POST")) && req_is_form(r))
        fill_again(r, (room_id){ room->id }, &f);
    return f;
}

/* ?before=SEQ; 0 = the newest messages. What is no number shows the newest too. */
static int64_t asked_before(const req *r, int64_t head)
{
    int64_t before = 0;
    if (!str_to_int64(req_query(r, "before"), &before) || before < 1 || before > head)
        return 0;
    return before;
}

/* The addresses that depend on the part of the log that is shown. */
static void set_ways(req *r, const struct room *room, int64_t before, struct conversation *c)
{
    arena *a = r->arena;
    str path = room->path;
    if (before == 0)
        c->stream =
            str_format(a, "%.*s/stream?lang=%.*s", STR_ARG(path), STR_ARG(lang_tag(r->out.lang)));
    else
        c->newest = str_format(a, "%.*s#conversation", STR_ARG(path));
    if (c->items.n > 0 && c->items.item[0].seq > 1)
        c->earlier = str_format(a, "%.*s?before=%" PRId64 "#conversation", STR_ARG(path),
                                c->items.item[0].seq);
    c->transcript = str_format(a, "%.*s/transcript?format=txt", STR_ARG(path));
}

const err *rooms_conversation(req *r, room_id id, int heading, html *ret)
{
    arena *a = r->arena;
    struct room room = { 0 };
    struct messages m = { 0 };
    req_shows(r, id.v);
    /* The position first: what is said after it comes by the stream. */
    TRY(rooms_get(r->store, a, id, &room));
    int64_t before = asked_before(r, room.head);
    TRY(rooms_before(r->store, a, id, before == 0 ? room.head + 1 : before, ROOM_PAGE, &m));
    struct conversation c = {
        .heading = heading,
        .slug = room.slug,
        .position = rooms_position_text(a, store_epoch(store_pool_of(r->store)), room.head),
        .live = asset_path("room.js"),
        .writing = asset_path("writing.js"),
        .talking = asset_path("talking.js"),
        .said_one = words(r->out.lang, "New message from {name}: {text}"),
        .said_many = words(r->out.lang, "{n} new messages, the last from {name}: {text}"),
        .items = rooms_view_items(a, &room, m, r->out.lang),
        .form = form_of(r, &room),
    };
    if (m.n > 0 && str_empty(c.items.item[0].day))
        c.day = rooms_view_day(a, &room, &m.item[0], r->out.lang);
    set_ways(r, &room, before, &c);
    page p = { 0 };
    page_init(&p, a, r->out.lang, SECTION_MAX);
    conversation_section(&p, c);
    *ret = page_taken(&p);
    return NULL;
}

const err *rooms_questions(req *r, room_id id, int heading, html *ret)
{
    struct room room = { 0 };
    struct messages m = { 0 };
    html next = { 0 };
    req_shows(r, id.v);
    TRY(rooms_get(r->store, r->arena, id, &room));
    TRY(rooms_store_questions(r->store, r->arena, id, &m));
    page p = { 0 };
    page_init(&p, r->arena, r->out.lang, SECTION_MAX);
    conversation_questions(&p, heading,
                           rooms_view_questions(r->arena, &room, m, r->out.lang, false),
                           rooms_view_questions(r->arena, &room, m, r->out.lang, true));
    TRY(rooms_next_page(r, &room, &next));
    page_html(&p, next);
    *ret = page_taken(&p);
    return NULL;
}

/* ---- saying something ------------------------------------------------------------------------ */

/* A person's form, to be answered by a page; the script's and a program's wants JSON. */
static bool wants_page(const req *r)
{
    return req_is_form(r) && !str_contains(req_header(r, "Accept"), S("application/json"));
}

/* Somebody went back to a form that was sent, wrote something else and sent it again. That is a new
 * message; its key is made from both, so that it too is taken once only. */
static str key_of_changed(arena *a, const struct say *say)
{
    str all = str_format(a, "%.*s\n%.*s\n%.*s", STR_ARG(say->key), STR_ARG(say->name),
                         STR_ARG(say->text));
    return id_digest(a, all);
}

static const err *say_it(req *r, room_id id, struct say *say, int64_t *ret_seq, bool *ret_again)
{
    const err *e = rooms_say(r->store, r->arena, r->out.lang, id, say, ret_seq, ret_again);
    if (e == NULL || e->kind != ERR_CONFLICT || !wants_page(r))
        return e;
    say->key = key_of_changed(r->arena, say);
    return rooms_say(r->store, r->arena, r->out.lang, id, say, ret_seq, ret_again);
}

/* For the script: what the stream brings too, should the stream be away. */
static const err *reply_said(req *r, const struct room *room, int64_t seq, bool again)
{
    struct message m = { 0 };
    TRY(rooms_store_message(r->store, r->arena, (room_id){ room->id }, seq, &m));
    str epoch = store_epoch(store_pool_of(r->store));
    str position = rooms_position_text(r->arena, epoch, seq);
    html item = rooms_view_html(r->arena, room, &m, r->out.lang);
    return req_json_reply(r, again ? 200 : 201,
                          json_pack("{s:s%, s:I, s:s%}", "id", position.p, position.n, "seq",
                                    (json_int_t)seq, "html", item.s.p, item.s.n));
}

const err *rooms_post(req *r, room_id id, const err *(*again)(req *r, const err *why))
{
    struct room room = { 0 };
    struct say say = { 0 };
    TRY(rooms_get(r->store, r->arena, id, &room));
    TRY(rooms_web_say(r, id, &say));
    str guest = str_empty(req_guest(r)) ? id_token(r->arena) : req_guest(r);
    say.guest = id_digest(r->arena, guest);
    int64_t seq = 0;
    bool repeated = false;
    const err *e = say_it(r, id, &say, &seq, &repeated);
    if (e != NULL && e->n_fields > 0 && wants_page(r)) {
        req_status(r, 422);
        return again(r, e);
    }
    if (e != NULL)
        return e;
    remember(r, guest, say.name);
    if (!wants_page(r))
        return reply_said(r, &room, seq, repeated);
    return req_redirect(
        r, house_in_language(r, str_format(r->arena, "%.*s#m%" PRId64, STR_ARG(room.path), seq)));
}

/* ---- live, in whole -------------------------------------------------------------------------- */

const err *rooms_stream(req *r, room_id id)
{
    return rooms_web_stream(r, id, r->out.lang == LANG_DE ? ROOMS_HTML_DE : ROOMS_HTML_EN);
}

const err *rooms_transcript_page(req *r, room_id id)
{
    struct room room = { 0 };
    const char *type = NULL;
    str text = { 0 };
    str format = req_query(r, "format");
    bool noindex = false;
    TRY(rooms_view_noindex(r->store, r->arena, &noindex));
    if (noindex)
        req_set_header(r, "X-Robots-Tag", S("noindex"));
    TRY(rooms_get(r->store, r->arena, id, &room));
    TRY(rooms_view_transcript(r->store, r->arena, &room, r->out.lang,
                              str_empty(format) ? S("txt") : format, &type, &text));
    return req_bytes_reply(r, type, text);
}
