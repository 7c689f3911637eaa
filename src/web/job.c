/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * job.c - making and freeing a request on its way.
 */
#include "web/job.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/clock.h"
#include "web/cache.h"

job *job_new(server *s, struct conn *c)
{
    job *j = calloc(1, sizeof *j);
    ASSERT(j != NULL);
    j->server = s;
    j->conn = c;
    j->arena = arena_new(ARENA_LIMIT);
    j->began_ns = clock_mono_ns();
    j->status = 200;
    j->type = "text/html; charset=utf-8";
    buf_on_arena(&j->headers, j->arena, (size_t)16 << 10);
    return j;
}

void job_free(job *j)
{
    if (j == NULL)
        return;
    if (j->out != NULL)
        evbuffer_free(j->out);
    ASSERT(j->render == NULL);
    cache_release(j->page);
    buf_free(&j->stream_head);
    buf_free(&j->stream_first);
    arena_free(j->arena);
    free(j);
}
