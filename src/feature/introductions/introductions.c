/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions.c - what may be drafted, what waits for whom, who is asked no more. The steps are
 * in introductions_steps.c, the answers by link in introductions_answer.c.
 */
#include "feature/introductions/introductions.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "engine/when/when.h"
#include "feature/introductions/introductions_steps.h"
#include "feature/introductions/introductions_store.h"

/* ---- suggestions ----------------------------------------------------------------------------- */

/* Registered before the first request, only read afterwards. */
static introductions_suggest_fn *suggest;

void introductions_suggest_by(introductions_suggest_fn *fn)
{
    suggest = fn;
}

const err *introductions_suggested(store *s, arena *a, account_id owner, enum lang lang,
                                   struct introduction_suggestions *ret)
{
    *ret = (struct introduction_suggestions){ 0 };
    return suggest == NULL ? NULL : suggest(s, a, owner, lang, ret);
}

/* ---- as it stands ---------------------------------------------------------------------------- */

struct introduction_facts introductions_facts(const struct introduction *i)
{
    struct introduction_facts f = { .in_turn = i->in_turn,
                                    .introduced = i->introduced_ms != 0,
                                    .withdrawn = i->withdrawn_ms != 0,
                                    .posted = !str_empty(i->post) };
    for (size_t side = 0; side < 2; side++) {
        const struct introduction_side *d = &i->side[side];
        f.side[side] = introductions_rules_state(d->state);
        f.told[side] = d->told_ms != 0;
        f.by_owner[side] = str_eq(d->answered_by, S("owner"));
        f.may_ask[side] = d->may_ask;
        f.worth[side] = d->worth;
        f.released[side] = d->released_ms != 0;
    }
    return f;
}

enum introduction_stage introductions_stage(const struct introduction *i)
{
    struct introduction_facts f = introductions_facts(i);
    return introductions_rules_stage(&f);
}

int64_t introductions_ended_ms(const struct introduction *i)
{
    enum introduction_stage stage = introductions_stage(i);
    int64_t last = 0;
    if (stage == STAGE_WITHDRAWN)
        return i->withdrawn_ms;
    if (stage != STAGE_DECLINED && stage != STAGE_NOT_NOW)
        return 0;
    for (size_t side = 0; side < 2; side++)
        if (introductions_rules_declined(introductions_rules_state(i->side[side].state)) &&
            i->side[side].answered_ms > last)
            last = i->side[side].answered_ms;
    return last;
}

int introductions_follow_due(const struct introduction *i, int64_t now_ms)
{
    if (i->introduced_ms == 0 || introductions_stage(i) == STAGE_KNOWN)
        return 0;
    if (now_ms - i->introduced_ms >= INTRODUCTION_SECOND_MS)
        return i->followed60_ms == 0 ? 60 : 0;
    if (now_ms - i->introduced_ms >= INTRODUCTION_FIRST_MS)
        return i->followed14_ms == 0 ? 14 : 0;
    return 0;
}

static bool asked_and_waits(const struct introduction_side *d)
{
    enum introduction_answer state = introductions_rules_state(d->state);
    return state == SIDE_ASKED || state == SIDE_REMINDED;
}

/* Somebody who said yes to something that came to nothing still has to hear so. */
static bool to_be_told(const struct introduction *i)
{
    struct introduction_facts f = introductions_facts(i);
    return introductions_rules_refusal(&f, ACT_TELL, 0) == NULL ||
           introductions_rules_refusal(&f, ACT_TELL, 1) == NULL;
}

enum introduction_wait introductions_waits(const struct introduction *i, int64_t now_ms)
{
    switch (introductions_stage(i)) {
    case STAGE_DRAFTED:
    case STAGE_AGREED:
        return WAIT_OWNER;
    case STAGE_ASKED:
        return asked_and_waits(&i->side[0]) || asked_and_waits(&i->side[1]) ? WAIT_ANSWER
                                                                            : WAIT_OWNER;
    case STAGE_NOT_NOW:
    case STAGE_DECLINED:
        return to_be_told(i) ? WAIT_OWNER : WAIT_NOBODY;
    case STAGE_INTRODUCED:
        if (introductions_follow_due(i, now_ms) != 0)
            return WAIT_OWNER;
        return i->followed60_ms == 0 ? WAIT_TIME : WAIT_NOBODY;
    case STAGE_KNOWN:
    case STAGE_WITHDRAWN:
    case STAGES:
        break;
    }
    return WAIT_NOBODY;
}

/* ---- the gate -------------------------------------------------------------------------------- */

MUST static const err *one_of_them(store *s, arena *a, account_id owner, enum lang lang,
                                   person_id id, const char *field, struct person *ret)
{
    int64_t never_ms = 0;
    const err *e = id.v > 0 ? book_person_get(s, a, owner, id, ret) : NULL;
    if (id.v <= 0 || (e != NULL && e->kind == ERR_MISSING))
        return introductions_steps_wrong(a, lang, field,
                                         WORDS_MARK("Choose somebody of your book."));
    TRY(e);
    TRY(introductions_store_never(s, a, owner, ret->id, &never_ms));
    if (never_ms != 0)
        return introductions_steps_wrong(
            a, lang, field, WORDS_MARK("This person has asked not to be asked again."));
    if (ret->rests_ms != 0)
        return introductions_steps_wrong(a, lang, field,
                                         WORDS_MARK("You let this person rest at the moment."));
    return NULL;
}

static bool of_pair(const struct introduction *i, person_id one, person_id other)
{
    int64_t a = i->side[0].person.v, b = i->side[1].person.v;
    return (a == one.v && b == other.v) || (a == other.v && b == one.v);
}

static const char *former(const struct introduction *i, int64_t now_ms)
{
    enum introduction_stage stage = introductions_stage(i);
    if (stage == STAGE_INTRODUCED || stage == STAGE_KNOWN)
        return WORDS_MARK("You have introduced these two to each other already.");
    if (stage <= STAGE_AGREED)
        return WORDS_MARK("You are already about to introduce these two.");
    if (introductions_rules_too_soon(stage, introductions_ended_ms(i), now_ms))
        return stage == STAGE_NOT_NOW
                   ? WORDS_MARK("One of the two said: not now. Let a month pass.")
                   : WORDS_MARK("This came to nothing less than a year ago. Let it rest.");
    return NULL;
}

const err *introductions_gate(store *s, arena *a, account_id owner, enum lang lang, person_id one,
                              person_id other, str names[2])
{
    struct introduction_list all = { 0 };
    struct person p = { 0 }, q = { 0 };
    names[0] = names[1] = S("");
    const err *e = one_of_them(s, a, owner, lang, one, "a", &p);
    names[0] = p.called.name;
    TRY(e);
    e = one_of_them(s, a, owner, lang, other, "b", &q);
    names[1] = q.called.name;
    TRY(e);
    if (p.id.v == q.id.v)
        return introductions_steps_wrong(a, lang, "b", WORDS_MARK("Choose two different people."));
    TRY(introductions_store_list(s, a, owner, p.id, &all));
    for (size_t i = 0; i < all.n; i++) {
        const char *why = former(&all.item[i], clock_now_ms());
        if (of_pair(&all.item[i], p.id, q.id) && why != NULL)
            return introductions_steps_wrong(a, lang, "pair", why);
    }
    return NULL;
}

/* ---- drafting -------------------------------------------------------------------------------- */

static bool key_ok(str key)
{
    for (size_t i = 0; i < key.n; i++) {
        char c = key.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '_' || c == '-';
        if (!plain)
            return false;
    }
    return key.n >= 1 && key.n <= 64;
}

/* The parent must be this account's: an introduction of its own, or an encounter. */
MUST static const err *chain_parent(store *s, arena *a, account_id owner, str kind, int64_t id)
{
    struct introduction from = { 0 };
    struct encounter e = { 0 };
    if (str_eq(kind, S("introduction")))
        return introductions_store_get(s, a, owner, (introduction_id){ id }, &from);
    return encounters_get(s, a, owner, (encounter_id){ id }, &e);
}

MUST static const err *add(store *s, arena *a, account_id owner, const struct introduction *i,
                           const struct introduction_draft *d, introduction_id *ret)
{
    struct introduction_step step = { .time_ms = i->created_ms,
                                      .side = -1,
                                      .what = S("drafted"),
                                      .who = S("owner"),
                                      .words = S("") };
    TRY(introductions_store_add(s, a, owner, i, ret));
    TRY(introductions_store_step(s, a, owner, *ret, &step));
    if (str_empty(d->from_kind))
        return NULL;
    TRY(chain_parent(s, a, owner, d->from_kind, d->from_id));
    return introductions_store_chain(s, a, owner,
                                     (struct introductions_link){ S("introduction"), ret->v },
                                     (struct introductions_link){ d->from_kind, d->from_id });
}

const err *introductions_draft(store *s, arena *a, account_id owner, enum lang lang,
                               const struct introduction_draft *d, introduction_id *ret)
{
    str names[2];
    struct person p = { 0 };
    bool found = false;
    struct introduction i = {
        .key = str_empty(d->key) ? id_token(a) : d->key,
        .why = utf8_text(a, str_empty(d->why) ? S("") : d->why),
        .fee = utf8_line(a, str_empty(d->fee) ? S("") : d->fee),
        .in_turn = d->in_turn,
        .stays = d->stays,
        .created_ms = clock_now_ms(),
    };
    if (!key_ok(i.key))
        FAIL(a, ERR_INVALID, "the key of an introduction has 1 to 64 letters, digits, _ and -");
    if (utf8_count(i.why) > INTRODUCTIONS_WORDS_MAX)
        return introductions_steps_wrong(a, lang, "why", WORDS_MARK("This is too long."));
    if (utf8_count(i.fee) > INTRODUCTIONS_LINE_MAX)
        return introductions_steps_wrong(a, lang, "fee", WORDS_MARK("This is too long."));
    TX(t, s, a);
    TRY(introductions_store_by_key(s, a, owner, i.key, ret, &found));
    if (found)
        return tx_commit(&t);
    TRY(introductions_gate(s, a, owner, lang, d->a, d->b, names));
    TRY(book_person_get(s, a, owner, d->a, &p));
    i.side[0] = (struct introduction_side){ .person = p.id, .language = lang_tag(lang) };
    TRY(book_person_get(s, a, owner, d->b, &p));
    i.side[1] = (struct introduction_side){ .person = p.id, .language = lang_tag(lang) };
    if (d->behalf.v != 0) {
        TRY(book_person_get(s, a, owner, d->behalf, &p));
        i.behalf = p.id;
    }
    TRY(add(s, a, owner, &i, d, ret));
    return tx_commit(&t);
}

/* ---- reading --------------------------------------------------------------------------------- */

const err *introductions_get(store *s, arena *a, account_id owner, introduction_id id,
                             struct introduction *ret)
{
    return introductions_store_get(s, a, owner, id, ret);
}

const err *introductions_steps(store *s, arena *a, account_id owner, introduction_id id,
                               struct introduction_steps *ret)
{
    return introductions_store_steps(s, a, owner, id, ret);
}

const err *introductions_all(store *s, arena *a, account_id owner, struct introduction_list *ret)
{
    return introductions_store_list(s, a, owner, (person_id){ 0 }, ret);
}

const err *introductions_of(store *s, arena *a, account_id owner, person_id person,
                            struct introduction_list *ret)
{
    struct person p = { 0 };
    TRY(book_person_get(s, a, owner, person, &p));
    return introductions_store_list(s, a, owner, p.id, ret);
}

/* ---- never again, named ---------------------------------------------------------------------- */

const err *introductions_never(store *s, arena *a, account_id owner, person_id person,
                               int64_t *ret_since_ms)
{
    struct person p = { 0 };
    TRY(book_person_get(s, a, owner, person, &p));
    return introductions_store_never(s, a, owner, p.id, ret_since_ms);
}

const err *introductions_never_lift(store *s, arena *a, account_id owner, person_id person)
{
    struct person p = { 0 };
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, person, &p));
    TRY(introductions_store_never_drop(s, a, owner, p.id));
    return tx_commit(&t);
}

const err *introductions_named(store *s, arena *a, account_id owner, person_id person,
                               struct introduction_named *ret)
{
    struct person p = { 0 };
    TRY(book_person_get(s, a, owner, person, &p));
    return introductions_store_named(s, a, owner, p.id, ret);
}

const err *introductions_name(store *s, arena *a, account_id owner, enum lang lang,
                              person_id person, const struct introduction_named *given)
{
    struct person p = { 0 };
    struct when_date day;
    str today = { 0 };
    struct introduction_named clean = { .dated = str_trim(given->dated),
                                        .source = utf8_line(a, given->source) };
    TRY(book_today(s, a, &today));
    if (str_empty(clean.dated))
        clean.dated = today;
    if (!when_date_parse(clean.dated, &day) || str_cmp(clean.dated, today) > 0)
        return introductions_steps_wrong(a, lang, "dated",
                                         WORDS_MARK("Please give a day that has been."));
    if (utf8_count(clean.source) > INTRODUCTIONS_LINE_MAX)
        return introductions_steps_wrong(a, lang, "source", WORDS_MARK("This is too long."));
    TX(t, s, a);
    TRY(book_person_get(s, a, owner, person, &p));
    TRY(introductions_store_name_drop(s, a, owner, p.id));
    if (!str_empty(clean.source))
        TRY(introductions_store_name(s, a, owner, p.id, &clean));
    return tx_commit(&t);
}
