/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain.h"

#include "explain-en.h"

/* A row speaks of the steps that it fits; of several the first counts. */
static bool version_fits(explain_version_t want, guint16 version)
{
    return want == ANY_VERSION || (want == TLS13) == version_is_tls13(version);
}

static bool exchange_fits(explain_exchange_t want, key_exchange_t key_exchange)
{
    switch (want) {
    case ANY_EXCHANGE:
        return true;
    case RSA_TRANSPORT:
        return key_exchange == KEX_RSA || key_exchange == KEX_RSA_PSK;
    case AGREED:
        return key_exchange_is_forward_secret(key_exchange);
    case ANONYMOUS:
        return key_exchange == KEX_ANONYMOUS;
    case PSK_ALONE:
        return key_exchange == KEX_PSK;
    case PSK_AGREED:
        return key_exchange == KEX_PSK_DHE || key_exchange == KEX_PSK_ECDHE;
    }
    return false;
}

static bool flags_fit(unsigned want, const step_t *step)
{
    unsigned flags =
        (step->sender == SENDER_CLIENT ? FROM_CLIENT : FROM_SERVER) |
        (step->resumed || step->absent == ABSENT_RESUMED ? RESUMED : 0) |
        (step->renegotiation ? RENEGOTIATION : 0) | (step->after_handshake ? AFTER_HANDSHAKE : 0) |
        (step->hello_retry_request ? RETRY : 0) |
        (step->protection == PROTECTION_EARLY_DATA_KEY ? EARLY_DATA : 0) |
        (step->inferred ? INFERRED : 0) | (step->segment == 1 ? SEGMENT_1 : 0) |
        (step->dummy ? DUMMY : 0) | (step->protection == PROTECTION_NONE ? IN_THE_CLEAR : 0);
    return (want & flags) == want;
}

static bool fits(const explain_row_t *row, const step_t *step)
{
    return row->kind == step->kind &&
           (row->kind != STEP_HANDSHAKE || row->handshake_type == step->handshake_type) &&
           version_fits(row->version, step->version) &&
           exchange_fits(row->exchange, (key_exchange_t)step->key_exchange) &&
           flags_fit(row->flags, step);
}

const char *explain_step(const step_t *step)
{
    for (const explain_row_t *row = explain_en_steps; row->text; row++)
        if (fits(row, step))
            return row->text;
    return explain_en_other;
}

const char *explain_absent(absent_reason_t reason, guint16 version)
{
    if (reason == ABSENT_RESUMED && version_fits(TLS13, version))
        return explain_en_absent_psk_tls13;
    return explain_en_absent[reason];
}

static const char *alert_cause(gint16 description)
{
    for (const explain_alert_t *row = explain_en_alerts; row->text; row++)
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

char *explain_alert(const step_t *step)
{
    const char *sender = sender_name((sender_t)step->sender);
    const char *peer = step->sender == SENDER_CLIENT ? "server" : "client";
    if (step->alert_description == ALERT_UNREADABLE) {
        return g_strdup_printf("the %s sends an alert that is encrypted: %s", sender,
                               step->segment == 1
                                   ? "it breaks off the handshake, for a reason that only the "
                                     "keys would show"
                                   : "most likely close_notify, the ordinary end");
    }
    const char *name = alert_name((guint8)step->alert_description);
    const char *cause = alert_cause(step->alert_description);
    g_autofree char *number = g_strdup_printf("alert %d", step->alert_description);
    const char *level = step->alert_level == FATAL ? "fatal" : "warning";
    if (!is_refusal(step))
        return g_strdup_printf("the %s: %s (%s)%s%s", sender, name ? name : number, level,
                               cause ? ": " : "", cause ? cause : "");
    return g_strdup_printf("the %s refuses the %s: %s (%s)%s%s", sender, peer, name ? name : number,
                           level, cause ? ": " : "", cause ? cause : "");
}
