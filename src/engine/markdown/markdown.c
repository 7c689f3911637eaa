/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markdown.c - Markdown to safe markup: cmark-gfm reads, the tree is made harmless, cmark-gfm
 * writes.
 *
 * Nothing of the writer's own is written unescaped: raw HTML becomes text, links whose address is
 * not on the list lose it, languages of code blocks (class names) are dropped.
 */
#include "engine/markdown/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/utf8.h"
#include "engine/markdown/markdown_escape.h"

#define OPTIONS (CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE)
/* A summary reads no more of a text than this. */
#define SUMMARY_SOURCE ((size_t)8 << 10)

static pthread_once_t registered = PTHREAD_ONCE_INIT;
/* cmark-gfm 0.29 keeps the special characters of its extensions in a global table while it parses.
 */
static pthread_mutex_t parsing = PTHREAD_MUTEX_INITIALIZER;

static cmark_parser *parser_new(void)
{
    static const char *const extensions[] = { "table", "strikethrough", "autolink" };
    pthread_once(&registered, cmark_gfm_core_extensions_ensure_registered);
    cmark_parser *parser = cmark_parser_new(OPTIONS);
    for (size_t i = 0; i < COUNT_OF(extensions); i++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(extensions[i]);
        ASSERT(extension != NULL);
        cmark_parser_attach_syntax_extension(parser, extension);
    }
    return parser;
}

static cmark_node *parse(cmark_parser *parser, str text)
{
    pthread_mutex_lock(&parsing);
    if (text.n > 0)
        cmark_parser_feed(parser, text.p, text.n);
    cmark_node *document = cmark_parser_finish(parser);
    pthread_mutex_unlock(&parsing);
    return document;
}

/* The nodes of a kind that is to be changed, gathered first: the tree must not change under an
 * iterator. */
struct nodes {
    cmark_node **p;
    size_t n, cap;
};

static bool is_changed(cmark_node_type type)
{
    return type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE ||
           type == CMARK_NODE_IMAGE || type == CMARK_NODE_LINK || type == CMARK_NODE_HEADING ||
           type == CMARK_NODE_CODE_BLOCK;
}

static struct nodes nodes_gather(arena *a, cmark_node *document)
{
    struct nodes list = { 0 };
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event != CMARK_EVENT_ENTER || !is_changed(cmark_node_get_type(node)))
            continue;
        arena_grow(a, (void **)&list.p, &list.cap, list.n + 1, sizeof(cmark_node *));
        list.p[list.n++] = node;
    }
    cmark_iter_free(iter);
    return list;
}

static cmark_node *text_node(const char *text)
{
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, text);
    return node;
}

/* Raw HTML is shown as what it is. */
static void html_to_text(cmark_node *node)
{
    cmark_node *shown = text_node(cmark_node_get_literal(node));
    if (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK) {
        cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
        cmark_node_append_child(paragraph, shown);
        shown = paragraph;
    }
    if (cmark_node_replace(node, shown))
        cmark_node_free(node);
    else
        cmark_node_free(shown);
}

static bool inside_link(cmark_node *node)
{
    for (node = cmark_node_parent(node); node != NULL; node = cmark_node_parent(node))
        if (cmark_node_get_type(node) == CMARK_NODE_LINK)
            return true;
    return false;
}

/* The children take the place of their parent. */
static void unwrap(cmark_node *node)
{
    cmark_node *child;
    while ((child = cmark_node_first_child(node)) != NULL) {
        cmark_node_unlink(child);
        if (!cmark_node_insert_before(node, child))
            cmark_node_free(child);
    }
    cmark_node_free(node);
}

/* A picture is a link to it: showing it would ask a third party. */
static void image_to_link(cmark_node *image)
{
    cmark_node *link = cmark_node_new(CMARK_NODE_LINK), *child;
    cmark_node_set_url(link, cmark_node_get_url(image));
    cmark_node_set_title(link, cmark_node_get_title(image));
    while ((child = cmark_node_first_child(image)) != NULL) {
        cmark_node_unlink(child);
        if (!cmark_node_append_child(link, child))
            cmark_node_free(child);
    }
    if (cmark_node_replace(image, link))
        cmark_node_free(image);
    else
        cmark_node_free(link);
}

static void link_or_image(cmark_node *node)
{
    bool image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
    const char *url = cmark_node_get_url(node);
    if (image && cmark_node_first_child(node) == NULL)
        cmark_node_append_child(node, text_node(url));
    if (!markdown_escape_url_safe(str_of(url)) || inside_link(node))
        unwrap(node);
    else if (image)
        image_to_link(node);
}

/* ---- a part in another language -------------------------------------------------------------- */

/* The language that a heading announces, or NULL. */
static const char *announced(cmark_node *node)
{
    static const struct {
        const char *heading, *lang;
    } known[] = {
        { "In English", "en" }, { "English", "en" }, { "Auf Deutsch", "de" }, { "Deutsch", "de" }
    };
    if (cmark_node_get_type(node) != CMARK_NODE_HEADING)
        return NULL;
    cmark_node *words = cmark_node_first_child(node);
    if (words == NULL || cmark_node_next(words) != NULL ||
        cmark_node_get_type(words) != CMARK_NODE_TEXT)
        return NULL;
    str said = str_of(cmark_node_get_literal(words));
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq_nocase(said, str_of(known[i].heading)))
            return known[i].lang;
    return NULL;
}

static cmark_node *part_new(const char *lang)
{
    cmark_node *part = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    bool english = str_eq(str_of(lang), S("en"));
    cmark_node_set_on_enter(part, english ? "<div lang=\"en\">" : "<div lang=\"de\">");
    cmark_node_set_on_exit(part, "</div>");
    return part;
}

/* Moves the heading and what is below it into a part of their own, which is returned. */
static cmark_node *part_make(cmark_node *heading, const char *lang)
{
    int level = cmark_node_get_heading_level(heading);
    cmark_node *part = part_new(lang), *node = heading;
    cmark_node_insert_before(heading, part);
    do {
        cmark_node *after = cmark_node_next(node);
        cmark_node_append_child(part, node);
        node = after;
    } while (node != NULL && (cmark_node_get_type(node) != CMARK_NODE_HEADING ||
                              cmark_node_get_heading_level(node) > level));
    return part;
}

static void mark_languages(cmark_node *document)
{
    cmark_node *node = cmark_node_first_child(document);
    for (; node != NULL; node = cmark_node_next(node)) {
        const char *lang = announced(node);
        if (lang != NULL)
            node = part_make(node, lang);
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void make_harmless(arena *scratch, cmark_node *document, int heading)
{
    struct nodes list = nodes_gather(scratch, document);
    for (size_t i = 0; i < list.n; i++) {
        cmark_node *node = list.p[i];
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
            link_or_image(node);
        } else if (type == CMARK_NODE_HEADING) {
            int level = cmark_node_get_heading_level(node) + heading - 1;
            cmark_node_set_heading_level(node, level > 6 ? 6 : level);
        } else if (type == CMARK_NODE_CODE_BLOCK) {
            cmark_node_set_fence_info(node, "");
        } else {
            html_to_text(node);
        }
    }
}

/* cmark writes links without rel. In what it wrote, '<' stands nowhere but before a tag. */
static str rel_add(arena *a, str markup)
{
    buf b;
    buf_on_arena(&b, a, ARENA_LIMIT / 4);
    size_t at;
    while ((at = str_find(markup, S("<a "))) < markup.n) {
        buf_add(&b, str_sub(markup, 0, at));
        buf_add(&b, S("<a rel=\"" MARKDOWN_ESCAPE_REL "\" "));
        markup = str_sub(markup, at + 3, markup.n);
    }
    buf_add(&b, markup);
    return buf_full(&b) ? S("") : buf_str(&b);
}

/* Too long to be parsed. Both languages, for the caller's is not known here. */
static html too_long(arena *a, str text)
{
    text.n = MARKDOWN_MAX;
    html start = markdown_plain(a, utf8_text(a, text));
    str both[] = { start.s, S("<p><em lang=\"de\">Der Text ist hier gekürzt.</em> "
                              "<em lang=\"en\">The text is cut here.</em></p>\n") };
    return (html){ str_join(a, both, COUNT_OF(both), S("")) };
}

html markdown_html(arena *a, str text, int heading)
{
    ASSERT(heading >= 2 && heading <= 6);
    if (text.n > MARKDOWN_MAX)
        return too_long(a, text);
    SCRATCH(scratch);
    cmark_parser *parser = parser_new();
    cmark_node *document = parse(parser, text);
    mark_languages(document);
    make_harmless(scratch, document, heading);
    char *rendered =
        cmark_render_html(document, OPTIONS, cmark_parser_get_syntax_extensions(parser));
    html result = { rel_add(a, str_of(rendered)) };
    cmark_get_default_mem_allocator()->free(rendered);
    cmark_node_free(document);
    cmark_parser_free(parser);
    return result;
}

/* Words of text and code; other nodes only part them. */
static void summary_add(buf *b, cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
            buf_add(b, str_of(cmark_node_get_literal(node)));
        else if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK ||
                 type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            buf_char(b, ' ');
    }
    cmark_iter_free(iter);
}

str markdown_summary(arena *a, str text, size_t n)
{
    SCRATCH(scratch);
    cmark_parser *parser = parser_new();
    cmark_node *document = parse(parser, utf8_text(scratch, str_sub(text, 0, SUMMARY_SOURCE)));
    buf b;
    buf_on_arena(&b, scratch, 16 * SUMMARY_SOURCE);
    summary_add(&b, document);
    cmark_node_free(document);
    cmark_parser_free(parser);
    str line = utf8_line(scratch, buf_str(&b));
    if (utf8_count(line) <= n)
        return str_copy(a, line);
    str cut = utf8_cut(line, n == 0 ? 0 : n - 1);
    size_t end = cut.n;
    /* Back to the end of a word, unless the word is longer than half of it all. */
    while (end > cut.n / 2 && line.p[end] != ' ')
        end--;
    cut.n = end > cut.n / 2 ? end : cut.n;
    return n == 0 ? S("") : str_format(a, "%.*s…", STR_ARG(str_trim(cut)));
}
