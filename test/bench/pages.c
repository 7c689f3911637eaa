/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * pages.c - what a page costs its server: CPU time a request, over kept connections, with a
 * browser's headers. Rounds of the peers are interleaved, and medians are compared.
 *
 *   pages NAME:PID:PORT:PATH ...   ours first; "+" before a PID: its children do the work
 *
 * A bar is printed for the peers "nginx" and "fossil", as DESIGN.md section 7 has them.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"

#define PEERS_MAX 6
#define ROUNDS 9
#define CONNECTIONS 16
#define REQUESTS 8000       /* a round */
#define FAMILY_REQUESTS 160 /* of one that starts a process for each */

struct page_peer {
    const char *name, *path;
    int pid, port;
    bool family;
    int fds[CONNECTIONS];
    size_t bytes; /* of the last answer */
    double us[ROUNDS];
};

static const char browser_headers[] =
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Language: de,en-US;q=0.7,en;q=0.3\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Connection: keep-alive\r\n"
    "Upgrade-Insecure-Requests: 1\r\n"
    "Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: none\r\n"
    "Sec-Fetch-User: ?1\r\nPriority: u=0, i\r\n\r\n";

static void must(bool well, const char *what)
{
    if (well)
        return;
    perror(what);
    exit(70);
}

static void peer_parse(struct page_peer *p, char *text)
{
    char *part[4], *rest = text;
    for (size_t i = 0; i < 4; i++) {
        part[i] = i < 3 ? strsep(&rest, ":") : rest;
        if (part[i] == NULL) {
            fprintf(stderr, "pages: a peer is NAME:PID:PORT:PATH\n");
            exit(64);
        }
    }
    p->name = part[0];
    p->family = part[1][0] == '+';
    p->pid = (int)strtol(part[1] + (p->family ? 1 : 0), NULL, 10);
    p->port = (int)strtol(part[2], NULL, 10);
    p->path = part[3];
    for (size_t i = 0; i < CONNECTIONS; i++)
        p->fds[i] = -1;
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

static void ask(struct page_peer *p, size_t i)
{
    char text[2000];
    int n = snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s", p->path,
                     p->port, browser_headers);
    if (p->fds[i] < 0)
        p->fds[i] = dial(p->port);
    must(send(p->fds[i], text, (size_t)n, MSG_NOSIGNAL) == n, "send");
}

static void refuse(const struct page_peer *p, const char *head)
{
    fprintf(stderr, "pages: %s answered: %.200s\n", p->name, head);
    exit(70);
}

/* One answer, as long as it says; a connection that ends with it is opened anew next time. */
static void hear(struct page_peer *p, size_t i)
{
    static char bytes[1 << 20];
    size_t got = 0, want = sizeof(bytes) - 1;
    bool headed = false;
    while (got < want) {
        ssize_t n = recv(p->fds[i], bytes + got, want - got, 0);
        if (n <= 0)
            break;
        got += (size_t)n;
        bytes[got] = '\0';
        const char *end = headed ? NULL : strstr(bytes, "\r\n\r\n");
        const char *length = end == NULL ? NULL : strcasestr(bytes, "\ncontent-length:");
        if (end != NULL && length != NULL && length < end)
            want = (size_t)(end - bytes) + 4 + strtoull(length + 16, NULL, 10);
        headed = headed || end != NULL;
    }
    if (got < 12 || strncmp(bytes + 9, "200", 3) != 0)
        refuse(p, bytes);
    p->bytes = got;
    if (got == want && strcasestr(bytes, "\nconnection: close") == NULL)
        return;
    close(p->fds[i]);
    p->fds[i] = -1;
}

static void run(struct page_peer *p, size_t requests)
{
    for (size_t done = 0; done < requests; done += CONNECTIONS) {
        for (size_t i = 0; i < CONNECTIONS; i++)
            ask(p, i);
        for (size_t i = 0; i < CONNECTIONS; i++)
            hear(p, i);
    }
}

static void measure(struct page_peer *p, size_t round)
{
    size_t requests = p->family ? FAMILY_REQUESTS : REQUESTS;
    int64_t (*cpu)(int pid) = p->family ? measure_family_cpu_ns : measure_cpu_ns;
    int64_t before = cpu(p->pid);
    run(p, requests);
    p->us[round] = (double)(cpu(p->pid) - before) / 1e3 / (double)requests;
}

static void print_peer(const struct page_peer *ours, const struct page_peer *p)
{
    double ratio[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        ratio[i] = ours->us[i] / p->us[i];
    double r = measure_median(ratio, ROUNDS);
    printf("  %-10s %8.1f us of CPU a request, %zu bytes; ours is %.2f x", p->name,
           measure_median(p->us, ROUNDS), p->bytes, r);
    if (strcmp(p->name, "nginx") == 0)
        printf(" - bar: at most 2.50: %s", r <= 2.5 ? "reached" : "NOT REACHED");
    if (strcmp(p->name, "fossil") == 0)
        printf(" (%.0f x cheaper) - bar: at least 20: %s", 1 / r,
               1 / r >= 20 ? "reached" : "NOT REACHED");
    printf("\n");
}

int main(int argc, char **argv)
{
    static struct page_peer peers[PEERS_MAX];
    size_t n = 0;
    for (; n < PEERS_MAX && (int)n + 1 < argc; n++)
        peer_parse(&peers[n], argv[n + 1]);
    if (n == 0) {
        fprintf(stderr, "usage: pages NAME:PID:PORT:PATH...\n");
        return 64;
    }
    for (size_t i = 0; i < n; i++)
        run(&peers[i], CONNECTIONS); /* what is made once is not a page's */
    for (size_t round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < n; i++)
            measure(&peers[i], round);
    for (size_t i = 0; i < n; i++)
        print_peer(&peers[0], &peers[i]);
    return 0;
}
