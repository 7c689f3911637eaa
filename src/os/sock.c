/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sock.c - parsing addresses with getaddrinfo, numeric only, and listening.
 */
#include "os/sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/check.h"

/* A burst of reconnecting readers waits here until the loop takes them; the kernel's own limit
 * (net.core.somaxconn) may be lower. */
#define BACKLOG 4096

/* "host:port" or "[host]:port"; the colons of IPv6 need the brackets. */
static bool split(str text, str *ret_host, str *ret_port)
{
    str rest = { 0 };
    if (str_starts(text, S("["))) {
        if (!str_cut(str_sub(text, 1, text.n), ']', ret_host, &rest) || !str_starts(rest, S(":")))
            return false;
        *ret_port = str_sub(rest, 1, rest.n);
        return str_contains(*ret_host, S(":"));
    }
    return str_cut(text, ':', ret_host, ret_port) && !str_contains(*ret_port, S(":"));
}

static bool is_port(str text)
{
    int64_t port = 0;
    return str_to_int64(text, &port) && text.p[0] != '-' && port <= UINT16_MAX;
}

const err *sock_parse(arena *a, str text, struct sock_address *ret)
{
    str host = { 0 };
    str port = { 0 };
    struct addrinfo *found = NULL;
    const struct addrinfo wanted = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                     .ai_socktype = SOCK_STREAM };
    if (memchr(text.n > 0 ? text.p : "", '\0', text.n) != NULL || !split(text, &host, &port) ||
        str_empty(host) || !is_port(port) ||
        getaddrinfo(str_c(a, host), str_c(a, port), &wanted, &found) != 0)
        FAIL(a, ERR_INVALID, "no address such as 127.0.0.1:2012 or [::1]:2012: '%.*s'",
             STR_ARG(text));
    *ret = (struct sock_address){ .n = found->ai_addrlen };
    memcpy(&ret->bytes, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return NULL;
}

str sock_text(arena *a, const struct sock_address *address)
{
    char host[NI_MAXHOST] = "";
    char port[NI_MAXSERV] = "";
    int failed = getnameinfo((const struct sockaddr *)&address->bytes, address->n, host,
                             sizeof(host), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV);
    ASSERT(failed == 0);
    bool six = address->bytes.ss_family == AF_INET6;
    return str_format(a, six ? "[%s]:%s" : "%s:%s", host, port);
}

uint16_t sock_port(const struct sock_address *address)
{
    if (address->bytes.ss_family == AF_INET6)
        return ntohs(((const struct sockaddr_in6 *)&address->bytes)->sin6_port);
    return ntohs(((const struct sockaddr_in *)&address->bytes)->sin_port);
}

static enum err_kind listen_kind(int error)
{
    if (error == EADDRINUSE)
        return ERR_TAKEN;
    if (error == EACCES)
        return ERR_DENIED;
    return error == EADDRNOTAVAIL || error == EAFNOSUPPORT ? ERR_INVALID : ERR_BROKEN;
}

/* 0, or the errno of the first call that failed. */
static int listen_on(int fd, const struct sock_address *address)
{
    int one = 1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
        bind(fd, (const struct sockaddr *)&address->bytes, address->n) != 0 ||
        listen(fd, BACKLOG) != 0)
        return errno;
    return 0;
}

const err *sock_listen(arena *a, const struct sock_address *address, int *ret_fd)
{
    int fd = socket(address->bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int error = fd < 0 ? errno : listen_on(fd, address);
    if (error == 0) {
        *ret_fd = fd;
        return NULL;
    }
    if (fd >= 0)
        close(fd);
    FAIL(a, listen_kind(error), "%.*s: %s", STR_ARG(sock_text(a, address)), strerrordesc_np(error));
}

const err *sock_bound(arena *a, int fd, struct sock_address *ret)
{
    struct sock_address bound = { .n = sizeof(bound.bytes) };
    if (getsockname(fd, (struct sockaddr *)&bound.bytes, &bound.n) != 0)
        FAIL(a, ERR_BROKEN, "socket %d: %s", fd, strerrordesc_np(errno));
    *ret = bound;
    return NULL;
}

size_t sock_raise_limit(void)
{
    struct rlimit files = { 0 };
    ASSERT(getrlimit(RLIMIT_NOFILE, &files) == 0);
    struct rlimit raised = { .rlim_cur = files.rlim_max, .rlim_max = files.rlim_max };
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
        files = raised;
    return (size_t)files.rlim_cur;
}
