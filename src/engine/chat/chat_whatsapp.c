/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chat_whatsapp.c - the text WhatsApp exports, in any of its forms (after the regular expressions
 * of Pustur/whatsapp-chat-parser): "[31.12.20, 23:59:01] Anna: …", "12/31/20, 11:59 PM - Anna: …".
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/utf8.h"
#include "base/words.h"
#include "engine/chat/chat_reader.h"
#include "engine/when/when.h"

/* More senders and days than this are none of a chat. */
#define TALKS_MAX 200000
#define SENDER_MAX 200

struct talk {
    int date[3];
    bool iso;
    int minute; /* of the first message */
    size_t line;
    size_t count;
    str sender;
};

struct whatsapp {
    arena *line; /* for the time of a line */
    struct talk *talks;
    size_t n, cap;
    unsigned char key[crypto_shorthash_KEYBYTES];
    size_t *slots; /* 1 + the place in talks, 0 is free; open addressing */
    size_t n_slots;
    bool above_first, above_second; /* one of the numbers is above 12 */
    int64_t last_day_first, last_month_first;
    size_t falls_day_first, falls_month_first; /* how often the days go back */
    bool begun, too_many;
    size_t given;
    struct chat_person *senders; /* of the whole chat, once it is read */
    size_t n_senders;
};

/* ---- the head of a line ---------------------------------------------------------------------- */

static bool take(str *s, const char *what)
{
    str text = str_of(what);
    if (!str_starts(*s, text))
        return false;
    *s = str_sub(*s, text.n, s->n);
    return true;
}

static bool one_of(str *s, const char *const *all)
{
    for (; *all != NULL; all++)
        if (take(s, *all))
            return true;
    return false;
}

static const char *const marks[] = { "\xe2\x80\x8e",
                                     "\xe2\x80\x8f",
                                     "\xe2\x80\xaa",
                                     "\xe2\x80\xab",
                                     "\xe2\x80\xac",
                                     "\xef\xbb\xbf",
                                     NULL };
static const char *const blanks[] = { " ", "\xc2\xa0", "\xe2\x80\xaf", NULL };

static bool blanks_take(str *s)
{
    bool any = false;
    while (one_of(s, blanks) || one_of(s, marks))
        any = true;
    return any;
}

static bool number_take(str *s, size_t most, int *ret)
{
    size_t n = 0;
    int number = 0;
    while (n < s->n && n < most && s->p[n] >= '0' && s->p[n] <= '9')
        number = 10 * number + (s->p[n++] - '0');
    *s = str_sub(*s, n, s->n);
    *ret = number;
    return n > 0;
}

static bool date_take(str *s, struct chat_whatsapp_head *ret)
{
    static const char *const signs[] = { "/", ".", "-", NULL };
    size_t before = s->n;
    if (!number_take(s, 4, &ret->date[0]))
        return false;
    ret->iso = before - s->n == 4;
    if (!one_of(s, signs))
        return false;
    (void)take(s, " ");
    if (!number_take(s, 2, &ret->date[1]) || !one_of(s, signs))
        return false;
    (void)take(s, " ");
    before = s->n;
    if (!number_take(s, ret->iso ? 2 : 4, &ret->date[2]))
        return false;
    if (!ret->iso && before - s->n <= 2)
        ret->date[2] += 2000;
    (void)take(s, ".");
    return true;
}

/* "klo", "um", "alle": a word between date and time. */
static void word_skip(str *s)
{
    str rest = *s;
    size_t n = 0;
    while (n < rest.n && n < 8 && ((rest.p[n] | 32) >= 'a' && (rest.p[n] | 32) <= 'z'))
        n++;
    if (n == 0 || n == rest.n)
        return;
    rest = str_sub(rest, n, rest.n);
    if (blanks_take(&rest))
        *s = rest;
}

static void half_take(str *s, int *hour)
{
    static const char *const before[] = { "AM", "am", "a.m.", "a. m.", "a.\xc2\xa0m.", NULL };
    static const char *const after[] = { "PM", "pm", "p.m.", "p. m.", "p.\xc2\xa0m.", NULL };
    str rest = *s;
    (void)blanks_take(&rest);
    bool am = one_of(&rest, before), pm = !am && one_of(&rest, after);
    if (!am && !pm)
        return;
    *s = rest;
    if (*hour <= 12)
        *hour = *hour % 12 + (pm ? 12 : 0);
}

static bool time_take(str *s, int *ret_minute)
{
    static const char *const signs[] = { ":", ".", NULL };
    int hour, minute, second;
    if (!number_take(s, 2, &hour) || !one_of(s, signs) || !number_take(s, 2, &minute))
        return false;
    if (one_of(s, signs) && !number_take(s, 2, &second))
        return false;
    half_take(s, &hour);
    *ret_minute = 60 * hour + minute;
    return hour < 24 && minute < 60;
}

bool chat_whatsapp_head(str line, struct chat_whatsapp_head *ret)
{
    struct chat_whatsapp_head made = { 0 };
    (void)blanks_take(&line);
    bool bracket = take(&line, "[");
    if (!date_take(&line, &made))
        return false;
    bool parted = take(&line, ",");
    parted = blanks_take(&line) || parted;
    word_skip(&line);
    if (!parted || !time_take(&line, &made.minute))
        return false;
    (void)blanks_take(&line);
    if (bracket ? !take(&line, "]") : !take(&line, "-") && !take(&line, "\xe2\x80\x93"))
        return false;
    (void)blanks_take(&line);
    size_t at = str_find(str_sub(line, 0, SENDER_MAX), S(": "));
    if (at == str_sub(line, 0, SENDER_MAX).n && str_ends(line, S(":")) && line.n < SENDER_MAX)
        at = line.n - 1;
    if (at < SENDER_MAX && at < line.n)
        made.sender = str_sub(line, 0, at);
    *ret = made;
    return true;
}

/* ---- counting -------------------------------------------------------------------------------- */

static int64_t key_of(const int *date, bool day_first)
{
    int year = date[2], month = date[day_first ? 1 : 0], day = date[day_first ? 0 : 1];
    return ((int64_t)year * 16 + month) * 32 + day;
}

/* What the numbers of this date say of all. */
static void order_learn(struct whatsapp *w, const struct chat_whatsapp_head *head)
{
    if (head->iso)
        return;
    w->above_first = w->above_first || head->date[0] > 12;
    w->above_second = w->above_second || head->date[1] > 12;
    int64_t day_first = key_of(head->date, true), month_first = key_of(head->date, false);
    w->falls_day_first += day_first < w->last_day_first;
    w->falls_month_first += month_first < w->last_month_first;
    w->last_day_first = day_first;
    w->last_month_first = month_first;
}

/* With a key of its own, for the names come from outside. */
static uint64_t hash_of(const struct whatsapp *w, const int *date, str sender)
{
    unsigned char text[SENDER_MAX + 3 * sizeof(int)];
    uint64_t hash = 0;
    size_t n = sender.n < SENDER_MAX ? sender.n : SENDER_MAX;
    memcpy(text, date, 3 * sizeof(int));
    if (n > 0)
        memcpy(text + 3 * sizeof(int), sender.p, n);
    crypto_shorthash((unsigned char *)&hash, text, 3 * sizeof(int) + n, w->key);
    return hash;
}

static size_t *slot_of(struct whatsapp *w, const int *date, str sender)
{
    size_t at = (size_t)(hash_of(w, date, sender) % w->n_slots);
    for (;; at = (at + 1) % w->n_slots) {
        const struct talk *t = w->slots[at] == 0 ? NULL : &w->talks[w->slots[at] - 1];
        if (t == NULL || (t->date[0] == date[0] && t->date[1] == date[1] && t->date[2] == date[2] &&
                          str_eq(t->sender, sender)))
            return &w->slots[at];
    }
}

static void slots_grow(arena *a, struct whatsapp *w)
{
    w->n_slots = w->n_slots == 0 ? 1024 : 2 * w->n_slots;
    w->slots = NEW_ARRAY(a, size_t, w->n_slots);
    for (size_t i = 0; i < w->n; i++)
        *slot_of(w, w->talks[i].date, w->talks[i].sender) = i + 1;
}

static void talk_count(arena *a, struct whatsapp *w, const struct chat_whatsapp_head *head,
                       str sender, size_t line)
{
    if (2 * w->n >= w->n_slots)
        slots_grow(a, w);
    size_t *slot = slot_of(w, head->date, sender);
    if (*slot == 0) {
        void *talks = w->talks;
        arena_grow(a, &talks, &w->cap, w->n + 1, sizeof *w->talks);
        w->talks = talks;
        w->talks[w->n++] = (struct talk){ .date = { head->date[0], head->date[1], head->date[2] },
                                          .iso = head->iso,
                                          .minute = head->minute,
                                          .line = line,
                                          .sender = str_copy(a, sender) };
        *slot = w->n;
    }
    w->talks[*slot - 1].count++;
}

static enum lines_event line_read(chat_reader *r, const struct lines_line *line, arena *a,
                                  struct chat_event *ret, struct lines_refusal *ret_refusal)
{
    struct whatsapp *w = r->own;
    struct chat_whatsapp_head head;
    (void)ret;
    (void)a;
    arena_reset(w->line);
    str text = lines_text(w->line, line->text);
    if (!chat_whatsapp_head(text, &head)) {
        if (w->begun || str_trim(text).n == 0)
            return LINES_MORE;
        w->begun = true;
        return chat_refuse(r, line->number, WORDS_MARK("This line has no date and follows none."),
                           ret_refusal);
    }
    w->begun = true;
    order_learn(w, &head);
    str sender = utf8_line(w->line, head.sender);
    if (sender.n == 0)
        return LINES_MORE;
    if (w->n == TALKS_MAX) {
        if (w->too_many)
            return LINES_MORE;
        w->too_many = true;
        return chat_refuse(r, line->number, WORDS_MARK("From here on the chat is too long."),
                           ret_refusal);
    }
    talk_count(r->a, w, &head, sender, line->number);
    return LINES_MORE;
}

/* ---- the talks ------------------------------------------------------------------------------- */

static bool day_comes_first(const struct whatsapp *w)
{
    if (w->above_first != w->above_second)
        return w->above_first;
    return w->falls_day_first <= w->falls_month_first;
}

static bool day_of(const struct whatsapp *w, const struct talk *t, struct when_date *ret)
{
    const int *date = t->date;
    bool first = day_comes_first(w);
    struct when_date d = { date[2], date[first ? 1 : 0], date[first ? 0 : 1] };
    if (t->iso)
        d = (struct when_date){ date[0], date[1], date[2] };
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.year < 1970)
        return false;
    struct when_date same = when_date_of_number(when_date_number(d));
    *ret = d;
    return when_date_cmp(same, d) == 0;
}

static int by_name(const void *x, const void *y)
{
    const struct chat_person *a = x, *b = y;
    return str_cmp(a->name, b->name);
}

static void senders_find(chat_reader *r, struct whatsapp *w)
{
    w->senders = NEW_ARRAY(r->a, struct chat_person, w->n + 1);
    for (size_t i = 0; i < w->n; i++)
        w->senders[i].name = w->talks[i].sender;
    if (w->n > 1)
        qsort(w->senders, w->n, sizeof *w->senders, by_name);
    for (size_t i = 0; i < w->n; i++)
        if (i == 0 || !str_eq(w->senders[i].name, w->senders[w->n_senders - 1].name))
            w->senders[w->n_senders++] = w->senders[i];
}

static enum lines_event rest_read(chat_reader *r, arena *a, struct chat_event *ret,
                                  struct lines_refusal *ret_refusal)
{
    struct whatsapp *w = r->own;
    struct when_date day;
    (void)a;
    if (w->senders == NULL)
        senders_find(r, w);
    if (w->given == w->n)
        return LINES_END;
    const struct talk *t = &w->talks[w->given++];
    if (!day_of(w, t, &day))
        return chat_refuse(r, t->line, WORDS_MARK("The date of this line does not exist."),
                           ret_refusal);
    *ret = (struct chat_event){ .kind = CHAT_TALK,
                                .line = t->line,
                                .time_ms = (when_date_number(day) * 1440 + t->minute) * 60000,
                                .count = t->count,
                                .from = { .name = t->sender },
                                .to = w->senders,
                                .n_to = w->n_senders };
    return LINES_THING;
}

static void line_free(void *line)
{
    arena_free(line);
}

chat_reader *chat_whatsapp_new(arena *a)
{
    struct whatsapp *w = NEW(a, struct whatsapp);
    chat_reader *r = chat_reader_new(a, w);
    crypto_shorthash_keygen(w->key);
    w->line = arena_new(ARENA_LIMIT);
    arena_defer(a, line_free, w->line);
    r->lines = lines_new(a, CHAT_LINE_MAX);
    r->line = line_read;
    r->rest = rest_read;
    return r;
}
