/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_part.c - the parts of the book, and the frame around its pages.
 */
#include "feature/book/book_part.h"

#include <inttypes.h>
#include <stdlib.h>

#include "book.html.h"
#include "feature/book/book_view.h"
#include "feature/house/house.h"

#define LINKS_MAX 32

/* Filled before the first request, only read afterwards. */
static const struct book_part *const no_parts[] = { NULL };
static const struct book_part *const *parts = no_parts;

void book_parts_set(const struct book_part *const *all)
{
    parts = all;
}

const struct book_part *const *book_parts(void)
{
    return parts;
}

const err *book_archive_row(struct book_archive *to, arena *a, const char *table, json_t *row)
{
    return to->add(to->arg, a, table, row);
}

/* ---- the menu -------------------------------------------------------------------------------- */

static int by_rank(const void *left, const void *right)
{
    const struct book_menu_link *l = left, *r = right;
    return l->rank - r->rank;
}

static bool below(str path, str link)
{
    return str_eq(path, link) ||
           (str_starts(path, link) && path.p[link.n] == '/' && !str_eq(link, S("/book")));
}

static struct book_menu_links links_of(req *r)
{
    struct book_menu_link *all = NEW_ARRAY(r->arena, struct book_menu_link, LINKS_MAX);
    size_t n = 0;
    for (size_t i = 0; parts[i] != NULL; i++)
        for (const struct book_link *l = parts[i]->links; l != NULL && l->path != NULL; l++) {
            if (n == LINKS_MAX)
                break;
            all[n++] = (struct book_menu_link){ .path = str_of(l->path),
                                                .label = words(r->out.lang, l->label),
                                                .rank = l->rank,
                                                .here = below(r->path, str_of(l->path)) };
        }
    qsort(all, n, sizeof *all, by_rank);
    return (struct book_menu_links){ all, n };
}

const err *book_view_menu(req *r)
{
    if (r->who.role < ROLE_MEMBER)
        return NULL;
    struct book_menu_links links = links_of(r);
    str home = links.n > 0 ? links.item[0].path : S("/book/people");
    bool here = str_eq(r->path, S("/book")) || str_starts(r->path, S("/book/"));
    book_house_menu(&r->out, home, here);
    return NULL;
}

/* ---- pages ----------------------------------------------------------------------------------- */

const err *book_page_begin(req *r, const struct book_page *p)
{
    str kind = p->kind == NULL ? S("book-page") : str_format(r->arena, "book-page %s", p->kind);
    req_set_header(r, "Cache-Control", S("private, no-store"));
    TRY(house_page_begin(
        r,
        &(struct house_page){ .title = p->title, .kind = str_c(r->arena, kind), .noindex = true }));
    book_frame_begin(&r->out, links_of(r));
    for (size_t i = 0; parts[i] != NULL; i++)
        if (parts[i]->waiting != NULL)
            TRY(parts[i]->waiting(r));
    if (!str_empty(p->note))
        book_frame_note(&r->out, (struct book_note_view){ .text = p->note,
                                                          .undo_path = p->undo_path,
                                                          .undo_what = p->undo_what,
                                                          .undo_id = p->undo_id,
                                                          .token = req_form_token(r) });
    return NULL;
}

const err *book_page_end(req *r)
{
    return house_page_end(r);
}

const err *book_page_id(req *r, const char *name, int64_t *ret)
{
    if (!str_to_int64(req_param(r, name), ret) || *ret <= 0)
        FAIL(r->arena, ERR_MISSING, "no id in the address");
    return NULL;
}

str book_person_path(arena *a, person_id id)
{
    return str_format(a, "/book/people/%" PRId64, id.v);
}
