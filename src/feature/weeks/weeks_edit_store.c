/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_store.c - the SQL of editing. The queries stand in one array, so that weeks_store.c
 * can list them for the test that prepares every query.
 */
#include "feature/weeks/weeks_edit_store.h"
#include "feature/weeks/weeks.h"

#include "base/check.h"

static const col version_cols[] = { COL(struct weeks_version, version),
                                    COL(struct weeks_version, time_ms),
                                    COL(struct weeks_version, who), COL(struct weeks_version, via),
                                    COL(struct weeks_version, fields) };
#define VERSION_ROW COUNT_OF(version_cols), version_cols, sizeof(struct weeks_version)

static const col speaker_cols[] = { COL(struct speaker, id),        COL(struct speaker, week),
                                    COL(struct speaker, slug),      COL(struct speaker, name),
                                    COL(struct speaker, biography), COL(struct speaker, version) };

enum {
    KEEP,
    VERSIONS,
    VERSION,
    SET_WEEK,
    SET_TALK,
    SET_SPEAKER,
    SPEAKER,
    PUBLISH_WEEK,
    PUBLISH_TALK,
    STATE,
    CHANGE_TALK,
    FORGET_SLUG
};

const query weeks_edit_store_query[WEEKS_EDIT_STORE_QUERIES] = {
    [KEEP] = { "INSERT INTO week_version (kind, subject, version, time_ms, who, via, fields)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (kind, subject, version) DO "
               "NOTHING",
               7, 0, NULL, 0 },
    [VERSIONS] = { "SELECT version, time_ms, who, via, fields FROM week_version"
                   " WHERE kind = $1 AND subject = $2 ORDER BY version DESC",
                   2, VERSION_ROW },
    [VERSION] = { "SELECT version, time_ms, who, via, fields FROM week_version"
                  " WHERE kind = $1 AND subject = $2 AND version = $3",
                  3, VERSION_ROW },
    [SET_WEEK] = { "UPDATE week SET version = $1 WHERE id = $2", 2, 0, NULL, 0 },
    [SET_TALK] = { "UPDATE talk SET version = $1 WHERE id = $2", 2, 0, NULL, 0 },
    [SET_SPEAKER] = { "UPDATE speaker SET version = $1 WHERE id = $2", 2, 0, NULL, 0 },
    [SPEAKER] = { "SELECT id, week, slug, name, biography, version FROM speaker WHERE id = $1", 1,
                  COUNT_OF(speaker_cols), speaker_cols, sizeof(struct speaker) },
    [PUBLISH_WEEK] = { "UPDATE week SET published = $1 WHERE id = $2", 2, 0, NULL, 0 },
    [PUBLISH_TALK] = { "UPDATE talk SET published = $1 WHERE id = $2", 2, 0, NULL, 0 },
    [STATE] = { "UPDATE talk SET state = $1, sequence = sequence + 1, modified_ms = $2"
                " WHERE id = $3",
                3, 0, NULL, 0 },
    [CHANGE_TALK] = { "UPDATE talk SET title = $1, subtitle = $2, track = $3, place = $4,"
                      " language = $5, text = $6, day = $7, start_ms = $8, duration_min = $9,"
                      " sequence = $10, modified_ms = $11, search = $12 WHERE id = $13",
                      13, 0, NULL, 0 },
    [FORGET_SLUG] = { "DELETE FROM slug WHERE name = $1", 1, 0, NULL, 0 },
};

static str kind_name(enum weeks_kind kind)
{
    static const str names[WEEKS_KINDS] = { S_INIT("week"), S_INIT("talk"), S_INIT("speaker") };
    ASSERT(kind < WEEKS_KINDS);
    return names[kind];
}

static struct arg text(str s)
{
    return ARG(s.p == NULL ? S("") : s);
}

const err *weeks_edit_store_keep(store *s, arena *a, enum weeks_kind kind, int64_t id,
                                 const struct weeks_version *v)
{
    return store_run(s, a, &weeks_edit_store_query[KEEP],
                     ARGS(ARG(kind_name(kind)), ARG(id), ARG(v->version), ARG(v->time_ms),
                          text(v->who), text(v->via), text(v->fields)),
                     NULL);
}

const err *weeks_edit_store_set_version(store *s, arena *a, enum weeks_kind kind, int64_t id,
                                        int64_t version)
{
    static const int set[WEEKS_KINDS] = { SET_WEEK, SET_TALK, SET_SPEAKER };
    ASSERT(kind < WEEKS_KINDS);
    return store_run(s, a, &weeks_edit_store_query[set[kind]], ARGS(ARG(version), ARG(id)), NULL);
}

const err *weeks_edit_store_versions(store *s, arena *a, enum weeks_kind kind, int64_t id,
                                     struct weeks_version_list *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &weeks_edit_store_query[VERSIONS], ARGS(ARG(kind_name(kind)), ARG(id)),
                   &rows, &n));
    *ret = (struct weeks_version_list){ rows, n };
    return NULL;
}

const err *weeks_edit_store_version(store *s, arena *a, enum weeks_kind kind, int64_t id,
                                    int64_t version, struct weeks_version *ret)
{
    bool found = false;
    TRY(store_row(s, a, &weeks_edit_store_query[VERSION],
                  ARGS(ARG(kind_name(kind)), ARG(id), ARG(version)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no version %lld of this", (long long)version);
    return NULL;
}

const err *weeks_edit_store_speaker(store *s, arena *a, int64_t id, struct speaker *ret)
{
    bool found = false;
    TRY(store_row(s, a, &weeks_edit_store_query[SPEAKER], ARGS(ARG(id)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such speaker");
    return NULL;
}

const err *weeks_edit_store_publish_week(store *s, arena *a, int64_t week, bool published)
{
    return store_run(s, a, &weeks_edit_store_query[PUBLISH_WEEK], ARGS(ARG(published), ARG(week)),
                     NULL);
}

const err *weeks_edit_store_publish_talk(store *s, arena *a, int64_t talk, bool published)
{
    return store_run(s, a, &weeks_edit_store_query[PUBLISH_TALK], ARGS(ARG(published), ARG(talk)),
                     NULL);
}

const err *weeks_edit_store_set_state(store *s, arena *a, int64_t talk, str state, int64_t now_ms)
{
    return store_run(s, a, &weeks_edit_store_query[STATE], ARGS(ARG(state), ARG(now_ms), ARG(talk)),
                     NULL);
}

const err *weeks_edit_store_change_talk(store *s, arena *a, const struct talk *t)
{
    return store_run(s, a, &weeks_edit_store_query[CHANGE_TALK],
                     ARGS(text(t->title), text(t->subtitle), text(t->track), text(t->place),
                          text(t->language), text(t->text), text(t->day), ARG(t->start_ms),
                          ARG(t->duration_min), ARG(t->sequence), ARG(t->modified_ms),
                          text(t->search), ARG(t->id)),
                     NULL);
}

const err *weeks_forget_slug(store *s, arena *a, str slug)
{
    return store_run(s, a, &weeks_edit_store_query[FORGET_SLUG], ARGS(ARG(slug)), NULL);
}
