/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * code.c - see code.h.
 */
#include "code.h"

#include <string.h>

/* The literal that begins at the current place, up to its quote on the same line. */
static bool step_literal(struct code_scan *s, char quote)
{
    for (size_t i = s->i + 1; i < s->text.n && s->text.p[i] != '\n'; i++) {
        if (s->text.p[i] == '\\')
            i++;
        else if (s->text.p[i] == quote) {
            s->i = i + 1;
            return true;
        }
    }
    s->fault = "a quote is not closed on its line";
    return false;
}

static bool step_bracket(struct code_scan *s, char c)
{
    static const char opening[] = "([{", closing[] = ")]}";
    if (strchr(opening, c) != NULL) {
        if (s->depth == CODE_DEPTH)
            s->fault = "brackets nest too deep";
        else
            s->open[s->depth++] = c;
    } else if (s->depth == 0) {
        s->fault = "a bracket is closed that was not opened";
    } else if (opening[strchr(closing, c) - closing] != s->open[s->depth - 1]) {
        s->fault = "a bracket is not closed";
    } else {
        s->depth--;
    }
    return s->fault == NULL;
}

bool code_step(struct code_scan *s, char *ret)
{
    if (s->fault != NULL || s->i >= s->text.n) {
        if (s->fault == NULL && s->depth > 0)
            s->fault = "a bracket is not closed";
        return false;
    }
    char c = s->text.p[s->i];
    str both = str_sub(s->text, s->i, 2);
    if (c == '"' || c == '\'') {
        *ret = '"';
        return step_literal(s, c);
    }
    if (str_eq(both, S("//")) || str_eq(both, S("/*")))
        s->fault = "a comment cannot stand here";
    else if (c == '#' || c == ';' || c == '\\')
        s->fault = "an expression holds no '#', ';' or '\\'";
    else if (c != '\0' && strchr("()[]{}", c) != NULL)
        (void)step_bracket(s, c);
    s->i++;
    *ret = c;
    return s->fault == NULL;
}

size_t code_find(str text, char what)
{
    struct code_scan scan = { .text = text };
    char c;
    for (;;) {
        size_t at = scan.i, depth = scan.depth;
        if (!code_step(&scan, &c))
            return text.n;
        if (depth == 0 && c == what && scan.i == at + 1)
            return at;
    }
}

size_t code_parentheses(str text)
{
    struct code_scan scan = { .text = text };
    char c;
    if (!str_starts(text, S("(")))
        return 0;
    while (code_step(&scan, &c)) {
        if (scan.depth == 0)
            return scan.i;
    }
    return 0;
}

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

size_t code_identifier(str text)
{
    size_t n = 0;
    while (n < text.n && in_name(text.p[n]))
        n++;
    return n > 0 && text.p[0] >= '0' && text.p[0] <= '9' ? 0 : n;
}
