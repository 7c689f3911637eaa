/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_account_web.c - taking one's account along, leaving, and the ready texts.
 */
#include "base/buf.h"
#include "feature/accounts/accounts.h"
#include "feature/house/house.h"
#include "feature/keeping/keeping_rules.h"
#include "feature/keeping/keeping_view.h"
#include "feature/keeping/keeping_web.h"
#include "keeping_account.html.h"
#include "web/req.h"

/* A larger archive is made by the command, which holds only a page of it at once. */
#define ARCHIVE_MAX ((size_t)48 << 20)

static const err *begin(req *r, const char *title)
{
    req_set_header(r, "Cache-Control", S("private, no-store"));
    return house_page_begin(r, &(struct house_page){ .title = words(r->out.lang, title),
                                                     .kind = "plain",
                                                     .noindex = true });
}

/* ---- taking it along ------------------------------------------------------------------------- */

static const err *show_export(req *r, bool too_large)
{
    struct account one = { 0 };
    TRY(accounts_get(r->store, r->arena, r->who.account, &one));
    TRY(begin(r, WORDS_MARK("Take everything along")));
    account_export_page(&r->out, (struct account_view){ .email = one.email,
                                                        .too_large = too_large,
                                                        .token = req_form_token(r) });
    return house_page_end(r);
}

/* GET /account/export */
const err *keeping_account_export_get(req *r)
{
    return show_export(r, false);
}

static const err *add(void *arg, arena *a, str line)
{
    buf *b = arg;
    buf_add(b, line);
    if (buf_full(b))
        FAIL(a, ERR_LIMIT, "an archive of more than %zu bytes", b->limit);
    return NULL;
}

static void let_go(void *arg)
{
    buf_free(arg);
}

/* POST /account/export - the file. A POST, so that no link or prefetch makes one. */
const err *keeping_account_export_post(req *r)
{
    buf *b = NEW(r->arena, buf);
    buf_init(b, ARCHIVE_MAX);
    arena_defer(r->arena, let_go, b);
    const err *e =
        keeping_archive(r->store, r->arena, book_owner(r), &(struct keeping_sink){ add, b });
    if (e != NULL && buf_full(b)) {
        req_status(r, 422);
        return show_export(r, true);
    }
    TRY(e);
    req_set_header(r, "Cache-Control", S("private, no-store"));
    req_set_header(r, "Content-Disposition",
                   S("attachment; filename=\"netzarbeit-account.jsonl\""));
    return req_bytes_reply(r, "application/jsonl", buf_str(b));
}

/* ---- leaving --------------------------------------------------------------------------------- */

/* The only host cannot go. */
static const err *is_last_host(req *r, bool *ret)
{
    struct account_list all = { 0 };
    size_t hosts = 0;
    TRY(accounts_list(r->store, r->arena, &all));
    for (size_t i = 0; i < all.n; i++)
        hosts += str_eq(all.item[i].role, S("host")) ? 1 : 0;
    *ret = r->who.role == ROLE_HOST && hosts == 1;
    return NULL;
}

static const err *show_delete(req *r, const struct account *one, str wrong)
{
    struct account_view v = { .email = one->email, .wrong = wrong, .token = req_form_token(r) };
    TRY(is_last_host(r, &v.last_host));
    TRY(begin(r, WORDS_MARK("Delete your account")));
    account_delete_page(&r->out, v);
    return house_page_end(r);
}

/* GET /account/delete */
const err *keeping_account_delete_get(req *r)
{
    struct account one = { 0 };
    TRY(accounts_get(r->store, r->arena, r->who.account, &one));
    return show_delete(r, &one, S(""));
}

/* POST /account/delete */
const err *keeping_account_delete_post(req *r)
{
    struct account one = { 0 };
    TRY(accounts_get(r->store, r->arena, r->who.account, &one));
    if (!str_eq_nocase(str_trim(req_field(r, "sure")), one.email)) {
        req_status(r, 422);
        return show_delete(r, &one,
                           words(r->out.lang, "That is not your address. Nothing was deleted."));
    }
    TRY(keeping_account_delete(r->store, r->arena, book_owner(r)));
    req_set_cookie(r, "session", S(""), 0);
    return req_redirect(r, S("/account/gone"));
}

/* GET /account/gone */
const err *keeping_account_gone_get(req *r)
{
    TRY(begin(r, WORDS_MARK("Your account is deleted")));
    account_gone_page(&r->out);
    return house_page_end(r);
}

/* ---- ready texts ----------------------------------------------------------------------------- */

/* GET /book/privacy/records */
const err *keeping_processor_get(req *r)
{
    struct processor_view v = { .made = r->who.name };
    TRY(house_setting(r->store, r->arena, "name", &v.house));
    TRY(house_setting(r->store, r->arena, "host", &v.host));
    TRY(house_setting(r->store, r->arena, "info", &v.info));
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "Ready texts"),
                                                .kind = "records-page" }));
    processor_page(&r->out, v);
    return book_page_end(r);
}
