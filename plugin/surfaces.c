/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "surfaces.h"

#include "fields.h"

static int tap, proved_tap, export_tap;

void surfaces_register(void)
{
    tap = register_tap(SURFACES_TAP);
    proved_tap = register_tap(SURFACES_TAP_PROVED);
    export_tap = export_register();
    sessions_table_register();
    counts_register();
    ladder_register();
    report_register();
    survey_register();
    words_register();
    menu_register();
    register_init_routine(ledger_open);
    register_cleanup_routine(ledger_close);
}

void surfaces_take(const frame_t *frame, const packet_info *pinfo)
{
    ledger_take(frame, pinfo);
}

bool surfaces_are_listening(void)
{
    return have_tap_listener(tap) || have_tap_listener(proved_tap);
}

bool surfaces_want_possession(void)
{
    return have_tap_listener(proved_tap);
}

void surfaces_tell(const frame_session_t *here, const verdict_t **verdicts, packet_info *pinfo)
{
    const ledger_entry_t *entry = ledger_entry(session_facts(here->session)->number);
    if (!entry)
        return;
    tapped_t *tapped = wmem_new(pinfo->pool, tapped_t);
    *tapped = (tapped_t){here, entry, verdicts};
    if (here->n_chains && have_tap_listener(export_tap))
        tap_queue_packet(export_tap, pinfo, tapped);
    if (!surfaces_are_listening())
        return;
    ledger_take_verdicts(here, verdicts, pinfo);
    sessions_table_refresh(entry);
    tap_queue_packet(tap, pinfo, tapped);
    tap_queue_packet(proved_tap, pinfo, tapped);
}

const char *surfaces_version(const session_facts_t *facts)
{
    if (!facts->version)
        return NULL;
    const char *name = version_name(facts->version);
    if (name)
        return name;
    g_autofree char *code = g_strdup_printf("0x%04x", facts->version);
    return g_intern_string(code);
}

const char *surfaces_cipher_suite(const session_facts_t *facts)
{
    if (!facts->cipher_suite_known)
        return NULL;
    if (facts->cipher_suite.name)
        return facts->cipher_suite.name;
    g_autofree char *code = g_strdup_printf("0x%04x", facts->cipher_suite.code);
    return g_intern_string(code);
}
