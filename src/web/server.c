/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * server.c - starting and stopping: the socket, the loops, the workers. The traps of evhttp are
 * named in conn.c.
 */
#include "web/server.h"

#include <event2/event.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"
#include "os/sock.h"
#include "web/loop.h"
#include "web/server_parts.h"

/* Descriptors left for the store, the log and the like. */
#define SERVER_SPARE_FILES ((size_t)64)
#define SERVER_CONNECTIONS_MOST ((size_t)1000000)

const struct server_times server_times_usual = {
    .head = 10000,
    .body = 60000,
    .big_body = 300000,
    .idle = 60000,
    .write = 60000,
    .linger = 2000,
};

static void server_library_says(int severity, const char *text)
{
    log_line(severity >= EVENT_LOG_WARN ? LOG_WARN : LOG_DEBUG, "web", "libevent: %s", text);
}

static server *server_new(const struct server_options *options, const struct server_times *times)
{
    server *s = calloc(1, sizeof *s);
    ASSERT(s != NULL);
    s->options = *options;
    s->times = *times;
    s->arena = arena_new(ARENA_LIMIT);
    s->options.listen = str_copy(s->arena, options->listen);
    s->options.url = str_copy(s->arena, options->url);
    s->options.trust_proxy = str_copy(s->arena, options->trust_proxy);
    s->rate = rate_new(options->rate);
    s->cache = cache_new((struct cache_limits){
        .bytes = options->cache_bytes > 0 ? options->cache_bytes : SERVER_CACHE_BYTES,
        .page = SERVER_CACHE_PAGE,
        .parked = SERVER_CACHE_PARKED });
    pthread_mutex_init(&s->queue_lock, NULL);
    pthread_cond_init(&s->queue_filled, NULL);
    return s;
}

static void server_free(server *s)
{
    for (size_t i = 0; i < s->n_loops; i++)
        loop_free(s->loops[i]);
    cache_free(s->cache);
    rate_free(s->rate);
    pthread_mutex_destroy(&s->queue_lock);
    pthread_cond_destroy(&s->queue_filled);
    arena_free(s->arena);
    free(s);
}

static size_t server_limit(const server *s)
{
    size_t files = sock_raise_limit();
    size_t limit = s->options.max_connections;

    if (limit == 0)
        limit = files > 2 * SERVER_SPARE_FILES ? files - SERVER_SPARE_FILES : files / 2;
    return limit > SERVER_CONNECTIONS_MOST ? SERVER_CONNECTIONS_MOST : limit;
}

/* All loops accept from the same socket, each through a descriptor of its own. */
static const err *server_start_loops(server *s, arena *a, int listen_fd, size_t n)
{
    size_t limit = server_limit(s) / n;

    for (size_t i = 0; i < n; i++) {
        int fd = fcntl(listen_fd, F_DUPFD_CLOEXEC, 0);
        if (fd < 0)
            FAIL(a, ERR_BROKEN, "no descriptor for a loop");
        const err *e = loop_start(s, a, fd, limit > 0 ? limit : 1, &s->loops[i]);
        s->n_loops = i + 1;
        TRY(e);
    }
    return NULL;
}

static const err *server_listen(server *s, arena *a, int *ret_fd)
{
    struct sock_address address = { 0 };
    struct sock_address bound = { 0 };

    TRY(sock_parse(a, s->options.listen, &address));
    TRY(sock_listen(a, &address, ret_fd));
    TRY(sock_bound(a, *ret_fd, &bound));
    s->port = sock_port(&bound);
    s->listen_text = sock_text(s->arena, &bound);
    return NULL;
}

static size_t server_count(int wanted, int usual, int most)
{
    int n = wanted <= 0 ? usual : wanted;
    return (size_t)(n > most ? most : n);
}

static const err *server_run(server *s, arena *a, int *listen_fd)
{
    TRY(server_listen(s, a, listen_fd));
    TRY(worker_start_all(s, a, server_count(s->options.workers, 4, SERVER_WORKERS)));
    return server_start_loops(s, a, *listen_fd, server_count(s->options.loops, 1, SERVER_LOOPS));
}

const err *server_start_timed(arena *a, const struct server_options *options,
                              const struct server_times *times, server **ret)
{
    int listen_fd = -1;

    ASSERT(sodium_init() >= 0);
    route_check(options->routes);
    signal(SIGPIPE, SIG_IGN);
    event_set_log_callback(server_library_says);
    server *s = server_new(options, times);
    const err *e = server_run(s, a, &listen_fd);
    if (listen_fd >= 0)
        close(listen_fd);
    if (e != NULL) {
        server_stop(s, 0);
        return e;
    }
    *ret = s;
    return NULL;
}

const err *server_start(arena *a, const struct server_options *options, server **ret)
{
    return server_start_timed(a, options, &server_times_usual, ret);
}

int server_port(const server *s)
{
    return s->port;
}

struct server_counts server_counts_now(const server *s)
{
    struct cache_counts cached = cache_counts_now(s->cache);
    return (struct server_counts){
        .requests = atomic_load(&s->requests),
        .refused = atomic_load(&s->refused),
        .errors = atomic_load(&s->errors),
        .connections = atomic_load(&s->connections),
        .streams = atomic_load(&s->streams),
        .cache_hits = cached.hits,
        .cache_renders = cached.renders,
    };
}

void server_changed_all(server *s)
{
    cache_change_all(s->cache);
}

void server_changed_topics(server *s, const int64_t *topics, size_t n)
{
    cache_change_topics(s->cache, topics, n);
}

void server_stop(server *s, int grace_ms)
{
    if (s == NULL)
        return;
    atomic_store(&s->stopping, true);
    for (size_t i = 0; i < s->n_loops; i++)
        loop_stop(s->loops[i], grace_ms);
    for (size_t i = 0; i < s->n_loops; i++)
        loop_join(s->loops[i]);
    worker_stop_all(s);
    server_free(s);
}
