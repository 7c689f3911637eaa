/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_edit_web.c - the form in which hosts and guests write a post.
 */
#include "base/id.h"
#include "feature/posts/posts_rules.h"
#include "feature/posts/posts_web.h"

#define KEY_MAX 64

static struct writing sent(const req *r, const struct posts_edit *edit)
{
    struct writing w = {
        .title = req_field(r, "title"),
        .language = req_field(r, "language"),
        .author = req_field(r, "author"),
        .address = req_field(r, "address"),
        .written = req_field(r, "written"),
        .tags = req_field(r, "tags"),
        .text = req_field(r, "text"),
    };
    if (edit->link != 0) /* tags are the hosts' */
        w.tags = edit->post.writing.tags;
    return w;
}

static int64_t sent_version(const req *r)
{
    int64_t version = 0;
    return str_to_int64(req_field(r, "version"), &version) ? version : 0;
}

static str sent_key(req *r)
{
    str key = req_field(r, "key");
    return str_empty(key) || key.n > KEY_MAX ? id_token(r->arena) : key;
}

static struct post_editor editor(req *r, const struct posts_edit *edit, const struct writing *w,
                                 int64_t version)
{
    return (struct post_editor){
        .form = { .action = edit->action,
                  .token = req_form_token(r),
                  .key = sent_key(r),
                  .version = version,
                  .writing = *w,
                  .guest = edit->link != 0,
                  .published = posts_store_published(&edit->post) },
        .house = edit->house,
    };
}

const err *posts_edit_page(req *r, const struct posts_edit *edit)
{
    struct posts_view v = { 0 };
    struct writing w = edit->post.writing;
    TRY(posts_view_of(r, &v));
    if (edit->post.id == 0)
        w = (struct writing){ .author = edit->by,
                              .language = lang_tag(r->out.lang),
                              .written = posts_view_today(&v) };
    struct post_editor e = editor(r, edit, &w, edit->post.version);
    return edit->show(r, edit, &e);
}

const err *posts_edit_stale(req *r, const struct posts_edit *edit, const struct writing *mine)
{
    struct posts_view v = { 0 };
    const struct post *p = &edit->post;
    TRY(posts_view_of(r, &v));
    struct post_editor e = editor(r, edit, mine, p->version);
    struct version_lines now = posts_view_versions(
        &v, p,
        &(struct post_versions){
            &(struct post_version){ p->version, p->modified_ms, p->saved_by, p->writing }, 1 });
    e.stale = true;
    e.theirs = p->writing;
    e.theirs_by = p->saved_by;
    e.theirs_when = now.item[0].when;
    req_status(r, 409);
    return edit->show(r, edit, &e);
}

static const err *show_faults(req *r, const struct posts_edit *edit, const struct writing *given,
                              const err *why)
{
    if (why->n_fields == 0)
        return why;
    struct post_editor e = editor(r, edit, given, sent_version(r));
    e.form.wrong = posts_view_faults(why);
    req_status(r, 422);
    return edit->show(r, edit, &e);
}

static const err *show_preview(req *r, const struct posts_edit *edit, const struct writing *clean)
{
    struct posts_view v = { 0 };
    struct post p = { .writing = *clean };
    TRY(posts_view_of(r, &v));
    struct post_editor e = editor(r, edit, clean, sent_version(r));
    e.preview = true;
    e.shown = posts_view_full(&v, &p);
    return edit->show(r, edit, &e);
}

const err *posts_edit_take(req *r, struct posts_edit *edit)
{
    struct writing given = sent(r, edit), clean = { 0 };
    bool publish = edit->link == 0 && str_eq(req_field(r, "do"), S("publish"));
    bool public = publish || posts_store_published(&edit->post);
    const err *e = posts_check(r->arena, r->out.lang, &given, public, &clean);
    if (e != NULL)
        return show_faults(r, edit, &given, e);
    if (str_eq(req_field(r, "do"), S("preview")))
        return show_preview(r, edit, &clean);
    struct posts_save what = { .id = edit->post.id,
                               .version = sent_version(r),
                               .link = edit->link,
                               .form = sent_key(r),
                               .by = edit->link != 0 ? clean.author : edit->by,
                               .publish = publish,
                               .writing = clean };
    bool stale = false;
    struct post now = { 0 };
    TRY(posts_save(r->store, r->arena, &what, &stale, &now));
    edit->post = now;
    if (stale)
        return posts_edit_stale(r, edit, &clean);
    return edit->saved(r, &now, publish ? "published" : "saved");
}
