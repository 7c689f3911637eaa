/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_post.c - see introductions_post.h; and the job (introductions_steps.h).
 */
#include "feature/introductions/introductions_post.h"

#include "base/clock.h"
#include "base/id.h"
#include "feature/house/house.h"
#include "feature/introductions/introductions_mails.h"
#include "feature/introductions/introductions_store.h"

/* Not sent any more when the answer would come too late to count. */
#define ASK_GOOD_MS (20 * INTRODUCTION_DAY_MS)

/* ---- into the queue -------------------------------------------------------------------------- */

struct parcel {
    const struct introductions_person *to;
    enum lang lang;
    str subject, text, link;
    struct letter_party reply_to; /* empty: the owner */
    int64_t expires_ms;
    int64_t former; /* the mail that it follows; 0: none */
};

MUST static const err *queue(store *s, arena *a, const struct introductions_at *at,
                             const struct introductions_owner *from, const struct parcel *p,
                             int64_t *ret_mail)
{
    struct mail_item former = { 0 };
    bool to_owner = str_empty(p->reply_to.address);
    struct letter_party owner = { from->name,
                                  letter_address_ok(from->email) ? from->email : S("") };
    if (p->former != 0)
        TRY(mail_find(s, a, at->owner.v, p->former, &former));
    return mail_queue(s, a,
                      &(struct mail_order){ .account = at->owner.v,
                                            .purpose = INTRODUCTIONS_PURPOSE,
                                            .about = at->id.v,
                                            .to = { p->to->p.called.name, p->to->email },
                                            .from_name = from->name,
                                            .reply_to = to_owner ? owner : p->reply_to,
                                            .subject = p->subject,
                                            .text = p->text,
                                            .link = p->link,
                                            .lang = p->lang,
                                            .in_reply_to = former.message_id,
                                            .expires_ms = p->expires_ms },
                      ret_mail);
}

/* A link for one side; its token is in the mail alone. */
MUST static const err *link_new(store *s, arena *a, const struct introductions_at *at, str purpose,
                                str *ret)
{
    str token = id_token(a);
    int64_t now_ms = clock_now_ms();
    struct introductions_token t = { .account = at->owner.v,
                                     .introduction = at->id.v,
                                     .side = (int64_t)at->side,
                                     .purpose = purpose };
    TRY(introductions_store_token_add(s, a, id_digest(a, token), &t, now_ms,
                                      now_ms + INTRODUCTION_TOKEN_MS));
    *ret = str_join(a, (str[]){ at->base, S("/answer/"), token }, 3, S(""));
    return NULL;
}

static enum lang language_of(const struct introduction_side *d)
{
    enum lang lang = LANG_DE;
    (void)lang_from_tag(d->language, &lang);
    return lang;
}

const err *introductions_post_ask(store *s, arena *a, const struct introductions_at *at,
                                  const struct introduction *i,
                                  const struct introductions_person *to, str own, int64_t *ret_mail)
{
    const struct introduction_side *d = &i->side[at->side];
    struct introductions_owner from = { 0 };
    struct parcel p = { .to = to,
                        .lang = language_of(d),
                        .subject = d->subject,
                        .expires_ms = clock_now_ms() + ASK_GOOD_MS,
                        .former = d->mail };
    TRY(introductions_store_owner(s, a, at->owner, &from));
    TRY(link_new(s, a, at, S("ask"), &p.link));
    p.text = introductions_mails_ask(a, p.lang, own, i->fee, from.name);
    return queue(s, a, at, &from, &p, ret_mail);
}

const err *introductions_post_tell(store *s, arena *a, const struct introductions_at *at,
                                   const struct introduction *i,
                                   const struct introductions_person *to, int64_t *ret_mail)
{
    const struct introduction_side *d = &i->side[at->side];
    struct introductions_owner from = { 0 };
    if (str_empty(to->email))
        return introductions_steps_wrong(
            a, at->lang, "step", WORDS_MARK("Your book has no mail address of this person."));
    TRY(introductions_store_owner(s, a, at->owner, &from));
    struct parcel p = { .to = to,
                        .lang = to->letter.lang,
                        .subject = str_empty(d->subject)
                                       ? words(to->letter.lang, "About the introduction")
                                       : d->subject,
                        .text = introductions_mails_tell(a, to->letter.lang, to->letter.opening,
                                                         to->letter.closing, from.name),
                        .former = d->mail };
    return queue(s, a, at, &from, &p, ret_mail);
}

const err *introductions_post_introduce(store *s, arena *a, const struct introductions_at *at,
                                        struct introduction *i)
{
    struct introductions_person side[2] = { 0 };
    struct introductions_owner from = { 0 };
    TRY(introductions_store_owner(s, a, at->owner, &from));
    for (size_t k = 0; k < 2; k++) {
        TRY(introductions_person(s, a, at->owner, i->side[k].person, at->lang, &side[k]));
        if (str_empty(side[k].email))
            return introductions_steps_wrong(
                a, at->lang, "words",
                WORDS_MARK("Your book has no mail address of one of the two."));
    }
    for (size_t k = 0; k < 2; k++) {
        const struct introductions_person *other = &side[!k];
        enum lang lang = side[k].letter.lang;
        const struct words_value names[] = { { "one", side[0].p.called.name },
                                             { "other", side[1].p.called.name } };
        struct parcel p = {
            .to = &side[k],
            .lang = lang,
            .subject = words_fill(a, words(lang, "{one} and {other}"), names, 2),
            .text = introductions_mails_introduce(a, lang, i->words, other->p.called.name,
                                                  other->email, S(""), i->stays, from.name),
            .former = i->side[k].mail,
        };
        if (!i->stays)
            p.reply_to = (struct letter_party){ other->p.called.name, other->email };
        TRY(queue(s, a, at, &from, &p, &i->side[k].mail));
    }
    return NULL;
}

const err *introductions_post_ask_outcome(store *s, arena *a, const struct introductions_at *at,
                                          const struct introduction *i,
                                          const struct introductions_person *to, str own,
                                          int64_t *ret_mail)
{
    struct introductions_owner from = { 0 };
    struct parcel p = { .to = to,
                        .lang = to->letter.lang,
                        .subject = words(to->letter.lang, "What came of it?"),
                        .expires_ms = clock_now_ms() + ASK_GOOD_MS,
                        .former = i->side[at->side].mail };
    TRY(introductions_store_owner(s, a, at->owner, &from));
    TRY(link_new(s, a, at, S("outcome"), &p.link));
    p.text = introductions_mails_outcome(a, p.lang, own, from.name);
    return queue(s, a, at, &from, &p, ret_mail);
}

const err *introductions_post_withdraw(store *s, arena *a, const struct introductions_at *at,
                                       int64_t mail_id, bool must)
{
    if (mail_id == 0)
        return NULL;
    const err *e = mail_withdraw(s, a, at->owner.v, mail_id);
    if (e == NULL || e->kind != ERR_CONFLICT)
        return e;
    if (!must)
        return NULL;
    struct err *gone = NEW(a, struct err);
    *gone = *introductions_steps_wrong(a, at->lang, "step",
                                       WORDS_MARK("The mail has left the house already."));
    gone->kind = ERR_CONFLICT;
    return gone;
}

/* ---- what time does -------------------------------------------------------------------------- */

/* When the ask left the house, by mail server or by hand; 0 where it has not. */
MUST static const err *went(store *s, arena *a, account_id owner, const struct introduction_side *d,
                            int64_t *ret_ms)
{
    struct mail_item m = { 0 };
    *ret_ms = d->went_ms;
    if (d->went_ms != 0 || d->mail == 0)
        return NULL;
    TRY(mail_find(s, a, owner.v, d->mail, &m));
    if (str_eq(m.state, S("sent")) || str_eq(m.state, S("by hand")))
        *ret_ms = m.changed_ms;
    return NULL;
}

MUST static const err *remind(store *s, arena *a, const struct introductions_at *at,
                              struct introduction *i)
{
    struct introductions_person to = { 0 };
    struct introduction_side *d = &i->side[at->side];
    int64_t never_ms = 0;
    TRY(introductions_person(s, a, at->owner, d->person, at->lang, &to));
    TRY(introductions_store_never(s, a, at->owner, to.p.id, &never_ms));
    if (never_ms != 0 || to.p.rests_ms != 0 || str_empty(to.email))
        return NULL;
    TRY(introductions_post_ask(s, a, at, i, &to, d->reminder, &d->mail));
    return introductions_steps_apply(s, a, at, i, ACT_REMIND, S("house"), S(""));
}

/* How one side stands now, and what time asks for. */
struct look {
    struct introduction i;
    int64_t went_ms;
    enum introduction_act act; /* ACTS: nothing */
    bool news;                 /* it has left the house since the last look */
};

MUST static const err *look_at(store *s, arena *a, const struct introductions_at *at,
                               struct look *ret)
{
    struct look l = { 0 };
    TRY(introductions_store_get(s, a, at->owner, at->id, &l.i));
    const struct introduction_side *d = &l.i.side[at->side];
    struct introduction_facts f = introductions_facts(&l.i);
    TRY(went(s, a, at->owner, d, &l.went_ms));
    bool has_reminder = str_eq(d->way, S("mail")) && !str_empty(d->reminder);
    l.act = introductions_rules_due(f.side[at->side], l.went_ms, has_reminder, clock_now_ms());
    if (l.act != ACTS && introductions_rules_refusal(&f, l.act, at->side) != NULL)
        l.act = ACTS;
    l.news = l.went_ms != d->went_ms;
    *ret = l;
    return NULL;
}

MUST static const err *work_one(store *s, arena *a, const struct introductions_at *at)
{
    struct look l = { 0 };
    TRY(look_at(s, a, at, &l));
    if (l.act == ACTS && !l.news)
        return NULL;
    TX(t, s, a);
    TRY(look_at(s, a, at, &l)); /* as it is now that nobody else writes */
    struct introduction_side *d = &l.i.side[at->side];
    d->went_ms = l.went_ms;
    TRY(introductions_store_keep_side(s, a, at->owner, d));
    if (l.act == ACT_REMIND)
        TRY(remind(s, a, at, &l.i));
    if (l.act == ACT_SILENT) {
        TRY(introductions_store_token_end(s, a, at->owner, at->id, (int64_t)at->side,
                                          clock_now_ms()));
        TRY(introductions_steps_apply(s, a, at, &l.i, ACT_SILENT, S("house"), S("")));
    }
    return tx_commit(&t);
}

/* One that fails does not keep the others waiting; the first failure is told. */
const err *introductions_steps_work(store *s, arena *a)
{
    struct introductions_waitings all = { 0 };
    const err *first = NULL;
    str base = { 0 };
    TRY(house_setting(s, a, "url", &base));
    TRY(introductions_store_waiting(s, a, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct introductions_at at = { .owner = all.item[i].account,
                                       .lang = LANG_DE,
                                       .base = base,
                                       .id = all.item[i].introduction,
                                       .side = (size_t)all.item[i].side };
        const err *e = work_one(s, a, &at);
        if (first == NULL)
            first = e;
    }
    return first;
}
