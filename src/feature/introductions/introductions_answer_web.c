/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_answer_web.c - /answer/:token: GET shows and changes nothing (mail scanners follow
 * links), POST decides. A link that is not good is one page, whatever the reason.
 */
#include "answer.html.h"
#include "feature/house/house.h"
#include "feature/introductions/introductions_web.h"

/* The address of the page stands in no canonical link: it is a secret. */
static const err *begin(req *r, str title)
{
    req_set_header(r, "Cache-Control", S("private, no-store"));
    return house_page_begin(r, &(struct house_page){ .title = title,
                                                     .canonical = S("/answer"),
                                                     .kind = "plain answer-page",
                                                     .noindex = true });
}

static const err *gone(req *r)
{
    req_status(r, 410);
    TRY(begin(r, words(r->out.lang, "This link is no longer good")));
    answer_gone(&r->out);
    return house_page_end(r);
}

static const err *show(req *r, str wrong)
{
    struct intro_answer v = { .token = req_param(r, "token"),
                              .form_token = req_form_token(r),
                              .wrong = wrong };
    const err *e = introductions_answer_look(r->store, r->arena, v.token, &v.q);
    if (e != NULL)
        return e->kind == ERR_GONE ? gone(r) : e;
    TRY(begin(r, words(r->out.lang, "Your answer")));
    if (v.q.outcome)
        answer_outcome_page(&r->out, v);
    else
        answer_page(&r->out, v);
    return house_page_end(r);
}

/* GET /answer/:token */
const err *introductions_answer_get(req *r)
{
    return show(r, S(""));
}

static const err *invalid(req *r)
{
    req_status(r, 422);
    return show(r, words(r->out.lang, "Please choose one of the answers."));
}

static const err *outcome_post(req *r)
{
    str owner = { 0 };
    const err *e = introductions_answer_outcome(
        r->store, r->arena, req_param(r, "token"), introductions_web_worth(r),
        introductions_web_field(r, "said"), str_eq(req_field(r, "release"), S("1")), &owner);
    if (e != NULL && e->kind == ERR_INVALID)
        return invalid(r);
    if (e != NULL)
        return e->kind == ERR_GONE ? gone(r) : e;
    TRY(begin(r, words(r->out.lang, "Thank you")));
    answer_heard(&r->out, owner);
    return house_page_end(r);
}

/* POST /answer/:token - which of the two it is about, the form says; the link must be of that kind.
 */
const err *introductions_answer_post(req *r)
{
    enum introduction_act act = ACTS;
    str owner = { 0 };
    if (!str_empty(req_field(r, "worth")))
        return outcome_post(r);
    if (!introductions_rules_act(introductions_web_field(r, "answer"), &act))
        return invalid(r);
    const err *e = introductions_answer_give(r->store, r->arena, req_param(r, "token"), act,
                                             introductions_web_field(r, "said"),
                                             str_eq(req_field(r, "may_ask"), S("1")), &owner);
    if (e != NULL && e->kind == ERR_INVALID)
        return invalid(r);
    if (e != NULL)
        return e->kind == ERR_GONE ? gone(r) : e;
    TRY(begin(r, words(r->out.lang, "Thank you")));
    answer_thanks(&r->out, owner, act == ACT_YES);
    return house_page_end(r);
}

/* ---- why do you have my data ----------------------------------------------------------------- */

static const err *why(req *r, bool sent)
{
    struct introductions_why w = { 0 };
    const err *e = introductions_answer_why(r->store, r->arena, req_param(r, "token"), &w);
    if (e != NULL)
        return e->kind == ERR_GONE ? gone(r) : e;
    struct intro_basis *lines = NEW_ARRAY(r->arena, struct intro_basis, w.bases.n);
    for (size_t i = 0; i < w.bases.n; i++)
        lines[i] = (struct intro_basis){
            .kind = introductions_view_kind(r->out.lang, w.bases.item[i].kind),
            .source = introductions_view_source(r->arena, r->out.lang, &w.bases.item[i].from),
        };
    TRY(begin(r, words(r->out.lang, "Your data")));
    answer_why(&r->out, (struct intro_why){ .token = req_param(r, "token"),
                                            .owner = w.owner,
                                            .email = w.email,
                                            .bases = { lines, w.bases.n },
                                            .form_token = req_form_token(r),
                                            .sent = sent });
    return house_page_end(r);
}

/* GET /answer/:token/why */
const err *introductions_answer_why_get(req *r)
{
    return why(r, false);
}

/* POST /answer/:token/why */
const err *introductions_answer_why_post(req *r)
{
    const err *e = introductions_answer_request(r->store, r->arena, req_param(r, "token"),
                                                req_base_url(r), introductions_web_field(r, "what"),
                                                introductions_web_field(r, "said"));
    if (e != NULL)
        return e->kind == ERR_GONE ? gone(r) : e;
    return why(r, true);
}
