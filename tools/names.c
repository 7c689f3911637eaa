/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * names.c - see names.h. Names are compared without regard to case.
 */
#include "names.h"

static bool among(str name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (str_eq_nocase(name, str_of(*names)))
            return true;
    }
    return false;
}

static bool starts_nocase(str name, str prefix)
{
    return str_eq_nocase(str_sub(name, 0, prefix.n), prefix);
}

bool names_element_void(str name)
{
    static const char *const names[] = { "area", "br",   "col",    "hr",    "img", "input",
                                         "link", "meta", "source", "track", "wbr", NULL };
    return among(name, names);
}

const char *names_element_refused(str name)
{
    static const char *const foreign[] = { "iframe", "object",   "embed", "applet",
                                           "frame",  "frameset", "param", NULL };
    static const char *const raw[] = { "xmp", "plaintext", "listing", "noembed", "noframes", NULL };
    static const char *const animation[] = { "animate", "set", NULL };
    if (str_eq_nocase(name, S("style")))
        return "styles belong into a style sheet";
    if (str_eq_nocase(name, S("base")))
        return "it changes every address of the page";
    if (among(name, foreign))
        return "it loads another document";
    if (among(name, raw))
        return "its content is not markup";
    return among(name, animation) ? "it can set any attribute" : NULL;
}

bool names_element_keeps_space(str name)
{
    static const char *const names[] = { "pre", "textarea", NULL };
    return among(name, names);
}

bool names_attribute_url(str name)
{
    static const char *const names[] = { "href",        "src",      "action",     "formaction",
                                         "poster",      "cite",     "data",       "background",
                                         "longdesc",    "manifest", "xlink:href", "hx-get",
                                         "hx-post",     "hx-put",   "hx-patch",   "hx-delete",
                                         "hx-push-url", NULL };
    return among(name, names);
}

const char *names_attribute_refused(str name)
{
    if (starts_nocase(name, S("on")) || starts_nocase(name, S("hx-on")))
        return "event handlers belong into a script file";
    if (str_eq_nocase(name, S("style")))
        return "styles belong into a style sheet";
    if (str_eq_nocase(name, S("srcdoc")))
        return "it holds another document";
    if (str_eq_nocase(name, S("http-equiv")))
        return "headers belong to the answer";
    return NULL;
}

const char *names_attribute_literal(str name)
{
    static const char *const lists[] = { "srcset", "imagesrcset", "ping", "archive", NULL };
    static const char *const code[] = { "hx-vals", "hx-headers", "hx-vars", "hx-trigger", NULL };
    if (among(name, lists))
        return "it is a list of addresses";
    return among(name, code) ? "it is read as a script" : NULL;
}

bool names_scheme_safe(str scheme)
{
    static const char *const names[] = { "http", "https", "mailto", "tel", NULL };
    return among(scheme, names);
}
