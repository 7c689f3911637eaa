/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_duty.c - see rooms_duty.h.
 */
#include "feature/rooms/rooms_duty.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "feature/rooms/rooms_live.h"
#include "feature/rooms/rooms_quote.h"
#include "feature/rooms/rooms_rules.h"

#define WORDS_MAX 2000
#define CONTACT_MAX 200
#define BYTES_MAX ((size_t)64 << 10)
/* Nobody reads more than this; what comes above it is a flood. */
#define REPORTS_MAX 30
#define REPORTS_MS INT64_C(60000)
#define DAY_MS (INT64_C(24) * 3600 * 1000)

/* An empty `from` stands for anything. */
static const struct duty {
    str name, from, to;
    str event;     /* its kind in the log */
    bool question; /* it is about the question, not about the message's state */
    bool host, writer;
} duties[] = {
    [ROOMS_WITHDRAW] = { .name = S_INIT("withdraw"),
                         .from = S_INIT("shown"),
                         .to = S_INIT("withdrawn"),
                         .event = S_INIT("hide"),
                         .writer = true },
    [ROOMS_PUT_BACK] = { .name = S_INIT("put-back"),
                         .from = S_INIT("withdrawn"),
                         .to = S_INIT("shown"),
                         .event = S_INIT("restore"),
                         .writer = true },
    [ROOMS_HIDE] = { .name = S_INIT("hide"),
                     .from = S_INIT("shown"),
                     .to = S_INIT("hidden"),
                     .event = S_INIT("hide"),
                     .host = true },
    [ROOMS_RESTORE] = { .name = S_INIT("restore"),
                        .from = S_INIT("hidden"),
                        .to = S_INIT("shown"),
                        .event = S_INIT("restore"),
                        .host = true },
    [ROOMS_ERASE] = { .name = S_INIT("erase"),
                      .from = S_INIT(""),
                      .to = S_INIT("erased"),
                      .event = S_INIT("hide"),
                      .host = true,
                      .writer = true },
    [ROOMS_ANSWERED] = { .name = S_INIT("answered"),
                         .from = S_INIT("open"),
                         .to = S_INIT("answered"),
                         .event = S_INIT("edit"),
                         .question = true,
                         .host = true },
    [ROOMS_REOPEN] = { .name = S_INIT("reopen"),
                       .from = S_INIT("answered"),
                       .to = S_INIT("open"),
                       .event = S_INIT("edit"),
                       .question = true,
                       .host = true },
};

bool rooms_duty_of(str name, enum rooms_duty *ret)
{
    for (size_t i = 0; i < COUNT_OF(duties); i++) {
        if (str_eq(duties[i].name, name)) {
            *ret = (enum rooms_duty)i;
            return true;
        }
    }
    return false;
}

static str stands(const struct duty *d, const struct rooms_kept *kept)
{
    return d->question ? kept->question : kept->state;
}

static bool possible(const struct duty *d, const struct rooms_kept *kept)
{
    str now = stands(d, kept);
    if (d->question && !str_eq(kept->state, S("shown")))
        return false;
    return !str_eq(now, d->to) && (str_empty(d->from) || str_eq(now, d->from));
}

bool rooms_duty_may(enum rooms_duty what, const struct rooms_asker *who,
                    const struct rooms_kept *kept)
{
    const struct duty *d = &duties[what];
    bool wrote = !str_empty(who->guest) && id_same(who->guest, kept->guest);
    return possible(d, kept) && ((d->host && who->host) || (d->writer && wrote));
}

/* ---- doing it -------------------------------------------------------------------------------- */

/* What was said is quoted where it was reported, and where that was decided. */
static const err *erase_quotes(store *s, arena *a, room_id id, int64_t seq)
{
    struct message m = { 0 };
    struct rooms_reports all = { 0 };
    TRY(rooms_store_message(s, a, id, seq, &m));
    TRY(rooms_store_reports_about(s, a, id, seq, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct rooms_report *r = &all.item[i];
        TRY(rooms_store_reword(s, a, r->id, rooms_quote_remove(a, r->reason, m.name, m.text),
                               rooms_quote_remove(a, r->answer, m.name, m.text)));
    }
    return NULL;
}

static const err *erase(store *s, arena *a, room_id id, int64_t seq)
{
    TRY(erase_quotes(s, a, id, seq));
    return rooms_store_erase(s, a, id, seq);
}

static const err *change(store *s, arena *a, room_id id, int64_t seq, const struct duty *d,
                         str reason)
{
    if (d == &duties[ROOMS_ERASE])
        return erase(s, a, id, seq);
    if (d->question)
        return rooms_store_set_question(s, a, id, seq, d->to);
    return rooms_store_set_state(s, a, id, seq, d->to, reason);
}

/* In a transaction. */
static const err *do_it(store *s, arena *a, room_id id, int64_t seq, const struct duty *d,
                        str reason)
{
    struct rooms_kept kept = { 0 };
    int64_t event = 0, now = 0;
    TRY(rooms_store_kept(s, a, id, seq, &kept));
    if (str_eq(stands(d, &kept), d->to))
        return NULL;
    if (!possible(d, &kept))
        FAIL(a, ERR_CONFLICT, "a message that is %.*s cannot be made %.*s",
             STR_ARG(stands(d, &kept)), STR_ARG(d->to));
    TRY(change(s, a, id, seq, d, reason));
    TRY(rooms_now(s, a, id, &now));
    TRY(rooms_store_event(s, a, id, d->event, seq, now, &event));
    rooms_live_announce(s, a, id, event);
    return NULL;
}

/* A field that must hold something and not too much of it; false where it does not. */
static bool field_ok(arena *a, enum lang lang, str field, str text, size_t most,
                     struct err_field *ret)
{
    ret->field = field;
    if (str_empty(text)) {
        ret->message = words(lang, "Please say why.");
        return false;
    }
    if (utf8_count(text) <= most)
        return true;
    const struct words_value values[] = { { "limit", str_format(a, "%zu", most) },
                                          { "given", str_format(a, "%zu", utf8_count(text)) } };
    ret->message = words_fill(
        a, words(lang, "At most {limit} characters, please; these are {given}."), values, 2);
    return false;
}

const err *rooms_duty_do(store *s, arena *a, enum lang lang, room_id id, int64_t seq,
                         enum rooms_duty what, str reason)
{
    struct err_field wrong = { 0 };
    str why = S("");
    if (what == ROOMS_HIDE) {
        why = utf8_line(a, str_sub(reason, 0, BYTES_MAX));
        if (!field_ok(a, lang, S("reason"), why, ROOMS_REASON_MAX, &wrong))
            return err_form(a, HERE, &wrong, 1);
    }
    TX(t, s, a);
    TRY(do_it(s, a, id, seq, &duties[what], why));
    return tx_commit(&t);
}

/* ---- reports --------------------------------------------------------------------------------- */

static const err *flooded(store *s, arena *a, int64_t now)
{
    int64_t n = 0;
    /* Not those of the future: a clock that was set back must not close the door for hours. */
    TRY(rooms_store_reports_between(s, a, now - REPORTS_MS, now, &n));
    if (n < REPORTS_MAX)
        return NULL;
    err *e = NEW(a, err);
    *e = (err){ .kind = ERR_LIMIT,
                .msg = S("more reports than anybody reads"),
                .where = HERE,
                .retry_after = REPORTS_MS / 1000 };
    return e;
}

const err *rooms_duty_report(store *s, arena *a, enum lang lang, room_id id, int64_t seq,
                             const struct rooms_notice *notice, int64_t *ret_id, str *ret_token)
{
    struct err_field wrong[2] = { 0 };
    size_t n = 0;
    int64_t now = clock_now_ms(), number = 0;
    struct rooms_kept kept = { 0 };
    struct rooms_report report = { .room = id.v,
                                   .message = seq,
                                   .time_ms = now,
                                   .reason = utf8_text(a, str_sub(notice->reason, 0, BYTES_MAX)),
                                   .contact =
                                       utf8_line(a, str_sub(notice->contact, 0, BYTES_MAX)) };
    n += !field_ok(a, lang, S("reason"), report.reason, WORDS_MAX, &wrong[n]);
    if (!str_empty(report.contact))
        n += !field_ok(a, lang, S("contact"), report.contact, CONTACT_MAX, &wrong[n]);
    else
        report.contact = S("");
    if (n > 0)
        return err_form(a, HERE, wrong, n);
    str token = id_token(a);
    TX(t, s, a);
    TRY(rooms_store_kept(s, a, id, seq, &kept));
    TRY(flooded(s, a, now));
    TRY(rooms_store_add_report(s, a, &report, id_digest(a, token), &number));
    TRY(tx_commit(&t));
    *ret_id = number;
    *ret_token = token;
    return NULL;
}

/* What was decided, done: where the message is no longer what it was, nothing is left to do. */
static const err *carry_out(store *s, arena *a, const struct rooms_report *report, str decision,
                            str answer)
{
    const struct rooms_asker host = { .host = true };
    room_id room = { report->room };
    struct rooms_kept kept = { 0 };
    enum rooms_duty what = ROOMS_HIDE;
    if (!rooms_duty_of(decision, &what))
        return NULL;
    TRY(rooms_store_kept(s, a, room, report->message, &kept));
    if (!rooms_duty_may(what, &host, &kept))
        return NULL;
    return do_it(s, a, room, report->message, &duties[what], utf8_line(a, answer));
}

const err *rooms_duty_decide(store *s, arena *a, enum lang lang, int64_t id, str decision,
                             str answer)
{
    struct err_field wrong[2] = { 0 };
    size_t n = 0;
    struct rooms_report report = { 0 };
    str why = utf8_text(a, str_sub(answer, 0, BYTES_MAX));
    n += !field_ok(a, lang, S("answer"), why, ROOMS_REASON_MAX, &wrong[n]);
    if (!str_eq(decision, S("hide")) && !str_eq(decision, S("erase")) &&
        !str_eq(decision, S("leave")))
        wrong[n++] = (struct err_field){ S("decision"), words(lang, "Please choose what to do.") };
    if (n > 0)
        return err_form(a, HERE, wrong, n);
    TX(t, s, a);
    TRY(rooms_store_report(s, a, id, &report));
    /* In this order, so that erasing finds what the answer quotes. */
    TRY(rooms_store_decide(s, a, id, decision, why, clock_now_ms()));
    TRY(carry_out(s, a, &report, decision, why));
    return tx_commit(&t);
}

const err *rooms_duty_forget(store *s, arena *a)
{
    TX(t, s, a);
    TRY(rooms_store_forget_contacts(s, a, clock_now_ms() - ROOMS_CONTACT_DAYS * DAY_MS));
    return tx_commit(&t);
}
