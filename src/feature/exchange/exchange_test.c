/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_test.c - reports of files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "feature/exchange/exchange.h"
#include "os/file.h"

static char folder[] = "/tmp/exchange-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const names[] = { "people", "broken" };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        unlink(str_c(a, str_format(a, "%s/%s", folder, names[i])));
    return rmdir(folder);
}

/* A file with these bytes. */
static str file(arena *a, const char *name, str bytes)
{
    str path = str_format(a, "%s/%s", folder, name);
    assert_null(file_write(a, path, bytes));
    return path;
}

static struct exchange_report look(arena *a, const str *paths, size_t n)
{
    struct exchange_report report = { 0 };
    for (size_t i = 0; i < n; i++)
        exchange_look(a, paths[i], NULL, &report);
    return report;
}

static void cards_and_faults_are_reported(void **state)
{
    (void)state;
    SCRATCH(a);
    const str paths[] = {
        file(a, "people",
             S("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\nBEGIN:VCARD\n"
               "FN:B\nEND:VCARD\n")),
        file(a, "broken", S("hello")),
        str_format(a, "%s/nothing", folder),
        str_of(folder),
    };
    struct exchange_report r = look(a, paths, COUNT_OF(paths));
    assert_int_equal(r.files, 4);
    assert_int_equal(r.files_read, 1);
    assert_int_equal(r.cards, 2);
    assert_int_equal(r.n_refused, 4);
    assert_int_equal(r.refused[0].line, 4);
    assert_int_equal(r.refused[1].line, 1);
    assert_int_equal(r.refused[2].line, 0);
    assert_true(str_eq(r.refused[3].file, str_of(folder)));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(cards_and_faults_are_reported) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
