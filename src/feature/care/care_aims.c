/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_aims.c - the rules of aims.
 */
#include "feature/care/care_aims.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "feature/care/care_aim_store.h"

static const err *wrong(arena *a, enum lang lang, const char *field, const char *msgid)
{
    return err_form(a, HERE, &(struct err_field){ str_of(field), words(lang, msgid) }, 1);
}

static const err *checked(arena *a, enum lang lang, struct aim *aim)
{
    aim->title = utf8_line(a, aim->title);
    aim->why = str_trim(utf8_text(a, aim->why));
    if (str_empty(aim->why))
        aim->why = S("");
    if (str_empty(aim->title))
        return wrong(a, lang, "title", WORDS_MARK("What do you want to reach?"));
    if (utf8_count(aim->title) > AIM_TITLE_MAX)
        return wrong(a, lang, "title", WORDS_MARK("This text is too long."));
    if (utf8_count(aim->why) > AIM_WHY_MAX)
        return wrong(a, lang, "why", WORDS_MARK("This text is too long."));
    return NULL;
}

/* The whole person, who must be in the book; nobody stays nobody. */
static const err *whole(store *s, arena *a, account_id owner, person_id *person)
{
    struct person p = { 0 };
    if (person->v == 0)
        return NULL;
    TRY(book_person_get(s, a, owner, *person, &p));
    *person = p.id;
    return NULL;
}

const err *care_aims_add(store *s, arena *a, account_id owner, const struct aim *given,
                         enum lang lang, aim_id *ret)
{
    struct aim aim = *given;
    TRY(checked(a, lang, &aim));
    TX(t, s, a);
    TRY(whole(s, a, owner, &aim.on_behalf_of));
    TRY(care_aim_store_add(s, a, owner, &aim, ret));
    return tx_commit(&t);
}

const err *care_aims_get(store *s, arena *a, account_id owner, aim_id id, struct aim *ret)
{
    return care_aim_store_get(s, a, owner, id, ret);
}

const err *care_aims_change(store *s, arena *a, account_id owner, const struct aim *given,
                            enum lang lang)
{
    struct aim aim = { 0 }, said = *given;
    TRY(checked(a, lang, &said));
    TX(t, s, a);
    TRY(care_aim_store_get(s, a, owner, given->id, &aim));
    TRY(whole(s, a, owner, &said.on_behalf_of));
    aim.title = said.title;
    aim.why = said.why;
    aim.on_behalf_of = said.on_behalf_of;
    TRY(care_aim_store_change(s, a, owner, &aim));
    return tx_commit(&t);
}

const err *care_aims_state(store *s, arena *a, account_id owner, aim_id id, str state)
{
    struct aim aim = { 0 };
    if (!str_eq(state, S("open")) && !str_eq(state, S("reached")) && !str_eq(state, S("dropped")))
        FAIL(a, ERR_INVALID, "no such state of an aim");
    TX(t, s, a);
    TRY(care_aim_store_get(s, a, owner, id, &aim));
    aim.state = state;
    TRY(care_aim_store_change(s, a, owner, &aim));
    return tx_commit(&t);
}

const err *care_aims_remove(store *s, arena *a, account_id owner, aim_id id, bool removed)
{
    struct aim aim = { 0 };
    TX(t, s, a);
    TRY(care_aim_store_get(s, a, owner, id, &aim));
    aim.removed_ms = removed ? clock_now_ms() : 0;
    TRY(care_aim_store_change(s, a, owner, &aim));
    return tx_commit(&t);
}

const err *care_aims_list(store *s, arena *a, account_id owner, struct aim_list *ret)
{
    return care_aim_store_list(s, a, owner, ret);
}

const err *care_aims_of(store *s, arena *a, account_id owner, person_id person,
                        struct aim_list *ret)
{
    TRY(whole(s, a, owner, &person));
    return care_aim_store_of(s, a, owner, person, ret);
}

/* ---- people ---------------------------------------------------------------------------------- */

const err *care_aims_people(store *s, arena *a, account_id owner, aim_id id, struct aim_people *ret)
{
    return care_aim_store_people(s, a, owner, id, ret);
}

const err *care_aims_person_add(store *s, arena *a, account_id owner, aim_id id, person_id person)
{
    struct aim aim = { 0 };
    TX(t, s, a);
    TRY(care_aim_store_get(s, a, owner, id, &aim));
    TRY(whole(s, a, owner, &person));
    TRY(care_aim_store_person_add(s, a, owner, id, person));
    return tx_commit(&t);
}

const err *care_aims_person_drop(store *s, arena *a, account_id owner, aim_id id, person_id person)
{
    struct aim aim = { 0 };
    TX(t, s, a);
    TRY(care_aim_store_get(s, a, owner, id, &aim));
    TRY(whole(s, a, owner, &person));
    TRY(care_aim_store_person_drop(s, a, owner, id, person));
    return tx_commit(&t);
}

/* ---- steps ----------------------------------------------------------------------------------- */

const err *care_aims_steps(store *s, arena *a, account_id owner, aim_id id, struct aim_steps *ret)
{
    return care_aim_store_steps(s, a, owner, id, ret);
}

const err *care_aims_step_add(store *s, arena *a, account_id owner, const struct aim_step *given,
                              enum lang lang, int64_t *ret)
{
    struct aim_step step = *given;
    struct when_date day;
    step.text = utf8_line(a, step.text);
    step.due = str_trim(step.due);
    if (str_empty(step.text))
        return wrong(a, lang, "text", WORDS_MARK("What is the next step?"));
    if (utf8_count(step.text) > AIM_STEP_MAX)
        return wrong(a, lang, "text", WORDS_MARK("This text is too long."));
    if (str_empty(step.due))
        step.due = S("");
    else if (!when_date_parse(step.due, &day))
        return wrong(a, lang, "due", WORDS_MARK("There is no such day."));
    TX(t, s, a);
    TRY(whole(s, a, owner, &step.person));
    TRY(care_aim_store_step_add(s, a, owner, &step, ret));
    return tx_commit(&t);
}

const err *care_aims_step_set(store *s, arena *a, account_id owner, int64_t id,
                              enum aim_step_change change, aim_id *ret_aim)
{
    struct aim_step step = { 0 };
    int64_t now = clock_now_ms();
    TX(t, s, a);
    TRY(care_aim_store_step(s, a, owner, id, &step));
    if (change == AIM_STEP_DONE || change == AIM_STEP_OPEN)
        step.done_ms = change == AIM_STEP_DONE ? now : 0;
    else
        step.removed_ms = change == AIM_STEP_REMOVED ? now : 0;
    TRY(care_aim_store_step_set(s, a, owner, id, step.done_ms, step.removed_ms));
    *ret_aim = step.aim;
    return tx_commit(&t);
}
