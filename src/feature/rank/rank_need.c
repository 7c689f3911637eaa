/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/rank/rank_need.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "engine/text/text_index.h"
#include "feature/rank/rank_file.h"

#define BAD_LINES_NAMED 20

struct item {
    uint32_t member;
    enum text_side side;
    str text;
};

struct rank_need {
    text_index *index;
    bool *known; /* members who seek or offer anything */
};

/* What is gathered while the tables are read. */
struct gathering {
    cli *c;
    const match_graph *g;
    bool lenient;
    struct item *items;
    size_t n, cap;
    size_t bad;
};

static const char *line_fault(struct gathering *r, str line, struct item *ret)
{
    str id, text;
    if (!str_cut(line, '\t', &id, &text) || str_contains(text, S("\t")))
        return "not two columns";
    if (!match_graph_find(r->g, id, &ret->member))
        return "no tie of this id is known";
    if (str_empty(str_trim(text)) || !utf8_valid(text))
        return "the text is empty or no UTF-8";
    ret->text = text;
    return NULL;
}

static void take_line(struct gathering *r, str path, size_t line_number, str line,
                      enum text_side side)
{
    struct item item = { .side = side };
    const char *fault = line_fault(r, line, &item);
    if (fault == NULL) {
        if (r->n == r->cap)
            arena_grow(r->c->arena, (void **)&r->items, &r->cap, r->n + 1, sizeof *r->items);
        r->items[r->n++] = item;
        return;
    }
    if (!r->lenient && r->bad < BAD_LINES_NAMED)
        cli_say(r->c, "%.*s:%zu: %s", STR_ARG(path), line_number, fault);
    r->bad++;
}

static const err *read_table(struct gathering *r, str path, enum text_side side)
{
    str text = { 0 }, line;
    size_t number = 1;
    if (str_empty(path))
        return NULL;
    TRY(rank_file_text(r->c->arena, path, &text));
    if (str_starts(text, S("\xef\xbb\xbf")))
        text = str_sub(text, 3, text.n);
    bool headed = str_next(&text, '\n', &line) && str_eq(str_trim(line), S("id\ttext"));
    if (!headed)
        FAIL(r->c->arena, ERR_INVALID, "%.*s:1: the header is not: id text, with a tab between",
             STR_ARG(path));
    while (str_next(&text, '\n', &line)) {
        number++;
        if (str_ends(line, S("\r")))
            line.n--;
        if (!(str_empty(line) && text.p == NULL)) /* what is behind the last line end */
            take_line(r, path, number, line, side);
    }
    return NULL;
}

/* So that nothing depends on the order of lines. */
static int item_order(const void *x, const void *y)
{
    const struct item *p = x, *q = y;
    if (p->member != q->member)
        return p->member < q->member ? -1 : 1;
    if (p->side != q->side)
        return p->side < q->side ? -1 : 1;
    return str_cmp(p->text, q->text);
}

static void index_free(void *index)
{
    text_index_free(index);
}

static const err *make(struct gathering *r, rank_need *need)
{
    text_synonyms *list = NULL;
    TRY(text_synonyms_read(r->c->arena, text_synonyms_default(), &list));
    need->index = text_index_new(list);
    arena_defer(r->c->arena, index_free, need->index);
    need->known = NEW_ARRAY(r->c->arena, bool, r->g->n + 1);
    if (r->n > 0)
        qsort(r->items, r->n, sizeof *r->items, item_order);
    for (size_t i = 0; i < r->n; i++) {
        const struct text_item item = { .id = (int64_t)i,
                                        .owner = r->items[i].member,
                                        .side = r->items[i].side,
                                        .text = r->items[i].text };
        text_index_put(need->index, &item);
        need->known[r->items[i].member] = true;
    }
    text_index_refresh(need->index);
    return NULL;
}

const err *rank_need_read(cli *c, const match_graph *g, str seeks, str offers, bool lenient,
                          rank_need **ret)
{
    struct gathering r = { .c = c, .g = g, .lenient = lenient };
    TRY(read_table(&r, seeks, TEXT_SEEK));
    TRY(read_table(&r, offers, TEXT_OFFER));
    if (r.bad > 0 && !lenient)
        FAIL(c->arena, ERR_INVALID, "%zu bad lines in what is sought and offered", r.bad);
    if (r.bad > 0)
        cli_say(c, "%zu bad lines in what is sought and offered left out", r.bad);
    rank_need *need = NEW(c->arena, rank_need);
    TRY(make(&r, need));
    *ret = need;
    return NULL;
}

/* The weightiest words of one direction. */
static void words_of(const text_index *index, arena *a, const struct text_way *way, str *ret_sought,
                     str *ret_offered)
{
    if (way->score <= 0)
        return;
    struct text_matches matches = text_index_words(index, a, way->seek, way->offer);
    if (matches.n == 0)
        return;
    *ret_sought = matches.item[0].sought;
    *ret_offered = matches.item[0].offered;
}

void rank_need_pair(const rank_need *need, arena *a, uint32_t x, uint32_t y,
                    struct match_extra *ret, struct rank_reason_words *ret_words)
{
    if (need == NULL || !need->known[x] || !need->known[y])
        return;
    struct text_need both = text_index_need(need->index, a, x, y);
    ret->need = both.need;
    ret->topic = text_overlap(text_index_overlap(need->index, a, x, y));
    words_of(need->index, a, &both.there, &ret_words->sought_a, &ret_words->offered_b);
    words_of(need->index, a, &both.back, &ret_words->sought_b, &ret_words->offered_a);
}
