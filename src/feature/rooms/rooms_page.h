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
    str key, name, text;
    str name_wrong, text_wrong; /* in the reader's words; absent where nothing is wrong */
};

struct conversation {
    int heading;  /* 2-6 */
    str slug;     /* of the room */
    str position; /* of this page in the log */
    str stream;   /* address of the live fragments; absent on a page of earlier messages */
    str script;   /* address of room.js */
    str day;      /* of the first message, where that does not say it itself; else absent */
    struct rooms_items items;
    str earlier, newest, transcript; /* addresses; the first two may be absent */
    struct conversation_form form;
};

#endif
