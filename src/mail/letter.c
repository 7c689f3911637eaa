/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * letter.c - gmime's objects, made and given back in one place each.
 */
#include "mail/letter.h"

#include <gmime/gmime.h>
#include <pthread.h>

#include "base/utf8.h"

#define ADDRESS_MAX 254

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void unref(void *object)
{
    g_object_unref(object);
}

/* Given back with the arena. */
static void *kept(arena *a, void *object)
{
    arena_defer(a, unref, object);
    return object;
}

bool letter_address_ok(str address)
{
    size_t ats = 0;
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.p[i];
        if (c <= ' ' || c >= 127 || strchr("<>()[],;:\\\"", c) != NULL)
            return false;
        ats += c == '@';
    }
    return ats == 1 && address.n <= ADDRESS_MAX && address.p[0] != '@' &&
           address.p[address.n - 1] != '@';
}

static const err *party_check(arena *a, const struct letter_party *party, const char *what)
{
    if (!letter_address_ok(party->address))
        FAIL(a, ERR_INVALID, "no address for a mail's %s", what);
    return NULL;
}

/* A name is one line without controls, so that it can never end the header. */
static void add_party(arena *a, GMimeMessage *message, GMimeAddressType type,
                      const struct letter_party *party)
{
    g_mime_message_add_mailbox(message, type,
                               str_empty(party->name) ? NULL : str_c(a, utf8_line(a, party->name)),
                               str_c(a, party->address));
}

/* A text part: quoted-printable where it needs it. */
static GMimeObject *part(arena *a, const char *subtype, str text)
{
    GMimeTextPart *made = kept(a, g_mime_text_part_new_with_subtype(subtype));
    g_mime_text_part_set_charset(made, "utf-8");
    g_mime_text_part_set_text(made, str_c(a, text));
    g_mime_part_set_content_encoding(GMIME_PART(made), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return GMIME_OBJECT(made);
}

static GMimeObject *body(arena *a, const struct letter *letter)
{
    GMimeObject *plain = part(a, "plain", letter->text);
    if (str_empty(letter->page.s))
        return plain;
    GMimeMultipart *both = kept(a, g_mime_multipart_new_with_subtype("alternative"));
    g_mime_multipart_add(both, plain);
    g_mime_multipart_add(both, part(a, "html", letter->page.s));
    return GMIME_OBJECT(both);
}

static const err *message_id(arena *a, str id, const char **ret)
{
    if (!letter_address_ok(id))
        FAIL(a, ERR_INVALID, "no identifier for a mail");
    *ret = str_c(a, id);
    return NULL;
}

static const err *thread_headers(arena *a, GMimeMessage *message, const struct letter *letter)
{
    const char *id = NULL;
    TRY(message_id(a, letter->message_id, &id));
    g_mime_message_set_message_id(message, id);
    if (str_empty(letter->in_reply_to))
        return NULL;
    TRY(message_id(a, letter->in_reply_to, &id));
    const char *bracketed = str_c(a, str_format(a, "<%s>", id));
    g_mime_object_set_header(GMIME_OBJECT(message), "In-Reply-To", bracketed, NULL);
    g_mime_object_set_header(GMIME_OBJECT(message), "References", bracketed, NULL);
    return NULL;
}

/* With CRLF, as SMTP wants it (RFC 5321 section 2.3.8). */
static str as_bytes(arena *a, GMimeMessage *message)
{
    GMimeFormatOptions *options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    GMimeStream *memory = kept(a, g_mime_stream_mem_new());
    g_mime_object_write_to_stream(GMIME_OBJECT(message), options, memory);
    g_mime_format_options_free(options);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    return str_copy(a, (str){ (const char *)bytes->data, bytes->len });
}

const err *letter_write(arena *a, const struct letter *letter, str *ret)
{
    pthread_once(&once, g_mime_init);
    TRY(party_check(a, &letter->from, "sender"));
    TRY(party_check(a, &letter->to, "receiver"));
    GMimeMessage *message = kept(a, g_mime_message_new(TRUE));
    add_party(a, message, GMIME_ADDRESS_TYPE_FROM, &letter->from);
    add_party(a, message, GMIME_ADDRESS_TYPE_TO, &letter->to);
    if (!str_empty(letter->reply_to.address)) {
        TRY(party_check(a, &letter->reply_to, "reply"));
        add_party(a, message, GMIME_ADDRESS_TYPE_REPLY_TO, &letter->reply_to);
    }
    g_mime_message_set_subject(message, str_c(a, utf8_line(a, letter->subject)), "utf-8");
    GDateTime *date = g_date_time_new_from_unix_utc(letter->date_ms / 1000);
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
    TRY(thread_headers(a, message, letter));
    if (letter->automatic)
        g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
    g_mime_message_set_mime_part(message, body(a, letter));
    *ret = as_bytes(a, message);
    return NULL;
}
