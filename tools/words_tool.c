/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * words_tool.c - `words_tool IN.mo OUT.c`: a compiled gettext catalogue as the table of words.h.
 *
 * msgfmt leaves out what is fuzzy or not translated. A singular's entry has the msgid; a plural's
 * msgid in the file is "one NUL many", its translation "eins NUL viele". The format is that of GNU
 * gettext's manual, "The Format of GNU MO Files"; both byte orders are read.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tool.h"

#define MAGIC 0x950412deu

struct catalogue {
    str file;
    bool swapped;
};

struct entry {
    str msgid, one, many; /* many absent where there is no plural */
};

static const err *number_at(arena *a, const struct catalogue *c, size_t at, size_t *ret)
{
    if (at > c->file.n || c->file.n - at < 4)
        FAIL(a, ERR_INVALID, "the catalogue ends too early");
    const unsigned char *b = (const unsigned char *)c->file.p + at;
    uint32_t low =
        (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    *ret = c->swapped ? __builtin_bswap32(low) : low;
    return NULL;
}

/* The text whose length and place stand at `at`. */
static const err *text_at(arena *a, const struct catalogue *c, size_t at, str *ret)
{
    size_t n = 0, place = 0;
    TRY(number_at(a, c, at, &n));
    TRY(number_at(a, c, at + 4, &place));
    if (place > c->file.n || n > c->file.n - place)
        FAIL(a, ERR_INVALID, "a text stands outside of the catalogue");
    *ret = (str){ c->file.p + place, n };
    return NULL;
}

/* `ret_use`: it is translated, and not the header. */
static const err *entry_at(arena *a, const struct catalogue *c, size_t msgid, size_t translation,
                           struct entry *ret, bool *ret_use)
{
    str id = { 0 }, text = { 0 }, plural = { 0 };
    TRY(text_at(a, c, msgid, &id));
    TRY(text_at(a, c, translation, &text));
    bool is_plural = str_cut(id, '\0', &ret->msgid, &plural);
    bool has_plural = str_cut(text, '\0', &ret->one, &ret->many);
    if (is_plural != has_plural || str_contains(ret->many, S("\0")))
        FAIL(a, ERR_INVALID, "\"%.*s\": German has one form, or two with a plural",
             STR_ARG(ret->msgid));
    *ret_use = ret->msgid.n > 0 && ret->one.n > 0 && (!is_plural || ret->many.n > 0);
    return NULL;
}

static int by_msgid(const void *a, const void *b)
{
    return str_cmp(((const struct entry *)a)->msgid, ((const struct entry *)b)->msgid);
}

static const err *read_entries(arena *a, struct catalogue *c, struct entry **ret, size_t *ret_n)
{
    size_t magic = 0, count = 0, msgids = 0, translations = 0, n = 0;
    TRY(number_at(a, c, 0, &magic));
    c->swapped = magic == __builtin_bswap32(MAGIC);
    if (magic != MAGIC && !c->swapped)
        FAIL(a, ERR_INVALID, "this is no compiled catalogue");
    TRY(number_at(a, c, 8, &count));
    TRY(number_at(a, c, 12, &msgids));
    TRY(number_at(a, c, 16, &translations));
    if (count > c->file.n / 16)
        FAIL(a, ERR_INVALID, "the catalogue ends too early");
    struct entry *entries = NEW_ARRAY(a, struct entry, count);
    for (size_t i = 0; i < count; i++) {
        bool use = false;
        TRY(entry_at(a, c, msgids + 8 * i, translations + 8 * i, &entries[n], &use));
        n += use;
    }
    qsort(entries, n, sizeof *entries, by_msgid);
    *ret = entries;
    *ret_n = n;
    return NULL;
}

static void put_entry(buf *out, const struct entry *e)
{
    buf_add(out, S("    { "));
    tool_literal(out, e->msgid, "      ");
    buf_add(out, S(",\n      "));
    tool_literal(out, e->one, "      ");
    buf_add(out, S(",\n      "));
    if (e->many.p != NULL)
        tool_literal(out, e->many, "      ");
    else
        buf_add(out, S("NULL"));
    buf_add(out, S(" },\n"));
}

static const err *run(arena *a, char **arguments)
{
    struct catalogue c = { 0 };
    struct entry *entries = NULL;
    size_t n = 0;
    TRY(tool_read(a, arguments[1], &c.file));
    TRY(read_entries(a, &c, &entries, &n));
    buf out;
    buf_on_arena(&out, a, TOOL_FILE_LIMIT);
    buf_add(&out, S("/* Made from po/de.po by words_tool. */\n#include \"base/words.h\"\n\n"));
    buf_printf(&out, "%s\nconst struct words_entry words_de[] = {\n", TOOL_LONG_LITERALS);
    for (size_t i = 0; i < n; i++)
        put_entry(&out, &entries[i]);
    if (n == 0) /* an array has at least one element */
        buf_add(&out, S("    { \"\", \"\", NULL },\n"));
    buf_printf(&out, "};\nconst size_t words_de_count = %zu;\n", n);
    if (buf_full(&out))
        FAIL(a, ERR_LIMIT, "the catalogue is too large");
    return tool_write(a, arguments[2], buf_str(&out));
}

int main(int n, char **arguments)
{
    if (n != 3) {
        fprintf(stderr, "usage: words_tool IN.mo OUT.c\n");
        return 64;
    }
    SCRATCH(a);
    const err *e = run(a, arguments);
    if (e != NULL)
        fprintf(stderr, "%s: ", arguments[1]);
    return tool_exit(a, e);
}
