/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_write_web.c - a guest author's private link: whoever holds it writes one post, as a draft,
 * until a host publishes it.
 */
#include "feature/posts/posts_rules.h"
#include "feature/posts/posts_web.h"
#include "write.html.h"

static str write_path(req *r)
{
    return str_format(r->arena, "/write/%.*s", STR_ARG(req_param(r, "token")));
}

static const err *begin(req *r)
{
    return house_page_begin(r, &(struct house_page){ .title = words(r->out.lang, "Your post"),
                                                     .canonical = S("/posts"),
                                                     .kind = "write-page",
                                                     .noindex = true });
}

/* After the publication; `mine` is what came too late, or empty. */
static const err *show_published(req *r, const struct post *p, str mine)
{
    struct posts_view v = { 0 };
    TRY(posts_view_of(r, &v));
    TRY(begin(r));
    write_published(&r->out, posts_view_full(&v, p), mine);
    return house_page_end(r);
}

static const err *show(req *r, const struct posts_edit *edit, struct post_editor *e)
{
    if (posts_store_published(&edit->post))
        return show_published(r, &edit->post, e->form.writing.text);
    e->heading = words(r->out.lang, "Your post");
    if (str_eq(req_query(r, "done"), S("saved")) && str_eq(r->method, S("GET")))
        e->note = words(r->out.lang, "Saved as a draft. You can go on writing with the same link; "
                                     "the host publishes it.");
    TRY(begin(r));
    write_page(&r->out, *e);
    return house_page_end(r);
}

static const err *saved(req *r, const struct post *p, const char *done)
{
    (void)p;
    return req_redirect(r, str_format(r->arena, "%.*s?done=%s", STR_ARG(write_path(r)), done));
}

/* The post that the link is for: one that a host made, or the one it was begun with, if any. */
static const err *edit_of(req *r, const struct private_link *link, struct posts_edit *ret)
{
    struct posts_edit edit = {
        .link = link->id, .by = link->name, .action = write_path(r), .saved = saved, .show = show
    };
    bool found = false;
    if (link->subject != 0)
        TRY(posts_store_by_id(r->store, r->arena, link->subject, &edit.post));
    else
        TRY(posts_store_by_link(r->store, r->arena, link->id, &edit.post, &found));
    TRY(house_setting(r->store, r->arena, "name", &edit.house));
    *ret = edit;
    return NULL;
}

/* GET /write/:token */
const err *posts_write_get(req *r)
{
    struct private_link link = { 0 };
    struct posts_edit edit = { 0 };
    TRY(accounts_link_look(r->store, r->arena, req_param(r, "token"), S("author"), &link));
    TRY(edit_of(r, &link, &edit));
    if (posts_store_published(&edit.post))
        return show_published(r, &edit.post, S(""));
    return posts_edit_page(r, &edit);
}

/* POST /write/:token */
const err *posts_write_post(req *r)
{
    struct private_link link = { 0 };
    struct posts_edit edit = { 0 };
    TRY(accounts_link_use(r->store, r->arena, req_param(r, "token"), S("author"), &link));
    TRY(edit_of(r, &link, &edit));
    return posts_edit_take(r, &edit);
}
