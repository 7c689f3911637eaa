/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * people_row.h - a row of a table as a person; for people.c only.
 */
#ifndef ENGINE_PEOPLE_PEOPLE_ROW_H
#define ENGINE_PEOPLE_PEOPLE_ROW_H

#include "engine/people/people.h"

struct people_row {
    const struct people_column *columns;
    size_t n_columns;
    const str *cells;
    size_t n;
    bool day_first; /* in dates with slashes */
    bool profiles;  /* a row without name, mail and profile is somebody who left */
};

/* False where the row names nobody. */
MUST bool people_row_person(arena *a, const struct people_row *row, struct card_person *ret);
/* The first cell of a column that holds `field`, trimmed; absent if there is none. */
str people_row_cell(const struct people_row *row, enum people_field field);

#endif
