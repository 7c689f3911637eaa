/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_parts.h - the steps of reading an invitation, for programme_text*.c only: clean
 * lines, labels, what stands at the head of a line, and at the end the dates of the days.
 */
#ifndef ENGINE_PROGRAMME_PROGRAMME_TEXT_PARTS_H
#define ENGINE_PROGRAMME_PROGRAMME_TEXT_PARTS_H

#include "base/buf.h"
#include "engine/programme/programme_draft.h"
#include "engine/programme/programme_text_scan.h"

/* ---- lines (programme_text_lines.c) ---------------------------------------------------------- */

/* UTF-8, LF, plain blanks; false where it holds what no text holds. */
bool programme_text_lines_clean(arena *a, str text, str *ret);
/* Without quoting marks, bullets and emphasis. */
str programme_text_lines_bare(arena *a, str line);
/* Only signs: "-----", "|---|---|". */
bool programme_text_lines_rule(str line);
/* Begins a mail's header of `n` lines ("From: …", "Betreff: …"), or is its "Am … schrieb …:". The
 * subject is absent where there is none. */
size_t programme_text_lines_mail(const str *lines, size_t n, str *ret_subject);

/* ---- labels (programme_text_label.c) --------------------------------------------------------- */

enum programme_text_field {
    TEXT_NONE,
    TEXT_TIME,
    TEXT_END,
    TEXT_DATE,
    TEXT_DURATION,
    TEXT_TOPIC,
    TEXT_SUBJECT, /* the week's title, or a topic */
    TEXT_SPEAKER,
    TEXT_PLACE,
    TEXT_ZONE,
    TEXT_ABOUT,
    TEXT_TITLE,
    TEXT_DAY
};

/* "Thema: …" -> TEXT_TOPIC, `s` is what follows. */
bool programme_text_label_take(str *s, enum programme_text_field *ret);
/* Cuts a line before each further label: "Zeit: 10 Uhr, Thema: X". */
bool programme_text_label_next(str *rest, str *ret_segment);
/* The column heads of a table: how many, 0 where a cell is no label. */
size_t programme_text_label_columns(str line, enum programme_text_field *to, size_t room);
/* The next cell of a row; outer bars make no cells. */
bool programme_text_label_cell(str *rest, str *ret_cell);

/* ---- the head of a line (programme_text_head.c) ---------------------------------------------- */

struct programme_text_head {
    bool has_date, has_span, has_time, any;
    bool parted; /* a sign stands between the head and what follows */
    struct programme_text_date date, to;
    int nth; /* 0: not stated */
    struct programme_text_time time;
    int minutes; /* 0: not stated */
    str zone;
};

/* Takes dates, times, zones and the signs between them off the front. */
struct programme_text_head programme_text_head_take(str *s, bool told);
/* A span or a date anywhere in a sentence; `ret_last` says that it ends the line. */
bool programme_text_head_find(str line, struct programme_text_head *ret, size_t *ret_at,
                              bool *ret_last);
/* A topic on one line with its speaker: "Topic (Name)", "Topic | Name", "Topic – Name". `guessed`
 * where only the look of the words tells. False where there is no speaker. */
bool programme_text_head_split(str line, bool loose, str *ret_topic, str *ret_speaker,
                               bool *ret_guessed);

/* ---- days (programme_text_days.c) ------------------------------------------------------------ */

struct programme_text_day {
    struct programme_text_date date; /* month 0 and weekday -1 where not stated */
    int nth;
    struct when_date is; /* what it comes to */
    bool known;
};
struct programme_text_days {
    struct programme_text_day *item;
    size_t n, cap;
    bool has_span, has_anchor;
    struct programme_text_date from, to; /* of the week; `from` is the anchor too */
    struct when_date first;              /* the anchor as a date: for talks without a day */
};

/* Settles every day and `first`; the days of the span become days of the programme. */
void programme_text_days_settle(struct programme_draft *d, struct programme_text_days *days,
                                int64_t now_ms);

/* ---- the reader (programme_text.c), and its end (programme_text_finish.c) ---------------------
 */

#define PROGRAMME_TEXT_COLUMNS 12
#define PROGRAMME_TEXT_NO_DAY ((size_t)-1)

struct programme_text_talk {
    bool has_time, has_topic, loose; /* loose: the topic stands beside a time, without a label */
    struct programme_text_time time;
    int minutes;
    str topic, speakers, place, about;
    size_t day, line;
};

struct programme_text_reader {
    struct programme_draft *d;
    arena *a;
    int64_t now_ms;
    struct programme_line *lines;
    str *bare;
    size_t n, at;
    struct programme_text_days days;
    size_t day;
    struct programme_text_talk *talks;
    size_t n_talks, cap;
    bool open;    /* the last of the talks */
    bool started; /* the welcome is over */
    bool blank;   /* an empty line stands before this one */
    enum programme_text_field last;
    str title, subject;
    buf welcome;
    bool has_first;
    enum programme_text_field columns[PROGRAMME_TEXT_COLUMNS];
    size_t n_columns;
    str zone;
};

/* Makes the programme of what the lines said. */
MUST const err *programme_text_finish(struct programme_text_reader *r, struct programme *ret,
                                      struct programme_report *ret_report);

#endif
