/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render-client.h"

#include "fields.h"
#include "identity.h"
#include "preferences.h"
#include "witness.h"

enum { AUTHORITIES_TOLD = 50 };

static void render_identity(const place_t *place, const verdict_t *verdict)
{
    if (verdict->certificates->len == 0)
        return;
    const judged_certificate_t *first = g_ptr_array_index(verdict->certificates, 0);
    char *identity = identity_of(first->certificate, explain_language());
    if (identity)
        row_prose(place, F_CLIENT_IDENTITY, in_words("Identity"),
                  text_of_packet(place->pinfo, identity));
}

static bool fits(const frame_chain_t *chain, slice_t authorities)
{
    return identity_fits(authorities, chain_certificates(chain->chain), chain_length(chain->chain));
}

static void render_authorities(const place_t *place, slice_t authorities)
{
    reader_t r = reader_over(authorities);
    for (guint i = 0; reader_left(&r) > 0 && i < AUTHORITIES_TOLD; i++) {
        slice_t name = reader_vector(&r, 2);
        if (!r.failed)
            row_text(place, F_CLIENT_AUTHORITY,
                     text_of_packet(place->pinfo, identity_name(name, explain_language())));
    }
}

void render_client(const place_t *place, const session_t *session, const frame_chain_t *chain,
                   const verdict_t *verdict)
{
    slice_t authorities;
    render_identity(place, verdict);
    if (!witness_asked_for(session, &authorities) || chain_length(chain->chain) == 0)
        return;
    proto_item *item = row_truth(place, F_CLIENT_FITS, fits(chain, authorities));
    if (authorities.size == 0)
        proto_item_append_text(item, "%s", in_words(" (the server named none: any will do)"));
    place_t below = place_below(place, item, ETT_AUTHORITIES);
    render_authorities(&below, authorities);
}
