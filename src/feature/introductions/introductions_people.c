/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_people.c - see introductions_people.h.
 */
#include "feature/introductions/introductions_people.h"

#include "mail/letter.h"

static bool is(str kind, const char *name)
{
    return str_eq(kind, str_of(name));
}

static void add(struct introduction_sign *all, size_t *n, enum introduction_mark mark, str value)
{
    if (!str_empty(value))
        all[(*n)++] = (struct introduction_sign){ mark, value };
}

static const err *signs_of(store *s, arena *a, account_id owner, struct introductions_person *w)
{
    struct person_roles roles = { 0 };
    struct postal_list postals = { 0 };
    size_t n = 0;
    TRY(book_roles(s, a, owner, w->p.id, &roles));
    TRY(book_postals(s, a, owner, w->p.id, &postals));
    struct introduction_sign *all =
        NEW_ARRAY(a, struct introduction_sign, 4 + roles.n + postals.n + w->data.n);
    add(all, &n, MARK_NAME, w->p.called.name);
    add(all, &n, MARK_NAME, w->p.called.given);
    add(all, &n, MARK_NAME, w->p.called.family);
    add(all, &n, MARK_NAME, w->p.called.nickname);
    for (size_t i = 0; i < roles.n; i++)
        add(all, &n, MARK_FIRM, roles.item[i].organisation_name);
    for (size_t i = 0; i < postals.n; i++)
        add(all, &n, MARK_ADDRESS, postals.item[i].street);
    for (size_t i = 0; i < w->data.n; i++) {
        const struct datum *d = &w->data.item[i];
        if (is(d->kind, "email") || is(d->kind, "url") || is(d->kind, "social"))
            add(all, &n, MARK_ADDRESS, d->value);
        if (is(d->kind, "phone"))
            add(all, &n, MARK_NUMBER, d->fold);
    }
    w->signs = (struct introduction_signs){ all, n };
    return NULL;
}

const err *introductions_person(store *s, arena *a, account_id owner, person_id id, enum lang lang,
                                struct introductions_person *ret)
{
    struct introductions_person w = { 0 };
    TRY(book_person_get(s, a, owner, id, &w.p));
    TRY(book_data(s, a, owner, w.p.id, &w.data));
    TRY(book_items(s, a, owner, w.p.id, &w.items));
    TRY(introductions_named(s, a, owner, w.p.id, &w.named));
    w.letter = book_letter(a, &w.p, &w.data, lang);
    for (size_t i = 0; i < w.data.n; i++) {
        const struct datum *d = &w.data.item[i];
        if (is(d->kind, "email") && str_empty(w.email) && letter_address_ok(d->value))
            w.email = d->value;
        if (is(d->kind, "phone") && str_empty(w.phone))
            w.phone = d->value;
        if (is(d->kind, "form"))
            w.familiar = is(d->value, "du");
    }
    TRY(signs_of(s, a, owner, &w));
    *ret = w;
    return NULL;
}

str introductions_person_items(arena *a, const struct introductions_person *of, const char *side,
                               const struct introduction_signs *other)
{
    str *kept = NEW_ARRAY(a, str, of->items.n);
    size_t n = 0;
    for (size_t i = 0; i < of->items.n; i++) {
        const struct item *it = &of->items.item[i];
        if (is(it->side, side) && is(it->state, "stands") &&
            introductions_reveal(a, it->text, other).n == 0)
            kept[n++] = it->text;
    }
    return str_join(a, kept, n, S(", "));
}
