/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cache.c - a table of pages, a table of renderings, a list of pages by use, and one lock.
 */
#include "web/cache.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/clock.h"

#define CACHE_BUCKETS ((size_t)4096)
#define CACHE_RENDERS ((size_t)256)
/* Topics share counters: two that do lose their pages together. */
#define CACHE_SLOTS ((size_t)1024)
/* What a page takes besides its texts, about. */
#define CACHE_OVERHEAD ((size_t)512)
#define CACHE_SECOND_NS INT64_C(1000000000)
#define CACHE_MINUTE_MS 60000
/* Pages that are no longer good are let go a few at a time, where a new one comes. */
#define CACHE_SWEEP 8

struct cache {
    pthread_mutex_t lock;
    struct cache_limits limits;
    unsigned char secret[crypto_shorthash_KEYBYTES]; /* keys are chosen by strangers */
    struct cache_page *buckets[CACHE_BUCKETS];
    struct cache_render *renders[CACHE_RENDERS];
    struct cache_page *newest, *oldest; /* by use */
    uint64_t all, changes, topics[CACHE_SLOTS];
    size_t parked_now;
    struct cache_counts counts;
};

cache *cache_new(struct cache_limits limits)
{
    cache *c = calloc(1, sizeof *c);
    ASSERT(c != NULL);
    c->limits = limits;
    pthread_mutex_init(&c->lock, NULL);
    crypto_shorthash_keygen(c->secret);
    return c;
}

static uint64_t cache_hash(const cache *c, str key)
{
    unsigned char digest[crypto_shorthash_BYTES];
    uint64_t hash = 0;
    (void)crypto_shorthash(digest, (const unsigned char *)key.p, key.n, c->secret);
    memcpy(&hash, digest, sizeof hash);
    return hash;
}

static str cache_copy(str s)
{
    char *p = malloc(s.n + 1);
    ASSERT(p != NULL);
    memcpy(p, s.p, s.n);
    return (str){ p, s.n };
}

static void cache_drop(str s)
{
    free((void *)(uintptr_t)s.p);
}

/* ---- pages ---------------------------------------------------------------------------------- */

struct cache_page *cache_page_new(void)
{
    struct cache_page *kept = calloc(1, sizeof *kept);
    ASSERT(kept != NULL);
    atomic_init(&kept->holds, 1);
    return kept;
}

static void cache_form_free(struct cache_form f)
{
    cache_drop(f.lead);
    cache_drop(f.rest);
    cache_drop(f.etag);
    cache_drop(f.body);
}

void cache_release(struct cache_page *kept)
{
    if (kept == NULL || atomic_fetch_sub(&kept->holds, 1) > 1)
        return;
    cache_form_free(kept->plain);
    cache_form_free(kept->zipped);
    cache_drop(kept->type);
    cache_drop(kept->fields);
    cache_drop(kept->key);
    free(kept);
}

static size_t cache_size(const struct cache_page *kept)
{
    return kept->plain.body.n + kept->zipped.body.n + kept->fields.n + kept->key.n + CACHE_OVERHEAD;
}

static void cache_unlink_use(cache *c, struct cache_page *kept)
{
    if (kept->newer != NULL)
        kept->newer->older = kept->older;
    else
        c->newest = kept->older;
    if (kept->older != NULL)
        kept->older->newer = kept->newer;
    else
        c->oldest = kept->newer;
}

static void cache_link_use(cache *c, struct cache_page *kept)
{
    kept->newer = NULL;
    kept->older = c->newest;
    if (c->newest != NULL)
        c->newest->newer = kept;
    else
        c->oldest = kept;
    c->newest = kept;
}

static struct cache_page **cache_place(cache *c, str key, uint64_t hash)
{
    struct cache_page **at = &c->buckets[hash % CACHE_BUCKETS];
    while (*at != NULL && ((*at)->hash != hash || !str_eq((*at)->key, key)))
        at = &(*at)->next;
    return at;
}

static void cache_remove(cache *c, struct cache_page *kept)
{
    *cache_place(c, kept->key, kept->hash) = kept->next;
    cache_unlink_use(c, kept);
    c->counts.pages--;
    c->counts.bytes -= (int64_t)cache_size(kept);
    kept->listed = false;
    cache_release(kept);
}

void cache_free(cache *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < CACHE_RENDERS; i++)
        ASSERT(c->renders[i] == NULL);
    while (c->newest != NULL)
        cache_remove(c, c->newest);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

/* ---- changes -------------------------------------------------------------------------------- */

static int64_t cache_minute(void)
{
    return clock_now_ms() / CACHE_MINUTE_MS;
}

static size_t cache_slot(int64_t topic)
{
    return (size_t)((uint64_t)topic % CACHE_SLOTS);
}

void cache_change_all(cache *c)
{
    pthread_mutex_lock(&c->lock);
    c->changes++;
    c->all++;
    while (c->newest != NULL)
        cache_remove(c, c->newest);
    pthread_mutex_unlock(&c->lock);
}

void cache_change_topics(cache *c, const int64_t *topics, size_t n)
{
    pthread_mutex_lock(&c->lock);
    c->changes++;
    for (size_t i = 0; i < n; i++)
        c->topics[cache_slot(topics[i])]++;
    pthread_mutex_unlock(&c->lock);
}

void cache_shows(struct cache_render *r, int64_t topic)
{
    cache *c = r->cache;
    struct cache_stamp *s = &r->stamp;
    size_t slot = cache_slot(topic);

    for (size_t i = 0; i < s->n_topics; i++)
        if (s->topics[i].slot == slot)
            return;
    if (s->n_topics == CACHE_PAGE_TOPICS) {
        r->too_wide = true;
        return;
    }
    s->topics[s->n_topics].slot = slot;
    pthread_mutex_lock(&c->lock);
    s->topics[s->n_topics].changes = c->topics[slot];
    pthread_mutex_unlock(&c->lock);
    s->n_topics++;
}

static bool cache_good(const cache *c, const struct cache_stamp *s, int64_t minute)
{
    if (s->all != c->all || s->minute != minute)
        return false;
    for (size_t i = 0; i < s->n_topics; i++)
        if (s->topics[i].changes != c->topics[s->topics[i].slot])
            return false;
    return true;
}

/* ---- asking --------------------------------------------------------------------------------- */

static struct cache_page *cache_find(cache *c, const job *j, int64_t minute)
{
    struct cache_page *kept = *cache_place(c, j->cache_key, j->cache_hash);
    if (kept == NULL || !cache_good(c, &kept->stamp, minute))
        return NULL;
    if (kept != c->newest) {
        cache_unlink_use(c, kept);
        cache_link_use(c, kept);
    }
    c->counts.hits++;
    atomic_fetch_add(&kept->holds, 1);
    return kept;
}

/* A rendering that knows of all that has changed. */
static struct cache_render *cache_joinable(const cache *c, const job *j, int64_t minute)
{
    struct cache_render *r = c->renders[j->cache_hash % CACHE_RENDERS];
    while (r != NULL && (r->hash != j->cache_hash || r->stamp.changes != c->changes ||
                         r->stamp.minute != minute || !str_eq(r->key, j->cache_key)))
        r = r->next;
    return r;
}

static enum cache_found cache_join(cache *c, job *j, int64_t minute)
{
    struct cache_render *r = cache_joinable(c, j, minute);
    if (r == NULL)
        return CACHE_MISS;
    if (c->parked_now == c->limits.parked)
        return CACHE_FULL;
    c->parked_now++;
    c->counts.parked++;
    j->next = r->parked;
    r->parked = j;
    return CACHE_PARKED;
}

static enum cache_found cache_ask(cache *c, job *j, int64_t minute, struct cache_page **ret_page)
{
    struct cache_page *kept = cache_find(c, j, minute);
    if (kept == NULL)
        return cache_join(c, j, minute);
    *ret_page = kept;
    return CACHE_HIT;
}

enum cache_found cache_look(cache *c, job *j, struct cache_page **ret_page)
{
    int64_t minute = cache_minute();
    j->cache_hash = cache_hash(c, j->cache_key);
    pthread_mutex_lock(&c->lock);
    enum cache_found found = cache_ask(c, j, minute, ret_page);
    pthread_mutex_unlock(&c->lock);
    return found;
}

/* Compressing costs half of what rendering does: too much for a page that changes all the time. */
static bool cache_hasty(cache *c, const job *j, int64_t minute)
{
    const struct cache_page *last = *cache_place(c, j->cache_key, j->cache_hash);
    return last != NULL && last->stamp.minute == minute &&
           clock_mono_ns() - last->born_ns < CACHE_SECOND_NS;
}

static struct cache_render *cache_render_new(cache *c, const job *j, int64_t minute)
{
    struct cache_render *r = calloc(1, sizeof *r);
    ASSERT(r != NULL);
    r->cache = c;
    r->key = cache_copy(j->cache_key);
    r->hash = j->cache_hash;
    r->stamp = (struct cache_stamp){ .all = c->all, .changes = c->changes, .minute = minute };
    r->hasty = cache_hasty(c, j, minute);
    return r;
}

enum cache_found cache_begin(cache *c, job *j, struct cache_page **ret_page)
{
    int64_t minute = cache_minute();
    pthread_mutex_lock(&c->lock);
    enum cache_found found = cache_ask(c, j, minute, ret_page);
    if (found == CACHE_MISS) {
        struct cache_render **bucket = &c->renders[j->cache_hash % CACHE_RENDERS];
        j->render = cache_render_new(c, j, minute);
        j->render->next = *bucket;
        *bucket = j->render;
        c->counts.renders++;
    }
    pthread_mutex_unlock(&c->lock);
    return found;
}

static void cache_remove_oldest(cache *c)
{
    ASSERT(c->oldest->older == NULL);
    cache_remove(c, c->oldest);
}

/* What is no longer good at the end of the list, and what is too much. */
static void cache_make_room(cache *c, int64_t minute)
{
    for (int i = 0; i < CACHE_SWEEP && c->oldest != NULL; i++) {
        if (cache_good(c, &c->oldest->stamp, minute))
            break;
        cache_remove_oldest(c);
    }
    while (c->oldest != NULL && c->counts.bytes > (int64_t)c->limits.bytes)
        cache_remove_oldest(c);
}

/* `r` gives its key to the page. */
static void cache_keep(cache *c, struct cache_render *r, struct cache_page *kept)
{
    int64_t minute = cache_minute();
    size_t most = c->limits.page;
    bool fits = kept->plain.body.n <= most && kept->zipped.body.n <= most;
    if (r->too_wide || !fits || !cache_good(c, &r->stamp, minute))
        return;
    struct cache_page *last = *cache_place(c, r->key, r->hash);
    if (last != NULL)
        cache_remove(c, last);
    kept->key = r->key;
    kept->hash = r->hash;
    kept->stamp = r->stamp;
    kept->born_ns = clock_mono_ns();
    kept->listed = true;
    r->key = (str){ 0 };
    kept->next = c->buckets[kept->hash % CACHE_BUCKETS];
    c->buckets[kept->hash % CACHE_BUCKETS] = kept;
    cache_link_use(c, kept);
    atomic_fetch_add(&kept->holds, 1);
    c->counts.pages++;
    c->counts.bytes += (int64_t)cache_size(kept);
    cache_make_room(c, minute);
}

job *cache_end(struct cache_render *r, struct cache_page *kept)
{
    cache *c = r->cache;
    job *first = NULL;
    pthread_mutex_lock(&c->lock);
    struct cache_render **at = &c->renders[r->hash % CACHE_RENDERS];
    while (*at != r)
        at = &(*at)->next;
    *at = r->next;
    if (kept != NULL)
        cache_keep(c, r, kept);
    for (job *j = r->parked, *next = NULL; j != NULL; j = next) {
        next = j->next;
        j->next = first;
        first = j;
        c->parked_now--;
    }
    pthread_mutex_unlock(&c->lock);
    cache_drop(r->key);
    free(r);
    return first;
}

/* ---- forms ---------------------------------------------------------------------------------- */

struct cache_form cache_form_of(cache *c, struct cache_page *kept, bool zipped, bool *ret_zip)
{
    if (!zipped)
        return kept->plain;
    pthread_mutex_lock(&c->lock);
    struct cache_form form = kept->zipped.body.p != NULL ? kept->zipped : kept->plain;
    if (kept->zipped.body.p == NULL && kept->listed && !kept->zipping &&
        clock_mono_ns() - kept->born_ns >= CACHE_SECOND_NS) {
        kept->zipping = true;
        *ret_zip = true;
    }
    pthread_mutex_unlock(&c->lock);
    return form;
}

void cache_add_zipped(cache *c, struct cache_page *kept, struct cache_form form)
{
    if (form.body.p == NULL)
        return;
    pthread_mutex_lock(&c->lock);
    kept->zipped = form;
    if (kept->listed)
        c->counts.bytes += (int64_t)form.body.n;
    cache_make_room(c, cache_minute());
    pthread_mutex_unlock(&c->lock);
}

struct cache_counts cache_counts_now(cache *c)
{
    pthread_mutex_lock(&c->lock);
    struct cache_counts counts = c->counts;
    pthread_mutex_unlock(&c->lock);
    return counts;
}
