/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_web.c - posts as readers see them: the list, by tag, and a post with its conversation. To
 * readers a draft is not there.
 */
#include "feature/posts/posts_web.h"

#include <inttypes.h>

#include "engine/markdown/markdown.h"
#include "feature/rooms/rooms.h"
#include "posts.html.h"

#define POSTS_A_PAGE 20
#define PAGES_MAX 100000
#define HEAD_LIMIT ((size_t)64 << 10)
#define DESCRIPTION_CODE_POINTS 200

static bool is_host(const req *r)
{
    return r->who.role == ROLE_HOST;
}

/* For the head: where the posts can be subscribed to, and of a post the document about it. */
static const err *head_of(req *r, const json_t *data, html *ret)
{
    page head = { 0 };
    str name = { 0 };
    TRY(house_setting(r->store, r->arena, "name", &name));
    page_init(&head, r->arena, r->out.lang, HEAD_LIMIT);
    posts_head(&head, name);
    if (data != NULL)
        posts_head_post(&head, data);
    *ret = page_taken(&head);
    return NULL;
}

/* ---- the list -------------------------------------------------------------------------------- */

/* ?page=2; what is no number is the first. */
static int64_t asked_page(const req *r)
{
    int64_t n = 1;
    return str_to_int64(req_query(r, "page"), &n) && n >= 1 && n <= PAGES_MAX ? n : 1;
}

static str page_address(arena *a, str tag, int64_t n)
{
    const char *begin = str_empty(tag) ? "" : "tag=";
    const char *between = str_empty(tag) ? "" : "&";
    return str_format(a, "/posts?%s%.*s%spage=%" PRId64, begin, STR_ARG(tag), between, n);
}

static str tag_name(const struct post_tags *all, str tag)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->item[i].tag, tag))
            return all->item[i].name;
    return tag;
}

static const err *fill_list(req *r, const struct posts_view *v, struct posts_page *ret)
{
    struct posts_page s = { .tag = str_trim(req_query(r, "tag")), .host = is_host(r) };
    struct post_list list = { 0 };
    int64_t n = asked_page(r);
    TRY(posts_store_tags(r->store, r->arena, &s.tags));
    s.tag_name = tag_name(&s.tags, s.tag);
    TRY(posts_store_newest(r->store, r->arena, s.tag, POSTS_A_PAGE + 1, (n - 1) * POSTS_A_PAGE,
                           &list));
    /* Where there are posts, what was asked for is a tag, and may stand in an address. */
    if (list.n > POSTS_A_PAGE) {
        list.n = POSTS_A_PAGE;
        s.older = page_address(r->arena, s.tag, n + 1);
    }
    if (n > 1 && list.n > 0)
        s.newer = page_address(r->arena, s.tag, n - 1);
    s.lines = posts_view_lines(v, &list);
    *ret = s;
    return NULL;
}

/* GET /posts?tag=&page= */
static const err *list_get(req *r)
{
    struct posts_view v = { 0 };
    struct posts_page s = { 0 };
    struct house_page p = { .title = words(r->out.lang, "Posts"), .kind = "posts-page" };
    TRY(posts_view_of(r, &v));
    TRY(fill_list(r, &v, &s));
    TRY(head_of(r, NULL, &p.head));
    if (!str_empty(s.tag))
        p.title = s.tag_name;
    p.noindex = !str_empty(s.tag);
    TRY(house_page_begin(r, &p));
    posts_list(&r->out, s);
    return house_page_end(r);
}

/* ---- a post and its conversation ------------------------------------------------------------- */

static const err *published(req *r, struct post *ret)
{
    struct post p = { 0 };
    TRY(posts_store_get(r->store, r->arena, req_param(r, "slug"), &p));
    if (!posts_store_published(&p))
        FAIL(r->arena, ERR_MISSING, "the post is a draft");
    *ret = p;
    return NULL;
}

/* GET /posts/:slug */
static const err *post_get(req *r)
{
    struct post post = { 0 };
    struct posts_view v = { 0 };
    TRY(published(r, &post));
    TRY(posts_view_of(r, &v));
    struct post_full full = posts_view_full(&v, &post);
    TRY(rooms_conversation(r, (room_id){ post.room }, 2, &full.conversation));
    TRY(rooms_questions(r, (room_id){ post.room }, 2, &full.questions));
    if (is_host(r))
        full.edit = posts_view_edit(r->arena, &post);
    struct house_page p = {
        .title = post.writing.title,
        .description = markdown_summary(r->arena, post.writing.text, DESCRIPTION_CODE_POINTS),
        .canonical = full.line.path,
        .kind = "talk-page",
        .talking = true,
        .noindex = req_query(r, "before").p != NULL,
    };
    TRY(head_of(r, posts_view_jsonld(&v, req_base_url(r), &post), &p.head));
    TRY(house_page_begin(r, &p));
    posts_post(&r->out, full);
    return house_page_end(r);
}

/* What was said wrongly comes back on the post's own page. */
static const err *post_again(req *r, const err *why)
{
    (void)why;
    return post_get(r);
}

static const err *room_of(req *r, room_id *ret)
{
    struct post p = { 0 };
    TRY(published(r, &p));
    *ret = (room_id){ p.room };
    return NULL;
}

static const err *say_post(req *r)
{
    room_id room = { 0 };
    TRY(room_of(r, &room));
    return rooms_post(r, room, post_again);
}

static const err *stream_get(req *r)
{
    room_id room = { 0 };
    TRY(room_of(r, &room));
    return rooms_stream(r, room);
}

static const err *message_get(req *r)
{
    room_id room = { 0 };
    TRY(room_of(r, &room));
    return rooms_message_page(r, room);
}

static const err *message_post(req *r)
{
    room_id room = { 0 };
    TRY(room_of(r, &room));
    return rooms_message_post(r, room);
}

static const err *transcript_get(req *r)
{
    room_id room = { 0 };
    TRY(room_of(r, &room));
    return rooms_transcript_page(r, room);
}

/* ---- the menu -------------------------------------------------------------------------------- */

const err *posts_web_menu(req *r)
{
    bool here = str_eq(r->path, S("/posts")) || str_starts(r->path, S("/posts/"));
    posts_menu(&r->out, here, is_host(r), str_starts(r->path, S("/host/posts")));
    return NULL;
}

#define HOSTS_FORM (HOST | SAME_ORIGIN)

const struct route posts_web_routes[] = {
    { "GET", "/posts", list_get, CACHED },
    { "GET", "/posts/:slug", post_get, CACHED },
    { "POST", "/posts/:slug/messages", say_post, SAME_ORIGIN | RATE },
    { "GET", "/posts/:slug/messages/:seq", message_get, CACHED },
    { "POST", "/posts/:slug/messages/:seq", message_post, SAME_ORIGIN | RATE },
    { "GET", "/posts/:slug/stream", stream_get, STREAM },
    { "GET", "/posts/:slug/transcript", transcript_get, 0 },
    { "GET", "/feed.atom", posts_feed_get, CACHED },
    { "GET", "/host/posts", posts_desk_get, HOST },
    { "GET", "/host/posts/new", posts_desk_new_get, HOST },
    { "POST", "/host/posts/new", posts_desk_new_post, HOSTS_FORM | BIG_BODY },
    { "POST", "/host/posts/links", posts_desk_invite_post, HOSTS_FORM },
    { "POST", "/host/posts/links/:id/revoke", posts_desk_revoke_post, HOSTS_FORM },
    { "GET", "/host/posts/:slug", posts_desk_edit_get, HOST },
    { "POST", "/host/posts/:slug", posts_desk_edit_post, HOSTS_FORM | BIG_BODY },
    { "POST", "/host/posts/:slug/restore", posts_desk_restore_post, HOSTS_FORM },
    { "POST", "/host/posts/:slug/unpublish", posts_desk_unpublish_post, HOSTS_FORM },
    { "GET", "/host/posts/:slug/erase", posts_desk_erase_get, HOST },
    { "POST", "/host/posts/:slug/erase", posts_desk_erase_post, HOSTS_FORM },
    { "POST", "/host/posts/:slug/link", posts_desk_link_post, HOSTS_FORM },
    { "GET", "/write/:token", posts_write_get, 0 },
    { "POST", "/write/:token", posts_write_post, SAME_ORIGIN | RATE | BIG_BODY },
    { 0 }
};
