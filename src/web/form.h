/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * form.h - what is encoded into text: paths, query strings, urlencoded bodies, cookies.
 *
 * Everything that comes out is UTF-8 without NUL; whatever decodes to something else is refused as
 * a whole, and the request with it.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

/* More fields than this are refused. */
#define FORM_LIMIT ((size_t)1000)

struct form_pair {
    str name;
    str value;
};
struct form {
    const struct form_pair *pairs;
    size_t n;
};

/* application/x-www-form-urlencoded (WHATWG URL, section 5.1): a '%' that begins no escape stands
 * for itself, '+' is a space. */
MUST bool form_parse(arena *a, str text, struct form *ret);
/* The first value of that name; absent if there is none. */
str form_value(const struct form *f, str name);

/* A path: each '%' must begin an escape; refused are also "." and ".." as a segment, an encoded '/'
 * and control characters. */
MUST bool form_path(arena *a, str raw, str *ret);

/* A cookie of a Cookie header (RFC 6265, section 5.4), its bytes as they came; absent if there is
 * none or if it holds control characters. */
str form_cookie(str header, str name);

#endif
