/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/exchange/exchange_events.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "engine/text/text_fold.h"
#include "engine/when/when.h"
#include "feature/accounts/accounts.h"
#include "feature/encounters/encounters.h"
#include "feature/exchange/exchange_store.h"
#include "feature/house/house.h"

#define SLICE 200
#define MEETING_PEOPLE ENCOUNTERS_PEOPLE_MAX
#define GATHERED_MAX 2000000 /* messages of one import */

struct other {
    str name, address; /* a mail address or a profile's; either may be empty */
};

/* As it stands in the file: whom it means is asked when all people are in. */
struct gathered {
    enum { OF_CHAT, OF_MAIL, OF_MEETING } kind;
    int64_t time_ms, minutes;
    str id, title;
    bool by_me;
    struct other *others;
    size_t n_others;
};

/* One person, kind and day. */
struct contact {
    int64_t person, time_ms;
    str day;
    const char *kind;
    bool by_me;
};

struct exchange_events {
    store *s;
    arena *a;
    account_id owner;
    import_id import;
    str zone;
    const str *me; /* folded names and lower-case addresses */
    size_t n_me;
    struct gathered *item;
    size_t n, cap, not_taken;
    struct contact *contacts;
    size_t n_contacts, cap_contacts;
};

static str me_key(arena *a, str given)
{
    return str_contains(given, S("@")) ? str_lower(a, given) : text_name_key(a, given);
}

const err *exchange_events_new(store *s, arena *a, account_id owner, import_id import,
                               const str *me, size_t n_me, exchange_events **ret)
{
    exchange_events *all = NEW(a, exchange_events);
    str *keys = NEW_ARRAY(a, str, n_me + 2);
    struct account_list known = { 0 };
    *all = (exchange_events){ .s = s, .a = a, .owner = owner, .import = import, .me = keys };
    TRY(accounts_list(s, a, &known));
    TRY(house_setting(s, a, "zone", &all->zone));
    if (!when_zone_known(all->zone))
        all->zone = S("UTC");
    for (size_t i = 0; i < n_me; i++)
        keys[all->n_me++] = me_key(a, me[i]);
    for (size_t i = 0; i < known.n; i++)
        if (known.item[i].id == owner.v) {
            keys[all->n_me++] = me_key(a, known.item[i].email);
            keys[all->n_me++] = me_key(a, known.item[i].name);
        }
    *ret = all;
    return NULL;
}

static bool is_me(const exchange_events *all, arena *a, str name, str address)
{
    str keys[] = { me_key(a, name), str_lower(a, address) };
    for (size_t i = 0; i < all->n_me; i++)
        for (size_t k = 0; k < COUNT_OF(keys); k++)
            if (!str_empty(keys[k]) && str_eq(all->me[i], keys[k]))
                return true;
    return false;
}

/* ---- gathering ------------------------------------------------------------------------------- */

static void add_other(exchange_events *all, struct gathered *g, size_t room, str name, str address)
{
    SCRATCH(one);
    if ((str_empty(name) && str_empty(address)) || g->n_others == room ||
        is_me(all, one, name, address))
        return;
    g->others[g->n_others++] = (struct other){ str_copy(all->a, name), str_copy(all->a, address) };
}

static void gather_event(exchange_events *all, struct gathered *g, const struct chat_event *e)
{
    size_t room = e->n_to + 1;
    g->kind = e->kind == CHAT_MAIL ? OF_MAIL : e->kind == CHAT_MEETING ? OF_MEETING : OF_CHAT;
    g->time_ms = e->time_ms;
    g->minutes = e->duration_min;
    g->id = str_copy(all->a, e->id);
    g->title = str_copy(all->a, e->title);
    g->others = NEW_ARRAY(all->a, struct other, room);
    g->by_me = is_me(all, all->a, e->from.name, e->from.address);
    add_other(all, g, room, e->from.name, e->from.address);
    /* Of what somebody else wrote, that one is the contact; of meetings everybody. */
    for (size_t i = 0; (g->by_me || g->kind == OF_MEETING) && i < e->n_to; i++)
        add_other(all, g, room, e->to[i].name, e->to[i].address);
}

static void gather_row(exchange_events *all, struct gathered *g, const struct people_exchange *x)
{
    g->kind = OF_CHAT;
    g->time_ms = x->time_ms;
    g->by_me = x->direction == PEOPLE_OUTGOING ||
               (x->direction == PEOPLE_DIRECTION_UNKNOWN && is_me(all, all->a, x->from, S("")));
    g->others = NEW_ARRAY(all->a, struct other, 1);
    if (!g->by_me)
        add_other(all, g, 1, x->from, x->from_url);
    else if (!str_contains(x->to, S(", "))) /* who several are is not told apart from their names */
        add_other(all, g, 1, x->to, x->to_url);
}

void exchange_events_gather(exchange_events *all, const struct exchange_thing *thing)
{
    struct gathered g = { 0 };
    if (thing->kind == FOREIGN_TABLE)
        gather_row(all, &g, &thing->row.exchange);
    else if (thing->event.kind != CHAT_CONTACT && !thing->event.cancelled)
        gather_event(all, &g, &thing->event);
    if (g.time_ms <= 0 || g.time_ms > clock_now_ms() || g.n_others == 0 || all->n == GATHERED_MAX) {
        all->not_taken++;
        return;
    }
    void *item = all->item;
    arena_grow(all->a, &item, &all->cap, all->n + 1, sizeof *all->item);
    all->item = item;
    all->item[all->n++] = g;
}

/* ---- whom it means --------------------------------------------------------------------------- */

/* By address or profile; by name only where exactly one in the book has it. */
static const err *find(exchange_events *all, arena *a, const struct other *o, person_id *ret)
{
    struct exchange_knowns known = { 0 };
    bool mail = str_contains(o->address, S("@"));
    str fold = book_datum_fold(a, mail ? S("email") : S("social"),
                               mail ? o->address : exchange_profile(a, o->address));
    if (!str_empty(fold))
        TRY(exchange_store_with(all->s, a, all->owner, mail ? S("email") : S("social"), fold,
                                &known));
    str key = text_name_key(a, o->name);
    if (known.n == 0 && !str_empty(key))
        TRY(exchange_store_named(all->s, a, all->owner, key, S(""), &known));
    *ret = known.n == 1 ? known.item[0].person : (person_id){ 0 };
    return NULL;
}

static str day_of(exchange_events *all, int64_t time_ms)
{
    return when_date_text(all->a, when_local_of(time_ms, all->zone).date);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The same of another import of the same file is the same encounter. */
static str key_of(arena *a, const char *kind, str day, str what)
{
    return id_uuid_of(a,
                      str_format(a, "import\n%s\n%.*s\n%.*s", kind, STR_ARG(day), STR_ARG(what)));
}

static const err *add(exchange_events *all, arena *a, const struct encounter *e,
                      const person_id *persons, size_t n, struct exchange_report *report)
{
    encounter_id id = { 0 };
    bool is_new = false;
    TRY(encounters_add(all->s, a, all->owner, e, persons, n, LANG_EN, &id, &is_new));
    report->written += is_new;
    for (size_t i = 0; is_new && i < n; i++)
        TRY(exchange_store_touched(all->s, a, all->owner, all->import, persons[i], false));
    return NULL;
}

static const err *add_meeting(exchange_events *all, arena *a, const struct gathered *g,
                              const person_id *persons, size_t n, struct exchange_report *report)
{
    str day = day_of(all, g->time_ms);
    const struct encounter e = {
        .key = key_of(a, "event", day, str_empty(g->id) ? g->title : g->id),
        .kind = S("event"),
        .time_ms = g->time_ms,
        .day = day,
        .minutes = g->minutes > 1440 ? 1440 : g->minutes,
        .meeting = utf8_cut(g->title, 200),
        .from = { .name = S("import"), .id = all->import.v },
    };
    return add(all, a, &e, persons, n, report);
}

static const err *settle(exchange_events *all, arena *a, const struct gathered *g,
                         struct exchange_report *report)
{
    person_id persons[MEETING_PEOPLE];
    size_t n = 0;
    for (size_t i = 0; i < g->n_others && n < MEETING_PEOPLE; i++) {
        person_id who = { 0 };
        TRY(find(all, a, &g->others[i], &who));
        if (who.v != 0)
            persons[n++] = who;
    }
    if (n == 0)
        report->strangers++;
    if (g->kind == OF_MEETING)
        return n == 0 ? NULL : add_meeting(all, a, g, persons, n, report);
    for (size_t i = 0; i < n; i++) {
        void *contacts = all->contacts;
        arena_grow(all->a, &contacts, &all->cap_contacts, all->n_contacts + 1,
                   sizeof *all->contacts);
        all->contacts = contacts;
        all->contacts[all->n_contacts++] =
            (struct contact){ persons[i].v, g->time_ms, day_of(all, g->time_ms),
                              g->kind == OF_MAIL ? "mail" : "chat", g->by_me };
    }
    return NULL;
}

static int by_person_and_time(const void *x, const void *y)
{
    const struct contact *one = x, *other = y;
    if (one->person != other->person)
        return one->person < other->person ? -1 : 1;
    if (one->kind != other->kind && strcmp(one->kind, other->kind) != 0)
        return strcmp(one->kind, other->kind);
    return (one->time_ms > other->time_ms) - (one->time_ms < other->time_ms);
}

static bool same_day(const struct contact *one, const struct contact *other)
{
    return one->person == other->person && strcmp(one->kind, other->kind) == 0 &&
           str_eq(one->day, other->day);
}

static const err *add_contact(exchange_events *all, arena *a, const struct contact *c,
                              struct exchange_report *report)
{
    const struct encounter e = {
        .key = key_of(a, c->kind, c->day, str_format(a, "%" PRId64, c->person)),
        .kind = str_of(c->kind),
        .time_ms = c->time_ms,
        .day = c->day,
        .started_by = c->by_me ? S("me") : S("they"),
        .from = { .name = S("import"), .id = all->import.v },
    };
    return add(all, a, &e, &(person_id){ c->person }, 1, report);
}

/* Up to SLICE of either list in one transaction. */
static const err *write_slice(exchange_events *all, size_t from, bool contacts,
                              struct exchange_report *report)
{
    SCRATCH(slice);
    size_t n = contacts ? all->n_contacts : all->n;
    TX(t, all->s, slice);
    for (size_t i = from; i < n && i < from + SLICE; i++) {
        const err *e = !contacts ? settle(all, slice, &all->item[i], report)
                       : i > 0 && same_day(&all->contacts[i - 1], &all->contacts[i])
                           ? NULL
                           : add_contact(all, slice, &all->contacts[i], report);
        if (e != NULL)
            return err_copy(all->a, e);
    }
    const err *e = exchange_store_touch(all->s, slice, all->owner, all->import);
    if (e == NULL)
        e = tx_commit(&t);
    return e == NULL ? NULL : err_copy(all->a, e);
}

const err *exchange_events_write(exchange_events *all, struct exchange_report *report)
{
    report->strangers += all->not_taken;
    for (size_t i = 0; i < all->n; i += SLICE)
        TRY(write_slice(all, i, false, report));
    if (all->n_contacts > 0)
        qsort(all->contacts, all->n_contacts, sizeof *all->contacts, by_person_and_time);
    for (size_t i = 0; i < all->n_contacts; i += SLICE)
        TRY(write_slice(all, i, true, report));
    return NULL;
}
