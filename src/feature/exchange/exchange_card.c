/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/exchange/exchange_card.h"

#include "base/id.h"
#include "base/utf8.h"
#include "engine/people/people.h"
#include "engine/text/text_fold.h"
#include "feature/exchange/exchange.h"

#define UID_MAX 200
#define LINE_LIMIT ((size_t)16 << 20)

/* ---- in -------------------------------------------------------------------------------------- */

struct taking_in {
    arena *a;
    const struct card_person *p;
    struct datum *data;
    size_t n;
    struct card_person left; /* what the book has no place for */
};

static void datum_add(struct taking_in *t, const char *kind, str value, str label)
{
    if (!str_empty(str_trim(value)))
        t->data[t->n++] = (struct datum){ .kind = str_of(kind), .value = value, .label = label };
}

static str label_of(str label, str types)
{
    return str_empty(label) ? types : label;
}

static void items_in(struct taking_in *t, const char *kind, const struct card_items *items)
{
    for (size_t i = 0; i < items->n; i++)
        datum_add(t, kind, items->item[i].value,
                  label_of(items->item[i].label, items->item[i].types));
}

/* Profiles are compared, so each stands in one form. */
static void socials_in(struct taking_in *t)
{
    for (size_t i = 0; i < t->p->socials.n; i++) {
        const struct card_item *item = &t->p->socials.item[i];
        datum_add(t, "social", exchange_profile(t->a, item->value),
                  label_of(item->label, item->types));
    }
    items_in(t, "social", &t->p->ims);
}

static void day_in(struct taking_in *t, const char *kind, struct card_date d, str label)
{
    if (d.month == 0 || d.day == 0)
        return;
    datum_add(t, kind,
              d.year != 0 ? str_format(t->a, "%04d-%02d-%02d", d.year, d.month, d.day)
                          : str_format(t->a, "--%02d-%02d", d.month, d.day),
              label);
}

static bool half_known(struct card_date d)
{
    return (d.year != 0 || d.month != 0 || d.day != 0) && (d.month == 0 || d.day == 0);
}

static void days_in(struct taking_in *t)
{
    day_in(t, "birthday", t->p->birthday, S(""));
    if (half_known(t->p->birthday))
        t->left.birthday = t->p->birthday;
    day_in(t, "anniversary", t->p->anniversary, S(""));
    if (half_known(t->p->anniversary))
        t->left.anniversary = t->p->anniversary;
    for (size_t i = 0; i < t->p->n_days; i++) {
        day_in(t, "anniversary", t->p->days[i].date, t->p->days[i].label);
        if (half_known(t->p->days[i].date))
            *card_person_day(t->a, &t->left) = t->p->days[i];
    }
}

static void pronunciation_in(struct taking_in *t)
{
    const str parts[] = { t->p->phonetic_given, t->p->phonetic_additional, t->p->phonetic_family };
    str all = str_trim(str_join(t->a, parts, COUNT_OF(parts), S(" ")));
    datum_add(t, "pronunciation", all, S(""));
    t->left.phonetic_given = t->p->phonetic_given;
    t->left.phonetic_additional = t->p->phonetic_additional;
    t->left.phonetic_family = t->p->phonetic_family;
}

static struct postal_list postals_in(struct taking_in *t)
{
    const struct card_person *p = t->p;
    struct postal *all = NEW_ARRAY(t->a, struct postal, p->n_addresses);
    for (size_t i = 0; i < p->n_addresses; i++) {
        const struct card_address *c = &p->addresses[i];
        const str street[] = { c->street, c->extended, c->po_box };
        str texts = S("");
        for (size_t k = 0; k < COUNT_OF(street); k++)
            if (!str_empty(street[k]))
                texts = str_empty(texts)
                            ? street[k]
                            : str_format(t->a, "%.*s, %.*s", STR_ARG(texts), STR_ARG(street[k]));
        bool only_formatted =
            str_empty(texts) && str_empty(c->city) && str_empty(c->code) && str_empty(c->country);
        all[i] = (struct postal){ .label = label_of(c->label, c->types),
                                  .street = only_formatted ? c->formatted : texts,
                                  .code = c->code,
                                  .town = c->city,
                                  .region = c->region,
                                  .country = c->country };
    }
    return (struct postal_list){ all, p->n_addresses };
}

static struct person_roles roles_in(struct taking_in *t)
{
    const struct card_person *p = t->p;
    struct person_role *all = NEW_ARRAY(t->a, struct person_role, p->n_jobs);
    size_t n = 0;
    for (size_t i = 0; i < p->n_jobs; i++) {
        const struct card_job *j = &p->jobs[i];
        bool whole = str_empty(j->units) && (str_empty(j->title) || str_empty(j->role)) &&
                     !str_empty(j->organisation);
        if (!whole)
            *card_person_job(t->a, &t->left) = *j;
        if (!str_empty(j->organisation))
            all[n++] = (struct person_role){ .organisation_name = j->organisation,
                                             .title = str_empty(j->title) ? j->role : j->title };
        if (str_empty(j->title) && !str_empty(j->role) && whole)
            *card_person_job(t->a, &t->left) = *j;
    }
    return (struct person_roles){ all, n };
}

static bool of_the_name(const struct card_property *p)
{
    return card_is(p, S("FN")) || card_is(p, S("N")) || card_is(p, S("PRODID")) ||
           card_is(p, S("REV"));
}

/* The printed property in one line. */
static str unfolded(arena *a, str printed)
{
    buf line;
    buf_on_arena(&line, a, printed.n + 1);
    while (!str_empty(printed)) {
        size_t fold = str_find(printed, S("\r\n"));
        buf_add(&line, str_sub(printed, 0, fold));
        printed = str_sub(printed, fold + 3, printed.n); /* the space behind it too */
    }
    return buf_str(&line);
}

/* Each property that is left as a line of its own. */
static const str *kept_in(struct taking_in *t, size_t *ret_n)
{
    struct card card = card_of_person(t->a, &t->left, CARD_40);
    str *texts = NEW_ARRAY(t->a, str, card.n);
    size_t n = 0;
    for (size_t i = 0; i < card.n; i++) {
        buf line;
        if (of_the_name(&card.properties[i]))
            continue;
        buf_on_arena(&line, t->a, LINE_LIMIT);
        card_print_properties(&line, &card.properties[i], 1);
        texts[n++] = unfolded(t->a, buf_str(&line));
    }
    *ret_n = n;
    return texts;
}

static str uid_in(str uid)
{
    if (str_starts(uid, S("urn:uuid:")))
        uid = str_sub(uid, 9, uid.n);
    return uid.n <= UID_MAX ? uid : S("");
}

static str name_cut(str s)
{
    return utf8_cut(s, BOOK_NAME_MAX);
}

struct book_taken exchange_card_in(arena *a, const struct card_person *p)
{
    struct taking_in t = { .a = a, .p = p };
    size_t most = p->emails.n + p->tels.n + p->urls.n + p->ims.n + p->socials.n + p->categories.n +
                  p->n_days + 3;
    t.data = NEW_ARRAY(a, struct datum, most);
    t.left = (struct card_person){
        .related = p->related, .rest = p->rest, .n_rest = p->n_rest, .photo.uri = p->photo.uri
    };
    struct book_taken ret = {
        .called = { .name = name_cut(p->name),
                    .given = name_cut(p->given),
                    .family = name_cut(p->family),
                    .additional = name_cut(p->additional),
                    .prefix = name_cut(p->prefix),
                    .suffix = name_cut(p->suffix),
                    .nickname = name_cut(p->nickname) },
        .uid = uid_in(p->uid),
        .photo = { p->photo.media_type, p->photo.bytes },
    };
    items_in(&t, "email", &p->emails);
    items_in(&t, "phone", &p->tels);
    items_in(&t, "url", &p->urls);
    socials_in(&t);
    days_in(&t);
    pronunciation_in(&t);
    items_in(&t, "tag", &p->categories);
    ret.data = (struct datum_list){ t.data, t.n };
    ret.postals = postals_in(&t);
    ret.roles = roles_in(&t);
    ret.kept = kept_in(&t, &ret.n_kept);
    if (!str_empty(str_trim(p->note))) {
        str *note = NEW(a, str);
        *note = p->note;
        ret.notes = note;
        ret.n_notes = 1;
    }
    return ret;
}

str exchange_card_uid(arena *a, const struct card_person *p)
{
    struct card card = card_of_person(a, p, CARD_40);
    buf text;
    buf_on_arena(&text, a, LINE_LIMIT);
    for (size_t i = 0; i < card.n; i++)
        if (!card_is(&card.properties[i], S("REV")) && !card_is(&card.properties[i], S("PHOTO")))
            card_print_properties(&text, &card.properties[i], 1);
    return id_uuid_of(a, buf_str(&text));
}

/* ---- out ------------------------------------------------------------------------------------- */

static bool is_type(str word)
{
    static const char *const types[] = { "home",  "work",     "cell",   "fax",   "pager",
                                         "voice", "main",     "other",  "text",  "textphone",
                                         "video", "internet", "mobile", "iphone" };
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_eq_nocase(word, str_of(types[i])))
            return true;
    return false;
}

/* A label of types, "work,fax", goes out as types. */
static bool all_types(str label)
{
    str rest = label, word = { 0 };
    while (str_next(&rest, ',', &word))
        if (!is_type(word))
            return false;
    return true;
}

static void item_out(arena *a, struct card_items *to, const struct datum *d)
{
    struct card_item *item = card_person_item(a, to, d->value);
    if (all_types(d->label))
        item->types = d->label;
    else
        item->label = d->label;
}

static struct card_date date_out(str value)
{
    struct card_date date = { 0 };
    if (!card_date_parse(value, 0, &date))
        return (struct card_date){ 0 };
    return date;
}

/* "xmpp:anna@example.org", not "https://…". */
static bool is_im(str value)
{
    size_t colon = str_find(value, S(":"));
    return colon < value.n && !str_starts(value, S("http"));
}

static void social_out(arena *a, struct card_person *p, const struct datum *d)
{
    if (is_im(d->value))
        item_out(a, &p->ims, d);
    else
        card_person_item(a, &p->socials, d->value)->types = d->label;
}

static void datum_out(arena *a, struct card_person *p, const struct datum *d)
{
    if (str_eq(d->kind, S("email")))
        item_out(a, &p->emails, d);
    else if (str_eq(d->kind, S("phone")))
        item_out(a, &p->tels, d);
    else if (str_eq(d->kind, S("url")))
        item_out(a, &p->urls, d);
    else if (str_eq(d->kind, S("tag")))
        (void)card_person_item(a, &p->categories, d->value);
    else if (str_eq(d->kind, S("social")))
        social_out(a, p, d);
    else if (str_eq(d->kind, S("birthday")))
        p->birthday = date_out(d->value);
    else if (str_eq(d->kind, S("anniversary")) && str_empty(d->label))
        p->anniversary = date_out(d->value);
    else if (str_eq(d->kind, S("anniversary")))
        *card_person_day(a, p) = (struct card_day){ date_out(d->value), d->label };
    else if (str_eq(d->kind, S("pronunciation")) && str_empty(p->phonetic_given) &&
             str_empty(p->phonetic_family))
        p->phonetic_given = d->value;
}

static void postal_out(arena *a, struct card_person *p, const struct postal *o)
{
    struct card_address *c = card_person_address(a, p);
    *c = (struct card_address){ .street = o->street,
                                .code = o->code,
                                .city = o->town,
                                .region = o->region,
                                .country = o->country };
    if (all_types(o->label))
        c->types = o->label;
    else
        c->label = o->label;
}

/* A place of which a kept line says more is there already. */
static void role_out(arena *a, struct card_person *p, const struct person_role *r)
{
    for (size_t i = 0; i < p->n_jobs; i++)
        if (str_eq(text_fold(a, p->jobs[i].organisation), text_fold(a, r->organisation_name)))
            return;
    *card_person_job(a, p) =
        (struct card_job){ .organisation = r->organisation_name, .title = r->title };
}

/* Kept lines as the person they once were of. */
static struct card_person kept_out(arena *a, const struct book_lines *texts)
{
    buf text;
    const struct card_property *properties = NULL;
    size_t n = 0;
    buf_on_arena(&text, a, 4 * LINE_LIMIT);
    for (size_t i = 0; i < texts->n; i++) {
        if (i > 0)
            buf_char(&text, '\n');
        buf_add(&text, texts->item[i].line);
    }
    if (!card_parse_properties(a, buf_str(&text), &properties, &n))
        n = 0;
    const struct card card = { .version = CARD_40, .properties = properties, .n = n };
    return card_person_of(a, &card);
}

static str notes_out(arena *a, const struct note_list *notes)
{
    str *texts = NEW_ARRAY(a, str, notes->n);
    size_t n = 0;
    for (size_t i = notes->n; i > 0; i--)
        if (!notes->item[i - 1].sensitive)
            texts[n++] = notes->item[i - 1].text;
    return str_join(a, texts, n, S("\n\n"));
}

static const err *facts_out(store *s, arena *a, account_id owner, const struct person *p,
                            struct card_person *c)
{
    struct datum_list data = { 0 };
    struct postal_list postals = { 0 };
    struct person_roles roles = { 0 };
    struct note_list notes = { 0 };
    TRY(book_data(s, a, owner, p->id, &data));
    TRY(book_postals(s, a, owner, p->id, &postals));
    TRY(book_roles(s, a, owner, p->id, &roles));
    TRY(book_notes(s, a, owner, p->id, &notes));
    for (size_t i = 0; i < data.n; i++)
        datum_out(a, c, &data.item[i]);
    for (size_t i = 0; i < postals.n; i++)
        postal_out(a, c, &postals.item[i]);
    for (size_t i = 0; i < roles.n; i++)
        if (str_empty(roles.item[i].to_on))
            role_out(a, c, &roles.item[i]);
    c->note = notes_out(a, &notes);
    return NULL;
}

const err *exchange_card_out(store *s, arena *a, account_id owner, const struct person *p,
                             struct card_person *ret)
{
    struct book_lines kept = { 0 };
    struct book_photo photo = { 0 };
    TRY(book_kept(s, a, owner, p->id, &kept));
    TRY(book_photo(s, a, owner, p->id, &photo));
    struct card_person c = kept_out(a, &kept);
    const struct person_name *n = &p->called;
    c.name = n->name;
    c.given = n->given;
    c.family = n->family;
    c.additional = n->additional;
    c.prefix = n->prefix;
    c.suffix = n->suffix;
    c.nickname = n->nickname;
    c.uid = id_is_uuid(p->uid) ? str_format(a, "urn:uuid:%.*s", STR_ARG(p->uid)) : p->uid;
    if (!str_empty(photo.bytes))
        c.photo = (struct card_photo){ .bytes = photo.bytes, .media_type = photo.type };
    TRY(facts_out(s, a, owner, p, &c));
    *ret = c;
    return NULL;
}
