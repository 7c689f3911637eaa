/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/book/book_take.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "engine/text/text_fold.h"
#include "feature/book/book_fact_store.h"
#include "feature/book/book_person_store.h"
#include "feature/book/book_rules.h"
#include "feature/book/book_take_store.h"

#define PHOTO_MAX ((size_t)8 << 20)

/* One taking: what is there of the person (empty for a new one) and what was added. */
struct taking {
    store *s;
    arena *a;
    account_id owner;
    const struct book_taken *t;
    struct book_source from;
    person_id person;
    struct book_said was;
    struct book_lines was_kept;
    struct datum *data;
    struct postal *postals;
    struct person_role *roles;
    struct note *notes;
    str *refused;
    size_t n_data, n_postals, n_roles, n_notes, n_refused;
    struct book_took *took;
};

static str sure(str s)
{
    return s.p == NULL ? S("") : s;
}

/* ---- data ------------------------------------------------------------------------------------ */

/* As a line that a vCard may hold. */
static void keep_instead(struct taking *k, str kind, str value)
{
    str clean = utf8_line(k->a, value);
    if (!str_empty(clean))
        k->refused[k->n_refused++] =
            str_format(k->a, "X-NOT-TAKEN;TYPE=%.*s:%.*s", STR_ARG(kind), STR_ARG(clean));
}

static bool datum_known(const struct datum_list *all, const struct datum *d)
{
    bool single = book_rules_single(d->kind) && !str_eq(d->kind, S("greeting_letter"));
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->item[i].kind, d->kind) && (single || str_eq(all->item[i].fold, d->fold)))
            return true;
    return false;
}

static const err *take_datum(struct taking *k, const struct datum *given)
{
    struct datum d = *given;
    const struct datum_list now = { k->data, k->n_data };
    if (book_rules_datum(k->a, LANG_EN, &d) != NULL) {
        keep_instead(k, given->kind, given->value);
        return NULL;
    }
    if (datum_known(&k->was.data, &d) || datum_known(&now, &d))
        return NULL;
    d.person = k->person;
    d.from = k->from;
    TRY(book_fact_store_datum(k->s, k->a, k->owner, &d, &d.id));
    k->data[k->n_data++] = d;
    return NULL;
}

/* ---- postal addresses, roles ----------------------------------------------------------------- */

static bool same_postal(arena *a, const struct postal *one, const struct postal *other)
{
    return str_eq(text_fold(a, one->street), text_fold(a, other->street)) &&
           str_eq(sure(one->code), sure(other->code)) &&
           str_eq(text_fold(a, one->town), text_fold(a, other->town));
}

static const err *take_postal(struct taking *k, const struct postal *given)
{
    struct postal p = *given;
    if (book_rules_postal(k->a, LANG_EN, &p) != NULL) {
        keep_instead(k, S("postal"), given->street);
        return NULL;
    }
    for (size_t i = 0; i < k->was.postals.n; i++)
        if (same_postal(k->a, &k->was.postals.item[i], &p))
            return NULL;
    p.person = k->person;
    p.from = k->from;
    TRY(book_fact_store_postal(k->s, k->a, k->owner, &p, text_fold(k->a, p.town), &p.id));
    k->postals[k->n_postals++] = p;
    return NULL;
}

static bool same_role(arena *a, const struct person_role *one, const struct person_role *other)
{
    return str_eq(text_fold(a, one->organisation_name), text_fold(a, other->organisation_name)) &&
           (str_empty(other->title) ||
            str_eq(text_fold(a, one->title), text_fold(a, other->title)));
}

static const err *take_role(struct taking *k, const struct person_role *given)
{
    struct person_role r = *given;
    r.organisation_name = utf8_line(k->a, r.organisation_name);
    if (book_rules_role(k->a, LANG_EN, &r) != NULL || str_empty(r.organisation_name) ||
        utf8_count(r.organisation_name) > BOOK_NAME_MAX) {
        keep_instead(k, S("role"), given->organisation_name);
        return NULL;
    }
    for (size_t i = 0; i < k->was.roles.n; i++)
        if (same_role(k->a, &k->was.roles.item[i], &r))
            return NULL;
    str key = text_fold(k->a, r.organisation_name);
    TRY(book_fact_store_organisation(k->s, k->a, k->owner, r.organisation_name,
                                     str_empty(key) ? r.organisation_name : key, &r.organisation));
    r.person = k->person;
    r.from = k->from;
    TRY(book_fact_store_role(k->s, k->a, k->owner, &r, &r.id));
    k->roles[k->n_roles++] = r;
    return NULL;
}

/* ---- notes, photo, kept lines ---------------------------------------------------------------- */

static bool note_known(const struct note_list *all, str text)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->item[i].text, text))
            return true;
    return false;
}

/* A note too long for one becomes several. */
static const err *take_note(struct taking *k, str given, fact_id *ids)
{
    str rest = utf8_text(k->a, given);
    while (!str_empty(rest)) {
        str piece = utf8_cut(rest, BOOK_NOTE_MAX);
        struct book_note_row n = {
            .note = { .person = k->person, .text = piece, .time_ms = clock_now_ms() }
        };
        rest = str_sub(rest, piece.n, rest.n);
        if (note_known(&k->was.notes, piece))
            continue;
        TRY(book_fact_store_note(k->s, k->a, k->owner, &n, &n.note.id));
        ids[k->n_notes] = n.note.id;
        k->notes[k->n_notes++] = n.note;
    }
    return NULL;
}

static size_t notes_room(const struct book_taken *t)
{
    size_t n = t->n_notes;
    for (size_t i = 0; i < t->n_notes; i++)
        n += t->notes[i].n / BOOK_NOTE_MAX;
    return n;
}

static const err *take_notes(struct taking *k)
{
    size_t room = notes_room(k->t);
    fact_id *ids = NEW_ARRAY(k->a, fact_id, room);
    k->notes = NEW_ARRAY(k->a, struct note, room);
    for (size_t i = 0; i < k->t->n_notes; i++)
        TRY(take_note(k, k->t->notes[i], ids));
    k->took->notes = ids;
    k->took->n_notes = k->n_notes;
    return NULL;
}

static const err *take_photo(struct taking *k)
{
    struct book_photo photo = k->t->photo, was = { 0 };
    bool found = false, is_new = false;
    if (str_empty(photo.bytes) || photo.bytes.n > PHOTO_MAX)
        return NULL;
    TRY(book_take_store_photo_get(k->s, k->a, k->owner, k->person, &was, &found));
    if (found)
        return NULL;
    photo.type = utf8_line(k->a, photo.type);
    TRY(book_take_store_photo(k->s, k->a, k->owner, k->person, &photo, &k->from, &is_new));
    k->took->added += is_new;
    return NULL;
}

static const err *keep_line(struct taking *k, str line, fact_id *ids)
{
    for (size_t i = 0; i < k->was_kept.n; i++)
        if (str_eq(k->was_kept.item[i].line, line))
            return NULL;
    return book_take_store_keep(k->s, k->a, k->owner, k->person, line, &ids[k->took->n_kept++]);
}

static const err *take_kept(struct taking *k)
{
    fact_id *ids = NEW_ARRAY(k->a, fact_id, k->t->n_kept + k->n_refused);
    for (size_t i = 0; i < k->t->n_kept; i++)
        TRY(keep_line(k, k->t->kept[i], ids));
    for (size_t i = 0; i < k->n_refused; i++)
        TRY(keep_line(k, k->refused[i], ids));
    k->took->kept = ids;
    return NULL;
}

/* ---- a person -------------------------------------------------------------------------------- */

static const err *take_facts(struct taking *k)
{
    const struct book_taken *t = k->t;
    k->data = NEW_ARRAY(k->a, struct datum, t->data.n);
    k->postals = NEW_ARRAY(k->a, struct postal, t->postals.n);
    k->roles = NEW_ARRAY(k->a, struct person_role, t->roles.n);
    k->refused = NEW_ARRAY(k->a, str, t->data.n + t->postals.n + t->roles.n);
    for (size_t i = 0; i < t->data.n; i++)
        TRY(take_datum(k, &t->data.item[i]));
    for (size_t i = 0; i < t->postals.n; i++)
        TRY(take_postal(k, &t->postals.item[i]));
    for (size_t i = 0; i < t->roles.n; i++)
        TRY(take_role(k, &t->roles.item[i]));
    TRY(take_notes(k));
    TRY(take_photo(k));
    TRY(take_kept(k));
    k->took->added += k->n_data + k->n_postals + k->n_roles + k->n_notes + k->took->n_kept;
    return NULL;
}

static const err *take_new(struct taking *k)
{
    struct person p = { .uid = str_empty(k->t->uid) ? id_uuid(k->a) : k->t->uid,
                        .from = k->from,
                        .created_ms = clock_now_ms() };
    TRY(book_person_name_check(k->a, LANG_EN, &k->t->called, &p.called));
    TRY(book_person_store_add(k->s, k->a, k->owner, &p, text_name_key(k->a, p.called.name), &p.id));
    k->person = p.id;
    TRY(take_facts(k));
    const struct book_said said = { .names = { &p, 1 },
                                    .data = { k->data, k->n_data },
                                    .postals = { k->postals, k->n_postals },
                                    .roles = { k->roles, k->n_roles },
                                    .notes = { k->notes, k->n_notes } };
    return book_rules_search_new(k->s, k->a, k->owner, &p, &said);
}

static const err *take_onto(struct taking *k, person_id onto)
{
    struct person p = { 0 };
    TRY(book_person_get(k->s, k->a, k->owner, onto, &p));
    k->person = p.id;
    TRY(book_data(k->s, k->a, k->owner, p.id, &k->was.data));
    TRY(book_postals(k->s, k->a, k->owner, p.id, &k->was.postals));
    TRY(book_roles(k->s, k->a, k->owner, p.id, &k->was.roles));
    TRY(book_notes(k->s, k->a, k->owner, p.id, &k->was.notes));
    TRY(book_take_store_kept(k->s, k->a, k->owner, p.id, &k->was_kept));
    TRY(take_facts(k));
    return k->took->added > 0 ? book_search_person(k->s, k->a, k->owner, p.id) : NULL;
}

const err *book_take(store *s, arena *a, account_id owner, const struct book_taken *t,
                     person_id onto, struct book_took *ret)
{
    struct book_took took = { 0 };
    struct taking k = { .s = s, .a = a, .owner = owner, .t = t, .from = t->from, .took = &took };
    TX(tx, s, a);
    TRY(book_rules_source(s, a, &k.from));
    TRY(onto.v == 0 ? take_new(&k) : take_onto(&k, onto));
    TRY(tx_commit(&tx));
    took.person = k.person;
    *ret = took;
    return NULL;
}

const err *book_photo(store *s, arena *a, account_id owner, person_id whole, struct book_photo *ret)
{
    bool found = false;
    *ret = (struct book_photo){ 0 };
    return book_take_store_photo_get(s, a, owner, whole, ret, &found);
}

const err *book_kept(store *s, arena *a, account_id owner, person_id whole, struct book_lines *ret)
{
    return book_take_store_kept(s, a, owner, whole, ret);
}
