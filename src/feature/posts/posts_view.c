/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_view.c - see posts_view.h.
 */
#include "feature/posts/posts_view.h"

#include "base/clock.h"
#include "base/json_text.h"
#include "engine/markdown/markdown.h"
#include "engine/when/when.h"
#include "feature/house/house.h"
#include "feature/posts/posts_rules.h"

#define SUMMARY_CODE_POINTS 280
#define DESCRIPTION_CODE_POINTS 300

const err *posts_view_of(req *r, struct posts_view *ret)
{
    struct posts_view v = { .arena = r->arena, .lang = r->out.lang, .now_ms = clock_now_ms() };
    TRY(house_setting(r->store, r->arena, "zone", &v.zone));
    *ret = v;
    return NULL;
}

str posts_view_path(arena *a, const struct post *p)
{
    return str_format(a, "/posts/%.*s", STR_ARG(p->slug));
}

str posts_view_edit(arena *a, const struct post *p)
{
    return str_format(a, "/host/posts/%.*s", STR_ARG(p->slug));
}

str posts_view_today(const struct posts_view *v)
{
    return when_date_text(v->arena, when_local_of(v->now_ms, v->zone).date);
}

str posts_view_day(const struct posts_view *v, str date)
{
    struct when_date day = { 0 };
    return when_date_parse(date, &day) ? when_day_long(v->arena, day, v->lang) : date;
}

struct post_line posts_view_line(const struct posts_view *v, const struct post *p)
{
    const struct writing *w = &p->writing;
    return (struct post_line){
        .path = posts_view_path(v->arena, p),
        .title = w->title,
        .lang = w->language,
        .author = w->author,
        .day = posts_view_day(v, w->written),
        .datetime = w->written,
        .summary = markdown_summary(v->arena, w->text, SUMMARY_CODE_POINTS),
    };
}

struct post_lines posts_view_lines(const struct posts_view *v, const struct post_list *list)
{
    struct post_line *lines = NEW_ARRAY(v->arena, struct post_line, list->n);
    for (size_t i = 0; i < list->n; i++)
        lines[i] = posts_view_line(v, &list->item[i]);
    return (struct post_lines){ lines, list->n };
}

struct post_full posts_view_full(const struct posts_view *v, const struct post *p)
{
    return (struct post_full){
        .line = posts_view_line(v, p),
        .address = p->writing.address,
        .tags = posts_tags(v->arena, p->writing.tags),
        .text = markdown_html(v->arena, p->writing.text, 2),
    };
}

str posts_view_near(const struct posts_view *v, int64_t time_ms)
{
    return when_near(v->arena, time_ms, v->now_ms, v->zone, v->lang);
}

struct version_lines posts_view_versions(const struct posts_view *v, const struct post *p,
                                         const struct post_versions *list)
{
    struct version_line *lines = NEW_ARRAY(v->arena, struct version_line, list->n);
    for (size_t i = 0; i < list->n; i++) {
        const struct post_version *one = &list->item[i];
        lines[i] =
            (struct version_line){ one->version, posts_view_near(v, one->saved_ms), one->saved_by,
                                   one->writing.title, one->version == p->version };
    }
    return (struct version_lines){ lines, list->n };
}

struct link_lines posts_view_links(const struct posts_view *v, const struct private_links *list)
{
    struct link_line *lines = NEW_ARRAY(v->arena, struct link_line, list->n);
    for (size_t i = 0; i < list->n; i++) {
        const struct private_link *one = &list->item[i];
        lines[i] = (struct link_line){ one->id, one->name, posts_view_near(v, one->expires_ms),
                                       !one->revoked && one->expires_ms > v->now_ms };
    }
    return (struct link_lines){ lines, list->n };
}

struct desk_lines posts_view_desk(const struct posts_view *v, const struct post_list *list,
                                  bool published)
{
    struct desk_line *lines = NEW_ARRAY(v->arena, struct desk_line, list->n);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct post *p = &list->item[i];
        if (posts_store_published(p) != published)
            continue;
        lines[n++] = (struct desk_line){
            .title = p->writing.title,
            .edit = posts_view_edit(v->arena, p),
            .path = published ? posts_view_path(v->arena, p) : S(""),
            .author = p->writing.author,
            .saved = posts_view_near(v, p->modified_ms),
            .saved_by = p->saved_by,
        };
    }
    return (struct desk_lines){ lines, n };
}

struct post_faults posts_view_faults(const err *e)
{
    struct post_faults f = { .any = e->n_fields > 0 };
    const struct {
        str name;
        str *to;
    } fields[] = {
        { S("title"), &f.title },     { S("author"), &f.author }, { S("address"), &f.address },
        { S("written"), &f.written }, { S("tags"), &f.tags },     { S("text"), &f.text },
    };
    for (size_t i = 0; i < e->n_fields; i++)
        for (size_t k = 0; k < COUNT_OF(fields); k++)
            if (str_eq(e->fields[i].field, fields[k].name))
                *fields[k].to = e->fields[i].message;
    return f;
}

/* ---- for machines ---------------------------------------------------------------------------- */

const json_t *posts_view_jsonld(const struct posts_view *v, str base_url, const struct post *p)
{
    const struct writing *w = &p->writing;
    str path = posts_view_path(v->arena, p);
    json_t *url = json_text(str_join(v->arena, (str[]){ base_url, path }, 2, S("")));
    json_t *author = json_pack("{s:s, s:o}", "@type", "Person", "name", json_text(w->author));
    json_t *all = json_pack("{s:s, s:s, s:o, s:O, s:o, s:o}", "@context", "https://schema.org",
                            "@type", "BlogPosting", "url", url, "mainEntityOfPage", url, "headline",
                            json_text(w->title), "author", author);
    json_text_on(v->arena, all);
    json_object_set_new(all, "inLanguage", json_text(w->language));
    json_object_set_new(all, "dateCreated", json_text(w->written));
    json_object_set_new(all, "datePublished",
                        json_text(when_rfc3339(v->arena, p->published_ms, v->zone)));
    json_object_set_new(all, "dateModified",
                        json_text(when_rfc3339(v->arena, p->modified_ms, v->zone)));
    json_object_set_new(all, "description",
                        json_text(markdown_summary(v->arena, w->text, DESCRIPTION_CODE_POINTS)));
    if (!str_empty(w->tags))
        json_object_set_new(all, "keywords", json_text(w->tags));
    return all;
}
