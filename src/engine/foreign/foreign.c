/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * foreign.c - see foreign.h.
 */
#include "engine/foreign/foreign.h"

#include "engine/chat/chat.h"
#include "engine/people/people.h"

#define SAMPLE_LINES 40

static bool is_mail_field(str line)
{
    static const char *const names[] = {
        "From:",       "Return-Path:",  "Received:",        "Delivered-To:",
        "Date:",       "Message-ID:",   "Subject:",         "To:",
        "X-GM-THRID:", "MIME-Version:", "X-Mozilla-Status:"
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq_nocase(str_sub(line, 0, str_of(names[i]).n), str_of(names[i])))
            return true;
    return false;
}

static bool is_json_archive(str sample)
{
    static const char *const keys[] = { "\"participants\"",   "\"sender_name\"",
                                        "\"dmConversation\"", "\"friends_v2\"",
                                        "\"timestamp_ms\"",   "\"accountId\"",
                                        "\"friends\"",        "\"conversationId\"",
                                        "\"messages\"" };
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (str_contains(sample, str_of(keys[i])))
            return true;
    return false;
}

/* One line by itself; FOREIGN_UNKNOWN where it leaves the kind open. */
static enum foreign_kind kind_of_line(str line, str sample)
{
    struct chat_whatsapp_head head;
    if (str_eq_nocase(str_sub(line, 0, 11), S("BEGIN:VCARD")))
        return FOREIGN_CARDS;
    if (str_eq_nocase(str_sub(line, 0, 15), S("BEGIN:VCALENDAR")))
        return FOREIGN_MEETINGS;
    if (str_starts(line, S("window.")) || str_starts(line, S("{")))
        return is_json_archive(sample) ? FOREIGN_ARCHIVE : FOREIGN_UNKNOWN;
    if (str_starts(line, S("[")) && !chat_whatsapp_head(line, &head))
        return str_contains(sample, S("\"vcard\"")) ? FOREIGN_CARDS
               : is_json_archive(sample)            ? FOREIGN_ARCHIVE
                                                    : FOREIGN_UNKNOWN;
    if (chat_whatsapp_head(line, &head))
        return FOREIGN_WHATSAPP;
    return FOREIGN_UNKNOWN;
}

/* Headings that are known, or several lines that are parted alike. */
static bool is_table(arena *a, str sample)
{
    people *p = people_new(a, (str){ 0 }, NULL, 0);
    struct people_thing thing;
    struct lines_refusal refusal;
    size_t n = 0;
    people_feed(p, sample);
    people_end(p);
    while (n == 0 && people_next(p, a, &thing, &refusal) != LINES_END)
        (void)people_columns(p, &n);
    (void)people_columns(p, &n);
    return n > 0;
}

static bool looks_parted(arena *a, str sample)
{
    table *t = table_new(a);
    struct table_row row;
    struct lines_refusal refusal;
    size_t rows = 0, columns = 0;
    table_feed(t, sample);
    table_end(t);
    while (table_next(t, a, &row, &refusal) == LINES_THING && rows < 3) {
        if (row.n < 2 || (columns > 0 && row.n != columns))
            return false;
        columns = row.n;
        rows++;
    }
    return rows >= 2;
}

static enum foreign_kind kind_of_name(str name)
{
    static const struct {
        str ending;
        enum foreign_kind kind;
    } known[] = {
        { S_INIT(".vcf"), FOREIGN_CARDS },    { S_INIT(".vcard"), FOREIGN_CARDS },
        { S_INIT(".csv"), FOREIGN_TABLE },    { S_INIT(".tsv"), FOREIGN_TABLE },
        { S_INIT(".mbox"), FOREIGN_MAIL },    { S_INIT(".eml"), FOREIGN_MAIL },
        { S_INIT(".ics"), FOREIGN_MEETINGS },
    };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (name.n > known[i].ending.n &&
            str_eq_nocase(str_sub(name, name.n - known[i].ending.n, name.n), known[i].ending))
            return known[i].kind;
    return FOREIGN_UNKNOWN;
}

enum foreign_kind foreign_kind(arena *a, str sample, str name)
{
    lines *l = lines_new(a, FOREIGN_SAMPLE);
    struct lines_line line;
    str word;
    size_t looked = 0;
    bool first = true;
    sample = str_sub(sample, 0, FOREIGN_SAMPLE);
    lines_feed(l, sample);
    lines_end(l);
    while (lines_next(l, &line) && looked++ < SAMPLE_LINES) {
        word = str_trim(lines_text(a, line.text));
        if (word.n == 0)
            continue;
        if (first && (str_starts(word, S("From ")) || is_mail_field(word)) &&
            kind_of_name(name) != FOREIGN_TABLE)
            return FOREIGN_MAIL;
        first = false;
        enum foreign_kind kind = kind_of_line(word, sample);
        if (kind != FOREIGN_UNKNOWN)
            return kind;
    }
    if (is_table(a, sample))
        return FOREIGN_TABLE;
    enum foreign_kind named = kind_of_name(name);
    return named == FOREIGN_UNKNOWN && looks_parted(a, sample) ? FOREIGN_TABLE : named;
}
