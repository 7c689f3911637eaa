/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_people.c - see rooms_people.h.
 */
#include "feature/rooms/rooms_people.h"

#include <pthread.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

#include "base/check.h"
#include "feature/accounts/accounts.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms_next.h"

#define PEOPLE_MAX 8
#define UNITS_MAX 1024 /* a name of 40 code points, each of which may become several */

/* Filled before the first request, only read afterwards. */
static const struct rooms_people *people[PEOPLE_MAX];
static size_t n_people;

void rooms_people_add(const struct rooms_people *some)
{
    ASSERT(n_people < PEOPLE_MAX);
    people[n_people++] = some;
}

/* ---- names that look alike ------------------------------------------------------------------- */

struct units {
    UChar at[UNITS_MAX];
    int32_t n;
};

/* Names longer than a name can be are cut: a reader would not see more of them either. */
static void units_of(str name, struct units *ret)
{
    UErrorCode code = U_ZERO_ERROR;
    u_strFromUTF8WithSub(ret->at, UNITS_MAX, &ret->n, name.p, (int32_t)name.n, 0xfffd, NULL, &code);
    if (U_FAILURE(code))
        ret->n = 0;
}

/* Compatible forms together, then without case (Unicode, section 3.13: NFKC_Casefold). */
static void fold(struct units *u)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *folding = unorm2_getNFKCCasefoldInstance(&code);
    struct units to = { .n = 0 };
    ASSERT(U_SUCCESS(code));
    to.n = unorm2_normalize(folding, u->at, u->n, to.at, UNITS_MAX, &code);
    if (U_SUCCESS(code))
        *u = to;
}

static void skeleton(const USpoofChecker *checker, struct units *u)
{
    UErrorCode code = U_ZERO_ERROR;
    struct units to = { .n = 0 };
    to.n = uspoof_getSkeleton(checker, 0, u->at, u->n, to.at, UNITS_MAX, &code);
    if (U_SUCCESS(code))
        *u = to;
}

/* Letters and digits alone; accents were parted from their letters by the skeleton. */
static void bare(struct units *u)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar32 points[UNITS_MAX];
    int32_t n = 0, kept = 0;
    u_strToUTF32(points, UNITS_MAX, &n, u->at, u->n, &code);
    for (int32_t i = 0; U_SUCCESS(code) && i < n; i++)
        if (u_isalnum(points[i]))
            points[kept++] = points[i];
    u_strFromUTF32(u->at, UNITS_MAX, &u->n, points, kept, &code);
    if (U_FAILURE(code))
        u->n = 0;
}

/* "AIda" and "Alda" look the same before case is taken away, "АДА" and "ada" after it. */
static void look(const USpoofChecker *checker, str name, bool fold_first, struct units *ret)
{
    units_of(name, ret);
    if (fold_first)
        fold(ret);
    skeleton(checker, ret);
    bare(ret);
    fold(ret);
}

static bool units_start(const struct units *u, const struct units *with)
{
    return u->n >= with->n && u_memcmp(u->at, with->at, with->n) == 0;
}

static const char *const marks[] = { WORDS_MARK("host"), WORDS_MARK("speaker"),
                                     WORDS_MARK("member") };

/* What stands behind a kept name: nothing, or a word by which hosts and speakers are marked. */
static bool is_mark(const USpoofChecker *checker, const UChar *rest, int32_t n, bool fold_first)
{
    struct units word = { .n = 0 };
    if (n == 0)
        return true;
    for (size_t m = 0; m < COUNT_OF(marks); m++) {
        for (size_t lang = 0; lang < LANG_COUNT; lang++) {
            look(checker, words((enum lang)lang, marks[m]), fold_first, &word);
            if (word.n == n && u_memcmp(word.at, rest, n) == 0)
                return true;
        }
    }
    return false;
}

/* Opened once: that takes longer than all comparisons, and any thread may use it. */
static const USpoofChecker *the_checker;

static void open_checker(void)
{
    UErrorCode code = U_ZERO_ERROR;
    the_checker = uspoof_open(&code);
    ASSERT(U_SUCCESS(code));
}

bool rooms_people_alike(str name, str kept)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, open_checker);
    const USpoofChecker *checker = the_checker;
    bool alike = false;
    for (int pass = 0; pass < 2 && !alike; pass++) {
        struct units one = { .n = 0 }, other = { .n = 0 };
        look(checker, name, pass == 0, &one);
        look(checker, kept, pass == 0, &other);
        alike = other.n > 0 && units_start(&one, &other) &&
                is_mark(checker, one.at + other.n, one.n - other.n, pass == 0);
    }
    return alike;
}

/* ---- who is who ------------------------------------------------------------------------------ */

/* May who writes as `mark` write under a name that is kept for `kept`? */
static bool may_use(str mark, str kept)
{
    return str_eq(mark, S("host")) || (str_eq(mark, S("speaker")) && str_eq(kept, S("speaker")));
}

static const err *taken(arena *a, enum lang lang)
{
    const struct err_field wrong = {
        S("name"), words(lang, "Somebody who hosts or speaks here is called that. Please choose "
                               "another name, or sign in as who you are.")
    };
    return err_form(a, HERE, &wrong, 1);
}

static const err *check_hosts(store *s, arena *a, enum lang lang, const struct say *say)
{
    struct account_list all = { 0 };
    str host = { 0 };
    if (may_use(say->mark, S("host")))
        return NULL;
    TRY(house_setting(s, a, "host", &host));
    if (rooms_people_alike(say->name, host))
        return taken(a, lang);
    TRY(accounts_list(s, a, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (str_eq(all.item[i].role, S("host")) && rooms_people_alike(say->name, all.item[i].name))
            return taken(a, lang);
    }
    return NULL;
}

const err *rooms_people_check(store *s, arena *a, enum lang lang, room_id id, const struct say *say)
{
    struct room room = { 0 };
    TRY(rooms_get(s, a, id, &room));
    TRY(check_hosts(s, a, lang, say));
    for (size_t k = 0; k < n_people; k++) {
        struct rooms_persons all = { 0 };
        TRY(people[k]->names(s, a, &room, &all));
        for (size_t i = 0; i < all.n; i++) {
            if (!may_use(say->mark, all.item[i].mark) &&
                rooms_people_alike(say->name, all.item[i].name))
                return taken(a, lang);
        }
    }
    return NULL;
}

const err *rooms_people_mark(req *r, room_id id, str *ret)
{
    struct room room = { 0 };
    bool speaks = false;
    int64_t account = 0;
    *ret = S("");
    if (r->who.role == ROLE_HOST) {
        *ret = S("host");
        return NULL;
    }
    TRY(rooms_get(r->store, r->arena, id, &room));
    TRY(rooms_speaks(r, &room, &speaks));
    TRY(rooms_next_known(r, &account));
    if (speaks)
        *ret = S("speaker");
    else if (account != 0)
        *ret = S("member");
    return NULL;
}

const err *rooms_speaks(req *r, const struct room *room, bool *ret)
{
    bool speaks = false;
    for (size_t k = 0; k < n_people && !speaks; k++)
        TRY(people[k]->speaks(r, room, &speaks));
    *ret = speaks;
    return NULL;
}

const err *rooms_names(store *s, arena *a, const struct room *room, struct rooms_persons *ret)
{
    struct rooms_person *item = NULL;
    size_t n = 0, cap = 0;
    for (size_t k = 0; k < n_people; k++) {
        struct rooms_persons some = { 0 };
        TRY(people[k]->names(s, a, room, &some));
        for (size_t i = 0; i < some.n; i++) {
            arena_grow(a, (void **)&item, &cap, n + 1, sizeof *item);
            item[n++] = some.item[i];
        }
    }
    *ret = (struct rooms_persons){ item, n };
    return NULL;
}

str rooms_people_words(enum lang lang, str mark)
{
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_eq(mark, str_of(marks[i])))
            return words(lang, marks[i]);
    return S("");
}
