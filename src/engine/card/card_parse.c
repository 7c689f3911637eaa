/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_parse.c - one card: lines are unfolded, each is cut into group, name, parameters and value,
 * and what belongs to the way (quoted-printable, CHARSET) is undone.
 *
 * A line that is no property continues the one before it, as old Outlook leaves it (a LABEL of
 * several lines, base64 without indentation): so nothing of a card is lost.
 */
#include "engine/card/card_parse.h"

#include <stdint.h>
#include <string.h>

#include "base/words.h"
#include "engine/card/card_decode.h"
#include "engine/lines/lines.h"

/* Each is copied behind the property it belongs to. */
#define STRAYS_MAX 50

struct parser {
    arena *a;
    size_t n_strays;
    size_t n_values;   /* of all parameters of this head */
    bool plain_quotes; /* quotes mean nothing in this head, for one of them is not closed */
    char *text;        /* lines are joined in place */
    size_t n_text;
    size_t at;   /* the line to come */
    size_t line; /* its number */
    enum card_version version;
    struct card_property *properties;
    size_t n, cap;
};

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\0' || c == '\x1a';
}

static str bare(str line)
{
    if (str_starts(line, S("\xef\xbb\xbf")))
        line = str_sub(line, 3, line.n);
    while (line.n > 0 && blank(line.p[0]))
        line = str_sub(line, 1, line.n);
    while (line.n > 0 && blank(line.p[line.n - 1]))
        line.n--;
    return line;
}

/* NAME:VALUE is BEGIN:VCARD or END:VCARD, with what is around it in real files. */
static bool is_mark(str name, str value)
{
    return (str_eq_nocase(bare(name), S("BEGIN")) || str_eq_nocase(bare(name), S("END"))) &&
           str_eq_nocase(bare(value), S("VCARD"));
}

/* What is indented continues another line, whatever it says. */
static bool line_is_mark(str line, char first)
{
    str head, tail;
    if (line.n > 40 || line.n == 0 || line.p[0] == ' ' || line.p[0] == '\t')
        return false;
    line = bare(line);
    return line.n > 0 && (line.p[0] | 32) == first && str_cut(line, ':', &head, &tail) &&
           is_mark(head, tail);
}

bool card_parse_begin(str line)
{
    return line_is_mark(line, 'b');
}

bool card_parse_end(str line)
{
    return line_is_mark(line, 'e');
}

bool card_parse_agent(str line)
{
    str head, tail, name;
    line = bare(line);
    if (line.n > 200 || !str_cut(line, ':', &head, &tail) || bare(tail).n > 0)
        return false;
    (void)str_cut(head, ';', &name, &tail);
    return str_eq_nocase(str_trim(name), S("AGENT")) ||
           (name.n > 6 && str_eq_nocase(str_sub(name, name.n - 6, 6), S(".AGENT")));
}

bool card_parse_binary(const struct card_property *p)
{
    str encoding = card_param_value(p, S("ENCODING"));
    return str_eq_nocase(encoding, S("b")) || str_eq_nocase(encoding, S("base64"));
}

static bool name_byte(char c)
{
    return c > ' ' && c < 127 && strchr(":;=,\"\\", c) == NULL;
}

/* ---- the head of a property ------------------------------------------------------------------ */

/* Bytes up to the end of the parameter value at the front; *ret_quoted where it stands in quotes.
 */
static size_t value_length(const struct parser *p, str s, bool *ret_quoted)
{
    bool opens = s.n > 1 && s.p[0] == '"' && !p->plain_quotes;
    const char *end = opens ? memchr(s.p + 1, '"', s.n - 1) : NULL;
    size_t after = end == NULL ? 0 : (size_t)(end - s.p) + 1;
    *ret_quoted = end != NULL && (after == s.n || strchr(",;:", s.p[after]) != NULL);
    if (*ret_quoted)
        return after;
    size_t n = 0;
    while (n < s.n && s.p[n] != ',' && s.p[n] != ';' && s.p[n] != ':')
        n++;
    return n;
}

/* RFC 6868: ^n is a line end, ^' a quote, ^^ a circumflex. */
static str param_text(struct parser *p, str raw)
{
    str text = lines_text(p->a, raw);
    char *to = arena_alloc(p->a, text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i], next = i + 1 < text.n ? text.p[i + 1] : '\0';
        bool escaped =
            p->version != CARD_21 && c == '^' && (next == 'n' || next == '\'' || next == '^');
        if (escaped) {
            c = next == 'n' ? '\n' : next == '\'' ? '"' : '^';
            i++;
        }
        to[n++] = c == '\r' ? '\n' : c;
    }
    return (str){ to, n };
}

/* A parameter without '=': 2.1 writes WORK for TYPE=WORK. */
static str bare_param_name(str value)
{
    static const struct {
        str value, name;
    } known[] = {
        { S_INIT("QUOTED-PRINTABLE"), S_INIT("ENCODING") },
        { S_INIT("BASE64"), S_INIT("ENCODING") },
        { S_INIT("B"), S_INIT("ENCODING") },
        { S_INIT("8BIT"), S_INIT("ENCODING") },
        { S_INIT("7BIT"), S_INIT("ENCODING") },
        { S_INIT("INLINE"), S_INIT("VALUE") },
        { S_INIT("URL"), S_INIT("VALUE") },
        { S_INIT("URI"), S_INIT("VALUE") },
        { S_INIT("CONTENT-ID"), S_INIT("VALUE") },
        { S_INIT("CID"), S_INIT("VALUE") },
        { S_INIT("UTF-8"), S_INIT("CHARSET") },
    };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq_nocase(value, known[i].value))
            return known[i].name;
    return S("TYPE");
}

struct params {
    struct card_param *item;
    size_t n, cap;
};

static struct card_param *param_new(struct parser *p, struct params *all, str name)
{
    void *item = all->item;
    arena_grow(p->a, &item, &all->cap, all->n + 1, sizeof(struct card_param));
    all->item = item;
    struct card_param *made = &all->item[all->n++];
    made->name = str_copy(p->a, name);
    return made;
}

static void param_value_add(struct parser *p, struct card_param *to, str value)
{
    p->n_values++;
    str *values = (str *)(uintptr_t)to->values;
    if ((to->n & (to->n + 1)) == 0) { /* room for 1, 3, 7, … */
        values = NEW_ARRAY(p->a, str, 2 * to->n + 1);
        if (to->n > 0)
            memcpy(values, to->values, to->n * sizeof(str));
    }
    values[to->n++] = value;
    to->values = values;
}

static void bare_param_add(struct parser *p, struct params *all, str value)
{
    str name = bare_param_name(value);
    struct card_param *to = NULL;
    for (size_t i = 0; i < all->n && to == NULL; i++)
        if (str_eq(all->item[i].name, name) && str_eq(name, S("TYPE")))
            to = &all->item[i];
    param_value_add(p, to != NULL ? to : param_new(p, all, name), param_text(p, value));
}

/* Values separated by commas, up to the end or the next ';' or ':', which is given back. */
static str param_values(struct parser *p, struct card_param *to, str s)
{
    for (bool more = true; more && p->n_values <= CARD_PARAMS_MAX;) {
        bool quoted;
        size_t length = value_length(p, s, &quoted);
        str raw = quoted ? str_sub(s, 1, length - 2) : str_sub(s, 0, length);
        param_value_add(p, to, param_text(p, raw));
        more = length < s.n && s.p[length] == ',';
        s = str_sub(s, length + more, s.n);
    }
    return s;
}

/* A parameter's name; what may not stand in one becomes '-'. */
static str param_name(struct parser *p, str word)
{
    char *to = arena_alloc(p->a, word.n);
    for (size_t i = 0; i < word.n; i++)
        to[i] = name_byte(word.p[i]) ? word.p[i] : '-';
    return word.n == 0 ? S("TYPE") : (str){ to, word.n };
}

/* Takes ";NAME=a,b" or ";WORK" off the front of `s`. False where the head does not end. */
static bool param_take(struct parser *p, struct params *all, str *s)
{
    str rest = str_sub(*s, 1, s->n);
    size_t n = 0;
    while (n < rest.n && rest.p[n] != '=' && rest.p[n] != ';' && rest.p[n] != ':')
        n++;
    if (n == rest.n)
        return false;
    str word = str_trim(str_sub(rest, 0, n));
    if (rest.p[n] == '=') {
        struct card_param *made = param_new(p, all, param_name(p, word));
        *s = param_values(p, made, str_sub(rest, n + 1, rest.n));
        return true;
    }
    if (word.n > 0)
        bare_param_add(p, all, word);
    *s = str_sub(rest, n, rest.n);
    return true;
}

/* An address of the web at the start of a line is no property called HTTP. */
static bool web_address(str line)
{
    return str_eq_nocase(str_sub(line, 0, 7), S("http://")) ||
           str_eq_nocase(str_sub(line, 0, 8), S("https://"));
}

/* "item1.EMAIL" in front of `s`, which moves behind it. */
static bool name_take(struct parser *p, str *s, struct card_property *ret)
{
    size_t n = 0, dot = 0;
    if (web_address(*s))
        return false;
    while (n < s->n && name_byte(s->p[n])) {
        if (s->p[n] == '.' && dot == 0)
            dot = n;
        n++;
    }
    if (n == 0 || n == s->n || (s->p[n] != ':' && s->p[n] != ';'))
        return false;
    if (dot > 0 && dot + 1 < n)
        ret->group = str_copy(p->a, str_sub(*s, 0, dot));
    size_t from = ret->group.n > 0 ? dot + 1 : 0;
    ret->name = str_copy(p->a, str_sub(*s, from, n - from));
    *s = str_sub(*s, n, s->n);
    return true;
}

static bool head_try(struct parser *p, str line, struct card_property *ret, str *ret_value)
{
    struct card_property made = { 0 };
    struct params all = { 0 };
    p->n_values = 0;
    if (line.n == 0 || !name_take(p, &line, &made))
        return false;
    while (line.n > 0 && line.p[0] == ';')
        if (p->n_values > CARD_PARAMS_MAX || !param_take(p, &all, &line))
            return false;
    if (line.n == 0 || line.p[0] != ':')
        return false;
    made.params = all.item;
    made.n_params = all.n;
    *ret = made;
    *ret_value = str_sub(line, 1, line.n);
    return true;
}

/* The head of `line`; `ret_value` is what follows the colon. False: it is no property. */
static bool head_take(struct parser *p, str line, struct card_property *ret, str *ret_value)
{
    if (head_try(p, line, ret, ret_value))
        return true;
    p->plain_quotes = true;
    bool found = head_try(p, line, ret, ret_value);
    p->plain_quotes = false;
    return found;
}

/* ---- the lines of a property ----------------------------------------------------------------- */

static bool line_peek(const struct parser *p, str *ret)
{
    if (p->at >= p->n_text)
        return false;
    const char *from = p->text + p->at;
    const char *end = memchr(from, '\n', p->n_text - p->at);
    *ret = (str){ from, end == NULL ? p->n_text - p->at : (size_t)(end - from) };
    return true;
}

static void line_take(struct parser *p, str line)
{
    p->at += line.n + 1;
    p->line++;
}

/* Appends the next line to `all`, which stands before it in the same memory. */
static void line_join(struct parser *p, str *all, str next, size_t cut, str glue)
{
    char *to = p->text + (all->p - p->text) + all->n;
    memcpy(to, glue.p, glue.n);
    memmove(to + glue.n, next.p + cut, next.n - cut);
    all->n += glue.n + next.n - cut;
    line_take(p, next);
}

/* The line behind this one continues it. */
static bool fold_follows(const struct parser *p, str line)
{
    size_t at = (size_t)(line.p - p->text) + line.n + 1;
    return at < p->n_text && (p->text[at] == ' ' || p->text[at] == '\t');
}

/* A property begins here, as far as one can tell. */
static bool head_seen(const struct parser *p, str line)
{
    size_t n = 0;
    while (n < line.n && name_byte(line.p[n]))
        n++;
    if (n == 0 || web_address(line))
        return false;
    if (n < line.n && line.p[n] != ':' && line.p[n] != ';')
        return false;
    return memchr(line.p + n, ':', line.n - n) != NULL || fold_follows(p, line);
}

/* The head on this line says so. */
static bool quoted_printable(struct parser *p, str line)
{
    struct card_property made;
    str head, value;
    (void)str_cut(line, ':', &head, &value);
    bool said = false;
    for (size_t i = 0; i + 9 <= head.n && !said; i++)
        said = str_eq_nocase(str_sub(head, i, 9), S("PRINTABLE"));
    return said && head_try(p, line, &made, &value) &&
           str_eq_nocase(card_param_value(&made, S("ENCODING")), S("QUOTED-PRINTABLE"));
}

/* The nested card that begins at the next line, up to its END. */
static void nested_join(struct parser *p, str *all)
{
    str next;
    int depth = 0;
    str glue = S("");
    while (line_peek(p, &next)) {
        depth += card_parse_begin(next) ? 1 : card_parse_end(next) ? -1 : 0;
        line_join(p, all, next, 0, glue);
        glue = S("\n");
        if (depth <= 0)
            return;
    }
}

/* All lines of the property that begins with `all`. In 2.1 a fold stands for its blank. */
static str lines_join(struct parser *p, str all)
{
    str next;
    size_t cut = p->version == CARD_21 ? 0 : 1;
    bool printable = quoted_printable(p, all);
    while (line_peek(p, &next)) {
        bool white = next.n > 0 && (next.p[0] == ' ' || next.p[0] == '\t');
        bool empty = (!white || p->version == CARD_21) && bare(next).n == 0;
        if (printable && str_ends(all, S("="))) {
            all.n--;
            line_join(p, &all, next, 0, S(""));
        } else if (white && !empty) {
            line_join(p, &all, next, cut, S(""));
        } else if (empty) {
            line_take(p, next);
        } else if (card_parse_begin(next)) {
            nested_join(p, &all);
        } else if (head_seen(p, next)) {
            break;
        } else {
            line_join(p, &all, next, 0, printable ? S("") : S("\n"));
        }
    }
    if (printable && str_ends(all, S("=")))
        all.n--;
    return all;
}

/* ---- the property ---------------------------------------------------------------------------- */

static void param_remove(struct card_property *p, str name)
{
    struct card_param *kept = (struct card_param *)(uintptr_t)p->params;
    size_t n = 0;
    for (size_t i = 0; i < p->n_params; i++)
        if (!str_eq_nocase(p->params[i].name, name))
            kept[n++] = p->params[i];
    p->n_params = n;
}

static str value_read(struct parser *p, struct card_property *made, str raw)
{
    str encoding = card_param_value(made, S("ENCODING"));
    str charset = card_param_value(made, S("CHARSET"));
    bool printable = str_eq_nocase(encoding, S("QUOTED-PRINTABLE"));
    if (card_parse_binary(made))
        return card_decode_blanks(p->a, lines_text(p->a, raw));
    if (printable)
        raw = card_decode_printable(p->a, raw);
    str text = lines_text_of(p->a, raw, charset);
    if (printable || str_eq_nocase(encoding, S("8BIT")) || str_eq_nocase(encoding, S("7BIT")))
        param_remove(made, S("ENCODING"));
    param_remove(made, S("CHARSET"));
    if (p->version == CARD_21)
        return card_decode_21(p->a, made->name, text, printable);
    return card_decode_line(p->a, text);
}

static void property_add(struct parser *p, const struct card_property *made)
{
    void *properties = p->properties;
    arena_grow(p->a, &properties, &p->cap, p->n + 1, sizeof *made);
    p->properties = properties;
    p->properties[p->n++] = *made;
}

/* What looked like a property and is none belongs to the one before. */
static void stray_add(struct parser *p, str joined)
{
    struct card_property *last = &p->properties[p->n - 1];
    bool binary = card_parse_binary(last);
    str text = lines_text(p->a, joined);
    const str pieces[] = { last->value, binary ? S("") : S("\\n"),
                           binary ? card_decode_blanks(p->a, text) : card_decode_line(p->a, text) };
    last->value = str_join(p->a, pieces, 3, S(""));
}

const char *card_parse(arena *a, char *text, size_t n, size_t line, struct card *ret,
                       size_t *ret_line)
{
    struct parser p = { .a = a, .text = text, .n_text = n, .line = line, .version = ret->version };
    str next;
    while (line_peek(&p, &next)) {
        struct card_property made = { 0 };
        str raw;
        size_t number = p.line;
        line_take(&p, next);
        if (bare(next).n == 0)
            continue;
        *ret_line = number;
        if (p.n == CARD_PROPERTIES_MAX)
            return WORDS_MARK("The card has too many lines.");
        str joined = lines_join(&p, next);
        if (!head_take(&p, joined, &made, &raw)) {
            if (p.n_values > CARD_PARAMS_MAX)
                return WORDS_MARK("A line of this card says too much before its colon.");
            if (p.n == 0 || p.n_strays++ == STRAYS_MAX)
                return WORDS_MARK("A line of this card is neither a property nor part of one.");
            stray_add(&p, joined);
            continue;
        }
        made.value = value_read(&p, &made, raw);
        if (made.value.p == raw.p)
            made.value = str_copy(a, raw);
        if (made.n_params == 0 && is_mark(made.name, made.value))
            made.name = str_format(a, "X-%.*s", STR_ARG(made.name));
        if (!card_is(&made, S("VERSION")) || made.group.n > 0)
            property_add(&p, &made);
    }
    ret->properties = p.properties;
    ret->n = p.n;
    return NULL;
}

bool card_parse_properties(arena *a, str text, const struct card_property **ret, size_t *ret_n)
{
    struct card read = { .version = CARD_40 };
    size_t line;
    char *copy = str_c(a, text);
    if (card_parse(a, copy, strlen(copy), 1, &read, &line) != NULL)
        return false;
    *ret = read.properties;
    *ret_n = read.n;
    return true;
}
