/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit_form.h - the form in which a week, a talk or a speaker is edited: fields from the
 * request, a page's values from what saving said. One form for hosts and speakers.
 */
#ifndef FEATURE_WEEKS_WEEKS_EDIT_FORM_H
#define FEATURE_WEEKS_WEEKS_EDIT_FORM_H

#include "base/html.h"
#include "feature/weeks/weeks_edit.h"
#include "web/req.h"

/* What is edited, and where. */
struct weeks_thing {
    enum weeks_kind kind;
    int64_t id, version;
    str form_id;    /* begins the ids of the form's fields; absent = "f-" */
    str title;      /* as its page is called */
    str path;       /* "/host/talks/a": the form is posted there, versions stand below */
    str shown_path; /* its page for everybody */
    struct week week;
    unsigned fields; /* bit i: field i may be edited here; others in a request are not read */
};
#define WEEKS_EDIT_FORM_ALL (~0U)

struct edit_option {
    str value, label;
    bool chosen;
};
struct edit_options {
    const struct edit_option *item;
    size_t n;
};
struct edit_field {
    str name, label, hint, value, fault;
    enum weeks_input input;
    bool required;
    size_t most;
    struct edit_options options; /* of INPUT_DAY */
};
struct edit_fields {
    const struct edit_field *item;
    size_t n;
};

/* Two texts: what both begin and end with (whole lines), and what each has between. */
struct edit_difference {
    str label, before, theirs, mine, after;
};
struct edit_differences {
    const struct edit_difference *item;
    size_t n;
};

struct edit_form {
    str action, id; /* `id` keeps the ids of two forms of a page apart */
    html token;
    int64_t version;
    struct edit_fields fields;
    bool saved, conflict, faulty, previewed;
    str by, at; /* with a conflict: who, when */
    struct edit_differences differences;
    html preview;
};

/* What was posted, cleaned of nothing yet. ERR_INVALID where the version is no number. */
MUST const err *weeks_edit_form_read(req *r, const struct weeks_thing *thing,
                                     struct weeks_paper *ret);
/* The button was "Preview". */
bool weeks_edit_form_previewing(const req *r);

/* The form as it belongs on the page: `saving->paper` with its faults or the other's words. */
MUST const err *weeks_edit_form_of(req *r, const struct weeks_thing *thing,
                                   const struct weeks_saving *saving, struct edit_form *ret);
/* The same of the thing as it stands; "saved" where the address says so. */
MUST const err *weeks_edit_form_now(req *r, const struct weeks_thing *thing, struct edit_form *ret);
/* What differs between two versions, field by field. */
struct edit_differences weeks_edit_form_differences(req *r, const struct weeks_paper *theirs,
                                                    const struct weeks_paper *mine);
/* Handles the post: `ret_done` where it was saved, else `ret` is the form that comes back (with
 * status 409 or 422, or as a preview). */
MUST const err *weeks_edit_form_post(req *r, const struct weeks_thing *thing,
                                     const struct weeks_author *author, bool *ret_done,
                                     struct edit_form *ret);

#endif
