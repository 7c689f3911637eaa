/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_fuzz.c - the page translator: anything is refused with its place, or becomes C whose
 * literals say their true length; and markup that was written once is read and written again
 * unchanged.
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "page_translate.h"

#define LIMIT ((size_t)1 << 22)

static void check_refusal(const err *e)
{
    ASSERT(e->kind == ERR_INVALID);
    ASSERT(str_starts(e->msg, S("fuzz.html:")));
    ASSERT(e->msg.n > 14);
}

/* Takes one byte of a C literal off `rest`, as tool_literal writes it. */
static char take_byte(str *rest)
{
    char c = rest->p[0];
    size_t n = 1;
    if (c == '\\') {
        char escape = rest->p[1];
        n = escape >= '0' && escape <= '9' ? 4 : 2;
        c = escape;
        if (escape == 'n')
            c = '\n';
        else if (n == 4)
            c = (char)((escape - '0') * 64 + (rest->p[2] - '0') * 8 + (rest->p[3] - '0'));
    }
    *rest = str_sub(*rest, n, rest->n);
    return c;
}

/* Takes `"…" "…", LENGTH` off `rest` and adds the bytes to `markup`. */
static void take_literal(str *rest, buf *markup)
{
    size_t before = markup->n;
    while (str_starts(*rest, S("\""))) {
        *rest = str_sub(*rest, 1, rest->n);
        while (rest->p[0] != '"')
            buf_char(markup, take_byte(rest));
        *rest = str_sub(*rest, 1, rest->n);
        str trimmed = str_trim(*rest);
        if (str_starts(trimmed, S("\"")))
            *rest = trimmed;
    }
    ASSERT(str_starts(*rest, S(", ")));
    int64_t length = -1;
    *rest = str_sub(*rest, 2, rest->n);
    ASSERT(str_to_int64(str_sub(*rest, 0, str_find(*rest, S(")"))), &length));
    ASSERT((size_t)length == markup->n - before);
}

/* All markup that stands in the code. Only for pages without directives: an expression could hold
 * what looks like a literal. */
static str markup_of(arena *a, str code)
{
    str call = S("page_raw(p, "), rest = code;
    buf markup;
    buf_on_arena(&markup, a, LIMIT);
    while (str_contains(rest, call)) {
        rest = str_sub(rest, str_find(rest, call) + call.n, rest.n);
        take_literal(&rest, &markup);
    }
    return buf_copy(&markup, a);
}

static void check_taken(const struct page_made *made)
{
    ASSERT(utf8_valid(made->code) && str_starts(made->code, S("/* Made from ")));
    ASSERT(str_contains(made->header, S("#endif")));
}

static const err *translate(arena *a, str text, struct page_made *ret)
{
    const err *e = page_translate(a, "fuzz.html", text, S("x.h"), ret);
    if (e != NULL)
        check_refusal(e);
    else
        check_taken(ret);
    return e;
}

/* The text as the content of a page, so that not every input must find its beginning. White space
 * around a comment stays in two parts, which become one the next time. */
static void check_content(arena *a, str text)
{
    struct page_made once = { 0 }, twice = { 0 };
    str begin = S("{{page x(str v, struct list m)}}");
    str page = str_join(a, (const str[]){ begin, text }, 2, S(""));
    if (translate(a, page, &once) != NULL || str_contains(text, S("{{")) ||
        str_contains(text, S("<!--")))
        return;
    str markup = markup_of(a, once.code);
    page = str_join(a, (const str[]){ begin, markup }, 2, S(""));
    ASSERT(translate(a, page, &twice) == NULL);
    ASSERT(str_eq(once.code, twice.code));
    ASSERT(str_eq(markup_of(a, twice.code), markup));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new(ARENA_LIMIT);
    str text = { (const char *)data, n };
    struct page_made made = { 0 };
    (void)translate(a, text, &made);
    check_content(a, text);
    arena_free(a);
    return 0;
}
