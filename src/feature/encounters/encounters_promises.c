/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_promises.c - promises, mine and theirs; declared in encounters.h.
 */
#include "base/clock.h"
#include "base/utf8.h"
#include "engine/when/when.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_store.h"

static const err *check(arena *a, str *text, str *due, enum lang lang)
{
    struct when_date day;
    *text = utf8_line(a, *text);
    if (str_empty(*text))
        return encounters_rules_wrong(a, lang, "text", WORDS_MARK("What was promised?"));
    if (utf8_count(*text) > ENCOUNTERS_PROMISE_MAX)
        return encounters_rules_wrong(a, lang, "text", WORDS_MARK("This text is too long."));
    if (str_empty(*due))
        *due = S("");
    else if (!when_date_parse(*due, &day))
        return encounters_rules_wrong(a, lang, "due", WORDS_MARK("There is no such day."));
    return NULL;
}

/* The words of a promise are found with the encounter in which it was made. */
static const err *index_again(store *s, arena *a, account_id owner, encounter_id id)
{
    return id.v == 0 ? NULL : encounters_rules_index(s, a, owner, id);
}

const err *encounters_promise_add(store *s, arena *a, account_id owner, const struct promise *given,
                                  enum lang lang, promise_id *ret)
{
    struct promise p = *given;
    if (!str_eq(p.side, S("mine")) && !str_eq(p.side, S("theirs")))
        return encounters_rules_wrong(a, lang, "side", WORDS_MARK("Please choose one."));
    TRY(check(a, &p.text, &p.due, lang));
    TX(t, s, a);
    TRY(encounters_store_promise_add(s, a, owner, &p, ret));
    TRY(index_again(s, a, owner, p.encounter));
    return tx_commit(&t);
}

const err *encounters_promise_get(store *s, arena *a, account_id owner, promise_id id,
                                  struct promise *ret)
{
    return encounters_store_promise_get(s, a, owner, id, ret);
}

const err *encounters_promise_step(store *s, arena *a, account_id owner, promise_id id,
                                   enum promise_step step)
{
    int64_t now = clock_now_ms();
    TX(t, s, a);
    if (step == PROMISE_REMOVED || step == PROMISE_RESTORED)
        TRY(encounters_store_promise_remove(s, a, owner, id, step == PROMISE_REMOVED ? now : 0));
    else
        TRY(encounters_store_promise_state(s, a, owner, id, step == PROMISE_KEPT ? now : 0,
                                           step == PROMISE_DROPPED ? now : 0));
    return tx_commit(&t);
}

const err *encounters_promise_change(store *s, arena *a, account_id owner, promise_id id, str text,
                                     str due, person_id person, enum lang lang)
{
    struct promise p = { 0 };
    TRY(check(a, &text, &due, lang));
    TX(t, s, a);
    TRY(encounters_store_promise_get(s, a, owner, id, &p));
    if (person.v != 0) {
        struct person known = { 0 };
        TRY(book_person_get(s, a, owner, person, &known));
    }
    TRY(encounters_store_promise_change(s, a, owner, id, text, due, person));
    TRY(index_again(s, a, owner, p.encounter));
    return tx_commit(&t);
}

const err *encounters_promises(store *s, arena *a, account_id owner, person_id person,
                               struct promise_list *ret)
{
    return encounters_store_promises(s, a, owner, person, ret);
}

const err *encounters_promises_due(store *s, arena *a, account_id owner, str until, int64_t limit,
                                   struct promise_list *ret)
{
    return encounters_store_promises_due(s, a, owner, until, limit, ret);
}

const err *encounters_promises_made(store *s, arena *a, account_id owner, encounter_id id,
                                    struct promise_list *ret)
{
    return encounters_store_promises_made(s, a, owner, id, ret);
}
