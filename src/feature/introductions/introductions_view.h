/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_view.h - what the pages of introductions are given, and the words for what is
 * stored. Inside this folder only.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_VIEW_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_VIEW_H

#include "base/html.h"
#include "feature/book/book_part.h"
#include "feature/introductions/introductions_answer.h"
#include "feature/introductions/introductions_store.h"

/* ---- the list -------------------------------------------------------------------------------- */

struct intro_line {
    str path, names, state;
};
struct intro_lines {
    const struct intro_line *item;
    size_t n;
};
struct intro_ask_line { /* what somebody asked about their data */
    int64_t id;
    str name, path, what, words, when;
};
struct intro_ask_lines {
    const struct intro_ask_line *item;
    size_t n;
};
struct intro_list_view {
    struct intro_lines waits[WAITS];
    struct intro_ask_lines requests;
    html token;
    bool none;
};

/* ---- drafting -------------------------------------------------------------------------------- */

struct intro_suggestion {
    str path, names, reasons;
};
struct intro_suggested {
    const struct intro_suggestion *item;
    size_t n;
};
struct intro_new_view {
    str a_name, b_name; /* as typed, or of the address */
    str a_id, b_id;     /* known already; else empty */
    str why, fee, behalf;
    bool in_turn, stays;
    str a_wrong, b_wrong, pair_wrong, why_wrong, fee_wrong;
    str key;
    html token;
    struct intro_suggested suggested;
};

/* ---- one introduction ------------------------------------------------------------------------ */

struct intro_side_view {
    int64_t side;
    str name, path, other;
    str state; /* in words, with its day */
    str said;  /* a word of theirs with the answer */
    str seeks, offers, other_seeks, other_offers;
    str opening, closing, language; /* around a letter to them */
    str subject, words, reminder;
    str wrong;   /* about the words */
    str preview; /* the mail as it goes; empty: not yet to be sent */
    str to;      /* where it goes */
    str shown;   /* what of it tells who the other is, in words */
    str named;   /* the other allows to be named: since when, in words */
    str script;  /* for the telephone */
    str mail;    /* what became of the newest mail, in words */
    bool may_write, may_ask, may_mail, may_unask, may_answer, may_unanswer, may_tell;
    bool may_ask_outcome, may_release;
    str tell;               /* the mail that would tell them, as it goes */
    str worth, worth_words; /* what came of it, in words */
    str released;
};
struct intro_step_line {
    str when, what, words;
};
struct intro_step_lines {
    const struct intro_step_line *item;
    size_t n;
};
struct intro_choice {
    str value, label;
    bool chosen;
};
struct intro_choices {
    const struct intro_choice *item;
    size_t n;
};
struct intro_view {
    str path, title;
    str stage, next; /* how it stands, and what comes next */
    str wrong;       /* why the last step was refused; empty otherwise */
    str why, fee, behalf, behalf_path;
    bool in_turn, stays;
    struct intro_side_view side[2];
    bool may_change, may_introduce, may_mail_both, may_withdraw, may_resume, may_unintroduce;
    bool introduced, may_post, may_follow;
    str follow; /* which asking around is due, in words; empty: none */
    str introduce_words, introduce_wrong;
    str post_path;
    bool hosts; /* who reads could publish it */
    struct intro_step_lines steps;
    struct intro_choices origins;   /* where it may have come from */
    struct intro_lines children;    /* what came from it */
    struct intro_choices offspring; /* encounters that may have come from it */
    str origin, origin_path;
    html token;
};

/* ---- ledger, sheet, a person's page ---------------------------------------------------------- */

struct intro_entry {
    str path, names, when, outcome_a, outcome_b, took, origin;
};
struct intro_entries {
    const struct intro_entry *item;
    size_t n;
};
struct intro_ledger {
    struct intro_entries entries;
    int64_t introduced, known, more; /* `more`: both said more than each alone */
    int64_t nothing, talked, worked; /* of the known ones by what the lesser of the two says */
    str sum;                         /* of what came of the known ones */
    str day;
};
struct intro_card {
    str label; /* "Person 1"; the name where both have agreed */
    str seeks, offers, state;
};
struct intro_cards {
    const struct intro_card *item;
    size_t n;
};
struct intro_sheet {
    str name, path, day;
    struct intro_cards cards;
};
struct intro_section {
    str name, id, new_path;
    struct intro_lines lines;
    str never, named, named_wrong;
    str sheet; /* its address where introductions are on their behalf; empty otherwise */
    html token;
};

/* ---- answering ------------------------------------------------------------------------------- */

struct intro_answer {
    struct introductions_question q;
    str token;
    html form_token;
    str wrong;
};
struct intro_basis {
    str kind, source;
};
struct intro_basis_list {
    const struct intro_basis *item;
    size_t n;
};
struct intro_why {
    str token, owner, email;
    struct intro_basis_list bases;
    html form_token;
    bool sent;
};

/* ---- words ----------------------------------------------------------------------------------- */

/* Who reads, and when. */
struct intro_reader {
    arena *arena;
    enum lang lang;
    str zone;
};
MUST const err *introductions_view_reader(req *r, struct intro_reader *ret);

str introductions_view_path(arena *a, introduction_id id);
/* "drafted", "asked" …: for programs. */
str introductions_view_stage_name(const struct introduction *i);
/* "Anna Schmidt und Ben Krüger". */
str introductions_view_names(arena *a, enum lang lang, const struct introduction *i);
/* How it stands, in one sentence: "Ben hat noch nicht geantwortet, gefragt gestern". */
str introductions_view_state(const struct intro_reader *v, const struct introduction *i);
str introductions_view_side_state(const struct intro_reader *v, const struct introduction_side *d);
/* "more than each alone (2.5)"; empty where it is not known. */
str introductions_view_worth(arena *a, enum lang lang, int64_t worth);
/* What a step is called in the history. */
str introductions_view_step(const struct intro_reader *v, const struct introduction *i,
                            const struct introduction_step *step);
/* "Mailadresse", and "von Ihnen selbst, 12. Juni 2012". */
str introductions_view_kind(enum lang lang, str kind);
str introductions_view_source(arena *a, enum lang lang, const struct book_source *from);
str introductions_view_day(const struct intro_reader *v, int64_t ms);

/* ---- the pages' contents --------------------------------------------------------------------- */

MUST const err *introductions_view_lines(req *r, const struct introduction_list *all,
                                         struct intro_lines *ret);
/* All of one introduction's page; what was refused is the handler's to fill in. */
MUST const err *introductions_view_one(req *r, const struct introduction *i,
                                       struct intro_view *ret);

#endif
