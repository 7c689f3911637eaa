/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chat_mbox.c - the heads of the mails of an mbox (RFC 4155), or of one mail (RFC 5322).
 *
 * GMime reads what stands in a head: addresses, encoded words, dates. Finding the heads is ours,
 * for its parser wants a file it can read whole messages from, and holds each in memory with all
 * that is attached; here a mail of any size costs its head.
 */
#include <pthread.h>
#include <string.h>

#include <gmime/gmime.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/words.h"
#include "engine/chat/chat_reader.h"

/* Bytes of a head; of longer ones the beginning is read. Recipients beyond are not given. */
#define HEAD_MAX ((size_t)256 << 10)
#define RECIPIENTS_MAX 1000

struct mbox {
    bool in_head;
    bool blank;    /* the last line was */
    bool one_mail; /* it begins without "From " */
    bool begun, junk;
    size_t line; /* where the head at hand begins */
    char *p;     /* its lines, folds joined */
    size_t n, cap;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* ---- a head ---------------------------------------------------------------------------------- */

/* The first field of that name, or absent. */
static str field(const struct mbox *m, str name)
{
    str rest = { m->p, m->n }, line;
    while (m->n > 0 && str_next(&rest, '\n', &line))
        if (line.n > name.n && line.p[name.n] == ':' &&
            str_eq_nocase(str_sub(line, 0, name.n), name))
            return str_trim(str_sub(line, name.n + 1, line.n));
    return (str){ 0 };
}

struct recipients {
    struct chat_person *person;
    size_t n, cap;
};

static void people_add(arena *a, struct recipients *to, InternetAddressList *list, int depth)
{
    int n = list == NULL ? 0 : internet_address_list_length(list);
    for (int i = 0; i < n && to->n < RECIPIENTS_MAX; i++) {
        InternetAddress *one = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(one)) {
            if (depth < 4)
                people_add(a, to, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)),
                           depth + 1);
            continue;
        }
        void *person = to->person;
        arena_grow(a, &person, &to->cap, to->n + 1, sizeof *to->person);
        to->person = person;
        str name = str_of(internet_address_get_name(one));
        str address = str_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
        to->person[to->n++] = (struct chat_person){
            .name = str_copy(a, utf8_line(a, name)),
            .address = str_copy(a, str_lower(a, utf8_line(a, address))),
        };
    }
}

/* The addresses of a field; what names no address is left out. */
static void field_people(arena *a, const struct mbox *m, str name, struct recipients *to)
{
    str value = field(m, name);
    if (value.n == 0)
        return;
    InternetAddressList *list =
        internet_address_list_parse(NULL, str_c(a, utf8_line(a, lines_text(a, value))));
    people_add(a, to, list, 0);
    if (list != NULL)
        g_object_unref(list);
}

static bool time_read(arena *a, const struct mbox *m, int64_t *ret_ms)
{
    str value = field(m, S("Date"));
    if (value.n == 0 || value.n > 200)
        return false;
    GDateTime *time = g_mime_utils_header_decode_date(str_c(a, lines_text(a, value)));
    if (time == NULL)
        return false;
    *ret_ms = g_date_time_to_unix(time) * 1000;
    g_date_time_unref(time);
    return *ret_ms > 0;
}

static enum lines_event head_read(chat_reader *r, arena *a, struct chat_event *ret,
                                  struct lines_refusal *ret_refusal)
{
    struct mbox *m = r->own;
    struct recipients from = { 0 }, to = { 0 };
    struct chat_event made = { .kind = CHAT_MAIL, .line = m->line, .count = 1, .zoned = true };
    (void)pthread_once(&once, g_mime_init);
    m->in_head = false;
    if (m->n == 0)
        return LINES_MORE;
    field_people(a, m, S("From"), &from);
    field_people(a, m, S("To"), &to);
    field_people(a, m, S("Cc"), &to);
    bool timed = time_read(a, m, &made.time_ms);
    made.id = utf8_line(a, lines_text(a, field(m, S("Message-ID"))));
    m->n = 0;
    if (from.n == 0)
        return chat_refuse(r, m->line, WORDS_MARK("This mail does not say who wrote it."),
                           ret_refusal);
    if (!timed)
        return chat_refuse(r, m->line, WORDS_MARK("This mail has no date that can be read."),
                           ret_refusal);
    made.from = from.person[0];
    made.to = to.person;
    made.n_to = to.n;
    made.id = str_copy(a, made.id);
    *ret = made;
    return LINES_THING;
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* "From anna@example.org Mon Jan  1 10:00:00 2024": has a time in it. */
static bool separates(str line)
{
    if (!str_starts(line, S("From ")) || line.n > 400)
        return false;
    for (size_t i = 5; i + 5 <= line.n; i++)
        if (line.p[i] >= '0' && line.p[i] <= '9' && line.p[i + 1] >= '0' && line.p[i + 1] <= '9' &&
            line.p[i + 2] == ':' && line.p[i + 3] >= '0' && line.p[i + 3] <= '9')
            return true;
    return false;
}

static bool is_field(str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] > ' ' && line.p[n] < 127 && line.p[n] != ':')
        n++;
    return n > 0 && n < line.n && line.p[n] == ':';
}

static void head_begin(struct mbox *m, size_t line)
{
    m->in_head = true;
    m->begun = true;
    m->line = line;
    m->n = 0;
}

/* A line of a head: folded ones join the one before. */
static void head_add(arena *a, struct mbox *m, str line)
{
    bool fold = line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t');
    if (m->n + line.n + 1 > HEAD_MAX)
        return;
    void *p = m->p;
    arena_grow(a, &p, &m->cap, m->n + line.n + 2, 1);
    m->p = p;
    if (m->n > 0 && !fold)
        m->p[m->n++] = '\n';
    memcpy(m->p + m->n, line.p, line.n);
    m->n += line.n;
}

static enum lines_event line_read(chat_reader *r, const struct lines_line *line, arena *a,
                                  struct chat_event *ret, struct lines_refusal *ret_refusal)
{
    struct mbox *m = r->own;
    str text = line->text;
    bool blank = text.n == 0;
    if (!m->one_mail && (m->blank || !m->begun) && separates(text)) {
        head_begin(m, line->number);
        m->blank = false;
        return LINES_MORE;
    }
    m->blank = blank;
    if (!m->begun && is_field(text)) {
        m->one_mail = true;
        head_begin(m, line->number);
    }
    if (m->in_head && blank)
        return head_read(r, a, ret, ret_refusal);
    if (m->in_head)
        head_add(r->a, m, text);
    else if (!m->begun && !blank && !m->junk) {
        m->junk = true;
        return chat_refuse(r, line->number, WORDS_MARK("This is no mail."), ret_refusal);
    }
    return LINES_MORE;
}

static enum lines_event rest_read(chat_reader *r, arena *a, struct chat_event *ret,
                                  struct lines_refusal *ret_refusal)
{
    const struct mbox *m = r->own;
    enum lines_event event = m->in_head ? head_read(r, a, ret, ret_refusal) : LINES_MORE;
    return event == LINES_MORE ? LINES_END : event;
}

chat_reader *chat_mbox_new(arena *a)
{
    chat_reader *r = chat_reader_new(a, NEW(a, struct mbox));
    r->lines = lines_new(a, CHAT_LINE_MAX);
    r->line = line_read;
    r->rest = rest_read;
    return r;
}
