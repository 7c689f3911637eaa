/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * ties.c - ties MEMBERS TIES [SEED]: a community as a table of ties, in no order.
 *
 * Who has how many ties follows a power law with exponent 2.5 (Chung and Lu 2002: each end of a tie
 * is drawn with weight rank^(-1/1.5)), as in networks of acquaintances; no tie stands twice.
 * Strengths are lognormal, ties were last used 0 to 1000 days before day 2000, half of them in the
 * last 250.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t chance(void)
{
    uint64_t z = state += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return z ^ z >> 31;
}

static double chance_unit(void)
{
    return (double)(chance() >> 11) / 9007199254740992.0;
}

static void *memory(size_t count, size_t size)
{
    void *p = calloc(count, size);
    if (p == NULL) {
        fputs("ties: no memory\n", stderr);
        exit(70);
    }
    return p;
}

/* The sums of the weights up to each member. */
static double *sums_of(size_t members, double exponent)
{
    double *sums = memory(members, sizeof *sums), sum = 0;
    for (size_t i = 0; i < members; i++) {
        sum += pow((double)i + 1, -1 / (exponent - 1));
        sums[i] = sum;
    }
    return sums;
}

static size_t draw(const double *sums, size_t members)
{
    double at = chance_unit() * sums[members - 1];
    size_t low = 0, high = members - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sums[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int key_order(const void *x, const void *y)
{
    const uint64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

/* So many different pairs, sorted. */
static uint64_t *pairs_of(size_t members, size_t ties, double exponent)
{
    double *sums = sums_of(members, exponent);
    uint64_t *keys = memory(2 * ties, sizeof *keys);
    size_t n = 0;
    while (n < ties) {
        size_t fresh = (ties - n) + (ties - n) / 16 + 16;
        for (size_t i = 0; i < fresh && n < 2 * ties; i++) {
            size_t a = draw(sums, members), b = draw(sums, members);
            if (a != b)
                keys[n++] = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
        }
        qsort(keys, n, sizeof *keys, key_order);
        size_t kept = 0;
        for (size_t i = 0; i < n; i++)
            if (kept == 0 || keys[kept - 1] != keys[i])
                keys[kept++] = keys[i];
        n = kept;
    }
    free(sums);
    /* Too many: any of them go. */
    while (n > ties)
        keys[(size_t)(chance() % n)] = keys[n - 1], n--;
    return keys;
}

static void print_tie(uint64_t key, const uint32_t *name)
{
    double strength = exp(1.2 * (chance_unit() + chance_unit() + chance_unit() - 1.5));
    double age = floor(1000 * pow(chance_unit(), 2)), kept = floor((2000 - age) * chance_unit());
    printf("%u\t%u\t%.3f\t%.0f\t%.0f\t%d\n", name[key >> 32], name[(uint32_t)key], strength * 3,
           2000 - age - kept, 2000 - age, 1 + (int)(strength * 4));
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: ties MEMBERS TIES [SEED [EXPONENT]]\n", stderr);
        return 64;
    }
    size_t members = strtoul(argv[1], NULL, 10), ties = strtoul(argv[2], NULL, 10);
    state = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
    double exponent = argc > 4 ? strtod(argv[4], NULL) : 2.5;
    if (members < 2 || exponent < 1.5 || members > UINT32_MAX || ties > members * (members - 1) / 4)
        return 64;
    uint64_t *keys = pairs_of(members, ties, exponent);
    uint32_t *name = memory(members, sizeof *name);
    for (size_t i = 0; i < members; i++) {
        size_t k = (size_t)(chance() % (i + 1));
        name[i] = name[k];
        name[k] = (uint32_t)i;
    }
    puts("a\tb\tstrength\tfirst\tlast\tcount");
    for (size_t i = ties; i > 0; i--) {
        size_t k = (size_t)(chance() % i);
        uint64_t key = keys[k];
        keys[k] = keys[i - 1];
        print_tie(key, name);
    }
    free(keys);
    free(name);
    return 0;
}
