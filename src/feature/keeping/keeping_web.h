/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_web.h - the pages of a book's privacy. Inside this folder only.
 */
#ifndef FEATURE_KEEPING_KEEPING_WEB_H
#define FEATURE_KEEPING_KEEPING_WEB_H

#include "feature/book/book_part.h"

extern const struct route keeping_web_routes[];

/* book_part.section: the ways to dossier and erasing. */
const err *keeping_web_section(req *r, const struct person *p);

/* keeping_yearly_web.c */
const err *keeping_yearly_get(req *r);
const err *keeping_yearly_post(req *r);
const err *keeping_yearly_years_post(req *r);
/* keeping_account_web.c */
const err *keeping_account_export_get(req *r);
const err *keeping_account_export_post(req *r);
const err *keeping_account_delete_get(req *r);
const err *keeping_account_delete_post(req *r);
const err *keeping_account_gone_get(req *r);
const err *keeping_processor_get(req *r);

#endif
