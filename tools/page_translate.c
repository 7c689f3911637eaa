/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_translate.c - see page_translate.h. The text between directives is read by markup,
 * which knows at every directive what stands around it; emit writes the C.
 */
#include "page_translate.h"

#include <string.h>

#include "base/check.h"
#include "base/utf8.h"
#include "code.h"
#include "emit.h"
#include "markup.h"
#include "names.h"
#include "page_words.h"
#include "source.h"

#define BLOCKS_MOST 32

/* An {{if}} or {{for}} that is not yet ended. */
struct block {
    str head; /* "if" or "for", where it stands */
    str list; /* what a for goes through */
    bool has_else;
    int branches;         /* ended so far */
    struct markup before; /* the markup where the block begins, and so must every branch end */
    struct markup after;  /* what the branches read so far have in common */
};

struct translator {
    struct source source;
    struct emit emit;
    struct markup markup;
    str rest; /* not yet read */
    struct block blocks[BLOCKS_MOST];
    size_t n_blocks;
    bool in_page;
    bool may_open; /* the page may leave elements open */
    bool has_json; /* this script has its {{jsonld}} */
};

/* ---- pages ----------------------------------------------------------------------------------- */

static const err *page_ends(struct translator *t, const char *at)
{
    const struct source *s = &t->source;
    if (!t->in_page)
        return NULL;
    if (t->n_blocks > 0) {
        str head = t->blocks[t->n_blocks - 1].head;
        REFUSE(s, head.p, "\"%.*s\" has no \"end\"", STR_ARG(head));
    }
    if (t->markup.place == MARKUP_TAG || t->markup.place == MARKUP_VALUE)
        REFUSE(s, at, "the page ends inside %.*s", STR_ARG(markup_where(s, &t->markup)));
    if (t->markup.depth > 0 && (!t->may_open || t->markup.place != MARKUP_TEXT)) {
        str open = t->markup.stack[t->markup.depth - 1];
        REFUSE(s, open.p, "<%.*s> is not closed", STR_ARG(open));
    }
    if (t->markup.newline && t->emit.literal.n > 0) /* the line end before the next page */
        buf_cut(&t->emit.literal, t->emit.literal.n - 1);
    emit_end(&t->emit);
    return NULL;
}

/* "open" and "close" behind the parameters. */
static const err *page_marks(struct translator *t, str rest)
{
    str mark = { 0 };
    while (str_next(&rest, ' ', &mark)) {
        if (str_eq(mark, S("open")))
            t->may_open = true;
        else if (str_eq(mark, S("close")))
            t->markup.may_close = true;
        else if (mark.n > 0)
            REFUSE(&t->source, mark.p,
                   "behind a page's parameters only \"open\" or \"close\" can stand");
    }
    return NULL;
}

static const err *page_begins(struct translator *t, str head, bool is_static)
{
    const struct source *s = &t->source;
    TRY(page_ends(t, head.p));
    size_t n = code_identifier(head);
    str behind = str_trim(str_sub(head, n, head.n));
    size_t closed = code_parentheses(behind);
    if (n == 0 || closed == 0)
        REFUSE(s, head.p, "a page has a name and parameters: page name(struct talk t)");
    t->in_page = true;
    t->may_open = false;
    t->markup = (struct markup){ .newline = true };
    TRY(page_marks(t, str_trim(str_sub(behind, closed, behind.n))));
    emit_begin(&t->emit, head.p, is_static, str_sub(head, 0, n),
               str_trim(str_sub(behind, 1, closed - 2)));
    return NULL;
}

static const err *include(struct translator *t, str name)
{
    bool quoted = name.n > 2 && name.p[0] == '"' && name.p[name.n - 1] == '"';
    if (!quoted || str_contains(str_sub(name, 1, name.n - 2), S("\"")) ||
        str_contains(name, S("\\")) || str_contains(name, S("\n")))
        REFUSE(&t->source, name.p, "the name of a header must stand here, in double quotes");
    if (t->in_page)
        REFUSE(&t->source, name.p, "\"include\" stands before the first page");
    buf_printf(&t->emit.header, "#include %.*s\n", STR_ARG(name));
    return NULL;
}

/* ---- values ---------------------------------------------------------------------------------- */

/* Refuses unless a value may stand here; `what` names it. */
static const err *check_place(struct translator *t, const char *at, const char *what)
{
    const struct source *s = &t->source;
    const struct markup *m = &t->markup;
    if (m->place == MARKUP_SCRIPT)
        REFUSE(s, at, "%s cannot stand in a script", what);
    if (m->place == MARKUP_TAG)
        REFUSE(s, at, "%s can stand in a tag only as a quoted attribute's value: <%.*s>", what,
               STR_ARG(m->tag));
    const char *why = m->place == MARKUP_VALUE ? names_attribute_literal(m->attribute) : NULL;
    if (why != NULL)
        REFUSE(s, at, "%s cannot stand in the attribute %.*s: %s", what, STR_ARG(m->attribute),
               why);
    return NULL;
}

static const err *value(struct translator *t, str expression)
{
    struct markup *m = &t->markup;
    TRY(check_place(t, expression.p, "a value"));
    bool whole = false;
    if (m->place == MARKUP_VALUE)
        TRY(markup_url_value(&t->source, m, expression.p, &whole));
    if (whole)
        emit_statement(&t->emit, "page_url(p, ", expression, ");\n");
    else if (m->place == MARKUP_TEXT)
        emit_statement(&t->emit, "page_put(p, ", expression, ");\n");
    else
        emit_statement(&t->emit, "PUT_PLAIN(", expression, ");\n");
    m->newline = false;
    return NULL;
}

static const err *translated(struct translator *t, str arguments, bool several)
{
    struct markup *m = &t->markup;
    TRY(check_place(t, arguments.p, "translated text"));
    if (m->place == MARKUP_VALUE && m->url != MARKUP_URL_NONE)
        REFUSE(&t->source, arguments.p, "translated text cannot stand in an address");
    m->newline = false;
    return page_words_directive(&t->source, &t->emit, arguments, several, m->place != MARKUP_TEXT);
}

static const err *call(struct translator *t, str head)
{
    const struct source *s = &t->source;
    if (t->markup.place != MARKUP_TEXT)
        REFUSE(s, head.p, "a page cannot be called inside %.*s",
               STR_ARG(markup_where(s, &t->markup)));
    size_t n = code_identifier(head);
    str arguments = str_trim(str_sub(head, n, head.n));
    if (n == 0 || arguments.n == 0 || code_parentheses(arguments) != arguments.n)
        REFUSE(s, head.p, "a call has a name and arguments: call message_item(x)");
    arguments = str_trim(str_sub(arguments, 1, arguments.n - 2));
    emit_statement(&t->emit, "", str_sub(head, 0, n), arguments.n > 0 ? "(p, " : "(p");
    emit_piece(&t->emit, str_format(s->arena, "%.*s);\n", STR_ARG(arguments)));
    t->markup.newline = false;
    return NULL;
}

static const err *jsonld(struct translator *t, str expression)
{
    if (t->markup.place != MARKUP_SCRIPT || !t->markup.json || t->has_json)
        REFUSE(&t->source, expression.p,
               "\"jsonld\" is the whole content of "
               "<script type=\"application/ld+json\">");
    t->has_json = true;
    emit_statement(&t->emit, "page_jsonld(p, ", expression, ");\n");
    return NULL;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static const err *block_begins(struct translator *t, str head)
{
    if (t->markup.place == MARKUP_SCRIPT)
        REFUSE(&t->source, head.p, "\"%.*s\" cannot stand in a script", STR_ARG(head));
    if (t->n_blocks == BLOCKS_MOST)
        REFUSE(&t->source, head.p, "blocks nest too deep");
    struct block *b = &t->blocks[t->n_blocks++];
    emit_flush(&t->emit);
    *b = (struct block){ .head = head, .before = t->markup };
    return NULL;
}

static const err *condition(struct translator *t, str head, str expression)
{
    TRY(block_begins(t, head));
    emit_block(&t->emit, "if (", expression, ") {\n");
    return NULL;
}

/* "struct message x in m": cut into type, name and list. */
static bool cut_for(str text, str *ret_type, str *ret_name, str *ret_list)
{
    size_t in = str_find(text, S(" in "));
    str head = str_trim(str_sub(text, 0, in));
    size_t n = 0;
    while (n < head.n && strchr(" \t\n*", head.p[head.n - n - 1]) == NULL)
        n++;
    *ret_name = str_sub(head, head.n - n, n);
    *ret_type = str_trim(str_sub(head, 0, head.n - n));
    *ret_list = str_trim(str_sub(text, in + 4, text.n));
    return n > 0 && code_identifier(*ret_name) == n && ret_type->n > 0 && ret_list->n > 0;
}

static const err *loop(struct translator *t, str head, str text)
{
    arena *a = t->source.arena;
    str type = { 0 }, name = { 0 }, list = { 0 };
    if (!cut_for(text, &type, &name, &list))
        REFUSE(&t->source, text.p, "a loop has type, name and list: for struct message x in m");
    TRY(block_begins(t, head));
    t->blocks[t->n_blocks - 1].list = list;
    t->markup.newline = false; /* what stands before a second round is not known here */
    t->markup.glued = true;
    const char *index = str_c(a, str_format(a, "for (size_t %.*s_index = 0; %.*s_index < (",
                                            STR_ARG(name), STR_ARG(name)));
    const char *step = str_c(a, str_format(a, ").n; %.*s_index++) {\n", STR_ARG(name)));
    emit_block(&t->emit, index, list, step);
    bool plain = !str_contains(type, S("*")) && !str_starts(type, S("const "));
    emit_statement(&t->emit, plain ? "const " : "", type,
                   str_c(a, str_format(a, " %.*s = (%.*s).item[%.*s_index];\n", STR_ARG(name),
                                       STR_ARG(list), STR_ARG(name))));
    return NULL;
}

/* A second round of a loop begins as the first one ended. */
static const err *check_round(struct translator *t, const struct block *b, const char *at)
{
    const struct markup *m = &t->markup;
    if (m->place == MARKUP_VALUE && m->url != MARKUP_URL_NONE &&
        (m->url != MARKUP_URL_SAFE || b->before.url != MARKUP_URL_SAFE))
        REFUSE(&t->source, at, "a loop cannot stand at the beginning of an address");
    return NULL;
}

/* The branch being read ends here: as it began? Its block is the last one. */
static const err *branch_ends(struct translator *t, const char *at)
{
    const struct source *s = &t->source;
    if (t->n_blocks == 0)
        REFUSE(s, at, "no \"if\" or \"for\" is open here");
    struct block *b = &t->blocks[t->n_blocks - 1];
    struct markup joined = b->before;
    if (!markup_join(&joined, &t->markup))
        REFUSE(s, at, "the branch before this begins in %.*s and ends in %.*s",
               STR_ARG(markup_where(s, &b->before)), STR_ARG(markup_where(s, &t->markup)));
    if (b->list.n > 0 && !b->has_else)
        TRY(check_round(t, b, at));
    if (b->branches++ == 0)
        b->after = t->markup;
    else if (!markup_join(&b->after, &t->markup))
        UNREACHABLE();
    emit_block_end(&t->emit);
    return NULL;
}

static const err *otherwise(struct translator *t, str head, str expression)
{
    bool again = expression.n > 0;
    TRY(branch_ends(t, head.p));
    struct block *b = &t->blocks[t->n_blocks - 1];
    if (b->has_else || (again && b->list.n > 0))
        REFUSE(&t->source, head.p, "\"%.*s\" does not belong to the \"%.*s\" of line %zu",
               STR_ARG(head), STR_ARG(b->head), source_line(&t->source, b->head.p));
    t->markup = b->before;
    b->has_else = !again;
    if (again)
        emit_block(&t->emit, "else if (", expression, ") {\n");
    else if (b->list.n > 0)
        emit_block(&t->emit, "if ((", b->list, ").n == 0) {\n");
    else
        emit_block(&t->emit, "else {\n", str_sub(head, 0, 0), "");
    return NULL;
}

static const err *block_ends(struct translator *t, str head)
{
    TRY(branch_ends(t, head.p));
    struct block *b = &t->blocks[t->n_blocks - 1];
    if (!b->has_else && !markup_join(&b->after, &b->before))
        UNREACHABLE();
    t->markup = b->after;
    t->n_blocks--;
    return NULL;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The directive's word: a name, or one of "=", "_", "n_". */
static str word_of(str directive)
{
    bool sign = directive.n > 0 && directive.p[0] == '=';
    return str_sub(directive, 0, sign ? 1 : code_identifier(directive));
}

/* Directives that need something behind their word. */
static const err *with_argument(struct translator *t, str word, str argument)
{
    if (str_eq(word, S("=")))
        return value(t, argument);
    if (str_eq(word, S("_")) || str_eq(word, S("n_")))
        return translated(t, argument, word.n > 1);
    if (str_eq(word, S("call")))
        return call(t, argument);
    if (str_eq(word, S("jsonld")))
        return jsonld(t, argument);
    if (str_eq(word, S("if")))
        return condition(t, word, argument);
    if (str_eq(word, S("elif")))
        return otherwise(t, word, argument);
    if (str_eq(word, S("for")))
        return loop(t, word, argument);
    REFUSE(&t->source, word.p, "there is no directive \"%.*s\"", STR_ARG(word));
}

static const err *in_a_page(struct translator *t, str word, str argument)
{
    bool is_else = str_eq(word, S("else")), is_end = str_eq(word, S("end"));
    if (!t->in_page)
        REFUSE(&t->source, word.p, "\"%.*s\" stands outside of a page", STR_ARG(word));
    if ((is_else || is_end) && argument.n > 0)
        REFUSE(&t->source, argument.p, "nothing stands behind \"%.*s\"", STR_ARG(word));
    if (is_else)
        return otherwise(t, word, argument);
    if (is_end)
        return block_ends(t, word);
    if (argument.n == 0)
        REFUSE(&t->source, word.p, "something is missing behind \"%.*s\"", STR_ARG(word));
    return with_argument(t, word, argument);
}

static const err *directive(struct translator *t, str text)
{
    const char *at = text.p;
    text = str_trim(text);
    str word = word_of(text), argument = str_trim(str_sub(text, word.n, text.n));
    if (word.n == 0)
        REFUSE(&t->source, at, "a directive begins with its name, '=' or '_'");
    if (str_eq(word, S("include")))
        return include(t, argument);
    if (str_eq(word, S("page")))
        return page_begins(t, argument, false);
    if (str_eq(word, S("static"))) {
        if (!str_eq(word_of(argument), S("page")))
            REFUSE(&t->source, word.p, "only a page can be static");
        return page_begins(t, str_trim(str_sub(argument, 4, argument.n)), true);
    }
    return in_a_page(t, word, argument);
}

/* Takes a directive off `rest`, which begins with "{{". */
static const err *take_directive(struct translator *t, str *ret)
{
    str inside = str_sub(t->rest, 2, t->rest.n);
    struct code_scan scan = { .text = inside };
    if (str_starts(inside, S("#"))) {
        scan.i = str_find(inside, S("}}"));
        if (scan.i == inside.n)
            REFUSE(&t->source, t->rest.p, "the comment is not closed");
    }
    char c;
    while (!(scan.depth == 0 && str_starts(str_sub(inside, scan.i, 2), S("}}")))) {
        if (!code_step(&scan, &c))
            REFUSE(&t->source, t->rest.p, "%s",
                   scan.fault != NULL ? scan.fault : "the directive is not closed");
    }
    *ret = str_sub(inside, 0, scan.i);
    t->rest = str_sub(inside, scan.i + 2, inside.n);
    return NULL;
}

static const err *text_piece(struct translator *t)
{
    size_t n = str_find(t->rest, S("{{"));
    str text = str_sub(t->rest, 0, n);
    t->rest = str_sub(t->rest, n, t->rest.n);
    if (!t->in_page) {
        if (str_trim(text).n > 0)
            REFUSE(&t->source, str_trim(text).p, "text outside of a page");
        return NULL;
    }
    bool script = t->markup.place == MARKUP_SCRIPT;
    TRY(markup_text(&t->source, &t->markup, text, &t->emit.literal));
    if (!script || t->markup.place != MARKUP_SCRIPT)
        t->has_json = false;
    return NULL;
}

/* What no editor should have left in a page. */
static const err *check_bytes(const struct source *s)
{
    if (!utf8_valid(s->text))
        FAIL(s->arena, ERR_INVALID, "%s:1:1: the file is not UTF-8", s->file);
    for (size_t i = 0; i < s->text.n; i++) {
        unsigned char c = (unsigned char)s->text.p[i];
        if (c == 0x7f || (c < 0x20 && c != '\n' && c != '\t'))
            REFUSE(s, s->text.p + i, "a control character (0x%02x)", (unsigned)c);
    }
    return NULL;
}

const err *page_translate(arena *a, const char *file, str source, str header_name,
                          struct page_made *ret)
{
    struct translator *t = NEW(a, struct translator);
    t->source = (struct source){ a, file, source };
    t->rest = source;
    TRY(check_bytes(&t->source));
    emit_init(&t->emit, &t->source);
    while (t->rest.n > 0) {
        str inside = { 0 };
        if (!str_starts(t->rest, S("{{"))) {
            TRY(text_piece(t));
        } else {
            TRY(take_directive(t, &inside));
            if (!str_starts(inside, S("#")))
                TRY(directive(t, inside));
        }
    }
    TRY(page_ends(t, source.p + source.n));
    if (buf_full(&t->emit.code) || buf_full(&t->emit.header) || buf_full(&t->emit.literal))
        FAIL(a, ERR_LIMIT, "%s: the page is too large", file);
    ret->code = emit_code(&t->emit, header_name);
    ret->header = emit_header(&t->emit, header_name);
    return NULL;
}
