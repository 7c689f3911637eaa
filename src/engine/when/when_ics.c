/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * when_ics.c - lines of a calendar.
 */
#include "engine/when/when_ics.h"

#define LINE_OCTETS 75 /* without the line's end */
#define VALUE_MAX ((size_t)1 << 20)

/* The longest start of `line` of at most `n` octets that ends with a whole character. */
static size_t whole_characters(str line, size_t n)
{
    if (line.n <= n)
        return line.n;
    while (n > 0 && ((unsigned char)line.p[n] & 0xC0) == 0x80)
        n--;
    return n;
}

/* The blank of a continued line counts. */
void when_ics_line(buf *out, str line)
{
    size_t n = whole_characters(line, LINE_OCTETS);
    buf_add(out, str_sub(line, 0, n));
    for (line = str_sub(line, n, line.n); line.n > 0; line = str_sub(line, n, line.n)) {
        n = whole_characters(line, LINE_OCTETS - 1);
        buf_add(out, S("\r\n "));
        buf_add(out, str_sub(line, 0, n));
    }
    buf_add(out, S("\r\n"));
}

void when_ics_raw(buf *out, arena *a, const char *name, str value)
{
    when_ics_line(out, str_format(a, "%s:%.*s", name, STR_ARG(value)));
}

static str escaped(arena *a, str text)
{
    buf b = { 0 };
    buf_on_arena(&b, a, VALUE_MAX);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\n')
            buf_add(&b, S("\\n"));
        else if (c == '\\' || c == ';' || c == ',')
            buf_printf(&b, "\\%c", c);
        else if ((unsigned char)c >= 0x20 || c == '\t')
            buf_char(&b, c);
    }
    return buf_str(&b);
}

void when_ics_text(buf *out, arena *a, const char *name, str value)
{
    if (!str_empty(value))
        when_ics_raw(out, a, name, escaped(a, value));
}

str when_ics_utc(arena *a, int64_t instant_ms)
{
    struct when_local t = when_local_of(instant_ms, S("UTC"));
    return str_format(a, "%04d%02d%02dT%02d%02d%02dZ", t.date.year, t.date.month, t.date.day,
                      t.hour, t.minute, t.second);
}

str when_ics_date(arena *a, struct when_date day)
{
    return str_format(a, "%04d%02d%02d", day.year, day.month, day.day);
}
