/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house.c - the rules of the house: settings and their defaults, the reader's zone, the way back.
 */
#include "house.h"

#include <string.h>

#include "engine/when/when.h"
#include "feature/house/house_frame.h"
#include "feature/house/house_store.h"

static const struct {
    const char *name, *value;
} defaults[] = {
    { "name", "Netzarbeit" },
    { "zone", "Europe/Berlin" },
    { "lang", "de" },
    { "url", "http://127.0.0.1:2012" },
};

const err *house_setting(store *s, arena *a, const char *name, str *ret)
{
    str value = S("");
    for (size_t i = 0; i < COUNT_OF(defaults); i++)
        if (strcmp(defaults[i].name, name) == 0)
            value = str_of(defaults[i].value);
    TRY(house_store_get(s, a, name, &value));
    *ret = value;
    return NULL;
}

static void changed(store *s, void *arg)
{
    (void)arg;
    house_open_changed(s);
}

const err *house_set(store *s, arena *a, const char *name, str value)
{
    TX(t, s, a);
    TRY(house_store_put(s, a, name, value.p == NULL ? S("") : value));
    store_after_commit(s, changed, NULL);
    return tx_commit(&t);
}

const err *house_named(store *s, arena *a, bool *ret)
{
    str name = { 0 };
    TRY(house_store_get(s, a, "name", &name));
    *ret = !str_empty(name);
    return NULL;
}

bool house_reader_zone(const req *r, str *ret)
{
    if (str_empty(r->zone) || !when_zone_known(r->zone))
        return false;
    *ret = r->zone;
    return true;
}

bool house_path_ok(str path)
{
    if (!str_starts(path, S("/")) || str_starts(path, S("//")) || path.n > 2000)
        return false;
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] <= ' ' || path.p[i] == '\\' || path.p[i] == 0x7f)
            return false;
    return true;
}

str house_back(arena *a, str target)
{
    str path = { 0 }, rest = { 0 }, piece = { 0 };
    buf b = { 0 };
    buf_on_arena(&b, a, (size_t)1 << 16);
    str_cut(target, '?', &path, &rest);
    buf_add(&b, path);
    for (char before = '?'; rest.p != NULL && str_next(&rest, '&', &piece);) {
        if (str_empty(piece) || str_starts(piece, S("lang=")) || str_starts(piece, S("zone=")))
            continue;
        buf_char(&b, before);
        buf_add(&b, piece);
        before = '&';
    }
    str back = buf_str(&b);
    return house_path_ok(back) ? back : S("/");
}

str house_language_asked(const req *r)
{
    enum lang lang = r->out.lang;
    return lang_from_tag(req_query(r, "lang"), &lang) ? lang_tag(lang) : S("");
}

str house_in_language(const req *r, str path)
{
    str lang = house_language_asked(r);
    size_t end = str_find(path, S("#"));
    if (str_empty(lang))
        return path;
    return str_format(r->arena, "%.*s?lang=%.*s%.*s", STR_ARG(str_sub(path, 0, end)), STR_ARG(lang),
                      STR_ARG(str_sub(path, end, path.n)));
}

str house_query_value(arena *a, str value)
{
    buf b = { 0 };
    buf_on_arena(&b, a, value.n * 3 + 1);
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '/' || c == '-' || c == '_' || c == '.';
        if (plain)
            buf_char(&b, c);
        else
            buf_printf(&b, "%%%02X", (unsigned)(unsigned char)c);
    }
    return buf_str(&b);
}
