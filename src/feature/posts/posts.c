/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts.c - the rules of posts: what is taken, saving without losing, publishing.
 */
#include "feature/posts/posts.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "engine/markdown/markdown.h"
#include "engine/when/when.h"
#include "feature/accounts/accounts_links.h"
#include "feature/house/house.h"
#include "feature/posts/posts_rules.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks.h"
#include "feature/weeks/weeks_slug.h"

/* ---- what is taken --------------------------------------------------------------------------- */

/* Nothing that could pass is longer in bytes. */
#define LINE_BYTES ((size_t)4 << 10)

struct check {
    arena *a;
    enum lang lang;
    struct err_field wrong[8];
    size_t n;
};

static void wrong(struct check *c, str field, str message)
{
    c->wrong[c->n++] = (struct err_field){ field, message };
}

static str line(struct check *c, str field, str given, size_t most)
{
    str clean = utf8_line(c->a, str_sub(given, 0, LINE_BYTES));
    size_t n = utf8_count(clean);
    const struct words_value values[] = { { "limit", str_format(c->a, "%zu", most) },
                                          { "given", str_format(c->a, "%zu", n) } };
    if (n > most)
        wrong(c, field,
              words_fill(c->a,
                         words(c->lang, "At most {limit} characters, please; these are {given}."),
                         values, COUNT_OF(values)));
    return clean;
}

static str needed_line(struct check *c, str field, str given, size_t most, const char *missing)
{
    str clean = line(c, field, given, most);
    if (str_empty(clean))
        wrong(c, field, words(c->lang, missing));
    return clean;
}

static str checked_date(struct check *c, str given)
{
    struct when_date date = { 0 };
    str clean = str_trim(given);
    if (!when_date_parse(clean, &date))
        wrong(c, S("written"), words(c->lang, "Please write the date like this: 2012-07-09."));
    return clean;
}

static str checked_text(struct check *c, str given, bool public)
{
    str clean = utf8_text(c->a, str_sub(given, 0, 2 * POSTS_TEXT_MAX));
    const struct words_value values[] = { { "given", str_format(c->a, "%zu", clean.n / 1024) },
                                          { "limit",
                                            str_format(c->a, "%zu", POSTS_TEXT_MAX / 1024) } };
    if (clean.n > POSTS_TEXT_MAX)
        wrong(
            c, S("text"),
            words_fill(c->a,
                       words(c->lang, "The text is too long: at most {limit} kilobytes fit, these "
                                      "are {given}. What you wrote still stands here."),
                       values, COUNT_OF(values)));
    if (public && str_empty(clean))
        wrong(c, S("text"), words(c->lang, "Without a text it cannot be published."));
    return clean;
}

static bool has_tag(const struct post_tags *tags, str tag)
{
    for (size_t i = 0; i < tags->n; i++)
        if (str_eq(tags->item[i].tag, tag))
            return true;
    return false;
}

struct post_tags posts_tags(arena *a, str tags)
{
    struct post_tag *item = NULL;
    struct post_tags all = { 0 };
    size_t cap = 0;
    str piece = { 0 };
    while (str_next(&tags, ',', &piece)) {
        str name = str_trim(piece), tag = weeks_slug(a, name);
        if (str_empty(tag) || has_tag(&all, tag))
            continue;
        arena_grow(a, (void **)&item, &cap, all.n + 1, sizeof *item);
        item[all.n] = (struct post_tag){ tag, name };
        all = (struct post_tags){ item, all.n + 1 };
    }
    return all;
}

static str checked_tags(struct check *c, str given)
{
    struct post_tags tags = posts_tags(c->a, utf8_line(c->a, str_sub(given, 0, LINE_BYTES)));
    str *names = NEW_ARRAY(c->a, str, tags.n);
    bool long_one = false;
    for (size_t i = 0; i < tags.n; i++) {
        names[i] = tags.item[i].name;
        long_one = long_one || utf8_count(names[i]) > POSTS_TAG_MAX;
    }
    if (tags.n > POSTS_TAGS_MAX || long_one)
        wrong(c, S("tags"), words(c->lang, "At most eight tags of forty characters each, please."));
    return str_join(c->a, names, tags.n, S(", "));
}

const err *posts_check(arena *a, enum lang lang, const struct writing *given, bool public,
                       struct writing *ret)
{
    struct check c = { .a = a, .lang = lang };
    enum lang of_text = LANG_DE;
    bool known = lang_from_tag(given->language, &of_text);
    struct writing clean = {
        .title = needed_line(&c, S("title"), given->title, POSTS_TITLE_MAX,
                             WORDS_MARK("Please give it a title.")),
        .author = needed_line(&c, S("author"), given->author, POSTS_AUTHOR_MAX,
                              WORDS_MARK("Please say who wrote it.")),
        .address = line(&c, S("address"), given->address, POSTS_ADDRESS_MAX),
        .written = checked_date(&c, given->written),
        .tags = checked_tags(&c, given->tags),
        .text = checked_text(&c, given->text, public),
        .language = lang_tag(known ? of_text : LANG_DE),
    };
    if (c.n > 0)
        return err_form(a, HERE, c.wrong, c.n);
    *ret = clean;
    return NULL;
}

/* ---- saving ---------------------------------------------------------------------------------- */

static bool same(const struct writing *a, const struct writing *b)
{
    return str_eq(a->title, b->title) && str_eq(a->language, b->language) &&
           str_eq(a->author, b->author) && str_eq(a->address, b->address) &&
           str_eq(a->written, b->written) && str_eq(a->tags, b->tags) && str_eq(a->text, b->text);
}

static const err *find(store *s, arena *a, const struct posts_save *what, struct post *ret,
                       bool *ret_found)
{
    *ret_found = true;
    if (what->id != 0)
        return posts_store_by_id(s, a, what->id, ret);
    if (what->link != 0)
        return posts_store_by_link(s, a, what->link, ret, ret_found);
    return posts_store_by_form(s, a, what->form, ret, ret_found);
}

/* Nothing else comes to stand where a public post was erased; and the name of that place is not
 * kept in words either. */
static const err *take_address(store *s, arena *a, str title, str *ret)
{
    str *passed = NULL;
    size_t n = 0, cap = 0;
    bool erased = true;
    while (erased) {
        TRY(weeks_take_slug(s, a, title, "post", ret));
        TRY(posts_store_was_erased(s, a, *ret, &erased));
        arena_grow(a, (void **)&passed, &cap, n + 1, sizeof *passed);
        if (erased)
            passed[n++] = *ret;
    }
    for (size_t i = 0; i < n; i++)
        TRY(weeks_forget_slug(s, a, passed[i]));
    return NULL;
}

static const err *begin(store *s, arena *a, const struct posts_save *what, struct post *p)
{
    *p = (struct post){ .uid = id_uuid(a),
                        .link = what->link,
                        .state = S("draft"),
                        .version = 1,
                        .saved_by = what->by,
                        .created_ms = clock_now_ms(),
                        .modified_ms = clock_now_ms(),
                        .writing = what->writing };
    TRY(take_address(s, a, p->writing.title, &p->slug));
    return posts_store_add(s, a, p, str_empty(what->form) ? p->uid : what->form, &p->id);
}

static str path_of(arena *a, const struct post *p)
{
    return str_format(a, "/posts/%.*s", STR_ARG(p->slug));
}

/* The room appears with the first publication, since a draft's title and words are nobody's yet. */
static const err *publish(store *s, arena *a, struct post *p)
{
    str zone = { 0 };
    room_id room = { 0 };
    p->state = S("published");
    if (p->published_ms == 0)
        p->published_ms = clock_now_ms();
    if (p->room != 0)
        return NULL;
    TRY(house_setting(s, a, "zone", &zone));
    TRY(rooms_create(s, a, p->slug, path_of(a, p), p->writing.title, zone, &room));
    p->room = room.v;
    return NULL;
}

/* The row, its tags, what its conversation is called and where it stands: that of a draft nowhere.
 */
static const err *store_changed(store *s, arena *a, const struct post *p)
{
    struct post_tags tags = posts_tags(a, p->writing.tags);
    struct room room = { 0 };
    TRY(posts_store_change(s, a, p));
    TRY(posts_store_set_tags(s, a, p->id, &tags));
    if (p->room == 0)
        return NULL;
    TRY(rooms_get(s, a, (room_id){ p->room }, &room));
    str path = posts_store_published(p) ? path_of(a, p) : S("");
    return rooms_describe(s, a, (room_id){ p->room }, path, p->writing.title, room.zone);
}

const err *posts_save(store *s, arena *a, const struct posts_save *what, bool *ret_stale,
                      struct post *ret)
{
    struct post p = { 0 };
    bool found = false;
    TX(t, s, a);
    TRY(find(s, a, what, &p, &found));
    bool new_words = !found || !same(&p.writing, &what->writing);
    bool too_late = what->link != 0 && posts_store_published(&p);
    *ret_stale = found && new_words && (p.version != what->version || too_late);
    if (*ret_stale) {
        *ret = p;
        return NULL;
    }
    if (!found) {
        TRY(begin(s, a, what, &p));
    } else if (new_words) {
        p.writing = what->writing;
        p.version++;
        p.saved_by = what->by;
        p.modified_ms = clock_now_ms();
    }
    if (what->publish)
        TRY(publish(s, a, &p));
    TRY(store_changed(s, a, &p));
    if (new_words)
        TRY(posts_store_keep_version(s, a, &p));
    TRY(tx_commit(&t));
    *ret = p;
    return NULL;
}

const err *posts_draft(store *s, arena *a, enum lang lang, const struct posts_draft *draft,
                       str *ret_slug)
{
    const struct writing given = { .title = draft->title,
                                   .language = draft->language,
                                   .author = draft->author,
                                   .address = S(""),
                                   .written = draft->written,
                                   .tags = S(""),
                                   .text = draft->text };
    struct posts_save what = { .form = draft->key, .by = draft->by };
    struct post p = { 0 };
    bool stale = false;
    TRY(posts_check(a, lang, &given, false, &what.writing));
    TRY(posts_save(s, a, &what, &stale, &p)); /* stale: a host has changed it since, and it stays */
    *ret_slug = p.slug;
    return NULL;
}

const err *posts_restore(store *s, arena *a, const struct post *p, int64_t seen,
                         const struct writing *former, str by, bool *ret_stale, struct post *ret)
{
    if (posts_store_published(p) && str_empty(former->text))
        FAIL(a, ERR_CONFLICT, "that version has no text; the post is published");
    struct posts_save what = { .id = p->id, .version = seen, .by = by, .writing = *former };
    return posts_save(s, a, &what, ret_stale, ret);
}

const err *posts_unpublish(store *s, arena *a, int64_t id)
{
    struct post p = { 0 };
    TX(t, s, a);
    TRY(posts_store_by_id(s, a, id, &p));
    p.state = S("draft");
    TRY(store_changed(s, a, &p));
    return tx_commit(&t);
}

/* The links bear the author's name. */
static const err *erase_links(store *s, arena *a, const struct post *p)
{
    struct private_links links = { 0 };
    TRY(accounts_links_of(s, a, S("author"), p->id, &links));
    for (size_t i = 0; i < links.n; i++)
        TRY(accounts_link_erase(s, a, links.item[i].id));
    return p->link != 0 ? accounts_link_erase(s, a, p->link) : NULL;
}

const err *posts_erase(store *s, arena *a, int64_t id)
{
    struct post p = { 0 };
    TX(t, s, a);
    TRY(posts_store_by_id(s, a, id, &p));
    if (p.published_ms > 0)
        TRY(posts_store_note_erased(s, a, p.slug));
    TRY(erase_links(s, a, &p));
    TRY(posts_store_drop(s, a, id));
    TRY(weeks_forget_slug(s, a, p.slug));
    if (p.room != 0)
        TRY(rooms_remove(s, a, (room_id){ p.room }));
    return tx_commit(&t);
}
