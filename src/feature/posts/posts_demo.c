/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_demo.c - the demonstration's guest essay: saved and published as every other post.
 */
#include <inttypes.h>

#include "base/buf.h"
#include "base/check.h"
#include "engine/when/when.h"
#include "feature/house/house.h"
#include "feature/posts/posts_demo_files.h"
#include "feature/posts/posts_rules.h"
#include "feature/rooms/rooms.h"

#define DEMO_ZONE S("Europe/Berlin")
/* The setting that keeps the ids of what was made. */
#define MADE "demo_posts"
#define TEXT_LIMIT ((size_t)1 << 16)

/* The files are our own: what cannot be read in them is our fault. */
static void read_head_line(struct writing *w, str line)
{
    str name = { 0 }, value = { 0 };
    ASSERT(str_cut(line, ':', &name, &value));
    value = str_trim(value);
    if (str_eq(name, S("title")))
        w->title = value;
    else if (str_eq(name, S("author")))
        w->author = value;
    else if (str_eq(name, S("address")))
        w->address = value;
    else if (str_eq(name, S("tags")))
        w->tags = value;
    else
        UNREACHABLE();
}

static struct writing read_file(arena *a, const char *const *line, str today)
{
    struct writing w = { .language = S("de"), .written = today };
    buf text = { 0 };
    for (; !str_eq(str_of(*line), S("---")); line++)
        read_head_line(&w, str_of(*line));
    buf_on_arena(&text, a, TEXT_LIMIT);
    for (line++; *line != NULL; line++) {
        buf_add(&text, str_of(*line));
        buf_char(&text, '\n');
    }
    w.text = buf_str(&text);
    return w;
}

const err *posts_demo(store *s, arena *a, int64_t now_ms)
{
    struct post_list there = { 0 };
    buf made = { 0 };
    buf_on_arena(&made, a, 1024);
    str today = when_date_text(a, when_local_of(now_ms, DEMO_ZONE).date);
    TX(t, s, a);
    TRY(posts_store_all(s, a, &there));
    if (there.n > 0)
        FAIL(a, ERR_CONFLICT,
             "there is a post in the store already; the demonstration needs an empty one");
    for (size_t i = 0; posts_demo_files[i] != NULL; i++) {
        struct writing w = read_file(a, posts_demo_files[i], today), clean = { 0 };
        struct post p = { 0 };
        bool stale = false;
        TRY(posts_check(a, LANG_EN, &w, true, &clean));
        struct posts_save what = { .by = clean.author, .publish = true, .writing = clean };
        TRY(posts_save(s, a, &what, &stale, &p));
        buf_printf(&made, "%" PRId64 " ", p.id);
    }
    TRY(house_set(s, a, MADE, buf_str(&made)));
    return tx_commit(&t);
}

static const err *take_away(store *s, arena *a, int64_t id)
{
    struct post p = { 0 };
    const err *e = posts_store_by_id(s, a, id, &p);
    if (e != NULL && e->kind == ERR_MISSING)
        return NULL; /* erased by hand */
    TRY(e);
    TRY(posts_store_drop(s, a, id));
    return p.room != 0 ? rooms_remove(s, a, (room_id){ p.room }) : NULL;
}

const err *posts_demo_leave(store *s, arena *a)
{
    str made = { 0 }, piece = { 0 };
    int64_t id = 0;
    TRY(house_setting(s, a, MADE, &made));
    while (str_next(&made, ' ', &piece))
        if (str_to_int64(piece, &id))
            TRY(take_away(s, a, id));
    return house_set(s, a, MADE, S(""));
}
