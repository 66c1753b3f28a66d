/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* One entry for each session of the capture: what tables and reports tell of the whole of it and
 * what no single frame knows. Filled on the first pass, in the memory of the file. */

#include "frame.h"
#include "weakness.h"

typedef struct {
    const session_t *session; /* borrowed from the witness */
    const address *client, *server;
    guint32 client_port, server_port;
    guint32 frames[2];        /* frames with a step of segment 1, of segment 2 */
    guint32 chain_frame;      /* where the server's chain is judged last, or 0 */
    absent_reason_t absent;   /* why there is none, if a step said so */
    guint32 *weakness_frame;  /* by weakness_t: where it was first known, or 0; NULL without any */
    const verdict_t *verdict; /* of the server's chain; NULL until judged, or without one */
    const char *possession;   /* word of tlswitness.possession; NULL until known */
} ledger_entry_t;

void ledger_open(void);
void ledger_close(void);

/* Where the weakness of the session was first known; 0 when it is not. */
guint32 ledger_weakness_frame(const ledger_entry_t *entry, weakness_t weakness);

/* Takes what was kept of a frame: on the first pass, once for each frame. */
void ledger_take(const frame_t *frame, const packet_info *pinfo);

/* Takes the verdicts on the chains of a session in a frame, one for each chain. */
void ledger_take_verdicts(const frame_session_t *session, const verdict_t **verdicts,
                          const packet_info *pinfo);

/* The entry of session @number; NULL where there is none. Valid until ledger_close(). */
const ledger_entry_t *ledger_entry(guint32 number);

/* Takes what is known of the possession of the server's key: a word of tlswitness.possession,
 * static. */
void ledger_take_possession(const session_t *session, const char *word);

/* "client:port" and "server:port". Gives; g_free(). */
char *ledger_client(const ledger_entry_t *entry);
char *ledger_server(const ledger_entry_t *entry);
