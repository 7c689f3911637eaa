/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markdown_from_html.c - the HTML of foreign abstracts as Markdown: libxml2 reads it as a browser
 * would, a walk over its tree writes.
 */
#include "engine/markdown/markdown.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "engine/markdown/markdown_escape.h"

/* A longer fragment is cut. */
#define FRAGMENT_MAX ((size_t)256 << 10)
#define OUT_MAX ((size_t)8 << 20)
/* Lists and quotations deeper than this lose their marks. */
#define DEPTH_MAX 6

enum mark { MARK_EMPHASIS = 1, MARK_STRONG = 2, MARK_DELETED = 4, MARK_LINK = 8 };

/* What is being written: white space and line ends are held back until something follows. */
struct out {
    arena *a;
    buf b;
    int lines; /* 1: a line break is wanted, 2: a new paragraph */
    bool space;
    bool space_first; /* white space stood before the first word */
    unsigned marks;   /* we are inside these */
    int depth;        /* of lists and quotations */
};

static struct out out_new(arena *a, const struct out *parent)
{
    struct out o = { .a = a };
    buf_on_arena(&o.b, a, OUT_MAX);
    if (parent != NULL) {
        o.marks = parent->marks;
        o.depth = parent->depth;
    }
    return o;
}

static void flush(struct out *o)
{
    if (o->b.n > 0 && o->lines > 0)
        buf_add(&o->b, o->lines == 1 ? S("\\\n") : S("\n\n"));
    else if (o->b.n > 0 && o->space)
        buf_char(&o->b, ' ');
    o->lines = 0;
    o->space = false;
}

static void block(struct out *o)
{
    o->lines = 2;
}

static void raw(struct out *o, str text)
{
    flush(o);
    buf_add(&o->b, text);
}

static void block_raw(struct out *o, str text)
{
    if (str_empty(text))
        return;
    block(o);
    raw(o, text);
    block(o);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* True where the line so far is a number: "1." would begin a list. */
static bool line_is_number(const buf *b)
{
    size_t i = b->n;
    while (i > 0 && b->p[i - 1] >= '0' && b->p[i - 1] <= '9')
        i--;
    return i < b->n && (i == 0 || b->p[i - 1] == '\n');
}

/* Would the character mean something to Markdown here? */
static bool needs_escape(const buf *b, str text, size_t i)
{
    char c = text.p[i], next = ' ';
    if (i + 1 < text.n)
        next = text.p[i + 1];
    bool line_start = b->n == 0 || b->p[b->n - 1] == '\n';
    if (line_start && strchr("#>+-=~|:", c) != NULL)
        return true;
    if (c == '_')
        return !(i > 0 && is_alnum(text.p[i - 1]) && is_alnum(next));
    if (c == '&')
        return is_alnum(next) || next == '#';
    if (c == '~')
        return next == '~';
    if (c == '.' || c == ')')
        return line_is_number(b);
    return strchr("\\`*[]<", c) != NULL;
}

/* The length of an address at `i`; Markdown takes it as it stands, up to white space or '<'. */
static size_t url_length(str text, size_t i)
{
    str s = str_sub(text, i, text.n);
    size_t n = 0;
    if ((!str_starts(s, S("http://")) && !str_starts(s, S("https://"))) ||
        (i > 0 && is_alnum(text.p[i - 1]) && (unsigned char)text.p[i - 1] < 0x80))
        return 0;
    while (n < s.n && !is_space(s.p[n]) && s.p[n] != '<')
        n++;
    return n;
}

static void text_add(struct out *o, str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (is_space(text.p[i])) {
            o->space = true;
            o->space_first |= o->b.n == 0;
            continue;
        }
        flush(o);
        size_t url = url_length(text, i);
        if (url > 0) {
            buf_add(&o->b, str_sub(text, i, url));
            i += url - 1;
            continue;
        }
        if (needs_escape(&o->b, text, i))
            buf_char(&o->b, '\\');
        buf_char(&o->b, text.p[i]);
    }
}

static void walk(struct out *o, const xmlNode *node);

static void walk_children(struct out *o, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        walk(o, child);
}

static struct out inner_of(struct out *o, const xmlNode *node, unsigned mark)
{
    struct out inner = out_new(o->a, o);
    inner.marks |= mark;
    walk_children(&inner, node);
    return inner;
}

/* The inner text between marks, its outer white space outside of them. */
static void wrap(struct out *o, const struct out *inner, str before, str after)
{
    str text = buf_str(&inner->b);
    o->space |= inner->space_first;
    if (!str_empty(text)) {
        bool several = str_contains(text, S("\n\n"));
        flush(o);
        buf_add(&o->b, several ? S("") : before);
        buf_add(&o->b, text);
        buf_add(&o->b, several ? S("") : after);
    }
    o->space |= inner->space;
    o->lines = inner->lines > o->lines ? inner->lines : o->lines;
}

static void marked(struct out *o, const xmlNode *node, unsigned mark, str sign)
{
    if ((o->marks & mark) != 0) {
        walk_children(o, node);
        return;
    }
    struct out inner = inner_of(o, node, mark);
    wrap(o, &inner, sign, sign);
}

static str attribute(arena *a, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    str copy = str_copy(a, str_trim(str_of((const char *)value)));
    xmlFree(value);
    return copy;
}

/* Foreign paths lead nowhere here, so only whole addresses stay. */
static void link_add(struct out *o, const xmlNode *node)
{
    str url = attribute(o->a, node, "href");
    if ((o->marks & MARK_LINK) != 0 || !markdown_escape_url_safe(url) || url.p[0] == '/' ||
        url.p[0] == '#') {
        walk_children(o, node);
        return;
    }
    buf after;
    buf_on_arena(&after, o->a, 4 * FRAGMENT_MAX);
    buf_add(&after, S("](<"));
    for (size_t i = 0; i < url.n; i++) {
        if ((unsigned char)url.p[i] <= ' ' || strchr("<>\\", url.p[i]) != NULL)
            buf_printf(&after, "%%%02X", (unsigned char)url.p[i]);
        else
            buf_char(&after, url.p[i]);
    }
    buf_add(&after, S(">)"));
    struct out inner = inner_of(o, node, MARK_LINK);
    if (str_eq(buf_str(&inner.b), url))
        wrap(o, &inner, S(""), S(""));
    else
        wrap(o, &inner, S("["), buf_str(&after));
}

/* As many backticks as are needed, and at least `least`. */
static str fence_of(arena *a, str text, size_t least)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.n; i++) {
        run = text.p[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    size_t n = longest + 1 > least ? longest + 1 : least;
    char *p = arena_alloc(a, n);
    memset(p, '`', n);
    return (str){ p, n };
}

static str content_of(arena *a, const xmlNode *node)
{
    xmlChar *content = xmlNodeGetContent(node);
    str copy = utf8_text(a, str_of((const char *)content));
    xmlFree(content);
    return copy;
}

static void code_add(struct out *o, const xmlNode *node, bool in_block)
{
    str code = content_of(o->a, node);
    if (str_empty(code))
        return;
    if (in_block) {
        str fence = fence_of(o->a, code, 3);
        str pieces[] = { fence, code, fence };
        block_raw(o, str_join(o->a, pieces, 3, S("\n")));
        return;
    }
    code = utf8_line(o->a, code);
    str fence = fence_of(o->a, code, 1);
    str pieces[] = { fence, code, fence };
    bool touches = str_starts(code, S("`")) || str_ends(code, S("`"));
    raw(o, str_join(o->a, pieces, 3, touches ? S(" ") : S("")));
}

/* `text` with `first` before its first line and `other` before the others that are not empty. */
static str indent(arena *a, str text, str first, str other)
{
    buf b;
    buf_on_arena(&b, a, OUT_MAX);
    str line, prefix = first;
    while (str_next(&text, '\n', &line)) {
        if (b.n > 0)
            buf_char(&b, '\n');
        bool quote = str_starts(other, S(">"));
        buf_add(&b, str_empty(line) && !quote ? S("") : prefix);
        buf_add(&b, line);
        prefix = other;
    }
    return buf_str(&b);
}

static void quote_add(struct out *o, const xmlNode *node)
{
    struct out inner = out_new(o->a, o);
    inner.depth++;
    walk_children(&inner, node);
    if (inner.b.n > 0)
        block_raw(o, indent(o->a, buf_str(&inner.b), S("> "), S("> ")));
}

static void list_add(struct out *o, const xmlNode *node, bool numbered)
{
    buf list;
    buf_on_arena(&list, o->a, OUT_MAX);
    int number = 0;
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        struct out item = out_new(o->a, o);
        item.depth++;
        walk(&item, child);
        if (item.b.n == 0)
            continue;
        str first = numbered ? str_format(o->a, "%d. ", ++number) : S("- ");
        str other = str_sub(S("              "), 0, first.n);
        if (list.n > 0)
            buf_char(&list, '\n');
        buf_add(&list, indent(o->a, buf_str(&item.b), first, other));
    }
    block_raw(o, buf_str(&list));
}

static void heading_add(struct out *o, const xmlNode *node, size_t level)
{
    struct out inner = out_new(o->a, o);
    walk_children(&inner, node);
    str text = utf8_line(o->a, buf_str(&inner.b));
    if (str_empty(text))
        return;
    block(o);
    raw(o, str_sub(S("######"), 0, level));
    o->space = true;
    raw(o, text);
    block(o);
}

enum kind {
    KIND_NONE, /* the tag is lost, what is in it stays */
    KIND_BLOCK,
    KIND_BREAK,
    KIND_CELL,
    KIND_DROP,
    KIND_EMPHASIS,
    KIND_STRONG,
    KIND_DELETED,
    KIND_LINK,
    KIND_CODE,
    KIND_PRE,
    KIND_QUOTE,
    KIND_LIST,
    KIND_NUMBERED,
    KIND_HEADING,
    KIND_RULE,
};

static const struct {
    const char *name;
    enum kind kind;
} tags[] = {
    { "a", KIND_LINK },           { "abbr", KIND_NONE },     { "address", KIND_BLOCK },
    { "article", KIND_BLOCK },    { "b", KIND_STRONG },      { "big", KIND_NONE },
    { "blockquote", KIND_QUOTE }, { "br", KIND_BREAK },      { "caption", KIND_BLOCK },
    { "center", KIND_BLOCK },     { "cite", KIND_EMPHASIS }, { "code", KIND_CODE },
    { "dd", KIND_BLOCK },         { "del", KIND_DELETED },   { "div", KIND_BLOCK },
    { "dl", KIND_BLOCK },         { "dt", KIND_BLOCK },      { "em", KIND_EMPHASIS },
    { "figure", KIND_BLOCK },     { "font", KIND_NONE },     { "footer", KIND_BLOCK },
    { "form", KIND_BLOCK },       { "h1", KIND_HEADING },    { "h2", KIND_HEADING },
    { "h3", KIND_HEADING },       { "h4", KIND_HEADING },    { "h5", KIND_HEADING },
    { "h6", KIND_HEADING },       { "head", KIND_DROP },     { "header", KIND_BLOCK },
    { "hr", KIND_RULE },          { "html", KIND_NONE },     { "body", KIND_NONE },
    { "i", KIND_EMPHASIS },       { "iframe", KIND_DROP },   { "img", KIND_NONE },
    { "ins", KIND_NONE },         { "kbd", KIND_CODE },      { "li", KIND_BLOCK },
    { "main", KIND_BLOCK },       { "nav", KIND_BLOCK },     { "noscript", KIND_DROP },
    { "object", KIND_DROP },      { "ol", KIND_NUMBERED },   { "p", KIND_BLOCK },
    { "pre", KIND_PRE },          { "q", KIND_NONE },        { "s", KIND_DELETED },
    { "samp", KIND_CODE },        { "script", KIND_DROP },   { "section", KIND_BLOCK },
    { "small", KIND_NONE },       { "span", KIND_NONE },     { "strike", KIND_DELETED },
    { "strong", KIND_STRONG },    { "style", KIND_DROP },    { "sub", KIND_NONE },
    { "sup", KIND_NONE },         { "svg", KIND_DROP },      { "table", KIND_BLOCK },
    { "tbody", KIND_NONE },       { "td", KIND_CELL },       { "textarea", KIND_DROP },
    { "th", KIND_CELL },          { "thead", KIND_NONE },    { "title", KIND_DROP },
    { "tr", KIND_BLOCK },         { "tt", KIND_CODE },       { "u", KIND_NONE },
    { "ul", KIND_LIST },          { "var", KIND_EMPHASIS },  { "wbr", KIND_NONE },
};

static bool tag_kind(str name, enum kind *ret)
{
    for (size_t i = 0; i < COUNT_OF(tags); i++) {
        if (str_eq_nocase(name, str_of(tags[i].name))) {
            *ret = tags[i].kind;
            return true;
        }
    }
    return false;
}

static void walk_block(struct out *o, const xmlNode *node)
{
    block(o);
    walk_children(o, node);
    block(o);
}

static void walk_deep(struct out *o, const xmlNode *node, enum kind kind)
{
    if (o->depth >= DEPTH_MAX)
        walk_block(o, node);
    else if (kind == KIND_QUOTE)
        quote_add(o, node);
    else
        list_add(o, node, kind == KIND_NUMBERED);
}

static void walk_element(struct out *o, const xmlNode *node)
{
    enum kind kind = KIND_NONE;
    (void)tag_kind(str_of((const char *)node->name), &kind);
    switch (kind) {
    case KIND_NONE:
        walk_children(o, node);
        break;
    case KIND_BLOCK:
        walk_block(o, node);
        break;
    case KIND_BREAK:
        o->lines = o->lines == 0 ? 1 : 2;
        break;
    case KIND_CELL:
        o->space = true;
        walk_children(o, node);
        o->space = true;
        break;
    case KIND_DROP:
        break;
    case KIND_EMPHASIS:
        marked(o, node, MARK_EMPHASIS, S("*"));
        break;
    case KIND_STRONG:
        marked(o, node, MARK_STRONG, S("**"));
        break;
    case KIND_DELETED:
        marked(o, node, MARK_DELETED, S("~~"));
        break;
    case KIND_LINK:
        link_add(o, node);
        break;
    case KIND_CODE:
    case KIND_PRE:
        code_add(o, node, kind == KIND_PRE);
        break;
    case KIND_QUOTE:
    case KIND_LIST:
    case KIND_NUMBERED:
        walk_deep(o, node, kind);
        break;
    case KIND_HEADING:
        heading_add(o, node, (size_t)(node->name[1] - '0'));
        break;
    case KIND_RULE:
        block_raw(o, S("---"));
        break;
    }
}

static void walk(struct out *o, const xmlNode *node)
{
    if (node->type == XML_ELEMENT_NODE)
        walk_element(o, node);
    else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
        text_add(o, str_of((const char *)node->content));
}

/* The entity at the start of `s`: its length and its code point; 0 where there is none. */
static size_t entity_at(str s, uint32_t *ret)
{
    size_t end = str_find(str_sub(s, 0, 12), S(";"));
    if (s.n < 3 || s.p[0] != '&' || end >= s.n || end > 11)
        return 0;
    char name[12] = { 0 };
    memcpy(name, s.p + 1, end - 1);
    if (name[0] == '#') {
        bool hex = name[1] == 'x' || name[1] == 'X';
        char *stop = NULL;
        const char *digits = name + (hex ? 2 : 1);
        unsigned long v = strtoul(digits, &stop, hex ? 16 : 10);
        if (!is_alnum(digits[0]) || *stop != '\0' || v == 0 || v > 0x10ffff || (v >> 11) == 0x1b)
            return 0;
        *ret = (uint32_t)v;
        return end + 1;
    }
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    if (entity == NULL)
        return 0;
    *ret = entity->value;
    return end + 1;
}

static str entities_read(arena *a, str text)
{
    buf b;
    buf_on_arena(&b, a, 2 * FRAGMENT_MAX);
    for (size_t i = 0; i < text.n; i++) {
        uint32_t code_point = 0;
        size_t n = text.p[i] == '&' ? entity_at(str_sub(text, i, text.n), &code_point) : 0;
        if (n == 0) {
            buf_char(&b, text.p[i]);
            continue;
        }
        char bytes[4];
        buf_add(&b, (str){ bytes, utf8_put(code_point, bytes) });
        i += n - 1;
    }
    return utf8_text(a, buf_str(&b));
}

/* "<p>", "</p>", "<br/>", "<a href": a tag that HTML knows. */
static bool tag_at(str s)
{
    size_t from = s.n > 1 && s.p[1] == '/' ? 2 : 1, n = from;
    while (n < s.n && n < from + 11 && ((s.p[n] | 32) >= 'a' || (s.p[n] >= '0' && s.p[n] <= '9')) &&
           (s.p[n] | 32) <= 'z')
        n++;
    enum kind kind;
    bool ends = n < s.n && (is_space(s.p[n]) || s.p[n] == '>' || s.p[n] == '/');
    return ends && tag_kind(str_sub(s, from, n - from), &kind);
}

static bool has_tag(str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '<' && tag_at(str_sub(text, i, text.n)))
            return true;
    return false;
}

_Bool markdown_looks_html(str text)
{
    uint32_t code_point;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '&' && entity_at(str_sub(text, i, text.n), &code_point) > 0)
            return true;
    return has_tag(text);
}

str markdown_from_html(arena *a, str text)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, xmlInitParser);
    SCRATCH(scratch);
    text = utf8_text(scratch, str_sub(text, 0, FRAGMENT_MAX));
    if (!has_tag(text))
        return str_copy(a, entities_read(scratch, text));
    htmlDocPtr doc = htmlReadMemory(text.p, (int)text.n, NULL, "UTF-8",
                                    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                        HTML_PARSE_NONET);
    const xmlNode *root = doc == NULL ? NULL : xmlDocGetRootElement(doc);
    struct out o = out_new(scratch, NULL);
    if (root != NULL)
        walk(&o, root);
    str result = utf8_text(a, buf_str(&o.b));
    xmlFreeDoc(doc);
    return result;
}
