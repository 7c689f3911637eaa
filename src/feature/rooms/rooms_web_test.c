/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_web_test.c - a room over HTTP, on a server of its own: forms, programs, pages, streams.
 */
#include "feature/rooms/rooms_test_help.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms_duty.h"
#include "feature/rooms/rooms_live.h"
#include "feature/rooms/rooms_view.h"
#include "feature/rooms/rooms_web.h"
#include "web/server.h"

#define KEY "0123456789abcdef"
#define ANSWER_MAX ((size_t)4 << 20)
#define PATIENCE_MS 10000

struct fixture {
    struct rooms_test_help *help;
    arena *arena;
    bus *bus;
    server *server;
    str epoch;
    int wide; /* commits that may have changed everything */
};

/* The handlers have no argument of ours. */
static room_id the_room;

/* ---- a page with a conversation on it, as weeks have it ----------------------------------------
 */

static const err *talk_get(req *r)
{
    html section = { 0 };
    TRY(rooms_conversation(r, the_room, 2, &section));
    page_html(&r->out, section);
    return NULL;
}

static const err *talk_again(req *r, const err *why)
{
    assert_true(why->n_fields > 0);
    return talk_get(r);
}

static const err *talk_say(req *r)
{
    return rooms_post(r, the_room, talk_again);
}

static const err *talk_stream(req *r)
{
    return rooms_stream(r, the_room);
}

static const err *talk_message(req *r)
{
    return rooms_message_page(r, the_room);
}

static const err *talk_transcript(req *r)
{
    return rooms_transcript_page(r, the_room);
}

static const struct route talk_routes[] = { { "GET", "/talks/a", talk_get, CACHED },
                                            { "POST", "/talks/a/messages", talk_say,
                                              SAME_ORIGIN | RATE },
                                            { "GET", "/talks/a/stream", talk_stream, STREAM },
                                            { "GET", "/talks/a/messages/:seq", talk_message, 0 },
                                            { "GET", "/talks/a/transcript", talk_transcript, 0 },
                                            { 0 } };
static const struct route *const all_routes[] = { rooms_web_routes, talk_routes, NULL };

static struct store *hook_store_new(void *arg)
{
    return store_new(arg);
}

static void hook_store_free(void *arg, struct store *s)
{
    (void)arg;
    store_free(s);
}

static const err *hook_session(req *r, str cookie, struct req_who *ret)
{
    (void)r;
    (void)cookie;
    (void)ret;
    return NULL;
}

static void committed(void *arg, const struct store_change *change)
{
    struct fixture *f = arg;
    f->wide += change->all;
    if (change->all)
        server_changed_all(f->server);
    server_changed_topics(f->server, change->topics, change->n_topics);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    void *help = NULL;
    rooms_test_help_open(&help);
    f->help = help;
    f->arena = f->help->arena;
    f->bus = bus_new();
    f->epoch = store_epoch(f->help->pool);
    the_room = f->help->room;
    const struct house_parts parts = { f->help->pool, f->bus };
    OK(rooms_live_start(&parts, f->help->s, f->arena));
    struct server_options options = { .listen = S("127.0.0.1:0"),
                                      .workers = 2,
                                      .lang = LANG_DE,
                                      .routes = all_routes,
                                      .hooks = { .store_new = hook_store_new,
                                                 .store_free = hook_store_free,
                                                 .session = hook_session,
                                                 .error_page = house_error_page,
                                                 .arg = f->help->pool } };
    OK(server_start(f->arena, &options, &f->server));
    store_on_commit(f->help->pool, committed, f);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    void *help = f->help;
    server_stop(f->server, 1000);
    store_on_commit(f->help->pool, NULL, NULL);
    clock_real();
    rooms_live_stop();
    bus_free(f->bus);
    rooms_test_help_close(&help);
    free(f);
    return 0;
}

/* ---- a client that is a socket -----------------------------------------------------------------
 */

static int dial(struct fixture *f, str request)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)server_port(f->server)) };
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(send(fd, request.p, request.n, MSG_NOSIGNAL), request.n);
    return fd;
}

/* What has come once `enough` was seen, or the other side has closed. */
static str hear(struct fixture *f, int fd, buf *got, const char *enough)
{
    int64_t end = clock_mono_ns() + (int64_t)PATIENCE_MS * 1000000;
    while (enough == NULL || !str_contains(buf_str(got), str_of(enough))) {
        char piece[8192];
        struct pollfd ready = { fd, POLLIN, 0 };
        if (clock_mono_ns() > end)
            fail_msg("nothing more came: %.*s", STR_ARG(buf_str(got)));
        if (poll(&ready, 1, 100) <= 0)
            continue;
        ssize_t n = recv(fd, piece, sizeof piece, 0);
        if (n <= 0)
            break;
        buf_add(got, (str){ piece, (size_t)n });
    }
    return buf_copy(got, f->arena);
}

static str ask(struct fixture *f, const char *method, const char *target, const char *headers,
               str body)
{
    buf got = { 0 };
    buf_on_arena(&got, f->arena, ANSWER_MAX);
    str request = str_format(f->arena,
                             "%s %s HTTP/1.1\r\nHost: house.example\r\nConnection: close\r\n"
                             "%sContent-Length: %zu\r\n\r\n%.*s",
                             method, target, headers, body.n, STR_ARG(body));
    int fd = dial(f, request);
    str answer = hear(f, fd, &got, NULL);
    close(fd);
    return answer;
}

static str get(struct fixture *f, const char *target)
{
    return ask(f, "GET", target, "", S(""));
}

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define JSON "Content-Type: application/json\r\n"
#define SCRIPT FORM "Accept: application/json\r\n"

static str post_form(struct fixture *f, const char *headers, const char *body)
{
    return ask(f, "POST", "/talks/a/messages", headers, str_of(body));
}

static str post_json(struct fixture *f, const char *body)
{
    return ask(f, "POST", "/api/v1/rooms/a/messages", JSON, str_of(body));
}

#define HAS(answer, text) assert_has((answer), (text), true, __LINE__)
#define HAS_NOT(answer, text) assert_has((answer), (text), false, __LINE__)

static void assert_has(str answer, const char *text, bool wanted, int line)
{
    if (str_contains(answer, str_of(text)) == wanted)
        return;
    print_error("line %d: %s in:\n%.*s\n", line, text, STR_ARG(answer));
    fail();
}

static void assert_status(str answer, int status)
{
    SCRATCH(a);
    str wanted = str_format(a, "HTTP/1.1 %d ", status);
    if (!str_starts(answer, wanted))
        print_error("%.*s\n", STR_ARG(answer));
    assert_true(str_starts(answer, wanted));
}

static json_t *body_of(struct fixture *f, str answer)
{
    size_t at = str_find(answer, S("\r\n\r\n"));
    json_t *value = json_loads(str_c(f->arena, str_sub(answer, at + 4, answer.n)), 0, NULL);
    assert_non_null(value);
    return value;
}

/* ---- saying by form ----------------------------------------------------------------------------
 */

static void a_form_says_something_once(void **state)
{
    struct fixture *f = *state;
    const char *body = "name=%C3%84da+%26+Co&text=Zwei%0D%0AZeilen&key=" KEY;
    str first = post_form(f, FORM, body);
    assert_status(first, 303);
    HAS(first, "/talks/a#m1\r\n");
    HAS(first, "guest=");
    HAS(first, "name=%C3%84da%20%26%20Co;");
    HAS(post_form(f, FORM, body), "/talks/a#m1\r\n");
    /* Gone back, written something else: a new message, and that one once too. */
    const char *other = "name=%C3%84da+%26+Co&text=Drei&key=" KEY;
    HAS(post_form(f, FORM, other), "/talks/a#m2\r\n");
    HAS(post_form(f, FORM, other), "/talks/a#m2\r\n");
    HAS_NOT(post_form(f, FORM "Cookie: guest=abcdefghijklmnopqrstuvwxyz\r\n", body), "guest=");
    str shown = get(f, "/talks/a");
    HAS(shown, "Äda &amp; Co");
    HAS(shown, "Drei");
}

/* A page that many are sent carries no key: the words say what is sent again. */
static void a_form_without_key_is_taken_once_too(void **state)
{
    struct fixture *f = *state;
    const char *body = "name=Ada&text=Hallo&key=";
    HAS(get(f, "/talks/a"), "name=\"key\" value=\"\"");
    HAS_NOT(ask(f, "GET", "/talks/a", "Cookie: guest=abc\r\n", S("")), "name=\"key\" value=\"\"");
    clock_set(1341921780000);
    HAS(post_form(f, FORM, body), "/talks/a#m1\r\n");
    clock_set(1341921780000 + 4 * 60000);
    HAS(post_form(f, FORM, body), "/talks/a#m1\r\n");
    HAS(post_form(f, FORM, "name=Ada&text=Hallo"), "/talks/a#m1\r\n");
    HAS(post_form(f, FORM, "name=Ada&text=Hallo&question=1"), "/talks/a#m2\r\n");
    HAS(post_form(f, FORM, "name=Ben&text=Hallo"), "/talks/a#m3\r\n");
    HAS(post_form(f, FORM, "name=Ada&text=Hallo&key=" KEY), "/talks/a#m4\r\n");
    /* Later it is said again; and so is what was taken back. */
    clock_set(1341921780000 + 12 * 60000);
    HAS(post_form(f, FORM, body), "/talks/a#m5\r\n");
    OK(rooms_duty_do(f->help->s, f->arena, LANG_DE, f->help->room, 5, ROOMS_WITHDRAW, S("")));
    HAS(post_form(f, FORM, body), "/talks/a#m7\r\n"); /* 6 is the taking back */
}

/* What is said changes the pages that show this room, and only those, at once. */
static void a_kept_page_is_never_behind(void **state)
{
    struct fixture *f = *state;
    clock_set(1341921780000);
    for (int i = 0; i < 20; i++) {
        str text = str_format(f->arena, "Wort%dEnde", i);
        str body = str_format(f->arena, "name=Ada&text=%.*s", STR_ARG(text));
        HAS_NOT(get(f, "/talks/a"), str_c(f->arena, text));
        assert_status(post_form(f, FORM, str_c(f->arena, body)), 303);
        HAS(get(f, "/talks/a"), str_c(f->arena, text));
    }
    HAS(get(f, "/talks/a"), "Wort19Ende");
    assert_int_equal(server_counts_now(f->server).cache_renders, 21);
    assert_int_equal(f->wide, 0);
    OK(rooms_duty_do(f->help->s, f->arena, LANG_DE, f->help->room, 20, ROOMS_ERASE, S("")));
    HAS_NOT(get(f, "/talks/a"), "Wort19Ende");
}

static void a_forms_faults_stand_in_place(void **state)
{
    struct fixture *f = *state;
    str answer = post_form(f, FORM, "name=Ben+%22B%22&text=+&key=" KEY);
    assert_status(answer, 422);
    HAS(answer, "value=\"Ben &quot;B&quot;\"");
    HAS(answer, "Bitte schreiben Sie etwas.");
    HAS(answer, "name=\"key\" value=\"" KEY "\"");
    HAS_NOT(answer, "Set-Cookie: guest");
    answer = post_form(f, FORM, "name=&text=kept+%3C/textarea%3E&key=bad");
    assert_status(answer, 422);
    HAS(answer, "kept &lt;/textarea&gt;");
    HAS(answer, "Bitte sagen Sie, unter welchem Namen Sie sprechen.");
    HAS_NOT(answer, "value=\"bad\"");
    HAS(get(f, "/talks/a"), "Noch hat niemand etwas gesagt");
}

static void the_script_is_answered_with_the_item(void **state)
{
    struct fixture *f = *state;
    const char *body = "name=Ada&text=%3Cb%3E&key=" KEY;
    str answer = post_form(f, SCRIPT, body);
    assert_status(answer, 201);
    json_t *said = body_of(f, answer);
    assert_int_equal(json_integer_value(json_object_get(said, "seq")), 1);
    str item = str_of(json_string_value(json_object_get(said, "html")));
    HAS(item, "id=\"m1\"");
    HAS(item, "&lt;b&gt;");
    HAS(get(f, "/talks/a"), str_c(f->arena, item)); /* the same bytes as on the page */
    json_decref(said);
    assert_status(post_form(f, SCRIPT, body), 200);
    assert_status(post_form(f, SCRIPT, "name=Ada&text=other&key=" KEY), 409);
    answer = post_form(f, SCRIPT, "name=&text=other");
    assert_status(answer, 422);
    HAS(answer, "application/problem+json");
    HAS(answer, "\"name\"");
}

static void a_name_is_remembered(void **state)
{
    struct fixture *f = *state;
    HAS(ask(f, "GET", "/talks/a", "Cookie: name=%C3%84da%20%22B%22\r\n", S("")),
        "value=\"Äda &quot;B&quot;\"");
    HAS(ask(f, "GET", "/talks/a", "Cookie: name=%3Cscript%3E%0A%E2%80%AEx\r\n", S("")),
        "value=\"&lt;script&gt; x\"");
    HAS(ask(f, "GET", "/talks/a", "Cookie: name=50%zz%4\r\n", S("")), "value=\"50%zz%4\"");
    char longer[3000] = "Cookie: name=";
    memset(longer + 13, 'x', 2000);
    memcpy(longer + 2013, "\r\n", 3);
    HAS(ask(f, "GET", "/talks/a", longer, S("")), "name=\"name\" value=\"\"");
}

/* ---- pages
 * --------------------------------------------------------------------------------------- */

static void say_many(struct fixture *f, int n)
{
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->help->s, f->arena));
    for (int i = 0; i < n; i++) {
        struct say say = { .name = S("Ada"), .text = str_format(f->arena, "Satz %d.", i + 1) };
        OK(rooms_say_at(f->help->s, f->arena, f->help->room, &say, INT64_C(1341921780000) + i));
    }
    OK(tx_commit(&t));
}

static void a_page_shows_a_part_and_the_ways_to_the_rest(void **state)
{
    struct fixture *f = *state;
    say_many(f, 120);
    str newest = get(f, "/talks/a");
    HAS(newest,
        str_c(f->arena, str_format(f->arena, "data-position=\"%.*s.120\"", STR_ARG(f->epoch))));
    HAS(newest, "data-stream=\"/talks/a/stream?lang=de\"");
    HAS(newest, "Satz 71.");
    HAS_NOT(newest, "Satz 70.");
    HAS(newest, "/talks/a?before=71#conversation");
    HAS(newest, "Dienstag, 10. Juli 2012"); /* though it began further up */
    HAS_NOT(newest, "Zu den neuesten");
    str middle = get(f, "/talks/a?before=71");
    HAS(middle, "Satz 21.");
    HAS_NOT(middle, "Satz 71.");
    HAS(middle, "data-stream=\"\"");
    HAS(middle, "href=\"/talks/a#conversation\"");
    HAS_NOT(get(f, "/talks/a?before=21"), "Frühere");
    HAS(get(f, "/talks/a?before=x"), "Satz 120.");
    HAS(get(f, "/talks/a?before=-5"), "Satz 120.");
    HAS(get(f, "/talks/a?before=999"), "Satz 120.");
}

static void a_message_has_a_page(void **state)
{
    struct fixture *f = *state;
    say_many(f, 60);
    str one = get(f, "/talks/a/messages/7");
    assert_status(one, 200);
    HAS(one, "Satz 7.");
    HAS(one, "/talks/a?before=32#m7");
    HAS(one, "Dienstag, 10. Juli 2012");
    HAS(get(f, "/talks/a/messages/60"), "href=\"/talks/a#m60\"");
    assert_status(get(f, "/talks/a/messages/61"), 404);
    assert_status(get(f, "/talks/a/messages/0"), 404);
    assert_status(get(f, "/talks/a/messages/x"), 404);
    HAS(get(f, "/talks/a/transcript"), "text/plain; charset=utf-8");
    HAS(get(f, "/talks/a/transcript?format=html"), "text/html; charset=utf-8");
    HAS(get(f, "/talks/a/transcript?format=json"), "application/json");
    assert_status(get(f, "/talks/a/transcript?format=pdf"), 400);
}

/* ---- programs ----------------------------------------------------------------------------------
 */

static void a_program_says_something(void **state)
{
    struct fixture *f = *state;
    str answer = post_json(f, "{\"name\":\"Ada\",\"text\":\"eins\",\"key\":\"" KEY "\"}");
    assert_status(answer, 201);
    json_t *said = body_of(f, answer);
    assert_true(str_eq(str_of(json_string_value(json_object_get(said, "id"))),
                       str_format(f->arena, "%.*s.1", STR_ARG(f->epoch))));
    json_decref(said);
    assert_status(post_json(f, "{\"name\":\"Ada\",\"text\":\"eins\",\"key\":\"" KEY "\"}"), 200);
    assert_status(post_json(f, "{\"name\":\"Ada\",\"text\":\"zwei\",\"key\":\"" KEY "\"}"), 409);
    assert_status(post_json(f, "{\"name\":1,\"text\":[]}"), 422);
    assert_status(post_json(f, "{\"name\":\"Ada\",\"text\":\"ohne Schlüssel\"}"), 201);
    assert_status(ask(f, "POST", "/api/v1/rooms/none/messages", JSON, S("{}")), 404);
}

static void a_program_reads(void **state)
{
    struct fixture *f = *state;
    say_many(f, 60);
    json_t *some = body_of(f, get(f, "/api/v1/rooms/a/messages"));
    assert_int_equal(json_array_size(json_object_get(some, "messages")), 50);
    const char *head = json_string_value(json_object_get(some, "head"));
    assert_true(str_eq(str_of(head), str_format(f->arena, "%.*s.60", STR_ARG(f->epoch))));
    str next = str_format(f->arena, "/api/v1/rooms/a/messages?after=%.*s.58&limit=9999",
                          STR_ARG(f->epoch));
    json_t *rest = body_of(f, get(f, str_c(f->arena, next)));
    assert_int_equal(json_array_size(json_object_get(rest, "messages")), 2);
    json_t *gone = body_of(f, get(f, "/api/v1/rooms/a/messages?after=zz.1"));
    assert_string_equal(json_string_value(json_object_get(gone, "head")), head);
    str future = str_format(f->arena, "/api/v1/rooms/a/messages?after=%.*s.61", STR_ARG(f->epoch));
    assert_status(get(f, str_c(f->arena, future)), 410);
    HAS(get(f, str_c(f->arena, future)), "application/problem+json");
    HAS(get(f, "/api/v1/rooms/a/messages?after=zz.1&lang=de"), "lesen Sie es von vorn");
    assert_status(get(f, "/api/v1/rooms/a/messages?after=rubbish"), 400);
    assert_status(get(f, "/api/v1/rooms/a/messages?limit=0"), 400);
    assert_status(get(f, "/api/v1/rooms/a/messages?limit=x"), 400);
    assert_status(get(f, "/api/v1/rooms/none/messages"), 404);
    json_decref(some);
    json_decref(rest);
    json_decref(gone);
}

/* ---- streams -----------------------------------------------------------------------------------
 */

/* Opens the stream behind place `after` of this epoch (below 0: says nothing of a place); waits for
 * `enough`, and for one message more that is said meanwhile. */
static str stream(struct fixture *f, const char *path, int64_t after, const char *headers,
                  const char *enough)
{
    buf got = { 0 };
    buf_on_arena(&got, f->arena, ANSWER_MAX);
    str where = after < 0
                    ? S("")
                    : str_format(f->arena, "?after=%.*s.%lld", STR_ARG(f->epoch), (long long)after);
    int fd = dial(f, str_format(f->arena, "GET %s%.*s HTTP/1.1\r\nHost: house.example\r\n%s\r\n",
                                path, STR_ARG(where), headers));
    hear(f, fd, &got, "\r\n\r\n");
    hear(f, fd, &got, enough);
    static int last = 0;
    char *text = str_c(f->arena, str_format(f->arena, "zuletzt %d.", ++last));
    rooms_test_help_say(f->help, "Ben", text);
    str all = hear(f, fd, &got, text);
    close(fd);
    return all;
}

static size_t count_of(str text, const char *what)
{
    size_t n = 0;
    for (size_t at = str_find(text, str_of(what)); at < text.n; at = str_find(text, str_of(what))) {
        text = str_sub(text, at + 1, text.n);
        n++;
    }
    return n;
}

static void a_stream_goes_on_from_a_place(void **state)
{
    struct fixture *f = *state;
    const char *events = "/api/v1/rooms/a/events";
    say_many(f, 5);
    str live = stream(f, events, -1, "", "retry:");
    assert_int_equal(count_of(live, "event: message"), 1);
    HAS(live, "text/event-stream");
    str from_store = stream(f, events, 2, "", "Satz 5.");
    assert_int_equal(count_of(from_store, "event: message"), 5); /* 3 4 5, and twice "zuletzt" */
    HAS_NOT(from_store, "Satz 2.");
    HAS_NOT(from_store, "event: reset");
    str from_window = stream(f, events, 6, "", "zuletzt 2.");
    assert_int_equal(count_of(from_window, "event: message"), 2);
    str header = str_format(f->arena, "Last-Event-ID: %.*s.7\r\n", STR_ARG(f->epoch));
    str by_header = stream(f, events, 0, str_c(f->arena, header), "retry:");
    assert_int_equal(count_of(by_header, "event: message"), 2);
}

static void a_stream_says_what_it_cannot_replay(void **state)
{
    struct fixture *f = *state;
    say_many(f, 600);
    str stale = stream(f, "/api/v1/rooms/a/events", 0, "", "event: reset");
    HAS(stale, "\"why\":\"stale\"");
    assert_int_equal(count_of(stale, "event: message"), 1);
    assert_int_equal(count_of(stale, "\nid:"), 1);
    HAS(stream(f, "/talks/a/stream", 999, "", "event: reset"), "\"why\":\"future\"");
    HAS(stream(f, "/talks/a/stream?after=zz.3", -1, "", "event: reset"), "\"why\":\"epoch\"");
    str garbage = stream(f, "/talks/a/stream", 600, "Last-Event-ID: <\xff>\r\n", "event: reset");
    HAS(garbage, "\"from\":null");
    HAS(garbage, "\"why\":\"garbage\"");
}

static void a_pages_stream_speaks_the_readers_language(void **state)
{
    struct fixture *f = *state;
    say_many(f, 1);
    str german = stream(f, "/talks/a/stream", 0, "", "Satz 1.");
    HAS(german, "Dienstag");
    HAS(german, "\\\"message\\\"");
    str english = stream(f, "/talks/a/stream?lang=en", -1, "", "retry:");
    HAS_NOT(english, "Dienstag");
    HAS(english, "\"seq\":3");
    assert_status(get(f, "/api/v1/rooms/none/events"), 404);
}

static void listeners_are_counted_now_and_then(void **state)
{
    struct fixture *f = *state;
    buf got = { 0 };
    buf_on_arena(&got, f->arena, ANSWER_MAX);
    int fd = dial(f, S("GET /talks/a/stream HTTP/1.1\r\nHost: house.example\r\n\r\n"));
    hear(f, fd, &got, "retry:");
    for (int i = 0; i < 3; i++) /* nothing new the second and third time */
        OK(rooms_live_tick(f->help->s, f->arena));
    hear(f, fd, &got, "event: presence");
    rooms_test_help_say(f->help, "Ben", "zuletzt");
    str all = hear(f, fd, &got, "zuletzt");
    HAS(all, "event: presence\ndata: {\"count\":1}\n\n");
    assert_int_equal(count_of(all, "event: presence"), 1);
    assert_int_equal(count_of(all, "\nid:"), 1);
    close(fd);
}

#define WEB_TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(a_form_says_something_once),
        WEB_TEST(a_forms_faults_stand_in_place),
        WEB_TEST(a_form_without_key_is_taken_once_too),
        WEB_TEST(a_kept_page_is_never_behind),
        WEB_TEST(the_script_is_answered_with_the_item),
        WEB_TEST(a_name_is_remembered),
        WEB_TEST(a_page_shows_a_part_and_the_ways_to_the_rest),
        WEB_TEST(a_message_has_a_page),
        WEB_TEST(a_program_says_something),
        WEB_TEST(a_program_reads),
        WEB_TEST(a_stream_goes_on_from_a_place),
        WEB_TEST(a_stream_says_what_it_cannot_replay),
        WEB_TEST(a_pages_stream_speaks_the_readers_language),
        WEB_TEST(listeners_are_counted_now_and_then),
    };
    log_set_level(LOG_WARN); /* not every request */
    return cmocka_run_group_tests_name("rooms_web", tests, NULL, NULL);
}
