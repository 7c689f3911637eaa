/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cache_reply.h - requests and the cache of rendered pages: what is asked for, and what is sent.
 *
 * Who may be answered from it: GET and HEAD without a body, without a cookie other than "lang" and
 * "zone", of a target of at most 512 bytes. The key: language, zone, the address of the house as it
 * was asked for (it stands in pages), path and query as they came, but for "lang=" and "zone=",
 * which are known by then. A page is kept in the codings it is sent in; the plain one comes first,
 * the gzipped one with it, or, where pages of this key were good for less than a second, once it
 * has lived that long.
 */
#ifndef WEB_CACHE_REPLY_H
#define WEB_CACHE_REPLY_H

#include "web/server_parts.h"
#include "web/zip.h"

/* On the loop: answers from the cache, or parks the job; else a worker is needed, for a page that
 * is kept then (j->render) or one that is to be compressed (j->page), or for what is no such page.
 */
MUST enum serve_way cache_reply_try(job *j);

/* On a worker. The handler of j->render has answered, `well` or not: keeps the page where it may be
 * kept, and answers this job and all who wait; false: this job is still to be answered, and those
 * who waited go their own way. */
MUST bool cache_reply_keep(job *j, bool well, struct zip *zip);
/* On a worker: compresses j->page for all, and answers. */
void cache_reply_zip(job *j, struct zip *zip);
/* No worker will render j->render, if it is set: those who wait are told that too many do. */
void cache_reply_give_up(job *j);

#endif
