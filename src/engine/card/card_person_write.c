/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_person_write.c - a person as the properties of a card: in the words of 4.0, which
 * card_version.c turns into 3.0 where that is asked for.
 */
#include <stdint.h>
#include <string.h>

#include "engine/card/card_person.h"

struct writer {
    arena *a;
    enum card_version version;
    struct card_property *properties;
    size_t n, cap;
    int64_t groups; /* the last itemN that is in use */
};

static struct card_property *property_add(struct writer *w, str name, str value)
{
    void *all = w->properties;
    arena_grow(w->a, &all, &w->cap, w->n + 1, sizeof *w->properties);
    w->properties = all;
    w->properties[w->n] = (struct card_property){ .name = name, .value = value };
    return &w->properties[w->n++];
}

static void text_add(struct writer *w, str name, str text)
{
    if (text.n > 0)
        (void)property_add(w, name, card_escape(w->a, text));
}

/* The parts one after the other, escaped, with `sep` between them. */
static str parts_join(struct writer *w, const str *parts, size_t n, str sep)
{
    str *escaped = NEW_ARRAY(w->a, str, n + 1);
    for (size_t i = 0; i < n; i++)
        escaped[i] = card_escape(w->a, parts[i]);
    return str_join(w->a, escaped, n, sep);
}

/* Groups of the rest are not used a second time. */
static void groups_count(struct writer *w, const struct card_person *p)
{
    int64_t number;
    for (size_t i = 0; i < p->n_rest; i++) {
        str group = p->rest[i].group;
        if (str_eq_nocase(str_sub(group, 0, 4), S("item")) &&
            str_to_int64(str_sub(group, 4, group.n), &number) && number > w->groups &&
            number < 1000000000)
            w->groups = number;
    }
}

/* The last property gets a group, and the group a label. */
static void label_add(struct writer *w, str label)
{
    if (label.n == 0)
        return;
    str group = str_format(w->a, "item%lld", (long long)++w->groups);
    w->properties[w->n - 1].group = group;
    struct card_property *made =
        property_add(w, S("X-ABLabel"), card_escape(w->a, card_label_apple(w->a, label)));
    made->group = group;
}

/* What stands before the colon: types, preference, and what else was said. */
struct said {
    str types;
    bool preferred;
    const struct card_param *params;
    size_t n_params;
};

static void params_set(struct writer *w, struct card_property *to, struct said said)
{
    struct card_param *params = NEW_ARRAY(w->a, struct card_param, said.n_params + 3);
    size_t n = 0, cap = 0;
    if (said.types.n > 0) {
        str rest = said.types, piece;
        void *values = NULL;
        size_t count = 0;
        while (str_next(&rest, ',', &piece)) {
            arena_grow(w->a, &values, &cap, count + 1, sizeof(str));
            ((str *)values)[count++] = piece;
        }
        params[n++] = (struct card_param){ S("TYPE"), values, count };
    }
    if (said.preferred) {
        str *one = NEW_ARRAY(w->a, str, 1);
        one[0] = S("1");
        params[n++] = (struct card_param){ S("PREF"), one, 1 };
    }
    for (size_t i = 0; i < said.n_params; i++)
        params[n++] = said.params[i];
    to->params = params;
    to->n_params = n;
}

/* An address stands as it is; only what would be read as an escape is none. */
static str uri_of(struct writer *w, str uri)
{
    char *p = arena_array(w->a, uri.n, 2);
    size_t n = 0;
    for (size_t i = 0; i < uri.n; i++) {
        if (uri.p[i] == '\\')
            p[n++] = '\\';
        p[n++] = uri.p[i];
    }
    return (str){ p, n };
}

static void items_add(struct writer *w, str name, const struct card_items *items, bool text)
{
    for (size_t i = 0; i < items->n; i++) {
        const struct card_item *item = &items->item[i];
        str value = text ? card_escape(w->a, item->value) : uri_of(w, item->value);
        params_set(w, property_add(w, name, value),
                   (struct said){ item->types, item->preferred, item->params, item->n_params });
        label_add(w, item->label);
    }
}

static void name_add(struct writer *w, const struct card_person *p)
{
    const str parts[] = { p->family, p->given, p->additional, p->prefix, p->suffix };
    (void)property_add(w, S("FN"), card_escape(w->a, p->name));
    (void)property_add(w, S("N"), parts_join(w, parts, COUNT_OF(parts), S(";")));
    text_add(w, S("NICKNAME"), p->nickname);
    text_add(w, S("X-PHONETIC-FIRST-NAME"), p->phonetic_given);
    text_add(w, S("X-PHONETIC-MIDDLE-NAME"), p->phonetic_additional);
    text_add(w, S("X-PHONETIC-LAST-NAME"), p->phonetic_family);
}

static void addresses_add(struct writer *w, const struct card_person *p)
{
    for (size_t i = 0; i < p->n_addresses; i++) {
        const struct card_address *from = &p->addresses[i];
        const str parts[] = { from->po_box, from->extended, from->street, from->city,
                              from->region, from->code,     from->country };
        struct card_property *made =
            property_add(w, S("ADR"), parts_join(w, parts, COUNT_OF(parts), S(";")));
        params_set(w, made,
                   (struct said){ from->types, from->preferred, from->params, from->n_params });
        if (from->formatted.n > 0) {
            str *one = NEW_ARRAY(w->a, str, 1);
            one[0] = from->formatted;
            struct card_param *params = NEW_ARRAY(w->a, struct card_param, made->n_params + 1);
            if (made->n_params > 0)
                memcpy(params, made->params, made->n_params * sizeof *params);
            params[made->n_params++] = (struct card_param){ S("LABEL"), one, 1 };
            made->params = params;
        }
        label_add(w, from->label);
    }
}

/* Titles stand in the order of the organisations; one that is missing is given by an empty value.
 */
static void jobs_add(struct writer *w, const struct card_person *p)
{
    size_t orgs = 0, titles = 0, roles = 0;
    for (size_t i = 0; i < p->n_jobs; i++) {
        orgs = p->jobs[i].organisation.n + p->jobs[i].units.n > 0 ? i + 1 : orgs;
        titles = p->jobs[i].title.n > 0 ? i + 1 : titles;
        roles = p->jobs[i].role.n > 0 ? i + 1 : roles;
    }
    for (size_t i = 0; i < orgs; i++) {
        const str parts[] = { p->jobs[i].organisation, p->jobs[i].units };
        (void)property_add(w, S("ORG"), parts_join(w, parts, parts[1].n > 0 ? 2 : 1, S(";")));
    }
    for (size_t i = 0; i < titles; i++)
        (void)property_add(w, S("TITLE"), card_escape(w->a, p->jobs[i].title));
    for (size_t i = 0; i < roles; i++)
        (void)property_add(w, S("ROLE"), card_escape(w->a, p->jobs[i].role));
}

static void days_add(struct writer *w, const struct card_person *p)
{
    str birthday = card_date_text(w->a, p->birthday);
    str anniversary = card_date_text(w->a, p->anniversary);
    if (birthday.n > 0)
        (void)property_add(w, S("BDAY"), birthday);
    if (anniversary.n > 0)
        (void)property_add(w, S("ANNIVERSARY"), anniversary);
    for (size_t i = 0; i < p->n_days; i++) {
        (void)property_add(w, S("X-ABDATE"), card_date_text(w->a, p->days[i].date));
        label_add(w, p->days[i].label);
    }
}

static void photo_add(struct writer *w, const struct card_photo *photo)
{
    if (photo->bytes.n > 0) {
        const str pieces[] = { S("data:"),
                               photo->media_type.n > 0 ? photo->media_type : S("image/jpeg"),
                               S(";base64,"), card_base64_of(w->a, photo->bytes) };
        (void)property_add(w, S("PHOTO"), str_join(w->a, pieces, 4, S("")));
    } else if (photo->uri.n > 0) {
        (void)property_add(w, S("PHOTO"), uri_of(w, photo->uri));
    }
}

static bool is_uri(str s)
{
    size_t n = 0;
    while (n < s.n && ((s.p[n] >= 'a' && s.p[n] <= 'z') || (s.p[n] >= 'A' && s.p[n] <= 'Z')))
        n++;
    return n > 1 && n + 1 < s.n && s.p[n] == ':' && s.p[n + 1] != ' ';
}

/* In 3.0, where RELATED is not known, as Apple writes it. */
static void related_add(struct writer *w, const struct card_item *item)
{
    str label = item->label.n > 0 ? item->label : item->types;
    if (w->version == CARD_30) {
        char *p = (char *)(uintptr_t)str_copy(w->a, label).p;
        if (item->label.n == 0 && label.n > 0 && p[0] >= 'a' && p[0] <= 'z')
            p[0] = (char)(p[0] - 32);
        (void)property_add(w, S("X-ABRELATEDNAMES"), card_escape(w->a, item->value));
        label_add(w, (str){ p, label.n });
        return;
    }
    bool uri = is_uri(item->value);
    struct card_property *made = property_add(
        w, S("RELATED"), uri ? uri_of(w, item->value) : card_escape(w->a, item->value));
    struct card_param *params = NEW_ARRAY(w->a, struct card_param, item->n_params + 1);
    str *value = NEW_ARRAY(w->a, str, 1);
    if (item->n_params > 0)
        memcpy(params, item->params, item->n_params * sizeof *params);
    value[0] = S("text");
    params[item->n_params] = (struct card_param){ S("VALUE"), value, 1 };
    params_set(w, made,
               (struct said){ item->types, item->preferred, params, item->n_params + !uri });
    label_add(w, item->label);
}

static void categories_add(struct writer *w, const struct card_items *from)
{
    str *texts = NEW_ARRAY(w->a, str, from->n + 1);
    for (size_t i = 0; i < from->n; i++)
        texts[i] = from->item[i].value;
    if (from->n > 0)
        (void)property_add(w, S("CATEGORIES"), parts_join(w, texts, from->n, S(",")));
}

struct card card_of_person(arena *a, const struct card_person *p, enum card_version version)
{
    struct writer w = { .a = a, .version = version };
    groups_count(&w, p);
    if (p->kind.n > 0 && !str_eq(p->kind, S("individual")))
        text_add(&w, S("KIND"), p->kind);
    text_add(&w, S("UID"), p->uid);
    name_add(&w, p);
    items_add(&w, S("EMAIL"), &p->emails, true);
    items_add(&w, S("TEL"), &p->tels, true);
    addresses_add(&w, p);
    items_add(&w, S("URL"), &p->urls, false);
    items_add(&w, S("IMPP"), &p->ims, false);
    items_add(&w, S("X-SOCIALPROFILE"), &p->socials, false);
    jobs_add(&w, p);
    days_add(&w, p);
    categories_add(&w, &p->categories);
    for (size_t i = 0; i < p->related.n; i++)
        related_add(&w, &p->related.item[i]);
    items_add(&w, S("MEMBER"), &p->members, false);
    text_add(&w, S("NOTE"), p->note);
    text_add(&w, S("REV"), p->rev);
    photo_add(&w, &p->photo);
    for (size_t i = 0; i < p->n_rest; i++)
        *property_add(&w, S(""), S("")) = p->rest[i];
    struct card made = { .version = CARD_40, .properties = w.properties, .n = w.n };
    return card_to_version(a, &made, version);
}
