/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_web.h - the book's routes. Inside this folder only.
 */
#ifndef FEATURE_BOOK_BOOK_WEB_H
#define FEATURE_BOOK_BOOK_WEB_H

#include "feature/book/book_part.h"
#include "web/req.h"

extern const struct route book_web_routes[];

/* ---- book_list_web.c ------------------------------------------------------------------------- */

const err *book_list_get(req *r);
const err *book_list_new_get(req *r);
const err *book_list_new_post(req *r);

/* ---- book_person_web.c ----------------------------------------------------------------------- */

const err *book_person_page_get(req *r);
const err *book_person_items_post(req *r);
const err *book_person_item_post(req *r);
const err *book_person_notes_post(req *r);
const err *book_person_rest_post(req *r);
const err *book_person_remove_post(req *r);
const err *book_person_undo_post(req *r);

/* The whole person of the route's ":id". */
MUST const err *book_web_person(req *r, struct person *ret);
/* What ?done= and ?removed= say was done, with its undo below `path`. */
void book_web_note(req *r, str path, struct book_page *p);
/* The source fields of a form; a source that forms do not offer is the owner's. */
struct book_source book_web_source(const req *r);

/* ---- book_edit_web.c ------------------------------------------------------------------------- */

const err *book_edit_get(req *r);
const err *book_edit_name_post(req *r);
const err *book_edit_closeness_post(req *r);
const err *book_edit_met_post(req *r);
const err *book_edit_data_post(req *r);
const err *book_edit_postal_post(req *r);
const err *book_edit_roles_post(req *r);
const err *book_edit_ties_post(req *r);
const err *book_edit_letter_post(req *r);
/* A form was taken (`e` NULL): back to its section. Or refused: the page with what was typed. */
MUST const err *book_edit_done(req *r, const struct person *p, const char *form, const err *e);

/* ---- book_merge_web.c ------------------------------------------------------------------------ */

const err *book_merge_alike_get(req *r);
const err *book_merge_apart_post(req *r);
const err *book_merge_get(req *r);
const err *book_merge_post(req *r);
const err *book_merge_undo_post(req *r);

/* ---- book_organisation_web.c ----------------------------------------------------------------- */

const err *book_organisation_page_get(req *r);
const err *book_organisation_page_post(req *r);

#endif
