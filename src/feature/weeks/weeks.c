/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks.c - the rules of weeks: which week is on, which day, which talk, which talks are meant.
 */
#include "feature/weeks/weeks.h"
#include "engine/when/when.h"
#include "feature/weeks/weeks_rules.h"
#include "feature/weeks/weeks_slug.h"

/* Today as the week counts it; dates as text compare like dates. */
static str today_of(arena *a, const struct week *w, int64_t now_ms)
{
    return when_date_text(a, when_local_of(now_ms, w->zone).date);
}

enum week_phase weeks_rules_phase(arena *a, const struct week *w, int64_t now_ms)
{
    struct when_local now = when_local_of(now_ms, w->zone);
    str today = when_date_text(a, now.date);
    str eve = when_date_text(a, when_date_add(now.date, -1));
    if (str_cmp(today, w->start_date) < 0)
        return WEEK_BEFORE;
    bool last_night = now.hour < WEEKS_RULES_NIGHT_ENDS && str_cmp(eve, w->end_date) <= 0;
    return str_cmp(today, w->end_date) <= 0 || last_night ? WEEK_DURING : WEEK_AFTER;
}

/* True where `w` is nearer to the visitor than `other`; both in the same phase. */
static bool nearer(const struct week *w, const struct week *other, enum week_phase phase)
{
    if (phase == WEEK_AFTER)
        return str_cmp(w->end_date, other->end_date) > 0;
    return str_cmp(w->start_date, other->start_date) < 0;
}

const struct week *weeks_rules_current(arena *a, const struct week_list *all, int64_t now_ms)
{
    static const enum week_phase wanted[] = { WEEK_DURING, WEEK_BEFORE, WEEK_AFTER };
    for (size_t k = 0; k < COUNT_OF(wanted); k++) {
        const struct week *best = NULL;
        for (size_t i = 0; i < all->n; i++) {
            const struct week *w = &all->item[i];
            if (!w->published || weeks_rules_phase(a, w, now_ms) != wanted[k])
                continue;
            if (best == NULL || nearer(w, best, wanted[k]))
                best = w;
        }
        if (best != NULL)
            return best;
    }
    return NULL;
}

bool weeks_rules_running(const struct talk *t, int64_t now_ms)
{
    return !weeks_store_cancelled(t) && t->start_ms <= now_ms && now_ms < weeks_store_end_ms(t);
}

/* The eve, as long as one of its talks is still to end. */
static bool eve_goes_on(const struct talks *all, str eve, int64_t now_ms)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->item[i].day, eve) && !weeks_store_cancelled(&all->item[i]) &&
            weeks_store_end_ms(&all->item[i]) > now_ms)
            return true;
    return false;
}

str weeks_rules_day(arena *a, const struct week *w, const struct days *days,
                    const struct talks *all, int64_t now_ms)
{
    struct when_local now = when_local_of(now_ms, w->zone);
    str today = today_of(a, w, now_ms);
    str eve = when_date_text(a, when_date_add(now.date, -1));
    if (days->n == 0)
        return S("");
    if (now.hour < WEEKS_RULES_NIGHT_ENDS && eve_goes_on(all, eve, now_ms))
        return eve;
    for (size_t i = 0; i < days->n; i++)
        if (str_cmp(days->item[i].date, today) >= 0)
            return days->item[i].date;
    return days->item[days->n - 1].date;
}

size_t weeks_rules_open(const struct talks *talks, int64_t now_ms)
{
    size_t next = WEEKS_RULES_NONE, first = WEEKS_RULES_NONE;
    for (size_t i = 0; i < talks->n; i++) {
        const struct talk *t = &talks->item[i];
        if (weeks_store_cancelled(t))
            continue;
        if (weeks_rules_running(t, now_ms))
            return i;
        if (next == WEEKS_RULES_NONE && t->start_ms > now_ms)
            next = i;
        if (first == WEEKS_RULES_NONE)
            first = i;
    }
    if (next != WEEKS_RULES_NONE)
        return next;
    return first == WEEKS_RULES_NONE && talks->n > 0 ? 0 : first;
}

/* ---- searching ------------------------------------------------------------------------------- */

bool weeks_rules_filtering(const struct weeks_filter *f)
{
    return !str_empty(f->q) || !str_empty(f->track) || !str_empty(f->place);
}

static bool has_all_words(str text, str wanted)
{
    str word = { 0 };
    while (str_next(&wanted, ' ', &word))
        if (!str_contains(text, word))
            return false;
    return true;
}

static bool meant(const struct talk *t, const struct weeks_filter *f, str wanted)
{
    return (str_empty(f->day) || str_eq(t->day, f->day)) &&
           (str_empty(f->track) || str_eq(t->track, f->track)) &&
           (str_empty(f->place) || str_eq(t->place, f->place)) && has_all_words(t->search, wanted);
}

/* It grows with what is found: room for all talks, for each day of a long week, would be more than
 * a request may have. */
struct talks weeks_rules_filter(arena *a, const struct talks *all, const struct weeks_filter *f)
{
    void *found = NULL;
    size_t n = 0, cap = 0;
    str wanted = weeks_slug_search_word(a, f->q);
    for (size_t i = 0; i < all->n; i++) {
        if (!meant(&all->item[i], f, wanted))
            continue;
        arena_grow(a, &found, &cap, n + 1, sizeof(struct talk));
        ((struct talk *)found)[n++] = all->item[i];
    }
    return (struct talks){ found, n };
}

/* ---- names in addresses ---------------------------------------------------------------------- */

const err *weeks_take_slug(store *s, arena *a, str title, const char *otherwise, str *ret)
{
    str base = weeks_slug(a, title);
    if (str_empty(base))
        base = str_of(otherwise);
    else if (weeks_slug_reserved(base))
        base = str_format(a, "%s-%.*s", otherwise, STR_ARG(base));
    return weeks_store_take_slug(s, a, base, ret);
}
