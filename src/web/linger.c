/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * linger.c - after a refusal, the client may still be sending what was refused. Closing at once
 * would answer its bytes with a reset, which can overtake the refusal (RFC 9112, section 9.6). So
 * the read side stays open a little, and what comes is thrown away.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/check.h"
#include "web/conn.h"

/* At most so many at once: of a flood of refusals the rest is closed at once. */
#define LINGER_MOST 32
#define LINGER_BYTES ((size_t)64 << 20)

struct linger_on {
    struct loop *loop;
    struct event *event;
    int fd;
    size_t taken;
    struct linger_on *next, **link;
};

static void linger_end(struct linger_on *g)
{
    *g->link = g->next;
    if (g->next != NULL)
        g->next->link = g->link;
    g->loop->n_lingering--;
    event_free(g->event);
    close(g->fd);
    free(g);
}

static void linger_read(evutil_socket_t fd, short what, void *arg)
{
    struct linger_on *g = arg;
    char bytes[16384];

    if ((what & EV_TIMEOUT) != 0) {
        linger_end(g);
        return;
    }
    ssize_t n = read(fd, bytes, sizeof bytes);
    if (n > 0)
        g->taken += (size_t)n;
    bool again = n < 0 && (errno == EAGAIN || errno == EINTR);
    if ((n <= 0 && !again) || g->taken > LINGER_BYTES)
        linger_end(g);
}

void linger_start(struct loop *l, int fd)
{
    const struct timeval time = loop_time(l->server->times.linger);

    if (l->n_lingering >= LINGER_MOST)
        return;
    int ours = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (ours < 0)
        return;
    struct linger_on *g = calloc(1, sizeof *g);
    ASSERT(g != NULL);
    g->loop = l;
    g->fd = ours;
    g->event = event_new(l->base, ours, EV_READ | EV_PERSIST, linger_read, g);
    ASSERT(g->event != NULL);
    g->next = l->lingering;
    if (g->next != NULL)
        g->next->link = &g->next;
    g->link = &l->lingering;
    l->lingering = g;
    l->n_lingering++;
    event_add(g->event, &time);
}

void linger_end_all(struct loop *l)
{
    for (struct linger_on *next = NULL, *g = l->lingering; g != NULL; g = next) {
        next = g->next;
        linger_end(g);
    }
}
