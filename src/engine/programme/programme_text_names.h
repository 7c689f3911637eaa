/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_names.h - names of persons as people write them. For the reader of plain text
 * only; programme_text_persons in programme_text.h is made here too.
 */
#ifndef ENGINE_PROGRAMME_PROGRAMME_TEXT_NAMES_H
#define ENGINE_PROGRAMME_PROGRAMME_TEXT_NAMES_H

#include <stdbool.h>

#include "base/str.h"

/* Could be one or several names although nothing says so: "Anna Schmidt", "Dr. Klein und Cem Öz".
 */
bool programme_text_names_likely(str s);
/* Nobody yet: "N.N.", "tba". */
bool programme_text_names_nobody(str s);

#endif
