/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * problem.c - an error becomes an answer: a page that the house writes, or a problem document (RFC
 * 9457), in the reader's words; what we know about it goes to the log.
 */

#include "base/check.h"
#include "base/json_text.h"
#include "base/log.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/server_parts.h"
#include "web/stream_conn.h"

static const struct problem_words {
    int status;
    const char *text;
} problem_words[] = {
    { 400, WORDS_MARK("This request cannot be read.") },
    { 403, WORDS_MARK("You are not allowed to do this here.") },
    { 404, WORDS_MARK("There is nothing at this address.") },
    { 405, WORDS_MARK("This cannot be done at this address.") },
    { 409, WORDS_MARK("This is at odds with what is already here.") },
    { 410, WORDS_MARK("This was here, but is no longer.") },
    { 413, WORDS_MARK("This is larger than the house takes.") },
    { 422, WORDS_MARK("Something in what you sent needs to be corrected.") },
    { 429, WORDS_MARK("This was very much at once. Please try again in a moment.") },
    { 503, WORDS_MARK("The house is busy. Please try again in a moment.") },
};

static str problem_sentence(enum lang lang, int status)
{
    for (size_t i = 0; i < COUNT_OF(problem_words); i++)
        if (problem_words[i].status == status)
            return words(lang, problem_words[i].text);
    if (status < 500)
        return words(lang, problem_words[0].text);
    return words(lang,
                 "Something broke in the house. It was written down for whoever looks after it.");
}

static json_t *problem_fields(const err *e)
{
    json_t *list = json_array();
    for (size_t i = 0; i < e->n_fields; i++) {
        str field = e->fields[i].field;
        str message = e->fields[i].message;
        json_array_append_new(list,
                              json_pack("{s:s%,s:s%}", "field", field.p ? field.p : "", field.n,
                                        "message", message.p ? message.p : "", message.n));
    }
    return list;
}

static void problem_document(job *j, int status, const err *e)
{
    str sentence = problem_sentence(j->req.out.lang, status);
    json_t *o = json_pack("{s:s,s:s,s:i,s:s%}", "type", "about:blank", "title",
                          reply_reason(status), "status", status, "detail", sentence.p, sentence.n);
    ASSERT(o != NULL);
    if (e->n_fields > 0)
        json_object_set_new(o, "errors", problem_fields(e));
    j->body = json_text_dump(j->arena, json_text_on(j->arena, o), JSON_COMPACT);
    ASSERT(j->body.p != NULL);
    j->type = "application/problem+json";
    j->answered = true;
}

static void problem_page(job *j, int status, const err *e)
{
    const struct server_hooks *hooks = &j->server->options.hooks;
    str sentence = problem_sentence(j->req.out.lang, status);

    if (hooks->error_page == NULL) {
        reply_plain(j, status, str_c(j->arena, sentence));
        return;
    }
    buf_cut(&j->req.out.body, 0);
    j->answered = false;
    j->type = "text/html; charset=utf-8";
    hooks->error_page(&j->req, status, e);
}

/* A fault of the house is for somebody to look at; a refusal of ours is not. */
static void problem_log(const job *j, int status, const err *e)
{
    if (status >= 500 && j->refusal == 0)
        log_err("web", e);
    else
        log_line(LOG_DEBUG, "web", "%d %.*s: %.*s", status,
                 STR_ARG(access_path(j->arena, j->head.target)), STR_ARG(err_text(j->arena, e)));
}

/* Nobody is told to come back at once, even where the error does not say when. */
static void problem_retry(job *j, int status, const err *e)
{
    if (status != 429 && status != 503)
        return;
    int seconds = e->retry_after > 0 ? e->retry_after : 2;
    reply_header(j, "Retry-After", str_format(j->arena, "%d", seconds));
}

void problem_answer(job *j, const err *e)
{
    int status = j->refusal != 0 ? j->refusal : err_http(e);

    if (j->channel != NULL)
        channel_release(j->channel);
    j->channel = NULL;
    problem_log(j, status, e);
    problem_retry(j, status, e);
    if (request_by_program(j))
        problem_document(j, status, e);
    else
        problem_page(j, status, e);
    j->status = status;
}
