/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sock.h - the address to listen on, and the listening socket.
 */
#ifndef OS_SOCK_H
#define OS_SOCK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

struct sock_address {
    struct sockaddr_storage bytes;
    socklen_t n;
};

/* "127.0.0.1:2012", "[::1]:0": numbers only, no names are looked up. ERR_INVALID otherwise. */
MUST const err *sock_parse(arena *a, str text, struct sock_address *ret);
/* The same form back. */
str sock_text(arena *a, const struct sock_address *address);

/* A listening TCP socket: nonblocking, closed on exec, usable at once after a restart. Port 0 takes
 * a free one. ERR_TAKEN if the port is in use, ERR_INVALID if the address is not this machine's. */
MUST const err *sock_listen(arena *a, const struct sock_address *address, int *ret_fd);
/* Where the socket is really bound. */
MUST const err *sock_bound(arena *a, int fd, struct sock_address *ret);
/* The port of an address. */
uint16_t sock_port(const struct sock_address *address);

/* Raises the limit of open files as far as it goes, and returns it. */
size_t sock_raise_limit(void);

#endif
