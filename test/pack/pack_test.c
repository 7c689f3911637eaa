/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * pack_test.c - what pack_tool puts into the program is what stood in the files.
 */
#define ZLIB_CONST
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <brotli/decode.h>
#include <cmocka.h>
#include <zlib.h>

#include "store/store.h"
#include "tool.h"
#include "web/assets.h"

extern const struct migration_list pack_migrations;

static const char *folder = ".";

static str file(arena *a, const char *name)
{
    str text = { 0 };
    assert_null(tool_read(a, str_c(a, str_format(a, "%s/%s", folder, name)), &text));
    return text;
}

static str gunzip(arena *a, const struct asset *f)
{
    z_stream z = { 0 };
    char *out = arena_alloc(a, f->plain_n + 1);
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    z.next_in = f->gzip;
    z.avail_in = (uInt)f->gzip_n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)f->plain_n + 1;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    inflateEnd(&z);
    return (str){ out, z.total_out };
}

static str unbrotli(arena *a, const struct asset *f)
{
    size_t n = f->plain_n + 1;
    uint8_t *out = arena_alloc(a, n);
    assert_int_equal(BrotliDecoderDecompress(f->brotli_n, f->brotli, &n, out),
                     BROTLI_DECODER_RESULT_SUCCESS);
    return (str){ (const char *)out, n };
}

static void assets_are_sorted_and_typed(void **state)
{
    (void)state;
    assert_int_equal(assets_packed_count, 3);
    assert_string_equal(assets_packed[0].name, "empty.svg");
    assert_string_equal(assets_packed[1].name, "long.css");
    assert_string_equal(assets_packed[2].name, "short.txt");
    assert_string_equal(assets_packed[0].type, "image/svg+xml");
    assert_string_equal(assets_packed[1].type, "text/css; charset=utf-8");
    assert_string_equal(assets_packed[2].type, "text/plain; charset=utf-8");
}

/* BLAKE2b-128 of nothing and of "x", as b2sum -l 128 prints them. */
static void the_path_holds_the_hash(void **state)
{
    (void)state;
    assert_string_equal(assets_packed[0].path, "/assets/empty.cae66941d9efbd40.svg");
    assert_string_equal(assets_packed[2].path, "/assets/short.442a44457137672b.txt");
    assert_string_equal(assets_packed[0].etag, "\"cae66941d9efbd40\"");
}

static void bodies_are_the_files(void **state)
{
    (void)state;
    SCRATCH(a);
    for (size_t i = 0; i < assets_packed_count; i++) {
        const struct asset *f = &assets_packed[i];
        str text = file(a, f->name);
        assert_int_equal(f->plain_n, text.n);
        assert_memory_equal(f->plain, text.p, text.n);
    }
}

static void compressed_bodies_unpack_to_the_same(void **state)
{
    (void)state;
    SCRATCH(a);
    const struct asset *f = &assets_packed[1];
    str text = file(a, "long.css");
    assert_true(f->gzip_n < f->plain_n && f->brotli_n < f->gzip_n);
    assert_true(str_eq(gunzip(a, f), text));
    assert_true(str_eq(unbrotli(a, f), text));
}

static void what_compressing_makes_larger_stays_plain(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i += 2) {
        assert_null(assets_packed[i].gzip);
        assert_null(assets_packed[i].brotli);
        assert_int_equal(assets_packed[i].gzip_n + assets_packed[i].brotli_n, 0);
    }
}

static void migrations_are_in_order_and_exact(void **state)
{
    (void)state;
    SCRATCH(a);
    assert_string_equal(pack_migrations.feature, "pack");
    assert_int_equal(pack_migrations.count, 2);
    assert_int_equal(pack_migrations.migrations[0].number, 1);
    assert_int_equal(pack_migrations.migrations[1].number, 2);
    assert_string_equal(pack_migrations.migrations[0].name, "first");
    assert_string_equal(pack_migrations.migrations[0].sql, str_c(a, file(a, "001_first.sql")));
    assert_string_equal(pack_migrations.migrations[1].sql, str_c(a, file(a, "002_second.sql")));
}

int main(int n, char **arguments)
{
    if (n > 1)
        folder = arguments[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assets_are_sorted_and_typed),
        cmocka_unit_test(the_path_holds_the_hash),
        cmocka_unit_test(bodies_are_the_files),
        cmocka_unit_test(compressed_bodies_unpack_to_the_same),
        cmocka_unit_test(what_compressing_makes_larger_stays_plain),
        cmocka_unit_test(migrations_are_in_order_and_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
