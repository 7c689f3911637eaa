/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_care.c - what the introductions give to Today: whose turn it is, and whom to ask
 * what came of it. Declared in introductions_web.h.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "feature/introductions/introductions_web.h"

/* Few, so that Today stays short; the list has all. */
#define REASONS_MAX 3

/* Whose page it leads from: the one whose answer it is about, else the first. */
static person_id about_whom(const struct introduction *i)
{
    struct introduction_facts f = introductions_facts(i);
    for (size_t side = 0; side < 2; side++)
        if (f.side[side] == SIDE_UNASKED || introductions_rules_refusal(&f, ACT_TELL, side) == NULL)
            return i->side[side].person;
    return i->side[0].person;
}

static const char *text_of(const struct introduction *i, int64_t now_ms)
{
    if (introductions_follow_due(i, now_ms) != 0)
        return WORDS_MARK("introduced to {other}: ask what came of it");
    switch (introductions_stage(i)) {
    case STAGE_AGREED:
        return WORDS_MARK("both have said yes: introduce them, {names}");
    case STAGE_NOT_NOW:
    case STAGE_DECLINED:
        return WORDS_MARK("said yes, and is to hear that it does not fit at the moment");
    case STAGE_ASKED:
        return WORDS_MARK("the other has said yes: now ask here, {names}");
    case STAGE_DRAFTED:
    case STAGE_INTRODUCED:
    case STAGE_KNOWN:
    case STAGE_WITHDRAWN:
    case STAGES:
        break;
    }
    return NULL; /* a draft presses nobody */
}

const err *introductions_care_reasons(const struct care_asking *ask, struct care_reasons *into)
{
    struct introduction_list all = { 0 };
    int64_t now_ms = clock_now_ms();
    size_t given = 0;
    TRY(introductions_all(ask->store, ask->arena, ask->owner, &all));
    for (size_t k = all.n; k-- > 0 && given < REASONS_MAX;) { /* the oldest has waited longest */
        const struct introduction *i = &all.item[k];
        const char *text = introductions_waits(i, now_ms) == WAIT_OWNER ? text_of(i, now_ms) : NULL;
        if (text == NULL)
            continue;
        person_id whom = about_whom(i);
        const struct words_value values[] = {
            { "other", i->side[i->side[0].person.v == whom.v].name },
            { "names", introductions_view_names(ask->arena, ask->lang, i) },
        };
        care_reason_put(
            ask, into,
            &(struct care_reason){
                .why = CARE_WHY_ANSWER,
                .person = whom,
                .text = words_fill(ask->arena, words(ask->lang, text), values, COUNT_OF(values)),
                .path = introductions_view_path(ask->arena, i->id) });
        given++;
    }
    return NULL;
}
