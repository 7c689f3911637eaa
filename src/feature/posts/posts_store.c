/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_store.c - all SQL of the posts.
 */
#include "feature/posts/posts_store.h"

#include "base/id.h"

#define POST_FIELDS                                                                                \
    "post.id, post.slug, post.uid, post.link, post.state, post.version, post.saved_by, "           \
    "post.created_ms, post.modified_ms, post.published_ms, post.room, post.title, "                \
    "post.language, post.author, post.address, post.written, post.tags"
static const col post_cols[] = {
    COL(struct post, id),
    COL(struct post, slug),
    COL(struct post, uid),
    COL(struct post, link),
    COL(struct post, state),
    COL(struct post, version),
    COL(struct post, saved_by),
    COL(struct post, created_ms),
    COL(struct post, modified_ms),
    COL(struct post, published_ms),
    COL(struct post, room),
    COL(struct post, writing.title),
    COL(struct post, writing.language),
    COL(struct post, writing.author),
    COL(struct post, writing.address),
    COL(struct post, writing.written),
    COL(struct post, writing.tags),
    COL(struct post, writing.text),
};
/* The text is the last column, so that lists can leave it out. */
#define POST_LEAN COUNT_OF(post_cols) - 1, post_cols, sizeof(struct post)
#define POST_FULL COUNT_OF(post_cols), post_cols, sizeof(struct post)
#define POST_NEWEST " ORDER BY post.published_ms DESC, post.id DESC"

static const query q_newest = { "SELECT " POST_FIELDS ", post.text FROM post"
                                " WHERE post.state = 'published'" POST_NEWEST " LIMIT $1 OFFSET $2",
                                2, POST_FULL };
static const query q_newest_tagged = {
    "SELECT " POST_FIELDS ", post.text FROM post JOIN post_tag ON post_tag.post = post.id"
    " WHERE post_tag.tag = $1 AND post.state = 'published'" POST_NEWEST " LIMIT $2 OFFSET $3",
    3, POST_FULL
};
static const query q_all = { "SELECT " POST_FIELDS " FROM post"
                             " ORDER BY CASE post.state WHEN 'draft' THEN 0 ELSE 1 END,"
                             " post.modified_ms DESC, post.id DESC",
                             0, POST_LEAN };
static const query q_by_slug = { "SELECT " POST_FIELDS ", post.text FROM post WHERE slug = $1", 1,
                                 POST_FULL };
static const query q_by_id = { "SELECT " POST_FIELDS ", post.text FROM post WHERE id = $1", 1,
                               POST_FULL };
static const query q_by_link = { "SELECT " POST_FIELDS ", post.text FROM post WHERE link = $1", 1,
                                 POST_FULL };
static const query q_by_form = { "SELECT " POST_FIELDS ", post.text FROM post WHERE form = $1", 1,
                                 POST_FULL };

#define VERSION_FIELDS                                                                             \
    "version, saved_ms, saved_by, title, language, author, address, written, tags"
static const col version_cols[] = {
    COL(struct post_version, version),          COL(struct post_version, saved_ms),
    COL(struct post_version, saved_by),         COL(struct post_version, writing.title),
    COL(struct post_version, writing.language), COL(struct post_version, writing.author),
    COL(struct post_version, writing.address),  COL(struct post_version, writing.written),
    COL(struct post_version, writing.tags),     COL(struct post_version, writing.text),
};
static const query q_versions = { "SELECT " VERSION_FIELDS " FROM post_version WHERE post = $1"
                                  " ORDER BY version DESC",
                                  1, COUNT_OF(version_cols) - 1, version_cols,
                                  sizeof(struct post_version) };
static const query q_version = { "SELECT " VERSION_FIELDS ", text FROM post_version"
                                 " WHERE post = $1 AND version = $2",
                                 2, COUNT_OF(version_cols), version_cols,
                                 sizeof(struct post_version) };
static const query q_keep_version = {
    "INSERT INTO post_version (post, " VERSION_FIELDS ", text)"
    " SELECT id, version, modified_ms, saved_by, title, language, author, address, written, tags,"
    " text FROM post WHERE id = $1",
    1, 0, NULL, 0
};

static const col tag_cols[] = { COL(struct post_tag, tag), COL(struct post_tag, name) };
static const query q_tags = {
    "SELECT post_tag.tag, min(post_tag.name) FROM post_tag JOIN post ON post.id = post_tag.post"
    " WHERE post.state = 'published' GROUP BY post_tag.tag ORDER BY post_tag.tag",
    0, COUNT_OF(tag_cols), tag_cols, sizeof(struct post_tag)
};
static const query q_drop_tags = { "DELETE FROM post_tag WHERE post = $1", 1, 0, NULL, 0 };
static const query q_add_tag = { "INSERT INTO post_tag (post, tag, name) VALUES ($1, $2, $3)"
                                 " ON CONFLICT (post, tag) DO NOTHING",
                                 3, 0, NULL, 0 };

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };
static const query q_add = {
    "INSERT INTO post (slug, uid, form, link, state, version, saved_by, created_ms, modified_ms,"
    " published_ms, room, title, language, author, address, written, tags, text)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
    " RETURNING id",
    18, 1, id_cols, sizeof(struct id_row)
};
static const query q_change = {
    "UPDATE post SET state = $1, version = $2, saved_by = $3, modified_ms = $4, published_ms = $5,"
    " room = $6, title = $7, language = $8, author = $9, address = $10, written = $11, tags = $12,"
    " text = $13 WHERE id = $14",
    14, 0, NULL, 0
};

static const query q_drop_versions = { "DELETE FROM post_version WHERE post = $1", 1, 0, NULL, 0 };
static const query q_drop = { "DELETE FROM post WHERE id = $1", 1, 0, NULL, 0 };

static const query q_note_erased = {
    "INSERT INTO post_erased (digest) VALUES ($1) ON CONFLICT (digest) DO NOTHING", 1, 0, NULL, 0
};
static const query q_was_erased = { "SELECT count(*) FROM post_erased WHERE digest = $1", 1, 1,
                                    id_cols, sizeof(struct id_row) };

const query *const posts_store_queries[] = {
    &q_newest,      &q_newest_tagged, &q_all,           &q_by_slug, &q_by_id,
    &q_by_link,     &q_by_form,       &q_versions,      &q_version, &q_keep_version,
    &q_tags,        &q_drop_tags,     &q_add_tag,       &q_add,     &q_change,
    &q_note_erased, &q_was_erased,    &q_drop_versions, &q_drop,    NULL,
};

bool posts_store_published(const struct post *p)
{
    return str_eq(p->state, S("published"));
}

/* Texts are NOT NULL. */
static struct arg text(str s)
{
    return ARG(s.p == NULL ? S("") : s);
}

static const err *list(store *s, arena *a, const query *q, const struct arg *args, size_t n_args,
                       struct post_list *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, q, args, n_args, &rows, &n));
    *ret = (struct post_list){ rows, n };
    return NULL;
}

const err *posts_store_newest(store *s, arena *a, str tag, int64_t limit, int64_t skip,
                              struct post_list *ret)
{
    if (str_empty(tag))
        return list(s, a, &q_newest, ARGS(ARG(limit), ARG(skip)), ret);
    return list(s, a, &q_newest_tagged, ARGS(ARG(tag), ARG(limit), ARG(skip)), ret);
}

const err *posts_store_all(store *s, arena *a, struct post_list *ret)
{
    return list(s, a, &q_all, NO_ARGS, ret);
}

const err *posts_store_get(store *s, arena *a, str slug, struct post *ret)
{
    bool found = false;
    bool erased = false;
    TRY(store_row(s, a, &q_by_slug, ARGS(text(slug)), ret, &found));
    if (found)
        return NULL;
    TRY(posts_store_was_erased(s, a, slug, &erased));
    if (erased)
        FAIL(a, ERR_GONE, "the post was erased");
    FAIL(a, ERR_MISSING, "there is no post \"%.*s\"", STR_ARG(slug));
}

const err *posts_store_by_id(store *s, arena *a, int64_t id, struct post *ret)
{
    bool found = false;
    TRY(store_row(s, a, &q_by_id, ARGS(ARG(id)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such post");
    return NULL;
}

const err *posts_store_by_link(store *s, arena *a, int64_t link, struct post *ret, bool *ret_found)
{
    return store_row(s, a, &q_by_link, ARGS(ARG(link)), ret, ret_found);
}

const err *posts_store_by_form(store *s, arena *a, str form, struct post *ret, bool *ret_found)
{
    return store_row(s, a, &q_by_form, ARGS(text(form)), ret, ret_found);
}

const err *posts_store_versions(store *s, arena *a, int64_t post, struct post_versions *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_versions, ARGS(ARG(post)), &rows, &n));
    *ret = (struct post_versions){ rows, n };
    return NULL;
}

const err *posts_store_version(store *s, arena *a, int64_t post, int64_t version,
                               struct post_version *ret)
{
    bool found = false;
    TRY(store_row(s, a, &q_version, ARGS(ARG(post), ARG(version)), ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "the post has no such version");
    return NULL;
}

const err *posts_store_tags(store *s, arena *a, struct post_tags *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_tags, NO_ARGS, &rows, &n));
    *ret = (struct post_tags){ rows, n };
    return NULL;
}

const err *posts_store_add(store *s, arena *a, const struct post *p, str form, int64_t *ret_id)
{
    const struct writing *w = &p->writing;
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_add,
                  ARGS(text(p->slug), text(p->uid), text(form),
                       p->link == 0 ? ARG_NULL : ARG(p->link), text(p->state), ARG(p->version),
                       text(p->saved_by), ARG(p->created_ms), ARG(p->modified_ms),
                       ARG(p->published_ms), ARG(p->room), text(w->title), text(w->language),
                       text(w->author), text(w->address), text(w->written), text(w->tags),
                       text(w->text)),
                  &row, &found));
    *ret_id = row.id;
    return NULL;
}

const err *posts_store_change(store *s, arena *a, const struct post *p)
{
    const struct writing *w = &p->writing;
    return store_run(s, a, &q_change,
                     ARGS(text(p->state), ARG(p->version), text(p->saved_by), ARG(p->modified_ms),
                          ARG(p->published_ms), ARG(p->room), text(w->title), text(w->language),
                          text(w->author), text(w->address), text(w->written), text(w->tags),
                          text(w->text), ARG(p->id)),
                     NULL);
}

const err *posts_store_keep_version(store *s, arena *a, const struct post *p)
{
    return store_run(s, a, &q_keep_version, ARGS(ARG(p->id)), NULL);
}

const err *posts_store_set_tags(store *s, arena *a, int64_t post, const struct post_tags *tags)
{
    TRY(store_run(s, a, &q_drop_tags, ARGS(ARG(post)), NULL));
    for (size_t i = 0; i < tags->n; i++)
        TRY(store_run(s, a, &q_add_tag,
                      ARGS(ARG(post), ARG(tags->item[i].tag), ARG(tags->item[i].name)), NULL));
    return NULL;
}

const err *posts_store_drop(store *s, arena *a, int64_t post)
{
    TRY(store_run(s, a, &q_drop_tags, ARGS(ARG(post)), NULL));
    TRY(store_run(s, a, &q_drop_versions, ARGS(ARG(post)), NULL));
    return store_run(s, a, &q_drop, ARGS(ARG(post)), NULL);
}

const err *posts_store_note_erased(store *s, arena *a, str slug)
{
    return store_run(s, a, &q_note_erased, ARGS(ARG(id_digest(a, slug))), NULL);
}

const err *posts_store_was_erased(store *s, arena *a, str slug, bool *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_was_erased, ARGS(ARG(id_digest(a, slug))), &row, &found));
    *ret = found && row.id > 0;
    return NULL;
}
