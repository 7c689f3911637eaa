/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * web_cache_test.c - pages that are kept: for whom, for how long, one rendering for many, and what
 * becomes of those who wait.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/clock.h"
#include "web/web_rig.h"

#define NOON INT64_C(1341828000000) /* a whole minute */
#define MANY 60

static int start(void **state)
{
    clock_set(NOON);
    *state = web_rig_started();
    return 0;
}

static int stop(void **state)
{
    web_rig_stop(*state);
    clock_real();
    return 0;
}

static int renders(const struct web_rig *rig)
{
    return __atomic_load_n(&rig->renders, __ATOMIC_SEQ_CST);
}

/* Which rendering it is that was sent. */
static int which(str reply)
{
    int64_t n = 0;
    str body = web_rig_body(reply);
    if (web_rig_status(reply) != 200 || !str_to_int64(str_sub(body, 0, str_find(body, S(" "))), &n))
        print_error("got: %.*s\n", STR_ARG(reply));
    return (int)n;
}

static int ask(const struct web_rig *rig, const char *target, const char *fields)
{
    return which(web_rig_get(rig, target, fields));
}

/* ---- for whom -------------------------------------------------------------------------------- */

static void test_what_one_was_shown_is_shown_to_all(void **state)
{
    struct web_rig *rig = *state;
    str first = web_rig_get(rig, "/kept/a", "");
    str second =
        web_rig_get(rig, "/kept/a", "User-Agent: other\r\nReferer: http://example.org/\r\n");
    assert_int_equal(which(first), 1);
    assert_true(str_contains(first, S(" en  http://house.example all|")));
    assert_true(str_eq(first, second));
    assert_true(str_eq(web_rig_field(first, "Cache-Control"), S("no-cache")));
    assert_true(
        str_eq(web_rig_field(first, "Vary"), S("Accept-Encoding, Accept-Language, Cookie")));
    assert_non_null(web_rig_field(first, "Content-Security-Policy").p);
    assert_int_equal(server_counts_now(rig->server).cache_hits, 1);
    assert_int_equal(server_counts_now(rig->server).requests, 2);
    str metrics = web_rig_get(rig, "/metrics", "");
    assert_true(str_contains(metrics, S("\nnetzarbeit_cache_hits_total 1\n")));
    assert_true(str_contains(metrics, S("\nnetzarbeit_cache_pages 1\n")));
}

static void test_head_and_304_come_from_it_too(void **state)
{
    struct web_rig *rig = *state;
    str whole = web_rig_get(rig, "/kept/a", "");
    str etag = web_rig_field(whole, "ETag");
    str head = web_rig_ask(rig, "HEAD /kept/a HTTP/1.1\r\nHost: house.example\r\n"
                                "Connection: close\r\n\r\n");
    assert_true(str_eq(head, str_sub(whole, 0, whole.n - web_rig_body(whole).n)));
    str same = web_rig_get(rig, "/kept/a",
                           str_format(rig->arena, "If-None-Match: %.*s\r\n", STR_ARG(etag)).p);
    assert_int_equal(web_rig_status(same), 304);
    assert_int_equal(web_rig_body(same).n, 0);
    assert_true(str_eq(web_rig_field(same, "ETag"), etag));
    assert_null(web_rig_field(same, "Content-Length").p);
    assert_int_equal(ask(rig, "/kept/a", "If-None-Match: \"other\"\r\n"), 1);
    assert_int_equal(renders(rig), 1);
}

static void test_languages_zones_and_addresses_have_their_own(void **state)
{
    struct web_rig *rig = *state;
    assert_int_equal(ask(rig, "/kept/a", ""), 1);
    assert_int_equal(ask(rig, "/kept/a", "Accept-Language: de\r\n"), 2);
    assert_int_equal(ask(rig, "/kept/a?lang=de", ""), 2);
    assert_int_equal(ask(rig, "/kept/a?&l%61ng=de", "Cookie: lang=en\r\n"), 3);
    assert_int_equal(ask(rig, "/kept/a", "Cookie: lang=de\r\n"), 2);
    assert_int_equal(ask(rig, "/kept/a?lang=de&zone=Asia/Tokyo", ""), 4);
    assert_int_equal(ask(rig, "/kept/a?zone=Asia%2FTokyo", "Cookie: lang=de;zone=UTC\r\n"), 4);
    assert_int_equal(ask(rig, "/kept/a", "Cookie: zone=UTC; lang=de\r\n"), 5);
    assert_int_equal(ask(rig, "/kept/a?x=1", ""), 6);
    assert_int_equal(ask(rig, "/kept/a?lang=en&x=1&", ""), 6);
    str other = web_rig_ask(rig, "GET /kept/a HTTP/1.1\r\nHost: other.example\r\n"
                                 "Connection: close\r\n\r\n");
    assert_int_equal(which(other), 7);
    assert_true(str_contains(other, S(" http://other.example all|")));
}

static void test_other_cookies_pass_it_by(void **state)
{
    struct web_rig *rig = *state;
    static const char *const cookies[] = { "session=anna", "name=Ada", "guest=x; lang=en",
                                           "lang=en; unknown=1", "loud" };
    assert_int_equal(ask(rig, "/kept/a", "Cookie: lang=en\r\n"), 1);
    for (int i = 0; i < 5; i++) {
        str line = str_format(rig->arena, "Cookie: lang=en\r\nCookie: %s\r\n", cookies[i]);
        str reply = web_rig_get(rig, "/kept/a", line.p);
        assert_int_equal(which(reply), 2 + i);
        assert_true(str_contains(reply, S(" one|")));
    }
    assert_int_equal(ask(rig, "/kept/a", ""), 1);
    assert_int_equal(server_counts_now(rig->server).cache_renders, 1);
}

static void test_what_is_no_page_for_all_is_not_kept(void **state)
{
    struct web_rig *rig = *state;
    static const char *const targets[] = { "/kept/cookie", "/kept/private", "/kept/created",
                                           "/kept/large", "/kept/a?topics=1,2,3,4,5" };
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        web_rig_get(rig, targets[i], "");
        web_rig_get(rig, targets[i], "");
        assert_int_equal(renders(rig), 2 * (int)(i + 1));
    }
    char longer[700] = "/kept/a?";
    memset(longer + 8, 'x', 600);
    assert_int_equal(ask(rig, longer, ""), 11);
    assert_int_equal(ask(rig, longer, ""), 12);
    str with_body = web_rig_ask(rig, "GET /kept/a HTTP/1.1\r\nHost: house.example\r\n"
                                     "Content-Length: 3\r\nConnection: close\r\n\r\na=b");
    assert_int_equal(which(with_body), 13);
    assert_true(str_contains(with_body, S(" one|")));
    assert_int_equal(ask(rig, "/kept/a", ""), 14);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/kept/a?q=%ff", "")), 400);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/kept/%ff", "")), 400);
}

static atomic_bool is_open;

static bool open_now(const req *r)
{
    return str_eq(req_base_url(r), S("http://house.example")) && atomic_load(&is_open);
}

static void test_a_closed_house_shows_nothing_that_was_kept(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->options.hooks.open = open_now;
    web_rig_start(rig);
    atomic_store(&is_open, true);
    assert_int_equal(ask(rig, "/kept/a", ""), 1);
    assert_int_equal(ask(rig, "/kept/a/always", ""), 2);
    atomic_store(&is_open, false);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/kept/a", "")), 503);
    assert_int_equal(web_rig_status(web_rig_get(rig, "/kept/b", "")), 503);
    assert_int_equal(ask(rig, "/kept/a/always", ""), 2);
    atomic_store(&is_open, true);
    assert_int_equal(ask(rig, "/kept/b", ""), 3);
    web_rig_stop(rig);
}

/* ---- for how long ---------------------------------------------------------------------------- */

static void test_a_change_is_seen_by_the_next_who_asks(void **state)
{
    struct web_rig *rig = *state;
    assert_int_equal(ask(rig, "/kept/a?topics=7,8", ""), 1);
    assert_int_equal(ask(rig, "/kept/b", ""), 2);
    server_changed_topics(rig->server, (int64_t[]){ 9, 10 }, 2);
    assert_int_equal(ask(rig, "/kept/a?topics=7,8", ""), 1);
    server_changed_topics(rig->server, (int64_t[]){ 8 }, 1);
    assert_int_equal(ask(rig, "/kept/a?topics=7,8", ""), 3);
    assert_int_equal(ask(rig, "/kept/b", ""), 2);
    server_changed_all(rig->server);
    assert_true(str_contains(web_rig_get(rig, "/metrics", ""), S("\nnetzarbeit_cache_bytes 0\n")));
    assert_int_equal(ask(rig, "/kept/a?topics=7,8", ""), 4);
    assert_int_equal(ask(rig, "/kept/b", ""), 5);
    assert_int_equal(ask(rig, "/kept/b", ""), 5);
}

static void test_a_page_ends_with_its_minute(void **state)
{
    struct web_rig *rig = *state;
    assert_int_equal(ask(rig, "/kept/a", ""), 1);
    clock_set(NOON + 59999);
    assert_int_equal(ask(rig, "/kept/a", ""), 1);
    clock_set(NOON + 60000);
    assert_int_equal(ask(rig, "/kept/a", ""), 2);
    clock_set(NOON - 1); /* somebody sets the clock back */
    assert_int_equal(ask(rig, "/kept/a", ""), 3);
}

static void test_memory_has_a_bound(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    clock_set(NOON);
    rig->options.cache_bytes = 30000;
    web_rig_start(rig);
    for (int i = 0; i < 50; i++) {
        str target = str_format(rig->arena, "/kept/long?n=%d", i);
        assert_int_equal(ask(rig, target.p, ""), i + 1 + (i > 0));
        assert_int_equal(ask(rig, "/kept/a", ""), 2); /* what is asked for often stays */
    }
    str metrics = web_rig_get(rig, "/metrics", "");
    int64_t bytes = 0;
    str rest = str_sub(metrics, str_find(metrics, S("\nnetzarbeit_cache_bytes ")) + 24, 20);
    assert_true(str_to_int64(str_sub(rest, 0, str_find(rest, S("\n"))), &bytes));
    assert_in_range(bytes, 10000, 30000);
    assert_int_equal(ask(rig, "/kept/long?n=49", ""), 51);
    assert_int_equal(ask(rig, "/kept/long?n=0", ""), 52);
    web_rig_stop(rig);
    clock_real();
}

/* ---- compressed ------------------------------------------------------------------------------ */

static str unzipped(struct web_rig *rig, str body)
{
    size_t most = 100000;
    char *to = arena_alloc(rig->arena, most);
    z_stream z = { .next_in = (Bytef *)(uintptr_t)body.p,
                   .avail_in = (uInt)body.n,
                   .next_out = (Bytef *)to,
                   .avail_out = (uInt)most };
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    inflateEnd(&z);
    return (str){ to, most - z.avail_out };
}

static str get_zipped(struct web_rig *rig, const char *target, bool wanted)
{
    str reply = web_rig_get(rig, target, "Accept-Encoding: gzip\r\n");
    assert_int_equal(web_rig_status(reply), 200);
    bool is = web_rig_field(reply, "Content-Encoding").p != NULL;
    assert_int_equal(is, wanted);
    return is ? unzipped(rig, web_rig_body(reply)) : web_rig_body(reply);
}

static void test_the_compressed_form_says_the_same(void **state)
{
    struct web_rig *rig = *state;
    str zipped = get_zipped(rig, "/kept/long", true);
    str plain = web_rig_get(rig, "/kept/long", "");
    assert_true(str_eq(zipped, web_rig_body(plain)));
    str again = web_rig_get(rig, "/kept/long", "Accept-Encoding: gzip\r\n");
    assert_false(str_eq(web_rig_field(plain, "ETag"), web_rig_field(again, "ETag")));
    assert_true(str_eq(web_rig_field(again, "Vary"), web_rig_field(plain, "Vary")));
    get_zipped(rig, "/kept/a", false); /* too short for it */
    assert_int_equal(renders(rig), 2);
}

static void test_it_is_made_for_what_has_lived_a_second(void **state)
{
    struct web_rig *rig = *state;
    assert_int_equal(ask(rig, "/kept/long?topics=1", ""), 1);
    get_zipped(rig, "/kept/long?topics=1", false);
    web_rig_pause(1050);
    str zipped = get_zipped(rig, "/kept/long?topics=1", true);
    assert_true(str_eq(zipped, web_rig_body(web_rig_get(rig, "/kept/long?topics=1", ""))));
    assert_int_equal(renders(rig), 1);
    /* What has just changed is likely to change again. */
    server_changed_topics(rig->server, (int64_t[]){ 1 }, 1);
    get_zipped(rig, "/kept/long?topics=1", true);
    server_changed_topics(rig->server, (int64_t[]){ 1 }, 1);
    get_zipped(rig, "/kept/long?topics=1", false);
    assert_int_equal(renders(rig), 3);
}

/* ---- one rendering for many ------------------------------------------------------------------ */

static void send_many(const struct web_rig *rig, const char *target, int *fds, int n)
{
    str request = str_format(rig->arena,
                             "GET %s HTTP/1.1\r\nHost: house.example\r\n"
                             "Connection: close\r\n\r\n",
                             target);
    for (int i = 0; i < n; i++)
        fds[i] = web_rig_connect(rig);
    for (int i = 0; i < n; i++)
        web_rig_send_bytes(fds[i], request);
}

static str end_of(const struct web_rig *rig, int fd)
{
    str reply = web_rig_rest(rig, fd);
    close(fd);
    return reply;
}

static void until_renders(const struct web_rig *rig, int n)
{
    for (int i = 0; i < 5000 && renders(rig) < n; i++)
        web_rig_pause(1);
    assert_int_equal(renders(rig), n);
}

static void many_are_shown_one(struct web_rig *rig)
{
    int fds[MANY];
    send_many(rig, "/kept/slow", fds, MANY);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(which(end_of(rig, fds[i])), 1);
    assert_int_equal(renders(rig), 1);
    assert_int_equal(server_counts_now(rig->server).requests, MANY);
}

static void test_one_renders_for_all_who_wait(void **state)
{
    many_are_shown_one(*state);
}

static void test_also_for_those_on_other_loops(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    rig->options.loops = 4;
    clock_set(NOON);
    web_rig_start(rig);
    many_are_shown_one(rig);
    web_rig_stop(rig);
    clock_real();
}

static void test_nobody_joins_what_began_before_a_change(void **state)
{
    struct web_rig *rig = *state;
    int before[2], after[2];
    send_many(rig, "/kept/slow?topics=5", before, 2);
    until_renders(rig, 1);
    server_changed_topics(rig->server, (int64_t[]){ 5 }, 1);
    send_many(rig, "/kept/slow?topics=5", after, 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(which(end_of(rig, before[i])), 1);
        assert_int_equal(which(end_of(rig, after[i])), 2);
    }
    assert_int_equal(ask(rig, "/kept/slow?topics=5", ""), 2);
    /* The same where everything changes while somebody renders and nobody asks after it. */
    send_many(rig, "/kept/slow-too", before, 1);
    until_renders(rig, 3);
    server_changed_all(rig->server);
    assert_int_equal(which(end_of(rig, before[0])), 3);
    assert_int_equal(ask(rig, "/kept/slow-too", ""), 4);
}

static void test_who_waited_in_vain_goes_alone(void **state)
{
    struct web_rig *rig = *state;
    int fds[12];
    send_many(rig, "/kept/slow-fail", fds, 12);
    for (int i = 0; i < 12; i++)
        assert_int_equal(web_rig_status(end_of(rig, fds[i])), 404);
    assert_int_equal(renders(rig), 12);
}

static void test_who_leaves_while_waiting_costs_nothing(void **state)
{
    struct web_rig *rig = *state;
    int fds[10];
    send_many(rig, "/kept/slow", fds, 10);
    until_renders(rig, 1);
    for (int i = 0; i < 10; i += 2)
        close(fds[i]);
    for (int i = 1; i < 10; i += 2)
        assert_int_equal(which(end_of(rig, fds[i])), 1);
}

static void test_the_house_closes_while_some_wait(void **state)
{
    (void)state;
    struct web_rig *rig = web_rig_new();
    int fds[10], others[4];
    rig->options.workers = 1;
    clock_set(NOON);
    web_rig_start(rig);
    send_many(rig, "/kept/slow", fds, 10);
    until_renders(rig, 1);
    send_many(rig, "/kept/slow-too", others, 4); /* queued behind it */
    web_rig_pause(50);
    server_stop(rig->server, 0);
    rig->server = NULL;
    for (int i = 0; i < 10; i++)
        close(fds[i]);
    for (int i = 0; i < 4; i++)
        close(others[i]);
    web_rig_stop(rig);
    clock_real();
}

/* ---- the table itself ------------------------------------------------------------------------ */

static job *asking(const char *key)
{
    job *j = job_new(NULL, NULL);
    j->cache_key = str_of(key);
    return j;
}

static void test_not_more_than_a_bound_are_parked(void **state)
{
    (void)state;
    cache *c = cache_new((struct cache_limits){ .bytes = 10000, .page = 100, .parked = 2 });
    struct cache_page *kept = NULL;
    job *j[5];
    for (int i = 0; i < 5; i++)
        j[i] = asking(i == 4 ? "b" : "a");
    assert_int_equal(cache_look(c, j[0], &kept), CACHE_MISS);
    assert_int_equal(cache_begin(c, j[0], &kept), CACHE_MISS);
    assert_int_equal(cache_look(c, j[1], &kept), CACHE_PARKED);
    assert_int_equal(cache_look(c, j[2], &kept), CACHE_PARKED);
    assert_int_equal(cache_look(c, j[3], &kept), CACHE_FULL);
    assert_int_equal(cache_look(c, j[4], &kept), CACHE_MISS);
    /* In the order in which they came. */
    job *parked = cache_end(j[0]->render, NULL);
    j[0]->render = NULL;
    assert_ptr_equal(parked, j[1]);
    assert_ptr_equal(parked->next, j[2]);
    assert_null(parked->next->next);
    assert_int_equal(cache_look(c, j[3], &kept), CACHE_MISS);
    for (int i = 0; i < 5; i++)
        job_free(j[i]);
    cache_free(c);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        TEST(test_what_one_was_shown_is_shown_to_all),
        TEST(test_head_and_304_come_from_it_too),
        TEST(test_languages_zones_and_addresses_have_their_own),
        TEST(test_other_cookies_pass_it_by),
        TEST(test_what_is_no_page_for_all_is_not_kept),
        cmocka_unit_test(test_a_closed_house_shows_nothing_that_was_kept),
        TEST(test_a_change_is_seen_by_the_next_who_asks),
        TEST(test_a_page_ends_with_its_minute),
        cmocka_unit_test(test_memory_has_a_bound),
        TEST(test_the_compressed_form_says_the_same),
        TEST(test_it_is_made_for_what_has_lived_a_second),
        TEST(test_one_renders_for_all_who_wait),
        cmocka_unit_test(test_also_for_those_on_other_loops),
        TEST(test_nobody_joins_what_began_before_a_change),
        TEST(test_who_waited_in_vain_goes_alone),
        TEST(test_who_leaves_while_waiting_costs_nothing),
        cmocka_unit_test(test_the_house_closes_while_some_wait),
        cmocka_unit_test(test_not_more_than_a_bound_are_parked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
