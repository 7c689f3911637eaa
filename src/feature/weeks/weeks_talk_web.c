/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_talk_web.c - a talk with its conversation, and a speaker.
 */
#include "engine/markdown/markdown.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks_jsonld.h"
#include "feature/weeks/weeks_pages.h"
#include "feature/weeks/weeks_web.h"
#include "speaker.html.h"
#include "talk.html.h"

#define DESCRIPTION_CODE_POINTS 200

const err *weeks_web_open(req *r, const struct weeks_view *v, const struct talk *t, int heading,
                          struct talk_full *ret)
{
    struct talk_full full = weeks_view_full(v, t, heading);
    TRY(weeks_store_speakers_of(r->store, r->arena, t->id, &full.speakers));
    TRY(weeks_store_links(r->store, r->arena, t->id, &full.links));
    full.host = r->who.role == ROLE_HOST;
    full.line.draft = !v->week->published || !t->published;
    if (!full.line.draft) {
        TRY(rooms_conversation(r, (room_id){ t->room }, heading, &full.conversation));
        TRY(rooms_questions(r, (room_id){ t->room }, heading, &full.questions));
    }
    *ret = full;
    return NULL;
}

/* GET /talks/:slug - the talk's text and its conversation. A draft has none yet. */
const err *weeks_web_talk(req *r)
{
    struct talk t = { 0 };
    struct week w = { 0 };
    struct talk_full full = { 0 };
    TRY(weeks_store_talk(r->store, r->arena, weeks_web_sight(r), req_param(r, "slug"), &t));
    TRY(weeks_store_week_by_id(r->store, r->arena, t.week, &w));
    struct weeks_view v = weeks_view_of(r, &w);
    TRY(weeks_web_open(r, &v, &t, 2, &full));
    full.alone = true;
    struct house_page p = {
        .title = t.title,
        .description = markdown_summary(r->arena, t.text, DESCRIPTION_CODE_POINTS),
        .canonical = str_format(r->arena, "/talks/%.*s", STR_ARG(t.slug)),
        .kind = "talk-page",
        .talking = !full.line.draft,
        /* The newest messages stand under the talk's own address; older parts are the same again.
         */
        .noindex = full.line.draft || req_query(r, "before").p != NULL,
    };
    TRY(weeks_web_begin(r, &w, weeks_jsonld_talk(r->arena, req_base_url(r), &w, &t), p));
    talk_page(&r->out, full);
    return house_page_end(r);
}

/* The form comes back on the talk's own page; rooms_conversation shows what it says of the fields.
 */
static const err *talk_again(req *r, const err *why)
{
    (void)why;
    return weeks_web_talk(r);
}

static const err *room_of(req *r, room_id *ret)
{
    struct talk t = { 0 };
    TRY(weeks_store_talk(r->store, r->arena, WEEKS_PUBLISHED, req_param(r, "slug"), &t));
    *ret = (room_id){ t.room };
    return NULL;
}

const err *weeks_web_say(req *r)
{
    room_id room = { 0 };
    TRY(room_of(r, &room));
    return rooms_post(r, room, talk_again);
}

const err *weeks_web_stream(req *r)
{
    room_id room = { 0 };
    TRY(room_of(r, &room));
    return rooms_stream(r, room);
}

const err *weeks_web_message(req *r)
{
    room_id room = { 0 };
    TRY(room_of(r, &room));
    return rooms_message_page(r, room);
}

const err *weeks_web_message_post(req *r)
{
    room_id room = { 0 };
    TRY(room_of(r, &room));
    return rooms_message_post(r, room);
}

const err *weeks_web_transcript(req *r)
{
    room_id room = { 0 };
    TRY(room_of(r, &room));
    return rooms_transcript_page(r, room);
}

/* Talks that stand in order of time, under their days. */
static struct day_groups by_day(const struct weeks_view *v, const struct talks *talks)
{
    struct day_group *groups = NEW_ARRAY(v->arena, struct day_group, talks->n);
    size_t n = 0;
    for (size_t from = 0, to = 0; from < talks->n; from = to) {
        str date = talks->item[from].day;
        while (to < talks->n && str_eq(talks->item[to].day, date))
            to++;
        groups[n++] =
            (struct day_group){ date, weeks_view_day_path(v, date), weeks_view_day_name(v, date),
                                weeks_view_lines(v, talks->item + from, to - from) };
    }
    return (struct day_groups){ groups, n };
}

/* GET /speakers/:slug */
const err *weeks_web_speaker(req *r)
{
    struct speaker who = { 0 };
    struct week w = { 0 };
    struct talks talks = { 0 };
    TRY(weeks_store_speaker(r->store, r->arena, weeks_web_sight(r), req_param(r, "slug"), &who));
    TRY(weeks_store_week_by_id(r->store, r->arena, who.week, &w));
    TRY(weeks_store_talks_by(r->store, r->arena, weeks_web_sight(r), &who, &talks));
    struct weeks_view v = weeks_view_of(r, &w);
    struct speaker_page s = {
        .name = who.name,
        .week_title = w.title,
        .week_path = str_format(r->arena, "/weeks/%.*s", STR_ARG(w.slug)),
        .biography = markdown_html(r->arena, who.biography, 2),
        .groups = by_day(&v, &talks),
    };
    struct house_page p = {
        .title = who.name,
        .description = markdown_summary(r->arena, who.biography, DESCRIPTION_CODE_POINTS),
        .kind = "speaker-page",
    };
    TRY(weeks_web_begin(r, &w, weeks_jsonld_week(r->arena, req_base_url(r), &w), p));
    speaker_page(&r->out, s);
    return house_page_end(r);
}
