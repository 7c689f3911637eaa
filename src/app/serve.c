/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * serve.c - opening the house: store, features, server, jobs, in this order; closing in the
 * reverse.
 */
#include "app/serve.h"

#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/features.h"
#include "app/jobs.h"
#include "base/log.h"
#include "bus/bus.h"
#include "feature/accounts/accounts.h"
#include "feature/house/house.h"
#include "os/signals.h"
#include "web/server.h"

#define GRACE_MS 5000

/* Everything that runs while the house is open; what was never started is NULL. */
struct open_house {
    store_pool *pool;
    bus *bus;
    server *server;
    server *_Atomic told; /* of changes, by other threads; NULL while nobody is served */
    jobs *jobs;
    size_t started; /* features */
};

/* ---- what the server is handed ------------------------------------------------------------- */

static struct store *hook_store_new(void *arg)
{
    return store_new(arg);
}

static void hook_store_free(void *arg, struct store *s)
{
    (void)arg;
    store_free(s);
}

static void hook_metrics(void *arg, buf *out)
{
    (void)arg;
    for (size_t i = 0; features[i] != NULL; i++)
        if (features[i]->metrics != NULL)
            features[i]->metrics(out);
}

static void committed(void *arg, const struct store_change *change)
{
    const struct open_house *h = arg;
    server *told = atomic_load(&h->told);
    if (told == NULL)
        return;
    if (change->all)
        server_changed_all(told);
    else
        server_changed_topics(told, change->topics, change->n_topics);
}

/* Pages that were kept show what was; so may those made before the features had heard of it. */
static void store_changed(store *s, void *arg)
{
    const struct store_change everything = { .all = true };
    committed(arg, &everything);
    for (size_t i = 0; features[i] != NULL; i++)
        if (features[i]->store_changed != NULL)
            features[i]->store_changed(s);
    committed(arg, &everything);
}

/* ---- options -------------------------------------------------------------------------------- */

static const err *read_count(cli *c, const char *name, int most, int *ret)
{
    str text = { 0 };
    int64_t n = 0;
    TRY(cli_option(c, name, &text));
    if (text.p == NULL)
        return NULL;
    if (!str_to_int64(text, &n) || n < 1 || n > most)
        FAIL(c->arena, ERR_USAGE, "%s takes a number from 1 to %d", name, most);
    *ret = (int)n;
    return NULL;
}

static const err *read_rate(cli *c, double *ret)
{
    str text = { 0 };
    TRY(cli_option(c, "--rate", &text));
    if (text.p == NULL)
        return NULL;
    if (str_eq(text, S("off"))) {
        *ret = 0;
        return NULL;
    }
    char *end = NULL;
    double factor = strtod(str_c(c->arena, text), &end);
    if (*end != '\0' || !(factor > 0 && factor <= 1e6))
        FAIL(c->arena, ERR_USAGE, "--rate takes a factor above 0, or off");
    *ret = factor;
    return NULL;
}

/* It stands in pages and calendars as it is, so it holds nothing that ends a line or an attribute.
 */
static bool is_house_url(str url)
{
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f ||
            strchr("\"'<>\\?#", url.p[i]) != NULL)
            return false;
    str host = str_sub(url, str_starts(url, S("https://")) ? 8 : 7, url.n);
    return (str_starts(url, S("http://")) || str_starts(url, S("https://"))) && host.n > 0 &&
           host.p[0] != '/';
}

static const err *read_options(arena *a, const struct options *o, struct server_options *ret)
{
    cli c = { .arena = a, .args = o->args + 1, .n_args = o->n_args - 1 };
    struct server_options so = { .listen = S("127.0.0.1:2012"), .rate = 1 };
    str listen = { 0 };
    TRY(cli_option(&c, "--listen", &listen));
    if (listen.p != NULL)
        so.listen = listen;
    TRY(cli_option(&c, "--url", &so.url));
    TRY(cli_option(&c, "--trust-proxy", &so.trust_proxy));
    TRY(read_count(&c, "--loops", 64, &so.loops));
    TRY(read_count(&c, "--workers", 256, &so.workers));
    TRY(read_rate(&c, &so.rate));
    TRY(cli_arguments(&c, 0, 0,
                      "serve [--listen ADDR:PORT] [--url URL] [--trust-proxy ADDR]"
                      " [--loops N] [--workers N] [--rate FACTOR|off]"));
    if (so.url.p != NULL && !is_house_url(so.url))
        FAIL(a, ERR_USAGE,
             "--url is http:// or https:// with a host, such as https://house.example");
    while (str_ends(so.url, S("/")))
        so.url.n--;
    *ret = so;
    return NULL;
}

/* ---- what the store tells ----------------------------------------------------------------------
 */

/* Form tokens stay good over a restart, so their secret is kept. */
static const err *load_secret(store *s, arena *a, uint8_t secret[32])
{
    str hex = { 0 };
    TRY(house_setting(s, a, "form_secret", &hex));
    if (hex.n == 64 && sodium_hex2bin(secret, 32, hex.p, hex.n, NULL, NULL, NULL) == 0)
        return NULL;
    char text[65];
    randombytes_buf(secret, 32);
    sodium_bin2hex(text, sizeof(text), secret, 32);
    return house_set(s, a, "form_secret", str_copy(a, str_of(text)));
}

/* Commands print addresses too: they take this one. */
static const err *keep_url(store *s, arena *a, str url)
{
    str kept = { 0 };
    if (str_empty(url))
        return NULL;
    TRY(house_setting(s, a, "url", &kept));
    return str_eq(kept, url) ? NULL : house_set(s, a, "url", url);
}

static const err *prepare(struct open_house *h, store *s, arena *a, struct server_options *so)
{
    str lang = { 0 };
    const struct house_parts parts = { h->pool, h->bus };
    features_book();
    for (size_t i = 0; features[i] != NULL; i++) {
        if (features[i]->menu != NULL)
            house_menu_add(features[i]->menu);
        if (features[i]->host_named != NULL)
            house_host_add(features[i]->host_named);
        if (features[i]->start != NULL)
            TRY(features[i]->start(&parts, s, a));
        h->started = i + 1;
    }
    TRY(load_secret(s, a, so->secret));
    TRY(keep_url(s, a, so->url));
    TRY(house_setting(s, a, "lang", &lang));
    if (!lang_from_tag(lang, &so->lang))
        so->lang = LANG_DE;
    so->routes = features_routes(a);
    so->hooks = (struct server_hooks){ .store_new = hook_store_new,
                                       .store_free = hook_store_free,
                                       .session = accounts_session,
                                       .error_page = house_error_page,
                                       .open = house_open,
                                       .language = house_language,
                                       .metrics = hook_metrics,
                                       .arg = h->pool };
    return NULL;
}

/* "127.0.0.1:0" as it is reached: with the port that was bound. */
static str address(arena *a, const struct server_options *so, int port)
{
    size_t colon = so->listen.n;
    while (colon > 0 && so->listen.p[colon - 1] != ':')
        colon--;
    str host = str_sub(so->listen, 0, colon > 0 ? colon - 1 : 0);
    return str_format(a, "http://%.*s:%d", STR_ARG(host), port);
}

static const err *announce(const struct open_house *h, store *s, arena *a,
                           const struct server_options *so)
{
    str token = { 0 };
    str here = address(a, so, server_port(h->server));
    printf("listening %.*s\n", STR_ARG(here));
    TRY(accounts_host_link(s, a, &token));
    if (token.p != NULL)
        printf("host link %.*s/sign-in/%.*s\n", STR_ARG(str_empty(so->url) ? here : so->url),
               STR_ARG(token));
    if (fflush(stdout) != 0)
        FAIL(a, ERR_BROKEN, "the address could not be written to stdout");
    return NULL;
}

/* ---- opening and closing --------------------------------------------------------------------- */

static const err *open_house(struct open_house *h, store *s, arena *a, struct server_options *so)
{
    TRY(prepare(h, s, a, so));
    /* Before anything is read for a page: what changed earlier is not told. */
    TRY(store_watch(h->pool, a, store_changed, h));
    store_on_commit(h->pool, committed, h);
    TRY(server_start(a, so, &h->server));
    atomic_store(&h->told, h->server);
    server_changed_all(h->server); /* what was written since it began to serve */
    TRY(jobs_start(a, h->pool, &h->jobs));
    return announce(h, s, a, so);
}

static void close_house(struct open_house *h, store *s)
{
    jobs_stop(h->jobs);
    store_unwatch(h->pool);
    if (h->server != NULL)
        server_stop(h->server, GRACE_MS);
    store_on_commit(h->pool, NULL, NULL);
    while (h->started > 0) {
        h->started--;
        if (features[h->started]->stop != NULL)
            features[h->started]->stop();
    }
    store_free(s);
    store_pool_close(h->pool);
    bus_free(h->bus);
}

/* SIGHUP asks for things to be read anew, as everywhere: what is kept in memory of the store is.
 * The log is the service manager's, so no file is to be opened again; and a terminal that goes does
 * not take the house along. */
static int wait_for_end(struct open_house *h, store *s)
{
    int signal = signals_wait(-1);
    for (; signal == SIGHUP; signal = signals_wait(-1)) {
        log_line(LOG_INFO, "app", "signal %d: reading the store anew", signal);
        store_changed(s, h);
    }
    return signal;
}

const err *serve_run(arena *a, const struct options *o)
{
    struct open_house h = { 0 };
    struct server_options so = { 0 };
    struct store_options store_options = { .folder = o->folder, .serving = true };
    TRY(read_options(a, o, &so));
    signals_hold();
    features_migrations(a, &store_options.lists, &store_options.list_count);
    TRY(store_pool_open(a, &store_options, &h.pool));
    h.bus = bus_new();
    store *s = store_new(h.pool);
    const err *e = open_house(&h, s, a, &so);
    if (e == NULL) {
        int signal = wait_for_end(&h, s);
        log_line(LOG_INFO, "app", "closing on signal %d", signal);
    }
    close_house(&h, s);
    return e;
}
