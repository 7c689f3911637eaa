/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rate.h - limits of rate: token buckets in a table of fixed size.
 *
 * A session and a guest have a bucket each; an address (IPv4 whole, IPv6 by its /64) has a wide one
 * behind them, since a hall full of people shares one, and since a guest can make himself new
 * names. When the table is full, the bucket of its set that was used least lately is forgotten.
 */
#ifndef WEB_RATE_H
#define WEB_RATE_H

#include <stdint.h>

#include "base/str.h"

typedef struct rate rate;

enum rate_kind { RATE_SESSION, RATE_GUEST, RATE_ADDRESS };

/* `factor` multiplies all limits; 0 = no limits. */
rate *rate_new(double factor);
void rate_free(rate *r);

/* Takes one from the bucket: 0, or in how many seconds (at least 1) there will be one again. Any
 * thread. `now_ns` is clock_mono_ns(). */
int rate_take(rate *r, enum rate_kind kind, str who, int64_t now_ns);

/* The part of a numeric address that the limit counts by. */
str rate_network(str address, char to[64]);

#endif
