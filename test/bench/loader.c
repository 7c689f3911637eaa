/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * loader.c - see loader.h. One epoll set for the readers of all peers.
 */
#include "loader.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct reader {
    struct peer *peer;
    int fd;
    unsigned matched; /* of the pattern */
    bool ready;
};

static const char pattern[] = "\nid:";

/* What Firefox sends for an EventSource. */
static const char browser_headers[] =
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
    "Accept: text/event-stream\r\n"
    "Accept-Language: de,en-US;q=0.7,en;q=0.3\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Referer: http://127.0.0.1:2012/talks/the-gift-for-networking\r\n"
    "Connection: keep-alive\r\n"
    "Cookie: visitor=abcdefghijklmnopqrstuvwxyz; zone=Europe%2FBerlin; lang=de\r\n"
    "Sec-Fetch-Dest: empty\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Site: same-origin\r\n"
    "Priority: u=4\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n\r\n";

static int epoll = -1;

static void must(bool well, const char *what)
{
    if (well)
        return;
    perror(what);
    exit(70);
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int dial(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(fd >= 0, "socket");
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    must(connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0, "connect");
    return fd;
}

static void send_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
        must(sent > 0, "send");
        p += sent;
        n -= (size_t)sent;
    }
}

/* Counts the "id:" lines; one may be spread over two reads. */
static void count(struct reader *r, const char *p, size_t n)
{
    r->peer->bytes += (int64_t)n;
    for (size_t i = 0; i < n; i++) {
        if (r->matched == 0) {
            const char *newline = memchr(p + i, '\n', n - i);
            if (newline == NULL)
                return;
            i = (size_t)(newline - p);
        }
        r->matched = p[i] == pattern[r->matched] ? r->matched + 1 : p[i] == '\n';
        if (r->matched == sizeof(pattern) - 1) {
            r->peer->frames++;
            r->matched = 0;
        }
    }
}

static void take(struct reader *r)
{
    static char bytes[1 << 16];
    ssize_t n = recv(r->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0 || (!r->ready && (n < 12 || memcmp(bytes + 8, " 200", 4) != 0))) {
        fprintf(stderr, "bench: %s ended a stream: %.*s\n", r->peer->name, n < 0 ? 0 : (int)n,
                bytes);
        exit(70);
    }
    if (!r->ready) {
        r->ready = true;
        r->peer->ready++;
    }
    count(r, bytes, (size_t)n);
}

/* One look at all readers. */
static void look(int ms)
{
    struct epoll_event events[256];
    int n = epoll_wait(epoll, events, 256, ms);
    for (int i = 0; i < n; i++)
        take(events[i].data.ptr);
}

void loader_add(struct peer *p, size_t readers)
{
    if (epoll < 0)
        epoll = epoll_create1(EPOLL_CLOEXEC);
    char ask[2000];
    int n = snprintf(ask, sizeof(ask), "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s", p->events,
                     p->port, browser_headers);
    for (size_t i = 0; i < readers; i++) {
        struct reader *r = calloc(1, sizeof(*r));
        must(r != NULL, "calloc");
        r->peer = p;
        r->fd = dial(p->port);
        send_all(r->fd, ask, (size_t)n);
        struct epoll_event e = { .events = EPOLLIN, .data.ptr = r };
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): the kernel keeps the pointer for us */
        must(epoll_ctl(epoll, EPOLL_CTL_ADD, r->fd, &e) == 0, "epoll_ctl");
        p->readers++;
        /* Not more at once than a server's backlog takes. */
        while (p->readers - p->ready > 64)
            look(100);
    }
    for (int64_t end = now_ms() + 10000; p->ready < p->readers && now_ms() < end;)
        look(100);
    must(p->ready == p->readers, "waiting for the heads of streams");
}

bool loader_read(struct peer *p, int64_t target, int ms)
{
    for (int64_t end = now_ms() + ms; p->frames < target && now_ms() < end;)
        look(100);
    return p->frames >= target;
}

void loader_rest(int ms)
{
    for (int64_t end = now_ms() + ms; now_ms() < end;)
        look((int)(end - now_ms()) + 1);
}

int loader_ask(const struct peer *p)
{
    static atomic_uint number;
    char text[2001], body[2500], head[500];
    memset(text, 'x', sizeof(text));
    text[p->payload] = '\0';
    int n = p->json ? snprintf(body, sizeof(body),
                               "{\"name\":\"Bench\",\"text\":\"%s\",\"key\":\"bench-%010d-%010u\"}",
                               text, (int)getpid(), atomic_fetch_add(&number, 1))
                    : snprintf(body, sizeof(body), "%s", text);
    int m = snprintf(head, sizeof(head),
                     "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n"
                     "Content-Type: %s\r\nContent-Length: %d\r\n\r\n",
                     p->post, p->port, p->json ? "application/json" : "text/plain", n);
    int fd = dial(p->port);
    send_all(fd, head, (size_t)m);
    send_all(fd, body, (size_t)n);
    return fd;
}

void loader_hear(const struct peer *p, int fd)
{
    char answer[4000];
    size_t got = 0;
    for (ssize_t k; (k = recv(fd, answer + got, sizeof(answer) - 1 - got, 0)) > 0;)
        got += (size_t)k;
    answer[got] = '\0';
    close(fd);
    if (got < 12 || answer[9] != '2') {
        fprintf(stderr, "bench: %s refused a message: %s\n", p->name, answer);
        exit(70);
    }
}
