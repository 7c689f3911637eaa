/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * migrations_test.c - no store is left behind: what programs of long ago wrote is opened by
 * today's, with every row.
 *
 * Two ways. The stores in test/fixtures/stores are what such programs really left. And for each
 * feature and each number of its migrations, a store that stops there is made, a row is put into
 * every table, and the rest of the migrations is applied: whoever adds one is covered without doing
 * anything. One that takes a table or column away, or means another thing by its values, fails here
 * on purpose; what becomes of the rows is then to be said in `moved`, and tested beside the
 * feature.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "app/features.h"
#include "base/clock.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_devices.h"
#include "feature/posts/posts_store.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks_store.h"
#include "os/file.h"
#include "store/store_rig.h"

#define FILE_MAX ((size_t)1 << 20)
#define ROWS 2
#define DAY_AFTER INT64_C(1342008000000) /* the stores were left on 2012-07-10 */

/* "table" or "table.column": what a migration took away or changed on purpose, and where that is
 * tested. */
static const char *const moved[] = { NULL };

static const char *stores; /* the folder of the fixtures */

/* ---- a store as texts ------------------------------------------------------------------------ */

struct texts {
    const str *item;
    size_t n;
};

/* The one column of some rows. A query is prepared once and known by its address, so each of these
 * stays as long as the rig. */
static struct texts texts_of(struct store_rig *r, str sql)
{
    static const col cols[] = { { STORE_TEXT, 0 } };
    void *rows = NULL;
    size_t n = 0;
    query *q = NEW(r->arena, query);
    *q = (query){ str_c(r->arena, sql), 0, 1, cols, sizeof(str) };
    OK(store_rows(r->s, r->arena, q, NO_ARGS, &rows, &n));
    return (struct texts){ rows, n };
}

static const err *run(struct store_rig *r, str sql)
{
    query *q = NEW(r->arena, query);
    *q = (query){ str_c(r->arena, sql), 0, 0, NULL, 0 };
    TX(t, r->s, r->arena);
    TRY(store_run(r->s, r->arena, q, NO_ARGS, NULL));
    return tx_commit(&t);
}

/* But for a search's own tables ("virtual", "shadow"): they are made of the others. */
static struct texts tables_of(struct store_rig *r)
{
    return texts_of(r, S("SELECT name FROM pragma_table_list WHERE schema = 'main'"
                         " AND type = 'table' AND name NOT LIKE 'store!_%' ESCAPE '!'"
                         " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"));
}

static struct texts columns_of(struct store_rig *r, str table)
{
    return texts_of(
        r, str_format(r->arena, "SELECT name FROM pragma_table_info('%.*s')", STR_ARG(table)));
}

static int64_t count_of(struct store_rig *r, str table)
{
    int64_t n = 0;
    struct texts rows = texts_of(
        r, str_format(r->arena, "SELECT CAST(count(*) AS TEXT) FROM %.*s", STR_ARG(table)));
    assert_true(str_to_int64(rows.item[0], &n));
    return n;
}

static bool contains(struct texts all, str one)
{
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.item[i], one))
            return true;
    return false;
}

static bool is_moved(arena *a, str table, str column)
{
    str name =
        str_empty(column) ? table : str_format(a, "%.*s.%.*s", STR_ARG(table), STR_ARG(column));
    for (size_t i = 0; moved[i] != NULL; i++)
        if (str_eq(name, str_of(moved[i])))
            return true;
    return false;
}

static void check_sound(struct store_rig *r)
{
    str found = { 0 };
    OK(store_integrity(r->pool, r->arena, &found));
    SAME(found, "");
}

/* ---- any schema, filled ---------------------------------------------------------------------- */

/* The first word that a CHECK of the table takes for this column; absent where it takes any. */
static str taken_word(arena *a, str schema, str column)
{
    str head = str_format(a, "CHECK (%.*s IN ('", STR_ARG(column)), word = { 0 }, rest = { 0 };
    size_t at = str_find(schema, head);
    if (at == schema.n)
        return (str){ 0 };
    assert_true(str_cut(str_sub(schema, at + head.n, schema.n), '\'', &word, &rest));
    return word;
}

/* What a CHECK wants that a row's number does not give: both rows of the table have it. */
static const struct {
    const char *check, *column, *value;
} told[] = {
    { "CHECK (a < b)", "a", "1" },
    { "CHECK (a < b)", "b", "2" },
};

static str told_value(arena *a, str schema, str column)
{
    if (str_contains(schema, str_format(a, "CHECK (%.*s IN (0, 1))", STR_ARG(column))))
        return S("0");
    for (size_t i = 0; i < COUNT_OF(told); i++)
        if (str_eq(column, str_of(told[i].column)) && str_contains(schema, str_of(told[i].check)))
            return str_of(told[i].value);
    return (str){ 0 };
}

/* What row `number` has in a column: numbers are the row's, so that references hold. */
static str value_of(struct store_rig *r, str schema, str table, str column, int number)
{
    struct texts type = texts_of(
        r, str_format(r->arena, "SELECT type FROM pragma_table_info('%.*s') WHERE name = '%.*s'",
                      STR_ARG(table), STR_ARG(column)));
    str value = told_value(r->arena, schema, column);
    if (value.p != NULL)
        return value;
    str word = taken_word(r->arena, schema, column);
    if (word.p != NULL)
        return str_format(r->arena, "'%.*s'", STR_ARG(word));
    if (str_eq(type.item[0], S("TEXT")))
        return str_format(r->arena, "'x%d'", number);
    if (str_eq(type.item[0], S("BLOB")))
        return str_format(r->arena, "x'%02x'", (unsigned)number);
    return str_format(r->arena, "%d", number);
}

static bool fill_row(struct store_rig *r, str table, int number)
{
    struct texts columns = columns_of(r, table);
    str schema =
        texts_of(r, str_format(r->arena, "SELECT sql FROM sqlite_schema WHERE name = '%.*s'",
                               STR_ARG(table)))
            .item[0];
    str *values = NEW_ARRAY(r->arena, str, columns.n);
    for (size_t i = 0; i < columns.n; i++)
        values[i] = value_of(r, schema, table, columns.item[i], number);
    str names = str_join(r->arena, columns.item, columns.n, S(", "));
    str all = str_join(r->arena, values, columns.n, S(", "));
    return run(r, str_format(r->arena, "INSERT INTO %.*s (%.*s) VALUES (%.*s)", STR_ARG(table),
                             STR_ARG(names), STR_ARG(all))) == NULL;
}

/* Tables refer to each other, so those that can be filled go first. */
static void fill(struct store_rig *r)
{
    struct texts tables = tables_of(r);
    bool *full = NEW_ARRAY(r->arena, bool, tables.n);
    size_t left = tables.n, before = left + 1;
    while (left > 0 && left < before) {
        before = left;
        for (size_t i = 0; i < tables.n; i++) {
            if (full[i] || !fill_row(r, tables.item[i], 1))
                continue;
            for (int number = 2; number <= ROWS; number++)
                assert_true(fill_row(r, tables.item[i], number));
            full[i] = true;
            left--;
        }
    }
    for (size_t i = 0; i < tables.n; i++)
        if (!full[i])
            fail_msg("no row fits into %.*s: value_of must learn what does",
                     STR_ARG(tables.item[i]));
}

/* ---- before and after ------------------------------------------------------------------------ */

struct kept {
    struct texts tables;
    struct texts *columns;
    struct texts **values; /* by table and column, in the order of their texts */
};

static struct texts values_in(struct store_rig *r, str table, str column)
{
    return texts_of(r, str_format(r->arena, "SELECT quote(%.*s) FROM %.*s ORDER BY 1",
                                  STR_ARG(column), STR_ARG(table)));
}

static struct kept look(struct store_rig *r)
{
    struct kept k = { .tables = tables_of(r) };
    k.columns = NEW_ARRAY(r->arena, struct texts, k.tables.n);
    k.values = NEW_ARRAY(r->arena, struct texts *, k.tables.n);
    for (size_t t = 0; t < k.tables.n; t++) {
        k.columns[t] = columns_of(r, k.tables.item[t]);
        k.values[t] = NEW_ARRAY(r->arena, struct texts, k.columns[t].n);
        for (size_t c = 0; c < k.columns[t].n; c++)
            k.values[t][c] = values_in(r, k.tables.item[t], k.columns[t].item[c]);
    }
    return k;
}

static void check_column(struct store_rig *r, str table, str column, struct texts before)
{
    struct texts after = values_in(r, table, column);
    bool same = after.n == before.n;
    for (size_t i = 0; same && i < after.n; i++)
        same = str_eq(after.item[i], before.item[i]);
    if (!same && !is_moved(r->arena, table, column))
        fail_msg("%.*s.%.*s does not hold what it held", STR_ARG(table), STR_ARG(column));
}

static void check_kept(struct store_rig *r, const struct kept *k)
{
    struct texts tables = tables_of(r);
    for (size_t t = 0; t < k->tables.n; t++) {
        str table = k->tables.item[t];
        if (is_moved(r->arena, table, S("")))
            continue;
        if (!contains(tables, table))
            fail_msg("the table %.*s is gone", STR_ARG(table));
        struct texts columns = columns_of(r, table);
        for (size_t c = 0; c < k->columns[t].n; c++) {
            str column = k->columns[t].item[c];
            if (contains(columns, column))
                check_column(r, table, column, k->values[t][c]);
            else if (!is_moved(r->arena, table, column))
                fail_msg("the column %.*s.%.*s is gone", STR_ARG(table), STR_ARG(column));
        }
    }
}

/* A store whose feature `cut` (or every feature, where that is `n`) stops at `number` migrations.
 */
static void check_from(const struct migration_list *lists, size_t n, size_t cut, size_t number)
{
    SCRATCH(a);
    struct migration_list *old = NEW_ARRAY(a, struct migration_list, n);
    for (size_t i = 0; i < n; i++) {
        old[i] = lists[i];
        if ((i == cut || cut == n) && number < old[i].count)
            old[i].count = number;
    }
    struct store_rig *r = store_rig_open(old, n);
    fill(r);
    struct kept k = look(r);
    for (size_t t = 0; t < k.tables.n; t++)
        assert_int_equal(count_of(r, k.tables.item[t]), ROWS);
    store_rig_again(r, lists, n);
    check_sound(r);
    check_kept(r, &k);
    store_rig_close(r);
}

static void a_filled_store_of_any_schema_becomes_todays(void **state)
{
    (void)state;
    SCRATCH(a);
    const struct migration_list *lists = NULL;
    size_t n = 0, most = 0, tried = 0;
    features_migrations(a, &lists, &n);
    for (size_t i = 0; i < n; i++) {
        most = lists[i].count > most ? lists[i].count : most;
        for (size_t number = 1; number < lists[i].count; number++, tried++)
            check_from(lists, n, i, number);
    }
    for (size_t number = 1; number <= most; number++, tried++)
        check_from(lists, n, n, number);
    assert_true(tried >= 6);
}

/* ---- stores of long ago ---------------------------------------------------------------------- */

/* The rows of a table in a dump: .dump writes each on a line of its own. */
static int64_t rows_in(arena *a, str dump, str table)
{
    str head = str_format(a, "INSERT INTO %.*s VALUES(", STR_ARG(table)), line = { 0 };
    int64_t n = 0;
    while (str_next(&dump, '\n', &line))
        n += str_starts(line, head);
    return n;
}

static void check_people(struct store_rig *r)
{
    struct account ada = { 0 };
    struct device_list devices = { 0 };
    clock_set(DAY_AFTER);
    OK(accounts_find(r->s, r->arena, S("ada@example.org"), &ada));
    SAME(ada.name, "Ada Beispiel");
    SAME(ada.role, "host");
    OK(accounts_devices(r->s, r->arena, ada.id, &devices));
    assert_int_equal(devices.n, 1);
    clock_real();
}

static void check_week(struct store_rig *r)
{
    struct week w = { 0 };
    struct talk t = { 0 };
    struct talks all = { 0 };
    OK(weeks_store_week(r->s, r->arena, WEEKS_PUBLISHED, S("kleine-woche"), &w));
    SAME(w.title, "Kleine Woche");
    OK(weeks_store_talks(r->s, r->arena, WEEKS_PUBLISHED, w.id, &all));
    assert_int_equal(all.n, 2);
    OK(weeks_store_talk(r->s, r->arena, WEEKS_PUBLISHED, S("ein-haus-seine-leute"), &t));
    SAME(t.title, "Ein Haus & seine Leute");
    SAME(t.state, "planned");
}

static void check_words(struct store_rig *r, bool hidden)
{
    struct room room = { 0 };
    struct messages m = { 0 };
    OK(rooms_find(r->s, r->arena, S("ein-haus-seine-leute"), &room));
    OK(rooms_after(r->s, r->arena, (room_id){ room.id }, 0, 10, &m));
    assert_int_equal(m.n, 3);
    assert_int_equal(room.head, hidden ? 4 : 3);
    SAME(m.item[0].name, "Cem");
    SAME(m.item[1].text, "Eine Frage: wie alt ist dieses Haus?");
    SAME(m.item[2].text, "Älter als wir – und 😀 jünger.");
    SAME(m.item[2].state, hidden ? "hidden" : "shown");
    SAME(m.item[0].state, "shown");
}

static void check_posts(struct store_rig *r)
{
    struct post_list all = { 0 };
    OK(posts_store_newest(r->s, r->arena, S("netz"), 10, 0, &all));
    assert_int_equal(all.n, 1);
    SAME(all.item[0].writing.author, "Greta Gast");
    SAME(all.item[0].writing.text, "Ein *Wort* dazu.");
    OK(posts_store_all(r->s, r->arena, &all));
    assert_int_equal(all.n, 2);
}

static void check_store(str dump)
{
    SCRATCH(a);
    const struct migration_list *lists = NULL;
    size_t n = 0;
    features_migrations(a, &lists, &n);
    struct store_rig *r = store_rig_open_dump(dump, lists, n);
    check_sound(r);
    struct texts tables = tables_of(r);
    for (size_t i = 0; i < tables.n; i++)
        if (!is_moved(a, tables.item[i], S("")))
            assert_int_equal(count_of(r, tables.item[i]), rows_in(a, dump, tables.item[i]));
    check_people(r);
    check_week(r);
    check_words(r, rows_in(a, dump, S("room_report")) > 0);
    if (str_contains(dump, S("CREATE TABLE post ")))
        check_posts(r);
    store_rig_close(r);
}

static void stores_of_long_ago_are_opened_with_every_row(void **state)
{
    (void)state;
    SCRATCH(a);
    size_t n = 0;
    DIR *folder = opendir(stores);
    assert_non_null(folder);
    for (const struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
        str dump = { 0 };
        if (!str_ends(str_of(e->d_name), S(".sql")))
            continue;
        print_message("%s\n", e->d_name);
        OK(file_read(a, str_format(a, "%s/%s", stores, e->d_name), FILE_MAX, &dump));
        check_store(dump);
        n++;
    }
    closedir(folder);
    assert_true(n >= 3);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_filled_store_of_any_schema_becomes_todays),
        cmocka_unit_test(stores_of_long_ago_are_opened_with_every_row),
    };
    if (argc != 2)
        return EXIT_FAILURE;
    stores = argv[1];
    return cmocka_run_group_tests_name("migrations", tests, NULL, NULL);
}
