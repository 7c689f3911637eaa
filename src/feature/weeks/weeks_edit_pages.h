/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_pages.h - what each page of a host's desk is given.
 */
#ifndef FEATURE_WEEKS_WEEKS_EDIT_PAGES_H
#define FEATURE_WEEKS_WEEKS_EDIT_PAGES_H

#include "feature/weeks/weeks_edit_form.h"
#include "feature/weeks/weeks_view.h"

/* /host/weeks */
struct edit_week {
    str slug, title, span;
    bool draft;
};
struct edit_weeks {
    const struct edit_week *item;
    size_t n;
};

/* What hosts can do with a week or talk besides writing. */
struct edit_desk {
    str path, shown_path, title;
    html token;
    bool draft, week_draft, cancelled;
    int64_t before; /* the version before the last change; 0 = none */
};

/* /host/weeks/{slug} */
struct edit_week_page {
    struct edit_desk desk;
    struct edit_form form, fresh;
    struct day_groups groups;
};

/* A private link of a speaker. */
struct edit_link {
    int64_t id;
    str name, until;
    bool over; /* revoked or expired */
};
struct edit_links {
    const struct edit_link *item;
    size_t n;
};

/* /host/talks/{slug} */
struct edit_talk_page {
    struct edit_desk desk;
    struct edit_form form;
    str week_path, week_title;
    struct speakers speakers;
    struct edit_links links;
};

/* A link that was just made: shown once. */
struct edit_link_page {
    str title, path, name, url;
    html qr;
};

/* /host/speakers/{slug} */
struct edit_speaker_page {
    struct edit_desk desk;
    struct edit_form form;
    str week_path, week_title;
};

/* …/versions */
struct edit_version {
    int64_t version;
    str when, who;
    bool current;
    struct edit_differences differences; /* to the version before it */
};
struct edit_versions {
    const struct edit_version *item;
    size_t n;
};

/* /speak/{token} */
struct edit_speak_page {
    str name, title, when;
    str shown_path; /* empty while it is a draft */
    str speaking_path;
    struct edit_form form, person;
    bool has_person;
};

#endif
