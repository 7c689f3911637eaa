/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * stream_detach.c - takes a socket away from evhttp, see stream_conn.h.
 *
 * evhttp_connection_free (libevent 2.1.12) frees the bufferevent and then calls shutdown() on the
 * number of its descriptor, whoever may own that by then. So the number must stay taken and must no
 * longer mean our socket: an eventfd is put in its place, which knows no shutdown, and which the
 * bufferevent closes (or evhttp, where the bufferevent does not).
 */
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/http.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.h"
#include "web/stream_conn.h"

int stream_detach(struct evhttp_request *request)
{
    struct evhttp_connection *connection = evhttp_request_get_connection(request);
    struct bufferevent *b = evhttp_connection_get_bufferevent(connection);
    int fd = bufferevent_getfd(b);
    int decoy = eventfd(0, EFD_CLOEXEC);
    int own = decoy < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (own < 0) {
        if (decoy >= 0)
            close(decoy);
        return -1;
    }
    /* Out of the loop's epoll set first: it knows open files, and ours stays open. */
    bufferevent_disable(b, EV_READ | EV_WRITE);
    int placed = dup3(decoy, fd, O_CLOEXEC);
    ASSERT(placed == fd);
    close(decoy);
    evhttp_connection_set_closecb(connection, NULL, NULL);
    evhttp_connection_free(connection);
    return own;
}
