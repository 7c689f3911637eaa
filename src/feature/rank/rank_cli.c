/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rank_cli.c - what `rank pairs` and `rank members` are told.
 */
#include "feature/rank/rank_cli.h"

#include "engine/match/match_read.h"
#include "feature/rank/rank_file.h"
#include "feature/rank/rank_members.h"
#include "feature/rank/rank_need.h"
#include "feature/rank/rank_pairs.h"

#define TOP_MAX 1000
#define THREADS_MAX 64

#define PAIRS_USAGE                                                                                \
    "--ties FILE [--now T] [--half-life D] [--window W] [--introducer ID] "                        \
    "[--seeks FILE] [--offers FILE] [--top K|--all] [--lenient]"
#define MEMBERS_USAGE                                                                              \
    "--ties FILE [--top K] [--now T] [--half-life D] [--window W] [--threads N] [--lenient]"

/* A number above `least`; absent leaves `ret` as it is. */
static const err *number_option(cli *c, const char *name, bool above_zero, bool *ret_given,
                                double *ret)
{
    str text = { 0 };
    double number = 0;
    TRY(cli_option(c, name, &text));
    *ret_given = text.p != NULL;
    if (text.p == NULL)
        return NULL;
    if (!match_read_number(text, &number) || (above_zero && number <= 0))
        FAIL(c->arena, ERR_USAGE, "%s %.*s: not a number%s", name, STR_ARG(text),
             above_zero ? " above 0" : "");
    *ret = number;
    return NULL;
}

static const err *count_option(cli *c, const char *name, int64_t most, size_t *ret)
{
    str text = { 0 };
    int64_t number = 0;
    TRY(cli_option(c, name, &text));
    if (text.p == NULL)
        return NULL;
    if (!str_to_int64(text, &number) || number < 1 || number > most)
        FAIL(c->arena, ERR_USAGE, "%s %.*s: not a whole number from 1 to %d", name, STR_ARG(text),
             (int)most);
    *ret = (size_t)number;
    return NULL;
}

struct order {
    str ties;
    struct match_times times;
    bool lenient;
};

static const err *order_read(cli *c, const char *usage, struct order *ret)
{
    bool given = false;
    TRY(cli_option(c, "--ties", &ret->ties));
    TRY(number_option(c, "--now", false, &ret->times.has_now, &ret->times.now));
    TRY(number_option(c, "--half-life", true, &given, &ret->times.half_life));
    TRY(number_option(c, "--window", true, &given, &ret->times.window));
    ret->lenient = cli_flag(c, "--lenient");
    TRY(cli_arguments(c, 0, 0, usage));
    if (str_empty(ret->ties))
        FAIL(c->arena, ERR_USAGE, "usage: %s", usage);
    return NULL;
}

static void graph_free(void *graph)
{
    match_graph_free(graph);
}

/* The graph goes with the command. */
static const err *graph_read(cli *c, const struct order *order, match_graph **ret)
{
    TRY(rank_file_ties(c, order->ties, &order->times, order->lenient, ret));
    arena_defer(c->arena, graph_free, *ret);
    return NULL;
}

static const err *pairs(cli *c)
{
    struct order order = { 0 };
    struct rank_pairs_order wanted = { .top = 10 };
    str seeks = { 0 }, offers = { 0 };
    match_graph *g = NULL;
    TRY(cli_option(c, "--introducer", &wanted.introducer));
    TRY(cli_option(c, "--seeks", &seeks));
    TRY(cli_option(c, "--offers", &offers));
    TRY(count_option(c, "--top", TOP_MAX, &wanted.top));
    if (cli_flag(c, "--all"))
        wanted.top = 0;
    TRY(order_read(c, PAIRS_USAGE, &order));
    TRY(graph_read(c, &order, &g));
    if (!str_empty(seeks) || !str_empty(offers))
        TRY(rank_need_read(c, g, seeks, offers, order.lenient, &wanted.need));
    return rank_pairs(c, g, &wanted);
}

static const err *members(cli *c)
{
    struct order order = { 0 };
    match_graph *g = NULL;
    size_t top = 10, threads = 1;
    TRY(count_option(c, "--top", TOP_MAX, &top));
    TRY(count_option(c, "--threads", THREADS_MAX, &threads));
    TRY(order_read(c, MEMBERS_USAGE, &order));
    TRY(graph_read(c, &order, &g));
    return rank_members(c, g, top, threads);
}

const struct verb rank_cli_verbs[] = {
    { "rank pairs", PAIRS_USAGE,
      "who of whose acquaintances should know each other, from a table of ties, with reasons",
      pairs },
    { "rank members", MEMBERS_USAGE, "for each member, whom they should know, from a table of ties",
      members },
    { 0 },
};
