/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wsutil/report_message.h>

#include "preferences.h"
#include "surfaces.h"

enum { EVERY_SESSION = -1 };

typedef struct {
    gint64 wanted;       /* number of the session, or EVERY_SESSION */
    GPtrArray *sessions; /* of report_session_t, by number; NULL where there is none yet */
} report_t;

static void free_session(gpointer data)
{
    report_session_t *session = data;
    if (!session)
        return;
    g_array_unref(session->steps);
    g_array_unref(session->chains);
    g_free(session);
}

static report_session_t *session_of(report_t *report, const ledger_entry_t *entry)
{
    guint32 number = session_facts(entry->session)->number;
    if (number >= report->sessions->len)
        g_ptr_array_set_size(report->sessions, (gint)number + 1);
    report_session_t *session = g_ptr_array_index(report->sessions, number);
    if (session)
        return session;
    session = g_new0(report_session_t, 1);
    session->entry = entry;
    session->steps = g_array_new(FALSE, FALSE, sizeof(report_step_t));
    session->chains = g_array_new(FALSE, FALSE, sizeof(report_chain_t));
    g_ptr_array_index(report->sessions, number) = session;
    return session;
}

/* Only what there may be thousands of is told as one. */
static bool continues(const report_step_t *last, const step_t *step)
{
    return (step->kind == STEP_APPLICATION_DATA || step->kind == STEP_QUIC_PACKET) &&
           last->step.kind == step->kind && last->step.handshake_type == step->handshake_type &&
           last->step.sender == step->sender && last->step.segment == step->segment &&
           last->step.protection == step->protection && last->step.inferred == step->inferred;
}

static void take_step(report_session_t *session, const step_t *step, guint32 frame)
{
    report_step_t *last =
        session->steps->len ? &g_array_index(session->steps, report_step_t, session->steps->len - 1)
                            : NULL;
    if (last && continues(last, step)) {
        last->last_frame = frame;
        last->times++;
        return;
    }
    report_step_t one = {*step, frame, frame, 1};
    g_array_append_val(session->steps, one);
}

/* A chain that is judged again where its staple comes replaces what was said before. */
static void take_chain(report_session_t *session, const frame_chain_t *chain,
                       const verdict_t *verdict, guint32 frame)
{
    report_chain_t one = {frame, chain, verdict};
    for (guint i = 0; i < session->chains->len; i++) {
        report_chain_t *before = &g_array_index(session->chains, report_chain_t, i);
        if (before->chain->chain == chain->chain && before->chain->owner == chain->owner) {
            *before = one;
            return;
        }
    }
    g_array_append_val(session->chains, one);
}

static tap_packet_status take(void *data, packet_info *pinfo, epan_dissect_t *edt _U_,
                              const void *tap_data, tap_flags_t flags _U_)
{
    report_t *report = data;
    const tapped_t *tapped = tap_data;
    const frame_session_t *here = tapped->here;
    if (report->wanted != EVERY_SESSION && report->wanted != session_facts(here->session)->number)
        return TAP_PACKET_DONT_REDRAW;
    report_session_t *session = session_of(report, tapped->entry);
    for (guint i = 0; i < here->n_steps; i++)
        take_step(session, &here->steps[i], pinfo->num);
    for (guint i = 0; i < here->n_chains; i++)
        if (tapped->verdicts[i])
            take_chain(session, here->chains[i], tapped->verdicts[i], pinfo->num);
    return TAP_PACKET_REDRAW;
}

static void forget(void *data)
{
    report_t *report = data;
    g_ptr_array_set_size(report->sessions, 0);
}

static void draw(void *data)
{
    const report_t *report = data;
    guint told = 0;
    for (guint i = 0; i < report->sessions->len; i++) {
        const report_session_t *session = g_ptr_array_index(report->sessions, i);
        if (!session)
            continue;
        g_autoptr(GString) page = g_string_new(told++ ? "\n\n" : "");
        report_write(page, session);
        fputs(page->str, stdout);
    }
    if (told == 0)
        puts(in_words(report->wanted == EVERY_SESSION
                          ? "There is no TLS session in this capture."
                          : "There is no such TLS session in this capture."));
}

static void finish(void *data)
{
    report_t *report = data;
    g_ptr_array_unref(report->sessions);
    g_free(report);
}

static const char command[] = "tlswitness,report";

/* "tlswitness,report" or "tlswitness,report,3". */
static bool read_argument(const char *argument, gint64 *wanted)
{
    guint64 number;
    const char *rest = argument + strlen(command);
    *wanted = EVERY_SESSION;
    if (*rest == '\0')
        return true;
    if (*rest != ',' || !g_ascii_string_to_unsigned(rest + 1, 10, 0, G_MAXUINT32, &number, NULL))
        return false;
    *wanted = (gint64)number;
    return true;
}

static bool begin(const char *argument)
{
    gint64 wanted;
    if (!read_argument(argument, &wanted)) {
        report_failure("-z %s[,SESSION]: SESSION is the number of a session, as in the field "
                       "tlswitness.session",
                       command);
        exit(1);
    }
    report_t *report = g_new0(report_t, 1);
    report->wanted = wanted;
    report->sessions = g_ptr_array_new_with_free_func(free_session);
    GString *error =
        register_tap_listener(SURFACES_TAP, report, NULL, 0, forget, take, draw, finish);
    if (error) {
        report_failure("-z %s: %s", command, error->str);
        g_string_free(error, TRUE);
        finish(report);
    }
    return !error;
}

void report_register(void)
{
    compat_register_printer(command, begin);
}
