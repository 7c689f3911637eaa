/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_keep.c - what care holds of one person, or of one account: told, erased, taken along
 * (book_part.h).
 */
#include "base/json_text.h"
#include "feature/care/care_aims.h"
#include "feature/care/care_rules.h"
#include "feature/mail/mail.h"

static json_t *step_json(const struct aim_step *s)
{
    return json_pack("{s:o, s:o, s:b}", "text", json_text(s->text), "due", json_text(s->due),
                     "done", s->done_ms != 0);
}

/* An aim with the steps that are about this person; other people are not named. */
static const err *aim_of_person(store *s, arena *a, account_id owner, person_id whole,
                                const struct aim *aim, json_t *list)
{
    struct aim_steps steps = { 0 };
    json_t *about = json_array();
    json_array_append_new(list, json_pack("{s:o, s:o, s:b, s:o}", "title", json_text(aim->title),
                                          "state", json_text(aim->state), "for_this_person",
                                          aim->on_behalf_of.v == whole.v, "steps", about));
    TRY(care_aims_steps(s, a, owner, aim->id, &steps));
    for (size_t i = 0; i < steps.n; i++)
        if (steps.item[i].person.v == whole.v)
            json_array_append_new(about, step_json(&steps.item[i]));
    return NULL;
}

const err *care_keep_dossier(store *s, arena *a, account_id owner, person_id whole, json_t *into)
{
    struct aim_list aims = { 0 };
    struct care_snooze_rows snoozes = { 0 };
    json_t *list = json_array();
    json_object_set_new(into, "aims", list);
    TRY(care_aims_of(s, a, owner, whole, &aims));
    for (size_t i = 0; i < aims.n; i++)
        TRY(aim_of_person(s, a, owner, whole, &aims.item[i], list));
    TRY(care_store_snoozes(s, a, owner, S(""), &snoozes));
    for (size_t i = 0; i < snoozes.n; i++)
        if (snoozes.item[i].ref == whole.v && str_eq(snoozes.item[i].what, S("person")))
            json_object_set_new(into, "put_off_until", json_text(snoozes.item[i].until));
    return NULL;
}

/* Mails that told Today bear names: they go as well. */
const err *care_keep_erase(store *s, arena *a, account_id owner, person_id whole)
{
    TRY(care_store_erase(s, a, owner, whole));
    return mail_erase_about(s, a, owner.v, CARE_MAIL_PURPOSE, owner.v);
}

static const err *archive_aim(store *s, arena *a, account_id owner, const struct aim *aim,
                              json_t *list)
{
    struct aim_people people = { 0 };
    struct aim_steps steps = { 0 };
    json_t *ids = json_array(), *all = json_array();
    json_array_append_new(list, json_pack("{s:I, s:o, s:o, s:I, s:o, s:o, s:o}", "id",
                                          (json_int_t)aim->id.v, "title", json_text(aim->title),
                                          "why", json_text(aim->why), "on_behalf_of",
                                          (json_int_t)aim->on_behalf_of.v, "state",
                                          json_text(aim->state), "people", ids, "steps", all));
    TRY(care_aims_people(s, a, owner, aim->id, &people));
    for (size_t i = 0; i < people.n; i++)
        json_array_append_new(ids, json_integer(people.item[i].person.v));
    TRY(care_aims_steps(s, a, owner, aim->id, &steps));
    for (size_t i = 0; i < steps.n; i++) {
        json_t *step = step_json(&steps.item[i]);
        json_object_set_new(step, "person", json_integer(steps.item[i].person.v));
        json_array_append_new(all, step);
    }
    return NULL;
}

static const err *archive_settings(store *s, arena *a, account_id owner, json_t *into)
{
    struct care_mail_row mailed = { 0 };
    struct care_feed_row feed = { 0 };
    int64_t minutes = 0;
    bool by_mail = false, by_calendar = false;
    TRY(care_store_hours(s, a, owner, &minutes));
    TRY(care_store_mail_of(s, a, owner, &mailed, &by_mail));
    TRY(care_store_feed_of(s, a, owner, &feed, &by_calendar));
    json_t *all =
        json_pack("{s:I, s:b}", "minutes_a_week", (json_int_t)minutes, "calendar", by_calendar);
    if (by_mail)
        json_object_set_new(all, "mail_at_hour", json_integer(mailed.hour));
    json_object_set_new(into, "care", all);
    return NULL;
}

const err *care_keep_archive(store *s, arena *a, account_id owner, json_t *into)
{
    struct aim_list aims = { 0 };
    struct care_snooze_rows snoozes = { 0 };
    json_t *list = json_array(), *off = json_array();
    json_object_set_new(into, "aims", list);
    json_object_set_new(into, "put_off", off);
    TRY(care_aims_list(s, a, owner, &aims));
    for (size_t i = 0; i < aims.n; i++)
        TRY(archive_aim(s, a, owner, &aims.item[i], list));
    TRY(care_store_snoozes(s, a, owner, S(""), &snoozes));
    for (size_t i = 0; i < snoozes.n; i++)
        json_array_append_new(off,
                              json_pack("{s:o, s:I, s:o}", "what", json_text(snoozes.item[i].what),
                                        "id", (json_int_t)snoozes.item[i].ref, "until",
                                        json_text(snoozes.item[i].until)));
    return archive_settings(s, a, owner, into);
}

const err *care_keep_empty(store *s, arena *a, account_id owner)
{
    TRY(care_store_empty(s, a, owner));
    return mail_erase_about(s, a, owner.v, CARE_MAIL_PURPOSE, owner.v);
}
