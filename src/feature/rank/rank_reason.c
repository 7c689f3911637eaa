/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/rank/rank_reason.h"

#include "base/buf.h"

static str fill(arena *a, str text, const char *name, str value)
{
    const struct words_value values[] = { { name, value } };
    return words_fill(a, text, values, 1);
}

static str fill_two(arena *a, str text, const char *name, str value, const char *other, str further)
{
    const struct words_value values[] = { { name, value }, { other, further } };
    return words_fill(a, text, values, 2);
}

static str shared(arena *a, enum lang lang, const match_graph *g, const struct match_reason *r)
{
    if (r->common == 0)
        return (str){ 0 };
    const struct words_value values[] = {
        { "x", match_graph_name(g, r->best[0]) },
        { "y", r->common > 1 ? match_graph_name(g, r->best[1]) : (str){ 0 } },
        { "n", str_format(a, "%u", r->common - 2) },
    };
    str text = r->common == 1   ? words(lang, "both know {x}")
               : r->common == 2 ? words(lang, "both know {x} and {y}")
               : r->common == 3 ? words(lang, "both know {x}, {y} and somebody else")
                                : words(lang, "both know {x}, {y} and {n} others");
    return words_fill(a, text, values, COUNT_OF(values));
}

static str recent(arena *a, enum lang lang, const match_graph *g, const struct match_reason *r)
{
    str text = r->latest_age <= 0.5
                   ? words(lang, "{z} was in touch with both of them lately")
                   : words(lang, "it is a while since {z} was in touch with both of them");
    return fill(a, text, "z", match_graph_name(g, r->latest));
}

static str active(arena *a, enum lang lang, const match_graph *g, const struct match_reason *r)
{
    if (match_graph_active(g, r->less_active))
        return words(lang, "both are active");
    return fill(a, words(lang, "{m} has not been seen lately"), "m",
                match_graph_name(g, r->less_active));
}

static str need(arena *a, enum lang lang, const struct rank_reason_words *w)
{
    str text = words(lang, "{a} seeks “{w}”, {b} offers “{v}”");
    const struct words_value there[] = {
        { "a", w->a }, { "b", w->b }, { "w", w->sought_a }, { "v", w->offered_b }
    };
    const struct words_value back[] = {
        { "a", w->b }, { "b", w->a }, { "w", w->sought_b }, { "v", w->offered_a }
    };
    str one = str_empty(w->sought_a) ? (str){ 0 } : words_fill(a, text, there, COUNT_OF(there));
    str other = str_empty(w->sought_b) ? (str){ 0 } : words_fill(a, text, back, COUNT_OF(back));
    if (str_empty(one) || str_empty(other))
        return str_empty(one) ? other : one;
    return fill_two(a, words(lang, "{x}, and {y}"), "x", one, "y", other);
}

str rank_reason_sentence(arena *a, enum lang lang, const match_graph *g, enum match_term term,
                         const struct match_reason *r, const struct rank_reason_words *w)
{
    bool good = r->amount[term] > 0;
    switch (term) {
    case MATCH_SHARED:
        return shared(a, lang, g, r);
    case MATCH_RECENT:
        return r->common == 0 ? (str){ 0 } : recent(a, lang, g, r);
    case MATCH_CIRCLE:
        return good ? words(lang, "they move in the same circle")
                    : words(lang, "they move in different circles");
    case MATCH_WAYS:
        return words(lang, "there are ways between them over two people");
    case MATCH_ACTIVE:
        return active(a, lang, g, r);
    case MATCH_WEAKER:
        return words(lang, "both are in touch with others regularly");
    case MATCH_NEWER:
        return words(lang, "both have been here for a while");
    case MATCH_BUSY:
        return fill(a, words(lang, "{m} knows many people already"), "m",
                    match_graph_name(g, r->busier));
    case MATCH_CLOSURE:
        return good ? words(lang, "they would hardly meet without you")
                    : words(lang, "they will probably meet anyway");
    case MATCH_NEED:
        return need(a, lang, w);
    case MATCH_TOPIC:
        return words(lang, "what they do is akin, and not the same");
    case MATCH_EVENT:
        return words(lang, "an event brings them together");
    case MATCH_TERMS:
        break;
    }
    return (str){ 0 };
}

str rank_reason_line(arena *a, enum lang lang, const match_graph *g, const struct match_reason *r,
                     const struct rank_reason_words *w)
{
    buf line;
    buf_on_arena(&line, a, 1 << 16);
    for (enum match_term t = 0; t < MATCH_TERMS; t++) {
        if (r->amount[t] == 0)
            continue;
        buf_add(&line, line.n > 0 ? S("; ") : S(""));
        buf_add(&line, rank_reason_sentence(a, lang, g, t, r, w));
        buf_printf(&line, " (%+f)", r->amount[t]);
    }
    return buf_str(&line);
}
