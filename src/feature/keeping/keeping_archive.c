/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_archive.c - a whole account taken along, line by line, and deleted. See keeping.h;
 * docs/formats.md says what the lines are.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "base/json_text.h"
#include "engine/when/when.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_devices.h"
#include "feature/book/book_keep.h"
#include "feature/keeping/keeping_rules.h"
#include "feature/mail/mail.h"

#define MAILS 100

struct writing {
    const struct keeping_sink *to;
    int64_t rows;
};

/* Consumes the value. */
static const err *write_line(const struct keeping_sink *to, arena *a, json_t *value)
{
    SCRATCH(line);
    str text = json_text_dump(line, json_text_on(line, value), JSON_COMPACT);
    if (str_empty(text))
        FAIL(a, ERR_BROKEN, "a row cannot be written as JSON");
    return to->write(to->arg, a, str_format(line, "%.*s\n", STR_ARG(text)));
}

static const err *add_row(void *arg, arena *a, const char *table, json_t *row)
{
    struct writing *w = arg;
    w->rows++;
    return write_line(w->to, a, json_pack("{s:s, s:o}", "table", table, "row", row));
}

static const err *head(store *s, arena *a, account_id owner, const struct keeping_sink *to)
{
    struct account one = { 0 };
    str zone = { 0 };
    TRY(accounts_get(s, a, owner.v, &one));
    TRY(keeping_rules_zone(s, a, &zone));
    json_t *account = json_pack("{s:o, s:o, s:o, s:I}", "email", json_text(one.email), "name",
                                json_text(one.name), "role", json_text(one.role), "created_ms",
                                (json_int_t)one.created_ms);
    return write_line(to, a,
                      json_pack("{s:s, s:i, s:o, s:o}", "format", "netzarbeit-account", "version",
                                KEEPING_ARCHIVE_VERSION, "made",
                                json_text(when_rfc3339(a, clock_now_ms(), zone)), "account",
                                account));
}

/* Where they are signed in; who could use a session is not told. */
static const err *sessions(store *s, arena *a, account_id owner, struct book_archive *to)
{
    struct device_list devices = { 0 };
    TRY(accounts_devices(s, a, owner.v, &devices));
    for (size_t i = 0; i < devices.n; i++)
        TRY(book_archive_row(to, a, "session",
                             json_pack("{s:I, s:o}", "created_ms",
                                       (json_int_t)devices.item[i].created_ms, "seen",
                                       json_text(devices.item[i].seen))));
    return NULL;
}

/* A secret address in a mail is not told. */
static json_t *mail_json(const struct mail_item *m)
{
    json_t *o = json_object();
    json_object_set_new(o, "id", json_integer(m->id));
    json_object_set_new(o, "purpose", json_text(m->purpose));
    json_object_set_new(o, "about", json_integer(m->about));
    json_object_set_new(o, "to_name", json_text(m->to.name));
    json_object_set_new(o, "to_address", json_text(m->to.address));
    json_object_set_new(o, "subject", json_text(m->subject));
    json_object_set_new(o, "text", json_text(m->text));
    json_object_set_new(o, "state", json_text(m->state));
    json_object_set_new(o, "said", json_text(m->said));
    json_object_set_new(o, "message_id", json_text(m->message_id));
    json_object_set_new(o, "created_ms", json_integer(m->created_ms));
    json_object_set_new(o, "changed_ms", json_integer(m->changed_ms));
    return o;
}

static const err *mails_page(store *s, arena *a, account_id owner, struct book_archive *to,
                             int64_t *after, bool *ret_more)
{
    struct mail_list some = { 0 };
    TRY(mail_after(s, a, owner.v, *after, MAILS, &some));
    for (size_t i = 0; i < some.n; i++) {
        *after = some.item[i].id;
        TRY(book_archive_row(to, a, "mail", mail_json(&some.item[i])));
    }
    *ret_more = some.n == MAILS;
    return NULL;
}

static const err *mails(store *s, arena *a, account_id owner, struct book_archive *to)
{
    int64_t after = 0;
    for (bool more = true; more;) {
        SCRATCH(part);
        const err *e = mails_page(s, part, owner, to, &after, &more);
        if (e != NULL)
            return err_copy(a, e);
    }
    return NULL;
}

/* A part that gives all at once: each member is a table, each element a row. */
static const err *gathered(store *s, arena *a, account_id owner, const struct book_part *part,
                           struct book_archive *to)
{
    SCRATCH(held);
    json_t *all = json_text_on(held, json_object()), *member = NULL, *one = NULL;
    const char *table = NULL;
    size_t i = 0;
    const err *e = part->archive(s, held, owner, all);
    if (e != NULL)
        return err_copy(a, e);
    json_object_foreach(all, table, member)
    {
        if (!json_is_array(member)) {
            TRY(book_archive_row(to, a, table, json_incref(member)));
            continue;
        }
        json_array_foreach(member, i, one) TRY(book_archive_row(to, a, table, json_incref(one)));
    }
    return NULL;
}

const err *keeping_archive(store *s, arena *a, account_id owner, const struct keeping_sink *sink)
{
    struct writing w = { .to = sink };
    struct book_archive to = { add_row, &w };
    TRY(head(s, a, owner, sink));
    TRY(sessions(s, a, owner, &to));
    TRY(mails(s, a, owner, &to));
    for (const struct book_part *const *part = book_parts(); *part != NULL; part++) {
        if ((*part)->archive_rows != NULL)
            TRY((*part)->archive_rows(s, a, owner, &to));
        else if ((*part)->archive != NULL)
            TRY(gathered(s, a, owner, *part, &to));
    }
    return write_line(sink, a, json_pack("{s:b, s:I}", "end", 1, "rows", (json_int_t)w.rows));
}

const err *keeping_account_delete(store *s, arena *a, account_id owner)
{
    const struct book_part *const *parts = book_parts();
    struct account one = { 0 };
    size_t n = 0;
    while (parts[n] != NULL)
        n++;
    TX(t, s, a);
    TRY(accounts_get(s, a, owner.v, &one));
    while (n-- > 0)
        if (parts[n]->empty != NULL)
            TRY(parts[n]->empty(s, a, owner));
    TRY(mail_erase_account(s, a, owner.v, one.email));
    TRY(accounts_delete(s, a, owner.v));
    TRY(tx_commit(&t));
    return book_keep_forget(s, a);
}
