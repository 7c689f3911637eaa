/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * assets.c - answering the packed files, in the coding that the client likes.
 */
#include "web/assets.h"

#include <string.h>

#include "base/check.h"
#include "web/accept.h"
#include "web/reply.h"
#include "web/server_parts.h"

static const struct asset *assets_find(str path)
{
    for (size_t i = 0; i < assets_packed_count; i++)
        if (str_eq(str_of(assets_packed[i].path), path))
            return &assets_packed[i];
    return NULL;
}

static str assets_bytes(const unsigned char *p, size_t n)
{
    return (str){ (const char *)p, n };
}

/* The smallest of the forms that the client takes. */
static str assets_form(const struct asset *f, str accepted, const char **ret_coding)
{
    if (f->brotli != NULL && accept_coding(accepted, S("br"))) {
        *ret_coding = "br";
        return assets_bytes(f->brotli, f->brotli_n);
    }
    if (f->gzip != NULL && accept_coding(accepted, S("gzip"))) {
        *ret_coding = "gzip";
        return assets_bytes(f->gzip, f->gzip_n);
    }
    *ret_coding = NULL;
    return assets_bytes(f->plain, f->plain_n);
}

/* Each form of a file has an ETag of its own: "3f2a" and "3f2a-br". */
static str assets_etag(job *j, const struct asset *f, const char *coding)
{
    str etag = str_of(f->etag);
    if (coding == NULL || etag.n < 2)
        return etag;
    return str_format(j->arena, "%.*s-%s\"", (int)(etag.n - 1), etag.p, coding);
}

bool assets_answer(job *j)
{
    str path = { 0 };
    str query = { 0 };
    const char *coding = NULL;

    (void)str_cut(j->head.target, '?', &path, &query);
    const struct asset *f = assets_find(path);
    if (f == NULL)
        return false;
    j->body = assets_form(f, head_value(&j->head, S("Accept-Encoding")), &coding);
    j->answered = true;
    j->type = f->type;
    j->cache_said = true;
    str etag = assets_etag(j, f, coding);
    reply_header(j, "Cache-Control", S("public, max-age=31536000, immutable"));
    reply_header(j, "Vary", S("Accept-Encoding"));
    reply_header(j, "ETag", etag);
    if (accept_etag(head_value(&j->head, S("If-None-Match")), etag))
        j->status = 304;
    else if (coding != NULL)
        reply_header(j, "Content-Encoding", str_of(coding));
    return true;
}

str asset_path(const char *name)
{
    for (size_t i = 0; i < assets_packed_count; i++)
        if (strcmp(assets_packed[i].name, name) == 0)
            return str_of(assets_packed[i].path);
    UNREACHABLE();
}
