/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care.h - the rhythm of care: how often two people are in touch, when the next word is due, when a
 * tie is fading, which old tie is worth a call, and whether the hours suffice for all of it.
 *
 * Pure computation on days: a day is the number of days since 1970-01-01 (when_date_number), a gap
 * a number of days. Nothing here is shown as a number to anybody; the caller puts it into words.
 *
 * Sources: a stable tie has and needs a constant rhythm, and one that pauses for more than eight
 * times its usual gap most likely decays (Navarro, Miritello, Canales, Moro, EPJ Data Science 2017,
 * 10.1140/epjds/s13688-017-0127-3). The rhythms by closeness follow the layers of Dunbar (5 weekly,
 * 15 monthly, 50 half-yearly, 150 yearly). After a long silence the next talk is longer
 * (Bhattacharya et al. 2016, arXiv 1608.01842), so a visit or a long call is proposed. A tie that
 * sleeps for three years gives what is new and keeps its trust (Levin, Walter, Murnighan,
 * Organization Science 22:923, 2011); the most valuable ones are not those that one prefers: little
 * time spent together (Walter, Levin, Murnighan 2015).
 */
#ifndef ENGINE_CARE_CARE_H
#define ENGINE_CARE_CARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many of the newest encounters the own rhythm is read from. */
#define CARE_ENCOUNTERS 8
/* A tie is fading beyond this many of its usual gaps. */
#define CARE_FADING_GAPS 8
/* A tie sleeps after this many days without an encounter: three years. */
#define CARE_DORMANT_DAYS 1096
/* From this many days on a silence is long, also where no rhythm is known. */
#define CARE_LONG_SILENCE_DAYS 365

/* As the owner sets it; the numbers are those of the store. */
enum care_closeness { CARE_NOT_SET, CARE_SLIGHT, CARE_KNOWN, CARE_WELL_KNOWN, CARE_CLOSE };

/* What the book knows of one person's rhythm. */
struct care_tie {
    enum care_closeness closeness;
    int rhythm_days;  /* the owner's own word for this person; 0 = by closeness */
    int64_t last_day; /* of the last encounter; only read where `count` > 0 */
    int gap_days;     /* care_usual_gap; 0 = not known */
    int count;        /* encounters in all */
};

enum care_state {
    CARE_NO_RHYTHM, /* neither set nor known: nothing is ever due */
    CARE_IN_RHYTHM,
    CARE_DUE,
    CARE_FADING, /* due, and silent for more than CARE_FADING_GAPS usual gaps */
};

/* What to propose: an everyday word, or one that makes good a long silence. */
enum care_proposal { CARE_ANY_WAY, CARE_VISIT_OR_LONG_CALL };

/* The usual gap: the median of the gaps between the last CARE_ENCOUNTERS encounters, rounded up to
 * whole days and at least 1. `days` in any order; several encounters on one day count once. 0 where
 * there are fewer than two different days. */
int care_usual_gap(const int64_t *days, size_t n);

/* 7, 30, 180, 365 days from close to slight; 0 where it is not set. */
int care_rhythm_of(enum care_closeness closeness);

/* The rhythm that counts for a tie, in days: the owner's own word; else the one of its closeness,
 * but not shorter than one and a half usual gaps (the factor is ours: nobody is nagged about a tie
 * that keeps its own time); else the usual gap itself. 0 where none of these is known. */
int care_rhythm(const struct care_tie *tie);

/* The day on which the next encounter is due; with a rhythm but without any encounter, `today`.
 * Only for a tie that has a rhythm (asserted). */
int64_t care_due_day(const struct care_tie *tie, int64_t today);

enum care_state care_state_of(const struct care_tie *tie, int64_t today);

/* After a long silence (fading, or CARE_LONG_SILENCE_DAYS and twice its rhythm) a visit or a long
 * call; never for somebody who was not met yet. */
enum care_proposal care_propose(const struct care_tie *tie, int64_t today);

bool care_dormant(const struct care_tie *tie, int64_t today);

/* One sleeping tie for a choice. */
struct care_sleeper {
    int64_t person;
    struct care_tie tie;
    bool trusted; /* gave something, kept a promise, or is set well known or close */
    int shared;   /* circles (organisations, tags) that the owner's living ties are in as well */
};

/* The place of the sleeping tie to propose in week number `week`, or `n` where there is none to
 * propose. Trusted before others; among them novelty first: fewest shared circles, then fewest
 * encounters, then the longest silence. The week turns through the best eight, so that a proposal
 * that was passed over comes back some weeks later. The order of `list` does not matter. */
size_t care_pick_dormant(const struct care_sleeper *list, size_t n, int64_t today, int64_t week);

/* The time that all rhythms together ask for, in minutes a week: the sum of 7/rhythm x minutes of
 * an encounter. */
struct care_load {
    double minutes_a_week;
    size_t people; /* that have a rhythm */
};
/* Adds one tie; `minutes`: what an encounter with this person takes (its median, or the owner's).
 */
void care_load_add(struct care_load *load, const struct care_tie *tie, int minutes);

#endif
