/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail.c - the rules of the queue.
 */
#include "feature/mail/mail.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "feature/mail/mail_rules.h"
#include "feature/mail/mail_server.h"
#include "feature/mail/mail_store.h"

#define MINUTE_MS ((int64_t)60 * 1000)
#define GIVE_UP_MS (48 * 60 * MINUTE_MS)
#define LINK_MARK S("{link}")

/* ---- into the queue -------------------------------------------------------------------------- */

static bool between(str s, size_t least, size_t most)
{
    size_t n = utf8_count(s);
    return n >= least && n <= most;
}

/* The part behind the '@' is the sender's, so that it looks like what it is; a house without an
 * address yet has one that nobody else has. */
static const err *message_id(store *s, arena *a, str *ret)
{
    struct mail_server server = { 0 };
    TRY(mail_server_load(s, a, &server));
    str name = { 0 }, host = { 0 };
    if (!str_cut(server.from, '@', &name, &host))
        host = S("netzarbeit.invalid");
    *ret = str_format(a, "%.*s@%.*s", STR_ARG(id_token(a)), STR_ARG(host));
    return NULL;
}

const err *mail_queue(store *s, arena *a, const struct mail_order *order, int64_t *ret_id)
{
    if (!letter_address_ok(order->to.address) ||
        (!str_empty(order->reply_to.address) && !letter_address_ok(order->reply_to.address)))
        FAIL(a, ERR_INVALID, "no mail can go to this address");
    struct mail_item m = {
        .account = order->account,
        .purpose = order->purpose,
        .about = order->about,
        .to = order->to,
        .from_name = order->from_name,
        .reply_to = order->reply_to,
        .subject = utf8_line(a, order->subject),
        .text = utf8_text(a, order->text),
        .link = order->link,
        .language = lang_tag(order->lang),
        .in_reply_to = order->in_reply_to,
        .automatic = order->automatic,
        .expires_ms = order->expires_ms,
        .created_ms = clock_now_ms(),
    };
    if (!between(m.subject, 1, MAIL_SUBJECT_MAX) || !between(m.text, 1, MAIL_TEXT_MAX))
        FAIL(a, ERR_INVALID, "a mail has a subject and a text, neither too long");
    TRY(message_id(s, a, &m.message_id));
    TX(t, s, a);
    TRY(mail_store_add(s, a, &m, ret_id));
    store_after_commit(s, mail_rules_wake, NULL);
    return tx_commit(&t);
}

/* ---- what became of it ----------------------------------------------------------------------- */

const err *mail_find(store *s, arena *a, int64_t account, int64_t id, struct mail_item *ret)
{
    bool found = false;
    TRY(mail_store_get(s, a, account, id, ret, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "no such mail");
    return NULL;
}

const err *mail_newest(store *s, arena *a, int64_t account, int64_t limit, struct mail_list *ret)
{
    return mail_store_newest(s, a, account, limit, ret);
}

const err *mail_about(store *s, arena *a, int64_t account, str purpose, int64_t about,
                      struct mail_list *ret)
{
    return mail_store_about(s, a, account, purpose, about, ret);
}

const err *mail_erase_about(store *s, arena *a, int64_t account, str purpose, int64_t about)
{
    TX(t, s, a);
    TRY(mail_store_erase_about(s, a, account, purpose, about));
    return tx_commit(&t);
}

const err *mail_to(store *s, arena *a, int64_t account, str address, struct mail_list *ret)
{
    return mail_store_to(s, a, account, address, ret);
}

const err *mail_after(store *s, arena *a, int64_t account, int64_t after, int64_t limit,
                      struct mail_list *ret)
{
    return mail_store_after(s, a, account, after, limit, ret);
}

const err *mail_erase_to(store *s, arena *a, int64_t account, str address)
{
    TX(t, s, a);
    TRY(mail_store_erase_to(s, a, account, address));
    return tx_commit(&t);
}

const err *mail_erase_account(store *s, arena *a, int64_t account, str address)
{
    TX(t, s, a);
    TRY(mail_store_erase_account(s, a, account));
    if (!str_empty(address))
        TRY(mail_store_erase_to(s, a, 0, address));
    return tx_commit(&t);
}

/* A queued one leaves the queue in another way than by being sent. */
static const err *leave(store *s, arena *a, int64_t account, int64_t id, str state)
{
    struct mail_item m = { 0 };
    int64_t changed = 0;
    TX(t, s, a);
    TRY(mail_find(s, a, account, id, &m));
    TRY(mail_store_outcome(s, a, id, state, m.next_ms, clock_now_ms(), m.said, &changed));
    if (changed == 0)
        FAIL(a, ERR_CONFLICT, "this mail waits no longer");
    return tx_commit(&t);
}

const err *mail_withdraw(store *s, arena *a, int64_t account, int64_t id)
{
    return leave(s, a, account, id, S("withdrawn"));
}

const err *mail_by_hand(store *s, arena *a, int64_t account, int64_t id)
{
    return leave(s, a, account, id, S("by hand"));
}

const err *mail_again(store *s, arena *a, int64_t account, int64_t id)
{
    struct mail_item m = { 0 };
    TX(t, s, a);
    TRY(mail_find(s, a, account, id, &m));
    bool waits = str_eq(m.state, S("queued"));
    bool failed = str_eq(m.state, S("bounced")) || str_eq(m.state, S("given up"));
    bool link_gone = str_contains(m.text, LINK_MARK) && str_empty(m.link);
    if ((!waits && !failed) || link_gone)
        FAIL(a, ERR_CONFLICT, "this mail cannot be sent again");
    TRY(mail_store_again(s, a, id, clock_now_ms()));
    store_after_commit(s, mail_rules_wake, NULL);
    return tx_commit(&t);
}

/* ---- as it is read --------------------------------------------------------------------------- */

str mail_text(arena *a, const struct mail_item *m)
{
    const struct words_value link = { "link", m->link };
    return words_fill(a, m->text, &link, 1);
}

/* RFC 3986: everything but the unreserved is an escape; a line's end is CRLF (RFC 6068, 5). */
static void add_escaped(buf *b, str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                     c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            buf_char(b, (char)c);
        else if (c == '\n')
            buf_add(b, S("%0D%0A"));
        else
            buf_printf(b, "%%%02X", c);
    }
}

str mail_mailto(arena *a, const struct mail_item *m)
{
    buf b;
    buf_on_arena(&b, a, (MAIL_TEXT_MAX + MAIL_SUBJECT_MAX) * 16);
    buf_add(&b, S("mailto:"));
    buf_add(&b, m->to.address);
    buf_add(&b, S("?subject="));
    add_escaped(&b, m->subject);
    buf_add(&b, S("&body="));
    add_escaped(&b, mail_text(a, m));
    return buf_str(&b);
}

/* ---- trying ---------------------------------------------------------------------------------- */

int64_t mail_rules_next(int64_t tries)
{
    static const int minutes[] = { 1, 5, 15, 60, 180, 360, 720 };
    size_t at = tries < 1 ? 0 : (size_t)tries - 1;
    return minutes[at < COUNT_OF(minutes) ? at : COUNT_OF(minutes) - 1] * MINUTE_MS;
}

struct mail_verdict mail_rules_judge(const struct mail_item *m, const struct smtp_answer *answer,
                                     int64_t now_ms)
{
    if (answer->outcome == SMTP_SENT)
        return (struct mail_verdict){ S("sent"), now_ms };
    if (answer->outcome == SMTP_REFUSED)
        return (struct mail_verdict){ S("bounced"), now_ms };
    int64_t next_ms = now_ms + mail_rules_next(m->tries);
    if (next_ms > m->created_ms + GIVE_UP_MS || mail_rules_expired(m, next_ms))
        return (struct mail_verdict){ S("given up"), now_ms };
    return (struct mail_verdict){ S("queued"), next_ms };
}

bool mail_rules_expired(const struct mail_item *m, int64_t now_ms)
{
    return m->expires_ms != 0 && now_ms >= m->expires_ms;
}
