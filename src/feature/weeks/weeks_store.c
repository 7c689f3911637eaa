/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_store.c - all SQL of weeks, talks and speakers. Lists leave out the talks' texts: 900 of
 * them are a megabyte that no list shows.
 */
#include "weeks_store.h"

#include "feature/weeks/weeks_edit_store.h"

#define WEEK_FIELDS                                                                                \
    "id, slug, title, subtitle, acronym, place, zone, url, text, start_date, end_date, "           \
    "modified_ms, version, published"
static const col week_cols[] = {
    COL(struct week, id),         COL(struct week, slug),      COL(struct week, title),
    COL(struct week, subtitle),   COL(struct week, acronym),   COL(struct week, place),
    COL(struct week, zone),       COL(struct week, url),       COL(struct week, text),
    COL(struct week, start_date), COL(struct week, end_date),  COL(struct week, modified_ms),
    COL(struct week, version),    COL(struct week, published),
};
#define WEEK_ROW COUNT_OF(week_cols), week_cols, sizeof(struct week)

static const query q_weeks = { "SELECT " WEEK_FIELDS
                               " FROM week WHERE published >= $1 ORDER BY start_date DESC, id DESC",
                               1, WEEK_ROW };
static const query q_week = { "SELECT " WEEK_FIELDS
                              " FROM week WHERE slug = $1 AND published >= $2",
                              2, WEEK_ROW };
static const query q_week_by_id = { "SELECT " WEEK_FIELDS " FROM week WHERE id = $1", 1, WEEK_ROW };

static const col day_cols[] = { COL(struct day, date) };
static const query q_days = { "SELECT date FROM week_day WHERE week = $1 ORDER BY date", 1,
                              COUNT_OF(day_cols), day_cols, sizeof(struct day) };

#define TALK_FIELDS                                                                                \
    "talk.id, talk.week, talk.slug, talk.uid, talk.title, talk.subtitle, talk.track, talk.place, " \
    "talk.type, talk.language, talk.url, talk.day, talk.start_ms, talk.duration_min, talk.state, " \
    "talk.sequence, talk.modified_ms, talk.room, talk.version, talk.published, talk.search"
#define TALK_ORDER " ORDER BY talk.start_ms, talk.place, talk.title, talk.id"
static const col talk_cols[] = {
    COL(struct talk, id),       COL(struct talk, week),         COL(struct talk, slug),
    COL(struct talk, uid),      COL(struct talk, title),        COL(struct talk, subtitle),
    COL(struct talk, track),    COL(struct talk, place),        COL(struct talk, type),
    COL(struct talk, language), COL(struct talk, url),          COL(struct talk, day),
    COL(struct talk, start_ms), COL(struct talk, duration_min), COL(struct talk, state),
    COL(struct talk, sequence), COL(struct talk, modified_ms),  COL(struct talk, room),
    COL(struct talk, version),  COL(struct talk, published),    COL(struct talk, search),
    COL(struct talk, text),
};
/* The text is the last column, so that lists leave it out. */
#define TALK_LEAN COUNT_OF(talk_cols) - 1, talk_cols, sizeof(struct talk)
#define TALK_FULL COUNT_OF(talk_cols), talk_cols, sizeof(struct talk)

static const query q_talks = { "SELECT " TALK_FIELDS
                               " FROM talk WHERE week = $1 AND published >= $2" TALK_ORDER,
                               2, TALK_LEAN };
static const query q_talks_full = {
    "SELECT " TALK_FIELDS ", talk.text FROM talk WHERE week = $1 AND published >= $2" TALK_ORDER, 2,
    TALK_FULL
};
static const query q_talks_on = {
    "SELECT " TALK_FIELDS " FROM talk WHERE week = $1 AND day = $2 AND published >= $3" TALK_ORDER,
    3, TALK_LEAN
};
static const query q_talks_by = {
    "SELECT " TALK_FIELDS " FROM talk JOIN talk_speaker ON talk_speaker.talk = talk.id"
    " WHERE talk_speaker.speaker = $1 AND talk.published >= $2" TALK_ORDER,
    2, TALK_LEAN
};
static const query q_talk = { "SELECT " TALK_FIELDS ", talk.text FROM talk"
                              " JOIN week ON week.id = talk.week WHERE talk.slug = $1"
                              " AND talk.published >= $2 AND week.published >= $2",
                              2, TALK_FULL };
static const query q_talk_by_id = { "SELECT " TALK_FIELDS ", talk.text FROM talk WHERE id = $1", 1,
                                    TALK_FULL };

static const col talk_speaker_cols[] = { COL(struct talk_speaker, talk),
                                         COL(struct talk_speaker, name),
                                         COL(struct talk_speaker, slug) };
static const query q_talk_speakers = {
    "SELECT talk_speaker.talk, speaker.name, speaker.slug FROM speaker"
    " JOIN talk_speaker ON talk_speaker.speaker = speaker.id WHERE speaker.week = $1"
    " ORDER BY talk_speaker.talk, talk_speaker.position",
    1, COUNT_OF(talk_speaker_cols), talk_speaker_cols, sizeof(struct talk_speaker)
};

static const col speaker_cols[] = { COL(struct speaker, id),        COL(struct speaker, week),
                                    COL(struct speaker, slug),      COL(struct speaker, name),
                                    COL(struct speaker, biography), COL(struct speaker, version) };
#define SPEAKER_ROW COUNT_OF(speaker_cols), speaker_cols, sizeof(struct speaker)
static const query q_speaker = {
    "SELECT id, week, slug, name, biography, version FROM speaker WHERE slug = $1 AND ($2 = 0"
    " OR EXISTS (SELECT 1 FROM talk_speaker JOIN talk ON talk.id = talk_speaker.talk"
    " JOIN week ON week.id = talk.week WHERE talk_speaker.speaker = speaker.id"
    " AND talk.published = 1 AND week.published = 1))",
    2, SPEAKER_ROW
};
static const query q_speakers_of = {
    "SELECT speaker.id, speaker.week, speaker.slug, speaker.name, speaker.biography,"
    " speaker.version FROM speaker"
    " JOIN talk_speaker ON talk_speaker.speaker = speaker.id WHERE talk_speaker.talk = $1"
    " ORDER BY talk_speaker.position",
    1, SPEAKER_ROW
};

static const col link_cols[] = { COL(struct talk_link, url), COL(struct talk_link, title) };
static const query q_links = { "SELECT url, title FROM talk_link WHERE talk = $1 ORDER BY position",
                               1, COUNT_OF(link_cols), link_cols, sizeof(struct talk_link) };

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };
#define ID_ROW COUNT_OF(id_cols), id_cols, sizeof(struct id_row)

static const query q_slug_ask = {
    "INSERT INTO slug (name, given) VALUES ($1, 1)"
    " ON CONFLICT (name) DO UPDATE SET given = slug.given + 1 RETURNING given",
    1, ID_ROW
};
static const query q_slug_take = {
    "INSERT INTO slug (name, given) VALUES ($1, 1) ON CONFLICT (name) DO NOTHING RETURNING given",
    1, ID_ROW
};

static const query q_week_insert = {
    "INSERT INTO week (slug, title, subtitle, acronym, place, zone, url, text, start_date, "
    "end_date,"
    " modified_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
    11, ID_ROW
};
static const query q_week_change = {
    "UPDATE week SET title = $1, subtitle = $2, acronym = $3, place = $4, zone = $5, url = $6,"
    " modified_ms = $7 WHERE id = $8",
    8, 0, NULL, 0
};
static const query q_week_text = { "UPDATE week SET text = $1 WHERE id = $2", 2, 0, NULL, 0 };
static const query q_week_span = {
    "UPDATE week SET start_date = (SELECT min(date) FROM week_day WHERE week = $1),"
    " end_date = (SELECT max(date) FROM week_day WHERE week = $1)"
    " WHERE id = $1 AND EXISTS (SELECT 1 FROM week_day WHERE week = $1)",
    1, 0, NULL, 0
};

static const query q_day = {
    "INSERT INTO week_day (week, date) VALUES ($1, $2) ON CONFLICT (week, date) DO NOTHING", 2, 0,
    NULL, 0
};
static const query q_day_gone = {
    "DELETE FROM week_day WHERE week = $1 AND date = $2"
    " AND NOT EXISTS (SELECT 1 FROM talk WHERE talk.week = $1 AND talk.day = $2)",
    2, 0, NULL, 0
};

static const col stored_talk_cols[] = {
    COL(struct stored_talk, id),        COL(struct stored_talk, slug),
    COL(struct stored_talk, uid),       COL(struct stored_talk, guid),
    COL(struct stored_talk, source_id), COL(struct stored_talk, title),
    COL(struct stored_talk, place),     COL(struct stored_talk, day),
    COL(struct stored_talk, state),     COL(struct stored_talk, digest),
    COL(struct stored_talk, start_ms),  COL(struct stored_talk, sequence),
    COL(struct stored_talk, room),      COL(struct stored_talk, published),
    COL(struct stored_talk, edited),
};
static const query q_stored_talks = {
    "SELECT id, slug, uid, guid, source_id, title, place, day, "
    "state, digest, start_ms, sequence, room, published, "
    "coalesce((SELECT via IN ('host', 'speaker') FROM week_version"
    " WHERE kind = 'talk' AND subject = talk.id"
    " ORDER BY version DESC LIMIT 1), 0)"
    " FROM talk WHERE week = $1 ORDER BY id",
    1, COUNT_OF(stored_talk_cols), stored_talk_cols, sizeof(struct stored_talk)
};
static const query q_talk_insert = {
    "INSERT INTO talk (guid, source_id, title, subtitle, track, place, type, language, url, text, "
    "day,"
    " start_ms, duration_min, state, sequence, modified_ms, digest, search, week, slug, uid, room)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,"
    " $20, $21, $22) RETURNING id",
    22, ID_ROW
};
static const query q_talk_change = {
    "UPDATE talk SET guid = $1, source_id = $2, title = $3, subtitle = $4, track = $5, place = $6,"
    " type = $7, language = $8, url = $9, text = $10, day = $11, start_ms = $12, duration_min = "
    "$13,"
    " state = $14, sequence = $15, modified_ms = $16, digest = $17, search = $18 WHERE id = $19",
    19, 0, NULL, 0
};
static const query q_talk_cancel = {
    "UPDATE talk SET state = 'cancelled', digest = '', sequence = sequence + 1, modified_ms = $1"
    " WHERE id = $2",
    2, 0, NULL, 0
};
static const query q_talk_move = { "UPDATE talk SET day = $1, start_ms = $2, sequence = sequence + "
                                   "1, modified_ms = $3 WHERE id = $4",
                                   4, 0, NULL, 0 };
static const query q_speakers_gone = { "DELETE FROM talk_speaker WHERE talk = $1", 1, 0, NULL, 0 };
static const query q_links_gone = { "DELETE FROM talk_link WHERE talk = $1", 1, 0, NULL, 0 };
static const query q_talk_speaker = {
    "INSERT INTO talk_speaker (talk, position, speaker) VALUES ($1, $2, $3)", 3, 0, NULL, 0
};
static const query q_talk_link = {
    "INSERT INTO talk_link (talk, position, url, title) VALUES ($1, $2, $3, $4)", 4, 0, NULL, 0
};

static const col stored_speaker_cols[] = { COL(struct stored_speaker, id),
                                           COL(struct stored_speaker, source_id),
                                           COL(struct stored_speaker, name),
                                           COL(struct stored_speaker, biography) };
static const query q_stored_speakers = {
    "SELECT id, source_id, name, biography FROM speaker WHERE week = $1 ORDER BY id", 1,
    COUNT_OF(stored_speaker_cols), stored_speaker_cols, sizeof(struct stored_speaker)
};
static const query q_speaker_insert = {
    "INSERT INTO speaker (week, slug, source_id, name, biography) VALUES ($1, $2, $3, $4, $5)"
    " RETURNING id",
    5, ID_ROW
};
static const query q_speaker_change = {
    "UPDATE speaker SET source_id = $1, name = $2, biography = $3 WHERE id = $4", 4, 0, NULL, 0
};

const query *const weeks_store_queries[] = { &q_weeks,
                                             &q_week,
                                             &q_week_by_id,
                                             &q_days,
                                             &q_talks,
                                             &q_talks_full,
                                             &q_talks_on,
                                             &q_talks_by,
                                             &q_talk,
                                             &q_talk_by_id,
                                             &q_talk_speakers,
                                             &q_speaker,
                                             &q_speakers_of,
                                             &q_links,
                                             &q_slug_ask,
                                             &q_slug_take,
                                             &q_week_insert,
                                             &q_week_change,
                                             &q_week_text,
                                             &q_week_span,
                                             &q_day,
                                             &q_day_gone,
                                             &q_stored_talks,
                                             &q_talk_insert,
                                             &q_talk_change,
                                             &q_talk_cancel,
                                             &q_talk_move,
                                             &q_speakers_gone,
                                             &q_links_gone,
                                             &q_talk_speaker,
                                             &q_talk_link,
                                             &q_stored_speakers,
                                             &q_speaker_insert,
                                             &q_speaker_change,
                                             WEEKS_EDIT_STORE_LIST,
                                             NULL };

bool weeks_store_cancelled(const struct talk *t)
{
    return str_eq(t->state, S("cancelled"));
}

int64_t weeks_store_end_ms(const struct talk *t)
{
    return t->start_ms + t->duration_min * 60 * 1000;
}

/* Rows of at least this are seen. */
static struct arg seen(enum weeks_sight sight)
{
    return ARG(sight == WEEKS_PUBLISHED ? 1 : 0);
}

const err *weeks_store_all(store *s, arena *a, enum weeks_sight sight, struct week_list *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_weeks, ARGS(seen(sight)), &rows, &n));
    *ret = (struct week_list){ rows, n };
    return NULL;
}

static const err *week_where(store *s, arena *a, const query *q, const struct arg *args,
                             size_t n_args, struct week *ret)
{
    bool found = false;
    TRY(store_row(s, a, q, args, n_args, ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such week");
    return NULL;
}

const err *weeks_store_week(store *s, arena *a, enum weeks_sight sight, str slug, struct week *ret)
{
    return week_where(s, a, &q_week, ARGS(ARG(slug), seen(sight)), ret);
}

const err *weeks_store_week_by_id(store *s, arena *a, int64_t id, struct week *ret)
{
    return week_where(s, a, &q_week_by_id, ARGS(ARG(id)), ret);
}

const err *weeks_store_days(store *s, arena *a, int64_t week, struct days *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_days, ARGS(ARG(week)), &rows, &n));
    *ret = (struct days){ rows, n };
    return NULL;
}

/* The part of `all` (by talk) that belongs to one talk. */
static struct talk_speakers speakers_in(struct talk_speakers all, int64_t talk)
{
    size_t low = 0, high = all.n;
    if (all.n == 0)
        return all;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all.item[middle].talk < talk)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < all.n && all.item[end].talk == talk)
        end++;
    return (struct talk_speakers){ all.item + low, end - low };
}

static const err *attach_speakers(store *s, arena *a, int64_t week, struct talks *talks)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_talk_speakers, ARGS(ARG(week)), &rows, &n));
    for (size_t i = 0; i < talks->n; i++)
        talks->item[i].speakers = speakers_in((struct talk_speakers){ rows, n }, talks->item[i].id);
    return NULL;
}

static const err *talks_where(store *s, arena *a, const query *q, const struct arg *args,
                              size_t n_args, int64_t week, struct talks *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, q, args, n_args, &rows, &n));
    struct talks talks = { rows, n };
    TRY(attach_speakers(s, a, week, &talks));
    *ret = talks;
    return NULL;
}

const err *weeks_store_talks(store *s, arena *a, enum weeks_sight sight, int64_t week,
                             struct talks *ret)
{
    return talks_where(s, a, &q_talks, ARGS(ARG(week), seen(sight)), week, ret);
}

const err *weeks_store_talks_full(store *s, arena *a, enum weeks_sight sight, int64_t week,
                                  struct talks *ret)
{
    return talks_where(s, a, &q_talks_full, ARGS(ARG(week), seen(sight)), week, ret);
}

const err *weeks_store_talks_on(store *s, arena *a, enum weeks_sight sight, int64_t week, str date,
                                struct talks *ret)
{
    return talks_where(s, a, &q_talks_on, ARGS(ARG(week), ARG(date), seen(sight)), week, ret);
}

const err *weeks_store_talks_by(store *s, arena *a, enum weeks_sight sight,
                                const struct speaker *who, struct talks *ret)
{
    return talks_where(s, a, &q_talks_by, ARGS(ARG(who->id), seen(sight)), who->week, ret);
}

static const err *talk_where(store *s, arena *a, const query *q, const struct arg *args,
                             size_t n_args, struct talk *ret)
{
    struct talk talk = { 0 };
    bool found = false;
    TRY(store_row(s, a, q, args, n_args, &talk, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such talk");
    struct talks one = { &talk, 1 };
    TRY(attach_speakers(s, a, talk.week, &one));
    *ret = talk;
    return NULL;
}

const err *weeks_store_talk(store *s, arena *a, enum weeks_sight sight, str slug, struct talk *ret)
{
    return talk_where(s, a, &q_talk, ARGS(ARG(slug), seen(sight)), ret);
}

const err *weeks_store_talk_by_id(store *s, arena *a, int64_t id, struct talk *ret)
{
    return talk_where(s, a, &q_talk_by_id, ARGS(ARG(id)), ret);
}

const err *weeks_store_links(store *s, arena *a, int64_t talk, struct talk_links *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_links, ARGS(ARG(talk)), &rows, &n));
    *ret = (struct talk_links){ rows, n };
    return NULL;
}

const err *weeks_store_speaker(store *s, arena *a, enum weeks_sight sight, str slug,
                               struct speaker *ret)
{
    bool found = false;
    TRY(store_row(s, a, &q_speaker, ARGS(ARG(slug), seen(sight)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such speaker");
    return NULL;
}

const err *weeks_store_speakers_of(store *s, arena *a, int64_t talk, struct speakers *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_speakers_of, ARGS(ARG(talk)), &rows, &n));
    *ret = (struct speakers){ rows, n };
    return NULL;
}

/* ---- writing -----------------------------------------------------------------------------------
 */

/* The columns are NOT NULL: an absent text is an empty one. */
static struct arg text(str s)
{
    return ARG(s.p == NULL ? S("") : s);
}

static const err *returned_id(store *s, arena *a, const query *q, const struct arg *args,
                              size_t n_args, int64_t *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, q, args, n_args, &row, &found));
    if (!found)
        FAIL(a, ERR_BROKEN, "the store returned no id");
    *ret = row.id;
    return NULL;
}

const err *weeks_store_take_slug(store *s, arena *a, str base, str *ret)
{
    str name = base;
    struct id_row row = { 0 };
    int64_t number = 0;
    TRY(returned_id(s, a, &q_slug_ask, ARGS(ARG(base)), &number));
    /* "base-2" may be somebody's own title: then the one after it. */
    for (bool taken = number == 1; !taken; number++) {
        name = str_format(a, "%.*s-%lld", STR_ARG(base), (long long)number);
        TRY(store_row(s, a, &q_slug_take, ARGS(ARG(name)), &row, &taken));
    }
    *ret = name;
    return NULL;
}

const err *weeks_store_add_week(store *s, arena *a, const struct week *w, int64_t *ret_id)
{
    return returned_id(s, a, &q_week_insert,
                       ARGS(text(w->slug), text(w->title), text(w->subtitle), text(w->acronym),
                            text(w->place), text(w->zone), text(w->url), text(w->text),
                            text(w->start_date), text(w->end_date), ARG(w->modified_ms)),
                       ret_id);
}

const err *weeks_store_change_week(store *s, arena *a, const struct week *w)
{
    return store_run(s, a, &q_week_change,
                     ARGS(text(w->title), text(w->subtitle), text(w->acronym), text(w->place),
                          text(w->zone), text(w->url), ARG(w->modified_ms), ARG(w->id)),
                     NULL);
}

const err *weeks_store_set_text(store *s, arena *a, int64_t week, str welcome)
{
    return store_run(s, a, &q_week_text, ARGS(text(welcome), ARG(week)), NULL);
}

const err *weeks_store_set_span(store *s, arena *a, int64_t week)
{
    return store_run(s, a, &q_week_span, ARGS(ARG(week)), NULL);
}

const err *weeks_store_add_day(store *s, arena *a, int64_t week, str date)
{
    return store_run(s, a, &q_day, ARGS(ARG(week), ARG(date)), NULL);
}

const err *weeks_store_drop_day(store *s, arena *a, int64_t week, str date)
{
    return store_run(s, a, &q_day_gone, ARGS(ARG(week), ARG(date)), NULL);
}

const err *weeks_store_known_talks(store *s, arena *a, int64_t week, struct stored_talks *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_stored_talks, ARGS(ARG(week)), &rows, &n));
    *ret = (struct stored_talks){ rows, n };
    return NULL;
}

/* What inserting and changing have in common, in the order of both statements: 18 values. */
#define TALK_VALUES(t, o)                                                                          \
    text((o)->guid), text((o)->source_id), text((t)->title), text((t)->subtitle),                  \
        text((t)->track), text((t)->place), text((t)->type), text((t)->language), text((t)->url),  \
        text((t)->text), text((t)->day), ARG((t)->start_ms), ARG((t)->duration_min),               \
        text((t)->state), ARG((t)->sequence), ARG((t)->modified_ms), text((o)->digest),            \
        text((t)->search)

const err *weeks_store_add_talk(store *s, arena *a, const struct talk *t,
                                const struct talk_origin *o, int64_t *ret_id)
{
    return returned_id(
        s, a, &q_talk_insert,
        ARGS(TALK_VALUES(t, o), ARG(t->week), text(t->slug), text(t->uid), ARG(t->room)), ret_id);
}

const err *weeks_store_change_talk(store *s, arena *a, const struct talk *t,
                                   const struct talk_origin *o)
{
    return store_run(s, a, &q_talk_change, ARGS(TALK_VALUES(t, o), ARG(t->id)), NULL);
}

const err *weeks_store_cancel_talk(store *s, arena *a, int64_t talk, int64_t now_ms)
{
    return store_run(s, a, &q_talk_cancel, ARGS(ARG(now_ms), ARG(talk)), NULL);
}

const err *weeks_store_move_talk(store *s, arena *a, int64_t talk, str day, int64_t start_ms,
                                 int64_t now_ms)
{
    return store_run(s, a, &q_talk_move, ARGS(ARG(day), ARG(start_ms), ARG(now_ms), ARG(talk)),
                     NULL);
}

const err *weeks_store_drop_talk_speakers(store *s, arena *a, int64_t talk)
{
    return store_run(s, a, &q_speakers_gone, ARGS(ARG(talk)), NULL);
}

const err *weeks_store_bare_talk(store *s, arena *a, int64_t talk)
{
    TRY(weeks_store_drop_talk_speakers(s, a, talk));
    return store_run(s, a, &q_links_gone, ARGS(ARG(talk)), NULL);
}

const err *weeks_store_add_talk_speaker(store *s, arena *a, int64_t talk, int64_t position,
                                        int64_t speaker)
{
    return store_run(s, a, &q_talk_speaker, ARGS(ARG(talk), ARG(position), ARG(speaker)), NULL);
}

const err *weeks_store_add_talk_link(store *s, arena *a, int64_t talk, int64_t position,
                                     const struct talk_link *link)
{
    return store_run(s, a, &q_talk_link,
                     ARGS(ARG(talk), ARG(position), text(link->url), text(link->title)), NULL);
}

const err *weeks_store_known_speakers(store *s, arena *a, int64_t week, struct stored_speakers *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_stored_speakers, ARGS(ARG(week)), &rows, &n));
    *ret = (struct stored_speakers){ rows, n };
    return NULL;
}

const err *weeks_store_add_speaker(store *s, arena *a, int64_t week, str slug,
                                   const struct stored_speaker *speaker, int64_t *ret_id)
{
    return returned_id(s, a, &q_speaker_insert,
                       ARGS(ARG(week), ARG(slug), text(speaker->source_id), text(speaker->name),
                            text(speaker->biography)),
                       ret_id);
}

const err *weeks_store_change_speaker(store *s, arena *a, const struct stored_speaker *speaker)
{
    return store_run(s, a, &q_speaker_change,
                     ARGS(text(speaker->source_id), text(speaker->name), text(speaker->biography),
                          ARG(speaker->id)),
                     NULL);
}
