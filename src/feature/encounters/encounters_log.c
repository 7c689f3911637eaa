/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_log.c - who is meant by the names of a line, and storing what it says.
 */
#include "feature/encounters/encounters_log.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "engine/text/text_fold.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_store.h"

/* A line that waited without a connection is read as of the moment it was typed, this far back. */
#define TYPED_MAX_MS ((int64_t)60 * 24 * 3600 * 1000)
/* A clock that goes a little fast is no appointment. */
#define SLACK_MS ((int64_t)10 * 60 * 1000)

/* ---- who is meant ---------------------------------------------------------------------------- */

struct asker {
    store *s;
    arena *a;
    account_id owner;
    const err *failed; /* of a query behind line_world.known */
};

static bool has_word(str words, str word)
{
    str piece;
    while (!str_empty(words) && str_next(&words, ' ', &piece))
        if (str_eq(piece, word))
            return true;
    return false;
}

/* Every word of the name is one of theirs, and not only the beginning of one; or "#17". */
static bool fits(arena *a, const struct person *p, str name)
{
    const struct person_name *n = &p->called;
    str theirs =
        text_fold(a, str_join(a, (str[]){ n->name, n->nickname, n->given, n->family }, 4, S(" ")));
    str words = text_name_key(a, name), word; /* without titles */
    if (str_starts(name, S("#")))
        return true;
    if (str_empty(words))
        return false;
    while (!str_empty(words) && str_next(&words, ' ', &word))
        if (!has_word(theirs, word))
            return false;
    return true;
}

static bool is_known(void *who, str name)
{
    struct asker *w = who;
    struct person_list found = { 0 };
    if (w->failed != NULL || utf8_count(name) < 2)
        return false;
    w->failed = book_people_named(w->s, w->a, w->owner, name, &found);
    return w->failed == NULL && found.n > 0 && fits(w->a, &found.item[0], name);
}

/* For a name that nobody has: who has its first or its last word, "Anna" of "Anna Weber". */
static const err *alike(struct asker *w, str name, struct person_list *ret)
{
    str first, rest, last = name;
    bool several = str_cut(name, ' ', &first, &rest);
    while (several && str_cut(last, ' ', &first, &rest))
        last = rest;
    (void)str_cut(name, ' ', &first, &rest);
    TRY(book_people_named(w->s, w->a, w->owner, several ? first : name, ret));
    if (ret->n == 0 && several)
        TRY(book_people_named(w->s, w->a, w->owner, last, ret));
    return NULL;
}

/* The people of a line, in the order of its names. */
struct cast {
    person_id named[LINE_LIST_MAX];
    person_id people[ENCOUNTERS_PEOPLE_MAX];
    size_t n;
};

static void cast_add(struct cast *c, person_id id)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->people[i].v == id.v)
            return;
    if (c->n < ENCOUNTERS_PEOPLE_MAX)
        c->people[c->n++] = id;
}

static const err *cast_find(struct asker *w, const struct encounters_order *o,
                            struct encounters_logged *ret, struct cast *cast)
{
    if (o->person.v != 0) {
        struct person p = { 0 };
        TRY(book_person_get(w->s, w->a, w->owner, o->person, &p));
        cast_add(cast, p.id);
    }
    for (size_t i = 0; i < ret->line.n_names; i++) {
        str name = ret->line.names[i];
        struct person_list found = { 0 };
        TRY(book_people_named(w->s, w->a, w->owner, name, &found));
        bool one = found.n == 1 && fits(w->a, &found.item[0], name);
        if (one) {
            cast->named[i] = found.item[0].id;
        } else if (found.n == 0 && o->make_new && !str_starts(name, S("#"))) {
            TRY(book_person_add(w->s, w->a, w->owner, &(struct person_name){ .name = name }, S(""),
                                (struct book_source){ .name = S("mine") }, &cast->named[i]));
        } else {
            if (found.n == 0)
                TRY(alike(w, name, &found));
            ret->outcome = LOG_WHO;
            ret->name = name;
            ret->candidates = found;
            return NULL;
        }
        cast_add(cast, cast->named[i]);
    }
    ret->outcome = cast->n == 0 ? LOG_NOBODY : LOG_STORED;
    return NULL;
}

/* ---- what it says ---------------------------------------------------------------------------- */

static str side_text(enum line_side side)
{
    static const str texts[] = { S_INIT(""), S_INIT("me"), S_INIT("they"), S_INIT("even") };
    return texts[side];
}

/* A line that names no kind: at a place it was a visit, else a call, for which the line is made. */
static str kind_of(const struct encounters_order *o, const struct line *l)
{
    if (l->kind != LINE_UNSAID)
        return line_kind_text(l->kind);
    if (!str_empty(o->kind))
        return o->kind;
    if (!str_empty(o->meeting))
        return S("event");
    return str_empty(l->place) ? S("call") : S("visit");
}

/* 0 where only the day is known. */
static int64_t time_of(const struct encounters_order *o, const struct line *l, str zone)
{
    if (!str_empty(o->day))
        return 0;
    if (l->at < 0)
        return when_date_cmp(l->day, when_local_of(o->now_ms, zone).date) == 0 ? o->now_ms : 0;
    return when_instant(
        (struct when_local){ .date = l->day, .hour = l->at / 60, .minute = l->at % 60 }, zone);
}

/* Said of somebody by name; else of the one whom the line is about. */
static person_id whom(const struct cast *cast, int index)
{
    return index >= 0 ? cast->named[index] : cast->people[0];
}

static const err *store_said(struct asker *w, const struct encounters_order *o,
                             const struct line *l, const struct cast *cast, str day,
                             encounter_id id)
{
    struct book_source from = { .name = S("encounter"), .id = id.v, .dated = day };
    fact_id fact;
    promise_id made;
    for (size_t i = 0; i < l->n_items; i++) {
        struct item item = { .side = l->items[i].offers ? S("offers") : S("seeks"),
                             .text = utf8_cut(l->items[i].text, BOOK_ITEM_MAX),
                             .state = S("proposed"),
                             .from = from };
        TRY(book_item_add(w->s, w->a, w->owner, whom(cast, l->items[i].whom), &item, o->lang,
                          &fact));
    }
    for (size_t i = 0; i < l->n_promises; i++) {
        const struct line_promise *said = &l->promises[i];
        struct promise p = { .person = whom(cast, said->whom),
                             .encounter = id,
                             .side = said->theirs ? S("theirs") : S("mine"),
                             .text = utf8_cut(said->text, ENCOUNTERS_PROMISE_MAX),
                             .due = said->due };
        TRY(encounters_promise_add(w->s, w->a, w->owner, &p, o->lang, &made));
    }
    return NULL;
}

static const err *store_line(struct asker *w, const struct encounters_order *o, str typed,
                             const struct cast *cast, str zone, struct encounters_logged *ret)
{
    const struct line *l = &ret->line;
    struct encounter e = { .key = o->key,
                           .kind = kind_of(o, l),
                           .time_ms = time_of(o, l, zone),
                           .day = str_empty(o->day) ? when_date_text(w->a, l->day) : o->day,
                           .minutes = l->minutes,
                           .place = l->place,
                           .meeting = o->meeting,
                           .started_by = side_text(l->started),
                           .spoke = side_text(l->spoke),
                           .heard = l->heard,
                           .given = l->given,
                           .received = l->received,
                           .line = typed,
                           .rest = l->rest };
    bool is_new = false;
    TRY(encounters_add(w->s, w->a, w->owner, &e, cast->people, cast->n, o->lang, &ret->id,
                       &is_new));
    ret->outcome = is_new ? LOG_STORED : LOG_REPEATED;
    return is_new ? store_said(w, o, l, cast, e.day, ret->id) : NULL;
}

/* Reads the line and stores it, or says what is to be asked. In a transaction. */
static const err *read_line(struct asker *w, const struct encounters_order *o, str read, str typed,
                            struct encounters_logged *ret)
{
    str zone = { 0 };
    struct cast cast = { 0 };
    TRY(encounters_rules_zone(w->s, w->a, &zone));
    int64_t now = clock_now_ms();
    struct when_date today = when_local_of(now, zone).date;
    struct line_world world = { .today = when_local_of(o->now_ms, zone).date,
                                .known = is_known,
                                .who = w,
                                .no_strangers = o->person.v != 0 };
    line_read(w->a, read, &world, &ret->line);
    TRY(w->failed);
    TRY(cast_find(w, o, ret, &cast));
    if (ret->outcome != LOG_STORED)
        return NULL;
    bool ahead =
        when_date_cmp(ret->line.day, today) > 0 || time_of(o, &ret->line, zone) > now + SLACK_MS;
    if (ahead && str_empty(o->day)) {
        ret->outcome = LOG_AHEAD;
        return NULL;
    }
    return store_line(w, o, typed, &cast, zone, ret);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static str why_text(enum encounters_outcome outcome)
{
    return outcome == LOG_WHO ? S("who") : outcome == LOG_NOBODY ? S("nobody") : S("ahead");
}

static bool is_stored(const struct encounters_logged *l)
{
    return l->outcome == LOG_STORED || l->outcome == LOG_REPEATED;
}

/* The same key again: what became of it. */
static const err *repeated(store *s, arena *a, account_id owner, const struct encounters_order *o,
                           struct encounters_logged *ret, bool *ret_found)
{
    TRY(encounters_store_by_key(s, a, owner, o->key, &ret->id, ret_found));
    if (*ret_found) {
        ret->outcome = LOG_REPEATED;
        return NULL;
    }
    TRY(encounters_store_waiting_key(s, a, owner, o->key, &ret->waiting, ret_found));
    return *ret_found ? encounters_log_again(s, a, owner, ret->waiting, o->lang, ret) : NULL;
}

const err *encounters_log(store *s, arena *a, account_id owner,
                          const struct encounters_order *given, struct encounters_logged *ret)
{
    struct encounters_order o = *given;
    struct asker w = { s, a, owner, NULL };
    bool found = false;
    o.line = utf8_line(a, o.line);
    if (str_empty(o.line))
        return encounters_rules_wrong(a, o.lang, "line", WORDS_MARK("The line is empty."));
    if (utf8_count(o.line) > ENCOUNTERS_LINE_MAX)
        return encounters_rules_wrong(a, o.lang, "line",
                                      WORDS_MARK("The line is too long: at most 2000 characters."));
    int64_t now = clock_now_ms();
    if (o.now_ms <= now - TYPED_MAX_MS || o.now_ms > now)
        o.now_ms = now;
    if (str_empty(o.key))
        o.key = id_token(a);
    if (!encounters_rules_key(o.key))
        return encounters_rules_wrong(a, o.lang, "line", WORDS_MARK("Please send the form again."));
    TX(t, s, a);
    TRY(repeated(s, a, owner, &o, ret, &found));
    if (found)
        return tx_commit(&t);
    TRY(read_line(&w, &o, o.line, o.line, ret));
    /* Nothing is kept of it, also nobody who was new in it. */
    if (!is_stored(ret) && o.no_wait)
        return NULL;
    if (!is_stored(ret)) {
        struct encounters_waiting line = { .key = o.key,
                                           .line = o.line,
                                           .read = o.line,
                                           .person = o.person.v,
                                           .kind = o.kind.p == NULL ? S("") : o.kind,
                                           .meeting = o.meeting.p == NULL ? S("") : o.meeting,
                                           .day = o.day.p == NULL ? S("") : o.day,
                                           .why = why_text(ret->outcome),
                                           .time_ms = o.now_ms };
        TRY(encounters_store_wait(s, a, owner, &line, &ret->waiting));
    }
    return tx_commit(&t);
}

static struct encounters_order order_of(const struct encounters_waiting *l, enum lang lang)
{
    return (struct encounters_order){ .line = l->line,
                                      .key = l->key,
                                      .person = { l->person },
                                      .kind = l->kind,
                                      .meeting = l->meeting,
                                      .day = l->day,
                                      .now_ms = l->time_ms,
                                      .lang = lang };
}

/* Reads it as it is now: stored, and it waits no longer; or the next question. */
static const err *go_on(struct asker *w, struct encounters_waiting *l, enum lang lang,
                        struct encounters_logged *ret)
{
    struct encounters_order o = order_of(l, lang);
    *ret = (struct encounters_logged){ .waiting = l->id };
    TRY(read_line(w, &o, l->read, l->line, ret));
    if (is_stored(ret))
        return encounters_store_waiting_drop(w->s, w->a, w->owner, l->id);
    l->why = why_text(ret->outcome);
    return encounters_store_waiting_change(w->s, w->a, w->owner, l);
}

const err *encounters_log_again(store *s, arena *a, account_id owner, int64_t waiting,
                                enum lang lang, struct encounters_logged *ret)
{
    struct asker w = { s, a, owner, NULL };
    struct encounters_waiting l = { 0 };
    TX(t, s, a);
    TRY(encounters_store_waiting(s, a, owner, waiting, &l));
    TRY(go_on(&w, &l, lang, ret));
    return tx_commit(&t);
}

/* ---- answers --------------------------------------------------------------------------------- */

/* The name in the line becomes that person's number, quoted so that it stays one name. */
static str with_number(arena *a, const struct line *l, str name, person_id who)
{
    static const str quotes[] = { S_INIT("\""), S_INIT("'"), S_INIT("„"), S_INIT("“"),
                                  S_INIT("«"),  S_INIT("»"), S_INIT("‚") };
    str before = str_sub(l->text, 0, (size_t)(name.p - l->text.p));
    str behind = str_sub(l->text, before.n + name.n, l->text.n);
    bool quoted = false;
    for (size_t i = 0; i < COUNT_OF(quotes); i++)
        quoted = quoted || str_ends(before, quotes[i]);
    str number = str_format(a, quoted ? "#%" PRId64 : "\"#%" PRId64 "\"", who.v);
    return str_join(a, (str[]){ before, number, behind }, 3, S(""));
}

/* What is asked now; nothing of it is stored. */
static const err *question(struct asker *w, const struct encounters_waiting *l, enum lang lang,
                           struct encounters_logged *ret)
{
    struct encounters_order o = order_of(l, lang);
    /* Only looked at: never committed. */
    TX(t, w->s, w->a);
    return read_line(w, &o, l->read, l->line, ret);
}

/* The answer to what was asked, written into the line that waits. */
static void take_person(arena *a, struct encounters_waiting *l,
                        const struct encounters_logged *asked, person_id who)
{
    if (asked->outcome == LOG_WHO)
        l->read = with_number(a, &asked->line, asked->name, who);
    else if (asked->outcome == LOG_NOBODY)
        l->person = who.v;
}

const err *encounters_log_asked(store *s, arena *a, account_id owner, int64_t waiting,
                                enum lang lang, struct encounters_logged *ret)
{
    struct asker w = { s, a, owner, NULL };
    struct encounters_waiting l = { 0 };
    TRY(encounters_store_waiting(s, a, owner, waiting, &l));
    return question(&w, &l, lang, ret);
}

const err *encounters_log_person(store *s, arena *a, account_id owner, int64_t waiting,
                                 person_id who, enum lang lang, struct encounters_logged *ret)
{
    struct asker w = { s, a, owner, NULL };
    struct encounters_waiting l = { 0 };
    struct encounters_logged asked = { 0 };
    struct person p = { 0 };
    TX(t, s, a);
    TRY(encounters_store_waiting(s, a, owner, waiting, &l));
    TRY(book_person_get(s, a, owner, who, &p));
    TRY(question(&w, &l, lang, &asked));
    take_person(a, &l, &asked, p.id);
    TRY(go_on(&w, &l, lang, ret));
    return tx_commit(&t);
}

const err *encounters_log_new(store *s, arena *a, account_id owner, int64_t waiting, str name,
                              enum lang lang, struct encounters_logged *ret)
{
    struct asker w = { s, a, owner, NULL };
    struct encounters_waiting l = { 0 };
    struct encounters_logged asked = { 0 };
    person_id who = { 0 };
    TX(t, s, a);
    TRY(encounters_store_waiting(s, a, owner, waiting, &l));
    TRY(question(&w, &l, lang, &asked));
    if (asked.outcome == LOG_WHO || asked.outcome == LOG_NOBODY) {
        if (str_empty(str_trim(name)))
            name = asked.name;
        TRY(book_person_add(s, a, owner, &(struct person_name){ .name = name }, S(""),
                            (struct book_source){ .name = S("mine") }, &who));
        take_person(a, &l, &asked, who);
    }
    TRY(go_on(&w, &l, lang, ret));
    return tx_commit(&t);
}

const err *encounters_log_day(store *s, arena *a, account_id owner, int64_t waiting, str day,
                              enum lang lang, struct encounters_logged *ret)
{
    struct asker w = { s, a, owner, NULL };
    struct encounters_waiting l = { 0 };
    struct when_date date;
    if (!when_date_parse(day, &date))
        return encounters_rules_wrong(a, lang, "day", WORDS_MARK("There is no such day."));
    TX(t, s, a);
    TRY(encounters_store_waiting(s, a, owner, waiting, &l));
    l.day = day;
    TRY(go_on(&w, &l, lang, ret));
    return tx_commit(&t);
}

const err *encounters_log_promise(store *s, arena *a, account_id owner, int64_t waiting,
                                  enum lang lang, person_id *ret)
{
    struct asker w = { s, a, owner, NULL };
    struct encounters_waiting l = { 0 };
    struct encounters_logged asked = { 0 };
    struct cast cast = { 0 };
    promise_id made;
    TX(t, s, a);
    TRY(encounters_store_waiting(s, a, owner, waiting, &l));
    struct encounters_order o = order_of(&l, lang);
    TRY(question(&w, &l, lang, &asked));
    if (asked.outcome != LOG_AHEAD)
        FAIL(a, ERR_CONFLICT, "that line does not lie ahead");
    TRY(cast_find(&w, &o, &asked, &cast));
    struct promise p = { .person = cast.people[0],
                         .side = S("mine"),
                         .text = utf8_cut(l.line, ENCOUNTERS_PROMISE_MAX),
                         .due = when_date_text(a, asked.line.day) };
    TRY(encounters_promise_add(s, a, owner, &p, lang, &made));
    TRY(encounters_store_waiting_drop(s, a, owner, waiting));
    *ret = p.person;
    return tx_commit(&t);
}

const err *encounters_log_drop(store *s, arena *a, account_id owner, int64_t waiting)
{
    TX(t, s, a);
    TRY(encounters_store_waiting_drop(s, a, owner, waiting));
    return tx_commit(&t);
}
