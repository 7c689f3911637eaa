/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_versions.c - the fields of what can be edited, and its versions as JSON in the store.
 */
#include "feature/weeks/weeks_versions.h"

#include <jansson.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/json_text.h"
#include "base/words.h"
#include "engine/markdown/markdown.h"
#include "feature/weeks/weeks_edit_store.h"

#define MARKDOWN_HINT                                                                              \
    WORDS_MARK("An empty line begins a paragraph, **two stars** make bold, # a heading, - a "      \
               "list.")

static const struct weeks_field week_fields[] = {
    [WEEK_TITLE] = { "title", WORDS_MARK("Title"), NULL, 200, INPUT_LINE, true },
    [WEEK_SUBTITLE] = { "subtitle", WORDS_MARK("Subtitle"), NULL, 300, INPUT_LINE, false },
    [WEEK_FIRST] = { "first", WORDS_MARK("First day"), NULL, 10, INPUT_DATE, true },
    [WEEK_LAST] = { "last", WORDS_MARK("Last day"), NULL, 10, INPUT_DATE, true },
    [WEEK_ZONE] = { "zone", WORDS_MARK("Time zone of the week"),
                    WORDS_MARK("A city such as Europe/Berlin. The talks keep their hours."), 64,
                    INPUT_LINE, true },
    [WEEK_PLACE] = { "place", WORDS_MARK("Place"), NULL, 200, INPUT_LINE, false },
    [WEEK_TEXT] = { "text", WORDS_MARK("Welcome"), MARKDOWN_HINT, MARKDOWN_MAX, INPUT_TEXT, false },
};

static const struct weeks_field talk_fields[] = {
    [TALK_TITLE] = { "title", WORDS_MARK("Title"), NULL, 200, INPUT_LINE, true },
    [TALK_SUBTITLE] = { "subtitle", WORDS_MARK("Subtitle"), NULL, 300, INPUT_LINE, false },
    [TALK_SPEAKERS] = { "speakers", WORDS_MARK("Who speaks"), WORDS_MARK("One name a line."), 120,
                        INPUT_LINES, false },
    [TALK_DAY] = { "day", WORDS_MARK("Day"), NULL, 10, INPUT_DAY, true },
    [TALK_START] = { "start", WORDS_MARK("Begins at"),
                     WORDS_MARK("As 14:00. A talk before 5:00 belongs to the night after its day."),
                     5, INPUT_TIME, true },
    [TALK_MINUTES] = { "minutes", WORDS_MARK("Minutes"), NULL, 5, INPUT_NUMBER, true },
    [TALK_PLACE] = { "place", WORDS_MARK("Place"), NULL, 200, INPUT_LINE, false },
    [TALK_TRACK] = { "track", WORDS_MARK("Track"), NULL, 200, INPUT_LINE, false },
    [TALK_LANGUAGE] = { "language", WORDS_MARK("Language"), WORDS_MARK("As de or en."), 12,
                        INPUT_LINE, false },
    [TALK_TEXT] = { "text", WORDS_MARK("Text"), MARKDOWN_HINT, MARKDOWN_MAX, INPUT_TEXT, false },
};

static const struct weeks_field speaker_fields[] = {
    [SPEAKER_NAME] = { "name", WORDS_MARK("Name"), NULL, 120, INPUT_LINE, true },
    [SPEAKER_BIOGRAPHY] = { "biography", WORDS_MARK("About the person"), MARKDOWN_HINT,
                            MARKDOWN_MAX, INPUT_TEXT, false },
};

struct weeks_fields weeks_versions_fields(enum weeks_kind kind)
{
    static const struct weeks_fields fields[WEEKS_KINDS] = {
        [WEEKS_KIND_WEEK] = { week_fields, COUNT_OF(week_fields) },
        [WEEKS_KIND_TALK] = { talk_fields, COUNT_OF(talk_fields) },
        [WEEKS_KIND_SPEAKER] = { speaker_fields, COUNT_OF(speaker_fields) },
    };
    ASSERT(kind < WEEKS_KINDS);
    return fields[kind];
}

bool weeks_versions_same(const struct weeks_paper *x, const struct weeks_paper *y)
{
    for (size_t i = 0; i < weeks_versions_fields(x->kind).n; i++)
        if (!str_eq(x->value[i], y->value[i]))
            return false;
    return true;
}

static str paper_json(arena *a, const struct weeks_paper *p)
{
    struct weeks_fields fields = weeks_versions_fields(p->kind);
    json_t *all = json_object();
    for (size_t i = 0; i < fields.n; i++)
        json_object_set_new(all, fields.item[i].name, json_text(p->value[i]));
    return json_text_dump(a, json_text_on(a, all), JSON_COMPACT);
}

struct weeks_paper weeks_versions_paper(arena *a, enum weeks_kind kind, int64_t id,
                                        const struct weeks_version *v)
{
    struct weeks_fields fields = weeks_versions_fields(kind);
    struct weeks_paper p = { .kind = kind, .id = id, .version = v->version };
    json_t *all = json_loadb(v->fields.n ? v->fields.p : "", v->fields.n, 0, NULL);
    for (size_t i = 0; i < fields.n; i++) {
        const json_t *value = json_object_get(all, fields.item[i].name);
        p.value[i] = S("");
        if (json_is_string(value))
            p.value[i] = str_copy(a, (str){ json_string_value(value), json_string_length(value) });
    }
    json_decref(all);
    return p;
}

const err *weeks_versions_keep(store *s, arena *a, const struct weeks_paper *before,
                               const struct weeks_paper *after, const struct weeks_author *author)
{
    struct weeks_version was = { before->version, clock_now_ms(), S(""), S("first"),
                                 paper_json(a, before) };
    struct weeks_version is = { before->version + 1, was.time_ms, author->name, author->via,
                                paper_json(a, after) };
    TRY(weeks_edit_store_keep(s, a, before->kind, before->id, &was));
    TRY(weeks_edit_store_keep(s, a, before->kind, before->id, &is));
    return weeks_edit_store_set_version(s, a, before->kind, before->id, is.version);
}
