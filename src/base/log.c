/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * log.c - one line an event, built on the stack and written at once.
 */
#include "base/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/utf8.h"

#define LINE_MAX_BYTES ((size_t)2048)
#define CUT_MARK "…"

typedef void log_sink(void *arg, enum log_level level, str line);

static _Atomic int lowest = LOG_INFO;
static pthread_mutex_t sink_lock = PTHREAD_MUTEX_INITIALIZER;
static log_sink *sink;
static void *sink_arg;

void log_set_level(enum log_level level)
{
    lowest = (int)level;
}

void log_set_sink(log_sink *to, void *arg)
{
    pthread_mutex_lock(&sink_lock);
    sink = to;
    sink_arg = arg;
    pthread_mutex_unlock(&sink_lock);
}

struct line {
    char bytes[LINE_MAX_BYTES];
    size_t n;
};

/* False where it does not fit any more, in whole; room for the mark and the newline is kept. */
static bool line_put(struct line *l, const char *p, size_t n)
{
    if (n > sizeof(l->bytes) - sizeof(CUT_MARK) - l->n)
        return false;
    memcpy(l->bytes + l->n, p, n);
    l->n += n;
    return true;
}

static bool line_put_escaped(struct line *l, const char *p, size_t n)
{
    char shown[4 * 4 + 1];
    for (size_t i = 0; i < n; i++)
        snprintf(shown + 4 * i, 5, "\\x%02x", (unsigned char)p[i]);
    return line_put(l, shown, 4 * n);
}

/* Control characters, line ends of Unicode, and what is no character at all. */
static bool must_escape(uint32_t c, str bytes)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || !utf8_valid(bytes);
}

static void line_put_text(struct line *l, str text)
{
    uint32_t c = 0;
    str rest = text;
    while (utf8_next(&rest, &c)) {
        str bytes = { text.p, text.n - rest.n };
        bool fits = must_escape(c, bytes) ? line_put_escaped(l, bytes.p, bytes.n)
                                          : line_put(l, bytes.p, bytes.n);
        if (!fits) {
            memcpy(l->bytes + l->n, CUT_MARK, sizeof(CUT_MARK) - 1);
            l->n += sizeof(CUT_MARK) - 1;
            return;
        }
        text = rest;
    }
}

static void line_start(struct line *l, enum log_level level, const char *where)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    time_t seconds = (time_t)(clock_now_ms() / 1000);
    struct tm t = { 0 };
    char head[64] = "";
    gmtime_r(&seconds, &t);
    l->n = 0;
    size_t n = strftime(head, sizeof(head), "%Y-%m-%dT%H:%M:%SZ ", &t);
    line_put(l, head, n);
    line_put(l, names[level], strlen(names[level]));
    line_put(l, " ", 1);
    line_put_text(l, str_of(where));
    line_put(l, ": ", 2);
}

static void line_send(struct line *l, enum log_level level)
{
    pthread_mutex_lock(&sink_lock);
    log_sink *to = sink;
    void *arg = sink_arg;
    pthread_mutex_unlock(&sink_lock);
    if (to != NULL) {
        to(arg, level, (str){ l->bytes, l->n });
        return;
    }
    l->bytes[l->n++] = '\n';
    /* Where nobody reads the log there is nobody to tell. */
    ssize_t written = write(STDERR_FILENO, l->bytes, l->n);
    (void)written;
}

static void log_str(enum log_level level, const char *where, str text)
{
    struct line l;
    line_start(&l, level, where);
    line_put_text(&l, text);
    line_send(&l, level);
}

void log_line(enum log_level level, const char *where, const char *format, ...)
{
    if ((int)level < lowest)
        return;
    char text[LINE_MAX_BYTES + 1]; /* one more than fits, so that a cut is seen as one */
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (n < 0)
        return;
    log_str(level, where, (str){ text, strnlen(text, sizeof(text) - 1) });
}

void log_err(const char *where, const err *e)
{
    SCRATCH(a);
    log_str(LOG_ERROR, where, err_text(a, e));
}
