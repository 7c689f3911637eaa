/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_data.h - what the pages of this test show.
 */
#ifndef TEST_PAGE_PAGE_DATA_H
#define TEST_PAGE_PAGE_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/html.h"
#include "base/str.h"

struct guest {
    str name;
    str home; /* an address */
    html words;
    bool speaks;
    int64_t seat;
};

struct guests {
    const struct guest *item;
    size_t n;
};

#endif
