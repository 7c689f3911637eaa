/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_values_fuzz.c - whatever a value is, it stays where it was put: a page has the same tags,
 * quotes and number of attributes with it as with an empty one.
 */
#include <string.h>

#include "fuzz.h"
#include "good.html.h"

struct shape {
    size_t count[4];
};

static struct shape shape_of(str markup)
{
    static const char signs[] = "<>\"'";
    struct shape s = { 0 };
    for (size_t i = 0; i < markup.n; i++) {
        const char *sign = markup.p[i] != '\0' ? strchr(signs, markup.p[i]) : NULL;
        if (sign != NULL)
            s.count[sign - signs]++;
    }
    return s;
}

static str write_page(arena *a, str text)
{
    const struct guest guest = { .name = text };
    page p;
    page_init(&p, a, LANG_DE, (size_t)1 << 26);
    good_values(&p, text, HTML(""), text, 1, 1, 1);
    good_words(&p, text, 2);
    good_blocks(&p, (struct guests){ &guest, 1 }, true, 2);
    ASSERT(!buf_full(&p.body));
    return page_taken(&p).s;
}

/* The address of <a href="…">a</a>: no scheme but the safe ones. */
static void check_address(str markup)
{
    str begin = S("<a href=\"");
    str value = str_sub(markup, str_find(markup, begin) + begin.n, markup.n);
    value = str_sub(value, 0, str_find(value, S("\"")));
    size_t colon = str_find(value, S(":"));
    str scheme = str_sub(value, 0, colon);
    if (colon == value.n || str_contains(scheme, S("/")) || str_contains(scheme, S("?")) ||
        str_contains(scheme, S("#")))
        return;
    ASSERT(str_eq_nocase(scheme, S("http")) || str_eq_nocase(scheme, S("https")) ||
           str_eq_nocase(scheme, S("mailto")) || str_eq_nocase(scheme, S("tel")));
}

static void check_data(arena *a, str text)
{
    json_t *data = json_stringn(text.p, text.n);
    if (data == NULL) /* not UTF-8 */
        return;
    json_t *list = json_pack("[o]", data);
    page p;
    page_init(&p, a, LANG_DE, (size_t)1 << 26);
    page_jsonld(&p, list);
    json_decref(list);
    str written = page_taken(&p).s;
    ASSERT(!str_contains(written, S("<")) && !str_contains(written, S(">")) &&
           !str_contains(written, S("&")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena *a = arena_new(ARENA_LIMIT);
    str text = { (const char *)data, n };
    str written = write_page(a, text);
    struct shape with = shape_of(written), without = shape_of(write_page(a, S("")));
    ASSERT(memcmp(&with, &without, sizeof with) == 0);
    check_address(written);
    check_data(a, text);
    arena_free(a);
    return 0;
}
