/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_person_read.c - what the properties of a card say of a person: one function a property,
 * found in one table. What none of them takes stays in the rest.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "engine/card/card_parse.h"
#include "engine/card/card_person.h"

/* Bytes of all types of one address; no more are anybody's. */
#define TYPES_MAX 500

/* X-ABLabel of a group. */
struct label {
    str group; /* lower case */
    const struct card_property *p;
    bool used;  /* something of the group stays in the rest */
    bool taken; /* something of the group was read */
};

struct view {
    arena *a;
    const struct card *card;
    struct card_person *p;
    struct label *labels; /* by group */
    size_t n_labels;
    str *notes;
    size_t n_notes, cap_notes;
    size_t orgs, titles, roles; /* of the jobs so far */
    const char *service;        /* what the table says of the property at hand */
};

/* ---- texts ----------------------------------------------------------------------------------- */

static str line_of(struct view *v, str value)
{
    return utf8_line(v->a, card_unescape(v->a, value));
}

/* The parts of a value that `sep` parts, as one text with ", " between them. */
static str list_of(struct view *v, str value, char sep)
{
    str part;
    buf text;
    buf_on_arena(&text, v->a, 3 * value.n + 64);
    while (card_next_part(&value, sep, &part)) {
        str one = line_of(v, part);
        if (one.n > 0 && text.n > 0)
            buf_add(&text, S(", "));
        buf_add(&text, one);
    }
    return buf_str(&text);
}

static bool text_set(str *to, str value)
{
    if (to->n > 0)
        return false;
    *to = value;
    return true;
}

/* ---- labels ---------------------------------------------------------------------------------- */

static int by_group(const void *x, const void *y)
{
    const struct label *a = x, *b = y;
    int order = str_cmp(a->group, b->group);
    return order != 0 ? order : (a->p > b->p) - (a->p < b->p);
}

static void labels_find(struct view *v)
{
    v->labels = NEW_ARRAY(v->a, struct label, v->card->n + 1);
    for (size_t i = 0; i < v->card->n; i++) {
        const struct card_property *p = &v->card->properties[i];
        if (p->group.n > 0 && card_is(p, S("X-ABLABEL")))
            v->labels[v->n_labels++] = (struct label){ .group = str_lower(v->a, p->group), .p = p };
    }
    if (v->n_labels > 1)
        qsort(v->labels, v->n_labels, sizeof *v->labels, by_group);
}

/* The label of the group of `p`, or NULL. */
static struct label *label_at(struct view *v, const struct card_property *p)
{
    str group = p->group.n > 0 ? str_lower(v->a, p->group) : (str){ 0 };
    size_t from = 0, to = group.n > 0 ? v->n_labels : 0;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (str_cmp(v->labels[middle].group, group) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    bool found = group.n > 0 && from < v->n_labels && str_eq(v->labels[from].group, group);
    return found ? &v->labels[from] : NULL;
}

/* The words given to the group of a property, or absent. */
static str label_of(struct view *v, const struct card_property *p)
{
    struct label *label = label_at(v, p);
    return label == NULL ? (str){ 0 } : str_trim(card_label_plain(line_of(v, label->p->value)));
}

/* A label belongs to what its group names: it stays only where that stays, or where nothing is. */
static bool label_stays(struct view *v, const struct card_property *p)
{
    struct label *label = label_at(v, p);
    return label == NULL || label->p != p || label->used || !label->taken;
}

/* ---- types and other parameters -------------------------------------------------------------- */

/* "work,fax": without what every address of the sort has, and without the preference. */
static str types_of(struct view *v, const struct card_property *p, bool *ret_preferred)
{
    str one;
    buf text;
    struct card_types at = { 0 };
    buf_on_arena(&text, v->a, TYPES_MAX);
    *ret_preferred = card_param(p, S("PREF")) != NULL;
    while (card_next_type(p, &at, &one)) {
        one = str_lower(v->a, utf8_line(v->a, one));
        if (str_eq(one, S("pref")))
            *ret_preferred = true;
        if (one.n == 0 || str_eq(one, S("pref")) || str_eq(one, S("internet")) ||
            text.n + 1 + one.n > TYPES_MAX)
            continue;
        if (text.n > 0)
            buf_char(&text, ',');
        buf_add(&text, one);
    }
    return buf_str(&text);
}

/* The parameters that say neither type nor preference. */
static const struct card_param *others_of(struct view *v, const struct card_property *p,
                                          bool keep_value, size_t *ret_n)
{
    struct card_param *kept = NEW_ARRAY(v->a, struct card_param, p->n_params + 1);
    size_t n = 0;
    for (size_t i = 0; i < p->n_params; i++) {
        str name = p->params[i].name;
        if (!str_eq_nocase(name, S("TYPE")) && !str_eq_nocase(name, S("PREF")) &&
            !str_eq_nocase(name, S("LABEL")) && (keep_value || !str_eq_nocase(name, S("VALUE"))))
            kept[n++] = p->params[i];
    }
    *ret_n = n;
    return kept;
}

static bool item_add(struct view *v, struct card_items *to, const struct card_property *p,
                     str value)
{
    if (value.n == 0)
        return false;
    struct card_item *item = card_person_item(v->a, to, value);
    item->types = types_of(v, p, &item->preferred);
    item->label = label_of(v, p);
    item->params = others_of(v, p, false, &item->n_params);
    return true;
}

/* ---- names ----------------------------------------------------------------------------------- */

static bool read_fn(struct view *v, const struct card_property *p)
{
    return text_set(&v->p->name, line_of(v, p->value));
}

static bool read_n(struct view *v, const struct card_property *p)
{
    struct card_person *to = v->p;
    str *const parts[] = { &to->family, &to->given, &to->additional, &to->prefix, &to->suffix };
    str rest = p->value, part;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i]->n > 0)
            return false;
    for (size_t i = 0; i < COUNT_OF(parts) && card_next_part(&rest, ';', &part); i++)
        *parts[i] = list_of(v, part, ',');
    /* RFC 9554 has two more parts. */
    return rest.p == NULL;
}

static bool read_nickname(struct view *v, const struct card_property *p)
{
    return text_set(&v->p->nickname, list_of(v, p->value, ','));
}

static bool read_phonetic(struct view *v, const struct card_property *p)
{
    str *to = v->service[0] == 'f'   ? &v->p->phonetic_given
              : v->service[0] == 'm' ? &v->p->phonetic_additional
                                     : &v->p->phonetic_family;
    return text_set(to, line_of(v, p->value));
}

/* ---- addresses ------------------------------------------------------------------------------- */

static bool read_email(struct view *v, const struct card_property *p)
{
    return item_add(v, &v->p->emails, p, line_of(v, p->value));
}

static bool read_tel(struct view *v, const struct card_property *p)
{
    str value = line_of(v, p->value);
    if (str_eq_nocase(str_sub(value, 0, 4), S("tel:")) && !str_contains(value, S(";")))
        value = str_sub(value, 4, value.n);
    return item_add(v, &v->p->tels, p, value);
}

static bool read_url(struct view *v, const struct card_property *p)
{
    return item_add(v, &v->p->urls, p, line_of(v, p->value));
}

static bool read_im(struct view *v, const struct card_property *p)
{
    str value = line_of(v, p->value);
    if (v->service != NULL && value.n > 0)
        value = str_format(v->a, "%s:%.*s", v->service, STR_ARG(value));
    return item_add(v, &v->p->ims, p, value);
}

static bool read_social(struct view *v, const struct card_property *p)
{
    return item_add(v, &v->p->socials, p, line_of(v, p->value));
}

static bool read_adr(struct view *v, const struct card_property *p)
{
    struct card_address made = { 0 };
    str *const parts[] = { &made.po_box, &made.extended, &made.street, &made.city,
                           &made.region, &made.code,     &made.country };
    str rest = p->value, part;
    size_t said = 0;
    for (size_t i = 0; i < COUNT_OF(parts) && card_next_part(&rest, ';', &part); i++) {
        *parts[i] = utf8_text(v->a, card_unescape(v->a, part));
        said += parts[i]->n;
    }
    made.formatted = utf8_text(v->a, card_unescape(v->a, card_param_value(p, S("LABEL"))));
    if (rest.p != NULL || said + made.formatted.n == 0)
        return false;
    made.types = types_of(v, p, &made.preferred);
    made.label = label_of(v, p);
    made.params = others_of(v, p, true, &made.n_params);
    *card_person_address(v->a, v->p) = made;
    return true;
}

/* ---- work ------------------------------------------------------------------------------------ */

static struct card_job *job_at(struct view *v, size_t i)
{
    while (v->p->n_jobs <= i)
        (void)card_person_job(v->a, v->p);
    return &v->p->jobs[i];
}

/* The first organisation goes with the first title and the first role, and so on; one that is empty
 * holds its place. */
static bool read_org(struct view *v, const struct card_property *p)
{
    str rest = p->value, part;
    size_t at = v->orgs++;
    (void)card_next_part(&rest, ';', &part);
    str organisation = line_of(v, part);
    str units = rest.p == NULL ? (str){ 0 } : list_of(v, rest, ';');
    if (organisation.n + units.n > 0) {
        job_at(v, at)->organisation = organisation;
        job_at(v, at)->units = units;
    }
    return true;
}

static bool read_title(struct view *v, const struct card_property *p)
{
    str value = line_of(v, p->value);
    size_t at = v->titles++;
    if (value.n > 0)
        job_at(v, at)->title = value;
    return true;
}

static bool read_role(struct view *v, const struct card_property *p)
{
    str value = line_of(v, p->value);
    size_t at = v->roles++;
    if (value.n > 0)
        job_at(v, at)->role = value;
    return true;
}

/* ---- days ------------------------------------------------------------------------------------ */

static bool date_of(const struct card_property *p, struct card_date *ret)
{
    int64_t omitted = 0;
    if (!str_to_int64(card_param_value(p, S("X-APPLE-OMIT-YEAR")), &omitted) || omitted < 0 ||
        omitted > 9999)
        omitted = 0;
    return card_date_parse(p->value, (int)omitted, ret);
}

static bool date_set(struct card_date *to, struct card_date date)
{
    if (to->year != 0 || to->month != 0 || to->day != 0)
        return false;
    *to = date;
    return true;
}

static bool read_bday(struct view *v, const struct card_property *p)
{
    struct card_date date;
    return date_of(p, &date) && date_set(&v->p->birthday, date);
}

static bool read_anniversary(struct view *v, const struct card_property *p)
{
    struct card_date date;
    return date_of(p, &date) && date_set(&v->p->anniversary, date);
}

static bool read_day(struct view *v, const struct card_property *p)
{
    struct card_date date;
    str label = label_of(v, p);
    if (!date_of(p, &date))
        return false;
    if (str_eq(label, S("Anniversary")) && date_set(&v->p->anniversary, date))
        return true;
    *card_person_day(v->a, v->p) = (struct card_day){ date, label };
    return true;
}

/* ---- the others ------------------------------------------------------------------------------ */

static bool read_note(struct view *v, const struct card_property *p)
{
    str text = utf8_text(v->a, card_unescape(v->a, p->value));
    if (text.n == 0)
        return false;
    void *notes = v->notes;
    arena_grow(v->a, &notes, &v->cap_notes, v->n_notes + 1, sizeof(str));
    v->notes = notes;
    v->notes[v->n_notes++] = text;
    return true;
}

static bool read_categories(struct view *v, const struct card_property *p)
{
    str rest = p->value, part;
    while (card_next_part(&rest, ',', &part)) {
        str one = line_of(v, part);
        if (one.n > 0)
            (void)card_person_item(v->a, &v->p->categories, one);
    }
    return true;
}

static bool read_related(struct view *v, const struct card_property *p)
{
    if (!item_add(v, &v->p->related, p, line_of(v, p->value)))
        return false;
    struct card_item *item = &v->p->related.item[v->p->related.n - 1];
    if (item->types.n == 0)
        item->types = v->service != NULL ? str_of(v->service) : str_lower(v->a, item->label);
    if (str_eq(item->types, str_lower(v->a, item->label)))
        item->label = (str){ 0 };
    return true;
}

static str guessed_media(str bytes)
{
    return str_starts(bytes, S("\x89PNG")) ? S("image/png")
           : str_starts(bytes, S("GIF8"))  ? S("image/gif")
           : str_starts(bytes, S("RIFF")) && str_eq(str_sub(bytes, 8, 4), S("WEBP"))
               ? S("image/webp")
               : S("image/jpeg");
}

static bool read_photo(struct view *v, const struct card_property *p)
{
    struct card_photo *to = &v->p->photo;
    str value = p->value;
    size_t at = str_find(str_sub(value, 0, 200), S(";base64,"));
    if (to->bytes.n > 0 || to->uri.n > 0 || value.n == 0)
        return false;
    bool data = str_eq_nocase(str_sub(value, 0, 5), S("data:")) && at < 200 && at < value.n;
    if (!data && !card_parse_binary(p))
        return text_set(&to->uri, line_of(v, value));
    to->bytes = card_base64(v->a, data ? str_sub(value, at + 8, value.n) : value);
    str type = data ? str_sub(value, 5, at - 5) : (str){ 0 };
    to->media_type =
        str_starts(type, S("image/")) ? str_lower(v->a, type) : guessed_media(to->bytes);
    return to->bytes.n > 0;
}

static bool read_uid(struct view *v, const struct card_property *p)
{
    return text_set(&v->p->uid, line_of(v, p->value));
}

static bool read_rev(struct view *v, const struct card_property *p)
{
    return text_set(&v->p->rev, line_of(v, p->value));
}

static bool read_kind(struct view *v, const struct card_property *p)
{
    return text_set(&v->p->kind, str_lower(v->a, line_of(v, p->value)));
}

static bool read_member(struct view *v, const struct card_property *p)
{
    return item_add(v, &v->p->members, p, line_of(v, p->value));
}

/* ---- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct reader {
    str name;
    bool (*read)(struct view *v, const struct card_property *p);
    const char *service;
} readers[] = {
    { S_INIT("FN"), read_fn, NULL },
    { S_INIT("N"), read_n, NULL },
    { S_INIT("NICKNAME"), read_nickname, NULL },
    { S_INIT("X-PHONETIC-FIRST-NAME"), read_phonetic, "first" },
    { S_INIT("X-PHONETIC-MIDDLE-NAME"), read_phonetic, "middle" },
    { S_INIT("X-PHONETIC-LAST-NAME"), read_phonetic, "last" },
    { S_INIT("EMAIL"), read_email, NULL },
    { S_INIT("TEL"), read_tel, NULL },
    { S_INIT("ADR"), read_adr, NULL },
    { S_INIT("URL"), read_url, NULL },
    { S_INIT("IMPP"), read_im, NULL },
    { S_INIT("X-AIM"), read_im, "aim" },
    { S_INIT("X-ICQ"), read_im, "icq" },
    { S_INIT("X-JABBER"), read_im, "xmpp" },
    { S_INIT("X-MSN"), read_im, "msnim" },
    { S_INIT("X-YAHOO"), read_im, "ymsgr" },
    { S_INIT("X-SKYPE"), read_im, "skype" },
    { S_INIT("X-SKYPE-USERNAME"), read_im, "skype" },
    { S_INIT("X-GADUGADU"), read_im, "gg" },
    { S_INIT("X-GOOGLE-TALK"), read_im, "xmpp" },
    { S_INIT("X-MS-IMADDRESS"), read_im, "im" },
    { S_INIT("X-SOCIALPROFILE"), read_social, NULL },
    { S_INIT("SOCIALPROFILE"), read_social, NULL },
    { S_INIT("ORG"), read_org, NULL },
    { S_INIT("TITLE"), read_title, NULL },
    { S_INIT("ROLE"), read_role, NULL },
    { S_INIT("BDAY"), read_bday, NULL },
    { S_INIT("ANNIVERSARY"), read_anniversary, NULL },
    { S_INIT("X-ANNIVERSARY"), read_anniversary, NULL },
    { S_INIT("X-EVOLUTION-ANNIVERSARY"), read_anniversary, NULL },
    { S_INIT("X-MS-ANNIVERSARY"), read_anniversary, NULL },
    { S_INIT("X-WAB-WEDDING_ANNIVERSARY"), read_anniversary, NULL },
    { S_INIT("X-ABDATE"), read_day, NULL },
    { S_INIT("NOTE"), read_note, NULL },
    { S_INIT("CATEGORIES"), read_categories, NULL },
    { S_INIT("RELATED"), read_related, NULL },
    { S_INIT("X-ABRELATEDNAMES"), read_related, NULL },
    { S_INIT("X-SPOUSE"), read_related, "spouse" },
    { S_INIT("X-EVOLUTION-SPOUSE"), read_related, "spouse" },
    { S_INIT("X-MS-SPOUSE"), read_related, "spouse" },
    { S_INIT("X-WAB-SPOUSE_NAME"), read_related, "spouse" },
    { S_INIT("X-MANAGER"), read_related, "manager" },
    { S_INIT("X-EVOLUTION-MANAGER"), read_related, "manager" },
    { S_INIT("X-MS-MANAGER"), read_related, "manager" },
    { S_INIT("X-ASSISTANT"), read_related, "assistant" },
    { S_INIT("X-EVOLUTION-ASSISTANT"), read_related, "assistant" },
    { S_INIT("X-MS-ASSISTANT"), read_related, "assistant" },
    { S_INIT("PHOTO"), read_photo, NULL },
    { S_INIT("UID"), read_uid, NULL },
    { S_INIT("REV"), read_rev, NULL },
    { S_INIT("KIND"), read_kind, NULL },
    { S_INIT("X-ADDRESSBOOKSERVER-KIND"), read_kind, NULL },
    { S_INIT("MEMBER"), read_member, NULL },
    { S_INIT("X-ADDRESSBOOKSERVER-MEMBER"), read_member, NULL },
};
/* clang-format on */

static bool property_read(struct view *v, const struct card_property *p)
{
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        if (card_is(p, readers[i].name)) {
            if (card_parse_binary(p) && readers[i].read != read_photo)
                return false;
            v->service = readers[i].service;
            return readers[i].read(v, p);
        }
    return false;
}

static void rest_add(struct view *v, const struct card_property *p)
{
    void *rest = (void *)(uintptr_t)v->p->rest;
    arena_grow(v->a, &rest, &v->p->cap_rest, v->p->n_rest + 1, sizeof *p);
    ((struct card_property *)rest)[v->p->n_rest++] = *p;
    v->p->rest = rest;
}

struct card_person card_person_of(arena *a, const struct card *c)
{
    struct card_person person = { 0 };
    struct view v = { .a = a, .card = c, .p = &person };
    bool *read = NEW_ARRAY(a, bool, c->n + 1);
    labels_find(&v);
    for (size_t i = 0; i < c->n; i++) {
        const struct card_property *p = &c->properties[i];
        struct label *label = label_at(&v, p);
        read[i] = property_read(&v, p);
        if (label != NULL && !card_is(p, S("X-ABLABEL")))
            *(read[i] ? &label->taken : &label->used) = true;
    }
    for (size_t i = 0; i < c->n; i++) {
        const struct card_property *p = &c->properties[i];
        if (!read[i] && (!card_is(p, S("X-ABLABEL")) || label_stays(&v, p)))
            rest_add(&v, p);
    }
    if (v.n_notes > 0)
        person.note = str_join(a, v.notes, v.n_notes, S("\n\n"));
    if (person.kind.n == 0)
        person.kind = S("individual");
    person.group = str_eq(person.kind, S("group"));
    card_person_name(a, &person);
    return person;
}
