/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_feed.c - the Atom feed, written by libxml2. It is the same for every reader and changes
 * with the posts only, so that a validator (ETag) tells when nothing is new.
 */
#include "feature/posts/posts_feed.h"

#include <inttypes.h>
#include <libxml/xmlwriter.h>

#include "base/check.h"
#include "base/utf8.h"
#include "engine/markdown/markdown.h"
#include "engine/when/when.h"
#include "feature/posts/posts_rules.h"
#include "feature/posts/posts_web.h"

#define FEED_PATH "/feed.atom"
#define PAGES_MAX 100000

/* A document being written. libxml2's calls fail for want of memory only, which `failed` keeps. */
struct out {
    arena *a;
    xmlTextWriter *xml;
    bool failed;
};

/* XML 1.0, section 2.2; the names of elements are ours. */
static bool xml_char(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

static const xmlChar *xml_text(arena *a, str text)
{
    buf b = { 0 };
    uint32_t c = 0;
    char bytes[4];
    buf_on_arena(&b, a, text.n * 3 + 1);
    while (utf8_next(&text, &c)) {
        size_t n = utf8_put(xml_char(c) ? c : 0xFFFD, bytes);
        buf_add(&b, (str){ bytes, n });
    }
    return (const xmlChar *)str_c(a, buf_str(&b));
}

static void note(struct out *o, int result)
{
    o->failed = o->failed || result < 0;
}

static void begin(struct out *o, const char *name)
{
    note(o, xmlTextWriterStartElement(o->xml, (const xmlChar *)name));
}

static void end(struct out *o)
{
    note(o, xmlTextWriterEndElement(o->xml));
}

static void attribute(struct out *o, const char *name, str value)
{
    note(o, xmlTextWriterWriteAttribute(o->xml, (const xmlChar *)name, xml_text(o->a, value)));
}

static void element(struct out *o, const char *name, str value)
{
    note(o, xmlTextWriterWriteElement(o->xml, (const xmlChar *)name, xml_text(o->a, value)));
}

static void link_to(struct out *o, const char *rel, const char *type, str url)
{
    begin(o, "link");
    attribute(o, "rel", str_of(rel));
    attribute(o, "type", str_of(type));
    attribute(o, "href", url);
    end(o);
}

static int64_t updated_ms(const struct post *p)
{
    return p->modified_ms > p->published_ms ? p->modified_ms : p->published_ms;
}

static void time_element(struct out *o, const char *name, int64_t time_ms)
{
    element(o, name, when_rfc3339(o->a, time_ms, S("UTC")));
}

static str feed_url(arena *a, str base_url, int64_t number)
{
    if (number == 1)
        return str_format(a, "%.*s" FEED_PATH, STR_ARG(base_url));
    return str_format(a, "%.*s" FEED_PATH "?page=%" PRId64, STR_ARG(base_url), number);
}

static void write_tags(struct out *o, const struct post *p)
{
    struct post_tags tags = posts_tags(o->a, p->writing.tags);
    for (size_t i = 0; i < tags.n; i++) {
        begin(o, "category");
        attribute(o, "term", tags.item[i].tag);
        attribute(o, "label", tags.item[i].name);
        end(o);
    }
}

static void write_entry(struct out *o, const struct posts_feed *feed, const struct post *p)
{
    const struct writing *w = &p->writing;
    str path = posts_view_path(o->a, p);
    str url = str_join(o->a, (str[]){ feed->base_url, path }, 2, S(""));
    begin(o, "entry");
    attribute(o, "xml:lang", w->language);
    attribute(o, "xml:base", url);
    element(o, "id", str_format(o->a, "urn:uuid:%.*s", STR_ARG(p->uid)));
    element(o, "title", w->title);
    link_to(o, "alternate", "text/html", url);
    begin(o, "author");
    element(o, "name", w->author);
    end(o);
    time_element(o, "published", p->published_ms);
    time_element(o, "updated", updated_ms(p));
    write_tags(o, p);
    begin(o, "content");
    attribute(o, "type", S("html"));
    note(o, xmlTextWriterWriteString(o->xml, xml_text(o->a, markdown_html(o->a, w->text, 2).s)));
    end(o);
    end(o);
}

static void write_feed(struct out *o, const struct posts_feed *feed)
{
    int64_t newest_ms = 0; /* a house without posts was never changed */
    for (size_t i = 0; i < feed->list.n; i++)
        if (updated_ms(&feed->list.item[i]) > newest_ms)
            newest_ms = updated_ms(&feed->list.item[i]);
    note(o, xmlTextWriterStartDocument(o->xml, NULL, "utf-8", NULL));
    begin(o, "feed");
    attribute(o, "xmlns", S("http://www.w3.org/2005/Atom"));
    element(o, "id", feed_url(o->a, feed->base_url, 1));
    element(o, "title", feed->house);
    time_element(o, "updated", newest_ms);
    link_to(o, "self", "application/atom+xml", feed_url(o->a, feed->base_url, feed->page));
    link_to(o, "alternate", "text/html", str_format(o->a, "%.*s/posts", STR_ARG(feed->base_url)));
    if (feed->page > 1)
        link_to(o, "previous", "application/atom+xml",
                feed_url(o->a, feed->base_url, feed->page - 1));
    if (feed->more)
        link_to(o, "next", "application/atom+xml", feed_url(o->a, feed->base_url, feed->page + 1));
    for (size_t i = 0; i < feed->list.n; i++)
        write_entry(o, feed, &feed->list.item[i]);
    note(o, xmlTextWriterEndDocument(o->xml));
}

const err *posts_feed(arena *a, const struct posts_feed *feed, str *ret)
{
    xmlBuffer *bytes = xmlBufferCreate();
    ASSERT(bytes != NULL);
    struct out o = { .a = a, .xml = xmlNewTextWriterMemory(bytes, 0) };
    ASSERT(o.xml != NULL);
    write_feed(&o, feed);
    xmlFreeTextWriter(o.xml);
    *ret = str_copy(a, str_of((const char *)xmlBufferContent(bytes)));
    xmlBufferFree(bytes);
    if (o.failed)
        FAIL(a, ERR_BROKEN, "the feed could not be written");
    return NULL;
}

/* GET /feed.atom?page= */
const err *posts_feed_get(req *r)
{
    struct posts_feed feed = { .base_url = req_base_url(r), .page = 1 };
    int64_t asked = 0;
    str text = { 0 };
    if (str_to_int64(req_query(r, "page"), &asked) && asked >= 1 && asked <= PAGES_MAX)
        feed.page = asked;
    TRY(house_setting(r->store, r->arena, "name", &feed.house));
    TRY(posts_store_newest(r->store, r->arena, S(""), POSTS_FEED_MAX + 1,
                           (feed.page - 1) * POSTS_FEED_MAX, &feed.list));
    feed.more = feed.list.n > POSTS_FEED_MAX;
    if (feed.more)
        feed.list.n = POSTS_FEED_MAX;
    TRY(posts_feed(r->arena, &feed, &text));
    return req_bytes_reply(r, "application/atom+xml; charset=utf-8", text);
}
