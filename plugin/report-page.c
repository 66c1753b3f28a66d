/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report.h"

#include <string.h>

#include "explain.h"
#include "headline.h"
#include "openssl-error.h"
#include "page.h"
#include "preferences.h"
#include "surfaces.h"
#include "weakness.h"
#include "witness.h"

static void write_title(GString *page, const ledger_entry_t *entry)
{
    const session_facts_t *facts = session_facts(entry->session);
    g_autofree char *client = ledger_client(entry);
    g_autofree char *server = ledger_server(entry);
    g_autofree char *title = g_strdup_printf(
        "%s %u: %s -> %s%s%s%s", in_words("TLS session"), facts->number, client, server,
        facts->server_name ? " (" : "", facts->server_name ? facts->server_name : "",
        facts->server_name ? ")" : "");
    page_title(page, title);
    const char *parts[] = {
        surfaces_version(facts),
        surfaces_cipher_suite(facts),
        key_exchange_name(facts->key_exchange),
        facts->group ? group_name(facts->group) : NULL,
        facts->alpn,
    };
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i])
            g_string_append_printf(line, "%s%s", line->len ? ", " : "", parts[i]);
    if (line->len)
        page_text(page, 0, line->str);
}

static void write_browser(GString *page, const verdict_t *verdict)
{
    const char *says = verdict->browser_error;
    if (!says)
        says =
            in_words(verdict->word == VERDICT_NOT_CHECKED ? "not known: the chain was not checked"
                                                          : "nothing: it would show the page");
    page_labelled(page, 2, in_words("A browser (Chromium) would say"), says);
    openssl_error_t error = openssl_error(verdict);
    if (error.number) {
        g_autofree char *text = g_strdup_printf("%d (%s)", error.number, error.text);
        page_labelled(page, 2, in_words("OpenSSL, and curl with it, would say"), text);
    }
}

static const char *chain_title(const report_chain_t *chain)
{
    return in_words(chain->chain->owner == OWNER_SERVER ? "Chain of the server"
                                                        : "Chain of the client");
}

static void write_verdicts(GString *page, const report_session_t *session)
{
    page_heading(page, in_words("Verdict"));
    for (guint i = 0; i < session->chains->len; i++) {
        const report_chain_t *chain = &g_array_index(session->chains, report_chain_t, i);
        g_autofree char *summary = verdict_summary(chain->verdict);
        page_labelled(page, 0, chain_title(chain), summary);
        if (chain->chain->owner == OWNER_SERVER)
            write_browser(page, chain->verdict);
    }
    const session_facts_t *facts = session_facts(session->entry->session);
    absent_reason_t absent = session->entry->absent;
    if (absent != ABSENT_NOT && session->chains->len == 0) {
        page_labelled(page, 0, in_words("No chain to judge"), absent_reason_name(absent));
        page_text(page, 2, explain_absent(absent, facts->version, explain_language()));
    }
    const session_t *origin = witness_resumed_from(session->entry->session);
    if (origin) {
        g_autofree char *frame = g_strdup_printf("%u", session_facts(origin)->segment1_first);
        page_labelled(page, 0, in_words("Resumes the session of frame"), frame);
    }
    const char *who = explain_authentication(facts->authentication, explain_language());
    if (who)
        page_text(page, 0, who);
}

static char *step_line(const report_step_t *told)
{
    char buffer[24];
    const step_t *step = &told->step;
    const char *name = step_name(step, buffer);
    g_autofree char *frames = told->last_frame == told->first_frame
                                  ? g_strdup_printf("%u", told->first_frame)
                                  : g_strdup_printf("%u-%u", told->first_frame, told->last_frame);
    g_autofree char *times = told->times > 1 ? g_strdup_printf(" x %u", told->times) : g_strdup("");
    return g_strdup_printf("%7s  %s  %s%s, %s%s", frames,
                           in_words(step->sender == SENDER_CLIENT ? "client ->" : "<- server"),
                           name ? name : in_words("part of a message"), times,
                           protection_phrase((protection_t)step->protection),
                           step->inferred ? in_words(" (inferred)") : "");
}

/* An alert about a certificate means the peer's. */
static const verdict_t *verdict_on_peer(const report_session_t *session, const step_t *step)
{
    chain_owner_t peer = step->sender == SENDER_CLIENT ? OWNER_SERVER : OWNER_CLIENT;
    for (guint i = session->chains->len; i-- > 0;) {
        const report_chain_t *chain = &g_array_index(session->chains, report_chain_t, i);
        if (chain->chain->owner == peer)
            return chain->verdict;
    }
    return NULL;
}

static void write_alert(GString *page, const report_session_t *session, const step_t *step)
{
    language_t language = explain_language();
    g_autofree char *meaning = explain_alert(step, language);
    g_autofree char *agreement = explain_agreement(step, verdict_on_peer(session, step), language);
    g_autofree char *both =
        g_strdup_printf("%s%s%s", meaning, agreement ? "; " : "", agreement ? agreement : "");
    page_text(page, 9, both);
}

/* What a step is for is said once, however often it comes. */
static void write_step(GString *page, const report_session_t *session, const report_step_t *told,
                       GHashTable *said)
{
    g_autofree char *line = step_line(told);
    page_line(page, line);
    if (told->step.kind == STEP_ALERT)
        write_alert(page, session, &told->step);
    char buffer[24];
    const char *text = explain_step(&told->step, explain_language());
    if (preferences->explain != EXPLAIN_OFF && step_name(&told->step, buffer) &&
        g_hash_table_add(said, (gpointer)text))
        page_text(page, 9, text);
}

/* What a segment is for depends on the version, which its first step does not know yet. */
static const step_t *typical_step(const report_session_t *session, guint8 segment)
{
    const step_t *typical = NULL;
    for (guint i = 0; i < session->steps->len; i++) {
        const step_t *step = &g_array_index(session->steps, report_step_t, i).step;
        if (step->segment == segment && (!typical || !typical->version))
            typical = step;
    }
    return typical;
}

static void write_segment(GString *page, const report_session_t *session, guint8 segment)
{
    const session_facts_t *facts = session_facts(session->entry->session);
    guint64 octets = segment == 1 ? facts->segment1_bytes : facts->segment2_bytes;
    g_autofree char *title = g_strdup_printf(
        "%s (%s: %u, %s: %" G_GUINT64_FORMAT ")",
        in_words(segment == 1 ? "Segment 1: authentication" : "Segment 2: session data"),
        in_words("frames"), session->entry->frames[segment - 1], in_words("octets"), octets);
    page_heading(page, title);
    g_autoptr(GHashTable) said = g_hash_table_new(NULL, NULL);
    const step_t *typical = typical_step(session, segment);
    page_text(page, 0,
              typical ? explain_segment(segment, typical, explain_language())
                      : in_words("Not in this capture."));
    for (guint i = 0; i < session->steps->len; i++) {
        const report_step_t *told = &g_array_index(session->steps, report_step_t, i);
        if (told->step.segment == segment)
            write_step(page, session, told, said);
    }
}

static void write_keys(GString *page, const report_session_t *session)
{
    page_heading(page, in_words("Keys"));
    g_autoptr(GHashTable) said = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < session->steps->len; i++) {
        const step_t *step = &g_array_index(session->steps, report_step_t, i).step;
        const char *text = explain_protection(step, explain_language());
        if (!g_hash_table_add(said, (gpointer)text))
            continue;
        g_autofree char *item = g_strdup_printf("- %s", text);
        page_text(page, 0, item);
    }
}

static void write_certificate(GString *page, const verdict_t *verdict, guint i)
{
    const judged_certificate_t *judged = g_ptr_array_index(verdict->certificates, i);
    const certificate_t *c = judged->certificate;
    g_autofree char *line =
        g_strdup_printf("%u  %s: %s", i, role_word(judged->role),
                        c->malformed ? in_words(c->malformed) : certificate_subject(c));
    page_text(page, 0, line);
    if (judged->issued_by)
        page_text(page, 3, judged->issued_by);
    if (c->malformed)
        return;
    g_autoptr(GDateTime) from = g_date_time_new_from_unix_utc(c->not_before);
    g_autoptr(GDateTime) to = g_date_time_new_from_unix_utc(c->not_after);
    if (from && to) {
        g_autofree char *first = g_date_time_format(from, "%Y-%m-%d %H:%M:%S");
        g_autofree char *last = g_date_time_format(to, "%Y-%m-%d %H:%M:%S");
        g_autofree char *validity = g_strdup_printf("%s .. %s UTC", first, last);
        page_text(page, 3, validity);
    }
    g_autofree char *key =
        g_strdup_printf(in_words("%s, %u bits; %s"), c->key, c->key_bits, c->signature_algorithm);
    page_text(page, 3, key);
}

static void write_chain(GString *page, const report_chain_t *chain)
{
    g_autofree char *title =
        g_strdup_printf("%s, %s (%s: %u)", chain_title(chain), in_words("link by link"),
                        in_words("frames"), chain->frame);
    page_heading(page, title);
    for (guint i = 0; i < chain->verdict->certificates->len; i++)
        write_certificate(page, chain->verdict, i);
    const verdict_t *verdict = chain->verdict;
    if (!verdict->reference_name || !verdict->name_explanation)
        return;
    g_autofree char *name =
        g_strdup_printf("%s (%s): %s", verdict->reference_name,
                        name_source_word(verdict->name_source), verdict->name_explanation);
    page_labelled(page, 0, in_words("Name checked"), name);
}

static void write_reasons(GString *page, const GArray *reasons, bool are_problems)
{
    language_t language = explain_language();
    page_heading(page, in_words(are_problems ? "Problems, and what mends them" : "Notes"));
    for (guint i = 0; i < reasons->len; i++) {
        const reason_t *reason = &g_array_index(reasons, reason_t, i);
        problem_t problem = (problem_t)reason->word;
        note_t note = (note_t)reason->word;
        page_labelled(page, 0, are_problems ? problem_word(problem) : note_word(note),
                      reason->sentence);
        page_labelled(page, 2, explain_label(LABEL_MEANING, language),
                      are_problems ? explain_problem(problem, language)
                                   : explain_note(note, language));
        if (are_problems)
            page_labelled(page, 2, explain_label(LABEL_REMEDY, language),
                          explain_remedy(problem, language));
    }
    if (reasons->len == 0)
        page_text(page, 0, in_words("None found."));
}

static void write_findings(GString *page, const session_facts_t *facts)
{
    bool any = false;
    for (int i = 0; i < WEAKNESS_COUNT; i++) {
        weakness_t weakness = (weakness_t)i;
        if (!weakness_applies(weakness, facts))
            continue;
        if (!any)
            page_heading(page, in_words("Weaknesses of the session itself"));
        any = true;
        page_labelled(page, 0, weakness_word(weakness),
                      explain_weakness(weakness, explain_language()));
    }
}

void report_write(GString *page, const report_session_t *session)
{
    write_title(page, session->entry);
    write_verdicts(page, session);
    write_segment(page, session, 1);
    write_segment(page, session, 2);
    write_keys(page, session);
    for (guint i = 0; i < session->chains->len; i++) {
        const report_chain_t *chain = &g_array_index(session->chains, report_chain_t, i);
        write_chain(page, chain);
        write_reasons(page, chain->verdict->problems, true);
        if (chain->verdict->notes->len)
            write_reasons(page, chain->verdict->notes, false);
    }
    write_findings(page, session_facts(session->entry->session));
}
