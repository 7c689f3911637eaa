/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * emit.c - see emit.h.
 */
#include "emit.h"

#include "tool.h"

#define EMIT_LIMIT ((size_t)32 << 20)
/* Compilers must take 4095 bytes of a literal. */
#define LITERAL_MOST 4000

void emit_init(struct emit *e, const struct source *source)
{
    *e = (struct emit){ .source = source };
    buf_on_arena(&e->header, source->arena, EMIT_LIMIT);
    buf_on_arena(&e->statics, source->arena, EMIT_LIMIT);
    buf_on_arena(&e->code, source->arena, EMIT_LIMIT);
    buf_on_arena(&e->literal, source->arena, EMIT_LIMIT);
}

static void indent(struct emit *e)
{
    for (int i = 0; i <= e->depth; i++)
        buf_add(&e->code, S("    "));
}

static void line_of(buf *out, const struct source *s, const char *at)
{
    buf_printf(out, "#line %zu ", source_line(s, at));
    tool_literal(out, str_of(s->file), "");
    buf_char(out, '\n');
}

static void prototype(struct emit *e, buf *out, const char *at, bool is_static, str name,
                      str parameters)
{
    line_of(out, e->source, at);
    buf_printf(out, "%svoid %.*s(page *p", is_static ? "static " : "", STR_ARG(name));
    if (parameters.n > 0)
        buf_add(out, S(", "));
    buf_add(out, parameters);
    buf_char(out, ')');
}

void emit_begin(struct emit *e, const char *at, bool is_static, str name, str parameters)
{
    buf *promise = is_static ? &e->statics : &e->header;
    prototype(e, promise, at, is_static, name, parameters);
    buf_add(promise, S(";\n"));
    buf_char(&e->code, '\n');
    prototype(e, &e->code, at, is_static, name, parameters);
    buf_add(&e->code, S("\n{\n"));
    e->depth = 0;
    e->used = false;
}

void emit_end(struct emit *e)
{
    emit_flush(e);
    if (!e->used)
        buf_add(&e->code, S("    (void)p;\n"));
    buf_add(&e->code, S("}\n"));
}

/* At most LITERAL_MOST bytes, and no UTF-8 sequence cut in two. */
static size_t literal_piece(str text)
{
    size_t n = text.n < LITERAL_MOST ? text.n : LITERAL_MOST;
    while (n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
        n--;
    return n;
}

void emit_flush(struct emit *e)
{
    str rest = buf_copy(&e->literal, e->source->arena);
    while (rest.n > 0) {
        str piece = str_sub(rest, 0, literal_piece(rest));
        rest = str_sub(rest, piece.n, rest.n);
        indent(e);
        buf_add(&e->code, S("page_raw(p, "));
        tool_literal(&e->code, piece, "        ");
        buf_printf(&e->code, ", %zu);\n", piece.n);
        e->used = true;
    }
    buf_cut(&e->literal, 0);
}

void emit_statement(struct emit *e, const char *before, str expression, const char *after)
{
    emit_flush(e);
    line_of(&e->code, e->source, expression.p);
    indent(e);
    buf_printf(&e->code, "%s%.*s%s", before, STR_ARG(expression), after);
    e->used = true;
}

void emit_block(struct emit *e, const char *before, str expression, const char *after)
{
    bool used = e->used;
    emit_statement(e, before, expression, after);
    e->used = used;
    e->depth++;
}

void emit_block_end(struct emit *e)
{
    emit_flush(e);
    e->depth--;
    indent(e);
    buf_add(&e->code, S("}\n"));
}

void emit_piece(struct emit *e, str code)
{
    buf_add(&e->code, code);
}

/* "ROOMS_TALK_HTML_H": the page's folder and name. */
static void guard(struct emit *e, str header_name, buf *out)
{
    str rest = str_of(e->source->file), piece = { 0 }, folder = { 0 }, last = { 0 };
    while (str_next(&rest, '/', &piece)) {
        folder = last;
        last = piece;
    }
    str name = str_format(e->source->arena, "%.*s_%.*s", STR_ARG(folder), STR_ARG(header_name));
    buf_add(out, S("PAGE_"));
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter)
            buf_char(out, (char)(c & ~0x20));
        else if (c >= '0' && c <= '9')
            buf_char(out, c);
        else
            buf_char(out, '_');
    }
}

str emit_header(struct emit *e, str header_name)
{
    buf out, name;
    buf_on_arena(&out, e->source->arena, EMIT_LIMIT);
    buf_on_arena(&name, e->source->arena, EMIT_LIMIT);
    guard(e, header_name, &name);
    buf_printf(&out, "/* Made from %.*s by page_tool. */\n",
               STR_ARG(tool_base_name(e->source->file)));
    buf_printf(&out, "#ifndef %.*s\n#define %.*s\n\n", STR_ARG(buf_str(&name)),
               STR_ARG(buf_str(&name)));
    buf_add(&out, S("#include \"web/page.h\"\n"));
    buf_add(&out, buf_str(&e->header));
    buf_add(&out, S("\n#endif\n"));
    return buf_copy(&out, e->source->arena);
}

str emit_code(struct emit *e, str header_name)
{
    /* In attributes, titles and text areas an html has no place: it does not compile there. */
    static const char plain[] =
        "#define PUT_PLAIN(value) _Generic((value), str: page_str, int: page_int, \\\n"
        "    int64_t: page_int, size_t: page_size)(p, (value))\n"
        "#define VALUE_PLAIN(name, value) _Generic((value), str: page_value_str, \\\n"
        "    int: page_value_int, int64_t: page_value_int, \\\n"
        "    size_t: page_value_size)(p->arena, (name), (value))\n\n";
    buf out;
    buf_on_arena(&out, e->source->arena, EMIT_LIMIT);
    buf_printf(&out, "/* Made from %.*s by page_tool. */\n",
               STR_ARG(tool_base_name(e->source->file)));
    buf_printf(&out, "#include \"%.*s\"\n\n%s", STR_ARG(header_name), plain);
    buf_add(&out, buf_str(&e->statics));
    buf_add(&out, buf_str(&e->code));
    return buf_copy(&out, e->source->arena);
}
