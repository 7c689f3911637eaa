/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_web.c - /host/mail: the mail server, and the house's mails; /account/mail: one's own.
 */
#include "feature/mail/mail_web.h"

#include "base/clock.h"
#include "engine/when/when.h"
#include "feature/house/house.h"
#include "feature/mail/mail.h"
#include "feature/mail/mail_server.h"
#include "mail.html.h"

#define SHOWN 100
#define HOUSE 0 /* the account of the house's own mails */
#define TEST_PURPOSE S("test")

/* ---- the lists ------------------------------------------------------------------------------- */

static const char *state_msgid(const struct mail_item *m)
{
    static const struct {
        const char *state, *msgid;
    } table[] = {
        { "queued", WORDS_MARK("waits") },         { "sent", WORDS_MARK("sent") },
        { "bounced", WORDS_MARK("came back") },    { "given up", WORDS_MARK("given up") },
        { "withdrawn", WORDS_MARK("taken back") }, { "by hand", WORDS_MARK("sent by yourself") },
    };
    size_t i = 0;
    while (i + 1 < COUNT_OF(table) && !str_eq(m->state, str_of(table[i].state)))
        i++;
    return table[i].msgid;
}

static struct mail_view view_of(req *r, const struct mail_item *m, str zone)
{
    bool waits = str_eq(m->state, S("queued"));
    return (struct mail_view){
        .id = m->id,
        .to = str_empty(m->to.name) ? m->to.address
                                    : str_format(r->arena, "%.*s <%.*s>", STR_ARG(m->to.name),
                                                 STR_ARG(m->to.address)),
        .subject = m->subject,
        .text = mail_text(r->arena, m),
        .state = words(r->out.lang, state_msgid(m)),
        .when = when_near(r->arena, m->changed_ms, clock_now_ms(), zone, r->out.lang),
        .said = m->said,
        .mailto = waits ? mail_mailto(r->arena, m) : S(""),
        .waits = waits,
        .failed = str_eq(m->state, S("bounced")) || str_eq(m->state, S("given up")),
    };
}

static const err *views_of(req *r, int64_t account, struct mail_views *ret)
{
    struct mail_list list = { 0 };
    str zone = { 0 };
    if (!house_reader_zone(r, &zone))
        TRY(house_setting(r->store, r->arena, "zone", &zone));
    TRY(mail_newest(r->store, r->arena, account, SHOWN, &list));
    struct mail_view *item = NEW_ARRAY(r->arena, struct mail_view, list.n);
    for (size_t i = 0; i < list.n; i++)
        item[i] = view_of(r, &list.item[i], zone);
    *ret = (struct mail_views){ item, list.n };
    return NULL;
}

/* GET /account/mail */
static const err *own_get(req *r)
{
    struct mail_views all = { 0 };
    bool ready = false;
    TRY(views_of(r, r->who.account, &all));
    TRY(mail_ready(r->store, r->arena, &ready));
    TRY(house_page_begin(r, &(struct house_page){ .title = words(r->out.lang, "Your mails"),
                                                  .kind = "account",
                                                  .noindex = true }));
    mail_own_page(&r->out, all, ready, req_form_token(r));
    return house_page_end(r);
}

/* ---- the mail server ------------------------------------------------------------------------- */

static const err *server_page(req *r, struct mail_server_form f)
{
    struct mail_views all = { 0 };
    TRY(views_of(r, HOUSE, &all));
    TRY(house_page_begin(
        r, &(struct house_page){ .title = words(r->out.lang, "Mails"), .noindex = true }));
    mail_server_page(&r->out, f, all, req_form_token(r));
    return house_page_end(r);
}

static struct mail_server_form form_of(const struct mail_server *server)
{
    return (struct mail_server_form){
        .host = server->host,
        .port = server->port,
        .security = server->security,
        .user = server->user,
        .from = server->from,
        .password_kept = !str_empty(server->password),
    };
}

/* GET /host/mail */
static const err *server_get(req *r)
{
    struct mail_server server = { 0 };
    TRY(mail_server_load(r->store, r->arena, &server));
    return server_page(r, form_of(&server));
}

/* POST /host/mail - keeps what may be, and says at once whether the server lets us in. */
static const err *server_post(req *r)
{
    struct mail_server before = { 0 };
    TRY(mail_server_load(r->store, r->arena, &before));
    struct mail_server server = {
        .host = req_field(r, "host"),
        .port = req_field(r, "port"),
        .security = req_field(r, "security"),
        .user = req_field(r, "user"),
        .password = req_field(r, "password"),
        .from = req_field(r, "from"),
    };
    const char *field = NULL;
    str fault = { 0 };
    bool well = mail_server_check(r->arena, r->out.lang, &server, &before, &field, &fault);
    struct mail_server_form f = form_of(&server);
    if (!well) {
        f.fault_field = str_of(field);
        f.fault = fault;
        req_status(r, 422);
        return server_page(r, f);
    }
    TRY(mail_server_keep(r->store, r->arena, &server));
    if (mail_server_set_up(&server)) {
        struct smtp_server smtp = mail_server_smtp(&server);
        struct smtp_answer answer = smtp_try(r->arena, &smtp);
        f.tried = answer.said;
        f.tried_well = answer.outcome == SMTP_SENT;
    }
    return server_page(r, f);
}

/* POST /host/mail/test */
static const err *test_post(req *r)
{
    enum lang lang = r->out.lang;
    int64_t id = 0;
    TRY(mail_queue(
        r->store, r->arena,
        &(struct mail_order){
            .account = HOUSE,
            .purpose = TEST_PURPOSE,
            .to = { .address = str_trim(req_field(r, "to")) },
            .subject = words(lang, "A mail to try it"),
            .text = words(lang, "Good day,\n\nthis is a mail to try it. If you read it, the house "
                                "can send mails."),
            .lang = lang,
            .automatic = true,
        },
        &id));
    return req_redirect(r, S("/host/mail"));
}

/* ---- what is done with one ------------------------------------------------------------------- */

typedef const err *mail_act(store *s, arena *a, int64_t account, int64_t id);

static const err *act(req *r, mail_act *how, int64_t account, str back)
{
    int64_t id = 0;
    if (!str_to_int64(req_param(r, "id"), &id))
        FAIL(r->arena, ERR_MISSING, "no such mail");
    TRY(how(r->store, r->arena, account, id));
    return req_redirect(r, back);
}

static const err *own_withdraw(req *r)
{
    return act(r, mail_withdraw, r->who.account, S("/account/mail"));
}

static const err *own_by_hand(req *r)
{
    return act(r, mail_by_hand, r->who.account, S("/account/mail"));
}

static const err *own_again(req *r)
{
    return act(r, mail_again, r->who.account, S("/account/mail"));
}

static const err *house_withdraw(req *r)
{
    return act(r, mail_withdraw, HOUSE, S("/host/mail"));
}

static const err *house_by_hand(req *r)
{
    return act(r, mail_by_hand, HOUSE, S("/host/mail"));
}

static const err *house_again(req *r)
{
    return act(r, mail_again, HOUSE, S("/host/mail"));
}

const struct route mail_web_routes[] = {
    { "GET", "/account/mail", own_get, MEMBER },
    { "POST", "/account/mail/:id/withdraw", own_withdraw, MEMBER | SAME_ORIGIN },
    { "POST", "/account/mail/:id/by-hand", own_by_hand, MEMBER | SAME_ORIGIN },
    { "POST", "/account/mail/:id/again", own_again, MEMBER | SAME_ORIGIN },
    { "GET", "/host/mail", server_get, HOST },
    { "POST", "/host/mail", server_post, HOST | SAME_ORIGIN },
    { "POST", "/host/mail/test", test_post, HOST | SAME_ORIGIN | RATE },
    { "POST", "/host/mail/:id/withdraw", house_withdraw, HOST | SAME_ORIGIN },
    { "POST", "/host/mail/:id/by-hand", house_by_hand, HOST | SAME_ORIGIN },
    { "POST", "/host/mail/:id/again", house_again, HOST | SAME_ORIGIN },
    { 0 }
};
