/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * demo.c - `demo`: the demonstration of all features, all or nothing.
 */
#include "app/demo.h"

#include "app/features.h"
#include "base/clock.h"

static const err *demo_run(cli *c)
{
    bool move = cli_flag(c, "--move");
    TRY(cli_arguments(c, 0, 0, "demo [--move]"));
    TX(t, c->store, c->arena);
    for (size_t i = 0; features[i] != NULL; i++) {
        const err *(*part)(store *, arena *, int64_t) =
            move ? features[i]->demo_move : features[i]->demo;
        if (part != NULL)
            TRY(part(c->store, c->arena, clock_now_ms()));
    }
    return tx_commit(&t);
}

static const struct verb verbs[] = {
    { "demo", "[--move]", "fills an empty store with the demonstration, or moves it to today",
      demo_run },
    { 0 },
};

const struct feature demo = { .name = "demo", .verbs = verbs };
