/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit.c - see weeks_edit.h.
 */
#include "feature/weeks/weeks_edit.h"

#include "base/check.h"
#include "engine/when/when.h"
#include "feature/weeks/weeks_edit_store.h"
#include "feature/weeks/weeks_edit_write.h"

/* ---- loading --------------------------------------------------------------------------------- */

static const err *load_week(store *s, arena *a, int64_t id, struct weeks_paper *ret)
{
    struct week w = { 0 };
    TRY(weeks_store_week_by_id(s, a, id, &w));
    *ret = (struct weeks_paper){ WEEKS_KIND_WEEK,
                                 id,
                                 w.version,
                                 { [WEEK_TITLE] = w.title,
                                   [WEEK_SUBTITLE] = w.subtitle,
                                   [WEEK_FIRST] = w.start_date,
                                   [WEEK_LAST] = w.end_date,
                                   [WEEK_ZONE] = w.zone,
                                   [WEEK_PLACE] = w.place,
                                   [WEEK_TEXT] = w.text } };
    return NULL;
}

static const err *load_talk(store *s, arena *a, int64_t id, struct weeks_paper *ret)
{
    struct talk t = { 0 };
    struct week w = { 0 };
    TRY(weeks_store_talk_by_id(s, a, id, &t));
    TRY(weeks_store_week_by_id(s, a, t.week, &w));
    struct when_local start = when_local_of(t.start_ms, w.zone);
    *ret =
        (struct weeks_paper){ WEEKS_KIND_TALK,
                              id,
                              t.version,
                              { [TALK_TITLE] = t.title,
                                [TALK_SUBTITLE] = t.subtitle,
                                [TALK_SPEAKERS] = weeks_edit_write_names(a, &t),
                                [TALK_DAY] = t.day,
                                [TALK_START] = str_format(a, "%02d:%02d", start.hour, start.minute),
                                [TALK_MINUTES] = str_format(a, "%lld", (long long)t.duration_min),
                                [TALK_PLACE] = t.place,
                                [TALK_TRACK] = t.track,
                                [TALK_LANGUAGE] = t.language,
                                [TALK_TEXT] = t.text } };
    return NULL;
}

static const err *load_speaker(store *s, arena *a, int64_t id, struct weeks_paper *ret)
{
    struct speaker who = { 0 };
    TRY(weeks_edit_store_speaker(s, a, id, &who));
    *ret =
        (struct weeks_paper){ WEEKS_KIND_SPEAKER,
                              id,
                              who.version,
                              { [SPEAKER_NAME] = who.name, [SPEAKER_BIOGRAPHY] = who.biography } };
    return NULL;
}

const err *weeks_edit_load(store *s, arena *a, enum weeks_kind kind, int64_t id,
                           struct weeks_paper *ret)
{
    if (kind == WEEKS_KIND_WEEK)
        return load_week(s, a, id, ret);
    return kind == WEEKS_KIND_TALK ? load_talk(s, a, id, ret) : load_speaker(s, a, id, ret);
}

/* ---- checking -------------------------------------------------------------------------------- */

static const err *check(store *s, arena *a, enum lang lang, struct weeks_paper *p,
                        struct weeks_faults *ret)
{
    if (p->kind == WEEKS_KIND_WEEK) {
        struct talks talks = { 0 };
        TRY(weeks_store_talks(s, a, WEEKS_DRAFTS_TOO, p->id, &talks));
        *ret = weeks_edit_check_week(a, lang, p, &talks);
    } else if (p->kind == WEEKS_KIND_TALK) {
        struct talk t = { 0 };
        struct days days = { 0 };
        TRY(weeks_store_talk_by_id(s, a, p->id, &t));
        TRY(weeks_store_days(s, a, t.week, &days));
        *ret = weeks_edit_check_talk(a, lang, p, &days);
    } else {
        *ret = weeks_edit_check_speaker(a, lang, p);
    }
    return NULL;
}

/* ---- saving ---------------------------------------------------------------------------------- */

/* What the writer left as it was follows the other's change; what they wrote stays. */
static struct weeks_paper merged(const struct weeks_paper *mine, const struct weeks_paper *shown,
                                 const struct weeks_paper *now)
{
    struct weeks_paper ret = *mine;
    ret.version = now->version;
    for (size_t i = 0; i < WEEKS_PAPER_MAX; i++)
        if (mine->value[i].p == NULL || str_eq(mine->value[i], shown->value[i]))
            ret.value[i] = now->value[i];
    return ret;
}

static const err *base_of(store *s, arena *a, const struct weeks_paper *mine,
                          const struct weeks_paper *now, struct weeks_paper *ret)
{
    struct weeks_version v = { 0 };
    if (mine->version == now->version) {
        *ret = *now;
        return NULL;
    }
    const err *e = weeks_edit_store_version(s, a, mine->kind, mine->id, mine->version, &v);
    if (e != NULL && e->kind == ERR_MISSING)
        FAIL_CAUSE(a, ERR_INVALID, e, "the form was made from a version that never was");
    TRY(e);
    *ret = weeks_versions_paper(a, mine->kind, mine->id, &v);
    return NULL;
}

static const err *store_change(store *s, arena *a, enum lang lang, const struct weeks_paper *now,
                               const struct weeks_author *author, struct weeks_saving *saving)
{
    struct weeks_paper *p = &saving->paper;
    TRY(check(s, a, lang, p, &saving->faults));
    if (!weeks_edit_check_good(&saving->faults)) {
        saving->outcome = WEEKS_FAULTY;
        return NULL;
    }
    saving->outcome = WEEKS_SAVED;
    if (weeks_versions_same(now, p))
        return NULL;
    TRY(weeks_edit_write(s, a, now, p));
    TRY(weeks_versions_keep(s, a, now, p, author));
    p->version = now->version + 1;
    return NULL;
}

const err *weeks_edit_save(store *s, arena *a, enum lang lang, const struct weeks_paper *form,
                           const struct weeks_author *author, struct weeks_saving *ret)
{
    struct weeks_paper now = { 0 }, base = { 0 };
    struct weeks_paper mine = weeks_edit_check_clean(a, form);
    struct weeks_saving saving = { 0 };
    TX(t, s, a);
    TRY(weeks_edit_load(s, a, form->kind, form->id, &now));
    TRY(base_of(s, a, &mine, &now, &base));
    /* A form cleans what an import brought: that is no change of the writer's. */
    struct weeks_paper shown = weeks_edit_check_clean(a, &base);
    saving.paper = merged(&mine, &shown, &now);
    if (base.version != now.version && !weeks_versions_same(&saving.paper, &now)) {
        saving.outcome = WEEKS_CONFLICT;
        saving.theirs = now;
        TRY(weeks_edit_store_version(s, a, now.kind, now.id, now.version, &saving.last));
    } else {
        TRY(store_change(s, a, lang, &now, author, &saving));
    }
    TRY(tx_commit(&t));
    *ret = saving;
    return NULL;
}

const err *weeks_edit_restore(store *s, arena *a, enum lang lang, enum weeks_kind kind, int64_t id,
                              int64_t version, const struct weeks_author *author,
                              struct weeks_saving *ret)
{
    struct weeks_paper now = { 0 };
    struct weeks_version v = { 0 };
    struct weeks_saving saving = { 0 };
    TX(t, s, a);
    TRY(weeks_edit_load(s, a, kind, id, &now));
    TRY(weeks_edit_store_version(s, a, kind, id, version, &v));
    saving.paper = weeks_versions_paper(a, kind, id, &v);
    saving.paper.version = now.version;
    TRY(store_change(s, a, lang, &now, author, &saving));
    TRY(tx_commit(&t));
    *ret = saving;
    return NULL;
}
