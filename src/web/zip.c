/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * zip.c - gzip into an evbuffer, in one piece.
 */
#define ZLIB_CONST
#include "web/zip.h"

#include <stdlib.h>
#include <zlib.h>

#include "base/check.h"

/* Of zlib's nine levels the one after which pages get hardly smaller but slower. */
#define ZIP_LEVEL 4
/* A window of 32 KB, and gzip's own header instead of zlib's. */
#define ZIP_WINDOW (15 + 16)

struct zip {
    z_stream stream;
};

struct zip *zip_new(void)
{
    struct zip *z = calloc(1, sizeof *z);
    ASSERT(z != NULL);
    int failed = deflateInit2(&z->stream, ZIP_LEVEL, Z_DEFLATED, ZIP_WINDOW, 8, Z_DEFAULT_STRATEGY);
    ASSERT(failed == Z_OK);
    return z;
}

void zip_free(struct zip *z)
{
    if (z == NULL)
        return;
    deflateEnd(&z->stream);
    free(z);
}

bool zip_add(struct zip *z, str text, struct evbuffer *out)
{
    struct evbuffer_iovec space = { 0 };
    size_t most = text.n;

    if (most > INT32_MAX || evbuffer_reserve_space(out, (ev_ssize_t)most, &space, 1) != 1)
        return false;
    deflateReset(&z->stream);
    z->stream.next_in = (const Bytef *)text.p;
    z->stream.avail_in = (uInt)text.n;
    z->stream.next_out = space.iov_base;
    z->stream.avail_out = (uInt)most;
    if (deflate(&z->stream, Z_FINISH) != Z_STREAM_END)
        return false;
    space.iov_len = most - z->stream.avail_out;
    return evbuffer_commit_space(out, &space, 1) == 0;
}
