/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters.c - the rules of encounters: what can be one, its people's pulse, what the search
 * knows.
 */
#include "feature/encounters/encounters.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "engine/care/care.h"
#include "engine/line/line.h"
#include "engine/when/when.h"
#include "feature/encounters/encounters_rules.h"
#include "feature/encounters/encounters_store.h"
#include "feature/house/house.h"

#define INDEX_BYTES ((size_t)128 << 10)

const err *encounters_rules_zone(store *s, arena *a, str *ret)
{
    str zone = { 0 };
    TRY(house_setting(s, a, "zone", &zone));
    *ret = when_zone_known(zone) ? zone : S("UTC");
    return NULL;
}

bool encounters_rules_key(str key)
{
    for (size_t i = 0; i < key.n; i++) {
        char c = key.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '_' || c == '-'))
            return false;
    }
    return key.n >= 16 && key.n <= 64;
}

const err *encounters_rules_wrong(arena *a, enum lang lang, const char *field, const char *msgid)
{
    struct err_field f = { str_of(field), words(lang, msgid) };
    return err_form(a, HERE, &f, 1);
}

/* ---- what follows from encounters ------------------------------------------------------------ */

const err *encounters_rules_pulse(store *s, arena *a, account_id owner, person_id whole)
{
    struct encounter_list last = { 0 };
    struct book_pulse pulse = { .last_kind = S(""), .last_by = S("") };
    int64_t days[CARE_ENCOUNTERS];
    TRY(encounters_store_of(s, a, owner, whole, INT64_MAX, (encounter_id){ 0 }, CARE_ENCOUNTERS,
                            &last));
    TRY(encounters_store_count(s, a, owner, whole, &pulse.count));
    for (size_t i = 0; i < last.n; i++) {
        struct when_date day = { 0 };
        bool known = when_date_parse(last.item[i].day, &day);
        days[i] = known ? when_date_number(day) : 0;
    }
    if (last.n > 0) {
        pulse.last_ms = last.item[0].time_ms;
        pulse.last_kind = last.item[0].kind;
        pulse.last_by = last.item[0].started_by;
        pulse.gap_days = care_usual_gap(days, last.n);
    }
    return book_pulse_set(s, a, owner, whole, &pulse);
}

const err *encounters_rules_index(store *s, arena *a, account_id owner, encounter_id id)
{
    struct encounter e = { 0 };
    struct person_list people = { 0 };
    struct promise_list promises = { 0 };
    buf text;
    TRY(encounters_store_get(s, a, owner, id, &e));
    if (e.removed_ms != 0)
        return book_search_drop(s, a, owner, S("encounter"), id.v);
    TRY(encounters_people(s, a, owner, id, &people));
    TRY(encounters_store_promises_made(s, a, owner, id, &promises));
    buf_on_arena(&text, a, INDEX_BYTES);
    const str pieces[] = { e.heard, e.given, e.received, e.place, e.meeting, e.line, e.rest };
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        buf_add(&text, pieces[i]);
        buf_char(&text, ' ');
    }
    for (size_t i = 1; i < people.n; i++)
        buf_printf(&text, "%.*s ", STR_ARG(people.item[i].called.name));
    for (size_t i = 0; i < promises.n; i++)
        buf_printf(&text, "%.*s ", STR_ARG(promises.item[i].text));
    person_id about = people.n > 0 ? people.item[0].id : (person_id){ 0 };
    return book_search_put(s, a, owner, S("encounter"), id.v, about, e.time_ms, buf_str(&text));
}

/* Pulse of all its people, and the search. */
static const err *settle(store *s, arena *a, account_id owner, encounter_id id,
                         const struct encounters_wholes *before)
{
    struct encounters_wholes now = { 0 };
    TRY(encounters_store_wholes(s, a, owner, id, &now));
    for (size_t i = 0; i < now.n; i++)
        TRY(encounters_rules_pulse(s, a, owner, (person_id){ now.item[i].id }));
    for (size_t i = 0; before != NULL && i < before->n; i++)
        TRY(encounters_rules_pulse(s, a, owner, (person_id){ before->item[i].id }));
    return encounters_rules_index(s, a, owner, id);
}

/* ---- what can be one ------------------------------------------------------------------------- */

static bool is_one_of(str s, const char *const *list)
{
    for (; *list != NULL; list++)
        if (str_eq(s, str_of(*list)))
            return true;
    return false;
}

/* The day and the time of it: noon of a day, now where it is today and no time was said. */
static const err *check_time(store *s, arena *a, struct encounter *e, enum lang lang)
{
    str zone = { 0 };
    struct when_date day;
    int64_t now = clock_now_ms();
    TRY(encounters_rules_zone(s, a, &zone));
    struct when_date today = when_local_of(now, zone).date;
    if (str_empty(e->day))
        e->day = when_date_text(a, e->time_ms > 0 ? when_local_of(e->time_ms, zone).date : today);
    if (!when_date_parse(e->day, &day) || day.year < 1900)
        return encounters_rules_wrong(a, lang, "day", WORDS_MARK("There is no such day."));
    if (when_date_cmp(day, today) > 0)
        return encounters_rules_wrong(
            a, lang, "day", WORDS_MARK("That day is still to come; an encounter has taken place."));
    if (e->time_ms <= 0 || when_date_cmp(when_local_of(e->time_ms, zone).date, day) != 0)
        e->time_ms = when_date_cmp(day, today) == 0
                         ? now
                         : when_instant((struct when_local){ .date = day, .hour = 12 }, zone);
    return NULL;
}

static const err *check_texts(arena *a, struct encounter *e, enum lang lang)
{
    struct {
        const char *field;
        str *text;
        bool line;
        size_t most;
    } texts[] = {
        { "heard", &e->heard, false, ENCOUNTERS_TEXT_MAX },
        { "given", &e->given, false, ENCOUNTERS_TEXT_MAX },
        { "received", &e->received, false, ENCOUNTERS_TEXT_MAX },
        { "rest", &e->rest, false, ENCOUNTERS_TEXT_MAX },
        { "line", &e->line, true, ENCOUNTERS_LINE_MAX },
        { "place", &e->place, true, 200 },
        { "meeting", &e->meeting, true, 200 },
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        str clean = texts[i].line ? utf8_line(a, *texts[i].text) : utf8_text(a, *texts[i].text);
        if (utf8_count(clean) > texts[i].most)
            return encounters_rules_wrong(a, lang, texts[i].field,
                                          WORDS_MARK("This text is too long."));
        *texts[i].text = clean.p == NULL ? S("") : clean;
    }
    return NULL;
}

static const err *check(store *s, arena *a, struct encounter *e, size_t n_people, enum lang lang)
{
    static const char *const sides[] = { "me", "they", "", NULL };
    static const char *const spoke[] = { "me", "even", "they", "", NULL };
    e->started_by = str_empty(e->started_by) ? S("") : e->started_by;
    e->spoke = str_empty(e->spoke) ? S("") : e->spoke;
    if (line_kind_of(e->kind) == LINE_UNSAID)
        return encounters_rules_wrong(a, lang, "kind", WORDS_MARK("Please choose what it was."));
    if (!is_one_of(e->started_by, sides))
        return encounters_rules_wrong(a, lang, "started_by", WORDS_MARK("Please choose one."));
    if (!is_one_of(e->spoke, spoke))
        return encounters_rules_wrong(a, lang, "spoke", WORDS_MARK("Please choose one."));
    if (e->minutes < 0 || e->minutes > 1440)
        return encounters_rules_wrong(a, lang, "minutes",
                                      WORDS_MARK("Minutes: a number from 0 to 1440."));
    if (n_people > ENCOUNTERS_PEOPLE_MAX)
        return encounters_rules_wrong(a, lang, "people", WORDS_MARK("At most 16 people."));
    TRY(check_texts(a, e, lang));
    return check_time(s, a, e, lang);
}

/* ---- changing -------------------------------------------------------------------------------- */

static const err *add_people(store *s, arena *a, account_id owner, encounter_id id,
                             const person_id *people, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct person p = { 0 };
        /* A foreign one is ERR_MISSING. */
        TRY(book_person_get(s, a, owner, people[i], &p));
        TRY(encounters_store_person_add(s, a, owner, id, people[i]));
    }
    return NULL;
}

/* Who stays keeps the ids that the encounter was written with: a merge can be undone exactly. */
static const err *replace_people(store *s, arena *a, account_id owner, encounter_id id,
                                 const struct encounters_wholes *before, const person_id *people,
                                 size_t n)
{
    bool *stays = NEW_ARRAY(a, bool, before->n);
    for (size_t i = 0; i < n; i++) {
        struct person p = { 0 };
        bool there = false;
        TRY(book_person_get(s, a, owner, people[i], &p));
        for (size_t k = 0; k < before->n; k++) {
            bool same = before->item[k].id == p.id.v;
            stays[k] = stays[k] || same;
            there = there || same;
        }
        if (!there)
            TRY(encounters_store_person_add(s, a, owner, id, p.id));
    }
    for (size_t k = 0; k < before->n; k++)
        if (!stays[k])
            TRY(encounters_store_person_remove(s, a, owner, id, (person_id){ before->item[k].id }));
    return NULL;
}

const err *encounters_add(store *s, arena *a, account_id owner, const struct encounter *given,
                          const person_id *people, size_t n_people, enum lang lang,
                          encounter_id *ret, bool *ret_new)
{
    struct encounter e = *given;
    bool found = false;
    if (str_empty(e.key))
        e.key = id_token(a);
    if (!encounters_rules_key(e.key))
        return encounters_rules_wrong(a, lang, "key", WORDS_MARK("Please send the form again."));
    if (n_people == 0)
        return encounters_rules_wrong(a, lang, "people", WORDS_MARK("With whom was it?"));
    if (str_empty(e.from.name))
        e.from.name = S("mine");
    TX(t, s, a);
    TRY(encounters_store_by_key(s, a, owner, e.key, ret, &found));
    *ret_new = !found;
    if (found)
        return tx_commit(&t);
    TRY(check(s, a, &e, n_people, lang));
    TRY(encounters_store_add(s, a, owner, &e, ret));
    TRY(add_people(s, a, owner, *ret, people, n_people));
    TRY(settle(s, a, owner, *ret, NULL));
    return tx_commit(&t);
}

const err *encounters_get(store *s, arena *a, account_id owner, encounter_id id,
                          struct encounter *ret)
{
    return encounters_store_get(s, a, owner, id, ret);
}

const err *encounters_change(store *s, arena *a, account_id owner, encounter_id id,
                             const struct encounter *given, const person_id *people,
                             size_t n_people, enum lang lang)
{
    struct encounter e = *given, old = { 0 };
    struct encounters_wholes before = { 0 };
    TX(t, s, a);
    TRY(encounters_store_get(s, a, owner, id, &old));
    e.line = old.line;
    TRY(check(s, a, &e, n_people, lang));
    TRY(encounters_store_wholes(s, a, owner, id, &before));
    TRY(encounters_store_change(s, a, owner, id, &e));
    if (n_people > 0)
        TRY(replace_people(s, a, owner, id, &before, people, n_people));
    TRY(settle(s, a, owner, id, &before));
    return tx_commit(&t);
}

const err *encounters_remove(store *s, arena *a, account_id owner, encounter_id id)
{
    struct encounter e = { 0 };
    struct encounters_items items = { 0 };
    int64_t now = clock_now_ms();
    TX(t, s, a);
    TRY(encounters_store_get(s, a, owner, id, &e));
    if (e.removed_ms != 0)
        return tx_commit(&t);
    TRY(encounters_store_items(s, a, owner, id, 0, &items));
    TRY(encounters_store_remove(s, a, owner, id, now, 0));
    for (size_t i = 0; i < items.n; i++)
        TRY(book_fact_remove(s, a, owner, FACT_ITEM, (fact_id){ items.item[i].id }, NULL));
    TRY(settle(s, a, owner, id, NULL));
    return tx_commit(&t);
}

const err *encounters_restore(store *s, arena *a, account_id owner, encounter_id id)
{
    struct encounter e = { 0 };
    struct encounters_items items = { 0 };
    TX(t, s, a);
    TRY(encounters_store_get(s, a, owner, id, &e));
    if (e.removed_ms == 0)
        return tx_commit(&t);
    TRY(encounters_store_items(s, a, owner, id, e.removed_ms, &items));
    TRY(encounters_store_remove(s, a, owner, id, 0, e.removed_ms));
    for (size_t i = 0; i < items.n; i++)
        TRY(book_fact_restore(s, a, owner, FACT_ITEM, (fact_id){ items.item[i].id }, NULL));
    TRY(settle(s, a, owner, id, NULL));
    return tx_commit(&t);
}

/* ---- reading --------------------------------------------------------------------------------- */

const err *encounters_people(store *s, arena *a, account_id owner, encounter_id id,
                             struct person_list *ret)
{
    struct encounters_wholes wholes = { 0 };
    TRY(encounters_store_wholes(s, a, owner, id, &wholes));
    struct person *people = NEW_ARRAY(a, struct person, wholes.n);
    for (size_t i = 0; i < wholes.n; i++)
        TRY(book_person_get(s, a, owner, (person_id){ wholes.item[i].id }, &people[i]));
    *ret = (struct person_list){ people, wholes.n };
    return NULL;
}

const err *encounters_of(store *s, arena *a, account_id owner, person_id person, int64_t before_ms,
                         encounter_id before, int64_t limit, struct encounter_list *ret)
{
    return encounters_store_of(s, a, owner, person, before_ms, before, limit, ret);
}

const err *encounters_recent(store *s, arena *a, account_id owner, int64_t limit,
                             struct encounter_list *ret)
{
    return encounters_store_recent(s, a, owner, limit, ret);
}
