/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_web.h - the book's routes. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_WEB_H
#define FEATURE_BOOK_BOOK_WEB_H

#include "web/req.h"

extern const struct route book_web_routes[];

/* ---- book_list_web.c ------------------------------------------------------------------------- */

const err *book_list_get(req *r);
const err *book_list_new_get(req *r);
const err *book_list_new_post(req *r);

#endif
