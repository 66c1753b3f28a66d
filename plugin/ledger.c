/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ledger.h"

#include "peers.h"

#include <epan/to_str.h>

static wmem_array_t *entries; /* of ledger_entry_t *, by number of the session */

void ledger_open(void)
{
    entries = wmem_array_new(wmem_file_scope(), sizeof(ledger_entry_t *));
}

void ledger_close(void)
{
    entries = NULL; /* the memory goes with the file */
}

static guint count(void)
{
    return entries ? wmem_array_get_count(entries) : 0;
}

static ledger_entry_t *entry_of(guint32 number)
{
    return number < count() ? *(ledger_entry_t **)wmem_array_index(entries, number) : NULL;
}

const ledger_entry_t *ledger_entry(guint32 number)
{
    return entry_of(number);
}

static void set_peers(ledger_entry_t *entry, bool from_client, const packet_info *pinfo)
{
    entry->client = peers_address(from_client ? &pinfo->src : &pinfo->dst);
    entry->server = peers_address(from_client ? &pinfo->dst : &pinfo->src);
    entry->client_port = from_client ? pinfo->srcport : pinfo->destport;
    entry->server_port = from_client ? pinfo->destport : pinfo->srcport;
}

/* Sessions are numbered in the order in which they begin, and each begins in a frame that is taken
 * here: but a frame may begin several. */
static ledger_entry_t *entry_for(const frame_session_t *here, const packet_info *pinfo)
{
    guint32 number = session_facts(here->session)->number;
    while (count() <= number) {
        ledger_entry_t *entry = wmem_new0(wmem_file_scope(), ledger_entry_t);
        wmem_array_append_one(entries, entry);
    }
    ledger_entry_t *entry = entry_of(number);
    if (!entry->session) {
        entry->session = here->session;
        set_peers(entry, here->n_steps == 0 || here->steps[0].sender == SENDER_CLIENT, pinfo);
    }
    return entry;
}

static void take_steps(ledger_entry_t *entry, const frame_session_t *here)
{
    bool seen[2] = {false, false};
    for (guint i = 0; i < here->n_steps; i++) {
        const step_t *step = &here->steps[i];
        seen[step->segment == 2] = true;
        if (step->absent != ABSENT_NOT)
            entry->absent = (absent_reason_t)step->absent;
    }
    entry->frames[0] += seen[0];
    entry->frames[1] += seen[1];
}

guint32 ledger_weakness_frame(const ledger_entry_t *entry, weakness_t weakness)
{
    return entry->weakness_frame ? entry->weakness_frame[weakness] : 0;
}

static void take_weaknesses(ledger_entry_t *entry, guint32 frame)
{
    const session_facts_t *facts = session_facts(entry->session);
    for (int i = 0; i < WEAKNESS_COUNT; i++) {
        if (ledger_weakness_frame(entry, (weakness_t)i) || !weakness_applies((weakness_t)i, facts))
            continue;
        if (!entry->weakness_frame)
            entry->weakness_frame = wmem_alloc0_array(wmem_file_scope(), guint32, WEAKNESS_COUNT);
        entry->weakness_frame[i] = frame;
    }
}

void ledger_take(const frame_t *frame, const packet_info *pinfo)
{
    for (guint i = 0; i < frame->n_sessions; i++) {
        const frame_session_t *here = &frame->sessions[i];
        ledger_entry_t *entry = entry_for(here, pinfo);
        take_steps(entry, here);
        take_weaknesses(entry, pinfo->num);
        for (guint j = 0; j < here->n_chains; j++)
            if (here->chains[j]->owner == OWNER_SERVER)
                entry->chain_frame = pinfo->num;
    }
}

void ledger_take_verdicts(const frame_session_t *session, const verdict_t **verdicts,
                          const packet_info *pinfo)
{
    ledger_entry_t *entry = entry_of(session_facts(session->session)->number);
    if (!entry || entry->chain_frame != pinfo->num)
        return;
    for (guint i = 0; i < session->n_chains; i++)
        if (session->chains[i]->owner == OWNER_SERVER && verdicts[i])
            entry->verdict = verdicts[i];
}

void ledger_take_possession(const session_t *session, const char *word)
{
    ledger_entry_t *entry = entry_of(session_facts(session)->number);
    if (entry)
        entry->possession = word;
}

static char *peer(const address *host, guint32 port)
{
    char *text = address_to_str(NULL, host);
    const char *form = host->type == AT_IPv6 ? "[%s]:%u" : "%s:%u";
    char *both = g_strdup_printf(form, text, port);
    wmem_free(NULL, text);
    return both;
}

char *ledger_client(const ledger_entry_t *entry)
{
    return peer(entry->client, entry->client_port);
}

char *ledger_server(const ledger_entry_t *entry)
{
    return peer(entry->server, entry->server_port);
}
