/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "headline.h"

#include "preferences.h"

static const char *const segment_words[] = {"", "authentication", "session data"};

static const char *const protection_phrases[PROTECTION_COUNT] = {
    [PROTECTION_NONE] = "in the clear",
    [PROTECTION_EARLY_DATA_KEY] = "under the early data key",
    [PROTECTION_HANDSHAKE_KEY] = "under the handshake key",
    [PROTECTION_SESSION_KEY] = "under the session key",
};

const char *protection_phrase(protection_t protection)
{
    return in_words(protection_phrases[protection]);
}

const char *segment_word(guint8 segment)
{
    return in_words(segment_words[segment]);
}

const char *shown_step_name(const place_t *place, const step_t *step)
{
    char buffer[24];
    const char *name = step_name(step, buffer);
    return name == buffer ? wmem_strdup(place->pinfo->pool, name) : name;
}

const char *shown_step_title(const place_t *place, const step_t *step)
{
    const char *name = shown_step_name(place, step);
    const char *alert = step->kind == STEP_ALERT && step->alert_description != ALERT_UNREADABLE
                            ? alert_name((guint8)step->alert_description)
                            : NULL;
    if (alert)
        return wmem_strdup_printf(place->pinfo->pool, "%s (%s)", name, alert);
    if (step->kind == STEP_TOO_LARGE)
        return wmem_strdup_printf(place->pinfo->pool, in_words("%s (too large for Wireshark)"),
                                  name);
    return name ? name : in_words("part of a message");
}

guint shown_run_end(const frame_session_t *session, guint i)
{
    guint end = i + 1;
    while (end < session->n_steps && session->steps[end].segment == session->steps[i].segment)
        end++;
    return end;
}

static bool is_certificate(const step_t *step)
{
    return step->kind == STEP_HANDSHAKE && step->handshake_type == HANDSHAKE_CERTIFICATE;
}

/* The next step of the run that is to be named; the certificates that were judged come first, and
 * are not named again. */
static guint next_named(const shown_t *shown, guint i, guint end)
{
    bool judged = shown->session->n_chains > 0 && shown->verdicts[0];
    while (judged && i < end && is_certificate(&shown->session->steps[i]))
        i++;
    return i;
}

/* "ServerHello, ApplicationData x 3 from server": the steps of one run, repetitions counted, the
 * sender after the last of each side. */
static void append_run(wmem_strbuf_t *text, const place_t *place, const shown_t *shown, guint i,
                       guint end)
{
    const frame_session_t *session = shown->session;
    const char *separator = "";
    for (i = next_named(shown, i, end); i < end;) {
        const step_t *step = &session->steps[i];
        const char *title = shown_step_title(place, step);
        guint times = 0;
        while (i < end && g_str_equal(shown_step_title(place, &session->steps[i]), title) &&
               session->steps[i].sender == step->sender) {
            times++;
            i = next_named(shown, i + 1, end);
        }
        wmem_strbuf_append_printf(text, "%s%s", separator, title);
        if (times > 1)
            wmem_strbuf_append_printf(text, " x %u", times);
        if (i == end || session->steps[i].sender != step->sender)
            wmem_strbuf_append(
                text, in_words(step->sender == SENDER_CLIENT ? " from client" : " from server"));
        separator = ", ";
    }
}

/* "Certificate from server: NOT TRUSTED (self-signed)" for each chain; false without any. */
static bool append_verdicts(wmem_strbuf_t *text, const shown_t *shown, packet_info *pinfo)
{
    const char *separator = "";
    for (guint i = 0; i < shown->session->n_chains; i++) {
        if (!shown->verdicts[i])
            continue;
        bool of_server = shown->session->chains[i]->owner == OWNER_SERVER;
        wmem_strbuf_append(text, separator);
        wmem_strbuf_append_printf(
            text,
            in_words(of_server ? "Certificate from server: %s" : "Certificate from client: %s"),
            text_of_packet(pinfo, verdict_summary(shown->verdicts[i])));
        separator = ", ";
    }
    return *separator;
}

const char *headline(const place_t *place, const shown_t *shown)
{
    const frame_session_t *session = shown->session;
    wmem_strbuf_t *text = wmem_strbuf_new(place->pinfo->pool, "TLS Witness: ");
    bool verdict_said = false;
    for (guint i = 0, end; i < session->n_steps; i = end) {
        end = shown_run_end(session, i);
        guint8 segment = session->steps[i].segment;
        wmem_strbuf_append(text, i ? "; " : "");
        wmem_strbuf_append_printf(text, in_words("segment %u, %s: "), segment,
                                  segment_word(segment));
        if (!verdict_said && segment == 1) {
            verdict_said = append_verdicts(text, shown, place->pinfo);
            if (verdict_said && next_named(shown, i, end) < end)
                wmem_strbuf_append(text, in_words("; beside it "));
        }
        append_run(text, place, shown, i, end);
    }
    return wmem_strbuf_get_str(text);
}
