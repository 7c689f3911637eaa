/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_xml.c - pentabarf's and frab's schedule.xml by libxml2.
 *
 * Nothing is fetched and no entity is expanded; a file that declares entities is refused (XML
 * bombs), so is one deeper than 64 levels. Small faults of form are read over and reported; a file
 * that is cut off or wrongly nested is refused, because half of a programme would look like the
 * whole.
 */
#include <pthread.h>

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include "base/utf8.h"
#include "base/words.h"
#include "engine/programme/programme_draft.h"

#define LEVELS_MAX 64

/* What went wrong while libxml2 read. */
struct watch {
    struct programme_draft *d;
    const char *refused; /* why reading was stopped */
    str fault;           /* the first fault that cannot be read over */
    str mild;            /* the first that can */
};

static struct watch *watch_of(void *parser)
{
    return ((xmlParserCtxtPtr)parser)->_private;
}

static void refuse(void *parser, const char *why)
{
    watch_of(parser)->refused = why;
    xmlStopParser(parser);
}

static void on_entity(void *parser, const xmlChar *name, int type, const xmlChar *public_id,
                      const xmlChar *system_id, xmlChar *content)
{
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    refuse(parser, "it declares entities of its own");
}

/* "&nbsp;" and "&uuml;" belong to HTML, but hand-made files have them. */
static xmlEntityPtr on_unknown_entity(void *parser, const xmlChar *name)
{
    xmlEntityPtr known = xmlSAX2GetEntity(parser, name);
    const htmlEntityDesc *html = known == NULL ? htmlEntityLookup(name) : NULL;
    xmlDocPtr doc = ((xmlParserCtxtPtr)parser)->myDoc;
    if (html == NULL || doc == NULL)
        return known;
    if (doc->intSubset == NULL &&
        xmlCreateIntSubset(doc, (const xmlChar *)"schedule", NULL, NULL) == NULL)
        return NULL;
    char text[5] = { 0 };
    utf8_put(html->value, text);
    struct watch *w = watch_of(parser);
    if (str_empty(w->mild))
        w->mild = str_format(w->d->a, "&%s;", (const char *)name);
    return xmlAddDocEntity(doc, name, XML_INTERNAL_GENERAL_ENTITY, NULL, NULL,
                           (const xmlChar *)text);
}

static void on_element(void *parser, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                       int n_namespaces, const xmlChar **namespaces, int n_attributes,
                       int n_defaulted, const xmlChar **attributes)
{
    if (((xmlParserCtxtPtr)parser)->nodeNr > LEVELS_MAX) {
        refuse(parser, "it is deeper than 64 levels");
        return;
    }
    xmlSAX2StartElementNs(parser, name, prefix, uri, n_namespaces, namespaces, n_attributes,
                          n_defaulted, attributes);
}

/* Faults that leave every element where it belongs. */
static bool is_mild(int code)
{
    static const int mild[] = { XML_ERR_UNDECLARED_ENTITY,
                                XML_WAR_UNDECLARED_ENTITY,
                                XML_ERR_INVALID_CHAR,
                                XML_ERR_INVALID_CHARREF,
                                XML_ERR_INVALID_ENCODING,
                                XML_ERR_NAME_REQUIRED,
                                XML_ERR_ENTITYREF_SEMICOL_MISSING,
                                XML_ERR_ATTRIBUTE_REDEFINED,
                                XML_ERR_UNSUPPORTED_ENCODING,
                                XML_ERR_UNKNOWN_ENCODING,
                                XML_NS_ERR_UNDEFINED_NAMESPACE,
                                XML_ERR_HYPHEN_IN_COMMENT,
                                XML_ERR_RESERVED_XML_NAME,
                                XML_ERR_MISPLACED_CDATA_END,
                                XML_ERR_DOCUMENT_END };
    for (size_t i = 0; i < COUNT_OF(mild); i++)
        if (code == mild[i])
            return true;
    return false;
}

static void on_error(void *parser, xmlErrorPtr error)
{
    struct watch *w = watch_of(parser);
    if (error->level < XML_ERR_ERROR || w->refused != NULL)
        return;
    str *to = is_mild(error->code) ? &w->mild : &w->fault;
    if (!str_empty(*to))
        return;
    str message = utf8_cut(utf8_line(w->d->a, str_of(error->message)), 120);
    *to = str_format(w->d->a, "line %d: %.*s", error->line, STR_ARG(message));
}

static void defer_free_doc(void *doc)
{
    xmlFreeDoc(doc);
}

/* The document lives as long as the draft's scratch arena. */
static const err *parse(struct programme_draft *d, str text, xmlDocPtr *ret)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, xmlInitParser);
    struct watch w = { .d = d };
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (parser == NULL)
        FAIL(d->a, ERR_BROKEN, "no memory to read XML");
    parser->_private = &w;
    parser->sax->entityDecl = on_entity;
    parser->sax->getEntity = on_unknown_entity;
    parser->sax->startElementNs = on_element;
    parser->sax->serror = on_error;
    xmlDocPtr doc = xmlCtxtReadMemory(parser, text.p, (int)text.n, NULL, NULL,
                                      XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOCDATA |
                                          XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlFreeParserCtxt(parser);
    if (doc != NULL)
        arena_defer(d->scratch, defer_free_doc, doc);
    if (w.refused != NULL)
        FAIL(d->a, ERR_INVALID, "an XML file that is not read: %s", w.refused);
    if (!str_empty(w.fault) || doc == NULL)
        FAIL(d->a, ERR_INVALID, "broken XML, %.*s", STR_ARG(str_empty(w.fault) ? w.mild : w.fault));
    if (!str_empty(w.mild))
        programme_draft_remark(d, WORDS_MARK("Faults in the XML were read over ({first})"), w.mild);
    *ret = doc;
    return NULL;
}

static bool is_element(const xmlNode *node, str name)
{
    return node->type == XML_ELEMENT_NODE && str_eq(str_of((const char *)node->name), name);
}

static const xmlNode *child(const xmlNode *node, str name)
{
    for (const xmlNode *c = node == NULL ? NULL : node->children; c != NULL; c = c->next)
        if (is_element(c, name))
            return c;
    return NULL;
}

static str owned(struct programme_draft *d, xmlChar *text)
{
    str copy = str_copy(d->scratch, str_of((const char *)text));
    xmlFree(text);
    return copy;
}

static str content(struct programme_draft *d, const xmlNode *node)
{
    if (node == NULL)
        return (str){ 0 };
    return owned(d, xmlNodeGetContent(node));
}

static str child_text(struct programme_draft *d, const xmlNode *node, str name)
{
    return content(d, child(node, name));
}

static str attribute(struct programme_draft *d, const xmlNode *node, const char *name)
{
    return owned(d, xmlGetNoNsProp(node, (const xmlChar *)name));
}

/* What is an attribute in one dialect is an element in another. */
static str either(struct programme_draft *d, const xmlNode *node, str name)
{
    str value = attribute(d, node, str_c(d->scratch, name));
    return str_empty(str_trim(value)) ? child_text(d, node, name) : value;
}

static void persons_read(struct programme_draft *d, const xmlNode *event,
                         struct programme_draft_event *e)
{
    const xmlNode *persons = child(event, S("persons"));
    for (const xmlNode *p = persons == NULL ? NULL : persons->children; p != NULL; p = p->next) {
        if (!is_element(p, S("person")))
            continue;
        str name = child_text(d, p, S("name"));
        str biography = child_text(d, p, S("biography"));
        programme_draft_person(d, e, either(d, p, S("id")),
                               child(p, S("name")) == NULL ? content(d, p) : name, biography);
    }
}

static void links_read(struct programme_draft *d, const xmlNode *event, str list, str item,
                       struct programme_draft_event *e)
{
    const xmlNode *links = child(event, list);
    for (const xmlNode *l = links == NULL ? NULL : links->children; l != NULL; l = l->next)
        if (is_element(l, item))
            programme_draft_link(d, e, attribute(d, l, "href"), content(d, l));
}

static void event_read(struct programme_draft *d, const xmlNode *event, str room,
                       const struct programme_draft_day *day)
{
    struct programme_draft_event e = {
        .guid = either(d, event, S("guid")),
        .id = either(d, event, S("id")),
        .title = child_text(d, event, S("title")),
        .subtitle = child_text(d, event, S("subtitle")),
        .track = child_text(d, event, S("track")),
        .type = child_text(d, event, S("type")),
        .place = child_text(d, event, S("room")),
        .language = child_text(d, event, S("language")),
        .abstract = child_text(d, event, S("abstract")),
        .description = child_text(d, event, S("description")),
        .url = child_text(d, event, S("url")),
        .date = child_text(d, event, S("date")),
        .start = child_text(d, event, S("start")),
        .end = child_text(d, event, S("end")),
        .duration = child_text(d, event, S("duration")),
        .has_day = day != NULL,
    };
    if (day != NULL)
        e.day = *day;
    if (str_empty(str_trim(e.place)))
        e.place = room;
    str status = str_trim(child_text(d, event, S("status")));
    e.cancelled = str_eq_nocase(status, S("cancelled")) || str_eq_nocase(status, S("canceled"));
    persons_read(d, event, &e);
    links_read(d, event, S("links"), S("link"), &e);
    links_read(d, event, S("attachments"), S("attachment"), &e);
    programme_draft_add(d, &e);
}

/* Events stand in rooms, or directly under the day, or in both. */
static void events_read(struct programme_draft *d, const xmlNode *parent, str room,
                        const struct programme_draft_day *day)
{
    for (const xmlNode *c = parent->children; c != NULL && !programme_draft_too_many(d);
         c = c->next) {
        if (is_element(c, S("event")))
            event_read(d, c, room, day);
        else if (is_element(c, S("room")) && str_empty(room))
            events_read(d, c, attribute(d, c, "name"), day);
    }
}

static void day_read(struct programme_draft *d, const xmlNode *node)
{
    struct programme_draft_day day;
    bool known = programme_draft_day(d, attribute(d, node, "date"), attribute(d, node, "start"),
                                     attribute(d, node, "end"), &day);
    if (!known)
        programme_draft_remark(d, WORDS_MARK("{n} days have no date"), S(""));
    events_read(d, node, (str){ 0 }, known ? &day : NULL);
}

static void conference_read(struct programme_draft *d, const xmlNode *root)
{
    const xmlNode *c = child(root, S("conference"));
    d->p.title = programme_draft_line(d, child_text(d, c, S("title")));
    d->p.subtitle = programme_draft_line(d, child_text(d, c, S("subtitle")));
    d->p.acronym = programme_draft_line(d, child_text(d, c, S("acronym")));
    d->p.version = programme_draft_line(d, child_text(d, root, S("version")));
    d->p.url = programme_draft_url(d, child_text(d, c, S("url")));
    if (str_empty(d->p.url))
        d->p.url = programme_draft_url(d, child_text(d, c, S("base_url")));
    str place[] = { programme_draft_line(d, child_text(d, c, S("venue"))),
                    programme_draft_line(d, child_text(d, c, S("city"))) };
    bool both = !str_empty(place[0]) && !str_empty(place[1]);
    d->p.place = both ? str_join(d->a, place, 2, S(", ")) : place[str_empty(place[0])];
    programme_draft_day_change(d, child_text(d, c, S("day_change")));
    programme_draft_zone(d, child_text(d, c, S("time_zone_name")));
}

const err *programme_xml_read(struct programme_draft *d, str text)
{
    xmlDocPtr doc = NULL;
    TRY(parse(d, text, &doc));
    const xmlNode *root = xmlDocGetRootElement(doc);
    str name = str_of(root == NULL ? NULL : (const char *)root->name);
    if (!str_eq(name, S("schedule")))
        FAIL(d->a, ERR_INVALID, "an XML file, but its first element is <%.*s>, not <schedule>",
             STR_ARG(utf8_cut(name, 40)));
    conference_read(d, root);
    for (const xmlNode *day = root->children; day != NULL && !programme_draft_too_many(d);
         day = day->next)
        if (is_element(day, S("day")))
            day_read(d, day);
    return NULL;
}
