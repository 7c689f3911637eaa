/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_frame.c - the frame around every page: head, menu, foot.
 */
#include "house_frame.h"

#include "base/check.h"
#include "engine/when/when.h"
#include "feature/house/house.h"
#include "frame.html.h"

#define MENUS 16
#define MENU_LIMIT ((size_t)256 << 10)

/* Filled before the first request, only read afterwards. */
static const err *(*menus[MENUS])(req *r);
static size_t n_menus;

void house_menu_add(const err *(*menu)(req *r))
{
    ASSERT(n_menus < MENUS);
    menus[n_menus++] = menu;
}

/* The parts write into r->out like every page; here it stands in for the frame's own. */
static const err *written_menu(req *r, html *ret)
{
    if (!house_open(r))
        return NULL;
    page outer = r->out;
    const err *e = NULL;
    page_init(&r->out, r->arena, outer.lang, MENU_LIMIT);
    for (size_t i = 0; i < n_menus && e == NULL; i++)
        e = menus[i](r);
    if (e == NULL)
        *ret = page_taken(&r->out);
    r->out = outer;
    return e;
}

static struct house_frame frame_of(req *r)
{
    str back = str_eq(r->method, S("GET")) ? house_back(r->arena, r->target) : S("/");
    return (struct house_frame){
        .house = S("Netzarbeit"),
        .lang = lang_tag(r->out.lang),
        .style = asset_path("site.css"),
        .icon = asset_path("favicon.svg"),
        .touch_icon = asset_path("icon-192.png"),
        .back = back,
        .back_query = house_query_value(r->arena, back),
        .token = req_form_token(r),
        .name = r->who.role == ROLE_NOBODY ? S("") : r->who.name,
        .desk = r->who.role == ROLE_HOST,
    };
}

static str address(req *r, str path)
{
    str base = req_base_url(r);
    return str_join(r->arena, (str[]){ base, path }, 2, S(""));
}

const err *house_page_begin(req *r, const struct house_page *p)
{
    struct house_frame f = frame_of(r);
    TRY(house_setting(r->store, r->arena, "name", &f.house));
    TRY(written_menu(r, &f.menu));
    f.title = p->title;
    f.description = p->description;
    f.canonical = address(r, str_empty(p->canonical) ? r->path : p->canonical);
    f.head = p->head;
    f.kind = str_of(p->kind);
    f.noindex = p->noindex;
    f.talking = p->talking;
    frame_begin(&r->out, f);
    return NULL;
}

void house_frame_end(req *r)
{
    frame_end(&r->out, frame_of(r));
}

const err *house_page_end(req *r)
{
    struct house_frame f = frame_of(r);
    TRY(house_setting(r->store, r->arena, "host", &f.host));
    frame_end(&r->out, f);
    if (buf_full(&r->out.body))
        FAIL(r->arena, ERR_BROKEN, "the page is larger than its limit");
    return NULL;
}

/* The menu shows the way on, where the store still answers. */
void house_frame_bare(req *r, str title, int status)
{
    struct house_frame f = frame_of(r);
    f.title = title;
    f.noindex = true;
    f.kind = S("error");
    if (status < 500 && r->store != NULL &&
        (house_setting(r->store, r->arena, "name", &f.house) != NULL ||
         written_menu(r, &f.menu) != NULL))
        f.menu = HTML("");
    frame_begin(&r->out, f);
}
