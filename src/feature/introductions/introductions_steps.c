/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_steps.c - see introductions_steps.h.
 */
#include "feature/introductions/introductions_steps.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "feature/introductions/introductions_post.h"
#include "feature/introductions/introductions_store.h"

const err *introductions_steps_wrong(arena *a, enum lang lang, const char *field, const char *msgid)
{
    return err_form(
        a, HERE, &(struct err_field){ .field = str_of(field), .message = words(lang, msgid) }, 1);
}

static const err *refused(arena *a, enum lang lang, const char *msgid)
{
    struct err *e = NEW(a, struct err);
    *e = *introductions_steps_wrong(a, lang, "step", msgid);
    e->kind = ERR_CONFLICT;
    return e;
}

/* Asks the rules; the introduction as it stands. */
MUST static const err *begin(store *s, arena *a, const struct introductions_at *at,
                             enum introduction_act act, struct introduction *ret)
{
    TRY(introductions_store_get(s, a, at->owner, at->id, ret));
    struct introduction_facts f = introductions_facts(ret);
    const char *why = introductions_rules_refusal(&f, act, at->side);
    return why == NULL ? NULL : refused(a, at->lang, why);
}

static bool is_way(str way)
{
    return str_eq(way, S("mail")) || str_eq(way, S("telephone")) || str_eq(way, S("in person"));
}

/* ---- applying -------------------------------------------------------------------------------- */

static bool is_answer(enum introduction_act act)
{
    return act >= ACT_YES && act <= ACT_NEVER;
}

/* The dates that an act leaves. */
static void date_side(struct introduction_side *d, enum introduction_act act, str who, str said,
                      int64_t now_ms)
{
    if (act == ACT_ASK)
        d->asked_ms = now_ms;
    if (act == ACT_UNASK) {
        d->asked_ms = d->went_ms = d->mail = 0;
        d->way = S("");
    }
    if (act == ACT_REMIND)
        d->reminded_ms = now_ms;
    if (is_answer(act) || act == ACT_SILENT) {
        d->answered_ms = now_ms;
        d->answered_by = str_eq(who, S("they")) ? S("own word") : who;
        d->said = said;
    }
    if (act == ACT_UNANSWER) {
        d->answered_ms = 0;
        d->answered_by = d->said = S("");
    }
    if (act == ACT_TELL)
        d->told_ms = now_ms;
    if (act == ACT_RELEASE)
        d->released_ms = now_ms;
}

static void date_both(struct introduction *i, enum introduction_act act, int64_t now_ms)
{
    if (act == ACT_WITHDRAW)
        i->withdrawn_ms = now_ms;
    if (act == ACT_RESUME)
        i->withdrawn_ms = 0;
    if (act == ACT_INTRODUCE)
        i->introduced_ms = now_ms;
    if (act == ACT_UNINTRODUCE) {
        i->introduced_ms = 0;
        i->way = S("");
    }
    if (act == ACT_FOLLOW && now_ms - i->introduced_ms >= INTRODUCTION_SECOND_MS)
        i->followed60_ms = now_ms;
    else if (act == ACT_FOLLOW)
        i->followed14_ms = now_ms;
}

static bool about_both(enum introduction_act act)
{
    return act == ACT_WRITE || act == ACT_INTRODUCE || act == ACT_UNINTRODUCE ||
           act == ACT_FOLLOW || act == ACT_POST || act == ACT_WITHDRAW || act == ACT_RESUME;
}

const err *introductions_steps_apply(store *s, arena *a, const struct introductions_at *at,
                                     struct introduction *i, enum introduction_act act, str who,
                                     str said)
{
    struct introduction_facts f = introductions_facts(i);
    struct introduction_side *d = &i->side[at->side];
    const char *why = introductions_rules_refusal(&f, act, at->side);
    int64_t now_ms = clock_now_ms();
    if (why != NULL)
        return refused(a, at->lang, why);
    introductions_rules_take(&f, act, at->side);
    d->state = introductions_rules_state_name(f.side[at->side]);
    date_side(d, act, who, said, now_ms);
    date_both(i, act, now_ms);
    if (act == ACT_NEVER)
        TRY(introductions_store_never_set(s, a, at->owner, d->person, at->id, now_ms));
    TRY(introductions_store_keep(s, a, at->owner, i));
    TRY(introductions_store_keep_side(s, a, at->owner, d));
    return introductions_store_step(
        s, a, at->owner, at->id,
        &(struct introduction_step){ .time_ms = now_ms,
                                     .side = about_both(act) ? -1 : (int64_t)at->side,
                                     .what = introductions_rules_act_name(act),
                                     .who = who,
                                     .words = said });
}

/* ---- the words ------------------------------------------------------------------------------- */

MUST static const err *clean_text(arena *a, enum lang lang, const char *field, str given,
                                  size_t most, str *ret)
{
    str clean = str_empty(given) ? S("") : utf8_text(a, given);
    if (utf8_count(clean) > most)
        return introductions_steps_wrong(a, lang, field, WORDS_MARK("This is too long."));
    *ret = clean;
    return NULL;
}

const err *introductions_steps_shown(store *s, arena *a, account_id owner,
                                     const struct introduction *i, size_t side,
                                     struct introduction_signs *ret)
{
    const struct introduction_side *d = &i->side[side];
    struct introductions_person other = { 0 };
    TRY(introductions_person(s, a, owner, i->side[!side].person, LANG_DE, &other));
    *ret = (struct introduction_signs){ 0 };
    if (!str_empty(other.named.source))
        return NULL;
    str all = str_join(a, (str[]){ d->subject, d->words, d->reminder, i->fee }, 4, S("\n"));
    *ret = introductions_reveal(a, all, &other.signs);
    return NULL;
}

const err *introductions_steps_write(store *s, arena *a, const struct introductions_at *at,
                                     const struct introductions_words *given,
                                     struct introduction_signs *ret)
{
    struct introduction i = { 0 };
    struct introductions_person to = { 0 };
    struct introduction_signs shown = { 0 };
    TX(t, s, a);
    TRY(introductions_store_get(s, a, at->owner, at->id, &i));
    struct introduction_facts f = introductions_facts(&i);
    struct introduction_side *d = &i.side[at->side];
    const char *why = introductions_rules_refusal(&f, ACT_ASK, at->side);
    if (f.side[at->side] != SIDE_UNASKED || f.withdrawn || f.introduced)
        return refused(a, at->lang, why);
    TRY(clean_text(a, at->lang, "subject", utf8_line(a, given->subject), MAIL_SUBJECT_MAX,
                   &d->subject));
    TRY(clean_text(a, at->lang, "words", given->words, INTRODUCTIONS_WORDS_MAX, &d->words));
    TRY(clean_text(a, at->lang, "reminder", given->reminder, INTRODUCTIONS_WORDS_MAX,
                   &d->reminder));
    TRY(introductions_person(s, a, at->owner, d->person, at->lang, &to));
    d->language = lang_tag(to.letter.lang);
    TRY(introductions_store_keep_side(s, a, at->owner, d));
    TRY(introductions_steps_shown(s, a, at->owner, &i, at->side, &shown));
    TRY(tx_commit(&t));
    if (ret != NULL)
        *ret = shown;
    return NULL;
}

const err *introductions_steps_change(store *s, arena *a, const struct introductions_at *at,
                                      str why, str fee, bool in_turn, bool stays)
{
    struct introduction i = { 0 };
    TX(t, s, a);
    TRY(begin(s, a, at, ACT_WRITE, &i));
    TRY(clean_text(a, at->lang, "why", why, INTRODUCTIONS_WORDS_MAX, &i.why));
    TRY(clean_text(a, at->lang, "fee", utf8_line(a, fee), INTRODUCTIONS_LINE_MAX, &i.fee));
    i.in_turn = in_turn;
    i.stays = stays;
    TRY(introductions_store_keep(s, a, at->owner, &i));
    return tx_commit(&t);
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* What stands against asking this person now, besides the rules. */
MUST static const err *may_be_asked(store *s, arena *a, const struct introductions_at *at,
                                    const struct introductions_person *to)
{
    int64_t never_ms = 0;
    TRY(introductions_store_never(s, a, at->owner, to->p.id, &never_ms));
    if (never_ms != 0)
        return refused(a, at->lang, WORDS_MARK("This person has asked not to be asked again."));
    if (to->p.rests_ms != 0)
        return refused(a, at->lang, WORDS_MARK("You let this person rest at the moment."));
    return NULL;
}

MUST static const err *mail_can_go(store *s, arena *a, const struct introductions_at *at,
                                   const struct introduction *i,
                                   const struct introductions_person *to, bool knowing)
{
    struct introduction_signs shown = { 0 };
    const struct introduction_side *d = &i->side[at->side];
    if (str_empty(to->email))
        return introductions_steps_wrong(
            a, at->lang, "words", WORDS_MARK("Your book has no mail address of this person."));
    if (str_empty(d->words) || str_empty(d->subject))
        return introductions_steps_wrong(
            a, at->lang, "words",
            WORDS_MARK("First write a subject and your own words to this person."));
    TRY(introductions_steps_shown(s, a, at->owner, i, at->side, &shown));
    if (shown.n > 0 && !knowing)
        return introductions_steps_wrong(
            a, at->lang, "words",
            WORDS_MARK("Your words may tell who the other side is. Change them, or say that you "
                       "have looked at it."));
    return NULL;
}

const err *introductions_steps_ask(store *s, arena *a, const struct introductions_at *at, str way,
                                   bool knowing)
{
    struct introduction i = { 0 };
    struct introductions_person to = { 0 };
    if (!is_way(way))
        FAIL(a, ERR_INVALID, "nobody is asked that way");
    TX(t, s, a);
    TRY(begin(s, a, at, ACT_ASK, &i));
    struct introduction_side *d = &i.side[at->side];
    TRY(introductions_person(s, a, at->owner, d->person, at->lang, &to));
    TRY(may_be_asked(s, a, at, &to));
    d->way = way;
    d->language = lang_tag(to.letter.lang);
    if (str_eq(way, S("mail"))) {
        TRY(mail_can_go(s, a, at, &i, &to, knowing));
        TRY(introductions_post_ask(s, a, at, &i, &to, d->words, &d->mail));
    } else {
        d->went_ms = clock_now_ms();
    }
    TRY(introductions_steps_apply(s, a, at, &i, ACT_ASK, S("owner"), S("")));
    return tx_commit(&t);
}

/* ---- what needs no more than its name -------------------------------------------------------- */

/* Mails that wait are taken back with what they were about. */
MUST static const err *take_back(store *s, arena *a, const struct introductions_at *at,
                                 const struct introduction *i, enum introduction_act act)
{
    int64_t now_ms = clock_now_ms();
    if (act == ACT_UNASK) {
        TRY(introductions_store_token_end(s, a, at->owner, at->id, (int64_t)at->side, now_ms));
        return introductions_post_withdraw(s, a, at, i->side[at->side].mail, true);
    }
    if (act == ACT_UNINTRODUCE) {
        TRY(introductions_post_withdraw(s, a, at, i->side[0].mail, str_eq(i->way, S("mail"))));
        return introductions_post_withdraw(s, a, at, i->side[1].mail, str_eq(i->way, S("mail")));
    }
    if (act == ACT_WITHDRAW) {
        TRY(introductions_store_token_end(s, a, at->owner, at->id, -1, now_ms));
        TRY(introductions_post_withdraw(s, a, at, i->side[0].mail, false));
        return introductions_post_withdraw(s, a, at, i->side[1].mail, false);
    }
    if (is_answer(act)) /* by telephone meanwhile: the link is of no use any more */
        return introductions_store_token_end(s, a, at->owner, at->id, (int64_t)at->side, now_ms);
    return NULL;
}

const err *introductions_steps_take(store *s, arena *a, const struct introductions_at *at,
                                    enum introduction_act act, str given)
{
    struct introduction i = { 0 };
    str said = { 0 };
    bool plain = is_answer(act) || act == ACT_UNASK || act == ACT_UNANSWER ||
                 act == ACT_UNINTRODUCE || act == ACT_FOLLOW || act == ACT_RELEASE ||
                 act == ACT_WITHDRAW || act == ACT_RESUME;
    if (!plain)
        FAIL(a, ERR_INVALID, "this step needs more than its name");
    TRY(clean_text(a, at->lang, "said", given, INTRODUCTIONS_LINE_MAX, &said));
    TX(t, s, a);
    TRY(begin(s, a, at, act, &i));
    bool was_never = str_eq(i.side[at->side].state, S("never"));
    TRY(take_back(s, a, at, &i, act));
    TRY(introductions_steps_apply(s, a, at, &i, act, S("owner"), said));
    if (act == ACT_UNANSWER && was_never)
        TRY(introductions_store_never_drop(s, a, at->owner, i.side[at->side].person));
    return tx_commit(&t);
}

const err *introductions_steps_tell(store *s, arena *a, const struct introductions_at *at, str way)
{
    struct introduction i = { 0 };
    struct introductions_person to = { 0 };
    if (!is_way(way))
        FAIL(a, ERR_INVALID, "nobody is told that way");
    TX(t, s, a);
    TRY(begin(s, a, at, ACT_TELL, &i));
    TRY(introductions_person(s, a, at->owner, i.side[at->side].person, at->lang, &to));
    if (str_eq(way, S("mail")))
        TRY(introductions_post_tell(s, a, at, &i, &to, &i.side[at->side].mail));
    TRY(introductions_steps_apply(s, a, at, &i, ACT_TELL, S("owner"), S("")));
    return tx_commit(&t);
}

/* ---- bringing together, and what came of it -------------------------------------------------- */

const err *introductions_steps_introduce(store *s, arena *a, const struct introductions_at *at,
                                         str way, str given)
{
    struct introduction i = { 0 };
    if (!is_way(way))
        FAIL(a, ERR_INVALID, "nobody is introduced that way");
    TX(t, s, a);
    TRY(begin(s, a, at, ACT_INTRODUCE, &i));
    TRY(clean_text(a, at->lang, "words", given, INTRODUCTIONS_WORDS_MAX, &i.words));
    i.way = way;
    if (str_eq(way, S("mail"))) {
        if (str_empty(i.words))
            return introductions_steps_wrong(a, at->lang, "words",
                                             WORDS_MARK("Write your own words to the two."));
        TRY(introductions_post_introduce(s, a, at, &i));
    }
    TRY(introductions_store_keep_side(s, a, at->owner, &i.side[0]));
    TRY(introductions_store_keep_side(s, a, at->owner, &i.side[1]));
    TRY(introductions_steps_apply(s, a, at, &i, ACT_INTRODUCE, S("owner"), S("")));
    return tx_commit(&t);
}

const err *introductions_steps_ask_outcome(store *s, arena *a, const struct introductions_at *at,
                                           str given)
{
    struct introduction i = { 0 };
    struct introductions_person to = { 0 };
    str own = { 0 };
    TX(t, s, a);
    TRY(begin(s, a, at, ACT_ASK_OUTCOME, &i));
    TRY(introductions_person(s, a, at->owner, i.side[at->side].person, at->lang, &to));
    TRY(may_be_asked(s, a, at, &to));
    TRY(clean_text(a, at->lang, "words", given, INTRODUCTIONS_WORDS_MAX, &own));
    if (str_empty(own) || str_empty(to.email))
        return introductions_steps_wrong(
            a, at->lang, "words",
            str_empty(own) ? WORDS_MARK("Write your own words.")
                           : WORDS_MARK("Your book has no mail address of this person."));
    TRY(introductions_post_ask_outcome(s, a, at, &i, &to, own, &i.side[at->side].mail));
    TRY(introductions_steps_apply(s, a, at, &i, ACT_ASK_OUTCOME, S("owner"), S("")));
    return tx_commit(&t);
}

const err *introductions_steps_outcome(store *s, arena *a, const struct introductions_at *at,
                                       int64_t worth, str given)
{
    struct introduction i = { 0 };
    str said = { 0 };
    if (!introductions_rules_worth_ok(worth))
        return introductions_steps_wrong(a, at->lang, "worth",
                                         WORDS_MARK("Choose what came of it; from 2.5 up to 10."));
    TRY(clean_text(a, at->lang, "said", given, INTRODUCTIONS_LINE_MAX, &said));
    TX(t, s, a);
    TRY(begin(s, a, at, ACT_OUTCOME, &i));
    struct introduction_side *d = &i.side[at->side];
    d->worth = worth;
    d->worth_words = said;
    d->worth_by = S("owner");
    d->worth_ms = clock_now_ms();
    d->released_ms = 0; /* what was released was another outcome */
    TRY(introductions_steps_apply(s, a, at, &i, ACT_OUTCOME, S("owner"), said));
    return tx_commit(&t);
}

const err *introductions_steps_posted(store *s, arena *a, const struct introductions_at *at,
                                      str post)
{
    struct introduction i = { 0 };
    TX(t, s, a);
    TRY(begin(s, a, at, ACT_POST, &i));
    i.post = post;
    struct introduction_step step = { .time_ms = clock_now_ms(),
                                      .side = -1,
                                      .what = introductions_rules_act_name(ACT_POST),
                                      .who = S("owner"),
                                      .words = S("") };
    TRY(introductions_store_keep(s, a, at->owner, &i));
    TRY(introductions_store_step(s, a, at->owner, at->id, &step));
    return tx_commit(&t);
}
