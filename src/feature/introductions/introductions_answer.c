/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_answer.c - see introductions_answer.h.
 */
#include "feature/introductions/introductions_answer.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "engine/when/when.h"
#include "feature/introductions/introductions_store.h"
#include "feature/mail/mail.h"

#define REQUESTS_OPEN 5

/* One answer for every reason. */
static const err *gone(arena *a)
{
    FAIL(a, ERR_GONE, "answer link unknown, used, expired or taken back");
}

static struct introductions_at at_of(const struct introductions_token *t)
{
    return (struct introductions_at){
        .owner = { t->account }, .id = { t->introduction }, .side = (size_t)t->side, .lang = LANG_DE
    };
}

/* ---- looking --------------------------------------------------------------------------------- */

const err *introductions_answer_look(store *s, arena *a, str token,
                                     struct introductions_question *ret)
{
    struct introductions_token t = { 0 };
    struct introductions_owner owner = { 0 };
    struct introduction i = { 0 };
    bool found = false;
    TRY(introductions_store_token(s, a, id_digest(a, token), false, clock_now_ms(), &t, &found));
    if (!found)
        return gone(a);
    struct introductions_at at = at_of(&t);
    TRY(introductions_store_get(s, a, at.owner, at.id, &i));
    TRY(introductions_store_owner(s, a, at.owner, &owner));
    const struct introduction_side *d = &i.side[at.side];
    *ret = (struct introductions_question){ .outcome = str_eq(t.purpose, S("outcome")),
                                            .owner = owner.name,
                                            .words = d->words,
                                            .fee = i.fee,
                                            .language = d->language };
    return NULL;
}

/* ---- answering ------------------------------------------------------------------------------- */

/* Uses the link up and loads what it is about; inside the transaction that answers. */
MUST static const err *use(store *s, arena *a, str token, str purpose, struct introductions_at *ret,
                           struct introduction *ret_i, str *ret_owner)
{
    struct introductions_token t = { 0 };
    struct introductions_owner owner = { 0 };
    bool found = false;
    TRY(introductions_store_token_use(s, a, id_digest(a, token), clock_now_ms(), &t, &found));
    if (!found || !str_eq(t.purpose, purpose))
        return gone(a);
    *ret = at_of(&t);
    TRY(introductions_store_get(s, a, ret->owner, ret->id, ret_i));
    TRY(introductions_store_owner(s, a, ret->owner, &owner));
    *ret_owner = owner.name;
    return NULL;
}

static str cut_line(arena *a, str said)
{
    return str_empty(said) ? S("") : utf8_cut(utf8_text(a, said), INTRODUCTIONS_LINE_MAX);
}

/* Not the rules' words: they may tell what the other side did. */
MUST static const err *apply(store *s, arena *a, const struct introductions_at *at,
                             struct introduction *i, enum introduction_act act, str said)
{
    const err *e = introductions_steps_apply(s, a, at, i, act, S("they"), said);
    return e != NULL && e->kind == ERR_CONFLICT ? gone(a) : e;
}

const err *introductions_answer_give(store *s, arena *a, str token, enum introduction_act act,
                                     str said, bool may_ask, str *ret_owner)
{
    struct introductions_at at = { 0 };
    struct introduction i = { 0 };
    str owner = { 0 };
    if (act < ACT_YES || act > ACT_NEVER)
        FAIL(a, ERR_INVALID, "this is no answer");
    TX(t, s, a);
    TRY(use(s, a, token, S("ask"), &at, &i, &owner));
    i.side[at.side].may_ask = act == ACT_YES && may_ask;
    TRY(apply(s, a, &at, &i, act, cut_line(a, said)));
    TRY(tx_commit(&t));
    *ret_owner = owner;
    return NULL;
}

const err *introductions_answer_outcome(store *s, arena *a, str token, int64_t worth, str said,
                                        bool release, str *ret_owner)
{
    struct introductions_at at = { 0 };
    struct introduction i = { 0 };
    str owner = { 0 };
    if (!introductions_rules_worth_ok(worth))
        FAIL(a, ERR_INVALID, "this is no outcome");
    TX(t, s, a);
    TRY(use(s, a, token, S("outcome"), &at, &i, &owner));
    struct introduction_side *d = &i.side[at.side];
    d->worth = worth;
    d->worth_words = cut_line(a, said);
    d->worth_by = S("own word");
    d->worth_ms = clock_now_ms();
    d->released_ms = 0;
    TRY(apply(s, a, &at, &i, ACT_OUTCOME, d->worth_words));
    if (release && worth >= WORTH_MORE)
        TRY(apply(s, a, &at, &i, ACT_RELEASE, S("")));
    TRY(tx_commit(&t));
    *ret_owner = owner;
    return NULL;
}

/* ---- why do you have my data ----------------------------------------------------------------- */

struct bases {
    arena *arena;
    struct introductions_basis *item;
    size_t n, cap;
};

/* Each kind with each source once, the newest day. */
static void add(struct bases *b, str kind, const struct book_source *from)
{
    for (size_t i = 0; i < b->n; i++) {
        struct introductions_basis *old = &b->item[i];
        if (!str_eq(old->kind, kind) || !str_eq(old->from.name, from->name))
            continue;
        if (str_cmp(from->dated, old->from.dated) > 0)
            old->from.dated = from->dated;
        return;
    }
    arena_grow(b->arena, (void **)&b->item, &b->cap, b->n + 1, sizeof *b->item);
    b->item[b->n++] = (struct introductions_basis){ kind, *from };
}

static const err *facts_of(store *s, arena *a, account_id owner, const struct person *p,
                           struct bases *b)
{
    struct datum_list data = { 0 };
    struct postal_list postals = { 0 };
    struct person_roles roles = { 0 };
    struct item_list items = { 0 };
    TRY(book_data(s, a, owner, p->id, &data));
    TRY(book_postals(s, a, owner, p->id, &postals));
    TRY(book_roles(s, a, owner, p->id, &roles));
    TRY(book_items(s, a, owner, p->id, &items));
    for (size_t i = 0; i < data.n; i++)
        add(b, data.item[i].kind, &data.item[i].from);
    for (size_t i = 0; i < postals.n; i++)
        add(b, S("address"), &postals.item[i].from);
    for (size_t i = 0; i < roles.n; i++)
        add(b, S("role"), &roles.item[i].from);
    for (size_t i = 0; i < items.n; i++)
        add(b, S("item"), &items.item[i].from);
    return NULL;
}

static const err *bases_of(store *s, arena *a, account_id owner, person_id id,
                           struct introductions_bases *ret)
{
    struct person p = { 0 };
    struct encounter_list met = { 0 };
    struct note_list notes = { 0 };
    struct bases b = { .arena = a };
    TRY(book_person_get(s, a, owner, id, &p));
    struct book_source name = p.from;
    name.dated = when_date_text(a, when_local_of(p.created_ms, S("UTC")).date);
    add(&b, S("name"), &name);
    TRY(facts_of(s, a, owner, &p, &b));
    TRY(encounters_of(s, a, owner, p.id, INT64_MAX, (encounter_id){ 0 }, 1, &met));
    if (met.n > 0)
        add(&b, S("encounter"),
            &(struct book_source){ .name = S("mine"), .dated = met.item[0].day });
    TRY(book_notes(s, a, owner, p.id, &notes));
    if (notes.n > 0)
        add(&b, S("note"),
            &(struct book_source){
                .name = S("mine"),
                .dated = when_date_text(a, when_local_of(notes.item[0].time_ms, S("UTC")).date) });
    *ret = (struct introductions_bases){ b.item, b.n };
    return NULL;
}

MUST static const err *side_of(store *s, arena *a, str token, struct introductions_at *ret,
                               person_id *ret_person)
{
    struct introductions_token t = { 0 };
    struct introduction i = { 0 };
    bool found = false;
    TRY(introductions_store_token(s, a, id_digest(a, token), true, clock_now_ms(), &t, &found));
    if (!found)
        return gone(a);
    *ret = at_of(&t);
    TRY(introductions_store_get(s, a, ret->owner, ret->id, &i));
    *ret_person = i.side[ret->side].person;
    return NULL;
}

const err *introductions_answer_why(store *s, arena *a, str token, struct introductions_why *ret)
{
    struct introductions_at at = { 0 };
    struct introductions_owner owner = { 0 };
    person_id person = { 0 };
    TRY(side_of(s, a, token, &at, &person));
    TRY(introductions_store_owner(s, a, at.owner, &owner));
    ret->owner = owner.name;
    ret->email = owner.email;
    return bases_of(s, a, at.owner, person, &ret->bases);
}

/* The owner hears of it by mail too, where they have an address. */
MUST static const err *tell_owner(store *s, arena *a, const struct introductions_at *at, str base)
{
    struct introductions_owner owner = { 0 };
    int64_t mail_id = 0;
    TRY(introductions_store_owner(s, a, at->owner, &owner));
    if (!letter_address_ok(owner.email))
        return NULL;
    const struct words_value where = { "page", str_join(a, (str[]){ base, S("/introductions") }, 2,
                                                        S("")) };
    str text = words(at->lang, "Somebody whom you asked about an introduction wants to know, "
                               "correct or erase what your book has of them. It stands "
                               "here:\n\n{page}\n\nThe law gives you a month.");
    return mail_queue(
        s, a,
        &(struct mail_order){ .account = at->owner.v,
                              .purpose = INTRODUCTIONS_PURPOSE,
                              .about = at->id.v,
                              .to = { owner.name, owner.email },
                              .subject = words(at->lang, "A request about data in your book"),
                              .text = words_fill(a, text, &where, 1),
                              .lang = at->lang,
                              .automatic = true },
        &mail_id);
}

const err *introductions_answer_request(store *s, arena *a, str token, str base, str what, str said)
{
    struct introductions_at at = { 0 };
    struct introductions_requests all = { 0 };
    person_id person = { 0 };
    size_t open = 0;
    bool object = str_eq(what, S("object"));
    int64_t now_ms = clock_now_ms();
    if (!object && !str_eq(what, S("correct")) && !str_eq(what, S("erase")))
        FAIL(a, ERR_INVALID, "this is no request");
    TX(t, s, a);
    TRY(side_of(s, a, token, &at, &person));
    TRY(introductions_store_requests(s, a, at.owner, person, &all));
    for (size_t i = 0; i < all.n; i++)
        open += all.item[i].done_ms == 0;
    if (object)
        TRY(introductions_store_never_set(s, a, at.owner, person, at.id, now_ms));
    if (open < REQUESTS_OPEN) {
        TRY(introductions_store_request_add(s, a, at.owner, person, what, cut_line(a, said),
                                            now_ms));
        TRY(tell_owner(s, a, &at, base));
    }
    return tx_commit(&t);
}
