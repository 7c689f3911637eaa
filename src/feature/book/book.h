/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book.h - the book: the people somebody works with, and who they are. What is said of them
 * (addresses, roles, ties, what they seek and offer, notes) is in book_facts.h, what other features
 * add to its pages in book_part.h.
 *
 * A book belongs to one account. Every function takes the account, every query asks for it, and
 * what is another's is answered as what never was (ERR_MISSING). A handler gets the account from
 * book_owner alone, a command from book_cli_account.
 *
 * Merging moves nothing: a merged person stays, with `whole` naming who they are now. Ids of merged
 * people stay good everywhere; functions answer with the whole person. Queries of other features
 * ask `person IN (SELECT id FROM person WHERE account = $1 AND whole = $2)`.
 *
 * Days are texts "2012-07-09", "" where not known. The functions that change run inside the
 * caller's transaction or open one of their own; either way all or nothing.
 */
#ifndef FEATURE_BOOK_BOOK_H
#define FEATURE_BOOK_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "feature/feature.h"

extern const struct feature book;

/* Different types, so that none is taken for another. 0 = none. */
typedef struct {
    int64_t v;
} account_id;
typedef struct {
    int64_t v;
} person_id;
typedef struct {
    int64_t v;
} organisation_id;

/* ---- whose book ------------------------------------------------------------------------------
 */

/* The account of who asks; the route must need MEMBER. */
account_id book_owner(const req *r);
/* The account that --account or $NETZARBEIT_ACCOUNT names: ERR_USAGE where it is not given,
 * ERR_MISSING where there is none. Its owner is told on /book/opened that the book was opened on
 * the machine, and `what` for ("person list"). */
MUST const err *book_cli_account(cli *c, const char *what, account_id *ret);
/* "2019", "2019-04" or a day that exists: how days may be written that are known in part. */
bool book_day_ok(str text);
/* Today in the house's zone, "2012-07-09". */
MUST const err *book_today(store *s, arena *a, str *ret);

/* ---- where a fact is from -------------------------------------------------------------------- */

/* `name` is one of BOOK_SOURCES; empty = "mine". `id` says which encounter or import it was,
 * `dated` the day on which it was heard or written (empty = today), `expires` the day after which
 * it is doubtful ("" = never). */
struct book_source {
    str name;
    int64_t id;
    str dated, expires;
};
/* mine: the owner's. own word: that person themself, as on a card. public: from a public page. */
#define BOOK_SOURCES "mine", "own word", "encounter", "import", "public"
bool book_source_known(str name);

/* ---- people ---------------------------------------------------------------------------------- */

enum book_closeness {
    CLOSENESS_NOT_SET,
    CLOSENESS_SLIGHT,
    CLOSENESS_KNOWN,
    CLOSENESS_WELL_KNOWN,
    CLOSENESS_CLOSE,
    CLOSENESS_COUNT
};

/* The pulse: what the encounters say in short. Made by `encounters`, kept with the person. */
struct book_pulse {
    int64_t last_ms;  /* the last encounter; 0 = none yet */
    int64_t gap_days; /* the median gap; 0 = not known */
    int64_t count;
    str last_kind; /* "call", "visit" … */
    str last_by;   /* "me", "they", "" */
};

/* The name and its parts; `name` is as it is said ("Anna Schmidt"). Parts may be empty: then `name`
 * is all there is; without `name` it is made of the parts. */
struct person_name {
    str name, given, family, additional, prefix, suffix, nickname;
    str sort; /* what it is sorted by; empty = family, given */
};

struct person {
    person_id id; /* of the whole person */
    str uid;      /* a UUID, or what a vCard brought */
    struct person_name called;
    str met_how, met_on;
    person_id met_through;
    int64_t closeness;   /* enum book_closeness */
    int64_t rhythm_days; /* 0 = by closeness */
    int64_t rests_ms;    /* let rest since; 0 = does not */
    struct book_pulse pulse;
    int64_t created_ms, changed_ms;
    struct book_source from; /* name and id only */
};
struct person_list {
    const struct person *item;
    size_t n;
};

/* A new person. ERR_INVALID with the field "name" where neither a name nor a part is given, or one
 * is longer than BOOK_NAME_MAX code points. `uid` may be empty: then one is made; ERR_CONFLICT
 * where it is taken. */
#define BOOK_NAME_MAX 200
MUST const err *book_person_add(store *s, arena *a, account_id owner,
                                const struct person_name *called, str uid, struct book_source from,
                                person_id *ret);
/* The same check alone, with the field's message in a reader's language; `ret` is what is stored.
 */
MUST const err *book_person_name_check(arena *a, enum lang lang, const struct person_name *given,
                                       struct person_name *ret);
/* The whole person behind any id. ERR_MISSING: none in this book. */
MUST const err *book_person_get(store *s, arena *a, account_id owner, person_id id,
                                struct person *ret);
MUST const err *book_person_by_uid(store *s, arena *a, account_id owner, str uid,
                                   struct person *ret);
MUST const err *book_person_rename(store *s, arena *a, account_id owner, person_id id,
                                   const struct person_name *called);
/* How they met: in words, on which day ("2012", "2012-07" or a day), through whom (0 = nobody). */
MUST const err *book_person_met(store *s, arena *a, account_id owner, person_id id, str how, str on,
                                person_id through);
MUST const err *book_person_closeness(store *s, arena *a, account_id owner, person_id id,
                                      enum book_closeness closeness);
/* Own rhythm in days, 1 to 3650; 0 = by closeness. */
MUST const err *book_person_rhythm(store *s, arena *a, account_id owner, person_id id,
                                   int64_t days);
/* Let rest, or take that back. One who rests is in no list of Today, finds, paths, suggestions. */
MUST const err *book_person_rest(store *s, arena *a, account_id owner, person_id id, bool rests);

/* Only for `encounters`, in the transaction of every change of an encounter, and when people were
 * merged or parted (book_part.h, `whole_changed`). */
MUST const err *book_pulse_set(store *s, arena *a, account_id owner, person_id id,
                               const struct book_pulse *pulse);

/* "Anruf", "call": the kind of an encounter in words; a kind of another feature as it is. */
str book_kind_words(enum lang lang, str kind);

/* By last contact, newest first, those never met behind them; whole people only. `before` is the
 * last of the former list (NULL = from the start). */
MUST const err *book_people_recent(store *s, arena *a, account_id owner,
                                   const struct person *before, int64_t limit,
                                   struct person_list *ret);
/* The same of those who bear the tag and have an address in the town; either may be empty. */
MUST const err *book_people_where(store *s, arena *a, account_id owner, str tag, str town,
                                  int64_t limit, struct person_list *ret);

/* ---- finding by name ------------------------------------------------------------------------- */

/* Who may be meant by "Anna Schmidt", "schmidt anna", "Anna", "Ann": the people of the best of
 * these grounds, newest contact first, at most BOOK_CANDIDATES:
 *   1. the same name, whatever the order of its words, umlauts or ue/oe/ae,
 *   2. every word is one of the name's or nickname's words,
 *   3. every word begins one of them.
 * "#17" is the person with that id. None: an empty list. */
#define BOOK_CANDIDATES 50
MUST const err *book_people_named(store *s, arena *a, account_id owner, str name,
                                  struct person_list *ret);
/* Exactly one of them. ERR_MISSING where nobody has that name; ERR_CONFLICT where several may be
 * meant: its msg names each with "#id" and what tells them apart. */
MUST const err *book_person_named(store *s, arena *a, account_id owner, str name,
                                  struct person *ret);
/* What tells people of one name apart: "tax adviser, Example Ltd, Hamburg", in the words of the
 * book; may be empty. */
MUST const err *book_person_apart(store *s, arena *a, account_id owner, person_id id, str *ret);

/* All of a list in one line: "#3 Anna Schmidt, tax adviser, Hamburg; #9 Anna Krüger". */
MUST const err *book_people_told_apart(store *s, arena *a, account_id owner,
                                       const struct person_list *people, str *ret);

/* ---- search ---------------------------------------------------------------------------------- */

/* One thing that can be found. `kind` is a word of lower-case letters, [a-z]+ ("encounter"), which
 * with `ref` (the row's id) names it; a second put replaces the first. The words of the person's
 * name are added by themselves. Sensitive words must never be given here. */
MUST const err *book_search_put(store *s, arena *a, account_id owner, str kind, int64_t ref,
                                person_id about, int64_t time_ms, str text);
MUST const err *book_search_drop(store *s, arena *a, account_id owner, str kind, int64_t ref);
/* What the book itself says of a person is gathered anew; each change here does so by itself. */
MUST const err *book_search_person(store *s, arena *a, account_id owner, person_id id);

struct book_hit {
    int64_t id; /* of the row of the search, for paging */
    str kind;
    int64_t ref;
    person_id person; /* the whole person; 0 = about nobody */
    int64_t time_ms;
};
struct book_hits {
    const struct book_hit *item;
    size_t n;
};
/* What holds all words of the query, the last one as a beginning; newest first. Umlauts equal
 * ae/oe/ue, case and accents do not count; digits are found as a telephone number however it was
 * written. `kind` empty = all kinds but "name", whose words
 * "person" has as well. An empty query finds nothing. */
MUST const err *book_search(store *s, arena *a, account_id owner, str kind, str query,
                            int64_t limit, struct book_hits *ret);

#endif
