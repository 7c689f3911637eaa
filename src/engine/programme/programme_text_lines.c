/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_lines.c - from pasted bytes to bare lines: encodings, blanks, what mail programs
 * and editors put around a text.
 */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "engine/programme/programme_text.h"
#include "engine/programme/programme_text_parts.h"

/* What Windows-1252 has where Latin-1 has controls. */
static const uint16_t windows_1252[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020,
                                           0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd,
                                           0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d,
                                           0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
                                           0x0153, 0xfffd, 0x017e, 0x0178 };

static str from_windows(arena *a, str text)
{
    buf b;
    buf_on_arena(&b, a, 3 * PROGRAMME_TEXT_MAX + 3);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        char bytes[4];
        uint32_t point = c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c;
        buf_add(&b, (str){ bytes, utf8_put(point, bytes) });
    }
    return buf_str(&b);
}

/* Blanks that look like one: U+00A0, U+2000-200A, U+202F, U+205F, U+3000. */
static bool is_blank(uint32_t c)
{
    return c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000;
}

bool programme_text_lines_clean(arena *a, str text, str *ret)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < ' ' && strchr("\t\n\r\f", text.p[i] ? text.p[i] : 1) == NULL)
            return false;
    text = utf8_text(a, utf8_valid(text) ? text : from_windows(a, text));
    buf b;
    uint32_t c;
    buf_on_arena(&b, a, text.n + 1);
    while (utf8_next(&text, &c)) {
        char bytes[4];
        buf_add(&b, (str){ bytes, utf8_put(is_blank(c) ? ' ' : c, bytes) });
    }
    *ret = buf_str(&b);
    return true;
}

bool programme_text_lines_rule(str line)
{
    size_t i = 0;
    while (i < line.n && strchr("-=_*~+|:#. ", line.p[i]) != NULL)
        i++;
    return line.n >= 2 && i == line.n;
}

/* "- ", "* ", "• ", "1) ", "a) ": a list's mark. "1. " may be the first day. */
static str without_bullet(str s)
{
    static const str signs[] = { S_INIT("\u2022"), S_INIT("\u00b7"), S_INIT("\u25cf"),
                                 S_INIT("\u25aa"), S_INIT("\u2043"), S_INIT("\u2192"),
                                 S_INIT("\u203a"), S_INIT("\u25e6") };
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (str_starts(s, signs[i]))
            return str_trim(str_sub(s, signs[i].n, s.n));
    str rest = s;
    if (programme_text_scan_dash(&rest))
        return rest;
    if (str_starts(s, S("* ")) || str_starts(s, S("+ ")))
        return str_trim(str_sub(s, 2, s.n));
    size_t n = programme_text_scan_word_length(s);
    if (n > 0 && n <= 2 && str_starts(str_sub(s, n, s.n), S(") ")))
        return str_trim(str_sub(s, n + 2, s.n));
    return s;
}

static bool beside_letters(str s, size_t i)
{
    size_t before = i;
    while (before > 0 && ((unsigned char)s.p[before - 1] & 0xc0) == 0x80)
        before--;
    return i > 0 && programme_text_scan_word_length(str_sub(s, before ? before - 1 : 0, 4)) > 0 &&
           programme_text_scan_word_length(str_sub(s, i + 1, 4)) > 0;
}

/* "*Thema:* X", "**10 Uhr**", "## Tag 1"; a star inside a word is its own. */
static str without_emphasis(arena *a, str s)
{
    while (str_starts(s, S("#")))
        s = str_sub(s, 1, s.n);
    if (!str_contains(s, S("*")) && !str_contains(s, S("_")))
        return str_trim(s);
    buf b;
    buf_on_arena(&b, a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] != '*' && s.p[i] != '_') || beside_letters(s, i))
            buf_char(&b, s.p[i]);
    return str_trim(buf_str(&b));
}

str programme_text_lines_bare(arena *a, str line)
{
    line = str_trim(line);
    while (str_starts(line, S(">")))
        line = str_trim(str_sub(line, 1, line.n));
    if (programme_text_lines_rule(line))
        return line;
    return without_emphasis(a, without_bullet(line));
}

/* ---- mail ------------------------------------------------------------------------------------ */

static bool mail_field(str line, bool *ret_from, str *ret_subject)
{
    static const char *const names[] = { "Reply-To",   "From",    "To",      "Cc",    "Bcc",
                                         "Date",       "Sent",    "Von",     "An",    "Gesendet",
                                         "Datum",      "Subject", "Betreff", "Kopie", "Antwort an",
                                         "Message-ID", NULL };
    static const char *const from[] = { "From", "Von", NULL };
    static const char *const subject[] = { "Subject", "Betreff", NULL };
    str rest = line;
    if (!programme_text_scan_one_of(&rest, names) || !str_starts(rest, S(":")))
        return false;
    str value = str_trim(str_sub(rest, 1, rest.n));
    if (rest = line, programme_text_scan_one_of(&rest, from))
        *ret_from = true;
    if (rest = line, programme_text_scan_one_of(&rest, subject))
        *ret_subject = value;
    return true;
}

/* "Am 2.7.2012 um 10:03 schrieb Ada:", "On Mon, Jul 2, 2012 at 10:03 AM Ada wrote:" */
static bool is_attribution(str line)
{
    bool german = str_starts(line, S("Am ")) && str_contains(line, S(" schrieb"));
    bool english = str_starts(line, S("On ")) && str_contains(line, S(" wrote"));
    return (german || english) && str_ends(line, S(":"));
}

size_t programme_text_lines_mail(const str *lines, size_t n, str *ret_subject)
{
    size_t count = 0;
    bool from = false;
    str subject = { 0 };
    if (n > 0 && is_attribution(lines[0]))
        return 1;
    while (count < n && !str_empty(lines[count]) && mail_field(lines[count], &from, &subject))
        count++;
    if (!from || count < 2 || (count < n && !str_empty(lines[count])))
        return 0;
    *ret_subject = subject;
    return count;
}
