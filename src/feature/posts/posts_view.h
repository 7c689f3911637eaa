/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_view.h - what the posts' pages are given, and how it is made of what is stored. Inside this
 * folder only.
 */
#ifndef FEATURE_POSTS_POSTS_VIEW_H
#define FEATURE_POSTS_POSTS_VIEW_H

#include <jansson.h>

#include "base/html.h"
#include "feature/accounts/accounts_links.h"
#include "feature/posts/posts_store.h"
#include "web/req.h"

/* ---- for readers ----------------------------------------------------------------------------- */

/* One post in a list. */
struct post_line {
    str path, title, lang, author;
    str day, datetime; /* the author's date: in words, "2012-07-09" */
    str summary;
};
struct post_lines {
    const struct post_line *item;
    size_t n;
};

struct posts_page {
    struct post_lines lines;
    struct post_tags tags; /* all in use */
    str tag, tag_name;     /* the chosen one; empty = all */
    str newer, older;      /* addresses; may be empty */
    bool host;             /* a host reads it */
};

/* A post, whole. */
struct post_full {
    struct post_line line;
    str address;
    struct post_tags tags;
    html text;
    html conversation; /* empty in a preview */
    html questions;    /* asked in it */
    str edit;          /* for a host: where it is written; else empty */
};

/* ---- for those who write --------------------------------------------------------------------- */

/* What is wrong with its fields, in the reader's words; absent where nothing is. */
struct post_faults {
    str title, author, address, written, tags, text;
    bool any;
};

struct post_form {
    str action;
    html token;
    str key; /* of a new post's form */
    int64_t version;
    struct writing writing;
    struct post_faults wrong;
    bool guest;     /* no tags, no publishing */
    bool published; /* what is saved is seen at once */
};

struct version_line {
    int64_t version;
    str when, by, title;
    bool now;
};
struct version_lines {
    const struct version_line *item;
    size_t n;
};

struct link_line {
    int64_t id;
    str name, until;
    bool good; /* neither expired nor taken back */
};
struct link_lines {
    const struct link_line *item;
    size_t n;
};

/* The page on which a post is written. */
struct post_editor {
    struct post_form form;
    str heading, note; /* what was done; may be empty */
    str house;         /* its name, for guests */
    bool preview, stale;
    struct post_full shown; /* the preview */
    struct writing theirs;  /* what somebody else saved meanwhile, by whom and when */
    str theirs_by, theirs_when;
    str path;     /* of the published page; empty for a draft */
    str action;   /* "/host/posts/{slug}"; empty for a new post */
    int64_t undo; /* the version that undoing brings back; 0 = there is none */
    struct version_lines versions;
    struct link_lines links;
};

struct desk_line {
    str title, edit, path, author, saved, saved_by; /* path: empty for a draft */
};
struct desk_lines {
    const struct desk_line *item;
    size_t n;
};
struct posts_desk {
    struct desk_lines drafts, published;
    struct link_lines links;
    str note; /* what was done; may be empty */
    html token;
};

/* The last look before a post is erased. */
struct post_eraser {
    str title, author, edit;
    str address; /* empty where it was never public */
    str wrong;
    html token;
};

/* A private link as it is shown once. */
struct new_link {
    str name, url, until, back;
    html qr;
};

/* ---- how they are made ----------------------------------------------------------------------- */

/* Who reads, and when; times are the house's. */
struct posts_view {
    arena *arena;
    enum lang lang;
    str zone;
    int64_t now_ms;
};
MUST const err *posts_view_of(req *r, struct posts_view *ret);

str posts_view_path(arena *a, const struct post *p); /* "/posts/{slug}" */
str posts_view_edit(arena *a, const struct post *p); /* "/host/posts/{slug}" */
/* An instant near now, in words. */
str posts_view_near(const struct posts_view *v, int64_t time_ms);
str posts_view_today(const struct posts_view *v);
/* "9. Juli 2012" of "2012-07-09"; what is no date stays as it is. */
str posts_view_day(const struct posts_view *v, str date);
struct post_line posts_view_line(const struct posts_view *v, const struct post *p);
struct post_lines posts_view_lines(const struct posts_view *v, const struct post_list *list);
struct post_full posts_view_full(const struct posts_view *v, const struct post *p);
struct version_lines posts_view_versions(const struct posts_view *v, const struct post *p,
                                         const struct post_versions *list);
struct link_lines posts_view_links(const struct posts_view *v, const struct private_links *list);
struct desk_lines posts_view_desk(const struct posts_view *v, const struct post_list *list,
                                  bool published);
struct post_faults posts_view_faults(const err *e);

/* schema.org BlogPosting, on the arena. */
const json_t *posts_view_jsonld(const struct posts_view *v, str base_url, const struct post *p);

#endif
