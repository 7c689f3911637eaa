/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_words.c - see page_words.h. Placeholders and values are compared here, so that a wrong name
 * does not wait for a reader to see it.
 */
#include "page_words.h"

#include "code.h"

#define VALUES_MOST 16

struct words {
    const struct source *s;
    str one, many; /* with their quotes; many is absent for one text */
    str count;
    struct {
        str name, value;
    } values[VALUES_MOST];
    size_t n;
};

/* Takes a literal off `rest`: with its quotes. */
static const err *take_literal(struct words *w, str *rest, str *ret)
{
    *rest = str_trim(*rest);
    struct code_scan scan = { .text = *rest };
    char c = ' ';
    if (rest->n == 0 || rest->p[0] != '"' || !code_step(&scan, &c))
        REFUSE(w->s, rest->p, "a text in double quotes must stand here");
    *ret = str_sub(*rest, 0, scan.i);
    *rest = str_trim(str_sub(*rest, scan.i, rest->n));
    return NULL;
}

/* Takes what stands before the next comma off `rest`, trimmed. */
static str take_argument(str *rest)
{
    size_t n = code_find(*rest, ',');
    str argument = str_trim(str_sub(*rest, 0, n));
    *rest = str_trim(str_sub(*rest, n + 1, rest->n));
    return argument;
}

static const err *add_value(struct words *w, str argument)
{
    size_t n = code_identifier(argument);
    str rest = str_trim(str_sub(argument, n, argument.n));
    if (n == 0 || rest.n < 2 || rest.p[0] != '=' || rest.p[1] == '=')
        REFUSE(w->s, argument.p, "a value must have its name: name=value");
    if (w->n == VALUES_MOST)
        REFUSE(w->s, argument.p, "more than %d values", VALUES_MOST);
    w->values[w->n].name = str_sub(argument, 0, n);
    w->values[w->n].value = str_trim(str_sub(rest, 1, rest.n));
    if (str_empty(w->values[w->n].value))
        REFUSE(w->s, argument.p, "a value must have its name: name=value");
    w->n++;
    return NULL;
}

/* Takes the next {name} off `rest`. */
static bool next_placeholder(str *rest, str *ret)
{
    for (size_t at = str_find(*rest, S("{")); at < rest->n; at = str_find(*rest, S("{"))) {
        *rest = str_sub(*rest, at + 1, rest->n);
        size_t n = code_identifier(*rest);
        if (n > 0 && n < rest->n && rest->p[n] == '}') {
            *ret = str_sub(*rest, 0, n);
            return true;
        }
    }
    return false;
}

static bool holds(str text, str name)
{
    str found = { 0 };
    while (next_placeholder(&text, &found)) {
        if (str_eq(found, name))
            return true;
    }
    return false;
}

static bool given(const struct words *w, str name)
{
    for (size_t i = 0; i < w->n; i++) {
        if (str_eq(w->values[i].name, name))
            return true;
    }
    return false;
}

static const err *check_text(const struct words *w, str text)
{
    str name = { 0 };
    while (next_placeholder(&text, &name)) {
        if (!given(w, name))
            REFUSE(w->s, name.p, "the placeholder {%.*s} has no value", STR_ARG(name));
    }
    return NULL;
}

static const err *check_values(const struct words *w)
{
    TRY(check_text(w, w->one));
    TRY(check_text(w, w->many));
    for (size_t i = 0; i < w->n; i++) {
        str name = w->values[i].name;
        if (!holds(w->one, name) && !holds(w->many, name))
            REFUSE(w->s, name.p, "the text has no placeholder {%.*s}", STR_ARG(name));
    }
    return NULL;
}

static const err *read_values(struct words *w, str rest)
{
    while (rest.n > 0)
        TRY(add_value(w, take_argument(&rest)));
    str n = S("n");
    if (w->many.n > 0 && !given(w, n) && (holds(w->one, n) || holds(w->many, n))) {
        if (w->n == VALUES_MOST)
            REFUSE(w->s, w->count.p, "more than %d values", VALUES_MOST);
        w->values[w->n].name = n;
        w->values[w->n++].value = w->count;
    }
    return check_values(w);
}

static const err *read_words(struct words *w, str rest, bool several)
{
    TRY(take_literal(w, &rest, &w->one));
    if (str_eq(w->one, S("\"\"")))
        REFUSE(w->s, w->one.p, "the text is empty");
    if (several) {
        TRY(take_literal(w, &rest, &w->many));
        const char *at = rest.p;
        w->count = take_argument(&rest);
        if (w->count.n == 0)
            REFUSE(w->s, at, "the count is missing");
    }
    if (rest.n > 0 && rest.p[0] == ',')
        rest = str_trim(str_sub(rest, 1, rest.n));
    return read_values(w, rest);
}

static void emit_values(const struct words *w, struct emit *e, bool plain)
{
    arena *a = w->s->arena;
    if (w->n == 0) {
        emit_piece(e, S(", NULL, 0);\n"));
        return;
    }
    emit_piece(e, S(", (const struct page_value[]){"));
    for (size_t i = 0; i < w->n; i++)
        emit_piece(e, str_format(a, "%s%s(\"%.*s\", %.*s)", i > 0 ? ", " : " ",
                                 plain ? "VALUE_PLAIN" : "page_value_of",
                                 STR_ARG(w->values[i].name), STR_ARG(w->values[i].value)));
    emit_piece(e, str_format(a, " }, %zu);\n", w->n));
}

const err *page_words_directive(const struct source *s, struct emit *e, str arguments, bool several,
                                bool plain)
{
    struct words w = { .s = s };
    TRY(read_words(&w, arguments, several));
    if (several) {
        emit_statement(e, "page_words_n(p, ", w.one, ", ");
        emit_piece(
            e, str_format(s->arena, "%.*s, (int64_t)(%.*s)", STR_ARG(w.many), STR_ARG(w.count)));
    } else {
        emit_statement(e, "page_words(p, ", w.one, "");
    }
    emit_values(&w, e, plain);
    return NULL;
}
