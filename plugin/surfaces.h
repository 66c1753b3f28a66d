/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What there is beside the packet tree: the tap that feeds it, and one function for each surface
 * that registers it with epan. */

#include "compat.h"

#include <epan/tap.h>

#include "ledger.h"

#define SURFACES_TAP "tlswitness"

/* The same, for those who show who holds its key: a signature of each handshake is checked then. */
#define SURFACES_TAP_PROVED "tlswitness_proved"

/* What the tap "tlswitness" carries, once for each session that has a record in the frame. It
 * lives as long as the packet, what it points to as long as the file. */
typedef struct {
    const frame_session_t *here; /* what the session does in this frame */
    const ledger_entry_t *entry; /* what is known of the whole session */
    const verdict_t **verdicts;  /* on the chains of @here, one for each */
} tapped_t;

void surfaces_register(void);

/* Takes what was kept of a frame: on the first pass, once for each frame. */
void surfaces_take(const frame_t *frame, const packet_info *pinfo);

/* Does anything listen? Then verdicts are to be had for surfaces_tell(). */
bool surfaces_are_listening(void);

/* And possession too, for ledger_take_possession()? */
bool surfaces_want_possession(void);

/* Tells what a session does in the frame, on every pass. */
void surfaces_tell(const frame_session_t *here, const verdict_t **verdicts, packet_info *pinfo);

void sessions_table_register(void);

/* The row of the session, where it has one, says what is known by now: a filter may have let pass
 * one frame of the session alone. */
void sessions_table_refresh(const ledger_entry_t *entry);

void counts_register(void);
void ladder_register(void);
void report_register(void);
void survey_register(void);
void words_register(void);

/* Returns the tap of the export, as epan has it. */
int export_register(void);

void menu_register(void);

/* Names as the tables show them; NULL until known. Static. */
const char *surfaces_version(const session_facts_t *facts);
const char *surfaces_cipher_suite(const session_facts_t *facts);
