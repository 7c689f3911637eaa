/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange.h - the book goes in and out: what foreign files hold of people.
 *
 * So far files are read and nothing is stored. Nothing here needs the store.
 */
#ifndef FEATURE_EXCHANGE_EXCHANGE_H
#define FEATURE_EXCHANGE_EXCHANGE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "feature/feature.h"

extern const struct feature exchange;

/* Something in a file that cannot be taken; line 0: the file as a whole. */
struct exchange_refusal {
    str file;
    size_t line;
    const char *reason; /* an English msgid, or the words of the system */
};

struct exchange_report {
    size_t files;
    size_t files_read; /* at least one person, message or meeting was found in it */
    size_t cards;      /* people: cards, and rows of tables */
    size_t encounters; /* mails, meetings, messages; talks of a chat count once a sender and day */
    struct exchange_refusal *refused;
    size_t n_refused, cap_refused;
    size_t not_listed;   /* refusals beyond EXCHANGE_REFUSED_MAX are only counted */
    enum err_kind worst; /* of the files that could not be opened */
};

#define EXCHANGE_REFUSED_MAX 10000

/* Told now and then how much of a file has been read; bytes. */
struct exchange_progress {
    void (*tell)(void *of, str file, uint64_t bytes);
    void *of;
};

/* Reads one file and adds what it holds to the report; never fails for what is in the file, nor for
 * one that cannot be opened: that is a refusal too. `progress` may be NULL. */
void exchange_look(arena *a, str path, const struct exchange_progress *progress,
                   struct exchange_report *report);

#endif
