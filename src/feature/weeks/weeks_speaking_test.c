/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_speaking_test.c - a speaker's private link, over HTTP: the button, the cookie, the mark;
 * and that it opens nothing but its own talk, and nothing once it was taken back.
 */
#include "feature/weeks/weeks_test_help.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "feature/accounts/accounts_links.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks_web.h"
#include "web/server.h"

#define ANSWER_MAX ((size_t)1 << 20)

static const struct route *const routes[] = { weeks_web_routes, NULL };

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

static server *serve(struct store_rig *f)
{
    server *s = NULL;
    struct server_options options = { .listen = S("127.0.0.1:0"),
                                      .workers = 1,
                                      .lang = LANG_DE,
                                      .routes = routes,
                                      .hooks = { .store_new = hook_store_new,
                                                 .store_free = hook_store_free,
                                                 .session = hook_session,
                                                 .error_page = house_error_page,
                                                 .arg = f->pool } };
    OK(server_start(f->arena, &options, &s));
    return s;
}

/* Asks and reads to the end. `headers` with their line ends. */
static str ask(struct store_rig *f, server *s, const char *method, str path, str headers,
               const char *body)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(s)) };
    str request = str_format(f->arena,
                             "%s %.*s HTTP/1.1\r\nHost: house.example\r\nConnection: close\r\n"
                             "Content-Type: application/x-www-form-urlencoded\r\n"
                             "%.*sContent-Length: %zu\r\n\r\n%s",
                             method, STR_ARG(path), STR_ARG(headers), strlen(body), body);
    char piece[4096];
    buf got = { 0 };
    ssize_t n = 0;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    buf_on_arena(&got, f->arena, ANSWER_MAX);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(send(fd, request.p, request.n, MSG_NOSIGNAL), request.n);
    while ((n = recv(fd, piece, sizeof piece, 0)) > 0)
        buf_add(&got, (str){ piece, (size_t)n });
    close(fd);
    return buf_str(&got);
}

#define HAS(answer, text) assert_true(str_contains((answer), S(text)))

/* The cookie's value, of a reply. */
static str speaker_cookie(str answer)
{
    size_t at = str_find(answer, S("speaker="));
    assert_true(at < answer.n);
    str value = { 0 }, rest = { 0 };
    assert_true(str_cut(str_sub(answer, at, answer.n), ';', &value, &rest));
    return value;
}

static str last_mark(struct store_rig *f, const struct talk *t)
{
    struct messages m = { 0 };
    OK(rooms_before(f->s, f->arena, (room_id){ t->room }, 0, 1, &m));
    assert_int_equal(m.n, 1);
    return m.item[0].mark;
}

static str say_as(struct store_rig *f, server *s, const struct talk *t, str cookie,
                  const char *body)
{
    str path = str_format(f->arena, "/talks/%.*s/messages", STR_ARG(t->slug));
    str header = str_format(f->arena, "Cookie: %.*s\r\n", STR_ARG(cookie));
    return ask(f, s, "POST", path, header, body);
}

static void a_speakers_link_marks_what_they_write(void **state)
{
    struct store_rig *f = *state;
    struct programme p = weeks_test_help_programme(f->arena);
    struct talks all = { 0 };
    struct week week = { 0 };
    str token = { 0 };
    int64_t link = 0;
    OK(weeks_store_week(f->s, f->arena, WEEKS_PUBLISHED, weeks_test_help_import(f, &p).slug,
                        &week));
    OK(weeks_store_talks(f->s, f->arena, WEEKS_PUBLISHED, week.id, &all));
    const struct talk *own = &all.item[0], *other = &all.item[1];
    OK(accounts_link_make(f->s, f->arena, S("speaker"), own->id, S("Ada"), 14, 0, &token, &link));
    OK(weeks_speaking_start(NULL, f->s, f->arena));
    server *s = serve(f);

    str path =
        str_format(f->arena, "/talks/%.*s/speaking/%.*s", STR_ARG(own->slug), STR_ARG(token));
    str foreign =
        str_format(f->arena, "/talks/%.*s/speaking/%.*s", STR_ARG(other->slug), STR_ARG(token));
    str button = ask(f, s, "GET", path, S(""), "");
    HAS(button, "Ja, ich spreche hier");
    assert_false(str_contains(button, S("Set-Cookie"))); /* mail scanners follow links */
    HAS(ask(f, s, "POST", foreign, S(""), ""), "HTTP/1.1 410 ");
    str answer = ask(f, s, "POST", path, S("Cookie: speaker=bogus.older\r\n"), "");
    HAS(answer, "HTTP/1.1 303 ");
    HAS(answer, "Max-Age=31536000"); /* as the privacy page says */
    str cookie = speaker_cookie(answer);
    HAS(cookie, ".bogus.older"); /* those of other talks stay */

    HAS(say_as(f, s, own, S("a=b"), "name=Gast&text=eins"), "HTTP/1.1 303 ");
    SAME(last_mark(f, own), "");
    HAS(say_as(f, s, own, cookie, "name=Ada&text=zwei"), "HTTP/1.1 303 ");
    SAME(last_mark(f, own), "speaker");
    HAS(say_as(f, s, other, cookie, "name=Ada&text=drei"), "HTTP/1.1 303 ");
    SAME(last_mark(f, other), "");
    OK(accounts_link_revoke(f->s, f->arena, link));
    HAS(say_as(f, s, own, cookie, "name=Ada&text=vier"), "HTTP/1.1 303 ");
    SAME(last_mark(f, own), "");
    HAS(ask(f, s, "POST", path, S(""), ""), "HTTP/1.1 410 ");
    server_stop(s, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_speakers_link_marks_what_they_write, weeks_test_help_open,
                                        weeks_test_help_close),
    };
    return cmocka_run_group_tests_name("weeks_speaking", tests, NULL, NULL);
}
