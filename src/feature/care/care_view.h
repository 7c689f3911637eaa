/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_view.h - what the pages of care are given. Inside this folder only.
 */
#ifndef FEATURE_CARE_CARE_VIEW_H
#define FEATURE_CARE_CARE_VIEW_H

#include "base/html.h"
#include "feature/care/care_aims.h"

/* ---- Today ----------------------------------------------------------------------------------- */

struct today_line {
    str how, name, path, text, help;
    str done;         /* the address where it is written down, or empty */
    str person, step; /* what is put off */
    bool find;
};
struct today_lines {
    const struct today_line *item;
    size_t n;
};
struct today_view {
    str title;
    struct today_lines lines;
    bool nobody;
    html token;
};

/* ---- a person's page, rhythms ---------------------------------------------------------------- */

struct care_choice {
    str value, label;
    bool chosen;
};
struct care_choices {
    const struct care_choice *item;
    size_t n;
};
struct care_aim_link {
    str path, title, note;
};
struct care_aim_links {
    const struct care_aim_link *item;
    size_t n;
};
struct care_section_view {
    str path;          /* of the person */
    str rhythm, usual; /* "own rhythm: weekly", "usual so far: …"; may be empty */
    str due;           /* "due since …", "next about …", or empty */
    bool rests, fading;
    struct care_choices rhythms;
    struct care_aim_links aims;
    str brief;
    html token;
};
struct rhythm_line {
    str path, name, rhythm;
};
struct rhythm_lines {
    const struct rhythm_line *item;
    size_t n;
};
struct rhythms_view {
    str hours, wrong; /* as typed or stored */
    str asks, has;    /* in words; `asks` empty: nobody has a rhythm */
    str each;         /* what an encounter takes */
    str advice;       /* what to change; empty where it suffices */
    struct rhythm_lines costly;
    html token;
};

/* ---- aims ------------------------------------------------------------------------------------ */

struct aims_form {
    str action, title, why, behalf;
    str title_wrong, why_wrong, behalf_wrong;
    str button;
    html token;
};
struct aims_view {
    struct care_aim_links open, closed;
    struct aims_form form;
};
struct aim_member_view {
    str id, name, path;
};
struct aim_members {
    const struct aim_member_view *item;
    size_t n;
};
struct aim_step_view {
    str id, text, due, name, path;
    bool done;
};
struct aim_step_views {
    const struct aim_step_view *item;
    size_t n;
};
struct aim_view {
    str path, title, why, behalf, behalf_path, state;
    bool open;
    struct aim_members people;
    struct aim_step_views steps, done;
    str step_text, step_due, step_person; /* as typed */
    str text_wrong, due_wrong, person_wrong, member_wrong;
    struct aims_form form;
    html token;
};

/* ---- the brief, visits ----------------------------------------------------------------------- */

struct brief_view {
    struct care_brief b;
    str path, day, log;
};
struct visit_line {
    str name, path, address, phone, href, due, last, brief;
};
struct visit_lines {
    const struct visit_line *item;
    size_t n;
};
struct visits_view {
    str place, day, day_words, wrong;
    bool asked, more;
    struct visit_lines lines;
};

/* ---- reminders ------------------------------------------------------------------------------- */

struct remind_view {
    str secret; /* the whole address, shown once; empty */
    str since;  /* since when there is one; empty: there is none */
    bool mail_ready, mailed;
    str email;
    struct care_choices hours;
    html token;
};

#endif
