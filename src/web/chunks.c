/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chunks.c - see chunks.h.
 */
#include "web/chunks.h"

#include "base/str.h"

/* Of all size lines and trailer fields of a body together. */
#define LINES_LIMIT ((size_t)16 << 10)

static int chunks_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* No control characters but tab: least of all a bare CR or LF. */
static bool chunks_is_line(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7f)
            return false;
    return true;
}

/* "1d", or "1d;name=value"; at most 8 digits, so that nothing overflows. */
static bool chunks_size(str line, size_t *ret)
{
    size_t size = 0;
    size_t i = 0;
    for (; i < line.n && i < 8 && chunks_digit(line.p[i]) >= 0; i++)
        size = size * 16 + (size_t)chunks_digit(line.p[i]);
    *ret = size;
    str rest = str_trim(str_sub(line, i, line.n));
    return i > 0 && (i == line.n || str_starts(rest, S(";"))) && chunks_is_line(line);
}

/* What comes after a line was read: the chunk that it announces, or the next line. */
static int chunks_line(struct chunks *c, str line, size_t limit)
{
    if (c->state == CHUNKS_TRAILER) {
        if (line.n == 0)
            c->state = CHUNKS_WHOLE;
        return chunks_is_line(line) ? 0 : 400;
    }
    if (!chunks_size(line, &c->left))
        return 400;
    c->state = c->left == 0 ? CHUNKS_TRAILER : CHUNKS_DATA;
    return c->left > limit - evbuffer_get_length(c->body) ? 413 : 0;
}

/* False where the line has not come to its end. */
static bool chunks_next_line(struct chunks *c, struct evbuffer *input, size_t limit,
                             int *ret_status)
{
    size_t n = 0;
    struct evbuffer_ptr end = evbuffer_search_eol(input, NULL, &n, EVBUFFER_EOL_CRLF_STRICT);
    size_t length = end.pos < 0 ? evbuffer_get_length(input) : (size_t)end.pos;
    /* Of a line that goes on, the last byte may be the CR already. */
    if (length > LINES_LIMIT - c->lines + (end.pos < 0))
        *ret_status = 400;
    if (*ret_status != 0 || end.pos < 0)
        return false;
    c->lines += length;
    str line = { (const char *)evbuffer_pullup(input, (ev_ssize_t)(length + n)), length };
    *ret_status = chunks_line(c, line, limit);
    evbuffer_drain(input, length + n);
    return *ret_status == 0;
}

static bool chunks_data(struct chunks *c, struct evbuffer *input)
{
    int moved = evbuffer_remove_buffer(input, c->body, c->left);
    c->left -= moved > 0 ? (size_t)moved : 0;
    if (c->left > 0)
        return false;
    c->state = CHUNKS_DATA_END;
    return true;
}

static bool chunks_data_end(struct chunks *c, struct evbuffer *input, int *ret_status)
{
    if (evbuffer_get_length(input) < 2)
        return false;
    const unsigned char *end = evbuffer_pullup(input, 2);
    if (end[0] != '\r' || end[1] != '\n')
        *ret_status = 400;
    evbuffer_drain(input, 2);
    c->state = CHUNKS_SIZE;
    return *ret_status == 0;
}

int chunks_take(struct chunks *c, struct evbuffer *input, size_t limit)
{
    int status = 0;
    bool more = true;
    while (more && c->state != CHUNKS_WHOLE) {
        if (c->state == CHUNKS_DATA)
            more = chunks_data(c, input);
        else if (c->state == CHUNKS_DATA_END)
            more = chunks_data_end(c, input, &status);
        else
            more = chunks_next_line(c, input, limit, &status);
    }
    return status;
}
