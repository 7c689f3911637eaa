/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_error.c - what a reader is told when something goes wrong: what happened, what is safe,
 * what to do. The words are chosen by status; the error's own message is for the log.
 */
#include "error.html.h"
#include "feature/house/house.h"
#include "feature/house/house_frame.h"
#include "setup.html.h"

struct fault_words {
    int status;
    const char *title, *happened, *safe, *advice;
};

#define NOTHING_CHANGED WORDS_MARK("Nothing was changed.")

static const struct fault_words faults[] = {
    { 400, WORDS_MARK("This could not be understood"),
      WORDS_MARK("Your browser sent something that the house cannot read."), NOTHING_CHANGED,
      WORDS_MARK("Go back one page and try it from there.") },
    { 403, WORDS_MARK("This is not allowed from here"),
      WORDS_MARK("The request did not come from a page of this house, or your rights do not reach "
                 "this far."),
      NOTHING_CHANGED, WORDS_MARK("Open the page again, and send the form from there.") },
    /* Not sent as such: a page for which one has to be signed in answers 403. */
    { 401, WORDS_MARK("Please sign in"),
      WORDS_MARK("This page is there for those who are signed in, and you are not, or no longer."),
      "", WORDS_MARK("A link signs you in; the page \"Sign in\" says how to get one.") },
    { 404, WORDS_MARK("There is no such page"),
      WORDS_MARK(
          "Nothing stands at this address. Pages of talks keep their address for ever, so it "
          "may be mistyped."),
      "", WORDS_MARK("Look for it on the first page or in the menu of days.") },
    { 405, WORDS_MARK("This page does not take that"),
      WORDS_MARK("The page is there, but it does not answer this kind of request."),
      NOTHING_CHANGED, WORDS_MARK("Open it by its link.") },
    { 409, WORDS_MARK("This does not fit any more"),
      WORDS_MARK("What you sent is at odds with what is stored by now."), NOTHING_CHANGED,
      WORDS_MARK("Reload the page to see how it stands, and try again.") },
    { 410, WORDS_MARK("This is no longer here"),
      WORDS_MARK("The link was good once and has been used, or what it led to was taken away."), "",
      WORDS_MARK("Ask whoever gave you the link for a new one.") },
    { 413, WORDS_MARK("This is too large"),
      WORDS_MARK("What you sent is larger than the house takes at once."), NOTHING_CHANGED,
      WORDS_MARK("Make it shorter and send it again.") },
    { 422, WORDS_MARK("Something is missing yet"),
      WORDS_MARK("The form was read, but it cannot be taken like this."), NOTHING_CHANGED,
      WORDS_MARK("Go back one page; what you wrote is still there.") },
    { 429, WORDS_MARK("A little slower, please"),
      WORDS_MARK("Many requests came from your side in a short time."),
      WORDS_MARK("What was accepted before is kept; this request was not."),
      WORDS_MARK("Wait a minute, then send it again.") },
    { 500, WORDS_MARK("The house made a mistake"),
      WORDS_MARK("Something broke here, not with you. It was written down for the host."),
      WORDS_MARK("What had been accepted before is kept. This last request may not have been."),
      WORDS_MARK("Look whether it is there, else try again in a while.") },
    { 503, WORDS_MARK("The house is very busy"),
      WORDS_MARK("There is more to do at the moment than the house can do at once."),
      WORDS_MARK("What had been accepted before is kept; this request was not."),
      WORDS_MARK("Try again in a minute.") },
};

/* Statuses without words of their own speak as the plainest of their hundred. */
static const struct fault_words *fault_of(int status)
{
    const struct fault_words *plainest = NULL;
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        if (faults[i].status == status)
            return &faults[i];
        if (faults[i].status == (status >= 500 ? 500 : 400))
            plainest = &faults[i];
    }
    return plainest;
}

static str words_or_nothing(enum lang lang, const char *msgid)
{
    return *msgid == '\0' ? S("") : words(lang, msgid);
}

struct house_fault house_error_words(enum lang lang, int status)
{
    const struct fault_words *w = fault_of(status);
    return (struct house_fault){ status, words(lang, w->title), words(lang, w->happened),
                                 words_or_nothing(lang, w->safe), words(lang, w->advice) };
}

void house_error_page(req *r, int status, const err *e)
{
    bool stranger = status == 403 && r->who.role == ROLE_NOBODY && str_eq(r->method, S("GET"));
    struct house_fault fault = house_error_words(r->out.lang, stranger ? 401 : status);
    struct house_faults fields = { 0 };
    if (e != NULL)
        fields = (struct house_faults){ e->fields, e->n_fields };
    buf_cut(&r->out.body, 0);
    if (status == 503 && !house_open(r)) {
        house_frame_bare(r, words(r->out.lang, "The house is being set up"), 0);
        setup_closed(&r->out);
        house_frame_end(r);
        return;
    }
    house_frame_bare(r, fault.title, status);
    error_page(&r->out, fault, fields);
    house_frame_end(r);
}
