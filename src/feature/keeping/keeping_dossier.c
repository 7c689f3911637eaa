/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_dossier.c - the dossier of one person: gathered from the parts of the book, times written
 * so that anybody can read them, third persons taken out. See keeping.h.
 */
#include <string.h>

#include "base/clock.h"
#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/book/book_part.h"
#include "feature/house/house.h"
#include "feature/keeping/keeping.h"
#include "feature/keeping/keeping_redact.h"
#include "feature/keeping/keeping_rules.h"
#include "feature/keeping/keeping_store.h"
#include "feature/mail/mail.h"

/* ---- third persons --------------------------------------------------------------------------- */

static void each_name(struct redaction *r, const struct keeping_name *n,
                      void (*fn)(struct redaction *r, str name))
{
    fn(r, n->name);
    fn(r, n->given);
    fn(r, n->family);
    fn(r, n->nickname);
}

static const err *redaction_of(store *s, arena *a, account_id owner, person_id whole,
                               struct redaction **ret)
{
    struct redaction *r = keeping_redact_new(a);
    struct keeping_names own = { 0 }, others = { 0 };
    struct keeping_texts mails = { 0 };
    TRY(keeping_store_own(s, a, owner, whole, &own));
    TRY(keeping_store_others(s, a, owner, whole, &others));
    TRY(keeping_store_others_mails(s, a, owner, whole, &mails));
    for (size_t i = 0; i < own.n; i++)
        each_name(r, &own.item[i], keeping_redact_spare);
    for (size_t i = 0; i < others.n; i++)
        each_name(r, &others.item[i], keeping_redact_name);
    for (size_t i = 0; i < mails.n; i++)
        keeping_redact_address(r, mails.item[i].text);
    *ret = r;
    return NULL;
}

/* ---- as it is told --------------------------------------------------------------------------- */

struct telling {
    arena *arena;
    const struct redaction *redaction;
    str zone;
};

/* These hold words of the program, that person's own, or no words at all. Their own names need not
 * be among them: those words are spared. */
static bool spared(const char *key)
{
    static const char *const all[] = { "bytes", "kind",  "source",       "side",       "state",
                                       "type",  "dated", "day",          "started_by", "spoke",
                                       "email", "phone", "organisation", "address" };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (strcmp(key, all[i]) == 0)
            return true;
    return false;
}

static json_t *told(const struct telling *t, const char *key, json_t *value);

/* "time_ms": 1341921600000 is told as "time": "2012-07-10T14:00:00+02:00"; a moment that never was
 * is not told. */
static bool moment(const struct telling *t, json_t *into, const char *key, const json_t *value)
{
    size_t n = strlen(key);
    if (!json_is_integer(value) || n < 4 || strcmp(key + n - 3, "_ms") != 0)
        return false;
    const char *name = str_c(t->arena, (str){ key, n - 3 });
    if (json_integer_value(value) != 0)
        json_object_set_new(into, name,
                            json_text(when_rfc3339(t->arena, json_integer_value(value), t->zone)));
    return true;
}

static json_t *told_object(const struct telling *t, json_t *value)
{
    json_t *into = json_object();
    const char *kind = json_string_value(json_object_get(value, "kind"));
    bool reach = kind != NULL && (strcmp(kind, "email") == 0 || strcmp(kind, "phone") == 0 ||
                                  strcmp(kind, "url") == 0 || strcmp(kind, "social") == 0);
    const char *key = NULL;
    json_t *member = NULL;
    json_object_foreach(value, key, member)
    {
        if (moment(t, into, key, member))
            continue;
        bool own = reach && strcmp(key, "value") == 0;
        json_object_set_new(into, key, own ? json_incref(member) : told(t, key, member));
    }
    return into;
}

static json_t *told(const struct telling *t, const char *key, json_t *value)
{
    if (json_is_object(value))
        return told_object(t, value);
    if (json_is_array(value)) {
        json_t *into = json_array(), *one = NULL;
        size_t i = 0;
        json_array_foreach(value, i, one) json_array_append_new(into, told(t, key, one));
        return into;
    }
    if (!json_is_string(value) || spared(key))
        return json_incref(value);
    str text = { json_string_value(value), json_string_length(value) };
    return json_text(keeping_redact(t->redaction, t->arena, text));
}

static void tell(const struct telling *t, json_t *raw, json_t *into)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(raw, key, value) json_object_set_new(into, key, told(t, key, value));
}

/* ---- the mails ------------------------------------------------------------------------------- */

static const err *mails_of(store *s, arena *a, account_id owner, person_id whole, json_t *into)
{
    json_t *list = json_array();
    struct keeping_texts to = { 0 };
    json_object_set_new(into, "mails", list);
    TRY(keeping_rules_addresses(s, a, owner, whole, &to));
    for (size_t i = 0; i < to.n; i++) {
        struct mail_list mails = { 0 };
        TRY(mail_to(s, a, owner.v, to.item[i].text, &mails));
        for (size_t n = 0; n < mails.n; n++) {
            const struct mail_item *m = &mails.item[n];
            json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o, s:I}", "address",
                                                  json_text(m->to.address), "subject",
                                                  json_text(m->subject), "text", json_text(m->text),
                                                  "state", json_text(m->state), "time_ms",
                                                  (json_int_t)m->created_ms));
        }
    }
    return NULL;
}

/* ---- all of it ------------------------------------------------------------------------------- */

const err *keeping_dossier(store *s, arena *a, account_id owner, person_id id, json_t **ret)
{
    struct person p = { 0 };
    struct redaction *r = NULL;
    struct telling t = { .arena = a };
    TRY(book_person_get(s, a, owner, id, &p));
    TRY(keeping_rules_zone(s, a, &t.zone));
    TRY(redaction_of(s, a, owner, p.id, &r));
    t.redaction = r;
    json_t *raw = json_text_on(a, json_object());
    for (const struct book_part *const *part = book_parts(); *part != NULL; part++)
        if ((*part)->dossier != NULL)
            TRY((*part)->dossier(s, a, owner, p.id, raw));
    TRY(mails_of(s, a, owner, p.id, raw));
    json_t *all = json_text_on(a, json_object());
    json_object_set_new(all, "dossier", json_integer(1));
    json_object_set_new(all, "name", json_text(p.called.name));
    json_object_set_new(all, "made", json_text(when_rfc3339(a, clock_now_ms(), t.zone)));
    tell(&t, raw, all);
    *ret = all;
    return NULL;
}
