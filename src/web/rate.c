/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rate.c - token buckets. A bucket is two numbers: how much was in it, and when.
 */
#include "web/rate.h"

#include <arpa/inet.h>
#include <math.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

#define RATE_SETS 4096
#define RATE_WAYS 8

/* How many at once, and how many a second in the long run. */
static const struct {
    double burst, per_second;
} rate_limits[] = {
    [RATE_SESSION] = { 20, 1.0 },
    [RATE_GUEST] = { 10, 0.5 },
    [RATE_ADDRESS] = { 300, 20.0 },
};

struct rate_bucket {
    uint64_t key; /* 0 = free */
    int64_t at_ns;
    double level;
};

struct rate {
    double factor;
    unsigned char secret[crypto_shorthash_KEYBYTES];
    pthread_mutex_t lock;
    struct rate_bucket (*sets)[RATE_WAYS];
};

rate *rate_new(double factor)
{
    rate *r = calloc(1, sizeof *r);
    ASSERT(r != NULL);
    r->factor = factor;
    r->sets = calloc(RATE_SETS, sizeof *r->sets);
    ASSERT(r->sets != NULL);
    randombytes_buf(r->secret, sizeof r->secret);
    pthread_mutex_init(&r->lock, NULL);
    return r;
}

void rate_free(rate *r)
{
    if (r == NULL)
        return;
    pthread_mutex_destroy(&r->lock);
    free(r->sets);
    free(r);
}

/* The key is secret, so that nobody can choose names that fall into one set. */
static uint64_t rate_key(const rate *r, enum rate_kind kind, str who)
{
    unsigned char digest[crypto_shorthash_BYTES];
    uint64_t key = 0;
    (void)crypto_shorthash(digest, (const unsigned char *)who.p, who.n, r->secret);
    memcpy(&key, digest, sizeof key);
    key = (key ^ (uint64_t)kind) | ((uint64_t)1 << 63);
    return key;
}

static struct rate_bucket *rate_bucket(rate *r, uint64_t key, double burst, int64_t now_ns)
{
    struct rate_bucket *set = r->sets[key % RATE_SETS];
    struct rate_bucket *oldest = &set[0];
    for (size_t i = 0; i < RATE_WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].key == 0 || set[i].at_ns < oldest->at_ns)
            oldest = &set[i];
    }
    *oldest = (struct rate_bucket){ key, now_ns, burst };
    return oldest;
}

int rate_take(rate *r, enum rate_kind kind, str who, int64_t now_ns)
{
    if (r->factor <= 0)
        return 0;
    double burst = fmax(1, rate_limits[kind].burst * r->factor);
    double per_second = rate_limits[kind].per_second * r->factor;

    pthread_mutex_lock(&r->lock);
    struct rate_bucket *b = rate_bucket(r, rate_key(r, kind, who), burst, now_ns);
    double seconds = (double)(now_ns - b->at_ns) / 1e9;
    b->level = fmin(burst, b->level + fmax(0, seconds) * per_second);
    b->at_ns = now_ns;
    double missing = 1 - b->level;
    if (missing <= 0)
        b->level -= 1;
    pthread_mutex_unlock(&r->lock);
    return missing <= 0 ? 0 : (int)fmin(3600, ceil(missing / per_second));
}

str rate_network(str address, char to[64])
{
    struct in6_addr six = { 0 };
    if (address.n >= 64)
        return address;
    memcpy(to, address.p, address.n);
    to[address.n] = '\0';
    if (inet_pton(AF_INET6, to, &six) != 1 || IN6_IS_ADDR_V4MAPPED(&six))
        return (str){ to, address.n };
    memset(six.s6_addr + 8, 0, 8);
    ASSERT(inet_ntop(AF_INET6, &six, to, 64) != NULL);
    return str_of(to);
}
