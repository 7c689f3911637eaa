/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_archive_store.c - see encounters_archive_store.h.
 */
#include "feature/encounters/encounters_archive_store.h"

#define N BOOK_N
#define T BOOK_T
#define PAGE 500

#define TABLE(table, fields_, cols)                                                                \
    {                                                                                              \
        .name = table, .fields = fields_, .page = PAGE, .all = {                                   \
            "SELECT " fields_ " FROM " table                                                       \
            " WHERE account = $1 AND id > $2 ORDER BY id LIMIT $3",                                \
            3,                                                                                     \
            BOOK_ROW(cols)                                                                         \
        }                                                                                          \
    }

/* clang-format off */
static const col encounter_cols[] = { N(0), T(0), T(1), N(1), T(2), N(2), T(3), T(4), T(5), T(6), T(7), T(8), T(9), T(10), T(11), T(12), N(3), N(4), N(5), N(6) };
static const col promise_cols[] = { N(0), N(1), N(2), T(0), T(1), T(2), N(3), N(4), N(5), N(6) };
static const col line_waiting_cols[] = { N(0), T(0), T(1), T(2), N(1), T(3), T(4), T(5), T(6), N(2) };
static const col people_cols[] = { N(0), N(1) };

const struct book_rows_table encounters_archive_tables[] = {
    TABLE("encounter", "id, key, kind, time_ms, day, minutes, place, meeting, started_by, spoke, heard, given, received, line, rest, source, source_id, created_ms, changed_ms, removed_ms", encounter_cols),
    /* A page ends with the last person of an encounter, never between two. */
    { .name = "encounter_person", .fields = "encounter, person", .page = PAGE,
      .all = { "SELECT encounter, person FROM encounter_person WHERE account = $1"
               " AND encounter > $2 AND encounter <= coalesce((SELECT encounter FROM encounter_person"
               " WHERE account = $1 AND encounter > $2 ORDER BY encounter LIMIT 1 OFFSET $3),"
               " 9223372036854775807) ORDER BY encounter, person",
               3, BOOK_ROW(people_cols) } },
    TABLE("promise", "id, person, encounter, side, text, due, kept_ms, dropped_ms, created_ms, removed_ms", promise_cols),
    TABLE("line_waiting", "id, key, line, read, person, kind, meeting, day, why, time_ms", line_waiting_cols),
};
/* clang-format on */
const size_t encounters_archive_tables_count = COUNT_OF(encounters_archive_tables);

const query *const encounters_archive_store_queries[] = {
    &encounters_archive_tables[0].all,
    &encounters_archive_tables[1].all,
    &encounters_archive_tables[2].all,
    &encounters_archive_tables[3].all,
    NULL,
};
