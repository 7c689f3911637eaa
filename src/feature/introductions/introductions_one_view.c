/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_one_view.c - the page of one introduction: both sides, what may be done, its
 * history. Declared in introductions_view.h.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "engine/when/when.h"
#include "feature/introductions/introductions_mails.h"
#include "feature/introductions/introductions_view.h"
#include "feature/mail/mail.h"

#define ORIGINS 12

static bool may(const struct introduction_facts *f, enum introduction_act act, size_t side)
{
    return introductions_rules_refusal(f, act, side) == NULL;
}

/* ---- one side -------------------------------------------------------------------------------- */

static str mail_state(enum lang lang, str state)
{
    static const struct {
        const char *state, *said;
    } states[] = {
        { "queued", WORDS_MARK("waits") },         { "sent", WORDS_MARK("sent") },
        { "bounced", WORDS_MARK("came back") },    { "given up", WORDS_MARK("given up") },
        { "withdrawn", WORDS_MARK("taken back") }, { "by hand", WORDS_MARK("sent by yourself") },
    };
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (str_eq(state, str_of(states[i].state)))
            return words(lang, states[i].said);
    return state;
}

static str signs_words(arena *a, const struct introduction_signs *signs)
{
    str *values = NEW_ARRAY(a, str, signs->n);
    size_t n = 0;
    for (size_t i = 0; i < signs->n; i++) {
        bool known = false;
        for (size_t k = 0; k < n; k++)
            known = known || str_eq(values[k], signs->item[i].value);
        if (!known)
            values[n++] = signs->item[i].value;
    }
    return str_join(a, values, n, S(", "));
}

/* The mail as it would go; only once there are words to send. */
static const err *fill_preview(req *r, const struct introduction *i, size_t side,
                               const struct introductions_person *to, str owner,
                               struct intro_side_view *d)
{
    struct introduction_signs shown = { 0 };
    if (!d->may_ask || str_empty(d->words) || str_empty(d->subject))
        return NULL;
    d->may_mail = !str_empty(to->email);
    str text = introductions_mails_ask(r->arena, to->letter.lang, d->words, i->fee, owner);
    const struct words_value link = {
        "link", str_join(r->arena, (str[]){ req_base_url(r), S("/answer/…") }, 2, S(""))
    };
    d->preview = words_fill(r->arena, text, &link, 1);
    TRY(introductions_steps_shown(r->store, r->arena, book_owner(r), i, side, &shown));
    d->shown = signs_words(r->arena, &shown);
    return NULL;
}

static const err *fill_mail(req *r, const struct introduction_side *d, struct intro_side_view *v)
{
    struct mail_item m = { 0 };
    if (d->mail == 0)
        return NULL;
    TRY(mail_find(r->store, r->arena, book_owner(r).v, d->mail, &m));
    v->mail = mail_state(r->out.lang, m.state);
    if (str_eq(m.state, S("queued")))
        v->mail = words(r->out.lang, "waits to be sent");
    return NULL;
}

static void fill_permissions(const struct introduction_facts *f, size_t side,
                             struct intro_side_view *v)
{
    v->may_write = f->side[side] == SIDE_UNASKED && !f->withdrawn &&
                   !introductions_rules_declined(f->side[!side]);
    v->may_ask = may(f, ACT_ASK, side);
    v->may_unask = may(f, ACT_UNASK, side);
    v->may_answer = may(f, ACT_YES, side);
    v->may_unanswer = may(f, ACT_UNANSWER, side);
    v->may_tell = may(f, ACT_TELL, side);
    v->may_ask_outcome = may(f, ACT_ASK_OUTCOME, side);
    v->may_release = may(f, ACT_RELEASE, side) && !f->released[side];
}

static const err *fill_side(req *r, const struct intro_reader *reader, const struct introduction *i,
                            size_t side, const struct introductions_person both[2], str owner,
                            struct intro_side_view *ret)
{
    const struct introduction_side *d = &i->side[side];
    const struct introductions_person *to = &both[side], *other = &both[!side];
    struct introduction_facts f = introductions_facts(i);
    const struct introduction_signs nothing = { 0 };
    struct intro_side_view v = {
        .side = (int64_t)side,
        .name = d->name,
        .path = book_person_path(r->arena, d->person),
        .other = i->side[!side].name,
        .state = introductions_view_side_state(reader, d),
        .said = d->said,
        .seeks = introductions_person_items(r->arena, to, "seeks", &nothing),
        .offers = introductions_person_items(r->arena, to, "offers", &nothing),
        .other_seeks = introductions_person_items(r->arena, other, "seeks", &nothing),
        .other_offers = introductions_person_items(r->arena, other, "offers", &nothing),
        .opening = to->letter.opening,
        .closing = to->letter.closing,
        .language = lang_tag(to->letter.lang),
        .subject = d->subject,
        .words = str_empty(d->words)
                     ? str_join(r->arena, (str[]){ to->letter.opening, S("\n\n") }, 2, S(""))
                     : d->words,
        .reminder = d->reminder,
        .to = to->email,
        .script = introductions_mails_script(r->arena, to, other, i->fee, owner),
        .worth = introductions_view_worth(r->arena, reader->lang, d->worth),
        .worth_words = d->worth_words,
        .released = d->released_ms == 0 ? S("") : introductions_view_day(reader, d->released_ms),
    };
    if (!str_empty(other->named.source))
        v.named = str_format(r->arena, "%.*s, %.*s",
                             STR_ARG(when_day_known(r->arena, other->named.dated, reader->lang)),
                             STR_ARG(other->named.source));
    fill_permissions(&f, side, &v);
    if (v.may_tell)
        v.tell = introductions_mails_tell(r->arena, to->letter.lang, to->letter.opening,
                                          to->letter.closing, owner);
    if (!str_empty(d->words))
        TRY(fill_preview(r, i, side, to, owner, &v));
    TRY(fill_mail(r, d, &v));
    *ret = v;
    return NULL;
}

/* ---- what comes next ------------------------------------------------------------------------- */

static const char *next_msgid(const struct introduction *i, int64_t now_ms)
{
    struct introduction_facts f = introductions_facts(i);
    switch (introductions_stage(i)) {
    case STAGE_DRAFTED:
        return i->in_turn ? WORDS_MARK("Next: write to the first of the two in your own words, or "
                                       "call.")
                          : WORDS_MARK("Next: write to both in your own words, or call them.");
    case STAGE_ASKED:
        if (introductions_waits(i, now_ms) == WAIT_OWNER)
            return WORDS_MARK("Next: ask the other one.");
        return WORDS_MARK("Next: wait. Without an answer it counts as a no two weeks after the "
                          "ask.");
    case STAGE_AGREED:
        return WORDS_MARK("Next: introduce the two to each other.");
    case STAGE_NOT_NOW:
    case STAGE_DECLINED:
        return may(&f, ACT_TELL, 0) || may(&f, ACT_TELL, 1)
                   ? WORDS_MARK("Next: tell who said yes that it does not fit at the moment; "
                                "nothing more.")
                   : WORDS_MARK("There is nothing more to do.");
    case STAGE_INTRODUCED:
        return introductions_follow_due(i, now_ms) != 0
                   ? WORDS_MARK("Next: ask the two what came of it.")
                   : WORDS_MARK("Next: give it time. After two weeks and after two months you "
                                "are asked what came of it.");
    case STAGE_KNOWN:
    case STAGE_WITHDRAWN:
    case STAGES:
        break;
    }
    return WORDS_MARK("There is nothing more to do.");
}

/* ---- history and chains ---------------------------------------------------------------------- */

static const err *fill_steps(req *r, const struct intro_reader *v, const struct introduction *i,
                             struct intro_step_lines *ret)
{
    struct introduction_steps steps = { 0 };
    TRY(introductions_steps(r->store, r->arena, book_owner(r), i->id, &steps));
    struct intro_step_line *lines = NEW_ARRAY(r->arena, struct intro_step_line, steps.n);
    for (size_t k = 0; k < steps.n; k++)
        lines[k] = (struct intro_step_line){
            .when = when_near(r->arena, steps.item[k].time_ms, clock_now_ms(), v->zone, v->lang),
            .what = introductions_view_step(v, i, &steps.item[k]),
            .words = steps.item[k].words,
        };
    *ret = (struct intro_step_lines){ lines, steps.n };
    return NULL;
}

static str encounter_words(const struct intro_reader *v, const struct encounter *e)
{
    return str_format(v->arena, "%.*s, %.*s", STR_ARG(book_kind_words(v->lang, e->kind)),
                      STR_ARG(when_day_known(v->arena, e->day, v->lang)));
}

static const err *link_line(req *r, const struct intro_reader *v,
                            const struct introductions_link *link, struct intro_line *ret)
{
    struct introduction i = { 0 };
    struct encounter e = { 0 };
    account_id owner = book_owner(r);
    if (str_eq(link->kind, S("introduction"))) {
        TRY(introductions_get(r->store, r->arena, owner, (introduction_id){ link->id }, &i));
        *ret = (struct intro_line){ .path = introductions_view_path(r->arena, i.id),
                                    .names = introductions_view_names(r->arena, v->lang, &i),
                                    .state = introductions_view_state(v, &i) };
        return NULL;
    }
    TRY(encounters_get(r->store, r->arena, owner, (encounter_id){ link->id }, &e));
    *ret = (struct intro_line){
        .path = str_format(r->arena, "/book/encounters/%" PRId64, link->id),
        .names = encounter_words(v, &e),
        .state = e.heard,
    };
    return NULL;
}

/* What is no longer there is left out. */
static const err *link_lines(req *r, const struct intro_reader *v,
                             const struct introductions_links *links, struct intro_lines *ret)
{
    struct intro_line *lines = NEW_ARRAY(r->arena, struct intro_line, links->n);
    size_t n = 0;
    for (size_t k = 0; k < links->n; k++) {
        const err *e = link_line(r, v, &links->item[k], &lines[n]);
        if (e != NULL && e->kind != ERR_MISSING)
            return e;
        n += e == NULL;
    }
    *ret = (struct intro_lines){ lines, n };
    return NULL;
}

/* Encounters with one of the two, as choices. */
static const err *encounter_choices(req *r, const struct intro_reader *v,
                                    const struct introduction *i, struct intro_choice *all,
                                    size_t *n)
{
    for (size_t side = 0; side < 2; side++) {
        struct encounter_list met = { 0 };
        TRY(encounters_of(r->store, r->arena, book_owner(r), i->side[side].person, INT64_MAX,
                          (encounter_id){ 0 }, ORIGINS, &met));
        for (size_t k = 0; k < met.n; k++)
            all[(*n)++] = (struct intro_choice){
                .value = str_format(r->arena, "encounter %" PRId64, met.item[k].id.v),
                .label =
                    str_format(r->arena, "%.*s, %.*s", STR_ARG(encounter_words(v, &met.item[k])),
                               STR_ARG(i->side[side].name)),
            };
    }
    return NULL;
}

static const err *fill_chain(req *r, const struct intro_reader *v, const struct introduction *i,
                             struct intro_view *view)
{
    account_id owner = book_owner(r);
    struct introductions_link self = { S("introduction"), i->id.v };
    struct introductions_links parent = { 0 }, children = { 0 };
    struct introduction_list all = { 0 };
    struct intro_lines from = { 0 };
    struct intro_choice *origins = NEW_ARRAY(r->arena, struct intro_choice, 3 * ORIGINS);
    struct intro_choice *met = NEW_ARRAY(r->arena, struct intro_choice, 2 * ORIGINS);
    size_t n = 0, n_met = 0;
    TRY(introductions_store_parent(r->store, r->arena, owner, self, &parent));
    TRY(link_lines(r, v, &parent, &from));
    if (from.n > 0) {
        view->origin = from.item[0].names;
        view->origin_path = from.item[0].path;
    }
    TRY(introductions_store_children(r->store, r->arena, owner, self, &children));
    TRY(link_lines(r, v, &children, &view->children));
    TRY(introductions_all(r->store, r->arena, owner, &all));
    for (size_t k = 0; k < all.n && n < ORIGINS; k++)
        if (all.item[k].introduced_ms != 0 && all.item[k].id.v != i->id.v)
            origins[n++] = (struct intro_choice){
                .value = str_format(r->arena, "introduction %" PRId64, all.item[k].id.v),
                .label = introductions_view_names(r->arena, v->lang, &all.item[k]),
            };
    TRY(encounter_choices(r, v, i, origins, &n));
    TRY(encounter_choices(r, v, i, met, &n_met));
    view->origins = (struct intro_choices){ origins, n };
    view->offspring = (struct intro_choices){ met, n_met };
    return NULL;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void fill_may(const struct introduction *i, int64_t now_ms, struct intro_view *v)
{
    struct introduction_facts f = introductions_facts(i);
    v->may_change = may(&f, ACT_WRITE, 0);
    v->may_introduce = may(&f, ACT_INTRODUCE, 0);
    v->may_withdraw = may(&f, ACT_WITHDRAW, 0);
    v->may_resume = may(&f, ACT_RESUME, 0);
    v->may_unintroduce = may(&f, ACT_UNINTRODUCE, 0);
    v->may_post = may(&f, ACT_POST, 0);
    v->introduced = f.introduced;
    v->may_follow = introductions_follow_due(i, now_ms) != 0;
}

const err *introductions_view_one(req *r, const struct introduction *i, struct intro_view *ret)
{
    struct intro_reader reader = { 0 };
    struct introductions_owner owner = { 0 };
    struct introductions_person both[2] = { 0 };
    struct person behalf = { 0 };
    int64_t now_ms = clock_now_ms();
    TRY(introductions_view_reader(r, &reader));
    TRY(introductions_store_owner(r->store, r->arena, book_owner(r), &owner));
    for (size_t side = 0; side < 2; side++)
        TRY(introductions_person(r->store, r->arena, book_owner(r), i->side[side].person,
                                 reader.lang, &both[side]));
    struct intro_view v = {
        .path = introductions_view_path(r->arena, i->id),
        .title = introductions_view_names(r->arena, reader.lang, i),
        .stage = introductions_view_state(&reader, i),
        .next = words(reader.lang, next_msgid(i, now_ms)),
        .why = i->why,
        .fee = i->fee,
        .in_turn = i->in_turn,
        .stays = i->stays,
        .introduce_words = i->words,
        .post_path = i->post,
        .hosts = r->who.role == ROLE_HOST,
        .token = req_form_token(r),
        .may_mail_both = !str_empty(both[0].email) && !str_empty(both[1].email),
    };
    if (i->behalf.v != 0) {
        TRY(book_person_get(r->store, r->arena, book_owner(r), i->behalf, &behalf));
        v.behalf = behalf.called.name;
        v.behalf_path = str_format(r->arena, "/introductions/sheet/%" PRId64, behalf.id.v);
    }
    fill_may(i, now_ms, &v);
    for (size_t side = 0; side < 2; side++)
        TRY(fill_side(r, &reader, i, side, both, owner.name, &v.side[side]));
    TRY(fill_steps(r, &reader, i, &v.steps));
    TRY(fill_chain(r, &reader, i, &v));
    *ret = v;
    return NULL;
}
