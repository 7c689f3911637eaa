/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bare.c - the limit that the fan-out is held against: an epoll loop that calls send() for every
 * reader and message, and knows nothing else. GET is a reader, POST a message for all.
 *
 * Prints "listening http://127.0.0.1:PORT" and serves until it is killed.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define READERS_MAX 65536

static int readers[READERS_MAX];
static size_t n_readers;
static long long position;

static void must(bool well, const char *what)
{
    if (well)
        return;
    perror(what);
    exit(70);
}

static int listen_here(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof(at);
    must(bind(fd, (struct sockaddr *)&at, n) == 0 && listen(fd, 1024) == 0, "listen");
    must(getsockname(fd, (struct sockaddr *)&at, &n) == 0, "getsockname");
    printf("listening http://127.0.0.1:%d\n", ntohs(at.sin_port));
    fflush(stdout);
    return fd;
}

static void answer(int fd, const char *text)
{
    must(send(fd, text, strlen(text), MSG_NOSIGNAL) > 0, "answer");
}

/* One send() a reader. What does not fit is lost: nobody here is slow. */
static void tell_all(const char *text, size_t length)
{
    char frame[4096];
    int n =
        snprintf(frame, sizeof(frame), "id: %lld\ndata: %.*s\n\n", ++position, (int)length, text);
    for (size_t i = 0; i < n_readers; i++)
        send(readers[i], frame, (size_t)n, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* Requests of the bench come in one or two pieces; the body is at most 2 KB. */
static void serve(int epoll, int fd)
{
    char ask[8192];
    size_t got = 0, want = sizeof(ask) - 1;
    const char *body = NULL;
    while (got < want) {
        ssize_t k = recv(fd, ask + got, sizeof(ask) - 1 - got, 0);
        if (k <= 0) {
            close(fd);
            return;
        }
        got += (size_t)k;
        ask[got] = '\0';
        body = strstr(ask, "\r\n\r\n");
        if (body == NULL)
            continue;
        const char *length = strcasestr(ask, "Content-Length: ");
        want = (size_t)(body + 4 - ask) + (length == NULL ? 0 : strtoul(length + 16, NULL, 10));
    }
    must(body != NULL, "a whole request");
    if (strncmp(ask, "POST", 4) == 0) {
        tell_all(body + 4, strlen(body + 4));
        answer(fd, "HTTP/1.0 201 Created\r\nContent-Length: 0\r\n\r\n");
        close(fd);
        return;
    }
    must(n_readers < READERS_MAX, "readers");
    must(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int)) == 0, "nodelay");
    readers[n_readers++] = fd;
    answer(fd, "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
    epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
}

int main(void)
{
    int door = listen_here(), epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event e = { .events = EPOLLIN, .data.fd = door };
    must(epoll >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, door, &e) == 0, "epoll");
    for (;;) {
        if (epoll_wait(epoll, &e, 1, -1) != 1)
            continue;
        if (e.data.fd != door) {
            serve(epoll, e.data.fd);
            continue;
        }
        e.data.fd = accept4(door, NULL, NULL, SOCK_CLOEXEC);
        must(e.data.fd >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, e.data.fd, &e) == 0, "accept");
    }
}
