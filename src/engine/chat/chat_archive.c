/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chat_archive.c - archives in JSON: Facebook's, Messenger's and Instagram's message_N.json and
 * friends.json, X's direct-messages.js, following.js and follower.js.
 *
 * The file is passed through bracket by bracket, and only the small objects that say something are
 * read: the elements of "messages", "participants" and of lists of friends, and what stands under
 * "following" and "follower". So a file of any size costs its largest message.
 */
#include <stdint.h>
#include <string.h>

#include <jansson.h>

#include "base/json_text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "engine/chat/chat_reader.h"
#include "engine/when/when.h"

#define DEPTH_MAX 64
#define KEY_MAX 32
#define OBJECT_MAX ((size_t)1 << 20)
#define PARTICIPANTS_MAX 1000

enum place { PLACE_OTHER, PLACE_MESSAGES, PLACE_PARTICIPANTS, PLACE_CONTACTS };

struct level {
    bool object;
    enum place place; /* what the brackets hold, by the key in front of them */
};

struct archive {
    char *p; /* bytes from `at` to `n` were not looked at; the object at hand stands before them */
    size_t at, n, cap;
    size_t line;
    struct level levels[DEPTH_MAX];
    size_t depth;
    size_t too_deep; /* brackets beyond DEPTH_MAX */
    bool string, escape, too_large;
    size_t object;       /* where the object at hand begins, with the depth around it */
    size_t object_depth; /* 0: there is none */
    size_t object_line;
    char word[KEY_MAX]; /* the last string, as far as it goes */
    size_t n_word;
    char key[KEY_MAX]; /* the last one before a ':' */
    size_t n_key;
    bool keyed; /* a value is to come */
    char conversation[2 * KEY_MAX];
    size_t n_conversation;
    struct chat_person *participants;
    size_t n_participants, cap_participants;
    arena *people; /* holds them */
    bool ended, said;
};

static void bytes_feed(chat_reader *r, str bytes)
{
    struct archive *x = r->own;
    size_t keep = x->object_depth > 0 && !x->too_large ? x->object : x->at;
    if (x->n > keep)
        memmove(x->p, x->p + keep, x->n - keep);
    x->n -= keep;
    x->at -= keep;
    x->object = 0;
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

/* ---- objects --------------------------------------------------------------------------------- */

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

/* {"sender_name", "timestamp_ms"}, or X's {"messageCreate": {"senderId", "recipientId",
 * "createdAt"}}.
 */
static bool message_read(struct archive *x, arena *a, const json_t *object, struct chat_event *ret)
{
    const json_t *sent = json_object_get(object, "messageCreate");
    bool has_offset;
    ret->kind = CHAT_TALK;
    ret->id = str_copy(a, utf8_line(a, lines_text(a, (str){ x->conversation, x->n_conversation })));
    if (sent == NULL) {
        ret->from.name = text_at(a, object, "sender_name");
        ret->to = x->participants;
        ret->n_to = x->n_participants;
        return ret->from.name.n > 0 && number_at(object, "timestamp_ms", &ret->time_ms);
    }
    struct chat_person *to = NEW(a, struct chat_person);
    to->address = text_at(a, sent, "recipientId");
    ret->from.address = text_at(a, sent, "senderId");
    ret->to = to;
    ret->n_to = to->address.n > 0;
    return ret->from.address.n > 0 &&
           when_rfc3339_parse(text_at(a, sent, "createdAt"), &ret->time_ms, &has_offset);
}

/* {"name", "timestamp"} of friends; {"accountId", "userLink"} of those who are followed. */
static bool contact_read(arena *a, const json_t *object, struct chat_event *ret)
{
    int64_t seconds;
    ret->kind = CHAT_CONTACT;
    ret->from.address = text_at(a, object, "accountId");
    ret->title = text_at(a, object, "userLink");
    if (ret->from.address.n > 0)
        return true;
    ret->from.name = text_at(a, object, "name");
    if (ret->from.name.n == 0 || !number_at(object, "timestamp", &seconds))
        return false;
    ret->time_ms = seconds * 1000;
    return true;
}

static void participant_read(struct archive *x, const json_t *object)
{
    str name = text_at(x->people, object, "name");
    if (name.n == 0 || x->n_participants == PARTICIPANTS_MAX)
        return;
    void *all = x->participants;
    arena_grow(x->people, &all, &x->cap_participants, x->n_participants + 1,
               sizeof *x->participants);
    x->participants = all;
    x->participants[x->n_participants++] = (struct chat_person){ .name = name };
}

/* Somebody joined, a name was changed: X tells it among the messages. */
static bool says_nothing(const json_t *object)
{
    return json_object_get(object, "sender_name") == NULL &&
           json_object_get(object, "messageCreate") == NULL && json_object_size(object) == 1;
}

/* The object at hand, which ends before `at`. */
static enum lines_event object_read(chat_reader *r, enum place place, arena *a,
                                    struct chat_event *ret, struct lines_refusal *ret_refusal)
{
    struct archive *x = r->own;
    json_error_t error;
    struct chat_event made = { .line = x->object_line, .count = 1, .zoned = true };
    bool read = false, nothing = place == PLACE_PARTICIPANTS;
    json_t *object =
        x->too_large ? NULL : json_loadb(x->p + x->object, x->at - x->object, 0, &error);
    x->object_depth = 0;
    if (object != NULL && place == PLACE_PARTICIPANTS)
        participant_read(x, object);
    else if (object != NULL && place == PLACE_MESSAGES)
        read = !(nothing = says_nothing(object)) && message_read(x, a, object, &made);
    else if (object != NULL)
        read = contact_read(a, object, &made);
    bool broken = object == NULL;
    json_decref(object);
    if (read)
        *ret = made;
    if (read || (nothing && !broken))
        return read ? LINES_THING : LINES_MORE;
    return chat_refuse(r, x->object_line,
                       WORDS_MARK("What stands here has no time or no person that can be read."),
                       ret_refusal);
}

/* ---- brackets -------------------------------------------------------------------------------- */

static bool key_is(const struct archive *x, const char *key)
{
    return x->keyed && str_eq((str){ x->key, x->n_key }, str_of(key));
}

static enum place place_of(const struct archive *x)
{
    if (key_is(x, "messages"))
        return PLACE_MESSAGES;
    if (key_is(x, "participants"))
        return PLACE_PARTICIPANTS;
    bool contacts = key_is(x, "friends_v2") || key_is(x, "friends") || key_is(x, "following") ||
                    key_is(x, "follower");
    return contacts ? PLACE_CONTACTS : PLACE_OTHER;
}

static void bracket_open(struct archive *x, char c)
{
    enum place place = place_of(x);
    const struct level *around = x->depth > 0 ? &x->levels[x->depth - 1] : NULL;
    bool element = around != NULL && !around->object && around->place != PLACE_OTHER;
    x->keyed = false;
    if (x->depth == DEPTH_MAX) {
        x->too_deep++;
        return;
    }
    if (c == '[' && place == PLACE_PARTICIPANTS && x->object_depth == 0) {
        arena_reset(x->people);
        x->participants = NULL;
        x->n_participants = x->cap_participants = 0;
    }
    if (c == '{' && x->object_depth == 0 && (element || place == PLACE_CONTACTS)) {
        place = element ? around->place : place;
        x->object = x->at;
        x->object_line = x->line;
        x->object_depth = x->depth + 1;
        x->too_large = false;
    }
    x->levels[x->depth++] = (struct level){ c == '{', place };
}

/* True where it closes the object at hand. */
static bool bracket_close(struct archive *x)
{
    x->keyed = false;
    if (x->too_deep > 0) {
        x->too_deep--;
        return false;
    }
    if (x->depth == 0)
        return false;
    x->depth--;
    return x->object_depth == x->depth + 1;
}

static void string_end(struct archive *x)
{
    x->string = false;
    if (key_is(x, "conversationId") || key_is(x, "thread_path")) {
        memcpy(x->conversation, x->word, x->n_word);
        x->n_conversation = x->n_word;
    }
    x->keyed = false;
}

static void string_byte(struct archive *x, char c)
{
    if (!x->escape && c == '"') {
        string_end(x);
        return;
    }
    x->escape = !x->escape && c == '\\';
    if (x->n_word < KEY_MAX)
        x->word[x->n_word++] = c;
}

/* One byte; true where it closes the object at hand. */
static bool byte_read(struct archive *x, char c)
{
    x->line += c == '\n';
    if (x->string) {
        string_byte(x, c);
    } else if (c == '"') {
        x->string = true;
        x->n_word = 0;
    } else if (c == ':') {
        memcpy(x->key, x->word, x->n_word);
        x->n_key = x->n_word;
        x->keyed = true;
    } else if (c == '[' || c == '{') {
        bracket_open(x, c);
    } else if (c == ']' || c == '}') {
        return bracket_close(x);
    } else if (c == ',') {
        x->keyed = false;
    }
    return false;
}

static enum lines_event rest_read(chat_reader *r, arena *a, struct chat_event *ret,
                                  struct lines_refusal *ret_refusal)
{
    struct archive *x = r->own;
    while (x->at < x->n) {
        bool closed = byte_read(x, x->p[x->at]);
        x->at++;
        x->too_large = x->too_large || (x->object_depth > 0 && x->at - x->object > OBJECT_MAX);
        if (!closed)
            continue;
        enum lines_event event = object_read(r, x->levels[x->depth].place, a, ret, ret_refusal);
        if (event != LINES_MORE)
            return event;
    }
    if (!x->ended)
        return LINES_MORE;
    if ((x->depth > 0 || x->string) && !x->said) {
        x->said = true;
        return chat_refuse(r, x->line, WORDS_MARK("This archive breaks off here."), ret_refusal);
    }
    return LINES_END;
}

static void people_free(void *people)
{
    arena_free(people);
}

chat_reader *chat_archive_new(arena *a)
{
    struct archive *x = NEW(a, struct archive);
    chat_reader *r = chat_reader_new(a, x);
    x->line = 1;
    x->people = arena_new(ARENA_LIMIT);
    arena_defer(a, people_free, x->people);
    r->feed = bytes_feed;
    r->end = bytes_end;
    r->rest = rest_read;
    return r;
}
