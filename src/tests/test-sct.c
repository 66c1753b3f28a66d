/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sct.h"

#include <stdlib.h>
#include <string.h>

#include <gnutls/abstract.h>

#include "make-cert.h"

#define MUST(call)   g_assert_cmpint(call, >=, 0)
#define OID_SCT_LIST "1.3.6.1.4.1.11129.2.4.2"

enum { LOG_EC, LOG_RSA, LOG_STRANGE, LOG_COUNT }; /* the last one is in no table */

/* One server, its certificate before the log saw it, its CA, and logs. Made once. */
typedef struct {
    made_t *ca, *other_ca, *bare; /* bare: the server's certificate without SCTs */
    made_t *log_keys[LOG_COUNT];
    certificate_t *log_facts[LOG_COUNT], *ca_facts, *other_ca_facts, *bare_facts;
    ct_log_t rows[2]; /* of LOG_EC and LOG_RSA, sorted; their keys are owned */
    ct_logs_t logs;
} bed_t;

static bed_t bed;

static const char *const log_names[LOG_COUNT] = {"Lab EC", "Lab RSA", "Strange"};

/* How an SCT is made and checked; what is 0 is as it should be. */
typedef struct {
    const char *name;
    sct_source_t source;
    int signer, claims;     /* whose key signs, whose id it bears: LOG_EC .. */
    gint64 later_ms;        /* than MAKE_WHEN, when it is judged */
    const char *extensions; /* opaque octets */
    bool other_entry;       /* signed for the other kind of source */
    guint8 version;         /* after signing; likewise the next six */
    guint8 hash, algorithm; /* 0: SHA-256, that of the signer */
    bool moved;             /* timestamp: by a millisecond */
    bool bent, garbled;     /* signature: a bit of it turned; no DER */
    bool trailing;          /* an octet after the SCT, inside its vector */
    bool no_issuer, wrong_issuer, wrong_certificate, no_time; /* of the one who checks */
    const char *want;
} sct_case_t;

/* clang-format off */
static const sct_case_t cases[] = {
    {"embedded", .want = "valid"},
    {"from TLS", SCT_FROM_TLS, .want = "valid"},
    {"from OCSP", SCT_FROM_OCSP, .want = "valid"},
    {"RSA", .signer = LOG_RSA, .claims = LOG_RSA, .want = "valid"},
    {"RSA from TLS", SCT_FROM_TLS, .signer = LOG_RSA, .claims = LOG_RSA, .want = "valid"},
    {"with extensions", .extensions = "\1\2\3", .want = "valid"},
    {"from TLS, issuer not known", SCT_FROM_TLS, .no_issuer = true, .want = "valid"},
    {"issuer not known", .no_issuer = true, .want = "not-checked"},
    {"another issuer", .wrong_issuer = true, .want = "bad-signature"},
    {"another certificate", SCT_FROM_TLS, .wrong_certificate = true, .want = "bad-signature"},
    {"certificate without a list", .wrong_certificate = true, .want = "not-checked"},
    {"signed as from TLS", .other_entry = true, .want = "bad-signature"},
    {"signed as embedded", SCT_FROM_TLS, .other_entry = true, .want = "bad-signature"},
    {"key of another log", .signer = LOG_STRANGE, .want = "bad-signature"},
    {"another log's algorithm", .signer = LOG_RSA, .want = "bad-signature"},
    {"algorithm that is not the key's", .algorithm = 1, .want = "bad-signature"},
    {"bit of the signature turned", .bent = true, .want = "bad-signature"},
    {"signature is no DER", .garbled = true, .want = "bad-signature"},
    {"timestamp moved", .moved = true, .want = "bad-signature"},
    {"timestamp moved, from TLS", SCT_FROM_TLS, .moved = true, .want = "bad-signature"},
    {"unknown log", .signer = LOG_STRANGE, .claims = LOG_STRANGE, .want = "unknown-log"},
    {"unknown log and issuer", .claims = LOG_STRANGE, .no_issuer = true, .want = "unknown-log"},
    {"version 2", .version = 1, .want = "unsupported"},
    {"SHA-512", .hash = 6, .want = "unsupported"},
    {"DSA", .algorithm = 2, .want = "unsupported"},
    {"octet after the SCT", .trailing = true, .want = "malformed"},
    {"this second", .later_ms = 999, .want = "valid"},
    {"next second", .later_ms = 1000, .want = "in-future"},
    {"next second, from TLS", SCT_FROM_TLS, .later_ms = 1000, .want = "in-future"},
    {"next second, bent", .later_ms = 1000, .bent = true, .want = "bad-signature"},
    {"far future", .later_ms = G_MAXINT64 - 1000 * MAKE_WHEN, .want = "in-future"},
    {"next second, time not known", .later_ms = 1000, .no_time = true, .want = "valid"},
};
/* clang-format on */

static void put(GByteArray *out, guint64 value, unsigned width)
{
    while (width-- > 0) {
        guint8 octet = (guint8)(value >> (8 * width));
        g_byte_array_append(out, &octet, 1);
    }
}

static void put_octets(GByteArray *out, const void *octets, size_t size)
{
    g_byte_array_append(out, octets, (guint)size);
}

static slice_t octets_of(const GByteArray *array)
{
    return (slice_t){array->data, array->len};
}

/* A vector with a length of @width octets. Takes @content; gives. */
static GByteArray *vector(GByteArray *content, unsigned width)
{
    GByteArray *out = g_byte_array_new();
    put(out, content->len, width);
    put_octets(out, content->data, content->len);
    g_byte_array_unref(content);
    return out;
}

static guint64 timestamp_of(const sct_case_t *c)
{
    return (guint64)(MAKE_WHEN * 1000 + c->later_ms);
}

static size_t extensions_size(const sct_case_t *c)
{
    return c->extensions ? strlen(c->extensions) : 0;
}

/* RFC 6962 §3.2: what the log signs, of a certificate that has no SCTs yet. */
static GByteArray *to_be_signed(const sct_case_t *c, const certificate_t *bare)
{
    bool embedded = (c->source == SCT_FROM_CERTIFICATE) != c->other_entry;
    GByteArray *out = g_byte_array_new();
    put(out, 0, 2);
    put(out, timestamp_of(c), 8);
    put(out, embedded, 2);
    slice_t signee = bare->tbs;
    if (embedded)
        put_octets(out, bed.ca_facts->spki_sha256, 32);
    else
        signee.data = g_bytes_get_data(bare->der, &signee.size);
    put(out, signee.size, 3);
    put_octets(out, signee.data, signee.size);
    put(out, extensions_size(c), 2);
    put_octets(out, c->extensions, extensions_size(c));
    return out;
}

static GByteArray *sign(const sct_case_t *c, const certificate_t *bare)
{
    gnutls_privkey_t key;
    gnutls_datum_t signature = {0};
    g_autoptr(GByteArray) data = to_be_signed(c, bare);
    const gnutls_datum_t message = {data->data, data->len};
    MUST(gnutls_privkey_init(&key));
    MUST(gnutls_privkey_import_x509(key, bed.log_keys[c->signer]->key, 0));
    MUST(gnutls_privkey_sign_data2(
        key, c->signer == LOG_RSA ? GNUTLS_SIGN_RSA_SHA256 : GNUTLS_SIGN_ECDSA_SHA256, 0, &message,
        &signature));
    gnutls_privkey_deinit(key);
    GByteArray *out = g_byte_array_new();
    put_octets(out, signature.data, signature.size);
    gnutls_free(signature.data);
    if (c->bent)
        out->data[out->len - 1] ^= 1;
    if (c->garbled)
        out->data[0] = 0;
    return out;
}

/* One SerializedSCT with its length. Gives. */
static GByteArray *make_sct(const sct_case_t *c, const certificate_t *bare)
{
    guint8 algorithm = c->signer == LOG_RSA ? 1 : 3;
    g_autoptr(GByteArray) signature = vector(sign(c, bare), 2);
    GByteArray *out = g_byte_array_new();
    put(out, c->version, 1);
    put_octets(out, bed.log_facts[c->claims]->spki_sha256, 32);
    put(out, timestamp_of(c) - c->moved, 8);
    put(out, extensions_size(c), 2);
    put_octets(out, c->extensions, extensions_size(c));
    put(out, c->hash ? c->hash : 4, 1);
    put(out, c->algorithm ? c->algorithm : algorithm, 1);
    put_octets(out, signature->data, signature->len);
    if (c->trailing)
        put(out, 0, 1);
    return vector(out, 2);
}

/* A list of @n such SCTs. Gives. */
static GByteArray *make_list(const sct_case_t *c, const certificate_t *bare, guint n)
{
    GByteArray *list = g_byte_array_new();
    for (guint i = 0; i < n; i++) {
        g_autoptr(GByteArray) sct = make_sct(c, bare);
        put_octets(list, sct->data, sct->len);
    }
    return vector(list, 2);
}

/* The value of the extension, an OCTET STRING, as hex. Gives. */
static char *extension_hex(const GByteArray *list)
{
    GString *out = g_string_new("04");
    g_string_append(out, list->len < 0x80 ? "" : list->len < 0x100 ? "81" : "82");
    g_string_append_printf(out, list->len < 0x100 ? "%02x" : "%04x", list->len);
    for (guint i = 0; i < list->len; i++)
        g_string_append_printf(out, "%02x", list->data[i]);
    return g_string_free(out, FALSE);
}

static recipe_t server_recipe(void)
{
    return (recipe_t){.dn = "CN=www.lab.test", .issuer = bed.ca, .san = "DNS:www.lab.test"};
}

/* The statuses as words: "valid unknown-log". Gives. */
static char *told(const GArray *scts)
{
    if (!scts)
        return g_strdup("no list");
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < scts->len; i++)
        g_string_append_printf(out, "%s%s", i ? " " : "",
                               sct_status_word(g_array_index(scts, sct_t, i).status));
    return g_string_free(out, FALSE);
}

static sct_question_t ask(sct_source_t source, const certificate_t *end_entity)
{
    return (sct_question_t){.source = source,
                            .end_entity = end_entity,
                            .issuer = bed.ca_facts,
                            .when = MAKE_WHEN,
                            .logs = bed.logs};
}

/* The certificate of the case: with the list inside when that is where it comes from. Gives. */
static certificate_t *carrier(const sct_case_t *c, const GByteArray *list)
{
    if (c->source != SCT_FROM_CERTIFICATE)
        return certificate_new(made_der(bed.bare));
    recipe_t recipe = server_recipe();
    g_autofree char *value = extension_hex(list);
    recipe.key_of = bed.bare;
    recipe.extra[0] = (make_extension_t){OID_SCT_LIST, value, false};
    g_autoptr(made_t) made = make_cert(&recipe);
    return certificate_new(made_der(made));
}

static void check_case(gconstpointer data)
{
    const sct_case_t *c = data;
    g_autoptr(GByteArray) made = make_list(c, bed.bare_facts, 1);
    g_autoptr(certificate_t) certificate = carrier(c, made);
    slice_t list = octets_of(made), embedded = {0};
    g_assert_cmpint(sct_embedded_list(certificate, &embedded), ==,
                    c->source == SCT_FROM_CERTIFICATE);
    if (c->source == SCT_FROM_CERTIFICATE)
        g_assert_true(slice_equal(embedded, list));
    sct_question_t question = ask(c->source, certificate);
    if (c->no_issuer)
        question.issuer = NULL;
    if (c->wrong_issuer)
        question.issuer = bed.other_ca_facts;
    if (c->wrong_certificate)
        question.end_entity = bed.ca_facts;
    if (c->no_time)
        question.when = G_MAXINT64;
    g_autoptr(GArray) scts = sct_list_check(list, &question);
    g_autofree char *got = told(scts);
    g_assert_cmpstr(got, ==, c->want);
    g_assert_cmpuint(sct_count_valid(scts), ==, g_str_equal(c->want, "valid"));
    const ct_log_t *log = g_array_index(scts, sct_t, 0).log;
    if (g_str_equal(c->want, "valid"))
        g_assert_cmpstr(log->name, ==, log_names[c->claims]);
}

/* One that cannot be read or checked does no harm to the others. */
static void test_several(void)
{
    /* clang-format off */
    static const sct_case_t several[] = {
        {"version 2", SCT_FROM_TLS, .version = 1},
        {"good", SCT_FROM_TLS, .later_ms = 0},
        {"too long", SCT_FROM_TLS, .trailing = true},
        {"unknown log", SCT_FROM_TLS, .claims = LOG_STRANGE},
        {"good, earlier", SCT_FROM_TLS, .later_ms = -1},
    };
    /* clang-format on */
    GByteArray *content = g_byte_array_new();
    for (size_t i = 0; i < G_N_ELEMENTS(several); i++) {
        g_autoptr(GByteArray) sct = make_sct(&several[i], bed.bare_facts);
        put_octets(content, sct->data, sct->len);
    }
    g_autoptr(GByteArray) list = vector(content, 2);
    sct_question_t question = ask(SCT_FROM_TLS, bed.bare_facts);
    g_autoptr(GArray) scts = sct_list_check(octets_of(list), &question);
    g_autofree char *got = told(scts);
    g_assert_cmpstr(got, ==, "unsupported valid malformed unknown-log valid");
    g_assert_cmpuint(sct_count_valid(scts), ==, 2);
}

static void test_limit(void)
{
    const sct_case_t c = {.source = SCT_FROM_TLS};
    g_autoptr(GByteArray) list = make_list(&c, bed.bare_facts, SCT_LIMIT + 1);
    sct_question_t question = ask(c.source, bed.bare_facts);
    g_autoptr(GArray) scts = sct_list_check(octets_of(list), &question);
    g_assert_cmpuint(scts->len, ==, SCT_LIMIT + 1);
    g_assert_cmpuint(sct_count_valid(scts), ==, SCT_LIMIT);
    g_assert_cmpint(g_array_index(scts, sct_t, SCT_LIMIT).status, ==, SCT_NOT_CHECKED);
}

/* Lengths around the extensions are written again, whatever their width; @size octets of another
 * extension stand @before or after the list. G_MAXUINT: there is no other extension at all. */
static void check_rewritten(guint size, bool before)
{
    g_autofree char *other = g_strnfill(size == G_MAXUINT ? 0 : 2 * (gsize)size, 'a');
    const make_extension_t filler = {"1.2.3.4", other, false};
    recipe_t recipe = {.dn = "CN=x", .issuer = bed.ca, .key_of = bed.bare, .no_key_ids = true};
    if (size != G_MAXUINT)
        recipe.extra[0] = filler;
    g_autoptr(made_t) bare = make_cert(&recipe);
    g_autoptr(certificate_t) bare_facts = certificate_new(made_der(bare));
    g_assert_null(bare_facts->malformed);
    g_autoptr(GByteArray) list = make_list(&(sct_case_t){0}, bare_facts, 1);
    g_autofree char *value = extension_hex(list);
    recipe.extra[before ? 1 : 0] = (make_extension_t){OID_SCT_LIST, value, before};
    if (!before && size != G_MAXUINT)
        recipe.extra[1] = filler;
    g_autoptr(made_t) made = make_cert(&recipe);
    g_autoptr(certificate_t) certificate = certificate_new(made_der(made));
    slice_t embedded;
    g_assert_true(sct_embedded_list(certificate, &embedded));
    sct_question_t question = ask(SCT_FROM_CERTIFICATE, certificate);
    g_autoptr(GArray) scts = sct_list_check(embedded, &question);
    g_autofree char *got = told(scts);
    g_assert_cmpstr(got, ==, "valid");
}

static void test_rewritten(void)
{
    static const guint sizes[] = {1,   100, 112, 113, 114, 115,   116,
                                  117, 120, 127, 128, 240, 65500, 65536};
    check_rewritten(G_MAXUINT, false);
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        check_rewritten(sizes[i], true);
        check_rewritten(sizes[i], false);
    }
}

/* A certificate that cannot be decoded: what was signed over its octets can still be checked. */
static void test_malformed_certificate(void)
{
    static const guint8 octets[] = {0x30, 0x01, 0x00};
    g_autoptr(certificate_t) broken = certificate_new((slice_t){octets, sizeof octets});
    g_autoptr(GByteArray) made = make_list(&(sct_case_t){.source = SCT_FROM_TLS}, broken, 1);
    sct_question_t question = ask(SCT_FROM_TLS, broken);
    g_autoptr(GArray) from_tls = sct_list_check(octets_of(made), &question);
    g_assert_cmpuint(sct_count_valid(from_tls), ==, 1);
    question.source = SCT_FROM_CERTIFICATE;
    g_autoptr(GArray) embedded = sct_list_check(octets_of(made), &question);
    g_autofree char *got = told(embedded);
    g_assert_cmpstr(got, ==, "not-checked");
}

static int compare_rows(const void *a, const void *b)
{
    return memcmp(((const ct_log_t *)a)->id, ((const ct_log_t *)b)->id, CT_LOG_ID_SIZE);
}

static void set_up_logs(void)
{
    for (int i = 0; i < LOG_COUNT; i++) {
        bed.log_keys[i] = make_cert(&(recipe_t){.dn = "CN=log",
                                                .pk = i == LOG_RSA ? GNUTLS_PK_RSA : 0,
                                                .bits = i == LOG_RSA ? 2048 : 0});
        bed.log_facts[i] = certificate_new(made_der(bed.log_keys[i]));
        if (i == LOG_STRANGE)
            continue;
        slice_t spki = bed.log_facts[i]->spki;
        bed.rows[i] = (ct_log_t){.name = log_names[i],
                                 .operated_by = "Lab",
                                 .key = g_base64_encode(spki.data, spki.size)};
        memcpy(bed.rows[i].id, bed.log_facts[i]->spki_sha256, CT_LOG_ID_SIZE);
    }
    qsort(bed.rows, G_N_ELEMENTS(bed.rows), sizeof bed.rows[0], compare_rows);
    bed.logs = (ct_logs_t){bed.rows, G_N_ELEMENTS(bed.rows)};
}

static void set_up(void)
{
    bed.ca = make_cert(&(recipe_t){.dn = "CN=Lab CA", .ca = true});
    bed.other_ca = make_cert(&(recipe_t){.dn = "CN=Lab CA", .ca = true});
    recipe_t recipe = server_recipe();
    bed.bare = make_cert(&recipe);
    bed.ca_facts = certificate_new(made_der(bed.ca));
    bed.other_ca_facts = certificate_new(made_der(bed.other_ca));
    bed.bare_facts = certificate_new(made_der(bed.bare));
    set_up_logs();
}

static void tear_down(void)
{
    for (int i = 0; i < LOG_COUNT; i++) {
        made_free(bed.log_keys[i]);
        certificate_free(bed.log_facts[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(bed.rows); i++)
        g_free((char *)bed.rows[i].key);
    certificate_free(bed.ca_facts);
    certificate_free(bed.other_ca_facts);
    certificate_free(bed.bare_facts);
    made_free(bed.ca);
    made_free(bed.other_ca);
    made_free(bed.bare);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    set_up();
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/sct/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], check_case);
    }
    g_test_add_func("/sct/several", test_several);
    g_test_add_func("/sct/limit", test_limit);
    g_test_add_func("/sct/lengths rewritten", test_rewritten);
    g_test_add_func("/sct/certificate malformed", test_malformed_certificate);
    int failed = g_test_run();
    tear_down();
    return failed;
}
