/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chat_archive.c - archives in JSON: Facebook's, Messenger's and Instagram's message_N.json and
 * friends.json, X's direct-messages.js, following.js and follower.js.
 *
 * Objects are known by what is in them, wherever they stand: a conversation has participants and
 * messages with timestamp_ms, X's has a conversationId and messageCreate; friends have a name and a
 * timestamp.
 */
#include <stdint.h>
#include <string.h>

#include <jansson.h>

#include "base/json_text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "engine/chat/chat_reader.h"
#include "engine/when/when.h"

#define DEPTH_MAX 8

struct archive {
    char *p;
    size_t n, cap;
    bool ended, read, too_large;
    struct chat_event *events;
    size_t n_events, cap_events, given;
    size_t faults; /* messages without a time or a writer */
    bool faults_said;
};

static void bytes_feed(chat_reader *r, str bytes)
{
    struct archive *x = r->own;
    if (x->n + bytes.n > CHAT_ARCHIVE_MAX) {
        x->too_large = true;
        return;
    }
    void *p = x->p;
    arena_grow(r->a, &p, &x->cap, x->n + bytes.n + 1, 1);
    x->p = p;
    if (bytes.n > 0)
        memcpy(x->p + x->n, bytes.p, bytes.n);
    x->n += bytes.n;
}

static void bytes_end(chat_reader *r)
{
    struct archive *x = r->own;
    x->ended = true;
}

/* ---- values ---------------------------------------------------------------------------------- */

static str text_at(arena *a, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return (str){ 0 };
    str text = { json_string_value(value), json_string_length(value) };
    return str_copy(a, utf8_line(a, chat_mojibake(a, text)));
}

static bool number_at(const json_t *object, const char *key, int64_t *ret)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value))
        return false;
    *ret = json_integer_value(value);
    return *ret > 0 && *ret < INT64_C(4102444800000); /* 2100 */
}

static void event_add(chat_reader *r, const struct chat_event *made)
{
    struct archive *x = r->own;
    void *events = x->events;
    arena_grow(r->a, &events, &x->cap_events, x->n_events + 1, sizeof *made);
    x->events = events;
    x->events[x->n_events++] = *made;
}

/* ---- what is known --------------------------------------------------------------------------- */

/* {"participants": [{"name"}], "messages": [{"sender_name", "timestamp_ms"}], "title"} */
static bool conversation_read(chat_reader *r, const json_t *object)
{
    struct archive *x = r->own;
    const json_t *who = json_object_get(object, "participants");
    const json_t *messages = json_object_get(object, "messages");
    if (!json_is_array(who) || !json_is_array(messages))
        return false;
    size_t n = json_array_size(who);
    struct chat_person *to = NEW_ARRAY(r->a, struct chat_person, n + 1);
    for (size_t i = 0; i < n; i++)
        to[i].name = text_at(r->a, json_array_get(who, i), "name");
    str title = text_at(r->a, object, "title"), id = text_at(r->a, object, "thread_path");
    for (size_t i = 0; i < json_array_size(messages); i++) {
        const json_t *message = json_array_get(messages, i);
        struct chat_event made = { .kind = CHAT_TALK,
                                   .count = 1,
                                   .zoned = true,
                                   .title = title,
                                   .id = id,
                                   .to = to,
                                   .n_to = n };
        made.from.name = text_at(r->a, message, "sender_name");
        if (made.from.name.n > 0 && number_at(message, "timestamp_ms", &made.time_ms))
            event_add(r, &made);
        else
            x->faults++;
    }
    return true;
}

/* {"dmConversation": {"conversationId", "messages": [{"messageCreate": {"senderId", "recipientId",
 * "createdAt"}}]}} */
static bool direct_read(chat_reader *r, const json_t *object)
{
    struct archive *x = r->own;
    const json_t *messages = json_object_get(object, "messages");
    str id = text_at(r->a, object, "conversationId");
    if (id.n == 0 || !json_is_array(messages))
        return false;
    for (size_t i = 0; i < json_array_size(messages); i++) {
        const json_t *message = json_object_get(json_array_get(messages, i), "messageCreate");
        bool has_offset;
        if (message == NULL) /* somebody joined, a name was changed */
            continue;
        struct chat_person *to = NEW(r->a, struct chat_person);
        to->address = text_at(r->a, message, "recipientId");
        struct chat_event made = { .kind = CHAT_TALK,
                                   .count = 1,
                                   .zoned = true,
                                   .id = id,
                                   .to = to,
                                   .n_to = to->address.n > 0 };
        made.from.address = text_at(r->a, message, "senderId");
        if (made.from.address.n > 0 &&
            when_rfc3339_parse(text_at(r->a, message, "createdAt"), &made.time_ms, &has_offset))
            event_add(r, &made);
        else
            x->faults++;
    }
    return true;
}

/* {"name", "timestamp"} of friends; {"accountId", "userLink"} of those who are followed. */
static bool contact_read(chat_reader *r, const json_t *object)
{
    struct chat_event made = { .kind = CHAT_CONTACT, .count = 1, .zoned = true };
    int64_t seconds;
    str account = text_at(r->a, object, "accountId");
    str link = text_at(r->a, object, "userLink");
    if (account.n > 0 && link.n > 0) {
        made.from.address = account;
        made.title = link;
        event_add(r, &made);
        return true;
    }
    made.from.name = text_at(r->a, object, "name");
    if (made.from.name.n == 0 || !number_at(object, "timestamp", &seconds))
        return false;
    made.time_ms = seconds * 1000;
    event_add(r, &made);
    return true;
}

static void value_read(chat_reader *r, const json_t *value, int depth)
{
    const char *key;
    json_t *inner;
    if (depth > DEPTH_MAX)
        return;
    for (size_t i = 0; json_is_array(value) && i < json_array_size(value); i++)
        value_read(r, json_array_get(value, i), depth + 1);
    if (!json_is_object(value) || conversation_read(r, value) || direct_read(r, value) ||
        contact_read(r, value))
        return;
    json_object_foreach((json_t *)(uintptr_t)value, key, inner) value_read(r, inner, depth + 1);
}

/* Behind "window.YTD.direct_messages.part0 =". */
static str without_prefix(str text)
{
    if (str_starts(text, S("\xef\xbb\xbf")))
        text = str_sub(text, 3, text.n);
    text = str_trim(text);
    size_t at = str_find(str_sub(text, 0, 200), S("="));
    if (!str_starts(text, S("window.")) || at >= 200 || at >= text.n)
        return text;
    return str_sub(text, at + 1, text.n);
}

static enum lines_event all_read(chat_reader *r, struct lines_refusal *ret_refusal)
{
    struct archive *x = r->own;
    json_error_t error;
    x->read = true;
    if (x->too_large)
        return chat_refuse(r, 1, WORDS_MARK("This archive is larger than 32 megabytes."),
                           ret_refusal);
    str text = without_prefix((str){ x->p, x->n });
    json_t *root = json_loadb(text.n > 0 ? text.p : "", text.n, 0, &error);
    if (root == NULL)
        return chat_refuse(r, error.line > 0 ? (size_t)error.line : 1,
                           WORDS_MARK("This archive breaks off or is no JSON."), ret_refusal);
    value_read(r, root, 0);
    json_decref(root);
    return LINES_MORE;
}

static enum lines_event rest_read(chat_reader *r, arena *a, struct chat_event *ret,
                                  struct lines_refusal *ret_refusal)
{
    struct archive *x = r->own;
    (void)a;
    if (!x->ended)
        return LINES_MORE;
    enum lines_event event = x->read ? LINES_MORE : all_read(r, ret_refusal);
    if (event == LINES_REFUSED)
        return event;
    if (x->given < x->n_events) {
        *ret = x->events[x->given++];
        return LINES_THING;
    }
    if (x->faults > 0 && !x->faults_said) {
        x->faults_said = true;
        return chat_refuse(r, 1,
                           WORDS_MARK("Some messages of this archive have no time or no writer."),
                           ret_refusal);
    }
    return LINES_END;
}

chat_reader *chat_archive_new(arena *a)
{
    chat_reader *r = chat_reader_new(a, NEW(a, struct archive));
    r->feed = bytes_feed;
    r->end = bytes_end;
    r->rest = rest_read;
    return r;
}
