/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * web_rig.h - for the tests of web: a server with routes of its own, and a client that is nothing
 * but a socket, so that it can say what no library would.
 */
#ifndef WEB_WEB_RIG_H
#define WEB_WEB_RIG_H

#include "base/arena.h"
#include "base/str.h"
#include "web/server_parts.h"
#include "web/stream.h"

struct web_rig {
    arena *arena;
    server *server;
    channel *channel; /* what GET /stream reads */
    struct server_options options;
    struct server_times times; /* change them before web_rig_start */
    int stores;                /* handles that were given out and not given back */
    int renders;               /* of GET /kept/:how */
};

/* Options and times with which web_rig_start may be called; free with web_rig_stop. */
struct web_rig *web_rig_new(void);
void web_rig_start(struct web_rig *rig);
/* Both at once. */
struct web_rig *web_rig_started(void);
/* Stops the server, if it was started, and frees; asserts that every store handle came back. */
void web_rig_stop(struct web_rig *rig);

/* A connection; its reads give up after half a minute. */
int web_rig_connect(const struct web_rig *rig);
void web_rig_send(int fd, const char *text);
void web_rig_send_bytes(int fd, str bytes);
/* Everything until the other side closes. */
str web_rig_rest(const struct web_rig *rig, int fd);
/* One reply, as long as its Content-Length says. `has_body` false: to a HEAD. */
str web_rig_reply(const struct web_rig *rig, int fd, bool has_body);
/* Connects, sends, reads to the end, closes. Say "Connection: close" in it. */
str web_rig_ask(const struct web_rig *rig, const char *request);
/* The same for a GET of `target` and a POST of a form; `fields` are further header lines. */
str web_rig_get(const struct web_rig *rig, const char *target, const char *fields);
str web_rig_post(const struct web_rig *rig, const char *target, const char *fields,
                 const char *body);
/* Asks; asserts the status, and that it is our own reply, not the library's. */
void web_rig_expect(const struct web_rig *rig, const char *request, int status);
/* Has the other side closed within `ms`? What it sends meanwhile is thrown away. */
bool web_rig_closed(int fd, int ms);

/* Of a reply. */
int web_rig_status(str reply);
str web_rig_field(str reply, const char *name);
str web_rig_body(str reply);

void web_rig_pause(int ms);

#endif
