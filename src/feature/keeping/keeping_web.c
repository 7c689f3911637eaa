/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_web.c - dossier and erasing of one person, what the owner should know, and the routes.
 */
#include "feature/keeping/keeping_web.h"

#include "base/json_text.h"
#include "engine/text/text_fold.h"
#include "feature/keeping/keeping_rules.h"
#include "feature/keeping/keeping_view.h"
#include "keeping.html.h"
#include "web/req.h"

#define STILL_HITS 100
#define STILL_LINES 20

static const err *person_of(req *r, struct person *ret)
{
    int64_t id = 0;
    TRY(book_page_id(r, "id", &id));
    return book_person_get(r->store, r->arena, book_owner(r), (person_id){ id }, ret);
}

const err *keeping_web_section(req *r, const struct person *p)
{
    keeping_section(&r->out, book_person_path(r->arena, p->id));
    return NULL;
}

/* ---- dossier --------------------------------------------------------------------------------- */

/* GET /book/people/:id/dossier */
static const err *dossier_get(req *r)
{
    struct person p = { 0 };
    struct dossier_view v = { 0 };
    json_t *told = NULL;
    str type = { 0 }, bytes = { 0 };
    bool photo = false;
    TRY(person_of(r, &p));
    TRY(keeping_dossier(r->store, r->arena, book_owner(r), p.id, &told));
    TRY(keeping_view_dossier(r, &p, told, &v));
    TRY(keeping_store_photo(r->store, r->arena, book_owner(r), p.id, &type, &bytes, &photo));
    if (photo)
        v.photo = str_format(r->arena, "%.*s/dossier/photo", STR_ARG(v.path));
    TRY(book_page_begin(
        r, &(struct book_page){ .title = words(r->out.lang, "Dossier"), .kind = "dossier-page" }));
    dossier_page(&r->out, v);
    return book_page_end(r);
}

/* GET /book/people/:id/dossier.json - to be kept as a file. */
static const err *dossier_json_get(req *r)
{
    struct person p = { 0 };
    json_t *told = NULL;
    TRY(person_of(r, &p));
    TRY(keeping_dossier(r->store, r->arena, book_owner(r), p.id, &told));
    req_set_header(r, "Cache-Control", S("private, no-store"));
    req_set_header(r, "Content-Disposition", S("attachment; filename=\"dossier.json\""));
    return req_bytes_reply(r, "application/json", json_text_dump(r->arena, told, JSON_INDENT(2)));
}

/* The types under which a photo is shown; a stored one of another type is none. */
static const char *picture_type(str type)
{
    static const char *const all[] = { "image/jpeg", "image/png", "image/webp", "image/gif" };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (str_eq_nocase(type, str_of(all[i])))
            return all[i];
    return NULL;
}

/* GET /book/people/:id/dossier/photo */
static const err *photo_get(req *r)
{
    struct person p = { 0 };
    str type = { 0 }, bytes = { 0 };
    bool found = false;
    TRY(person_of(r, &p));
    TRY(keeping_store_photo(r->store, r->arena, book_owner(r), p.id, &type, &bytes, &found));
    if (!found || picture_type(type) == NULL)
        FAIL(r->arena, ERR_MISSING, "no photo that can be shown");
    req_set_header(r, "Cache-Control", S("private, no-store"));
    return req_bytes_reply(r, picture_type(type), bytes);
}

/* ---- erasing --------------------------------------------------------------------------------- */

static bool is_in(const struct still_line *lines, size_t n, str path)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(lines[i].path, path))
            return true;
    return false;
}

/* Other people in what is kept about whom the name stands. */
static const err *still_there(req *r, const struct person *p, struct still_lines *ret)
{
    struct book_hits hits = { 0 };
    struct still_line *lines = NEW_ARRAY(r->arena, struct still_line, STILL_LINES);
    size_t n = 0;
    TRY(book_search(r->store, r->arena, book_owner(r), S(""), p->called.name, STILL_HITS, &hits));
    for (size_t i = 0; i < hits.n && n < STILL_LINES; i++) {
        const struct book_hit *hit = &hits.item[i];
        struct person other = { 0 };
        str path = book_person_path(r->arena, hit->person);
        if (hit->person.v == 0 || hit->person.v == p->id.v || is_in(lines, n, path))
            continue;
        TRY(book_person_get(r->store, r->arena, book_owner(r), hit->person, &other));
        lines[n++] = (struct still_line){ path, other.called.name };
    }
    *ret = (struct still_lines){ lines, n };
    return NULL;
}

static const err *show_erase(req *r, const struct person *p, str wrong)
{
    struct erase_view v = { .path = book_person_path(r->arena, p->id),
                            .name = p->called.name,
                            .wrong = wrong,
                            .token = req_form_token(r) };
    const struct words_value name = { "name", p->called.name };
    TRY(still_there(r, p, &v.still));
    str title = words_fill(r->arena, words(r->out.lang, "Erase {name}"), &name, 1);
    TRY(book_page_begin(r, &(struct book_page){ .title = title, .kind = "erase-page" }));
    erase_page(&r->out, v);
    return book_page_end(r);
}

/* GET /book/people/:id/erase */
static const err *erase_get(req *r)
{
    struct person p = { 0 };
    TRY(person_of(r, &p));
    return show_erase(r, &p, S(""));
}

/* POST /book/people/:id/erase - with the name typed as a thumb types it. */
static const err *erase_post(req *r)
{
    struct person p = { 0 };
    TRY(person_of(r, &p));
    str typed = text_fold(r->arena, req_field(r, "sure"));
    if (str_empty(str_trim(req_field(r, "sure"))) ||
        !str_eq(typed, text_fold(r->arena, p.called.name))) {
        req_status(r, 422);
        return show_erase(r, &p, words(r->out.lang, "That is not the name. Nothing was erased."));
    }
    TRY(keeping_erase(r->store, r->arena, book_owner(r), p.id));
    return req_redirect(r, S("/book/erased"));
}

/* GET /book/erased */
static const err *erased_get(req *r)
{
    TRY(book_page_begin(r, &(struct book_page){ .title = words(r->out.lang, "Erased") }));
    erased_page(&r->out);
    return book_page_end(r);
}

/* ---- what the owner should know -------------------------------------------------------------- */

static const err *show_privacy(req *r, const struct privacy_view *v)
{
    TRY(book_page_begin(
        r, &(struct book_page){ .title = words(r->out.lang, "Whose data, whose rights") }));
    book_privacy_page(&r->out, *v);
    return book_page_end(r);
}

/* GET /book/privacy */
static const err *privacy_get(req *r)
{
    return show_privacy(r, &(struct privacy_view){ .token = req_form_token(r) });
}

/* POST /book/privacy/back */
static const err *back_post(req *r)
{
    struct privacy_view v = { .asked = true,
                              .typed = str_trim(req_field(r, "who")),
                              .token = req_form_token(r) };
    TRY(keeping_let_back(r->store, r->arena, book_owner(r), v.typed, &v.back));
    return show_privacy(r, &v);
}

#define FORM (MEMBER | SAME_ORIGIN)

const struct route keeping_web_routes[] = {
    { "GET", "/book/people/:id/dossier", dossier_get, MEMBER },
    { "GET", "/book/people/:id/dossier.json", dossier_json_get, MEMBER },
    { "GET", "/book/people/:id/dossier/photo", photo_get, MEMBER },
    { "GET", "/book/people/:id/erase", erase_get, MEMBER },
    { "POST", "/book/people/:id/erase", erase_post, FORM },
    { "GET", "/book/erased", erased_get, MEMBER },
    { "GET", "/book/yearly", keeping_yearly_get, MEMBER },
    { "POST", "/book/yearly", keeping_yearly_post, FORM },
    { "POST", "/book/yearly/years", keeping_yearly_years_post, FORM },
    { "GET", "/book/privacy", privacy_get, MEMBER },
    { "POST", "/book/privacy/back", back_post, FORM | RATE },
    { "GET", "/book/privacy/records", keeping_processor_get, MEMBER },
    { "GET", "/account/export", keeping_account_export_get, MEMBER },
    { "POST", "/account/export", keeping_account_export_post, FORM | RATE },
    { "GET", "/account/delete", keeping_account_delete_get, MEMBER },
    { "POST", "/account/delete", keeping_account_delete_post, FORM },
    { "GET", "/account/gone", keeping_account_gone_get, ALWAYS },
    { 0 },
};
