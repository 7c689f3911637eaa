/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/check.h"

#include <stdio.h>

#include "app/features.h"
#include "base/json_text.h"
#include "web/req.h"

static json_t *needs_json(unsigned needs)
{
    static const struct {
        unsigned flag;
        const char *name;
    } all[] = {
        { SAME_ORIGIN, "same origin" }, { RATE, "rate" },     { STREAM, "stream" },
        { MEMBER, "member" },           { HOST, "host" },     { PROGRAM, "program" },
        { BIG_BODY, "big body" },       { ALWAYS, "always" },
    };
    json_t *list = json_array();
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if ((needs & all[i].flag) != 0)
            json_array_append_new(list, json_string(all[i].name));
    return list;
}

static void add_routes(json_t *list, const struct feature *f)
{
    for (const struct route *r = f->routes; r != NULL && r->method != NULL; r++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o}", "feature", f->name, "method",
                                              r->method, "pattern", r->pattern, "needs",
                                              needs_json(r->needs)));
}

static void add_commands(json_t *list, const struct feature *f)
{
    for (const struct verb *v = f->verbs; v != NULL && v->name != NULL; v++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "feature", f->name, "name",
                                              v->name, "usage", v->usage));
}

static void add_list(json_t *list, const struct feature *f, const query *const *queries)
{
    for (size_t i = 0; queries != NULL && queries[i] != NULL; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s}", "feature", f->name, "sql", queries[i]->sql));
}

static void add_queries(json_t *list, const struct feature *f)
{
    add_list(list, f, f->queries);
    for (size_t i = 0; f->more_queries != NULL && f->more_queries[i] != NULL; i++)
        add_list(list, f, f->more_queries[i]);
}

const err *check_run(arena *a, const struct options *o)
{
    static const struct {
        const char *what;
        void (*add)(json_t *list, const struct feature *f);
    } all[] = { { "routes", add_routes },
                { "commands", add_commands },
                { "queries", add_queries } };
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (o->n_args != 2 || !str_eq(o->args[1], str_of(all[i].what)))
            continue;
        json_t *list = json_text_on(a, json_array());
        for (size_t n = 0; features[n] != NULL; n++)
            all[i].add(list, features[n]);
        str text = json_text_dump(a, list, JSON_INDENT(1));
        if (printf("%.*s\n", STR_ARG(text)) < 0)
            FAIL(a, ERR_BROKEN, "the result could not be written");
        return NULL;
    }
    FAIL(a, ERR_USAGE, "usage: check routes|commands|queries");
}
