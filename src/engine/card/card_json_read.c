/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_json_read.c - one jCard as a card.
 */
#include <string.h>

#include <jansson.h>

#include "base/json_text.h"
#include "engine/card/card_decode.h"
#include "engine/card/card_json.h"

static str upper(arena *a, str s)
{
    char *p = arena_alloc(a, s.n);
    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i];
    return (str){ p, s.n };
}

static str text_of(const json_t *value)
{
    return (str){ json_string_value(value), json_string_length(value) };
}

/* Text, number or boolean as text. */
static str scalar(arena *a, const json_t *value)
{
    if (json_is_string(value))
        return str_copy(a, text_of(value));
    if (json_is_boolean(value))
        return json_is_true(value) ? S("TRUE") : S("FALSE");
    return json_is_number(value) ? json_text_dump(a, value, JSON_ENCODE_ANY) : S("");
}

/* A name that a line can begin with. */
static bool is_name(str s)
{
    bool good = s.n > 0 && !str_eq_nocase(s, S("BEGIN")) && !str_eq_nocase(s, S("END")) &&
                !str_eq_nocase(s, S("HTTP")) && !str_eq_nocase(s, S("HTTPS"));
    for (size_t i = 0; i < s.n; i++)
        good = good && s.p[i] > ' ' && s.p[i] < 127 && strchr(".:;=,\"\\", s.p[i]) == NULL;
    return good;
}

/* "2009-08-08T14:30:00-05:00" as 4.0 writes it: 20090808T143000-0500; "--02-03": --0203; "1985-04",
 * which has no other form, and what is no date stay. */
static str date_value(arena *a, str text)
{
    char *p = arena_alloc(a, text.n);
    size_t n = 0, t = str_find(text, S("T"));
    bool month = t == text.n && text.n == 7 && text.p[4] == '-';
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool yearless = i < 2 && str_starts(text, S("--"));
        bool dash = c == '-' && i < t && !yearless && !month && !(i == 2 && text.n == 3);
        if (dash || (c == ':' && i > t))
            continue;
        p[n++] = c;
    }
    return (str){ p, n };
}

static bool is_text_type(str type)
{
    return str_eq_nocase(type, S("text")) || str_eq_nocase(type, S("unknown"));
}

static str value_one(arena *a, str type, const json_t *value)
{
    str text = scalar(a, value);
    if (str_eq_nocase(type, S("text")))
        return card_escape(a, text);
    text = card_decode_line(a, text);
    bool date = str_starts(type, S("date")) || str_eq(type, S("timestamp")) ||
                str_eq(type, S("time")) || str_eq(type, S("utc-offset"));
    return date ? date_value(a, text) : text;
}

/* A value or an array of them: parts are joined with ';', the parts of a part with ','. */
static str value_text(arena *a, str type, const json_t *value, bool part)
{
    if (!json_is_array(value))
        return value_one(a, type, value);
    size_t n = json_array_size(value);
    str *pieces = NEW_ARRAY(a, str, n + 1);
    for (size_t i = 0; i < n; i++)
        pieces[i] =
            value_text(a, is_text_type(type) ? S("text") : type, json_array_get(value, i), true);
    return str_join(a, pieces, n, part ? S(",") : S(";"));
}

static str param_text(arena *a, str text)
{
    char *p = arena_alloc(a, text.n);
    for (size_t i = 0; i < text.n; i++)
        p[i] = text.p[i] == '\r' ? '\n' : text.p[i];
    return (str){ p, text.n };
}

static void param_set(arena *a, struct card_param *to, str name, json_t *value)
{
    size_t n = json_is_array(value) ? json_array_size(value) : 1;
    str *values = NEW_ARRAY(a, str, n + 1);
    for (size_t i = 0; i < n; i++)
        values[i] =
            param_text(a, scalar(a, json_is_array(value) ? json_array_get(value, i) : value));
    *to = (struct card_param){ upper(a, name), values, n };
}

/* The type a property has where no other is named (RFC 6350). */
static bool own_type(str name, str type)
{
    static const char *const uris[] = { "SOURCE", "PHOTO",   "IMPP",      "GEO",   "LOGO",
                                        "MEMBER", "RELATED", "SOUND",     "UID",   "URL",
                                        "KEY",    "FBURL",   "CALADRURI", "CALURI" };
    if (str_eq(type, S("unknown")))
        return true;
    for (size_t i = 0; i < COUNT_OF(uris); i++)
        if (str_eq(name, str_of(uris[i])))
            return str_eq(type, S("uri"));
    if (str_eq(name, S("BDAY")) || str_eq(name, S("ANNIVERSARY")))
        return str_starts(type, S("date"));
    if (str_eq(name, S("REV")))
        return str_eq(type, S("timestamp"));
    return str_eq(type, str_eq(name, S("LANG")) ? S("language-tag") : S("text"));
}

/* Parameters that say how a value was written, which JSON has no need of. */
static bool of_the_way(str name)
{
    return str_eq_nocase(name, S("ENCODING")) || str_eq_nocase(name, S("CHARSET"));
}

static void params_read(arena *a, json_t *from, str type, struct card_property *ret)
{
    const char *key;
    json_t *value;
    struct card_param *params = NEW_ARRAY(a, struct card_param, json_object_size(from) + 1);
    size_t n = 0;
    json_object_foreach(from, key, value)
    {
        str name = str_of(key);
        if (str_eq_nocase(name, S("group")) && is_name(scalar(a, value)))
            ret->group = scalar(a, value);
        else if (is_name(name) && !of_the_way(name) &&
                 !(json_is_array(value) && json_array_size(value) == 0))
            param_set(a, &params[n++], name, value);
    }
    if (!own_type(ret->name, type) && is_name(type))
        param_set(a, &params[n++], S("VALUE"), json_text_on(a, json_text(type)));
    ret->params = params;
    ret->n_params = n;
}

static bool property_read(arena *a, json_t *from, struct card_property *ret)
{
    str name = text_of(json_array_get(from, 0)), type = text_of(json_array_get(from, 2));
    json_t *params = json_array_get(from, 1);
    size_t n = json_array_size(from);
    if (!is_name(name) || !json_is_object(params) || type.p == NULL || n < 4)
        return false;
    ret->name = upper(a, name);
    type = str_lower(a, type);
    params_read(a, params, type, ret);
    str *values = NEW_ARRAY(a, str, n);
    for (size_t i = 3; i < n; i++)
        values[i - 3] = value_text(a, type, json_array_get(from, i), false);
    ret->value = str_join(a, values, n - 3, S(","));
    return true;
}

bool card_json_read(arena *a, str text, struct card *ret)
{
    json_error_t error;
    json_t *root = json_loadb(text.p, text.n, 0, &error);
    if (root == NULL)
        return false;
    json_text_on(a, root);
    json_t *list = json_array_get(root, 1);
    if (!str_eq_nocase(text_of(json_array_get(root, 0)), S("vcard")) || !json_is_array(list))
        return false;
    struct card_property *properties =
        NEW_ARRAY(a, struct card_property, json_array_size(list) + 1);
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct card_property made = { 0 };
        if (!property_read(a, json_array_get(list, i), &made))
            return false;
        if (!str_eq(made.name, S("VERSION")))
            properties[n++] = made;
    }
    ret->version = CARD_40;
    ret->properties = properties;
    ret->n = n;
    return true;
}
