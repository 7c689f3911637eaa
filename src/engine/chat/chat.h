/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chat.h - who was in touch with whom, and when, as other programs keep it: WhatsApp's text,
 * mailboxes, calendars, the archives of Facebook, Messenger, Instagram and X.
 *
 * No words of a message are kept, only names, addresses, times and, of meetings, the title. The
 * four readers have one shape, that of the card reader; memory is bounded whatever the size of the
 * file.
 */
#ifndef ENGINE_CHAT_CHAT_H
#define ENGINE_CHAT_CHAT_H

#include "base/arena.h"
#include "base/str.h"
#include "engine/lines/lines.h"

enum chat_kind {
    CHAT_TALK,    /* messages of one sender on one day */
    CHAT_MAIL,    /* a mail */
    CHAT_MEETING, /* a meeting of a calendar */
    CHAT_CONTACT  /* somebody was added: friends, those who are followed */
};

struct chat_person {
    str name;    /* as stated, or absent */
    str address; /* mail address, or the id of a profile; or absent */
};

/* Texts are clean lines of UTF-8. */
struct chat_event {
    enum chat_kind kind;
    size_t line;      /* in the file */
    int64_t time_ms;  /* taken as UTC where the source names no zone; 0: not stated (contacts) */
    bool zoned;       /* the source named the zone */
    size_t count;     /* messages: 1 but for CHAT_TALK */
    int duration_min; /* of a meeting, or 0 */
    bool cancelled;   /* a meeting that did not take place */
    str rule;         /* of a meeting that repeats, RRULE as it stands; time_ms is the first */
    str id;           /* of a mail, meeting or conversation */
    str title;        /* of a meeting; the page of a contact */
    struct chat_person from;
    const struct chat_person *to; /* recipients, attendees; the others of a conversation */
    size_t n_to;
};

typedef struct chat_reader chat_reader;

/* WhatsApp: day and month are told apart over the whole file (one of them above 12, else the order
 * in which the days ascend), so the talks come at its end: one a sender and day. */
chat_reader *chat_whatsapp_new(arena *a);
/* mbox, or one mail: From, To, Cc, Date by GMime; bodies are passed over. */
chat_reader *chat_mbox_new(arena *a);
/* iCalendar by libical: events with attendees, or at least a title. */
chat_reader *chat_meetings_new(arena *a);
/* JSON of an archive, with X's "window.YTD… =" in front. `to` holds all who take part, as far as
 * the file names them before the messages, and lives until the next conversation begins. */
chat_reader *chat_archive_new(arena *a);

void chat_feed(chat_reader *r, str bytes);
void chat_end(chat_reader *r);
/* LINES_THING: `ret`, on `a`. */
enum lines_event chat_next(chat_reader *r, arena *a, struct chat_event *ret,
                           struct lines_refusal *ret_refusal);

/* Facebook writes UTF-8's bytes as letters of their own ("MÃ¼ller"): what they were meant to be, if
 * all of the text can be; else the text as it is. */
str chat_mojibake(arena *a, str text);

/* The start of a line of WhatsApp; false where the line has none and continues the one before. */
struct chat_whatsapp_head {
    int date[3]; /* as they stand */
    bool iso;    /* the year stands first */
    int minute;  /* of the day */
    str sender;  /* absent: a line of the program */
};
bool chat_whatsapp_head(str line, struct chat_whatsapp_head *ret);

#endif
