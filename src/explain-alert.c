/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain-words.h"

/* An alert is told in a sentence that is put together: who, whom, its name, its level, and why. */

static const char *alert_cause(const explain_words_t *words, gint16 description)
{
    for (const explain_alert_t *row = words->alerts; row->text; row++)
        if (row->description == description)
            return row->text;
    return NULL;
}

enum { ALERT_CLOSE_NOTIFY = 0, ALERT_USER_CANCELED = 90, ALERT_NO_RENEGOTIATION = 100, FATAL = 2 };

/* TLS 1.3 ignores the level: everything but close_notify and user_canceled ends the session. */
static bool is_refusal(const step_t *step)
{
    return step->alert_description != ALERT_CLOSE_NOTIFY &&
           step->alert_description != ALERT_USER_CANCELED &&
           step->alert_description != ALERT_NO_RENEGOTIATION;
}

char *explain_alert(const step_t *step, language_t language)
{
    const explain_words_t *words = explain_words(language);
    const explain_alert_phrases_t *phrases = words->alert_phrases;
    int sender = step->sender == SENDER_CLIENT ? 0 : 1;
    if (step->alert_description == ALERT_UNREADABLE)
        return g_strdup_printf("%s: %s", phrases->hidden[sender],
                               step->segment == 1 ? phrases->hidden_in_handshake
                                                  : phrases->hidden_in_session);
    const char *name = alert_name((guint8)step->alert_description);
    const char *cause = alert_cause(words, step->alert_description);
    g_autofree char *number = g_strdup_printf("alert %d", step->alert_description);
    return g_strdup_printf(
        "%s: %s (%s)%s%s", is_refusal(step) ? phrases->refuses[sender] : phrases->says[sender],
        name ? name : number, step->alert_level == FATAL ? phrases->fatal : phrases->warning,
        cause ? ": " : "", cause ? cause : "");
}
