/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_test.c - what is taken as a post, saving without losing, publishing, and the feed, read by
 * libxml2.
 */
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "base/clock.h"
#include "engine/markdown/markdown.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_links.h"
#include "feature/house/house.h"
#include "feature/posts/posts.h"
#include "feature/posts/posts_feed.h"
#include "feature/posts/posts_rules.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks.h"
#include "store/store_rig.h"

#define NOW_MS 1341921600000 /* 2012-07-10 12:00 UTC */
#define HOUR_MS ((int64_t)3600 * 1000)

static int set_up(void **state)
{
    const struct migration_list lists[] = { *house.migrations, *accounts.migrations,
                                            *rooms.migrations, *weeks.migrations,
                                            *posts.migrations };
    *state = store_rig_open(lists, COUNT_OF(lists));
    clock_set(NOW_MS);
    return 0;
}

static int tear_down(void **state)
{
    clock_real();
    return store_rig_tear_down(state);
}

static struct writing essay(const char *title, const char *text)
{
    return (struct writing){ .title = str_of(title),
                             .language = S("de"),
                             .author = S("Ada Beispiel"),
                             .address = S("Seefelde"),
                             .written = S("2012-07-09"),
                             .tags = S("Netz, Arbeit"),
                             .text = str_of(text) };
}

/* Saves, and expects that nobody was in the way. */
static struct post saved(struct store_rig *f, struct posts_save what)
{
    struct post p = { 0 };
    bool stale = false;
    OK(posts_save(f->s, f->arena, &what, &stale, &p));
    assert_false(stale);
    return p;
}

static struct post stale(struct store_rig *f, struct posts_save what)
{
    struct post p = { 0 };
    bool is = false;
    OK(posts_save(f->s, f->arena, &what, &is, &p));
    assert_true(is);
    return p;
}

static struct post published(struct store_rig *f, const char *title)
{
    return saved(f, (struct posts_save){
                        .by = S("Host"), .publish = true, .writing = essay(title, "Ein Text.") });
}

static size_t n_newest(struct store_rig *f, str tag)
{
    struct post_list list = { 0 };
    OK(posts_store_newest(f->s, f->arena, tag, 100, 0, &list));
    return list.n;
}

static void every_query_can_be_prepared(void **state)
{
    struct store_rig *f = *state;
    size_t n = 0;
    for (; posts.queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, posts.queries[n]));
    assert_int_equal(n, 19);
}

/* ---- what is taken --------------------------------------------------------------------------- */

static void check_fault(arena *a, struct writing w, bool public, const char *field)
{
    struct writing clean = { 0 };
    const err *e = posts_check(a, LANG_DE, &w, public, &clean);
    KIND(e, ERR_INVALID);
    assert_int_equal(e->n_fields, 1);
    SAME(e->fields[0].field, field);
    assert_true(e->fields[0].message.n > 0);
}

static str repeated(arena *a, const char *piece, size_t n)
{
    str *pieces = NEW_ARRAY(a, str, n);
    for (size_t i = 0; i < n; i++)
        pieces[i] = str_of(piece);
    return str_join(a, pieces, n, S(""));
}

static void what_cannot_be_is_named_by_its_field(void **state)
{
    (void)state;
    SCRATCH(a);
    struct writing w = essay(" \xe2\x80\x8b ", "x");
    check_fault(a, w, false, "title");
    w = essay("x", "x");
    w.title = repeated(a, "ä", POSTS_TITLE_MAX + 1);
    check_fault(a, w, false, "title");
    w = essay("x", "x");
    w.author = S("");
    check_fault(a, w, false, "author");
    const char *const no_dates[] = { "", "9.7.2012", "2012-02-30", "2012-07-09T10:00" };
    for (size_t i = 0; i < COUNT_OF(no_dates); i++) {
        w = essay("x", "x");
        w.written = str_of(no_dates[i]);
        check_fault(a, w, false, "written");
    }
    w = essay("x", "x");
    w.tags = S("1,2,3,4,5,6,7,8,9");
    check_fault(a, w, false, "tags");
    w = essay("x", "x");
    w.text = repeated(a, "x", POSTS_TEXT_MAX + 1);
    check_fault(a, w, false, "text");
    check_fault(a, essay("x", "  \n "), true, "text");
}

static void what_is_taken_comes_back_clean(void **state)
{
    (void)state;
    SCRATCH(a);
    struct writing w = essay("  Über\n Größe ", "eins\r\nzwei"), clean = { 0 };
    w.tags = S(" Größe,, groesse ,---, Netz ,");
    w.language = S("fr");
    OK(posts_check(a, LANG_DE, &w, true, &clean));
    SAME(clean.title, "Über Größe");
    SAME(clean.text, "eins\nzwei");
    SAME(clean.tags, "Größe, Netz");
    SAME(clean.language, "de");
    struct post_tags tags = posts_tags(a, clean.tags);
    assert_int_equal(tags.n, 2);
    SAME(tags.item[0].tag, "groesse");
    SAME(tags.item[0].name, "Größe");
    w.text = S("");
    OK(posts_check(a, LANG_DE, &w, false, &clean)); /* a draft may be empty yet */
}

/* ---- saving ---------------------------------------------------------------------------------- */

static void slugs_are_given_once_and_stay(void **state)
{
    struct store_rig *f = *state;
    struct post one = published(f, "Über Größe"), two = published(f, "Über Größe");
    struct post odd = published(f, "---"), reserved = published(f, "New");
    SAME(one.slug, "ueber-groesse");
    SAME(two.slug, "ueber-groesse-2");
    SAME(odd.slug, "post");
    SAME(reserved.slug, "post-new");
    struct post renamed = saved(f, (struct posts_save){ .id = one.id,
                                                        .version = one.version,
                                                        .by = S("Host"),
                                                        .writing = essay("Neu", "Ein Text.") });
    SAME(renamed.slug, "ueber-groesse");
    struct room room = { 0 };
    OK(rooms_get(f->s, f->arena, (room_id){ one.room }, &room));
    SAME(room.title, "Neu");
    SAME(room.path, "/posts/ueber-groesse");
}

static void the_second_who_saves_is_told_and_nothing_is_lost(void **state)
{
    struct store_rig *f = *state;
    struct post p = saved(f, (struct posts_save){ .by = S("A"), .writing = essay("T", "eins") });
    struct posts_save first = {
        .id = p.id, .version = 1, .by = S("A"), .writing = essay("T", "A")
    };
    struct posts_save second = first;
    second.by = S("B");
    second.writing.text = S("B");
    assert_int_equal(saved(f, first).version, 2);
    struct post theirs = stale(f, second);
    SAME(theirs.writing.text, "A");
    SAME(theirs.saved_by, "A");
    struct post now = { 0 };
    OK(posts_store_get(f->s, f->arena, p.slug, &now));
    SAME(now.writing.text, "A");
    second.version = theirs.version; /* having seen it */
    assert_int_equal(saved(f, second).version, 3);
    struct post_version former = { 0 };
    OK(posts_store_version(f->s, f->arena, p.id, 2, &former));
    SAME(former.writing.text, "A");
    SAME(former.saved_by, "A");
}

static void a_form_that_is_sent_twice_saves_once(void **state)
{
    struct store_rig *f = *state;
    struct posts_save new_one = { .form = S("k1"), .by = S("A"), .writing = essay("T", "x") };
    struct post p = saved(f, new_one), again = saved(f, new_one);
    assert_int_equal(p.id, again.id);
    assert_int_equal(again.version, 1);
    new_one.writing.text = S("went back and wrote on");
    assert_int_equal(stale(f, new_one).id, p.id);
    struct posts_save change = {
        .id = p.id, .version = 1, .by = S("A"), .writing = essay("T", "y")
    };
    assert_int_equal(saved(f, change).version, 2);
    assert_int_equal(saved(f, change).version, 2); /* the same again, from the same version */
    struct post_versions versions = { 0 };
    OK(posts_store_versions(f->s, f->arena, p.id, &versions));
    assert_int_equal(versions.n, 2);
    assert_int_equal(versions.item[0].version, 2);
}

static struct post undone(struct store_rig *f, const struct post *p, int64_t version)
{
    struct post_version former = { 0 };
    struct post now = { 0 };
    bool is_stale = true;
    OK(posts_store_version(f->s, f->arena, p->id, version, &former));
    OK(posts_restore(f->s, f->arena, p, p->version, &former.writing, S("A"), &is_stale, &now));
    assert_false(is_stale);
    return now;
}

static void undoing_saves_what_was_and_can_be_undone(void **state)
{
    struct store_rig *f = *state;
    struct post p = published(f, "Eins");
    struct writing other = essay("Zwei", "Anders.");
    other.tags = S("Drittes");
    struct post changed =
        saved(f, (struct posts_save){ .id = p.id, .version = 1, .by = S("A"), .writing = other });
    assert_int_equal(n_newest(f, S("netz")), 0);
    struct post back = undone(f, &changed, 1);
    SAME(back.writing.title, "Eins");
    assert_int_equal(back.version, 3);
    assert_int_equal(n_newest(f, S("netz")), 1);
    SAME(undone(f, &back, 2).writing.title, "Zwei");
    struct post_version none = { 0 };
    KIND(posts_store_version(f->s, f->arena, p.id, 99, &none), ERR_MISSING);
    /* From a page that is out of date: told, and nothing changed. */
    bool is_stale = false;
    struct post now = { 0 };
    OK(posts_restore(f->s, f->arena, &p, 1, &p.writing, S("B"), &is_stale, &now));
    assert_true(is_stale);
    SAME(now.writing.title, "Zwei");
}

static void a_public_post_does_not_lose_its_text(void **state)
{
    struct store_rig *f = *state;
    struct post draft = saved(f, (struct posts_save){ .by = S("A"), .writing = essay("T", "") });
    struct post p = saved(f, (struct posts_save){ .id = draft.id,
                                                  .version = 1,
                                                  .by = S("A"),
                                                  .publish = true,
                                                  .writing = essay("T", "da") });
    struct post now = { 0 };
    bool is_stale = false;
    struct writing empty = draft.writing;
    KIND(posts_restore(f->s, f->arena, &p, 2, &empty, S("A"), &is_stale, &now), ERR_CONFLICT);
}

/* ---- publishing ------------------------------------------------------------------------------ */

static void a_draft_is_not_there_for_readers(void **state)
{
    struct store_rig *f = *state;
    struct room room = { 0 };
    struct post p = saved(f, (struct posts_save){ .by = S("A"), .writing = essay("T", "x") });
    assert_false(posts_store_published(&p));
    assert_int_equal(n_newest(f, S("")), 0);
    assert_int_equal(n_newest(f, S("netz")), 0);
    KIND(rooms_find(f->s, f->arena, p.slug, &room), ERR_MISSING);
    struct posts_save publish = {
        .id = p.id, .version = 1, .by = S("A"), .publish = true, .writing = p.writing
    };
    struct post out = saved(f, publish);
    assert_int_equal(out.published_ms, NOW_MS);
    assert_int_equal(out.version, 1); /* no word was changed */
    assert_int_equal(n_newest(f, S("netz")), 1);
    OK(rooms_find(f->s, f->arena, p.slug, &room));
    OK(posts_unpublish(f->s, f->arena, p.id));
    assert_int_equal(n_newest(f, S("")), 0);
    /* Back again: the same room, the first date. */
    clock_set(NOW_MS + HOUR_MS);
    out = saved(f, publish);
    assert_int_equal(out.published_ms, NOW_MS);
    assert_int_equal(out.room, room.id);
}

static void a_guest_writes_until_it_is_published(void **state)
{
    struct store_rig *f = *state;
    struct posts_save guest = { .link = 7, .by = S("Greta"), .writing = essay("T", "eins") };
    struct post p = saved(f, guest);
    assert_int_equal(p.link, 7);
    guest.version = 1;
    guest.writing.text = S("zwei");
    assert_int_equal(saved(f, guest).id, p.id);
    struct posts_save host = {
        .id = p.id, .version = 2, .by = S("Host"), .publish = true, .writing = guest.writing
    };
    saved(f, host);
    guest.version = 2;
    guest.writing.text = S("zu spät");
    struct post now = stale(f, guest);
    assert_true(posts_store_published(&now));
    SAME(now.writing.text, "zwei");
}

static void what_is_taken_from_the_public_has_no_room(void **state)
{
    struct store_rig *f = *state;
    struct room room = { 0 };
    struct post p = published(f, "Offen");
    OK(rooms_find(f->s, f->arena, p.slug, &room));
    OK(posts_unpublish(f->s, f->arena, p.id));
    KIND(rooms_find(f->s, f->arena, p.slug, &room), ERR_MISSING);
    /* Saving the draft does not open it. */
    saved(f, (struct posts_save){
                 .id = p.id, .version = 1, .by = S("A"), .writing = essay("Offen", "anders") });
    KIND(rooms_find(f->s, f->arena, p.slug, &room), ERR_MISSING);
    saved(f, (struct posts_save){ .id = p.id,
                                  .version = 2,
                                  .by = S("A"),
                                  .publish = true,
                                  .writing = essay("Offen", "anders") });
    OK(rooms_find(f->s, f->arena, p.slug, &room));
    assert_int_equal(room.id, p.room);
    SAME(room.path, "/posts/offen");
}

/* How many rows of the store hold that text, in any of the tables that knew of the post. */
static int64_t traces(struct store_rig *f, const char *text)
{
    struct number {
        int64_t n;
    };
    static const col cols[] = { COL(struct number, n) };
    static const query q = {
        "SELECT (SELECT count(*) FROM post WHERE instr(title || text || author || slug, $1))"
        " + (SELECT count(*) FROM post_version WHERE instr(title || text || author, $1))"
        " + (SELECT count(*) FROM post_tag WHERE instr(name, $1))"
        " + (SELECT count(*) FROM post_erased WHERE instr(digest, $1))"
        " + (SELECT count(*) FROM slug WHERE instr(name, $1))"
        " + (SELECT count(*) FROM room WHERE instr(slug || path || title, $1))"
        " + (SELECT count(*) FROM room_message WHERE instr(name || text, $1))"
        " + (SELECT count(*) FROM private_link WHERE instr(name, $1))",
        1, 1, cols, sizeof(struct number)
    };
    struct number row = { 0 };
    bool there = false;
    OK(store_row(f->s, f->arena, &q, ARGS(ARG(str_of(text))), &row, &there));
    return row.n;
}

static void what_is_erased_leaves_no_word(void **state)
{
    struct store_rig *f = *state;
    struct private_link link = { 0 };
    struct post p = published(f, "Zitrone"), gone = { 0 };
    str token = { 0 };
    int64_t id = 0;
    OK(accounts_link_make(f->s, f->arena, S("author"), p.id, S("Zitronella"), 5, 0, &token, &id));
    const struct say say = { .name = S("Ben"), .text = S("Zu Zitrone und zitrone") };
    OK(rooms_say_at(f->s, f->arena, (room_id){ p.room }, &say, NOW_MS));
    struct writing w = essay("Danach", "Ein Text.");
    saved(f, (struct posts_save){ .id = p.id, .version = 1, .by = S("A"), .writing = w });
    assert_true(traces(f, "Zitron") >= 3 && traces(f, "zitron") >= 3);
    assert_true(traces(f, "Beispiel") >= 2);
    OK(posts_erase(f->s, f->arena, p.id));
    assert_int_equal(traces(f, "Zitron") + traces(f, "zitron") + traces(f, "Beispiel"), 0);
    KIND(posts_store_get(f->s, f->arena, S("zitrone"), &gone), ERR_GONE);
    KIND(accounts_link_look(f->s, f->arena, token, S("author"), &link), ERR_GONE);
    KIND(posts_erase(f->s, f->arena, p.id), ERR_MISSING);
    /* The address means nothing else from then on. */
    SAME(published(f, "Zitrone").slug, "zitrone-2");
    KIND(posts_store_get(f->s, f->arena, S("zitrone"), &gone), ERR_GONE);
}

static void an_erased_draft_was_never_there(void **state)
{
    struct store_rig *f = *state;
    struct post p = saved(f, (struct posts_save){ .by = S("A"), .writing = essay("Leise", "x") });
    OK(posts_erase(f->s, f->arena, p.id));
    KIND(posts_store_get(f->s, f->arena, S("leise"), &p), ERR_MISSING);
    SAME(published(f, "Leise").slug, "leise");
}

static const err *leave(struct store_rig *f)
{
    TX(t, f->s, f->arena);
    TRY(posts_demo_leave(f->s, f->arena));
    return tx_commit(&t);
}

static void the_demonstration_can_be_left_without_its_essay(void **state)
{
    struct store_rig *f = *state;
    struct post_list list = { 0 };
    OK(posts_demo(f->s, f->arena, NOW_MS));
    OK(posts_store_newest(f->s, f->arena, S(""), 10, 0, &list));
    OK(posts_erase(f->s, f->arena, list.item[0].id));
    OK(leave(f));
}

static void the_newest_stand_first(void **state)
{
    struct store_rig *f = *state;
    struct post_list list = { 0 };
    for (int i = 0; i < 5; i++) {
        clock_set(NOW_MS + (i / 2) * HOUR_MS); /* two at one moment: the later made first */
        published(f, "T");
    }
    OK(posts_store_newest(f->s, f->arena, S(""), 3, 1, &list));
    assert_int_equal(list.n, 3);
    SAME(list.item[0].slug, "t-4");
    SAME(list.item[1].slug, "t-3");
    SAME(list.item[2].slug, "t-2");
    saved(f, (struct posts_save){ .by = S("A"), .writing = essay("Entwurf", "") });
    OK(posts_store_all(f->s, f->arena, &list));
    assert_int_equal(list.n, 6);
    SAME(list.item[0].slug, "entwurf");
    struct post_tags tags = { 0 };
    OK(posts_store_tags(f->s, f->arena, &tags));
    assert_int_equal(tags.n, 2);
    SAME(tags.item[0].name, "Arbeit");
}

static void the_demonstration_needs_an_empty_store(void **state)
{
    struct store_rig *f = *state;
    struct post_list list = { 0 };
    OK(posts_demo(f->s, f->arena, NOW_MS));
    OK(posts_store_newest(f->s, f->arena, S(""), 10, 0, &list));
    assert_int_equal(list.n, 1);
    SAME(list.item[0].writing.written, "2012-07-10");
    assert_true(list.item[0].writing.address.n > 0 && list.item[0].room != 0);
    KIND(posts_demo(f->s, f->arena, NOW_MS), ERR_CONFLICT);
}

/* ---- the feed -------------------------------------------------------------------------------- */

/* What an XPath finds as a text; the prefix of Atom is "a". */
static str found(arena *a, xmlDoc *doc, const char *path)
{
    xmlXPathContext *context = xmlXPathNewContext(doc);
    assert_int_equal(xmlXPathRegisterNs(context, (const xmlChar *)"a",
                                        (const xmlChar *)"http://www.w3.org/2005/Atom"),
                     0);
    xmlXPathObject *object = xmlXPathEvalExpression((const xmlChar *)path, context);
    assert_non_null(object);
    xmlChar *text = xmlXPathCastToString(object);
    str copy = str_copy(a, str_of((const char *)text));
    xmlFree(text);
    xmlXPathFreeObject(object);
    xmlXPathFreeContext(context);
    return copy;
}

static xmlDoc *read_feed(arena *a, const struct posts_feed *feed)
{
    str text = { 0 };
    OK(posts_feed(a, feed, &text));
    xmlDoc *doc = xmlReadMemory(text.p, (int)text.n, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    return doc;
}

#define FOUND(path, wanted) SAME(found(f->arena, doc, path), wanted)

static void the_feed_has_what_atom_demands(void **state)
{
    struct store_rig *f = *state;
    struct posts_feed feed = { .base_url = S("https://house.example.org"),
                               .house = S("Haus <&> Hof"),
                               .page = 2,
                               .more = true };
    struct post p = published(f, "Eins & \"zwei\" <b>");
    struct writing w = essay("Danach", "Ein *Wort*, <script>und</script> \xef\xbf\xbe mehr.");
    clock_set(NOW_MS + HOUR_MS);
    saved(f, (struct posts_save){ .id = p.id, .version = 1, .by = S("A"), .writing = w });
    OK(posts_store_newest(f->s, f->arena, S(""), 10, 0, &feed.list));
    xmlDoc *doc = read_feed(f->arena, &feed);
    FOUND("count(/a:feed/a:id)", "1");
    FOUND("/a:feed/a:id", "https://house.example.org/feed.atom");
    FOUND("/a:feed/a:title", "Haus <&> Hof");
    FOUND("/a:feed/a:updated", "2012-07-10T13:00:00+00:00");
    FOUND("/a:feed/a:link[@rel='self']/@href", "https://house.example.org/feed.atom?page=2");
    FOUND("/a:feed/a:link[@rel='next']/@href", "https://house.example.org/feed.atom?page=3");
    FOUND("/a:feed/a:link[@rel='previous']/@href", "https://house.example.org/feed.atom");
    FOUND("count(/a:feed/a:entry)", "1");
    FOUND("starts-with(/a:feed/a:entry/a:id, 'urn:uuid:')", "true");
    FOUND("/a:feed/a:entry/a:title", "Danach");
    FOUND("/a:feed/a:entry/a:published", "2012-07-10T12:00:00+00:00");
    FOUND("/a:feed/a:entry/a:updated", "2012-07-10T13:00:00+00:00");
    FOUND("/a:feed/a:entry/a:author/a:name", "Ada Beispiel");
    FOUND("/a:feed/a:entry/a:link[@rel='alternate']/@href",
          "https://house.example.org/posts/eins-zwei-b");
    FOUND("/a:feed/a:entry/a:content/@type", "html");
    FOUND("count(/a:feed/a:entry/a:content/*)", "0");
    FOUND("/a:feed/a:entry/a:category[2]/@term", "arbeit");
    FOUND("contains(/a:feed/a:entry/a:content, '<em>Wort</em>')", "true");
    FOUND("contains(/a:feed/a:entry/a:content, '<script>')", "false");
    xmlFreeDoc(doc);
}

static void a_feed_without_posts_is_a_feed(void **state)
{
    struct store_rig *f = *state;
    struct posts_feed feed = { .base_url = S("http://x"), .house = S("Haus"), .page = 1 };
    xmlDoc *doc = read_feed(f->arena, &feed);
    FOUND("/a:feed/a:updated", "1970-01-01T00:00:00+00:00");
    FOUND("count(/a:feed/a:link[@rel='next' or @rel='previous'])", "0");
    xmlFreeDoc(doc);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_query_can_be_prepared),
        cmocka_unit_test(what_cannot_be_is_named_by_its_field),
        cmocka_unit_test(what_is_taken_comes_back_clean),
        T(slugs_are_given_once_and_stay),
        T(the_second_who_saves_is_told_and_nothing_is_lost),
        T(a_form_that_is_sent_twice_saves_once),
        T(undoing_saves_what_was_and_can_be_undone),
        T(a_public_post_does_not_lose_its_text),
        T(a_draft_is_not_there_for_readers),
        T(a_guest_writes_until_it_is_published),
        T(what_is_taken_from_the_public_has_no_room),
        T(what_is_erased_leaves_no_word),
        T(an_erased_draft_was_never_there),
        T(the_demonstration_can_be_left_without_its_essay),
        T(the_newest_stand_first),
        T(the_demonstration_needs_an_empty_store),
        T(the_feed_has_what_atom_demands),
        T(a_feed_without_posts_is_a_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
