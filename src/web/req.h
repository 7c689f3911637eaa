/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * req.h - one request as a handler sees it, and the table of routes.
 *
 * A handler runs on a worker thread and may block. It writes into r->out (or r->body for what is no
 * page), or redirects, or opens a stream, and returns NULL; or it returns an error record, and
 * `web` alone turns that into a page or a problem document (RFC 9457), logs it once and frees the
 * arena.
 */
#ifndef WEB_REQ_H
#define WEB_REQ_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "base/words.h"
#include "web/page.h"

struct store;
struct channel;
struct req_state; /* web's own */

enum role { ROLE_NOBODY, ROLE_GUEST, ROLE_MEMBER, ROLE_HOST };

/* Who asks. For a request without a session: account 0, ROLE_NOBODY. */
struct req_who {
    int64_t account;
    int64_t session;
    enum role role;
    str name;
};

typedef struct req {
    arena *arena;
    struct store *store; /* this worker's handle */
    page out;            /* the page; its language is the reader's */
    str method;          /* "GET", "POST"; HEAD reaches handlers as GET */
    str path;            /* decoded, starts with '/' */
    str target;          /* path and query as they came */
    struct req_who who;
    str zone; /* the reader's chosen zone, "Europe/Berlin"; absent if none was chosen */
    struct req_state *state;
} req;

typedef const err *req_handler(req *r);

/* What a route needs, checked before its handler runs. */
enum route_needs {
    SAME_ORIGIN = 1 << 0, /* refuses cross-site posts; with a session the form's token too */
    RATE = 1 << 1,        /* counts against the limit of rate: 429 */
    STREAM = 1 << 2,      /* may call req_stream */
    MEMBER = 1 << 3,      /* signed in, else 404 to programs, the sign-in page to people */
    HOST = 1 << 4,        /* signed in as host */
    PROGRAM = 1 << 5,     /* for programs: errors are problem documents whatever Accept says */
    BIG_BODY = 1 << 6,    /* takes a body of up to 16 MiB instead of 64 KiB */
    ALWAYS = 1 << 7,      /* publishes nothing: answered too while the house is not open yet */
    CACHED = 1 << 8,      /* a GET whose answer may be kept for others who ask the same (below) */
};

/* `pattern` has pieces ":name", each one path segment: "/talks/:slug/messages". A literal segment
 * wins over a ":name" at the same place. A known path with another method is 405 with Allow. */
struct route {
    const char *method;
    const char *pattern;
    req_handler *handler;
    unsigned needs;
};

/* ---- reading the request; all results live as long as the request ------------------------------
 */

/* A ":name" of the pattern; never absent. Asking for a name that the pattern has not is our fault.
 */
str req_param(const req *r, const char *name);
/* The first value of that name in the query string, decoded, valid UTF-8; absent if there is none.
 */
str req_query(const req *r, const char *name);
/* The first value in an urlencoded form body; absent if there is none or the body is no form. */
str req_field(const req *r, const char *name);
/* The body as JSON (an object); ERR_INVALID if it is none, nested over 32 deep or not UTF-8. */
MUST const err *req_json(req *r, json_t **ret);
bool req_is_form(const req *r);
/* A request header, untrusted bytes; absent if there is none. The name in any case. */
str req_header(const req *r, const char *name);
str req_cookie(const req *r, const char *name);
/* The asker's address as text, from the trusted proxy's header where one is set. */
str req_address(const req *r);
/* "https://house.example", as the house is reached: --url, else from the Host header. No '/' at the
 * end. */
str req_base_url(const req *r);
/* For RATE by a guest: the visitor's cookie value, absent before the first word. */
str req_guest(const req *r);

/* ---- a page for everybody -----------------------------------------------------------------------
 *
 * With CACHED, what is written to somebody without a session is kept and sent to all who ask for
 * the same path and query in the same language and zone at the same address (cache.h), as long as
 * nothing that it shows has changed in the store, and to the end of the minute. So it depends on
 * nothing else: on no header, no cookie and no address of the asker; whoever brings a cookie other
 * than "lang" and "zone" is answered by the handler and nobody else gets it. An answer other than
 * 200, one that sets a cookie and one with a Cache-Control of its own are not kept. */

/* This answer is such a one: leave out what belongs to one reader (tokens, keys). */
bool req_for_all(const req *r);
/* The page shows this topic (store_tx_topic): when it changes the page is written anew. Before it
 * is read from the store. */
void req_shows(req *r, int64_t topic);

/* ---- answering ----------------------------------------------------------------------------------
 */

/* 200 until said otherwise. */
void req_status(req *r, int status);
/* "text/html; charset=utf-8" until said otherwise. */
void req_type(req *r, const char *type);
/* Adds a header; values with CR or LF are our fault. */
void req_set_header(req *r, const char *name, str value);
/* HttpOnly, SameSite=Lax, Path=/, Secure where the house is reached by https. max_age in seconds;
 * 0 removes the cookie. */
void req_set_cookie(req *r, const char *name, str value, int64_t max_age);
/* 303 to a path of this house ("/talks/a#m5"). */
const err *req_redirect(req *r, str path);
/* The document as the body, type application/json; the value is consumed. */
const err *req_json_reply(req *r, int status, json_t *value);
/* Bytes of another type as the body; borrowed until the request ends. */
const err *req_bytes_reply(req *r, const char *type, str bytes);

/* The hidden field that each form of a signed-in person carries: <input name="token">; empty
 * markup without a session. */
html req_form_token(req *r);

/* Turns this request into an event stream (web/stream.h): `first` is sent at once (reset, replay;
 * copied), then every frame of `channel` behind position `after`, as they come. Return its result.
 */
MUST const err *req_stream(req *r, struct channel *channel, int64_t after, str first);

/* The path of a packed file with its hashed name: asset_path("site.css") ->
 * "/assets/site.3f2a….css". Static. A name that was not packed is our fault. */
str asset_path(const char *name);

#endif
