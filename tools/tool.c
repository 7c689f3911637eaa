/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * tool.c - see tool.h.
 */
#include "tool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void close_file(FILE **f)
{
    if (*f != NULL)
        fclose(*f);
}

const err *tool_read(arena *a, const char *path, str *ret)
{
    CLEANUP(close_file) FILE *f = fopen(path, "rb");
    if (f == NULL)
        FAIL(a, ERR_MISSING, "%s: %s", path, strerror(errno));
    buf all;
    buf_on_arena(&all, a, TOOL_FILE_LIMIT);
    char piece[65536];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(&all, (str){ piece, n });
    if (ferror(f))
        FAIL(a, ERR_BROKEN, "%s: %s", path, strerror(errno));
    if (buf_full(&all))
        FAIL(a, ERR_INVALID, "%s: larger than %zu bytes", path, TOOL_FILE_LIMIT);
    *ret = buf_copy(&all, a);
    return NULL;
}

const err *tool_write(arena *a, const char *path, str text)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL)
        FAIL(a, ERR_BROKEN, "%s: %s", path, strerror(errno));
    size_t written = text.n > 0 ? fwrite(text.p, 1, text.n, f) : 0;
    int closed = fclose(f);
    if (written != text.n || closed != 0)
        FAIL(a, ERR_BROKEN, "%s: %s", path, strerror(errno));
    return NULL;
}

str tool_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_of(slash != NULL ? slash + 1 : path);
}

static void literal_char(buf *out, unsigned char c)
{
    if (c == '\n')
        buf_add(out, S("\\n"));
    else if (c == '"' || c == '\\' || c == '?') /* "\?" so that no trigraph can arise */
        buf_printf(out, "\\%c", c);
    else if (c < 0x20 || c == 0x7f)
        buf_printf(out, "\\%03o", (unsigned)c);
    else
        buf_char(out, (char)c);
}

void tool_literal(buf *out, str text, const char *indent)
{
    buf_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        literal_char(out, (unsigned char)text.p[i]);
        if (text.p[i] == '\n' && i + 1 < text.n)
            buf_printf(out, "\"\n%s\"", indent);
    }
    buf_char(out, '"');
}

void tool_bytes(buf *out, str bytes)
{
    for (size_t i = 0; i < bytes.n; i++)
        buf_printf(out, "%s%u,", i % 24 == 0 ? "\n    " : " ", (unsigned)(unsigned char)bytes.p[i]);
}

int tool_exit(arena *a, const err *e)
{
    if (e == NULL)
        return 0;
    for (const err *c = e; c != NULL; c = c->cause)
        fprintf(stderr, "%s\n", str_c(a, c->msg));
    return err_exit(e);
}
