/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_view.c - see rooms_view.h.
 */
#include "feature/rooms/rooms_view.h"

#include <inttypes.h>

#include "base/check.h"
#include "base/utf8.h"
#include "conversation.html.h"
#include "engine/markdown/markdown.h"
#include "engine/when/when.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms_people.h"
#include "feature/rooms/rooms_position.h"
#include "feature/rooms/rooms_rules.h"

/* Of a question, in the list of all of them: code points. */
#define BRIEF 140
/* A message of 2,000 code points, escaped twice, with every word a link, is below this. */
#define FRAME_MAX ((size_t)1 << 20)

/* ---- items ----------------------------------------------------------------------------------- */

static struct when_date date_of(const struct room *room, int64_t time_ms)
{
    return when_local_of(time_ms, room->zone).date;
}

str rooms_view_day(arena *a, const struct room *room, const struct message *m, enum lang lang)
{
    return when_day_long(a, date_of(room, m->time_ms), lang);
}

static bool first_of_day(const struct room *room, const struct message *m)
{
    return m->before_ms == 0 ||
           when_date_cmp(date_of(room, m->before_ms), date_of(room, m->time_ms)) != 0;
}

/* What stands where words stood. */
static str gone_words(arena *a, const struct message *m, enum lang lang)
{
    if (str_eq(m->state, S("erased")))
        return words(lang, "(This message was erased.)");
    if (str_eq(m->state, S("hidden")))
        return words_fill(a, words(lang, "(The host has hidden this message: {reason})"),
                          (const struct words_value[]){ { "reason", m->reason } }, 1);
    return words(lang, "(This message was taken back.)");
}

/* The first of a text, in one line. */
static str beginning(arena *a, str text)
{
    str line = utf8_line(a, text), cut = utf8_cut(line, BRIEF);
    return cut.n == line.n ? line : str_format(a, "%.*s …", STR_ARG(str_trim(cut)));
}

static void view_words(arena *a, const struct message *m, enum lang lang, struct rooms_item *item)
{
    item->name = m->name;
    item->text = markdown_plain(a, m->text);
    item->mark = rooms_people_words(lang, m->mark);
    if (str_empty(m->question))
        return;
    item->answered = str_eq(m->question, S("answered"));
    item->asked = item->answered ? words(lang, "Question, answered") : words(lang, "Question");
    item->brief = beginning(a, m->text);
}

struct rooms_item rooms_view_item(arena *a, const struct room *room, const struct message *m,
                                  enum lang lang)
{
    struct rooms_item item = {
        .seq = m->seq,
        .shown = rooms_shown(m),
        .clock = when_clock(a, m->time_ms, room->zone, lang),
        .datetime = when_rfc3339(a, m->time_ms, room->zone),
        .link = str_format(a, "%.*s/messages/%" PRId64, STR_ARG(room->path), m->seq),
    };
    if (item.shown)
        view_words(a, m, lang, &item);
    else
        item.gone = gone_words(a, m, lang);
    if (first_of_day(room, m))
        item.day = rooms_view_day(a, room, m, lang);
    return item;
}

struct rooms_items rooms_view_items(arena *a, const struct room *room, struct messages m,
                                    enum lang lang)
{
    struct rooms_item *item = NEW_ARRAY(a, struct rooms_item, m.n);
    for (size_t i = 0; i < m.n; i++)
        item[i] = rooms_view_item(a, room, &m.item[i], lang);
    return (struct rooms_items){ item, m.n };
}

struct rooms_items rooms_view_questions(arena *a, const struct room *room, struct messages m,
                                        enum lang lang, bool answered)
{
    struct rooms_item *item = NEW_ARRAY(a, struct rooms_item, m.n);
    size_t n = 0;
    for (size_t i = 0; i < m.n; i++) {
        item[n] = rooms_view_item(a, room, &m.item[i], lang);
        n += !str_empty(item[n].asked) && item[n].answered == answered;
    }
    return (struct rooms_items){ item, n };
}

html rooms_view_html(arena *a, const struct room *room, const struct message *m, enum lang lang)
{
    page p = { 0 };
    page_init(&p, a, lang, FRAME_MAX);
    conversation_item(&p, rooms_view_item(a, room, m, lang));
    ASSERT(!buf_full(&p.body));
    return page_taken(&p);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static json_t *json_str(str s)
{
    json_t *value = json_stringn(s.n ? s.p : "", s.n);
    ASSERT(value != NULL); /* text is UTF-8 once it has passed the edge */
    return value;
}

static void set(json_t *object, const char *name, json_t *value)
{
    ASSERT(json_object_set_new(object, name, value) == 0);
}

json_t *rooms_view_json(arena *a, const struct room *room, str epoch, const struct message *m)
{
    bool shown = rooms_shown(m);
    json_t *o = json_object();
    set(o, "id", json_str(rooms_position_text(a, epoch, m->seq)));
    set(o, "time", json_str(when_rfc3339(a, m->time_ms, room->zone)));
    set(o, "name", json_str(shown ? m->name : S("")));
    set(o, "text", json_str(shown ? m->text : S("")));
    set(o, "state", json_str(m->state));
    set(o, "mark", json_str(shown ? m->mark : S("")));
    set(o, "question", json_str(shown ? m->question : S("")));
    if (str_eq(m->state, S("hidden")))
        set(o, "reason", json_str(m->reason));
    return o;
}

static int add_bytes(const char *bytes, size_t n, void *to)
{
    buf_add(to, (str){ bytes, n });
    return 0;
}

static void dump(buf *to, json_t *value, size_t flags)
{
    ASSERT(json_dump_callback(value, add_bytes, to, flags) == 0);
    json_decref(value);
}

str rooms_view_line(arena *a, json_t *value)
{
    buf line = { 0 };
    buf_on_arena(&line, a, FRAME_MAX);
    dump(&line, value, JSON_COMPACT);
    ASSERT(!buf_full(&line));
    return buf_str(&line);
}

/* ---- frames ---------------------------------------------------------------------------------- */

/* Its line in the list of questions, and in which of the two it stands; null where in none. */
static json_t *question_data(arena *a, const struct room *room, const struct message *m,
                             enum lang lang)
{
    struct rooms_item item = rooms_view_item(a, room, m, lang);
    if (str_empty(item.asked))
        return json_null();
    page p = { 0 };
    page_init(&p, a, lang, FRAME_MAX);
    conversation_question(&p, item);
    json_t *o = json_object();
    set(o, "answered", json_boolean(item.answered));
    set(o, "html", json_str(page_taken(&p).s));
    return o;
}

static json_t *frame_data(arena *a, const struct room *room, str epoch, enum rooms_view view,
                          const struct room_event *e)
{
    if (e->message.seq == 0)
        return json_object();
    if (view == ROOMS_JSON)
        return rooms_view_json(a, room, epoch, &e->message);
    enum lang lang = view == ROOMS_HTML_DE ? LANG_DE : LANG_EN;
    json_t *o = json_object();
    set(o, "seq", json_integer(e->message.seq));
    set(o, "html", json_str(rooms_view_html(a, room, &e->message, lang).s));
    set(o, "question", question_data(a, room, &e->message, lang));
    return o;
}

str rooms_view_frame(arena *a, const struct room *room, str epoch, enum rooms_view view,
                     const struct room_event *e)
{
    str data = rooms_view_line(a, frame_data(a, room, epoch, view, e));
    return str_format(a, "id: %.*s.%" PRId64 "\nevent: %.*s\ndata: %.*s\n\n", STR_ARG(epoch),
                      e->seq, STR_ARG(e->kind), STR_ARG(data));
}

str rooms_view_reset(arena *a, str from, str to, const char *why)
{
    json_t *o = json_object();
    set(o, "from", from.p == NULL ? json_null() : json_str(from));
    set(o, "to", json_str(to));
    set(o, "why", json_string(why));
    str data = rooms_view_line(a, o); /* here, for STR_ARG looks at its argument more than once */
    return str_format(a, "event: reset\ndata: %.*s\n\n", STR_ARG(data));
}

str rooms_view_presence(arena *a, size_t count)
{
    return str_format(a, "event: presence\ndata: {\"count\":%zu}\n\n", count);
}

/* ---- transcripts ----------------------------------------------------------------------------- */

#define TRANSCRIPT_MAX ((size_t)128 << 20)
#define CHUNK 500

/* Written piece by piece, for a log has no bound that an arena could be made for. */
struct transcript {
    page out;
    const struct room *room;
    str epoch;
    void (*item)(struct transcript *t, const struct message *m);
};

/* Further lines are indented, so that nobody can write a line that looks like somebody else's. */
static void add_indented(buf *out, str text)
{
    str line = { 0 };
    bool first = true;
    while (str_next(&text, '\n', &line)) {
        buf_add(out, first ? S("") : S("\n    "));
        buf_add(out, line);
        first = false;
    }
}

/* "Ada (spricht), Frage: " */
static void add_who(buf *out, const struct rooms_item *item)
{
    buf_add(out, item->name);
    if (!str_empty(item->mark))
        buf_printf(out, " (%.*s)", STR_ARG(item->mark));
    if (!str_empty(item->asked))
        buf_printf(out, ", %.*s", STR_ARG(item->asked));
    buf_add(out, S(": "));
}

static void txt_item(struct transcript *t, const struct message *m)
{
    buf *out = &t->out.body;
    struct rooms_item item = rooms_view_item(t->out.arena, t->room, m, t->out.lang);
    if (!str_empty(item.day))
        buf_printf(out, "\n%.*s\n\n", STR_ARG(item.day));
    buf_printf(out, "#%" PRId64 " %.*s ", item.seq, STR_ARG(item.clock));
    if (item.shown) {
        add_who(out, &item);
        add_indented(out, m->text);
    } else {
        buf_add(out, item.gone);
    }
    buf_char(out, '\n');
}

static void html_item(struct transcript *t, const struct message *m)
{
    conversation_item(&t->out, rooms_view_item(t->out.arena, t->room, m, t->out.lang));
}

/* A line each, behind the bracket of the list or the message before. */
static void json_item(struct transcript *t, const struct message *m)
{
    buf *out = &t->out.body;
    buf_add(out, str_ends(buf_str(out), S("[")) ? S("\n") : S(",\n"));
    dump(out, rooms_view_json(t->out.arena, t->room, t->epoch, m), JSON_COMPACT);
}

static void json_begin(struct transcript *t)
{
    const struct room *room = t->room;
    json_t *o = json_object();
    set(o, "room", json_str(room->slug));
    set(o, "title", json_str(room->title));
    set(o, "path", json_str(room->path));
    set(o, "zone", json_str(room->zone));
    set(o, "head", json_str(rooms_position_text(t->out.arena, t->epoch, room->head)));
    dump(&t->out.body, o, JSON_COMPACT);
    buf_cut(&t->out.body, t->out.body.n - 1);
    buf_add(&t->out.body, S(",\"messages\":["));
}

/* The messages behind `*after` up to the head that the room names, at most CHUNK. */
static const err *add_some(struct transcript *t, store *s, arena *a, int64_t *after, bool *ret_more)
{
    SCRATCH(piece);
    struct messages some = { 0 };
    size_t n = 0;
    const err *e = rooms_after(s, piece, (room_id){ t->room->id }, *after, CHUNK, &some);
    if (e != NULL)
        return err_copy(a, e);
    t->out.arena = piece;
    while (n < some.n && some.item[n].seq <= t->room->head)
        t->item(t, &some.item[n++]);
    t->out.arena = a;
    *ret_more = n == CHUNK && !buf_full(&t->out.body);
    if (*ret_more)
        *after = some.item[n - 1].seq;
    return NULL;
}

static const err *add_all(struct transcript *t, store *s, arena *a)
{
    int64_t after = 0;
    for (bool more = true; more;)
        TRY(add_some(t, s, a, &after, &more));
    return NULL;
}

static const err *transcript_txt(struct transcript *t, store *s, arena *a)
{
    t->item = txt_item;
    buf_printf(&t->out.body, "%.*s\n", STR_ARG(t->room->title));
    return add_all(t, s, a);
}

static const err *transcript_json(struct transcript *t, store *s, arena *a)
{
    t->item = json_item;
    json_begin(t);
    TRY(add_all(t, s, a));
    buf_add(&t->out.body, S("\n]}\n"));
    return NULL;
}

const err *rooms_view_noindex(store *s, arena *a, bool *ret)
{
    str index = { 0 };
    TRY(house_setting(s, a, "index_conversations", &index));
    *ret = !str_eq(index, S("1"));
    return NULL;
}

static const err *transcript_html(struct transcript *t, store *s, arena *a)
{
    bool noindex = false;
    t->item = html_item;
    TRY(rooms_view_noindex(s, a, &noindex));
    conversation_transcript_begin(&t->out, lang_tag(t->out.lang), noindex, *t->room);
    TRY(add_all(t, s, a));
    conversation_transcript_end(&t->out);
    return NULL;
}

static void free_buf(void *b)
{
    buf_free(b);
}

static struct transcript *transcript_new(store *s, arena *a, const struct room *room,
                                         enum lang lang)
{
    struct transcript *t = NEW(a, struct transcript);
    *t = (struct transcript){ .room = room, .epoch = store_epoch(store_pool_of(s)) };
    t->out = (page){ .arena = a, .lang = lang };
    buf_init(&t->out.body, TRANSCRIPT_MAX);
    arena_defer(a, free_buf, &t->out.body);
    return t;
}

const err *rooms_view_transcript(store *s, arena *a, const struct room *room, enum lang lang,
                                 str format, const char **ret_type, str *ret)
{
    static const struct {
        str name;
        const char *type;
        const err *(*write)(struct transcript *t, store *s, arena *a);
    } formats[] = { { S_INIT("txt"), "text/plain; charset=utf-8", transcript_txt },
                    { S_INIT("json"), "application/json", transcript_json },
                    { S_INIT("html"), "text/html; charset=utf-8", transcript_html } };
    size_t i = 0;
    while (i < COUNT_OF(formats) && !str_eq(format, formats[i].name))
        i++;
    if (i == COUNT_OF(formats))
        FAIL(a, ERR_USAGE, "a transcript is txt, json or html");
    struct transcript *t = transcript_new(s, a, room, lang);
    TRY(formats[i].write(t, s, a));
    if (buf_full(&t->out.body))
        FAIL(a, ERR_BROKEN, "the transcript is larger than %zu bytes", TRANSCRIPT_MAX);
    *ret_type = formats[i].type;
    *ret = buf_str(&t->out.body);
    return NULL;
}
