/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * loop.c - the thread that accepts, reads and writes, and never waits for anything else.
 */
#include "web/loop.h"

#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "web/conn.h"

/* ---- how many ------------------------------------------------------------------------------- */

/* At its limit of open files evhttp's listener would spin: the connection waits in the kernel's
 * queue, and the loop is told of it again and again. */
static void loop_listen_if_room(struct loop *l)
{
    if (l->bound == NULL)
        return;
    struct evconnlistener *listener = evhttp_bound_socket_get_listener(l->bound);
    if (l->open < l->limit)
        evconnlistener_enable(listener);
    else
        evconnlistener_disable(listener);
}

void loop_left(struct loop *l)
{
    l->open--;
    atomic_fetch_sub(&l->server->open_now, 1);
    if (l->open + 1 == l->limit)
        loop_listen_if_room(l);
}

/* Somebody else took the descriptors that we left free: the tick tries again. */
static void loop_accept_failed(struct evconnlistener *listener, void *arg)
{
    (void)arg;
    log_line(LOG_WARN, "web", "no connection can be accepted: %s",
             evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR()));
    evconnlistener_disable(listener);
}

/* ---- connections ---------------------------------------------------------------------------- */

/* evhttp accepts, and asks for the bufferevent of what will be its connection. */
static struct bufferevent *loop_accepted(struct event_base *base, void *arg)
{
    struct loop *l = arg;
    struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);
    ASSERT(bev != NULL);
    struct conn *c = conn_new(l, bev);

    c->next = l->fresh;
    l->fresh = c;
    l->open++;
    atomic_fetch_add(&l->server->connections, 1);
    atomic_fetch_add(&l->server->open_now, 1);
    loop_listen_if_room(l);
    event_active(l->adopt, EV_TIMEOUT, 0);
    return bev;
}

/* Runs in the same turn, before any of the new connections can be read. */
static void loop_adopt(evutil_socket_t fd, short what, void *arg)
{
    struct loop *l = arg;
    (void)fd;
    (void)what;
    while (l->fresh != NULL) {
        struct conn *c = l->fresh;
        l->fresh = c->next;
        conn_adopt(c);
    }
}

/* The path of the request is the slot of its connection: conn_pass wrote it. */
static void loop_request(struct evhttp_request *request, void *arg)
{
    struct loop *l = arg;
    str path = str_of(evhttp_request_get_uri(request));
    int64_t slot = -1;

    bool ours = str_to_int64(str_sub(path, 1, path.n), &slot) && slot >= 0;
    ASSERT(ours && (size_t)slot < l->n_conns && l->conns[slot] != NULL);
    conn_take(l->conns[slot], request);
}

static bool loop_overdue(const struct loop *l, const struct conn *c, int64_t now)
{
    if (c->http == NULL)
        return false;
    if (l->stop_by_ns != 0 && (c->phase == CONN_IDLE || c->phase == CONN_HEAD))
        return true;
    return c->deadline_ns != 0 && now > c->deadline_ns;
}

static bool loop_cut_overdue(struct loop *l)
{
    int64_t now = clock_mono_ns();
    bool any = false;
    for (size_t i = 0; i < l->n_conns; i++) {
        if (l->conns[i] != NULL && loop_overdue(l, l->conns[i], now))
            conn_cut(l->conns[i]);
        any = any || l->conns[i] != NULL;
    }
    return any;
}

static void loop_tick(evutil_socket_t fd, short what, void *arg)
{
    struct loop *l = arg;
    (void)fd;
    (void)what;
    bool any = loop_cut_overdue(l);
    loop_listen_if_room(l);
    if (l->stop_by_ns != 0 && (!any || clock_mono_ns() > l->stop_by_ns))
        event_base_loopbreak(l->base);
}

/* ---- what comes from other threads ---------------------------------------------------------- */

static void loop_signal(struct loop *l)
{
    const uint64_t one = 1;
    ssize_t n = write(l->wake_fd, &one, sizeof one);
    ASSERT(n == sizeof one);
}

void loop_post(job *j)
{
    struct loop *l = j->conn->loop;

    pthread_mutex_lock(&l->post_lock);
    bool first = l->post_first == NULL;
    j->next = NULL;
    if (first)
        l->post_first = j;
    else
        l->post_last->next = j;
    l->post_last = j;
    pthread_mutex_unlock(&l->post_lock);
    if (first)
        loop_signal(l);
}

void loop_drop(job *j)
{
    struct conn *c = j->conn;
    if (j->channel != NULL)
        channel_release(j->channel);
    job_free(j);
    c->jobs--;
    conn_let_go(c);
}

void loop_stop(struct loop *l, int grace_ms)
{
    pthread_mutex_lock(&l->post_lock);
    l->stop_asked = true;
    l->grace_ms = grace_ms;
    pthread_mutex_unlock(&l->post_lock);
    loop_signal(l);
}

static void loop_begin_stop(struct loop *l, int grace_ms)
{
    l->stop_by_ns = clock_mono_ns() + (int64_t)grace_ms * 1000000;
    if (l->bound != NULL)
        evhttp_del_accept_socket(l->http, l->bound);
    l->bound = NULL;
    stream_loop_free(l->streams);
    l->streams = NULL;
    event_active(l->tick, EV_TIMEOUT, 0);
}

static job *loop_take_posts(struct loop *l, bool *ret_stop)
{
    pthread_mutex_lock(&l->post_lock);
    job *first = l->post_first;
    l->post_first = NULL;
    l->post_last = NULL;
    *ret_stop = l->stop_asked;
    pthread_mutex_unlock(&l->post_lock);
    return first;
}

static void loop_woken(evutil_socket_t fd, short what, void *arg)
{
    struct loop *l = arg;
    uint64_t count = 0;
    bool stop = false;

    (void)what;
    ssize_t n = read(fd, &count, sizeof count);
    ASSERT(n == sizeof count);
    job *j = loop_take_posts(l, &stop);
    while (j != NULL) {
        job *next = j->next;
        conn_answer(j->conn, j);
        j = next;
    }
    if (stop && l->stop_by_ns == 0)
        loop_begin_stop(l, l->grace_ms);
    else if (stop)
        event_active(l->tick, EV_TIMEOUT, 0);
}

/* ---- starting and ending -------------------------------------------------------------------- */

static void loop_run(void *arg)
{
    struct loop *l = arg;
    event_base_dispatch(l->base);
    stream_loop_free(l->streams);
    l->streams = NULL;
    evhttp_free(l->http);
    l->http = NULL;
    linger_end_all(l);
}

struct timeval loop_time(int ms)
{
    return (struct timeval){ ms / 1000, ms % 1000 * 1000L };
}

/* Often enough for the shortest time that somebody may take. */
static struct timeval loop_tick_time(const struct server_times *t)
{
    int least = t->head < t->body ? t->head : t->body;
    least = t->idle < least ? t->idle : least;
    return loop_time(least / 4 > 1000 ? 1000 : least / 4 + 1);
}

static void loop_make_http(struct loop *l)
{
    l->http = evhttp_new(l->base);
    ASSERT(l->http != NULL);
    /* The limit meets our own heads only. */
    evhttp_set_max_headers_size(l->http, (ev_ssize_t)HEAD_LIMIT);
    evhttp_set_bevcb(l->http, loop_accepted, l);
    evhttp_set_gencb(l->http, loop_request, l);
}

static void loop_make_events(struct loop *l, const struct server_times *times)
{
    const struct timeval every = loop_tick_time(times);

    l->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    ASSERT(l->wake_fd >= 0);
    l->wake = event_new(l->base, l->wake_fd, EV_READ | EV_PERSIST, loop_woken, l);
    l->adopt = event_new(l->base, -1, 0, loop_adopt, l);
    l->tick = event_new(l->base, -1, EV_PERSIST, loop_tick, l);
    ASSERT(l->wake != NULL && l->adopt != NULL && l->tick != NULL);
    event_add(l->wake, NULL);
    event_add(l->tick, &every);
}

static void loop_listen(struct loop *l, int fd)
{
    struct evconnlistener *listener = evconnlistener_new(
        l->base, NULL, NULL, LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_CLOSE_ON_FREE, 0, fd);
    ASSERT(listener != NULL);
    evconnlistener_set_error_cb(listener, loop_accept_failed);
    l->bound = evhttp_bind_listener(l->http, listener);
    ASSERT(l->bound != NULL);
}

const err *loop_start(server *s, arena *a, int listen_fd, size_t limit, struct loop **ret)
{
    struct loop *l = calloc(1, sizeof *l);
    ASSERT(l != NULL);
    *ret = l;
    l->server = s;
    l->limit = limit;
    l->base = event_base_new();
    ASSERT(l->base != NULL);
    pthread_mutex_init(&l->post_lock, NULL);
    loop_make_http(l);
    loop_make_events(l, &s->times);
    l->streams = stream_loop_new(l->base);
    loop_listen(l, listen_fd);
    return thread_start(a, "loop", 0, loop_run, l, &l->thread);
}

void loop_join(struct loop *l)
{
    thread_join(l->thread);
    if (l->thread == NULL)
        loop_run(l);
    l->thread = NULL;
}

void loop_free(struct loop *l)
{
    bool stop = false;
    job *j = loop_take_posts(l, &stop);
    while (j != NULL) {
        job *next = j->next;
        loop_drop(j);
        j = next;
    }
    event_free(l->wake);
    event_free(l->adopt);
    event_free(l->tick);
    event_base_free(l->base);
    close(l->wake_fd);
    pthread_mutex_destroy(&l->post_lock);
    free(l->conns);
    free(l);
}
