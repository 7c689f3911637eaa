/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * conn.c - a gate before evhttp. It sees every byte first, keeps an incomplete head to itself,
 * reads the complete one (head.c), and gives evhttp a head of our own making in its place: "POST
 * /17 HTTP/1.1", a Content-Length, and nothing else. 17 is the connection's slot. So evhttp only
 * collects bodies and keeps connections, and what a client can say to it is bounded by grammar.
 *
 * The traps of evhttp 2.1.12, and where each is closed:
 *   spins at the limit of open files     loop.c counts connections and disables the listener
 *   no limit of heads and bodies         here: HEAD_LIMIT, and a body's limit by its route
 *   a client that drips bytes            deadlines, looked at by the loop's tick
 *   evhttp_set_timeout cuts streams      not used; only a write timeout, gone with stream_detach
 *   a client that sends during a reply   reading is off then (conn_send)
 *   HEAD is sent its body                reply.c writes the whole reply, not evhttp
 *   no Host is taken, two lengths, …     head.c
 *   sizes of chunks are read laxly       chunks.c: evhttp sees a length only
 *   library pages for parser faults      a refused head becomes a harmless one, its job says why
 *   headers are kept for a stream        evhttp never has the client's
 *   trailers become headers              only our own head is looked at
 */
#include "web/conn.h"

#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/check.h"
#include "base/clock.h"
#include "web/cache_reply.h"
#include "web/reply.h"

static int64_t conn_in_ms(int ms)
{
    return clock_mono_ns() + (int64_t)ms * 1000000;
}

/* ---- coming and going ----------------------------------------------------------------------- */

static size_t conn_free_slot(struct loop *l)
{
    while (l->first_free < l->n_conns && l->conns[l->first_free] != NULL)
        l->first_free++;
    if (l->first_free < l->n_conns)
        return l->first_free;
    size_t more = l->n_conns == 0 ? 64 : 2 * l->n_conns;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): the table holds pointers */
    l->conns = reallocarray(l->conns, more, sizeof *l->conns);
    ASSERT(l->conns != NULL);
    for (size_t i = l->n_conns; i < more; i++)
        l->conns[i] = NULL;
    l->n_conns = more;
    return l->first_free;
}

struct conn *conn_new(struct loop *l, struct bufferevent *bev)
{
    struct conn *c = calloc(1, sizeof *c);
    ASSERT(c != NULL);
    c->loop = l;
    c->bev = bev;
    bufferevent_incref(bev);
    c->slot = conn_free_slot(l);
    c->deadline_ns = conn_in_ms(l->server->times.head);
    l->conns[c->slot] = c;
    return c;
}

void conn_let_go(struct conn *c)
{
    if (c->http == NULL && c->jobs == 0)
        free(c);
}

static void conn_drop_chunks(struct conn *c)
{
    if (c->chunks.body != NULL)
        evbuffer_free(c->chunks.body);
    c->chunks = (struct chunks){ 0 };
}

static void conn_forget_body(struct conn *c)
{
    conn_drop_chunks(c);
    if (c->big)
        atomic_fetch_sub(&c->loop->server->big_bodies, 1);
    c->big = false;
}

/* The connection is no longer evhttp's: gone, or a stream. */
static void conn_unlink(struct conn *c)
{
    struct loop *l = c->loop;

    l->conns[c->slot] = NULL;
    if (c->slot < l->first_free)
        l->first_free = c->slot;
    c->http = NULL;
    c->bev = NULL;
    c->request = NULL;
    if (c->held != NULL)
        evbuffer_free(c->held);
    c->held = NULL;
    conn_forget_body(c);
    job_free(c->reading);
    c->reading = NULL;
}

/* evhttp frees the connection. A request that it had handed to us it has forgotten by then, and
 * leaves to us, if the fault was in the network. */
static void conn_closed(struct evhttp_connection *http, void *arg)
{
    struct conn *c = arg;
    struct loop *l = c->loop;

    (void)http;
    if (c->request != NULL && evhttp_request_get_connection(c->request) == NULL)
        evhttp_request_free(c->request);
    conn_unlink(c);
    conn_let_go(c);
    loop_left(l);
}

void conn_cut(struct conn *c)
{
    evhttp_connection_free(c->http);
}

/* ---- the gate ------------------------------------------------------------------------------- */

/* How large a body this request may have: by its route, which is looked for only if it matters. */
static int64_t conn_body_limit(const job *j)
{
    str raw = { 0 };
    str query = { 0 };
    str path = { 0 };

    if (!j->head.chunked && j->head.length <= SERVER_BODY_LIMIT)
        return SERVER_BODY_LIMIT;
    (void)str_cut(j->head.target, '?', &raw, &query);
    if (!form_path(j->arena, raw, &path))
        return SERVER_BODY_LIMIT;
    const struct route *r = route_find(j->server->options.routes, j->head.method, path).route;
    return r != NULL && (r->needs & BIG_BODY) != 0 ? SERVER_BIG_BODY_LIMIT : SERVER_BODY_LIMIT;
}

/* Big bodies lie in memory until their handler has read them, so they are counted. */
static int conn_admit_body(struct conn *c, const job *j, int64_t limit)
{
    if (!j->head.chunked && j->head.length > limit)
        return 413;
    if (limit == SERVER_BODY_LIMIT)
        return 0;
    if (atomic_fetch_add(&c->loop->server->big_bodies, 1) >= SERVER_BIG_BODIES) {
        atomic_fetch_sub(&c->loop->server->big_bodies, 1);
        return 503;
    }
    c->big = true;
    return 0;
}

/* Our head in the place of the client's; the body, if any, stands behind it already or will come.
 */
static void conn_pass(struct conn *c, struct evbuffer *input, int64_t limit)
{
    const struct head *h = &c->reading->head;
    const struct server_times *times = &c->loop->server->times;
    struct evbuffer *ours = evbuffer_new();

    ASSERT(ours != NULL);
    evbuffer_add_printf(ours, "%s /%zu HTTP/1.1\r\n", h->length > 0 ? "POST" : "GET", c->slot);
    if (h->length > 0)
        evbuffer_add_printf(ours, "Content-Length: %lld\r\n", (long long)h->length);
    if (h->expects && h->length > 0)
        evbuffer_add_printf(ours, "Expect: 100-continue\r\n");
    evbuffer_add_printf(ours, h->keep ? "\r\n" : "Connection: close\r\n\r\n");
    evbuffer_prepend_buffer(input, ours);
    evbuffer_free(ours);
    evhttp_connection_set_max_body_size(c->http, (ev_ssize_t)limit);
    c->phase = CONN_BODY;
    c->deadline_ns = conn_in_ms(c->big ? times->big_body : times->body);
}

/* A request that is refused by its head alone: nothing of it reaches evhttp, and the connection
 * ends with the answer, since nobody knows where the next request would begin. */
static void conn_refuse(struct conn *c, struct evbuffer *input, int status)
{
    c->reading->fault = status;
    c->reading->head.keep = false;
    c->reading->head.chunked = false;
    c->reading->head.length = 0;
    c->linger = true;
    evbuffer_drain(input, evbuffer_get_length(input));
    conn_pass(c, input, SERVER_BODY_LIMIT);
}

/* Keeps an incomplete head or line from evhttp, which would begin to read it line by line. */
static void conn_hold(struct conn *c, struct evbuffer *input)
{
    if (c->held == NULL)
        c->held = evbuffer_new();
    ASSERT(c->held != NULL);
    evbuffer_add_buffer(c->held, input);
}

static void conn_unhold(struct conn *c, struct evbuffer *input)
{
    if (c->held != NULL)
        evbuffer_prepend_buffer(input, c->held);
}

/* Looks at what has come of a chunked body. Once it is whole, evhttp is given it as a plain one. */
static void conn_look_at_chunks(struct conn *c, struct evbuffer *input)
{
    struct head *h = &c->reading->head;

    conn_unhold(c, input);
    int status = chunks_take(&c->chunks, input, (size_t)c->limit);
    if (status != 0) {
        conn_drop_chunks(c);
        conn_refuse(c, input, status);
        return;
    }
    if (c->chunks.state != CHUNKS_WHOLE) {
        conn_hold(c, input);
        return;
    }
    h->chunked = false;
    h->expects = false;
    h->length = (int64_t)evbuffer_get_length(c->chunks.body);
    evbuffer_prepend_buffer(input, c->chunks.body);
    conn_drop_chunks(c);
    conn_pass(c, input, c->limit);
}

static void conn_begin_chunks(struct conn *c, struct evbuffer *input, int64_t limit)
{
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    const struct server_times *times = &c->loop->server->times;

    c->chunks.body = evbuffer_new();
    ASSERT(c->chunks.body != NULL);
    c->limit = limit;
    c->phase = CONN_CHUNKS;
    c->deadline_ns = conn_in_ms(c->big ? times->big_body : times->body);
    /* Past the buffers: they are empty, and evhttp knows nothing of this request yet. Where it does
     * not get out, the client sends its body a little later. */
    if (c->reading->head.expects)
        (void)send(bufferevent_getfd(c->bev), go_on, sizeof go_on - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    conn_look_at_chunks(c, input);
}

/* `n` bytes at the start of the input are a head; 0: they are more than a head may have. */
static void conn_read(struct conn *c, struct evbuffer *input, size_t n)
{
    job *j = job_new(c->loop->server, c);
    char *peer = NULL;
    ev_uint16_t port = 0;

    c->reading = j;
    evhttp_connection_get_peer(c->http, &peer, &port);
    j->peer = str_copy(j->arena, str_of(peer));
    int status = 431;
    if (n > 0) {
        str bytes = { (const char *)evbuffer_pullup(input, (ev_ssize_t)n), n };
        status = head_parse(j->arena, bytes, &j->head);
        evbuffer_drain(input, n);
    }
    int64_t limit = status == 0 ? conn_body_limit(j) : 0;
    if (status == 0)
        status = conn_admit_body(c, j, limit);
    if (status != 0)
        conn_refuse(c, input, status);
    else if (j->head.chunked)
        conn_begin_chunks(c, input, limit);
    else
        conn_pass(c, input, limit);
}

/* Empty lines before a request are passed over (RFC 9112, section 2.2). */
static void conn_skip_lines(struct evbuffer *input)
{
    const unsigned char *first = NULL;
    while ((first = evbuffer_pullup(input, 1)) != NULL && (*first == '\r' || *first == '\n'))
        evbuffer_drain(input, 1);
}

/* Looks at what has come while a head is awaited. */
static void conn_look(struct conn *c, struct evbuffer *input)
{
    conn_unhold(c, input);
    if (c->phase == CONN_IDLE)
        conn_skip_lines(input);
    size_t n = evbuffer_get_length(input);
    if (n == 0)
        return;
    if (c->phase == CONN_IDLE) {
        c->phase = CONN_HEAD;
        c->scanned = 0;
        c->deadline_ns = conn_in_ms(c->loop->server->times.head);
    }
    size_t most = n < HEAD_LIMIT ? n : HEAD_LIMIT;
    str bytes = { (const char *)evbuffer_pullup(input, (ev_ssize_t)most), most };
    size_t end = head_end(bytes, c->scanned);
    if (end > 0 || n >= HEAD_LIMIT) {
        conn_read(c, input, end);
        return;
    }
    c->scanned = n < 2 ? 0 : n - 2;
    conn_hold(c, input);
}

static void conn_look_once(struct conn *c)
{
    struct evbuffer *input = bufferevent_get_input(c->bev);
    c->busy = true;
    if (c->phase == CONN_CHUNKS)
        conn_look_at_chunks(c, input);
    else
        conn_look(c, input);
    c->busy = false;
}

/* Runs inside the read, before evhttp hears of it. */
static void conn_input(struct evbuffer *input, const struct evbuffer_cb_info *info, void *arg)
{
    struct conn *c = arg;
    (void)input;
    if (c->busy || info->n_added == 0)
        return;
    if (c->phase == CONN_IDLE || c->phase == CONN_HEAD || c->phase == CONN_CHUNKS)
        conn_look_once(c);
}

void conn_adopt(struct conn *c)
{
    const struct timeval write_time = loop_time(c->loop->server->times.write);
    const int on = 1;
    void *http = NULL;

    /* evhttp gives its connection as the argument of the bufferevent's callbacks: there is no other
     * way to learn of a connection that sends nothing. None: evhttp had no memory for one. */
    bufferevent_getcb(c->bev, NULL, NULL, NULL, &http);
    (void)bufferevent_decref(c->bev);
    if (http == NULL) {
        struct loop *l = c->loop;
        conn_unlink(c);
        conn_let_go(c);
        loop_left(l);
        return;
    }
    c->http = http;
    (void)setsockopt(bufferevent_getfd(c->bev), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    bufferevent_set_timeouts(c->bev, NULL, &write_time);
    evhttp_connection_set_closecb(c->http, conn_closed, c);
    evbuffer_add_cb(bufferevent_get_input(c->bev), conn_input, c);
}

/* ---- working and answering ------------------------------------------------------------------ */

static void conn_take_body(job *j, struct evhttp_request *request)
{
    struct evbuffer *body = evhttp_request_get_input_buffer(request);
    size_t n = evbuffer_get_length(body);
    char *bytes = arena_alloc(j->arena, n);

    evbuffer_remove(body, bytes, n);
    j->payload = (str){ bytes, n };
}

void conn_take(struct conn *c, struct evhttp_request *request)
{
    job *j = c->reading;

    ASSERT(c->phase == CONN_BODY && j != NULL);
    c->reading = NULL;
    c->request = request;
    c->phase = CONN_WORK;
    c->deadline_ns = 0;
    c->jobs++;
    conn_take_body(j, request);
    enum serve_way way = serve_on_loop(j);
    if (way == SERVE_PARKED || (way == SERVE_WORKER && worker_queue(c->loop->server, j)))
        return;
    if (way == SERVE_WORKER) {
        cache_reply_give_up(j);
        serve_busy(j);
    }
    conn_answer(c, j);
}

/* The reply is with the kernel. evhttp closes the connection now, or begins with the next request,
 * which may be here already. */
static void conn_sent(struct evhttp_request *request, void *arg)
{
    struct conn *c = arg;

    (void)request;
    if (c->linger)
        linger_start(c->loop, bufferevent_getfd(c->bev));
    if (c->closing)
        return;
    c->phase = CONN_IDLE;
    c->deadline_ns = conn_in_ms(c->loop->server->times.idle);
    conn_look_once(c);
}

/* Most replies fit into the socket at once, which spares the loop a turn. An error of the socket is
 * left for evhttp to find. */
static void conn_write_now(struct conn *c, struct evbuffer *output)
{
    evbuffer_unfreeze(output, 1);
    (void)evbuffer_write(output, bufferevent_getfd(c->bev));
    evbuffer_freeze(output, 1);
}

static void conn_send(struct conn *c, job *j)
{
    struct evbuffer *output = bufferevent_get_output(c->bev);
    struct evhttp_request *request = c->request;

    c->closing = j->close;
    c->request = NULL;
    c->phase = CONN_WRITE;
    c->deadline_ns = conn_in_ms(10 * c->loop->server->times.write);
    /* evhttp looks here to see whether to close; it does not write it. */
    if (c->closing)
        evhttp_add_header(evhttp_request_get_output_headers(request), "Connection", "close");
    evhttp_request_set_on_complete_cb(request, conn_sent, c);
    evbuffer_add_buffer(output, j->out);
    conn_write_now(c, output);
    if (evbuffer_get_length(output) > 0)
        bufferevent_enable(c->bev, EV_WRITE);
    evhttp_send_reply_end(request);
}

static void conn_stream_closed(void *arg)
{
    loop_left(arg);
}

static void conn_stream(struct conn *c, job *j)
{
    struct loop *l = c->loop;
    int fd = l->streams == NULL ? -1 : stream_detach(c->request);

    if (fd < 0) {
        conn_cut(c);
        return;
    }
    conn_unlink(c);
    atomic_fetch_add(&l->server->streams, 1);
    struct channel *channel_of_job = j->channel;
    j->channel = NULL;
    stream_open(l->streams, fd, channel_of_job, j->after, buf_str(&j->stream_head),
                buf_str(&j->stream_first), conn_stream_closed, l);
}

void conn_answer(struct conn *c, job *j)
{
    conn_forget_body(c);
    if (c->http != NULL && j->channel != NULL)
        conn_stream(c, j);
    else if (c->http != NULL)
        conn_send(c, j);
    if (j->channel != NULL)
        channel_release(j->channel);
    job_free(j);
    c->jobs--;
    conn_let_go(c);
}
