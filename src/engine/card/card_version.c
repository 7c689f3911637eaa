/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_version.c - the things that vCard 3.0 and 4.0 write differently; all else stays as it is.
 */
#include <stdint.h>
#include <string.h>

#include "engine/card/card.h"
#include "engine/card/card_date.h"
#include "engine/card/card_parse.h"

struct work {
    arena *a;
    enum card_version version; /* wanted */
    struct card_property p;    /* its parameters are our own copy */
    struct card_param *params; /* with room for two more */
};

static void param_drop(struct work *w, str name)
{
    size_t n = 0;
    for (size_t i = 0; i < w->p.n_params; i++)
        if (!str_eq_nocase(w->params[i].name, name))
            w->params[n++] = w->params[i];
    w->p.n_params = n;
}

static void param_put(struct work *w, str name, str value)
{
    str *values = NEW_ARRAY(w->a, str, 1);
    values[0] = value;
    param_drop(w, name);
    w->params[w->p.n_params++] = (struct card_param){ name, values, 1 };
}

/* ---- PREF ------------------------------------------------------------------------------------ */

/* The types but "pref", in the parameters they stand in. */
static void pref_type_drop(struct work *w)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->p.n_params; i++) {
        struct card_param *param = &w->params[i];
        if (str_eq_nocase(param->name, S("TYPE"))) {
            str *values = NEW_ARRAY(w->a, str, param->n);
            size_t n = 0;
            for (size_t k = 0; k < param->n; k++)
                if (!str_eq_nocase(param->values[k], S("pref")))
                    values[n++] = param->values[k];
            param->values = values;
            param->n = n;
        }
        if (param->n > 0)
            w->params[kept++] = *param;
    }
    w->p.n_params = kept;
}

static void pref_change(struct work *w)
{
    if (w->version == CARD_40 && card_has_type(&w->p, S("pref"))) {
        pref_type_drop(w);
        if (card_param(&w->p, S("PREF")) == NULL)
            param_put(w, S("PREF"), S("1"));
    } else if (w->version == CARD_30 && str_eq(card_param_value(&w->p, S("PREF")), S("1"))) {
        param_drop(w, S("PREF"));
        if (card_has_type(&w->p, S("pref")))
            return;
        str *values = NEW_ARRAY(w->a, str, 1);
        values[0] = S("pref");
        w->params[w->p.n_params++] = (struct card_param){ S("TYPE"), values, 1 };
    }
}

/* ---- binary values --------------------------------------------------------------------------- */

static str media_type(struct work *w)
{
    static const struct {
        str type, media;
    } known[] = {
        { S_INIT("X509"), S_INIT("application/x-x509-ca-cert") },
        { S_INIT("PGP"), S_INIT("application/pgp-keys") },
        { S_INIT("WAVE"), S_INIT("audio/wav") },
        { S_INIT("BASIC"), S_INIT("audio/basic") },
    };
    str type = { 0 };
    struct card_types at = { 0 };
    (void)card_next_type(&w->p, &at, &type);
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq_nocase(type, known[i].type))
            return known[i].media;
    if (str_contains(type, S("/")))
        return str_lower(w->a, type);
    if (card_is(&w->p, S("PHOTO")) || card_is(&w->p, S("LOGO")))
        return type.n == 0 ? S("image/jpeg")
                           : str_format(w->a, "image/%.*s", STR_ARG(str_lower(w->a, type)));
    str family = card_is(&w->p, S("SOUND")) ? S("audio/") : S("application/");
    const str pieces[] = { family, type.n == 0 ? S("octet-stream") : str_lower(w->a, type) };
    return str_join(w->a, pieces, 2, S(""));
}

/* "image/jpeg": the letters of RFC 6838 section 4.2, so that no type can end the line. */
static bool media_type_plain(str type)
{
    for (size_t i = 0; i < type.n; i++) {
        char c = type.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c != '\0' && strchr("/.+-_!#$&^", c) != NULL);
        if (!plain)
            return false;
    }
    return true;
}

static void binary_to_uri(struct work *w)
{
    str type = media_type(w);
    if (!media_type_plain(type))
        type = S("application/octet-stream");
    const str pieces[] = { S("data:"), type, S(";base64,"), w->p.value };
    w->p.value = str_join(w->a, pieces, 4, S(""));
    param_drop(w, S("ENCODING"));
    param_drop(w, S("TYPE"));
    param_drop(w, S("VALUE"));
}

/* "data:image/jpeg;base64,…" in its two parts. */
static bool data_uri(str value, str *ret_media, str *ret_base64)
{
    size_t at = str_find(str_sub(value, 0, 200), S(";base64,"));
    if (!str_eq_nocase(str_sub(value, 0, 5), S("data:")) || at >= 200 || at >= value.n)
        return false;
    *ret_media = str_sub(value, 5, at - 5);
    *ret_base64 = str_sub(value, at + 8, value.n);
    return true;
}

static str subtype(arena *a, str media)
{
    str head, tail;
    if (str_eq_nocase(media, S("application/pgp-keys")))
        return S("PGP");
    if (str_eq_nocase(media, S("application/x-x509-ca-cert")))
        return S("X509");
    (void)str_cut(media, '/', &head, &tail);
    char *p = arena_alloc(a, tail.n);
    for (size_t i = 0; i < tail.n; i++)
        p[i] = tail.p[i] >= 'a' && tail.p[i] <= 'z' ? (char)(tail.p[i] - 32) : tail.p[i];
    return (str){ p, tail.n };
}

static void binary_change(struct work *w)
{
    str media, base64;
    if (w->version == CARD_40 && card_parse_binary(&w->p)) {
        binary_to_uri(w);
    } else if (w->version == CARD_30 && card_parse_binary(&w->p)) {
        param_put(w, S("ENCODING"), S("b"));
    } else if (w->version == CARD_30 && data_uri(w->p.value, &media, &base64)) {
        param_drop(w, S("VALUE"));
        param_drop(w, S("MEDIATYPE"));
        param_put(w, S("ENCODING"), S("b"));
        if (media.n > 0)
            param_put(w, S("TYPE"), subtype(w->a, media));
        w->p.value = base64;
    } else if (w->version == CARD_30 && card_param(&w->p, S("VALUE")) == NULL) {
        param_put(w, S("VALUE"), S("uri"));
    } else if (str_eq_nocase(card_param_value(&w->p, S("VALUE")), S("URL"))) {
        param_put(w, S("VALUE"), S("uri"));
    }
}

/* ---- dates ----------------------------------------------------------------------------------- */

static void date_change(struct work *w)
{
    struct card_date date;
    int64_t omitted = 0;
    str text = w->p.value;
    str omit = card_param_value(&w->p, S("X-APPLE-OMIT-YEAR"));
    if (!str_to_int64(omit, &omitted) || omitted < 0 || omitted > 9999)
        omitted = 0;
    bool timed = str_find(text, S("T")) < text.n;
    if (timed || !card_date_parse(text, (int)omitted, &date))
        return;
    param_drop(w, S("X-APPLE-OMIT-YEAR"));
    if (w->version == CARD_40) {
        w->p.value = card_date_text(w->a, date);
    } else if (date.month != 0 && date.day != 0) {
        w->p.value = card_date_dashed(w->a, date);
        if (date.year == 0)
            param_put(w, S("X-APPLE-OMIT-YEAR"), S("1604"));
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static const struct {
    str in_30, in_40;
} renamed[] = {
    { S_INIT("X-ADDRESSBOOKSERVER-KIND"), S_INIT("KIND") },
    { S_INIT("X-ADDRESSBOOKSERVER-MEMBER"), S_INIT("MEMBER") },
    { S_INIT("X-ANNIVERSARY"), S_INIT("ANNIVERSARY") },
};

static void name_change(struct work *w)
{
    for (size_t i = 0; i < COUNT_OF(renamed); i++) {
        if (w->version == CARD_40 && card_is(&w->p, renamed[i].in_30))
            w->p.name = renamed[i].in_40;
        else if (w->version == CARD_30 && card_is(&w->p, renamed[i].in_40))
            w->p.name = renamed[i].in_30;
    }
}

static struct card_property property_change(arena *a, const struct card_property *p,
                                            enum card_version version)
{
    struct work w = { .a = a, .version = version, .p = *p };
    w.params = NEW_ARRAY(a, struct card_param, p->n_params + 3);
    if (p->n_params > 0)
        memcpy(w.params, p->params, p->n_params * sizeof *p->params);
    w.p.params = w.params;
    name_change(&w);
    pref_change(&w);
    if (card_is(p, S("PHOTO")) || card_is(p, S("LOGO")) || card_is(p, S("SOUND")) ||
        card_is(p, S("KEY")))
        binary_change(&w);
    if (card_is(p, S("BDAY")) || card_is(p, S("ANNIVERSARY")) || card_is(p, S("X-ANNIVERSARY")) ||
        card_is(p, S("X-ABDATE")))
        date_change(&w);
    return w.p;
}

struct card card_to_version(arena *a, const struct card *c, enum card_version version)
{
    struct card made = { .version = version, .line = c->line, .n = c->n };
    struct card_property *properties = NEW_ARRAY(a, struct card_property, c->n + 1);
    for (size_t i = 0; i < c->n; i++)
        properties[i] = property_change(a, &c->properties[i], version);
    made.properties = properties;
    return made;
}
