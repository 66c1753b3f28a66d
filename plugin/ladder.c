/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "surfaces.h"

#include "fields.h"
#include "headline.h"
#include "preferences.h"

/* Blue and orange are told apart by everybody, and both bear black words. */
enum { BLACK = 0x000000 };
static const unsigned backgrounds[] = {0xffffff, 0xcfe2f7, 0xfde3c0};

static const char *label_of(const place_t *place, const step_t *step, guint times)
{
    const char *title = shown_step_name(place, step);
    if (!title)
        title = in_words("part of a message");
    return times > 1 ? wmem_strdup_printf(place->pinfo->pool, "%s x %u", title, times) : title;
}

static bool is_certificate(const step_t *step)
{
    return step->kind == STEP_HANDSHAKE && step->handshake_type == HANDSHAKE_CERTIFICATE;
}

/* The verdict on the chain that a Certificate message shows; NULL on another step. */
static const char *verdict_beside(const tapped_t *tapped, const step_t *step, packet_info *pinfo)
{
    for (guint i = 0; is_certificate(step) && i < tapped->here->n_chains; i++) {
        bool of_server = tapped->here->chains[i]->owner == OWNER_SERVER;
        if (of_server == (step->sender == SENDER_SERVER) && tapped->verdicts[i])
            return text_of_packet(pinfo, verdict_summary(tapped->verdicts[i]));
    }
    return NULL;
}

static const char *comment_of(const place_t *place, const tapped_t *tapped, const step_t *step)
{
    const char *verdict = verdict_beside(tapped, step, place->pinfo);
    const char *alert = step->kind == STEP_ALERT && step->alert_description != ALERT_UNREADABLE
                            ? alert_name((guint8)step->alert_description)
                            : NULL;
    return wmem_strdup_printf(place->pinfo->pool, in_words("Segment %u, session %u, %s%s%s%s"),
                              step->segment, session_facts(tapped->here->session)->number,
                              protection_phrase((protection_t)step->protection),
                              step->inferred ? in_words(" (inferred)") : "",
                              verdict || alert ? ": " : "",
                              verdict ? verdict
                              : alert ? alert
                                      : "");
}

static bool are_alike(const step_t *a, const step_t *b)
{
    return a->kind == b->kind && a->handshake_type == b->handshake_type &&
           a->segment == b->segment && a->protection == b->protection &&
           a->inferred == b->inferred && a->kind != STEP_ALERT &&
           a->hello_retry_request == b->hello_retry_request;
}

static tap_packet_status take(void *ladder, packet_info *pinfo, epan_dissect_t *edt _U_,
                              const void *data, tap_flags_t flags _U_)
{
    const tapped_t *tapped = data;
    const frame_session_t *here = tapped->here;
    place_t place = {.pinfo = pinfo};
    for (guint i = 0, end; i < here->n_steps; i = end) {
        const step_t *step = &here->steps[i];
        for (end = i + 1; end < here->n_steps && are_alike(step, &here->steps[end]);)
            end++;
        compat_rung_t rung = {
            .label = label_of(&place, step, end - i),
            .comment = comment_of(&place, tapped, step),
            .from_client = step->sender == SENDER_CLIENT,
            .conversation = session_facts(here->session)->number,
            .foreground = BLACK,
            .background = backgrounds[step->segment],
        };
        compat_add_rung(ladder, pinfo, &rung);
    }
    return TAP_PACKET_REDRAW;
}

void ladder_register(void)
{
    compat_register_ladder("tlswitness", "TLS steps (TLS Witness)", proto_tlswitness, SURFACES_TAP,
                           take);
}
