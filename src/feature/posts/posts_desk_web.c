/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_desk_web.c - what hosts do with posts: write, publish, undo, take back, invite guests.
 */
#include "desk.html.h"
#include "feature/posts/posts_rules.h"
#include "feature/posts/posts_web.h"
#include "write.html.h"

#define LINK_DAYS 60
#define DAY_MS ((int64_t)24 * 3600 * 1000)

static const err *begin(req *r, str title)
{
    return house_page_begin(
        r, &(struct house_page){ .title = title, .kind = "write-page", .noindex = true });
}

/* What was done, as the address tells it after a redirect. */
static str note_of(const req *r)
{
    static const struct {
        const char *done, *said;
    } notes[] = {
        { "saved", WORDS_MARK("Saved.") },
        { "published", WORDS_MARK("Saved and published.") },
        { "restored", WORDS_MARK("Brought back and saved.") },
        { "unpublished",
          WORDS_MARK("Taken from the public pages. Text and conversation are kept.") },
        { "erased", WORDS_MARK("The post was erased.") },
    };
    str done = req_query(r, "done");
    for (size_t i = 0; i < COUNT_OF(notes) && str_eq(r->method, S("GET")); i++)
        if (str_eq(done, str_of(notes[i].done)))
            return words(r->out.lang, notes[i].said);
    return S("");
}

/* ---- the list -------------------------------------------------------------------------------- */

/* GET /host/posts */
const err *posts_desk_get(req *r)
{
    struct posts_view v = { 0 };
    struct post_list all = { 0 };
    struct private_links links = { 0 };
    TRY(posts_view_of(r, &v));
    TRY(posts_store_all(r->store, r->arena, &all));
    TRY(accounts_links_of(r->store, r->arena, S("author"), 0, &links));
    TRY(begin(r, words(r->out.lang, "Drafts and posts")));
    desk_page(&r->out, (struct posts_desk){ .drafts = posts_view_desk(&v, &all, false),
                                            .published = posts_view_desk(&v, &all, true),
                                            .links = posts_view_links(&v, &links),
                                            .note = note_of(r),
                                            .token = req_form_token(r) });
    return house_page_end(r);
}

/* ---- writing --------------------------------------------------------------------------------- */

static const err *saved(req *r, const struct post *p, const char *done)
{
    return req_redirect(r,
                        str_format(r->arena, "/host/posts/%.*s?done=%s", STR_ARG(p->slug), done));
}

/* What stands around the form of a post that is stored. */
static const err *fill_steps(req *r, const struct post *p, struct post_editor *e)
{
    struct posts_view v = { 0 };
    struct post_versions versions = { 0 };
    struct private_links links = { 0 };
    TRY(posts_view_of(r, &v));
    TRY(posts_store_versions(r->store, r->arena, p->id, &versions));
    TRY(accounts_links_of(r->store, r->arena, S("author"), p->id, &links));
    e->versions = posts_view_versions(&v, p, &versions);
    e->links = posts_view_links(&v, &links);
    e->undo = p->version - 1;
    e->action = e->form.action = posts_view_edit(r->arena, p);
    if (posts_store_published(p))
        e->path = posts_view_path(r->arena, p);
    return NULL;
}

static const err *show(req *r, const struct posts_edit *edit, struct post_editor *e)
{
    bool stored = edit->post.id != 0;
    e->heading = stored ? edit->post.writing.title : words(r->out.lang, "Write a post");
    e->note = note_of(r);
    if (stored)
        TRY(fill_steps(r, &edit->post, e));
    TRY(begin(r, e->heading));
    write_page(&r->out, *e);
    return house_page_end(r);
}

static struct posts_edit new_edit(const req *r)
{
    return (struct posts_edit){
        .by = r->who.name, .action = S("/host/posts/new"), .saved = saved, .show = show
    };
}

static const err *edit_of(req *r, struct posts_edit *ret)
{
    *ret = new_edit(r);
    TRY(posts_store_get(r->store, r->arena, req_param(r, "slug"), &ret->post));
    ret->action = posts_view_edit(r->arena, &ret->post);
    return NULL;
}

/* GET, POST /host/posts/new */
const err *posts_desk_new_get(req *r)
{
    struct posts_edit edit = new_edit(r);
    return posts_edit_page(r, &edit);
}

const err *posts_desk_new_post(req *r)
{
    struct posts_edit edit = new_edit(r);
    return posts_edit_take(r, &edit);
}

/* GET, POST /host/posts/:slug */
const err *posts_desk_edit_get(req *r)
{
    struct posts_edit edit = { 0 };
    TRY(edit_of(r, &edit));
    return posts_edit_page(r, &edit);
}

const err *posts_desk_edit_post(req *r)
{
    struct posts_edit edit = { 0 };
    TRY(edit_of(r, &edit));
    return posts_edit_take(r, &edit);
}

/* ---- taking back ----------------------------------------------------------------------------- */

/* POST /host/posts/:slug/restore */
const err *posts_desk_restore_post(req *r)
{
    struct posts_edit edit = { 0 };
    struct post_version former = { 0 };
    struct post now = { 0 };
    int64_t seen = 0, version = 0;
    bool stale = false;
    if (!str_to_int64(req_field(r, "seen"), &seen) ||
        !str_to_int64(req_field(r, "version"), &version))
        FAIL(r->arena, ERR_INVALID, "versions are numbers");
    TRY(edit_of(r, &edit));
    TRY(posts_store_version(r->store, r->arena, edit.post.id, version, &former));
    TRY(posts_restore(r->store, r->arena, &edit.post, seen, &former.writing, r->who.name, &stale,
                      &now));
    edit.post = now;
    return stale ? posts_edit_stale(r, &edit, &former.writing) : saved(r, &now, "restored");
}

/* POST /host/posts/:slug/unpublish */
const err *posts_desk_unpublish_post(req *r)
{
    struct post p = { 0 };
    TRY(posts_store_get(r->store, r->arena, req_param(r, "slug"), &p));
    TRY(posts_unpublish(r->store, r->arena, p.id));
    return saved(r, &p, "unpublished");
}

/* ---- erasing --------------------------------------------------------------------------------- */

static const err *erase_page(req *r, const struct post *p, str wrong)
{
    struct post_eraser e = { .title = p->writing.title,
                             .author = p->writing.author,
                             .address = p->published_ms > 0 ? posts_view_path(r->arena, p) : S(""),
                             .edit = posts_view_edit(r->arena, p),
                             .wrong = wrong,
                             .token = req_form_token(r) };
    TRY(begin(r, words(r->out.lang, "Erase this post for good")));
    write_erase(&r->out, e);
    return house_page_end(r);
}

/* GET /host/posts/:slug/erase */
const err *posts_desk_erase_get(req *r)
{
    struct post p = { 0 };
    TRY(posts_store_get(r->store, r->arena, req_param(r, "slug"), &p));
    return erase_page(r, &p, S(""));
}

/* POST /host/posts/:slug/erase */
const err *posts_desk_erase_post(req *r)
{
    struct post p = { 0 };
    TRY(posts_store_get(r->store, r->arena, req_param(r, "slug"), &p));
    if (str_empty(req_field(r, "sure"))) {
        req_status(r, 422);
        return erase_page(
            r, &p, words(r->out.lang, "Please confirm that you know that it cannot be undone."));
    }
    TRY(posts_erase(r->store, r->arena, p.id));
    return req_redirect(r, S("/host/posts?done=erased"));
}

/* ---- guest authors --------------------------------------------------------------------------- */

/* Makes a link and shows it, once. */
static const err *show_new_link(req *r, int64_t subject, str back)
{
    struct posts_view v = { 0 };
    struct new_link link = { .back = back };
    str token = { 0 };
    int64_t id = 0;
    TRY(posts_view_of(r, &v));
    link.name = str_trim(req_field(r, "name"));
    if (str_empty(link.name))
        link.name = words(r->out.lang, "Guest author");
    TRY(accounts_link_make(r->store, r->arena, S("author"), subject, link.name, LINK_DAYS, 0,
                           &token, &id));
    link.url = str_format(r->arena, "%.*s/write/%.*s", STR_ARG(req_base_url(r)), STR_ARG(token));
    link.until = posts_view_near(&v, v.now_ms + LINK_DAYS * DAY_MS);
    TRY(accounts_qr(r->arena, link.url, words(r->out.lang, "The private link as a QR code"),
                    &link.qr));
    TRY(begin(r, link.name));
    desk_link(&r->out, link);
    return house_page_end(r);
}

/* POST /host/posts/:slug/link */
const err *posts_desk_link_post(req *r)
{
    struct post p = { 0 };
    TRY(posts_store_get(r->store, r->arena, req_param(r, "slug"), &p));
    return show_new_link(r, p.id, posts_view_edit(r->arena, &p));
}

/* POST /host/posts/links */
const err *posts_desk_invite_post(req *r)
{
    return show_new_link(r, 0, S("/host/posts"));
}

/* POST /host/posts/links/:id/revoke */
const err *posts_desk_revoke_post(req *r)
{
    int64_t id = 0;
    if (!str_to_int64(req_param(r, "id"), &id))
        FAIL(r->arena, ERR_MISSING, "a link has a number");
    TRY(accounts_link_revoke(r->store, r->arena, id));
    return req_redirect(r, S("/host/posts"));
}
