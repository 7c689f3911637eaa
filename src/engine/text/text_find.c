/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_find.c - see text_index.h: the best items for a text, and why.
 */
#include <stdlib.h>

#include "base/check.h"
#include "engine/text/text_index_parts.h"

/* ---- the best items for a question ----------------------------------------------------------- */

/* Sums by entry. `best` is that of the group at hand and 0 between groups. */
struct sums {
    double *sum, *best;
    uint32_t *seen, *here; /* entries with a sum; those of the group at hand */
    size_t n_seen, n_here;
};

static struct sums sums_new(const text_index *x, arena *a)
{
    return (struct sums){
        .sum = NEW_ARRAY(a, double, x->n),
        .best = NEW_ARRAY(a, double, x->n),
        .seen = NEW_ARRAY(a, uint32_t, x->n),
        .here = NEW_ARRAY(a, uint32_t, x->n),
    };
}

static void meet(const text_index *x, struct sums *s, const struct text_way_in *way,
                 enum text_side among)
{
    struct text_postings all = text_index_postings(x, among, way->term);
    for (size_t i = 0; i < all.n; i++) {
        uint32_t e = all.at[i].entry;
        double value = way->value * text_query_times(x, &x->entry[e], all.at[i].times);
        if (s->best[e] <= 0)
            s->here[s->n_here++] = e;
        if (value > s->best[e])
            s->best[e] = value;
    }
}

static void add_up(const text_index *x, struct sums *s, const struct text_query *q,
                   enum text_side among)
{
    for (size_t g = 0; g < q->n; g++) {
        s->n_here = 0;
        for (size_t w = 0; w < q->group[g].n; w++)
            meet(x, s, &q->group[g].way[w], among);
        for (size_t i = 0; i < s->n_here; i++) {
            uint32_t e = s->here[i];
            if (s->sum[e] <= 0)
                s->seen[s->n_seen++] = e;
            s->sum[e] += q->group[g].weight * s->best[e];
            s->best[e] = 0;
        }
    }
}

static bool is_before(struct text_hit one, struct text_hit other)
{
    if (one.score > other.score || one.score < other.score)
        return one.score > other.score;
    return one.item < other.item;
}

static int by_score(const void *one, const void *other)
{
    const struct text_hit *a = one, *b = other;
    return is_before(*a, *b) ? -1 : is_before(*b, *a) ? 1 : 0;
}

/* A heap with the worst on top: `at` moves down to its place. */
static void sink(struct text_hit *heap, size_t n, size_t at)
{
    for (size_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
        if (child + 1 < n && is_before(heap[child], heap[child + 1]))
            child++;
        if (!is_before(heap[at], heap[child]))
            return;
        struct text_hit moved = heap[at];
        heap[at] = heap[child];
        heap[child] = moved;
        at = child;
    }
}

static void keep(struct text_hits *hits, size_t limit, struct text_hit hit)
{
    if (hits->n < limit) {
        hits->item[hits->n++] = hit;
        for (size_t i = hits->n / 2; hits->n == limit && i > 0; i--)
            sink(hits->item, limit, i - 1);
    } else if (is_before(hit, hits->item[0])) {
        hits->item[0] = hit;
        sink(hits->item, limit, 0);
    }
}

static struct text_hits best_of(const text_index *x, arena *a, const struct text_query *q,
                                const struct sums *s, size_t limit)
{
    if (limit > s->n_seen)
        limit = s->n_seen;
    struct text_hits hits = { NEW_ARRAY(a, struct text_hit, limit), 0 };
    for (size_t i = 0; limit > 0 && i < s->n_seen; i++) {
        const struct text_entry *e = &x->entry[s->seen[i]];
        double score = text_query_score(x, q, e, s->sum[s->seen[i]]);
        if (!e->dropped && score > 0)
            keep(&hits, limit, (struct text_hit){ e->id, e->owner, score });
    }
    if (hits.n > 0)
        qsort(hits.item, hits.n, sizeof(*hits.item), by_score);
    return hits;
}

static struct text_hits find(const text_index *x, arena *a, struct text_query *q,
                             enum text_side among, size_t limit)
{
    struct sums s = sums_new(x, a);
    text_query_spread(x, a, q);
    add_up(x, &s, q, among);
    return best_of(x, a, q, &s, limit);
}

struct text_hits text_index_find(const text_index *x, arena *a, str text, enum text_side among,
                                 size_t limit)
{
    struct text_query q = text_query_of_text(x, a, text, among);
    return find(x, a, &q, among, limit);
}

/* ---- a seek and an offer --------------------------------------------------------------------- */

/* False where they are not a seek and an offer. */
static bool both(const text_index *x, int64_t seek, int64_t offer,
                 const struct text_entry **ret_seek, const struct text_entry **ret_offer)
{
    *ret_seek = text_index_entry(x, seek);
    *ret_offer = text_index_entry(x, offer);
    return *ret_seek != NULL && *ret_offer != NULL && (*ret_seek)->side == TEXT_SEEK &&
           (*ret_offer)->side == TEXT_OFFER;
}

double text_index_score(const text_index *x, arena *a, int64_t seek, int64_t offer)
{
    const struct text_entry *sought, *offered;
    if (!both(x, seek, offer, &sought, &offered))
        return 0;
    struct text_query q = text_query_of_entry(x, a, sought, TEXT_OFFER);
    return text_query_entry(x, &q, offered);
}

struct reason {
    double share;
    size_t place; /* among equal shares the earlier in the text comes first */
    struct text_match words;
};

static int by_share(const void *one, const void *other)
{
    const struct reason *a = one, *b = other;
    if (a->share > b->share || a->share < b->share)
        return a->share > b->share ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* Does one of them hold the words of the other? Then the two are one reason. */
static bool is_told(const struct text_matches *all, struct text_match m)
{
    for (size_t i = 0; i < all->n; i++) {
        str sought = all->item[i].sought;
        if ((m.sought.p >= sought.p && m.sought.p < sought.p + sought.n) ||
            (sought.p >= m.sought.p && sought.p < m.sought.p + m.sought.n))
            return true;
    }
    return false;
}

struct text_matches text_index_words(const text_index *x, arena *a, int64_t seek, int64_t offer)
{
    const struct text_entry *sought, *offered;
    struct text_matches ret = { NEW_ARRAY(a, struct text_match, TEXT_WORDS_MAX), 0 };
    if (!both(x, seek, offer, &sought, &offered))
        return ret;
    struct text_query q = text_query_of_entry(x, a, sought, TEXT_OFFER);
    struct reason *reason = NEW_ARRAY(a, struct reason, q.n);
    size_t n = 0;
    for (size_t i = 0; i < q.n; i++) {
        const struct text_slot *slot = NULL;
        double share = q.group[i].weight * text_query_best(x, &q.group[i], offered, &slot);
        if (share > 0 && slot != NULL)
            reason[n++] = (struct reason){ share, i, { q.group[i].written, slot->written } };
    }
    if (n > 0)
        qsort(reason, n, sizeof(*reason), by_share);
    for (size_t i = 0; i < n && ret.n < TEXT_WORDS_MAX; i++)
        if (!is_told(&ret, reason[i].words))
            ret.item[ret.n++] = reason[i].words;
    return ret;
}

/* ---- people ---------------------------------------------------------------------------------- */

double text_need(double there, double back)
{
    double more = there > back ? there : back, less = there > back ? back : there;
    if (more <= 0)
        return 0;
    double harmonic = 2 * there * back / (there + back);
    return harmonic > more / 2 && less > 0 ? harmonic : more / 2;
}

double text_overlap(double cosine)
{
    return 4 * cosine * (1 - cosine);
}

/* The best of what one seeks against what the other offers; the smaller ids win. */
static struct text_way way_between(const text_index *x, arena *a, const struct text_numbers *seeker,
                                   const struct text_numbers *offerer)
{
    struct text_way best = { 0 };
    for (size_t i = 0; i < seeker->n; i++) {
        const struct text_entry *seek = &x->entry[seeker->at[i]];
        if (seek->side != TEXT_SEEK)
            continue;
        struct text_query q = text_query_of_entry(x, a, seek, TEXT_OFFER);
        for (size_t k = 0; k < offerer->n; k++) {
            const struct text_entry *offer = &x->entry[offerer->at[k]];
            double score = offer->side == TEXT_OFFER ? text_query_entry(x, &q, offer) : 0;
            if (score > best.score)
                best = (struct text_way){ score, seek->id, offer->id };
        }
    }
    return best;
}

struct text_need text_index_need(const text_index *x, arena *a, int64_t owner, int64_t other)
{
    const struct text_numbers *mine = text_index_owned(x, owner);
    const struct text_numbers *theirs = text_index_owned(x, other);
    struct text_need ret = {
        .owner = other,
        .there = way_between(x, a, mine, theirs),
        .back = way_between(x, a, theirs, mine),
    };
    ret.need = text_need(ret.there.score, ret.back.score);
    return ret;
}

static int by_number(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return a < b ? -1 : a > b;
}

static int by_need(const void *one, const void *other)
{
    const struct text_need *a = one, *b = other;
    if (a->need > b->need || a->need < b->need)
        return a->need > b->need ? -1 : 1;
    return by_number(&a->owner, &b->owner);
}

/* Owners of the best items of the other side for each of mine, each once. */
static int64_t *candidates(const text_index *x, arena *a, int64_t owner, size_t *ret_n)
{
    const struct text_numbers *mine = text_index_owned(x, owner);
    int64_t *found = NEW_ARRAY(a, int64_t, mine->n * TEXT_CANDIDATES);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < mine->n; i++) {
        const struct text_entry *e = &x->entry[mine->at[i]];
        enum text_side among = e->side == TEXT_SEEK ? TEXT_OFFER : TEXT_SEEK;
        struct text_query q = text_query_of_entry(x, a, e, among);
        struct text_hits hits = find(x, a, &q, among, TEXT_CANDIDATES);
        for (size_t k = 0; k < hits.n; k++)
            if (hits.item[k].owner != owner)
                found[n++] = hits.item[k].owner;
    }
    if (n > 0)
        qsort(found, n, sizeof(*found), by_number);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || found[i] != found[i - 1])
            found[kept++] = found[i];
    *ret_n = kept;
    return found;
}

struct text_needs text_index_needs(const text_index *x, arena *a, int64_t owner, size_t limit)
{
    SCRATCH(one);
    size_t n = 0;
    const int64_t *others = candidates(x, a, owner, &n);
    struct text_needs ret = { NEW_ARRAY(a, struct text_need, n), 0 };
    for (size_t i = 0; i < n; i++) {
        struct text_need need = text_index_need(x, one, owner, others[i]);
        arena_reset(one);
        if (need.need > 0)
            ret.item[ret.n++] = need;
    }
    if (ret.n > 0)
        qsort(ret.item, ret.n, sizeof(*ret.item), by_need);
    if (ret.n > limit)
        ret.n = limit;
    return ret;
}
