/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * zone.c - reads the system's TZif files once and answers from memory (see zone.h).
 */
#include "engine/when/zone.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/check.h"
#include "engine/when/zone_rule.h"

#define ZONE_FOLDER "/usr/share/zoneinfo/"
#define FILE_MAX ((size_t)512 << 10)
#define HEADER_SIZE 44
/* tzdata has about 600 names; the table is never full, because only names with a file get in. */
#define SLOTS 4096

struct zone {
    str name;
    struct zone_change first; /* before the first change */
    const struct zone_change *changes;
    size_t n;
    bool has_rule; /* else the last change holds for ever */
    struct zone_rule rule;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static arena *kept; /* what is read stays until the end of the program */
static _Atomic(const struct zone *) slots[SLOTS];
static const str *names;
static size_t n_names;

/* The counts of a header, in the file's order (RFC 8536 section 3.1). */
struct header {
    size_t isut, isstd, leap, time, type, chars;
};

static uint64_t big_endian(const char *p, size_t n)
{
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

static bool header_read(str s, struct header *ret)
{
    if (s.n < HEADER_SIZE || !str_starts(s, S("TZif")) || s.p[4] < '2')
        return false;
    size_t count[6];
    for (size_t i = 0; i < 6; i++) {
        count[i] = (size_t)big_endian(s.p + 20 + 4 * i, 4);
        if (count[i] > FILE_MAX)
            return false;
    }
    *ret = (struct header){ count[0], count[1], count[2], count[3], count[4], count[5] };
    return true;
}

static size_t body_size(const struct header *h, size_t time_size)
{
    return h->time * (time_size + 1) + h->type * 6 + h->chars + h->leap * (time_size + 4) +
           h->isstd + h->isut;
}

/* The type number `i`; its abbreviation ends at the NUL in the file. */
static bool type_read(arena *a, const struct header *h, str types, size_t i,
                      struct zone_change *ret)
{
    if (i >= h->type)
        return false;
    const char *p = types.p + 6 * i;
    size_t at = (unsigned char)p[5];
    if (at >= h->chars)
        return false;
    str chars = str_sub(types, 6 * h->type + at, h->chars - at);
    str abbreviation = chars, rest = { 0 };
    str_cut(chars, '\0', &abbreviation, &rest);
    ret->offset_s = (int32_t)(uint32_t)big_endian(p, 4);
    ret->dst = p[4] != 0;
    ret->abbreviation = str_copy(a, abbreviation);
    return ret->offset_s > -(26 * 3600) && ret->offset_s < 26 * 3600;
}

static bool changes_read(arena *a, const struct header *h, str body, struct zone *z)
{
    str types = str_sub(body, h->time * 9, h->type * 6 + h->chars);
    struct zone_change *changes = NEW_ARRAY(a, struct zone_change, h->time);
    /* What holds before the first change is type 0 (RFC 8536 section 3.2). */
    z->first.at_s = INT64_MIN;
    if (!type_read(a, h, types, 0, &z->first))
        return false;
    for (size_t i = 0; i < h->time; i++) {
        changes[i].at_s = (int64_t)big_endian(body.p + 8 * i, 8);
        if (!type_read(a, h, types, (unsigned char)body.p[8 * h->time + i], &changes[i]))
            return false;
        if (i > 0 && changes[i].at_s <= changes[i - 1].at_s)
            return false;
    }
    z->changes = changes;
    z->n = h->time;
    return true;
}

/* "\nCET-1CEST,M3.5.0,M10.5.0/3\n"; an empty rule says that nobody knows, so the last change holds.
 */
static bool footer_read(arena *a, str footer, struct zone *z)
{
    str rule = { 0 }, rest = { 0 };
    if (!str_starts(footer, S("\n")) || !str_cut(str_sub(footer, 1, footer.n), '\n', &rule, &rest))
        return false;
    z->has_rule = !str_empty(rule);
    return !z->has_rule || zone_rule_parse(str_copy(a, rule), &z->rule);
}

const struct zone *zone_parse(arena *a, str name, str bytes)
{
    struct header h;
    if (!header_read(bytes, &h))
        return NULL;
    /* The first block has 32-bit times for old readers. */
    str second = str_sub(bytes, HEADER_SIZE + body_size(&h, 4), bytes.n);
    if (!header_read(second, &h) || second.n < HEADER_SIZE + body_size(&h, 8))
        return NULL;
    struct zone *z = NEW(a, struct zone);
    z->name = name;
    str body = str_sub(second, HEADER_SIZE, body_size(&h, 8));
    if (!changes_read(a, &h, body, z) ||
        !footer_read(a, str_sub(second, HEADER_SIZE + body.n, second.n), z))
        return NULL;
    return z;
}

/* Names only: no way out of the folder, none of the folder's copies and helper files. */
static bool name_allowed(str name)
{
    if (name.n == 0 || name.n > 64 || name.p[0] == '/' || str_starts(name, S("posix")) ||
        str_starts(name, S("right/")) || str_eq(name, S("localtime")) || str_eq(name, S("Factory")))
        return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!letter && !(c == '/' || c == '_' || c == '-' || c == '+'))
            return false;
    }
    return true;
}

/* The file's bytes, absent where it cannot be read. */
static str file_read(arena *a, str name)
{
    buf path;
    buf_on_arena(&path, a, 256);
    buf_add(&path, S(ZONE_FOLDER));
    buf_add(&path, name);
    FILE *f = fopen(path.p, "re");
    if (f == NULL)
        return (str){ 0 };
    char *p = arena_alloc(a, FILE_MAX);
    size_t n = fread(p, 1, FILE_MAX, f);
    bool failed = ferror(f) != 0;
    fclose(f);
    if (failed)
        return (str){ 0 };
    return (str){ p, n };
}

static arena *kept_arena(void)
{
    if (kept == NULL)
        kept = arena_new(ARENA_LIMIT);
    return kept;
}

/* The slot of the name, or the free one where it belongs. */
static _Atomic(const struct zone *) *slot_of(str name)
{
    size_t i = (size_t)str_hash(name) % SLOTS;
    for (size_t tries = 0; tries < SLOTS; tries++, i = (i + 1) % SLOTS) {
        const struct zone *z = atomic_load_explicit(&slots[i], memory_order_acquire);
        if (z == NULL || str_eq(z->name, name))
            return &slots[i];
    }
    UNREACHABLE();
}

const struct zone *zone_get(str name)
{
    const struct zone *z = atomic_load_explicit(slot_of(name), memory_order_acquire);
    if (z != NULL || !name_allowed(name))
        return z;
    SCRATCH(a);
    str bytes = file_read(a, name);
    if (zone_parse(a, name, bytes) == NULL)
        return NULL;
    pthread_mutex_lock(&lock);
    _Atomic(const struct zone *) *slot = slot_of(name);
    z = atomic_load_explicit(slot, memory_order_acquire);
    if (z == NULL) {
        z = zone_parse(kept_arena(), str_copy(kept_arena(), name), bytes);
        atomic_store_explicit(slot, z, memory_order_release);
    }
    pthread_mutex_unlock(&lock);
    return z;
}

str zone_name(const struct zone *z)
{
    return z->name;
}

/* The number of listed changes at or before `at_s`. */
static size_t changes_until(const struct zone *z, int64_t at_s)
{
    size_t low = 0, high = z->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (z->changes[mid].at_s <= at_s)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

struct zone_change zone_at(const struct zone *z, int64_t at_s)
{
    size_t n = changes_until(z, at_s);
    if (n == z->n && z->has_rule)
        return zone_rule_at(&z->rule, at_s);
    return n == 0 ? z->first : z->changes[n - 1];
}

bool zone_next(const struct zone *z, int64_t at_s, struct zone_change *ret)
{
    size_t n = changes_until(z, at_s);
    if (n < z->n) {
        *ret = z->changes[n];
        return true;
    }
    return z->has_rule && zone_rule_next(&z->rule, at_s, ret);
}

/* tzdata.zi: "Z NAME …" begins a zone, "L TARGET NAME" is a link. */
static size_t names_add(str text, char kind, str *to, size_t n)
{
    str line, word;
    while (str_next(&text, '\n', &line)) {
        if (line.n < 2 || line.p[0] != kind || line.p[1] != ' ')
            continue;
        for (int i = kind == 'L' ? 3 : 2; i > 0; i--)
            if (!str_next(&line, ' ', &word))
                word = (str){ 0 };
        if (name_allowed(word))
            to[n++] = word;
    }
    return n;
}

size_t zone_names(const str **ret)
{
    pthread_mutex_lock(&lock);
    if (names == NULL) {
        SCRATCH(a);
        str text = str_copy(kept_arena(), file_read(a, S("tzdata.zi")));
        size_t lines = 1;
        for (size_t i = 0; i < text.n; i++)
            lines += text.p[i] == '\n';
        str *list = NEW_ARRAY(kept_arena(), str, lines);
        n_names = names_add(text, 'Z', list, 0);
        n_names = names_add(text, 'L', list, n_names);
        names = list;
    }
    *ret = names;
    size_t n = n_names;
    pthread_mutex_unlock(&lock);
    return n;
}
