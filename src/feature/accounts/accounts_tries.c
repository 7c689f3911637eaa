/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_tries.c - who may still guess at a code. A network's last five tries are kept for an
 * hour; unlike in web/rate.c none is forgotten for the sake of another, or many networks could
 * together guess without end.
 */
#include <pthread.h>

#include "base/id.h"
#include "feature/accounts/accounts_devices.h"

#define SETS 1024
#define WAYS 8
#define TRIES 5
#define HOUR_NS ((int64_t)3600 * 1000000000)

struct network {
    uint64_t key;         /* 0 = free */
    int64_t at_ns[TRIES]; /* of its last tries; 0 = none */
};

static struct {
    pthread_mutex_t lock;
    char secret[64]; /* so that nobody can choose networks that fall into one set */
    struct network sets[SETS][WAYS];
} tries = { .lock = PTHREAD_MUTEX_INITIALIZER };

static uint64_t key_of(arena *a, str network)
{
    if (tries.secret[0] == '\0') {
        str secret = id_short(a, sizeof(tries.secret));
        for (size_t i = 0; i < secret.n; i++)
            tries.secret[i] = secret.p[i];
    }
    str pieces[] = { { tries.secret, sizeof(tries.secret) }, network };
    return str_hash(id_digest(a, str_join(a, pieces, COUNT_OF(pieces), S(" ")))) | 1;
}

static bool recent(int64_t at_ns, int64_t now_ns)
{
    return at_ns != 0 && now_ns - at_ns < HOUR_NS;
}

static bool idle(const struct network *one, int64_t now_ns)
{
    for (size_t i = 0; i < TRIES; i++)
        if (recent(one->at_ns[i], now_ns))
            return false;
    return true;
}

/* The network's place, or a free one, or NULL. */
static struct network *place_of(uint64_t key, int64_t now_ns)
{
    struct network *set = tries.sets[key / 2 % SETS], *free_place = NULL;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (free_place == NULL && idle(&set[i], now_ns))
            free_place = &set[i];
    }
    if (free_place != NULL)
        *free_place = (struct network){ .key = key };
    return free_place;
}

static int64_t *oldest_try(struct network *one)
{
    int64_t *oldest = &one->at_ns[0];
    for (size_t i = 1; i < TRIES; i++)
        if (one->at_ns[i] < *oldest)
            oldest = &one->at_ns[i];
    return oldest;
}

/* Seconds until this try leaves the hour, rounded up. */
static int wait_for(int64_t at_ns, int64_t now_ns)
{
    return (int)((at_ns + HOUR_NS - now_ns + 999999999) / 1000000000);
}

int accounts_tries_take(arena *a, str network, int64_t now_ns)
{
    int wait = 0;
    pthread_mutex_lock(&tries.lock);
    struct network *place = place_of(key_of(a, network), now_ns);
    int64_t *oldest = place == NULL ? NULL : oldest_try(place);
    if (oldest == NULL)
        wait = wait_for(now_ns, now_ns);
    else if (recent(*oldest, now_ns))
        wait = wait_for(*oldest, now_ns);
    else
        *oldest = now_ns;
    pthread_mutex_unlock(&tries.lock);
    return wait;
}

void accounts_tries_return(arena *a, str network, int64_t now_ns)
{
    pthread_mutex_lock(&tries.lock);
    struct network *place = place_of(key_of(a, network), now_ns);
    for (size_t i = 0; place != NULL && i < TRIES; i++)
        if (place->at_ns[i] == now_ns) {
            place->at_ns[i] = 0;
            break;
        }
    pthread_mutex_unlock(&tries.lock);
}
