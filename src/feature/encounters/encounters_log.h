/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_log.h - from a line (engine/line) to an encounter in the book. Inside this folder
 * only.
 *
 * A line that cannot be stored yet is never lost: it waits until somebody says which Anna, or that
 * the day was a slip. What it seeks and offers is only proposed until the owner confirms it.
 */
#ifndef FEATURE_ENCOUNTERS_ENCOUNTERS_LOG_H
#define FEATURE_ENCOUNTERS_ENCOUNTERS_LOG_H

#include "engine/line/line.h"
#include "feature/encounters/encounters.h"

/* A line, and what is known besides it. */
struct encounters_order {
    str line, key;    /* the key may be empty */
    person_id person; /* whom it is about at least; then only names of the book are names in it */
    str kind, meeting, day; /* `kind` where the line says none; `day` instead of the line's */
    int64_t now_ms;         /* when it was typed; 0: now */
    bool make_new;          /* whoever is not in the book is put into it */
    bool no_wait;           /* a question is an answer; nothing is kept */
    enum lang lang;
};

enum encounters_outcome {
    LOG_STORED,
    LOG_REPEATED, /* was stored already with this key */
    LOG_WHO,      /* nobody, or several, of that name: `name`, `candidates` */
    LOG_NOBODY,   /* it names nobody */
    LOG_AHEAD     /* its day or time is still to come: `line.day` */
};

struct encounters_logged {
    enum encounters_outcome outcome;
    encounter_id id; /* of LOG_STORED, LOG_REPEATED */
    int64_t waiting; /* of the others, unless no_wait: the line that waits */
    struct line line;
    str name;                      /* LOG_WHO: as typed */
    struct person_list candidates; /* who may be meant */
};

/* ERR_INVALID with the field "line" for an empty line or one longer than ENCOUNTERS_LINE_MAX. */
MUST const err *encounters_log(store *s, arena *a, account_id owner,
                               const struct encounters_order *order, struct encounters_logged *ret);

/* A line that waits, read once more: what is asked. If meanwhile nothing is, it is stored. */
MUST const err *encounters_log_again(store *s, arena *a, account_id owner, int64_t waiting,
                                     enum lang lang, struct encounters_logged *ret);

/* The same, only looked at: nothing is stored, whatever the outcome. */
MUST const err *encounters_log_asked(store *s, arena *a, account_id owner, int64_t waiting,
                                     enum lang lang, struct encounters_logged *ret);

/* The answers. Each goes on to store it, or to the next question. */
MUST const err *encounters_log_person(store *s, arena *a, account_id owner, int64_t waiting,
                                      person_id who, enum lang lang, struct encounters_logged *ret);
/* Puts that person into the book; an empty name is the one of the line. */
MUST const err *encounters_log_new(store *s, arena *a, account_id owner, int64_t waiting, str name,
                                   enum lang lang, struct encounters_logged *ret);
MUST const err *encounters_log_day(store *s, arena *a, account_id owner, int64_t waiting, str day,
                                   enum lang lang, struct encounters_logged *ret);
/* It lies ahead indeed: becomes a promise of mine for that day. ERR_CONFLICT where that is not what
 * is asked. */
MUST const err *encounters_log_promise(store *s, arena *a, account_id owner, int64_t waiting,
                                       enum lang lang, person_id *ret);
MUST const err *encounters_log_drop(store *s, arena *a, account_id owner, int64_t waiting);

#endif
