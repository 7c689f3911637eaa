/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * pack_tool.c - puts files into the program.
 *
 * `pack_tool assets OUT.c FILES…` makes the table of web/assets.h, by name, with bodies compressed
 * beforehand where that makes them smaller. `pack_tool migrations FEATURE OUT.c FILES…` makes
 * store.h's `FEATURE_migrations`; the files' first three digits count 001, 002 … without holes.
 *
 * The same files give the same bytes, so that builds can be compared. It links neither web nor
 * store: what it writes includes their headers.
 */
#define ZLIB_CONST
#include <brotli/encode.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tool.h"

#define OUT_LIMIT ((size_t)256 << 20)
#define HASH_BYTES 16 /* the least that libsodium makes; half of it is shown */
#define HASH_SHOWN 16

struct file {
    const char *path;
    str name;
    str text;
};

struct files {
    struct file *item;
    size_t n;
};

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

/* All files, sorted by name; a name may stand there once. */
static const err *read_files(arena *a, char **paths, size_t n, struct files *ret)
{
    struct file *files = NEW_ARRAY(a, struct file, n);
    for (size_t i = 0; i < n; i++) {
        files[i].path = paths[i];
        files[i].name = tool_base_name(paths[i]);
        TRY(tool_read(a, paths[i], &files[i].text));
    }
    qsort(files, n, sizeof *files, by_name);
    for (size_t i = 1; i < n; i++) {
        if (str_eq(files[i - 1].name, files[i].name))
            FAIL(a, ERR_INVALID, "%s: %s has the same name", files[i].path, files[i - 1].path);
    }
    *ret = (struct files){ files, n };
    return NULL;
}

/* ---- assets ---------------------------------------------------------------------------------- */

static const err *type_of(arena *a, const struct file *f, const char **ret)
{
    static const struct {
        str ending;
        const char *type;
    } types[] = {
        { S_INIT(".css"), "text/css; charset=utf-8" },
        { S_INIT(".js"), "text/javascript; charset=utf-8" },
        { S_INIT(".svg"), "image/svg+xml" },
        { S_INIT(".png"), "image/png" },
        { S_INIT(".jpg"), "image/jpeg" },
        { S_INIT(".webp"), "image/webp" },
        { S_INIT(".ico"), "image/x-icon" },
        { S_INIT(".webmanifest"), "application/manifest+json" },
        { S_INIT(".json"), "application/json" },
        { S_INIT(".woff2"), "font/woff2" },
        { S_INIT(".txt"), "text/plain; charset=utf-8" },
        { S_INIT(".html"), "text/html; charset=utf-8" },
    };
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if (str_ends(f->name, types[i].ending)) {
            *ret = types[i].type;
            return NULL;
        }
    }
    FAIL(a, ERR_INVALID, "%s: what type is this file? Its ending is not known", f->path);
}

/* The first digits of the contents' BLAKE2b. */
static str hash_of(arena *a, str text)
{
    unsigned char digest[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)text.p, text.n, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return str_copy(a, (str){ hex, HASH_SHOWN });
}

/* Absent where it would not be smaller. The header's time is zero: zlib sets none by itself. */
static const err *gzip_of(arena *a, str text, str *ret)
{
    z_stream z = { 0 };
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        FAIL(a, ERR_BROKEN, "zlib cannot begin");
    size_t room = deflateBound(&z, text.n);
    char *out = arena_alloc(a, room);
    z.next_in = (const Bytef *)text.p;
    z.avail_in = (uInt)text.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    int end = deflate(&z, Z_FINISH);
    size_t n = z.total_out;
    deflateEnd(&z);
    if (end != Z_STREAM_END)
        FAIL(a, ERR_BROKEN, "zlib cannot compress");
    *ret = n < text.n ? (str){ out, n } : (str){ 0 };
    return NULL;
}

static const err *brotli_of(arena *a, str text, str *ret)
{
    size_t n = BrotliEncoderMaxCompressedSize(text.n);
    uint8_t *out = arena_alloc(a, n);
    if (!BrotliEncoderCompress(11, 22, BROTLI_MODE_TEXT, text.n, (const uint8_t *)text.p, &n, out))
        FAIL(a, ERR_BROKEN, "brotli cannot compress");
    *ret = n < text.n ? (str){ (const char *)out, n } : (str){ 0 };
    return NULL;
}

/* An array named body and number; nothing for an absent body. An empty file has one byte, unused.
 */
static void put_body(buf *out, const char *body, size_t number, str bytes)
{
    if (bytes.p == NULL)
        return;
    buf_printf(out, "static const unsigned char %s_%zu[] = {", body, number);
    tool_bytes(out, bytes.n > 0 ? bytes : S("\0"));
    buf_add(out, S("\n};\n"));
}

static void put_pointer(buf *out, const char *body, size_t number, str bytes)
{
    if (bytes.p != NULL)
        buf_printf(out, " .%s = %s_%zu, .%s_n = %zu,", body, body, number, body, bytes.n);
}

/* Its bodies to `bodies`, its line of the table to `table`. */
static const err *put_asset(arena *a, const struct file *f, size_t number, buf *bodies, buf *table)
{
    const char *type = NULL;
    str gzip = { 0 }, brotli = { 0 }, hash = hash_of(a, f->text);
    TRY(type_of(a, f, &type));
    TRY(gzip_of(a, f->text, &gzip));
    TRY(brotli_of(a, f->text, &brotli));
    put_body(bodies, "plain", number, f->text);
    put_body(bodies, "gzip", number, gzip);
    put_body(bodies, "brotli", number, brotli);

    size_t dot = f->name.n;
    while (f->name.p[dot - 1] != '.')
        dot--;
    buf_printf(table, "    { .name = \"%.*s\",\n", STR_ARG(f->name));
    buf_printf(table, "      .path = \"/assets/%.*s%.*s.%.*s\",\n",
               STR_ARG(str_sub(f->name, 0, dot)), STR_ARG(hash),
               STR_ARG(str_sub(f->name, dot, f->name.n)));
    buf_printf(table, "      .type = \"%s\", .etag = \"\\\"%.*s\\\"\",\n     ", type,
               STR_ARG(hash));
    put_pointer(table, "plain", number, f->text);
    put_pointer(table, "gzip", number, gzip);
    put_pointer(table, "brotli", number, brotli);
    buf_add(table, S(" },\n"));
    return NULL;
}

/* The name becomes part of an address and of a literal. */
static const err *check_name(arena *a, const struct file *f)
{
    for (size_t i = 0; i < f->name.n; i++) {
        char c = f->name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '.' && c != '-' && c != '_')
            FAIL(a, ERR_INVALID, "%s: a packed file's name has letters, digits, '.', '-' and '_'",
                 f->path);
    }
    return NULL;
}

static const err *pack_assets(arena *a, const char *to, char **paths, size_t n)
{
    struct files files = { 0 };
    TRY(read_files(a, paths, n, &files));
    buf bodies, table;
    buf_on_arena(&bodies, a, OUT_LIMIT);
    buf_on_arena(&table, a, OUT_LIMIT);
    buf_add(&bodies, S("/* Made by pack_tool. */\n#include \"web/assets.h\"\n\n"));
    for (size_t i = 0; i < files.n; i++) {
        TRY(check_name(a, &files.item[i]));
        TRY(put_asset(a, &files.item[i], i, &bodies, &table));
    }
    buf_printf(&bodies, "\nconst struct asset assets_packed[] = {\n%.*s};\n",
               STR_ARG(buf_str(&table)));
    buf_printf(&bodies, "const size_t assets_packed_count = %zu;\n", files.n);
    if (buf_full(&bodies) || buf_full(&table))
        FAIL(a, ERR_LIMIT, "the files are too large to be packed");
    return tool_write(a, to, buf_str(&bodies));
}

/* ---- migrations ------------------------------------------------------------------------------ */

/* "001_rooms.sql" must be the number `want`; `ret_name` is "rooms". */
static const err *check_migration(arena *a, const struct file *f, size_t want, str *ret_name)
{
    str digits = str_format(a, "%03zu_", want);
    if (!str_starts(f->name, digits) || !str_ends(f->name, S(".sql")) || f->name.n <= digits.n + 4)
        FAIL(a, ERR_INVALID, "%s: the migration number %zu must be named %.*sname.sql", f->path,
             want, STR_ARG(digits));
    if (str_empty(str_trim(f->text)))
        FAIL(a, ERR_INVALID, "%s: the migration is empty", f->path);
    if (str_contains(f->text, S("\0")))
        FAIL(a, ERR_INVALID, "%s: the migration holds a NUL", f->path);
    *ret_name = str_sub(f->name, digits.n, f->name.n - digits.n - 4);
    return check_name(a, f);
}

static const err *pack_migrations(arena *a, const char *feature, const char *to, char **paths,
                                  size_t n)
{
    struct files files = { 0 };
    TRY(read_files(a, paths, n, &files));
    buf out;
    buf_on_arena(&out, a, OUT_LIMIT);
    buf_printf(&out, "/* Made by pack_tool. */\n#include \"store/store.h\"\n\n%s\n",
               TOOL_LONG_LITERALS);
    buf_printf(&out, "extern const struct migration_list %s_migrations;\n\n", feature);
    buf_add(&out, S("static const struct migration migrations[] = {\n"));
    for (size_t i = 0; i < files.n; i++) {
        str name = { 0 };
        TRY(check_migration(a, &files.item[i], i + 1, &name));
        buf_printf(&out, "    { %zu, \"%.*s\",\n      ", i + 1, STR_ARG(name));
        tool_literal(&out, files.item[i].text, "      ");
        buf_add(&out, S(" },\n"));
    }
    buf_printf(&out, "};\n\nconst struct migration_list %s_migrations = {\n", feature);
    buf_printf(&out, "    \"%s\", migrations, %zu\n};\n", feature, files.n);
    if (buf_full(&out))
        FAIL(a, ERR_LIMIT, "the migrations are too large");
    return tool_write(a, to, buf_str(&out));
}

int main(int n, char **arguments)
{
    if (sodium_init() < 0)
        return 70;
    SCRATCH(a);
    if (n > 3 && strcmp(arguments[1], "assets") == 0)
        return tool_exit(a, pack_assets(a, arguments[2], arguments + 3, (size_t)n - 3));
    if (n > 4 && strcmp(arguments[1], "migrations") == 0)
        return tool_exit(
            a, pack_migrations(a, arguments[2], arguments[3], arguments + 4, (size_t)n - 4));
    fprintf(stderr, "usage: pack_tool assets OUT.c FILES…\n"
                    "       pack_tool migrations FEATURE OUT.c FILES…\n");
    return 64;
}
