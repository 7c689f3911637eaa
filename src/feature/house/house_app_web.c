/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_app_web.c - GET /manifest.webmanifest (W3C Web Application Manifest): what a telephone asks
 * before the house is put among its apps.
 */
#include <jansson.h>

#include "house_web.h"

#include "feature/house/house.h"

static json_t *icon(const char *name, const char *type, const char *sizes, const char *purpose)
{
    str path = asset_path(name);
    return json_pack("{s:s%, s:s, s:s, s:s}", "src", path.p, path.n, "type", type, "sizes", sizes,
                     "purpose", purpose);
}

const err *house_app_web_manifest(req *r)
{
    str name = { 0 };
    TRY(house_setting(r->store, r->arena, "name", &name));
    json_t *icons = json_pack("[o, o, o]", icon("favicon.svg", "image/svg+xml", "any", "any"),
                              icon("icon-192.png", "image/png", "192x192", "any maskable"),
                              icon("icon-512.png", "image/png", "512x512", "any maskable"));
    json_t *manifest = json_pack("{s:s%, s:s%, s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "name", name.p,
                                 name.n, "short_name", name.p, name.n, "id", "/", "start_url", "/",
                                 "scope", "/", "display", "standalone", "background_color",
                                 "#fdfbf6", "theme_color", "#0b4f53", "icons", icons);
    TRY(req_json_reply(r, 200, manifest));
    req_type(r, "application/manifest+json");
    return NULL;
}
