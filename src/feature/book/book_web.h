/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_web.h - the book's routes. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_WEB_H
#define FEATURE_BOOK_BOOK_WEB_H

#include "web/req.h"

extern const struct route book_web_routes[];

#endif
