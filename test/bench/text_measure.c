/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_measure.c - how good the matcher is, and how fast. A program of script/bench.
 *
 * `text_measure quality FILE` ranks the offers of a judged list (test/fixtures/seeks-offers.txt)
 * for each of its seeks and prints a table: by cosine and by BM25, with and without the list of
 * synonyms. `text_measure speed SEEKS OFFERS` fills an index with made-up items and prints what it
 * takes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "engine/text/text_index_parts.h"

#define ITEMS_MAX 1000
#define ANSWERS_MAX 8
#define FILE_MAX ((size_t)1 << 20)

struct seek {
    int64_t id;
    str text;
    int64_t answer[ANSWERS_MAX];
    size_t n;
};

struct judged {
    struct text_item offer[ITEMS_MAX];
    struct seek seek[ITEMS_MAX];
    size_t n_offers, n_seeks;
};

/* ---- the judged list ------------------------------------------------------------------------- */

static str read_file(arena *a, const char *path)
{
    char *text = arena_alloc(a, FILE_MAX);
    FILE *f = fopen(path, "r");
    size_t n = f == NULL ? 0 : fread(text, 1, FILE_MAX, f);
    if (f != NULL)
        (void)fclose(f);
    return (str){ text, n };
}

static int64_t number_of(str name)
{
    int64_t n = 0;
    if (!str_to_int64(str_sub(name, 1, name.n), &n))
        fprintf(stderr, "what is %.*s?\n", STR_ARG(name));
    return n;
}

static void read_seek(struct judged *j, int64_t id, str line)
{
    struct seek *s = &j->seek[j->n_seeks++];
    size_t arrow = str_find(line, S(" -> "));
    str name, answers = str_sub(line, arrow + 4, line.n);
    *s = (struct seek){ .id = id, .text = str_sub(line, 0, arrow) };
    while (s->n < ANSWERS_MAX && str_next(&answers, ' ', &name))
        s->answer[s->n++] = number_of(name);
}

static struct judged *read_judged(arena *a, const char *path)
{
    struct judged *j = NEW(a, struct judged);
    str line, name, text, rest = read_file(a, path);
    while (str_next(&rest, '\n', &line) && j->n_offers < ITEMS_MAX && j->n_seeks < ITEMS_MAX) {
        if (str_empty(line) || str_starts(line, S("#")) || !str_cut(line, ' ', &name, &text))
            continue;
        int64_t id = number_of(name);
        if (str_starts(name, S("s")))
            read_seek(j, ITEMS_MAX + id, text);
        else
            j->offer[j->n_offers++] = (struct text_item){ id, id, TEXT_OFFER, text };
    }
    return j;
}

static text_index *fill(const struct judged *j, const text_synonyms *list, enum text_rule rule)
{
    text_index *x = text_index_new(list);
    x->rule = rule;
    for (size_t i = 0; i < j->n_offers; i++)
        text_index_put(x, &j->offer[i]);
    for (size_t i = 0; i < j->n_seeks; i++)
        text_index_put(
            x, &(struct text_item){ j->seek[i].id, j->seek[i].id, TEXT_SEEK, j->seek[i].text });
    text_index_refresh(x);
    return x;
}

/* ---- quality --------------------------------------------------------------------------------- */

/* One offer that was found for a seek. */
struct found {
    double score;
    bool right;
};

struct quality {
    double first;      /* seeks whose first offer is right */
    double reciprocal; /* mean of 1 / rank of the first right one */
    double average;    /* mean of average precision */
    double recall;     /* right ones found at all */
    double pooled;     /* average precision over all pairs in one list: are scores comparable? */
};

static bool answers(const struct seek *s, int64_t offer)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->answer[i] == offer)
            return true;
    return false;
}

static int by_score(const void *one, const void *other)
{
    const struct found *a = one, *b = other;
    return a->score > b->score ? -1 : a->score < b->score ? 1 : (int)a->right - (int)b->right;
}

/* Of a list in its order, of which `all` should be in it. */
static double average_precision(const struct found *f, size_t n, size_t all)
{
    double sum = 0;
    size_t right = 0;
    for (size_t i = 0; i < n; i++) {
        right += f[i].right;
        sum += f[i].right ? (double)right / (double)(i + 1) : 0;
    }
    return sum / (double)all;
}

static struct quality quality_of(const text_index *x, arena *a, const struct judged *j)
{
    struct quality q = { 0 };
    struct found *pool = NEW_ARRAY(a, struct found, j->n_offers * j->n_seeks);
    size_t n_pool = 0, n_right = 0, n_found = 0;
    for (size_t i = 0; i < j->n_seeks; i++) {
        const struct seek *s = &j->seek[i];
        struct text_hits hits = text_index_find(x, a, s->text, TEXT_OFFER, j->n_offers);
        size_t rank = 0, from = n_pool;
        for (size_t k = 0; k < hits.n; k++) {
            bool right = answers(s, hits.item[k].item);
            pool[n_pool++] = (struct found){ hits.item[k].score, right };
            n_found += right;
            rank = right && rank == 0 ? k + 1 : rank;
        }
        q.first += rank == 1;
        q.reciprocal += rank > 0 ? 1.0 / (double)rank : 0;
        q.average += average_precision(pool + from, hits.n, s->n);
        n_right += s->n;
    }
    qsort(pool, n_pool, sizeof(*pool), by_score);
    q.pooled = average_precision(pool, n_pool, n_right);
    q.recall = (double)n_found / (double)n_right;
    q.first /= (double)j->n_seeks;
    q.reciprocal /= (double)j->n_seeks;
    q.average /= (double)j->n_seeks;
    return q;
}

static void print_quality(const char *name, const struct judged *j, const text_synonyms *list,
                          enum text_rule rule)
{
    SCRATCH(a);
    text_index *x = fill(j, list, rule);
    struct quality q = quality_of(x, a, j);
    printf("| %-34s | %.3f | %.3f | %.3f | %.3f | %.3f |\n", name, q.first, q.reciprocal, q.average,
           q.recall, q.pooled);
    text_index_free(x);
}

/* What is not first for the seeks that go wrong, for who wants to know why. */
static void print_wrong(const struct judged *j, const text_synonyms *list)
{
    SCRATCH(a);
    text_index *x = fill(j, list, TEXT_COSINE);
    for (size_t i = 0; i < j->n_seeks; i++) {
        const struct seek *s = &j->seek[i];
        struct text_hits hits = text_index_find(x, a, s->text, TEXT_OFFER, 3);
        if (hits.n > 0 && answers(s, hits.item[0].item))
            continue;
        printf("s%d %.*s\n", (int)(s->id - ITEMS_MAX), STR_ARG(s->text));
        for (size_t k = 0; k < hits.n; k++) {
            struct text_matches m = text_index_words(x, a, s->id, hits.item[k].item);
            printf("  %.3f o%d", hits.item[k].score, (int)hits.item[k].item);
            for (size_t w = 0; w < m.n; w++)
                printf(" [%.*s = %.*s]", STR_ARG(m.item[w].sought), STR_ARG(m.item[w].offered));
            printf("\n");
        }
    }
    text_index_free(x);
}

static int quality(const char *path, bool wrong)
{
    SCRATCH(a);
    struct judged *j = read_judged(a, path);
    text_synonyms *list = NULL;
    if (j->n_seeks == 0 || text_synonyms_read(a, text_synonyms_default(), &list) != NULL)
        return 66;
    printf("%zu seeks, %zu offers\n\n", j->n_seeks, j->n_offers);
    printf("| rule                               | first | MRR   | MAP   | recall| pooled|\n");
    print_quality("cosine", j, list, TEXT_COSINE);
    print_quality("cosine, no list of synonyms", j, NULL, TEXT_COSINE);
    print_quality("BM25 (k1 1.2, b .3)", j, list, TEXT_BM25);
    print_quality("BM25, no list of synonyms", j, NULL, TEXT_BM25);
    if (wrong)
        print_wrong(j, list);
    return 0;
}

/* ---- speed ----------------------------------------------------------------------------------- */

/* Time of this process alone, so that others on the machine do not count. */
static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint64_t seed = 42;

static uint32_t draw(uint32_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((seed >> 33) % below);
}

/* Words after Zipf's law out of 65,535, of consonants and vowels by turns. */
static void made_word(buf *b)
{
    uint32_t n = draw(1u << (1 + draw(16)));
    uint64_t bits = (n + 1) * UINT64_C(0x9e3779b97f4a7c15);
    size_t letters = 5 + (bits >> 60) % 6;
    for (size_t i = 0; i < letters; i++, bits = bits / 16 + (bits << 40))
        buf_char(b, i % 2 == 0 ? "bdfghklmnprstvwz"[bits % 16] : "aeiou"[bits % 16 % 5]);
}

static str made_text(buf *b)
{
    buf_cut(b, 0);
    for (uint32_t i = 0, n = 4 + draw(8); i < n; i++) {
        made_word(b);
        if (draw(5) == 0)
            made_word(b);
        buf_char(b, ' ');
    }
    return buf_str(b);
}

static int by_time(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return a < b ? -1 : a > b;
}

static void print_times(const char *what, double *ms, size_t n)
{
    qsort(ms, n, sizeof(*ms), by_time);
    printf("%-28s median %8.3f ms, p99 %8.3f ms\n", what, ms[n / 2], ms[n * 99 / 100]);
}

#define ROUNDS 1000

static void time_questions(text_index *x, buf *b, int64_t items)
{
    double find[ROUNDS], needs[ROUNDS], put[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++) {
        SCRATCH(a);
        int64_t owner = (int64_t)draw((uint32_t)items) / 2;
        str text = made_text(b);
        double start = now_ms();
        (void)text_index_find(x, a, text, TEXT_OFFER, 50);
        find[i] = now_ms() - start;
        start = now_ms();
        (void)text_index_needs(x, a, owner, 50);
        needs[i] = now_ms() - start;
        start = now_ms();
        text_index_put(x, &(struct text_item){ items + (int64_t)i, owner, TEXT_OFFER, text });
        put[i] = now_ms() - start;
    }
    print_times("find 50 offers for a seek", find, ROUNDS);
    print_times("find 50 people for a person", needs, ROUNDS);
    print_times("add an item", put, ROUNDS);
}

static int speed(int64_t seeks, int64_t offers)
{
    buf b;
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    buf_init(&b, 1000);
    text_index *x = text_index_new(NULL);
    double start = now_ms();
    for (int64_t i = 0; i < seeks + offers; i++) {
        bool seek = i % ((seeks + offers) / seeks) == 0;
        text_index_put(
            x, &(struct text_item){ i, i / 2, seek ? TEXT_SEEK : TEXT_OFFER, made_text(&b) });
    }
    printf("%-28s %8.0f ms\n", "fill", now_ms() - start);
    start = now_ms();
    text_index_refresh(x);
    printf("%-28s %8.0f ms\n", "weigh all", now_ms() - start);
    printf("%-28s %8zu terms, %zu MB\n", "size", x->vocabulary.n, arena_used(x->arena) >> 20);
    time_questions(x, &b, seeks + offers);
    text_index_free(x);
    buf_free(&b);
    return 0;
}

int main(int n, char **arguments)
{
    int64_t seeks = 0, offers = 0;
    if (n >= 3 && str_eq(str_of(arguments[1]), S("quality")))
        return quality(arguments[2], n > 3);
    if (n == 4 && str_eq(str_of(arguments[1]), S("speed")) &&
        str_to_int64(str_of(arguments[2]), &seeks) && str_to_int64(str_of(arguments[3]), &offers) &&
        seeks > 0 && offers > 0)
        return speed(seeks, offers);
    fprintf(stderr, "usage: text_measure quality FILE [wrong] | text_measure speed SEEKS OFFERS\n");
    return 64;
}
