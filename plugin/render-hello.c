/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render-hello.h"

#include <wsutil/to_str.h>

#include "fields.h"
#include "preferences.h"
#include "text.h"

typedef const char *name_fn(guint16 code);

static const char *suite_name(guint16 code)
{
    return cipher_suite_lookup(code).name;
}

static bool is_grease(guint16 code) /* RFC 8701 */
{
    return (code & 0x0f0f) == 0x0a0a && code >> 8 == (code & 0xff);
}

static const char *name_of(const place_t *place, name_fn *name, guint16 code)
{
    const char *known = is_grease(code) ? "GREASE" : name(code);
    return known ? known : wmem_strdup_printf(place->pinfo->pool, "0x%04x", code);
}

/* One row for each code; the one that was chosen says so. */
static void render_code(const place_t *place, field_t field, name_fn *name, guint16 code,
                        guint16 chosen)
{
    const char *text = name_of(place, name, code);
    proto_item *item = row_text(place, field, text);
    if (chosen && code == chosen)
        proto_item_append_text(item, "%s", in_words(" (chosen)"));
}

static guint render_codes(const place_t *place, field_t field, name_fn *name, slice_t codes,
                          guint16 chosen)
{
    guint n = 0;
    reader_t r = reader_over(codes);
    while (reader_left(&r) >= 2) {
        guint16 code = (guint16)reader_uint(&r, 2);
        render_code(place, field, name, code, chosen);
        n++;
    }
    return n;
}

static void render_octets(const place_t *place, field_t field, slice_t octets)
{
    if (octets.size)
        row_text(place, field, bytes_to_str(place->pinfo->pool, octets.data, octets.size));
}

static void render_alpn(const place_t *place, slice_t names, const char *chosen)
{
    reader_t r = reader_over(names);
    while (reader_left(&r) > 0) {
        slice_t name = reader_vector(&r, 1);
        if (r.failed)
            return;
        const char *text = text_of_packet(place->pinfo, text_printable(name));
        proto_item *item = row_text(place, F_OFFER_ALPN, text);
        if (chosen && g_str_equal(chosen, text))
            proto_item_append_text(item, "%s", in_words(" (chosen)"));
    }
}

static void render_versions(const place_t *place, const client_hello_t *hello,
                            const session_facts_t *facts)
{
    if (hello->supported_versions.size)
        render_codes(place, F_OFFER_VERSION, version_name, hello->supported_versions,
                     facts->version);
    else
        render_code(place, F_OFFER_VERSION, version_name, hello->legacy_version, facts->version);
}

static void render_shares(const place_t *place, const client_hello_t *hello, guint16 chosen)
{
    g_autoptr(GArray) groups = key_share_groups(hello->key_shares);
    guint16 *codes = wmem_memdup(place->pinfo->pool, groups->data, groups->len * sizeof *codes);
    for (guint i = 0; i < groups->len; i++)
        render_code(place, F_OFFER_KEY_SHARE, group_name, codes[i], chosen);
}

static void render_client_hello(const place_t *place, const frame_session_t *session)
{
    client_hello_t hello;
    const session_facts_t *facts = session_facts(session->session);
    if (!client_hello_parse(session->client_hello, session->framing, &hello))
        return;
    place_t below =
        place_below(place, row_node(place, F_OFFER, in_words("The client offers")), ETT_OFFER);
    render_octets(&below, F_CLIENT_RANDOM, hello.random);
    render_octets(&below, F_OFFER_SESSION_ID, hello.session_id);
    render_versions(&below, &hello, facts);
    row_uint(&below, F_OFFER_CIPHER_SUITES, (guint32)hello.cipher_suites.size / 2);
    render_codes(&below, F_OFFER_CIPHER_SUITE, suite_name, hello.cipher_suites,
                 facts->cipher_suite_known ? facts->cipher_suite.code : 0);
    render_codes(&below, F_OFFER_GROUP, group_name, hello.groups, facts->group);
    render_shares(&below, &hello, facts->group);
    render_codes(&below, F_OFFER_SIGNATURE_ALGORITHM, signature_scheme_name,
                 hello.signature_algorithms, 0);
    render_alpn(&below, hello.alpn, facts->alpn);
}

static void render_server_hello(const place_t *place, const frame_session_t *session)
{
    server_hello_t hello;
    if (!server_hello_parse(session->server_hello, &hello))
        return;
    const char *words = hello.is_hello_retry_request ? "The server asks for" : "The server chooses";
    place_t below = place_below(place, row_node(place, F_CHOICE, in_words(words)), ETT_OFFER);
    if (!hello.is_hello_retry_request)
        render_octets(&below, F_SERVER_RANDOM, hello.random);
    render_octets(&below, F_CHOICE_SESSION_ID, hello.session_id);
    row_text(&below, F_CHOICE_VERSION, name_of(place, version_name, hello.version));
    row_text(&below, F_CHOICE_CIPHER_SUITE, name_of(place, suite_name, hello.cipher_suite));
    if (hello.group)
        row_text(&below, F_CHOICE_GROUP, name_of(place, group_name, hello.group));
}

static bool is_wanted(const place_t *place)
{
    if (place_is_visible(place))
        return true;
    for (int field = F_OFFER; place->tree && field <= F_CHOICE_GROUP; field++)
        if (proto_field_is_referenced(place->tree, hf[field]))
            return true;
    return false;
}

void render_hellos(const place_t *place, const frame_session_t *session)
{
    if (!is_wanted(place))
        return;
    if (session->client_hello.size)
        render_client_hello(place, session);
    if (session->server_hello.size)
        render_server_hello(place, session);
}
