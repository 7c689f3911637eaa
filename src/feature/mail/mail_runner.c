/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * mail_runner.c - the thread that sends what is due, one mail after the other. Its own, since a
 * mail server may take a minute and the jobs of the house shall not wait for it.
 */
#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "feature/house/house.h"
#include "feature/mail/mail_rules.h"
#include "feature/mail/mail_server.h"
#include "feature/mail/mail_store.h"
#include "letter.html.h"
#include "os/thread.h"

/* A try is over in this time, whatever happens; a mail whose sender died is taken up again then. */
#define CLAIM_MS ((int64_t)5 * 60 * 1000)
/* Looks for mails of other processes and for those whose next try has come. */
#define LOOK_EVERY_S 2
#define ARENA_MAIL ((size_t)8 << 20)
#define PAGE_MAX ((size_t)1 << 20)

/* ---- one mail -------------------------------------------------------------------------------- */

/* The pieces between empty lines; in each, lines. */
static struct letter_paragraphs paragraphs_of(arena *a, str text)
{
    size_t most = text.n / 2 + 1, n = 0;
    struct letter_paragraph *item = NEW_ARRAY(a, struct letter_paragraph, most);
    while (!str_empty(text)) {
        size_t end = str_find(text, S("\n\n"));
        str piece = str_trim(str_sub(text, 0, end));
        text = str_sub(text, end + 2, text.n);
        if (str_empty(piece))
            continue;
        struct letter_line *lines = NEW_ARRAY(a, struct letter_line, piece.n / 2 + 2);
        size_t n_lines = 0;
        str line = { 0 };
        while (str_next(&piece, '\n', &line)) {
            bool link = str_starts(line, S("https://")) || str_starts(line, S("http://"));
            lines[n_lines++] = (struct letter_line){ .text = line, .is_link = link };
        }
        item[n++] = (struct letter_paragraph){ { lines, n_lines } };
    }
    return (struct letter_paragraphs){ item, n };
}

static html html_part(arena *a, const struct mail_item *m, enum lang lang)
{
    page p;
    page_init(&p, a, lang, PAGE_MAX);
    letter_page(&p, lang_tag(lang), m->subject, paragraphs_of(a, mail_text(a, m)));
    return page_taken(&p);
}

static const err *write_letter(store *s, arena *a, const struct mail_item *m,
                               const struct mail_server *server, str *ret)
{
    enum lang lang = LANG_EN;
    str name = m->from_name;
    (void)lang_from_tag(m->language, &lang);
    if (str_empty(name))
        TRY(house_setting(s, a, "name", &name));
    const struct letter letter = {
        .from = { name, server->from },
        .to = m->to,
        .reply_to = m->reply_to,
        .subject = m->subject,
        .text = mail_text(a, m),
        .page = html_part(a, m, lang),
        .message_id = m->message_id,
        .in_reply_to = m->in_reply_to,
        .date_ms = clock_now_ms(),
        .automatic = m->automatic,
    };
    return letter_write(a, &letter, ret);
}

static const err *keep_outcome(store *s, arena *a, const struct mail_item *m,
                               struct mail_verdict verdict, str said)
{
    int64_t changed = 0;
    TX(t, s, a);
    TRY(mail_store_outcome(s, a, m->id, verdict.state, verdict.next_ms, clock_now_ms(), said,
                           &changed));
    return tx_commit(&t);
}

static const err *claim(store *s, arena *a, struct mail_item *ret, bool *ret_found)
{
    int64_t now_ms = clock_now_ms();
    TX(t, s, a);
    TRY(mail_store_claim(s, a, now_ms, now_ms + CLAIM_MS, ret, ret_found));
    return tx_commit(&t);
}

const err *mail_rules_send_one(store *s, arena *a, bool *ret_did)
{
    struct mail_server server = { 0 };
    struct mail_item m = { 0 };
    str bytes = { 0 };
    *ret_did = false;
    TRY(mail_server_load(s, a, &server));
    if (!mail_server_set_up(&server))
        return NULL;
    TRY(claim(s, a, &m, ret_did));
    if (!*ret_did)
        return NULL;
    int64_t now_ms = clock_now_ms();
    if (mail_rules_expired(&m, now_ms))
        return keep_outcome(s, a, &m, (struct mail_verdict){ S("given up"), now_ms }, m.said);
    TRY(write_letter(s, a, &m, &server, &bytes));
    struct smtp_server smtp = mail_server_smtp(&server);
    struct smtp_answer answer = smtp_send(a, &smtp, server.from, m.to.address, bytes);
    if (answer.outcome != SMTP_SENT)
        log_line(LOG_WARN, "mail", "mail %lld was not sent, code %d", (long long)m.id, answer.code);
    return keep_outcome(s, a, &m, mail_rules_judge(&m, &answer, clock_now_ms()), answer.said);
}

const err *mail_ready(store *s, arena *a, bool *ret)
{
    struct mail_server server = { 0 };
    TRY(mail_server_load(s, a, &server));
    *ret = mail_server_set_up(&server);
    return NULL;
}

/* ---- the thread ------------------------------------------------------------------------------ */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
    bool woken;
    store_pool *pool;
    thread *thread;
} runner = { .lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER };

void mail_rules_wake(store *s, void *unused)
{
    (void)s;
    (void)unused;
    pthread_mutex_lock(&runner.lock);
    runner.woken = true;
    pthread_cond_signal(&runner.wake);
    pthread_mutex_unlock(&runner.lock);
}

/* Until there may be something to do; false when it is time to stop. */
static bool wait_a_moment(void)
{
    struct timespec until = { 0 };
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += LOOK_EVERY_S;
    pthread_mutex_lock(&runner.lock);
    while (!runner.stopping && !runner.woken &&
           pthread_cond_timedwait(&runner.wake, &runner.lock, &until) != ETIMEDOUT)
        ;
    runner.woken = false;
    bool go_on = !runner.stopping;
    pthread_mutex_unlock(&runner.lock);
    return go_on;
}

static bool stopping(void)
{
    pthread_mutex_lock(&runner.lock);
    bool stop = runner.stopping;
    pthread_mutex_unlock(&runner.lock);
    return stop;
}

static void send_all_due(store *s, arena *a)
{
    bool did = true;
    while (did && !stopping()) {
        const err *e = mail_rules_send_one(s, a, &did);
        if (e != NULL) {
            log_err("mail", e);
            did = false;
        }
        arena_reset(a);
    }
}

static void run(void *unused)
{
    (void)unused;
    store *s = store_new(runner.pool);
    arena *a = arena_new(ARENA_MAIL);
    do
        send_all_due(s, a);
    while (wait_a_moment());
    arena_free(a);
    store_free(s);
}

const err *mail_rules_start(const struct house_parts *parts, store *s, arena *a)
{
    (void)s;
    runner.pool = parts->pool;
    runner.stopping = false;
    return thread_start(a, "mail", 0, run, NULL, &runner.thread);
}

void mail_rules_stop(void)
{
    pthread_mutex_lock(&runner.lock);
    runner.stopping = true;
    pthread_cond_signal(&runner.wake);
    pthread_mutex_unlock(&runner.lock);
    thread_join(runner.thread);
    runner.thread = NULL;
}
