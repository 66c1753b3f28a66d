/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A session told as a page of text: a handout. report.c gathers what is told of it, report-page.c
 * writes it down. */

#include "ledger.h"

/* Steps of one kind that follow each other. */
typedef struct {
    step_t step; /* the first of them */
    guint32 first_frame, last_frame;
    guint times;
} report_step_t;

/* A chain, and what was said of it where it was shown. */
typedef struct {
    guint32 frame;
    const frame_chain_t *chain;
    const verdict_t *verdict; /* borrowed from the witness */
} report_chain_t;

typedef struct {
    const ledger_entry_t *entry;
    GArray *steps;  /* of report_step_t */
    GArray *chains; /* of report_chain_t */
} report_session_t;

/* Appends the page of a session to @page. */
void report_write(GString *page, const report_session_t *session);
