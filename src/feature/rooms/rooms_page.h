/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_page.h - what the pages of a conversation (conversation.html) are given to show.
 */
#ifndef FEATURE_ROOMS_ROOMS_PAGE_H
#define FEATURE_ROOMS_ROOMS_PAGE_H

#include "base/html.h"
#include "base/str.h"
#include "feature/rooms/rooms.h"
#include "feature/rooms/rooms_view.h"

/* The writing line, as it is to be filled in. */
struct conversation_form {
    str action;
    html token; /* of a signed-in person */
    str key;    /* of this one form; empty on a page that many are sent: the script makes one, and
                 * without it the server knows by the words what is sent again (struct say) */
    str name, text;
    bool question;
    str name_wrong, text_wrong; /* in the reader's words; absent where nothing is wrong */
};

struct conversation {
    int heading;  /* 2-6 */
    str slug;     /* of the room */
    str position; /* of this page in the log */
    str stream;   /* address of the live fragments; absent on a page of earlier messages */
    str live, writing, talking; /* addresses of the scripts */
    str said_one, said_many;    /* how new messages are told to who hears the page */
    str day; /* of the first message, where that does not say it itself; else absent */
    struct rooms_items items;
    str earlier, newest, transcript; /* addresses; the first two may be absent */
    struct conversation_form form;
};

/* The page of one message. */
struct message_page {
    str title, path; /* of what it was said about */
    struct rooms_item item;
    str place;  /* its place in the conversation */
    str action; /* where its forms go */
    html token;
    bool withdraw, put_back, hide, restore, erase, answered, reopen; /* what this reader may do */
    bool report;
    html next;          /* what other features offer beside it */
    str words, contact; /* what a form was sent with that could not be taken */
    str wrong;          /* why */
};

/* A report, for the host and for who made it. */
struct report_view {
    int64_t id;
    str title;               /* of what the message was said about */
    str link, message, name; /* the message as it is shown now; absent where it is not */
    str reason, contact;
    str decision, answer;        /* in words; empty while there is none */
    str time, decided, datetime; /* "9. Juli 2012, 14:03" */
    str action;
};
struct report_views {
    const struct report_view *item;
    size_t n;
};

#endif
