/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cache.h - rendered public pages, kept in memory until what they show has changed.
 *
 * A page is kept under the key that it was asked for by, and shown to everybody who asks by the
 * same key, so it holds nothing that belongs to one reader. It is good as long as no commit has
 * changed what it shows, and to the end of the minute in which its rendering began: what pages say
 * of "now", "today" and "next" turns with the minute, since talks begin and zones differ by whole
 * ones.
 *
 * What a commit changes is everything, unless it says that it is about a topic (a room in which
 * somebody said something). A page notes the topics that it shows (req_shows) before it reads them;
 * all other pages stay when one of these changes. A change of everything lets go of all pages at
 * once, so that what was erased is not in memory either.
 *
 * Of requests by one key one renders, and the others are parked until it is done. A request joins
 * only a rendering that began after the last change of any kind, so it is never shown what stood
 * before it was asked.
 *
 * Everything here may be called by any thread; the lock is held for some dozen instructions, but by
 * a change of everything, which frees some thousand pages at most.
 */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"
#include "web/job.h"

/* Topics that a page may show; one with more is not kept. */
#define CACHE_PAGE_TOPICS 4

typedef struct cache cache;

struct cache_limits {
    size_t bytes;  /* of all pages */
    size_t page;   /* of one, in one coding */
    size_t parked; /* requests that wait for others' renderings */
};

/* A page in one coding: what stands in the reply's head because of it, and its bytes. */
struct cache_form {
    str lead; /* Content-Type to Content-Encoding; not part of a 304 */
    str rest; /* the other fields and the empty line */
    str etag; /* with its quotes */
    str body; /* absent: there is no such form (yet) */
};

/* When a rendering began, counted in changes. */
struct cache_stamp {
    uint64_t all;     /* changes of everything */
    uint64_t changes; /* changes of any kind */
    int64_t minute;
    size_t n_topics;
    struct {
        size_t slot;
        uint64_t changes;
    } topics[CACHE_PAGE_TOPICS];
};

/* Held by the cache and by replies that are being sent; given back with cache_release. */
struct cache_page {
    atomic_int holds;
    struct cache_form plain;
    struct cache_form zipped; /* read it by cache_form_of only: it comes later */
    str type;                 /* what stands in `lead` and `rest` of both: Content-Type, */
    str fields;               /* and lines that end with CRLF */
    unsigned needs;           /* of the route */

    /* The cache's own. */
    str key;
    uint64_t hash;
    struct cache_stamp stamp;
    int64_t born_ns;
    bool zipping, listed;
    struct cache_page *next;          /* in its bucket */
    struct cache_page *newer, *older; /* by use */
};

/* A page that somebody renders, and who waits for it. */
struct cache_render {
    cache *cache;
    str key;
    uint64_t hash;
    struct cache_stamp stamp;
    bool too_wide; /* shows more topics than can be noted: not kept */
    bool hasty;    /* the last page of this key was good for less than a second */
    job *parked;   /* the newest first, linked by `next` */
    struct cache_render *next;
};

cache *cache_new(struct cache_limits limits);
/* All renderings must have ended. NULL is allowed. */
void cache_free(cache *c);

/* ---- changes -------------------------------------------------------------------------------- */

void cache_change_all(cache *c);
void cache_change_topics(cache *c, const int64_t *topics, size_t n);
/* The page that is rendered shows this. Before it is read. */
void cache_shows(struct cache_render *r, int64_t topic);

/* ---- asking --------------------------------------------------------------------------------- */

enum cache_found {
    CACHE_HIT,    /* `ret_page`, held for the caller */
    CACHE_PARKED, /* the job is the cache's until its rendering ends */
    CACHE_MISS,   /* nobody renders it yet */
    CACHE_FULL,   /* too many wait */
};
/* j->cache_key is what is asked for. */
enum cache_found cache_look(cache *c, job *j, struct cache_page **ret_page);
/* The same after a miss, by a job that can render it: where it is a miss still, j->render is set,
 * to be ended by cache_end. */
enum cache_found cache_begin(cache *c, job *j, struct cache_page **ret_page);
/* The rendering has come to a page, or to none that can be kept (NULL): gives back those who
 * waited, in the order in which they came, and frees `r`. The caller keeps its hold of the page. */
job *cache_end(struct cache_render *r, struct cache_page *kept);

/* ---- pages ---------------------------------------------------------------------------------- */

/* An empty page, held once; its texts are malloc'ed and become its own. */
struct cache_page *cache_page_new(void);
void cache_release(struct cache_page *kept);
/* The gzipped form where it is wanted and there is one, else the plain one. `ret_zip`: the caller
 * should make the gzipped form now, for the page has lived a second; it is asked once. */
struct cache_form cache_form_of(cache *c, struct cache_page *kept, bool zipped, bool *ret_zip);
/* The gzipped form, later; without a body: it would not be smaller. */
void cache_add_zipped(cache *c, struct cache_page *kept, struct cache_form form);

/* ---- counting ------------------------------------------------------------------------------- */

struct cache_counts {
    int64_t hits, renders, parked; /* since the start */
    int64_t pages, bytes;          /* now */
};
struct cache_counts cache_counts_now(cache *c);

#endif
