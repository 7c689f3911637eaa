/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/book/book_letter.h"

#include "engine/text/text_fold.h"

static const struct datum *datum_of(const struct datum_list *data, const char *kind)
{
    for (size_t i = 0; i < data->n; i++)
        if (str_eq(data->item[i].kind, str_of(kind)) && !str_eq(data->item[i].label, S("close")))
            return &data->item[i];
    return NULL;
}

static str value_of(const struct datum_list *data, const char *kind)
{
    const struct datum *d = datum_of(data, kind);
    return d == NULL ? S("") : d->value;
}

static str own_closing(const struct datum_list *data)
{
    for (size_t i = 0; i < data->n; i++)
        if (str_eq(data->item[i].kind, S("greeting_letter")) &&
            str_eq(data->item[i].label, S("close")))
            return data->item[i].value;
    return S("");
}

/* "de", "Deutsch", "German" and so on; the first that is one of ours. */
static enum lang language_of(arena *a, const struct datum_list *data, enum lang otherwise)
{
    for (size_t i = 0; i < data->n; i++) {
        str word = text_fold(a, data->item[i].value);
        if (!str_eq(data->item[i].kind, S("language")))
            continue;
        if (str_eq(word, S("de")) || str_starts(word, S("deutsch")) ||
            str_starts(word, S("german")) || str_starts(word, S("de ")))
            return LANG_DE;
        if (str_eq(word, S("en")) || str_starts(word, S("englis")) || str_starts(word, S("en ")))
            return LANG_EN;
    }
    return otherwise;
}

enum address_as { AS_NEITHER, AS_WOMAN, AS_MAN };

static enum address_as address_as(arena *a, str salutation)
{
    str word = text_fold(a, salutation);
    if (str_eq(word, S("frau")) || str_eq(word, S("ms")) || str_eq(word, S("mrs")))
        return AS_WOMAN;
    return str_eq(word, S("herr")) || str_eq(word, S("mr")) ? AS_MAN : AS_NEITHER;
}

static str joined(arena *a, const str *pieces, size_t n)
{
    str kept[6];
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!str_empty(pieces[i]))
            kept[n_kept++] = pieces[i];
    return str_join(a, kept, n_kept, S(" "));
}

static str greeting_near(arena *a, const struct person *p, enum address_as as, enum lang lang)
{
    str name = str_empty(p->called.given) ? p->called.name : p->called.given;
    const char *hello = lang == LANG_EN  ? "Dear"
                        : as == AS_WOMAN ? "Liebe"
                        : as == AS_MAN   ? "Lieber"
                                         : "Guten Tag";
    return str_format(a, "%s %.*s,", hello, STR_ARG(name));
}

/* A salutation that is neither of the two, such as "Mx", stands as that person wishes it. */
static str greeting_far(arena *a, const struct person *p, str salutation, str title,
                        enum address_as as, enum lang lang)
{
    str family = str_empty(p->called.family) ? p->called.name : p->called.family;
    str hello = lang == LANG_EN ? S("Dear") : S("Guten Tag");
    if (lang == LANG_DE && as != AS_NEITHER)
        hello = as == AS_WOMAN ? S("Sehr geehrte") : S("Sehr geehrter");
    str name = str_empty(salutation) ? p->called.name : family;
    str said = joined(a, (str[]){ hello, salutation, title, name }, 4);
    return str_format(a, "%.*s,", STR_ARG(said));
}

struct book_letter book_letter(arena *a, const struct person *p, const struct datum_list *data,
                               enum lang lang)
{
    struct book_letter l = { .lang = language_of(a, data, lang) };
    str salutation = value_of(data, "salutation"), title = value_of(data, "title");
    bool near = str_eq(value_of(data, "form"), S("du"));
    enum address_as as = address_as(a, salutation);
    if (str_empty(title))
        title = p->called.prefix;
    l.opening = value_of(data, "greeting_letter");
    l.closing = own_closing(data);
    if (str_empty(l.opening))
        l.opening = near ? greeting_near(a, p, as, l.lang)
                         : greeting_far(a, p, salutation, title, as, l.lang);
    if (str_empty(l.closing) && l.lang == LANG_DE)
        l.closing = near ? S("Herzliche Grüße") : S("Mit freundlichen Grüßen");
    else if (str_empty(l.closing))
        l.closing = near ? S("Warm regards") : S("Kind regards");
    return l;
}
