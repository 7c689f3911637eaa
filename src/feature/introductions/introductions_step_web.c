/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_step_web.c - what is done on the page of an introduction: each form takes one step,
 * and leads back to the page; a refused one shows it again with the reason.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "feature/introductions/introductions_steps.h"
#include "feature/introductions/introductions_web.h"
#include "feature/posts/posts.h"

static str field(const req *r, const char *name)
{
    return introductions_web_field(r, name);
}

/* Of the route's ":id" and the form's side (0 where the step is about both). */
static const err *at_of(req *r, struct introductions_at *ret)
{
    int64_t id = 0, side = 0;
    TRY(book_page_id(r, "id", &id));
    if (!str_empty(field(r, "side")) &&
        (!str_to_int64(field(r, "side"), &side) || side < 0 || side > 1))
        FAIL(r->arena, ERR_INVALID, "an introduction has two sides");
    *ret = (struct introductions_at){ .owner = book_owner(r),
                                      .lang = r->out.lang,
                                      .base = req_base_url(r),
                                      .id = { id },
                                      .side = (size_t)side };
    return NULL;
}

/* Back to the page, or the page with what was refused. */
static const err *done(req *r, const struct introductions_at *at, const char *form, const err *e,
                       const char *place)
{
    if (e != NULL)
        return e->n_fields == 0 ? e : introductions_web_show(r, at->id, form, e);
    str path = introductions_view_path(r->arena, at->id);
    return req_redirect(r, str_format(r->arena, "%.*s%s", STR_ARG(path), place));
}

static const char *side_place(const struct introductions_at *at)
{
    return at->side == 0 ? "#side-0" : "#side-1";
}

/* POST /introductions/:id/words */
const err *introductions_step_words(req *r)
{
    struct introductions_at at = { 0 };
    struct introductions_words given = { .subject = field(r, "subject"),
                                         .words = field(r, "words"),
                                         .reminder = field(r, "reminder") };
    TRY(at_of(r, &at));
    const err *e = introductions_steps_write(r->store, r->arena, &at, &given, NULL);
    return done(r, &at, "words", e, side_place(&at));
}

/* POST /introductions/:id/change */
const err *introductions_step_change(req *r)
{
    struct introductions_at at = { 0 };
    TRY(at_of(r, &at));
    const err *e = introductions_steps_change(r->store, r->arena, &at, field(r, "why"),
                                              field(r, "fee"), str_eq(field(r, "in_turn"), S("1")),
                                              str_eq(field(r, "stays"), S("1")));
    return done(r, &at, "change", e, "");
}

/* Asked and answered on the telephone: both or neither. */
static const err *ask(req *r, const struct introductions_at *at)
{
    enum introduction_act act = ACTS;
    str heard = field(r, "act");
    bool by_mail = str_eq(field(r, "way"), S("mail"));
    TX(t, r->store, r->arena);
    TRY(introductions_steps_ask(r->store, r->arena, at, field(r, "way"),
                                str_eq(field(r, "knowing"), S("1"))));
    if (!by_mail && !str_empty(heard)) {
        if (!introductions_rules_act(heard, &act) || act < ACT_YES || act > ACT_NEVER)
            FAIL(r->arena, ERR_INVALID, "this is no answer");
        TRY(introductions_steps_take(r->store, r->arena, at, act, field(r, "said")));
    }
    return tx_commit(&t);
}

/* POST /introductions/:id/ask */
const err *introductions_step_ask(req *r)
{
    struct introductions_at at = { 0 };
    TRY(at_of(r, &at));
    return done(r, &at, "ask", ask(r, &at), side_place(&at));
}

/* POST /introductions/:id/step */
const err *introductions_step_take(req *r)
{
    struct introductions_at at = { 0 };
    enum introduction_act act = ACTS;
    TRY(at_of(r, &at));
    if (!introductions_rules_act(field(r, "act"), &act))
        FAIL(r->arena, ERR_INVALID, "this is no step");
    const err *e = introductions_steps_take(r->store, r->arena, &at, act, field(r, "said"));
    return done(r, &at, "step", e, "");
}

/* POST /introductions/:id/tell */
const err *introductions_step_tell(req *r)
{
    struct introductions_at at = { 0 };
    TRY(at_of(r, &at));
    const err *e = introductions_steps_tell(r->store, r->arena, &at, field(r, "way"));
    return done(r, &at, "tell", e, "");
}

/* POST /introductions/:id/introduce */
const err *introductions_step_introduce(req *r)
{
    struct introductions_at at = { 0 };
    TRY(at_of(r, &at));
    const err *e =
        introductions_steps_introduce(r->store, r->arena, &at, field(r, "way"), field(r, "words"));
    return done(r, &at, "introduce", e, "");
}

/* POST /introductions/:id/ask-outcome */
const err *introductions_step_ask_outcome(req *r)
{
    struct introductions_at at = { 0 };
    TRY(at_of(r, &at));
    const err *e = introductions_steps_ask_outcome(r->store, r->arena, &at, field(r, "words"));
    return done(r, &at, "ask-outcome", e, side_place(&at));
}

/* POST /introductions/:id/outcome */
const err *introductions_step_outcome(req *r)
{
    struct introductions_at at = { 0 };
    TRY(at_of(r, &at));
    const err *e = introductions_steps_outcome(r->store, r->arena, &at, introductions_web_worth(r),
                                               field(r, "said"));
    return done(r, &at, "outcome", e, side_place(&at));
}

/* ---- a post about it ------------------------------------------------------------------------- */

static str post_text(req *r, const struct introduction *i)
{
    str quotes[2];
    for (size_t side = 0; side < 2; side++) {
        const struct introduction_side *d = &i->side[side];
        str worth = introductions_view_worth(r->arena, r->out.lang, d->worth);
        quotes[side] = str_format(r->arena, "> %.*s%s%.*s\n>\n> %.*s", STR_ARG(worth),
                                  str_empty(d->worth_words) ? "" : ": ", STR_ARG(d->worth_words),
                                  STR_ARG(d->name));
    }
    return str_join(r->arena, quotes, 2, S("\n\n"));
}

static const err *begin_post(req *r, const struct introductions_at *at)
{
    struct introduction i = { 0 };
    str slug = { 0 }, today = { 0 };
    TX(t, r->store, r->arena);
    TRY(introductions_get(r->store, r->arena, at->owner, at->id, &i));
    TRY(book_today(r->store, r->arena, &today));
    /* Asked before the post is made, so that none is made in vain. */
    TRY(introductions_steps_posted(r->store, r->arena, at, S("/host/posts")));
    const struct posts_draft draft = {
        .title = introductions_view_names(r->arena, r->out.lang, &i),
        .language = lang_tag(r->out.lang),
        .author = r->who.name,
        .written = today,
        .text = post_text(r, &i),
        .key = str_format(r->arena, "introduction-%" PRId64 "-%.*s", i.id.v, STR_ARG(i.key)),
        .by = r->who.name,
    };
    TRY(posts_draft(r->store, r->arena, r->out.lang, &draft, &slug));
    i.post = str_join(r->arena, (str[]){ S("/host/posts/"), slug }, 2, S(""));
    TRY(introductions_store_keep(r->store, r->arena, at->owner, &i));
    return tx_commit(&t);
}

/* POST /introductions/:id/post */
const err *introductions_step_post(req *r)
{
    struct introductions_at at = { 0 };
    TRY(at_of(r, &at));
    return done(r, &at, "post", begin_post(r, &at), "");
}

/* ---- this came from that --------------------------------------------------------------------- */

/* "introduction 7" */
static const err *link_of(req *r, account_id owner, str text, struct introductions_link *ret)
{
    struct introduction i = { 0 };
    struct encounter e = { 0 };
    str kind = { 0 }, number = { 0 };
    int64_t id = 0;
    if (!str_cut(text, ' ', &kind, &number) || !str_to_int64(number, &id))
        FAIL(r->arena, ERR_INVALID, "nothing that something could come from");
    if (str_eq(kind, S("introduction")))
        TRY(introductions_get(r->store, r->arena, owner, (introduction_id){ id }, &i));
    else if (str_eq(kind, S("encounter")))
        TRY(encounters_get(r->store, r->arena, owner, (encounter_id){ id }, &e));
    else
        FAIL(r->arena, ERR_INVALID, "nothing that something could come from");
    *ret = (struct introductions_link){ kind, id };
    return NULL;
}

/* Nothing comes from itself, whatever lies between. */
static const err *comes_from(req *r, account_id owner, struct introductions_link from,
                             struct introductions_link self, bool *ret)
{
    struct introductions_links up = { .item = &from, .n = 1 };
    *ret = false;
    for (int depth = 0; up.n > 0 && depth < 1000; depth++) {
        struct introductions_link at = up.item[0];
        if (str_eq(at.kind, self.kind) && at.id == self.id) {
            *ret = true;
            return NULL;
        }
        TRY(introductions_store_parent(r->store, r->arena, owner, at, &up));
    }
    return NULL;
}

static const err *chain(req *r, const struct introductions_at *at)
{
    struct introductions_link self = { S("introduction"), at->id.v }, other = { 0 };
    struct introduction i = { 0 };
    str from = field(r, "from"), child = field(r, "child");
    bool circle = false;
    TX(t, r->store, r->arena);
    TRY(introductions_get(r->store, r->arena, at->owner, at->id, &i));
    if (str_empty(from) && str_empty(child)) {
        TRY(introductions_store_unchain(r->store, r->arena, at->owner, self));
        return tx_commit(&t);
    }
    TRY(link_of(r, at->owner, str_empty(child) ? from : child, &other));
    struct introductions_link parent = str_empty(child) ? other : self;
    struct introductions_link came = str_empty(child) ? self : other;
    TRY(comes_from(r, at->owner, parent, came, &circle));
    if (circle)
        return introductions_steps_wrong(r->arena, at->lang, "from",
                                         WORDS_MARK("Nothing comes from itself."));
    TRY(introductions_store_chain(r->store, r->arena, at->owner, came, parent));
    return tx_commit(&t);
}

/* POST /introductions/:id/from - `from`: where it came from; `child`: what came from it. */
const err *introductions_step_from(req *r)
{
    struct introductions_at at = { 0 };
    TRY(at_of(r, &at));
    return done(r, &at, "from", chain(r, &at), "#origin");
}

/* ---- requests, and what is said of a person -------------------------------------------------- */

/* POST /introductions/requests/:id/done */
const err *introductions_step_request(req *r)
{
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    TX(t, r->store, r->arena);
    TRY(introductions_store_request_done(r->store, r->arena, book_owner(r), id, clock_now_ms()));
    TRY(tx_commit(&t));
    return req_redirect(r, S("/introductions"));
}

static const err *to_person(req *r, int64_t id)
{
    str path = book_person_path(r->arena, (person_id){ id });
    return req_redirect(r, str_join(r->arena, (str[]){ path, S("#introductions") }, 2, S("")));
}

/* POST /introductions/people/:id/named */
const err *introductions_step_named(req *r)
{
    int64_t id = 0;
    const struct introduction_named given = { .dated = field(r, "dated"),
                                              .source = field(r, "source") };
    TRY(book_page_id(r, "id", &id));
    TRY(introductions_name(r->store, r->arena, book_owner(r), r->out.lang, (person_id){ id },
                           &given));
    return to_person(r, id);
}

/* POST /introductions/people/:id/never */
const err *introductions_step_never(req *r)
{
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    TRY(introductions_never_lift(r->store, r->arena, book_owner(r), (person_id){ id }));
    return to_person(r, id);
}
