/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_web.c - the reader's choice of language and zone, and what machines ask of every house.
 */
#include "house_web.h"

#include "engine/when/when.h"
#include "feature/house/house.h"
#include "feature/house/house_frame.h"
#include "settings.html.h"

#define YEAR_S ((int64_t)365 * 24 * 60 * 60)

/* Suggestions for the field; every zone of the system's tzdata is taken. */
static const struct house_zone zones[] = {
    { S_INIT("Europe/Berlin") },     { S_INIT("Europe/Vienna") },
    { S_INIT("Europe/Zurich") },     { S_INIT("Europe/London") },
    { S_INIT("Europe/Lisbon") },     { S_INIT("Europe/Athens") },
    { S_INIT("Europe/Helsinki") },   { S_INIT("Europe/Kyiv") },
    { S_INIT("Europe/Istanbul") },   { S_INIT("Africa/Cairo") },
    { S_INIT("Africa/Lagos") },      { S_INIT("Africa/Nairobi") },
    { S_INIT("Asia/Dubai") },        { S_INIT("Asia/Kolkata") },
    { S_INIT("Asia/Shanghai") },     { S_INIT("Asia/Tokyo") },
    { S_INIT("Australia/Sydney") },  { S_INIT("Pacific/Auckland") },
    { S_INIT("America/New_York") },  { S_INIT("America/Chicago") },
    { S_INIT("America/Denver") },    { S_INIT("America/Los_Angeles") },
    { S_INIT("America/Sao_Paulo") }, { S_INIT("UTC") },
};

struct house_zones house_web_zones(void)
{
    return (struct house_zones){ zones, COUNT_OF(zones) };
}

static const err *settings_form(req *r, str back, str zone, str fault)
{
    str title = words(r->out.lang, "Language and time zone");
    TRY(house_page_begin(
        r, &(struct house_page){ .title = title, .kind = "settings", .noindex = true }));
    settings_page(&r->out, lang_tag(r->out.lang), zone, fault, back, req_form_token(r),
                  house_web_zones());
    return house_page_end(r);
}

static str way_back(str wanted)
{
    return house_path_ok(wanted) ? wanted : S("/");
}

static const err *settings_get(req *r)
{
    return settings_form(r, way_back(req_query(r, "back")), r->zone, S(""));
}

/* An absent zone is no choice (the buttons of the foot); an empty one takes the choice back. */
static const err *settings_post(req *r)
{
    str lang_wanted = req_field(r, "lang"), zone_wanted = req_field(r, "zone");
    enum lang lang = r->out.lang;
    if (!str_empty(lang_wanted) && !lang_from_tag(lang_wanted, &lang))
        FAIL(r->arena, ERR_INVALID, "unknown language");
    str zone = when_zone_guess(r->arena, zone_wanted);
    if (!str_empty(str_trim(zone_wanted)) && str_empty(zone)) {
        req_status(r, 422);
        return settings_form(r, way_back(req_field(r, "back")), zone_wanted,
                             words(lang, "The house knows no such time zone."));
    }
    if (!str_empty(lang_wanted))
        req_set_cookie(r, "lang", lang_tag(lang), YEAR_S);
    if (zone_wanted.p != NULL)
        req_set_cookie(r, "zone", zone, str_empty(zone) ? 0 : YEAR_S);
    return req_redirect(r, way_back(req_field(r, "back")));
}

/* GET /robots.txt (RFC 9309): private links, desks and what is no page. Messages and transcripts
 * are not named: they say themselves, as the host decided, whether they want to be found (noindex),
 * and who may not read them does not learn that. */
static const err *robots(req *r)
{
    return req_bytes_reply(r, "text/plain; charset=utf-8",
                           S("User-agent: *\n"
                             "Disallow: /sign-in\n"
                             "Disallow: /join/\n"
                             "Disallow: /speak/\n"
                             "Disallow: /write/\n"
                             "Disallow: /reports/\n"
                             "Disallow: /cards/\n"
                             "Disallow: /talks/*/speaking/\n"
                             "Disallow: /host\n"
                             "Disallow: /account\n"
                             "Disallow: /settings\n"
                             "Disallow: /api/\n"
                             "Disallow: /talks/*/stream\n"
                             "Disallow: /posts/*/stream\n"));
}

/* The address that people and programs guess; pages name the packed file. */
static const err *favicon(req *r)
{
    return req_redirect(r, asset_path("favicon.svg"));
}

const struct route house_web_routes[] = {
    { "GET", "/settings", settings_get, ALWAYS },
    { "POST", "/settings", settings_post, SAME_ORIGIN | ALWAYS },
    { "GET", "/imprint", house_web_imprint, ALWAYS | CACHED },
    { "GET", "/privacy", house_web_privacy, ALWAYS | CACHED },
    { "GET", "/host/house", house_web_setup_get, HOST },
    { "POST", "/host/house", house_web_setup_post, HOST | SAME_ORIGIN | BIG_BODY },
    { "GET", "/robots.txt", robots, ALWAYS },
    { "GET", "/favicon.svg", favicon, ALWAYS },
    { "GET", "/favicon.ico", favicon, ALWAYS },
    { "GET", "/manifest.webmanifest", house_app_web_manifest, ALWAYS | CACHED },
    { 0 }
};
