/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * head.h - the head of a request (RFC 9112, sections 2 to 5), read strictly: what two programs in a
 * row could understand differently is refused, so that nothing can be smuggled past a proxy.
 */
#ifndef WEB_HEAD_H
#define WEB_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

/* Bounds: of the whole head, of the request line's target, and of the number of fields. */
#define HEAD_LIMIT ((size_t)16 << 10)
#define HEAD_TARGET_LIMIT ((size_t)8 << 10)
#define HEAD_FIELDS_LIMIT ((size_t)100)

struct head_field {
    str name;
    str value; /* trimmed; no control characters but tab */
};

struct head {
    str method;
    str target;    /* "/path?query" or "*"; of an absolute form only this part */
    str authority; /* the host asked for, with its port if stated; absent with HTTP/1.0 only */
    bool old;      /* HTTP/1.0 */
    bool keep;     /* the connection stays open afterwards */
    bool expects;  /* Expect: 100-continue */
    bool chunked;
    int64_t length; /* of the body, if it is not chunked */
    const struct head_field *fields;
    size_t n_fields;
};

/* How many bytes at the start of `bytes` are the head, up to and with its empty line (of either
 * kind of line end); 0 where it is not complete. `from`: no use looking before it. */
size_t head_end(str bytes, size_t from);

/* Reads a complete head, copied to the arena. 0, or the status it is to be refused with: 400, 414,
 * 417, 431, 501 or 505; then `ret` holds what was read before the fault. */
MUST int head_parse(arena *a, str bytes, struct head *ret);

/* The value of the first field of that name, in any case; absent if there is none. */
str head_value(const struct head *h, str name);

#endif
