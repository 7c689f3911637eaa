/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_keep.c - see introductions_keep.h.
 */
#include "feature/introductions/introductions_keep.h"

#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/introductions/introductions_steps.h"
#include "feature/introductions/introductions_store.h"
#include "feature/introductions/introductions_view.h"
#include "feature/mail/mail.h"

/* A moment, or "" where it has not come. */
static json_t *moment(arena *a, int64_t ms)
{
    return json_text(ms == 0 ? S("") : when_rfc3339(a, ms, S("UTC")));
}

static json_t *worth_json(int64_t worth)
{
    return worth == WORTH_UNKNOWN ? json_null() : json_real((double)worth / 10);
}

static json_t *side_json(arena *a, const struct introduction_side *d)
{
    json_t *one =
        json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o}", "person",
                  (json_int_t)d->person.v, "state", json_text(d->state), "way", json_text(d->way),
                  "asked", moment(a, d->asked_ms), "reminded", moment(a, d->reminded_ms),
                  "answered", moment(a, d->answered_ms), "answered_by", json_text(d->answered_by),
                  "said", json_text(d->said), "told", moment(a, d->told_ms), "may_ask", d->may_ask,
                  "worth", worth_json(d->worth), "worth_words", json_text(d->worth_words),
                  "released", moment(a, d->released_ms));
    json_object_set_new(one, "subject", json_text(d->subject));
    json_object_set_new(one, "words", json_text(d->words));
    json_object_set_new(one, "reminder", json_text(d->reminder));
    return one;
}

static json_t *steps_json(arena *a, const struct introduction_steps *steps, int64_t only)
{
    json_t *all = json_array();
    for (size_t i = 0; i < steps->n; i++) {
        const struct introduction_step *step = &steps->item[i];
        if (only >= 0 && step->side >= 0 && step->side != only)
            continue;
        json_array_append_new(
            all, json_pack("{s:o, s:I, s:o, s:o, s:o}", "time", moment(a, step->time_ms), "side",
                           (json_int_t)step->side, "what", json_text(step->what), "who",
                           json_text(step->who), "words", json_text(step->words)));
    }
    return all;
}

const err *introductions_keep_json(store *s, arena *a, account_id owner,
                                   const struct introduction *i, json_t **ret)
{
    struct introduction_steps steps = { 0 };
    struct introductions_links from = { 0 };
    TRY(introductions_store_steps(s, a, owner, i->id, &steps));
    TRY(introductions_store_parent(
        s, a, owner, (struct introductions_link){ S("introduction"), i->id.v }, &from));
    json_t *sides = json_array();
    for (size_t k = 0; k < 2; k++) {
        json_t *side = side_json(a, &i->side[k]);
        json_object_set_new(side, "name", json_text(i->side[k].name));
        json_array_append_new(sides, side);
    }
    *ret = json_pack(
        "{s:I, s:o, s:o, s:o, s:b, s:b, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
        (json_int_t)i->id.v, "stage", json_text(introductions_view_stage_name(i)), "why",
        json_text(i->why), "fee", json_text(i->fee), "in_turn", i->in_turn, "stays", i->stays,
        "on_behalf_of", (json_int_t)i->behalf.v, "drafted", moment(a, i->created_ms), "introduced",
        moment(a, i->introduced_ms), "way", json_text(i->way), "words", json_text(i->words),
        "withdrawn", moment(a, i->withdrawn_ms), "post", json_text(i->post), "sides", sides,
        "steps", steps_json(a, &steps, -1), "came_from",
        from.n == 0 ? json_null()
                    : json_pack("{s:o, s:I}", "kind", json_text(from.item[0].kind), "id",
                                (json_int_t)from.item[0].id));
    return NULL;
}

/* ---- one person ------------------------------------------------------------------------------ */

static const err *own_side(store *s, arena *a, account_id owner, const struct introduction *i,
                           person_id whole, json_t *list)
{
    struct introduction_steps steps = { 0 };
    TRY(introductions_store_steps(s, a, owner, i->id, &steps));
    for (size_t k = 0; k < 2; k++) {
        if (i->side[k].person.v != whole.v)
            continue;
        json_t *one = side_json(a, &i->side[k]);
        json_object_set_new(one, "drafted", moment(a, i->created_ms));
        json_object_set_new(one, "introduced", moment(a, i->introduced_ms));
        json_object_set_new(one, "fee", json_text(i->fee));
        json_object_set_new(one, "steps", steps_json(a, &steps, (int64_t)k));
        json_array_append_new(list, one);
    }
    return NULL;
}

const err *introductions_keep_dossier(store *s, arena *a, account_id owner, person_id whole,
                                      json_t *into)
{
    struct introduction_list all = { 0 };
    struct introduction_named named = { 0 };
    struct introductions_requests requests = { 0 };
    int64_t never_ms = 0;
    json_t *list = json_array(), *asked = json_array();
    json_object_set_new(into, "introductions", list);
    json_object_set_new(into, "introduction_requests", asked);
    TRY(introductions_store_list(s, a, owner, whole, &all));
    for (size_t i = 0; i < all.n; i++)
        TRY(own_side(s, a, owner, &all.item[i], whole, list));
    TRY(introductions_store_never(s, a, owner, whole, &never_ms));
    json_object_set_new(into, "introductions_never_again", moment(a, never_ms));
    TRY(introductions_store_named(s, a, owner, whole, &named));
    if (!str_empty(named.dated))
        json_object_set_new(into, "introductions_may_be_named",
                            json_pack("{s:o, s:o}", "since", json_text(named.dated), "source",
                                      json_text(named.source)));
    TRY(introductions_store_requests(s, a, owner, whole, &requests));
    for (size_t i = 0; i < requests.n; i++)
        json_array_append_new(asked, json_pack("{s:o, s:o, s:o, s:o}", "time",
                                               moment(a, requests.item[i].time_ms), "what",
                                               json_text(requests.item[i].what), "words",
                                               json_text(requests.item[i].words), "done",
                                               moment(a, requests.item[i].done_ms)));
    return NULL;
}

const err *introductions_keep_erase(store *s, arena *a, account_id owner, person_id whole)
{
    struct introduction_list all = { 0 };
    TRY(introductions_store_list(s, a, owner, whole, &all));
    for (size_t i = 0; i < all.n; i++) {
        TRY(mail_erase_about(s, a, owner.v, INTRODUCTIONS_PURPOSE, all.item[i].id.v));
        TRY(introductions_store_drop(s, a, owner, all.item[i].id));
    }
    return introductions_store_drop_person(s, a, owner, whole);
}

/* ---- the whole account ----------------------------------------------------------------------- */

const err *introductions_keep_archive(store *s, arena *a, account_id owner, json_t *into)
{
    struct introduction_list all = { 0 };
    json_t *list = json_array();
    json_object_set_new(into, "introductions", list);
    TRY(introductions_store_list(s, a, owner, (person_id){ 0 }, &all));
    for (size_t i = 0; i < all.n; i++) {
        json_t *one = NULL;
        TRY(introductions_keep_json(s, a, owner, &all.item[i], &one));
        json_array_append_new(list, one);
    }
    return NULL;
}

const err *introductions_keep_empty(store *s, arena *a, account_id owner)
{
    struct introduction_list all = { 0 };
    TRY(introductions_store_list(s, a, owner, (person_id){ 0 }, &all));
    for (size_t i = 0; i < all.n; i++)
        TRY(mail_erase_about(s, a, owner.v, INTRODUCTIONS_PURPOSE, all.item[i].id.v));
    return introductions_store_empty(s, a, owner);
}
