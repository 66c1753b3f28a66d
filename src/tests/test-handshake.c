/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "handshake.h"

#include "octets.h"

#include <gnutls/gnutls.h>
#include <string.h>

/* A row is a message in hex and, in words, what is read of it; "false" if it is refused. */
typedef struct {
    const char *name;
    const char *hex;
    const char *want;
} parse_case_t;

#define R8(x)  x x x x x x x x
#define RANDOM R8("5a") R8("5a") R8("5a") R8("5a")
#define RETRY  "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"

/* On the heap with its exact size, so that a sanitizer sees any step past the end. */
static slice_t exact(const GByteArray *octets, guint8 **ret_owned)
{
    *ret_owned = g_memdup2(octets->data, octets->len);
    return (slice_t){*ret_owned, octets->len};
}

static void append_hex(GString *out, slice_t slice)
{
    for (size_t i = 0; i < slice.size; i++)
        g_string_append_printf(out, "%02x", slice.data[i]);
}

typedef void describe_fn(slice_t message, GString *out);

static void check(const parse_case_t *c, describe_fn *describe)
{
    g_autoptr(GByteArray) octets = octets_of(c->hex);
    g_autofree guint8 *owned = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    describe(exact(octets, &owned), out);
    g_assert_cmpstr(out->len ? out->str : "false", ==, c->want);
}

/* Every beginning of a message that is read as a whole is refused, or read without a fault. */
static void cut(const parse_case_t *c, describe_fn *describe)
{
    g_autoptr(GByteArray) octets = octets_of(c->hex);
    while (octets->len > 0) {
        g_byte_array_set_size(octets, octets->len - 1);
        g_autofree guint8 *owned = NULL;
        g_autoptr(GString) out = g_string_new(NULL);
        describe(exact(octets, &owned), out);
    }
}

static void describe_message(slice_t message, framing_t framing, GString *out)
{
    handshake_t handshake;
    if (!handshake_parse(message, framing, &handshake))
        return;
    g_string_append_printf(out, "%u ", handshake.type);
    append_hex(out, handshake.body);
}

static void describe_tls(slice_t message, GString *out)
{
    describe_message(message, FRAMING_TLS, out);
}

static void describe_dtls(slice_t message, GString *out)
{
    describe_message(message, FRAMING_DTLS, out);
}

static const parse_case_t tls_cases[] = {
    {"body of two",     "14 000002 aabb", "20 aabb"},
    {"empty body",      "0e 000000",      "14 "    },
    {"nothing",         "",               "false"  },
    {"no length",       "0e 0000",        "false"  },
    {"length past end", "14 000003 aabb", "false"  },
    {"trailing octet",  "0e 000000 ff",   "false"  },
};

static const parse_case_t dtls_cases[] = {
    {"whole",                "14 000002 0005 000000 000002 aabb", "20 aabb"},
    {"first fragment",       "14 000003 0005 000000 000002 aabb", "false"  },
    {"second fragment",      "14 000003 0005 000001 000002 aabb", "false"  },
    {"offset, whole length", "14 000002 0005 000001 000002 aabb", "false"  },
    {"framing of TLS",       "14 000002 aabb",                    "false"  },
    {"trailing octet",       "0e 000000 0005 000000 000000 ff",   "false"  },
};

static void describe_client(slice_t body, framing_t framing, GString *out)
{
    client_hello_t hello;
    if (!client_hello_parse(body, framing, &hello))
        return;
    const struct {
        const char *word;
        slice_t slice;
    } slices[] = {
        {" id=",       hello.session_id        },
        {" suites=",   hello.cipher_suites     },
        {" name=",     hello.server_name       },
        {" versions=", hello.supported_versions},
        {" groups=",   hello.groups            },
        {" alpn=",     hello.alpn              },
    };
    const struct {
        bool set;
        const char *word;
    } flags[] = {
        {hello.early_data,              " early" },
        {hello.pre_shared_key,          " psk"   },
        {hello.encrypted_client_hello,  " ech"   },
        {hello.extended_master_secret,  " ems"   },
        {hello.session_ticket.size > 0, " ticket"},
        {hello.has_renegotiation_info,  " reneg" },
    };
    g_string_append_printf(out, "%04x", hello.legacy_version);
    for (size_t i = 0; i < G_N_ELEMENTS(slices); i++) {
        if (slices[i].slice.size == 0)
            continue;
        g_string_append(out, slices[i].word);
        append_hex(out, slices[i].slice);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
        if (flags[i].set)
            g_string_append(out, flags[i].word);
}

static void describe_client_tls(slice_t body, GString *out)
{
    describe_client(body, FRAMING_TLS, out);
}

static void describe_client_dtls(slice_t body, GString *out)
{
    describe_client(body, FRAMING_DTLS, out);
}

#define HELLO "0303" RANDOM "00 0002 1301 01 00"

static const parse_case_t client_cases[] = {
    {"smallest",                                 HELLO,                                                            "0303 suites=1301"                  },
    {"no octet of extensions",                   HELLO "0000",                                                     "0303 suites=1301"                  },
    {"nothing",                                  "",                                                               "false"                             },
    {"one octet short",                          "0303" RANDOM "00 0002 1301 01",                                  "false"                             },
    {"one octet long",                           HELLO "0000 00",                                                  "false"                             },
    {"half a length of extensions",              HELLO "00",                                                       "false"                             },
    {"extensions past the end",                  HELLO "0001",                                                     "false"                             },
    {"extension past the extensions",            HELLO "0004 0017 0001",                                           "false"                             },
    {"no cipher suite",                          "0303" RANDOM "00 0000 01 00",                                    "false"                             },
    {"half a cipher suite",                      "0303" RANDOM "00 0003 130113 01 00",                             "false"                             },
    {"no compression method",                    "0303" RANDOM "00 0002 1301 00",                                  "false"                             },
    {"session_id of 32",                         "0303" RANDOM "20" RANDOM "0002 1301 01 00",
     "0303 id=" RANDOM " suites=1301"                                                                                                                  },
    {"session_id of 33",                         "0303" RANDOM "21" RANDOM "00 0002 1301 01 00",                   "false"                             },
    {"SCSV",                                     "0303" RANDOM "00 0004 c02f 00ff 01 00",                          "0303 suites=c02f00ff reneg"        },
    {"server_name",                              HELLO "000a 0000 0006 0004 00 0001 61",                           "0303 suites=1301 name=61"          },
    {"first of two host names",                  HELLO "000e 0000 000a 0008 00 0001 61 00 0001 62",
     "0303 suites=1301 name=61"                                                                                                                        },
    {"a name of another type",                   HELLO "000a 0000 0006 0004 01 0001 61",                           "0303 suites=1301"                  },
    {"server_name, inner length past the outer", HELLO "000a 0000 0006 0004 00 0002 61",                           "false"                             },
    {"server_name, octet behind the list",       HELLO "000b 0000 0007 0004 00 0001 61 00",                        "false"                             },
    {"server_name twice",                        HELLO "0014 0000 0006 0004 00 0001 61 0000 0006 0004 00 0001 62",
     "false"                                                                                                                                           },
    {"an unknown extension twice",               HELLO "0008 0a0a 0000 0a0a 0000",                                 "0303 suites=1301"                  },
    {"supported_versions",                       HELLO "0009 002b 0005 04 0304 0303",
     "0303 suites=1301 versions=03040303"                                                                                                              },
    {"half a version",                           HELLO "0008 002b 0004 03 030403",                                 "false"                             },
    {"groups",                                   HELLO "0008 000a 0004 0002 001d",                                 "0303 suites=1301 groups=001d"      },
    {"ALPN",                                     HELLO "000c 0010 0008 0006 02 6832 02 6833",                      "0303 suites=1301 alpn=026832026833"},
    {"ALPN, inner length past the outer",        HELLO "0009 0010 0005 0003 03 6832",                              "false"                             },
    {"early_data",                               HELLO "0004 002a 0000",                                           "0303 suites=1301 early"            },
    {"early_data with an octet",                 HELLO "0005 002a 0001 00",                                        "false"                             },
    {"pre_shared_key",                           HELLO "000a 0029 0006 0001 00 0001 00",                           "0303 suites=1301 psk"              },
    {"ECH, outer",                               HELLO "0005 fe0d 0001 00",                                        "0303 suites=1301 ech"              },
    {"ECH, inner",                               HELLO "0005 fe0d 0001 01",                                        "0303 suites=1301"                  },
    {"extended_master_secret",                   HELLO "0004 0017 0000",                                           "0303 suites=1301 ems"              },
    {"a ticket",                                 HELLO "0005 0023 0001 00",                                        "0303 suites=1301 ticket"           },
    {"room for a ticket",                        HELLO "0004 0023 0000",                                           "0303 suites=1301"                  },
    {"renegotiation_info",                       HELLO "0005 ff01 0001 00",                                        "0303 suites=1301 reneg"            },
};

static const parse_case_t client_dtls_cases[] = {
    {"smallest",                  "fefd" RANDOM "00 00 0002 c02f 01 00",      "fefd suites=c02f"},
    {"cookie",                    "fefd" RANDOM "00 02 aabb 0002 c02f 01 00", "fefd suites=c02f"},
    {"without room for a cookie", "fefd" RANDOM "00 0002 c02f 01 00",         "false"           },
    {"cookie past the end",       "fefd" RANDOM "00 ff aabb",                 "false"           },
};

static void describe_server(slice_t body, GString *out)
{
    server_hello_t hello;
    if (!server_hello_parse(body, &hello))
        return;
    const struct {
        bool set;
        const char *word;
    } flags[] = {
        {hello.is_hello_retry_request, " retry"},
        {hello.has_key_share,          " share"},
        {hello.pre_shared_key,         " psk"  },
        {hello.extended_master_secret, " ems"  },
        {hello.has_renegotiation_info, " reneg"},
        {hello.encrypt_then_mac,       " etm"  },
    };
    g_string_append_printf(out, "%04x %04x %04x", hello.legacy_version, hello.version,
                           hello.cipher_suite);
    if (hello.group)
        g_string_append_printf(out, " group=%04x", hello.group);
    if (hello.certificate_type)
        g_string_append_printf(out, " type=%u", hello.certificate_type);
    if (hello.alpn.size) {
        g_string_append(out, " alpn=");
        append_hex(out, hello.alpn);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
        if (flags[i].set)
            g_string_append(out, flags[i].word);
}

#define SERVER "0303" RANDOM "00 c02f 00"

static const parse_case_t server_cases[] = {
    {"smallest",                                          SERVER,                                                       "0303 0303 c02f"              },
    {"nothing",                                           "",                                                           "false"                       },
    {"one octet short",                                   "0303" RANDOM "00 c02f",                                      "false"                       },
    {"one octet long",                                    SERVER "00",                                                  "false"                       },
    {"extensions past the end",                           SERVER "0001",                                                "false"                       },
    {"session_id of 33",                                  "0303" RANDOM "21" RANDOM "00 c02f 00",                       "false"                       },
    {"TLS 1.3",                                           SERVER "0010 002b 0002 0304 0033 0006 001d 0002 eeee",
     "0303 0304 c02f group=001d share"                                                                                                                },
    {"key_share past its extension",                      SERVER "000a 0033 0006 001d 0003 eeee",                       "false"                       },
    {"key_share of a draft",                              SERVER "000a 0028 0006 001d 0002 eeee",
     "0303 0303 c02f group=001d share"                                                                                                                },
    {"pre_shared_key",                                    SERVER "0006 0029 0002 0000",                                 "0303 0303 c02f psk"          },
    {"HelloRetryRequest",                                 "0303" RETRY "00 1301 00 000c 002b 0002 0304 0033 0002 0017",
     "0303 0304 1301 group=0017 retry share"                                                                                                          },
    {"key_share of a HelloRetryRequest in a ServerHello", SERVER "0006 0033 0002 0017",                                 "false"                       },
    {"draft 18 has no session_id",                        "7f12" RANDOM "1301 0000",                                    "7f12 7f12 1301"              },
    {"ALPN",                                              SERVER "0009 0010 0005 0003 02 6832",                         "0303 0303 c02f alpn=6832"    },
    {"two ALPN",                                          SERVER "000c 0010 0008 0006 02 6832 02 6833",                 "false"                       },
    {"raw public key",                                    SERVER "0005 0014 0001 02",                                   "0303 0303 c02f type=2"       },
    {"flags",                                             SERVER "000d 0017 0000 0016 0000 ff01 0001 00",               "0303 0303 c02f ems reneg etm"},
};

static void describe_encrypted(slice_t body, GString *out)
{
    encrypted_extensions_t extensions;
    if (!encrypted_extensions_parse(body, &extensions))
        return;
    g_string_append_printf(out, "type=%u%s alpn=", extensions.certificate_type,
                           extensions.early_data ? " early" : "");
    append_hex(out, extensions.alpn);
}

static const parse_case_t encrypted_cases[] = {
    {"smallest",                    "0000",                                               "type=0 alpn="          },
    {"nothing",                     "",                                                   "false"                 },
    {"one octet short",             "00",                                                 "false"                 },
    {"one octet long",              "0000 00",                                            "false"                 },
    {"all",                         "0012 0010 0005 0003 02 6833 002a 0000 0014 0001 02", "type=2 early alpn=6833"},
    {"inner length past the outer", "0009 0010 0005 0003 04 6833",                        "false"                 },
};

static void describe_list(slice_t body, certificate_list_form_t form, GString *out)
{
    g_autoptr(GArray) certificates = g_array_new(FALSE, FALSE, sizeof(slice_t));
    if (!certificate_list_parse(body, form, certificates))
        return;
    g_string_append_printf(out, "%u", certificates->len);
    for (guint i = 0; i < certificates->len; i++) {
        g_string_append_c(out, ' ');
        append_hex(out, g_array_index(certificates, slice_t, i));
    }
}

static void describe_list12(slice_t body, GString *out)
{
    describe_list(body, CERTIFICATE_LIST_TLS12, out);
}

static void describe_list13(slice_t body, GString *out)
{
    describe_list(body, CERTIFICATE_LIST_TLS13, out);
}

static const parse_case_t list12_cases[] = {
    {"none",                        "000000",                       "0"        },
    {"one",                         "000005 000002 aabb",           "1 aabb"   },
    {"two",                         "000009 000002 aabb 000001 cc", "2 aabb cc"},
    {"nothing",                     "",                             "false"    },
    {"one octet short",             "000005 000002 aa",             "false"    },
    {"one octet long",              "000005 000002 aabb 00",        "false"    },
    {"inner length past the outer", "000005 000003 aabb",           "false"    },
    {"a certificate of no octets",  "000003 000000",                "false"    },
};

static const parse_case_t list13_cases[] = {
    {"none",                        "00 000000",                            "0"     },
    {"one",                         "00 000007 000002 aabb 0000",           "1 aabb"},
    {"with context and extensions", "02 0102 000009 000002 aabb 0002 0505", "1 aabb"},
    {"form of TLS 1.2",             "000005 000002 aabb",                   "false" },
    {"extensions past the list",    "00 000007 000002 aabb 0001",           "false" },
    {"no extensions",               "00 000005 000002 aabb",                "false" },
    {"nothing",                     "",                                     "false" },
};

static void describe_parameters(bool read, const key_exchange_parameters_t *parameters,
                                GString *out)
{
    if (read)
        g_string_append_printf(out, "%04x %u", parameters->group, parameters->prime_bits);
}

static void describe_ecdh(slice_t body, GString *out)
{
    key_exchange_parameters_t parameters;
    describe_parameters(server_ecdh_params_parse(body, false, &parameters), &parameters, out);
}

static void describe_ecdh_psk(slice_t body, GString *out)
{
    key_exchange_parameters_t parameters;
    describe_parameters(server_ecdh_params_parse(body, true, &parameters), &parameters, out);
}

static void describe_dh(slice_t body, GString *out)
{
    key_exchange_parameters_t parameters;
    describe_parameters(server_dh_params_parse(body, false, &parameters), &parameters, out);
}

static void describe_dh_psk(slice_t body, GString *out)
{
    key_exchange_parameters_t parameters;
    describe_parameters(server_dh_params_parse(body, true, &parameters), &parameters, out);
}

static const parse_case_t ecdh_cases[] = {
    {"named curve",        "03 001d 01 04",              "001d 0"},
    {"with a signature",   "03 0017 01 04 0403 0001 ff", "0017 0"},
    {"explicit curve",     "01 001d 01 04",              "false" },
    {"no point",           "03 001d 00",                 "false" },
    {"point past the end", "03 001d 02 04",              "false" },
    {"nothing",            "",                           "false" },
};

static const parse_case_t ecdh_psk_cases[] = {
    {"with a hint",       "0002 6869 03 001d 01 04", "001d 0"},
    {"without a hint",    "0000 03 001d 01 04",      "001d 0"},
    {"hint past the end", "00ff 03 001d 01 04",      "false" },
};

static const parse_case_t dh_cases[] = {
    {"14 bits",                    "0002 3fff 0001 02 0001 04",     "0000 14"},
    {"leading zeros do not count", "0004 00003fff 0001 02 0001 04", "0000 14"},
    {"a prime of zeros",           "0002 0000 0001 02 0001 04",     "false"  },
    {"a prime of no octets",       "0000 0001 02 0001 04",          "false"  },
    {"no public value",            "0002 3fff 0001 02 0000",        "false"  },
    {"one octet short",            "0002 3fff 0001 02 0001",        "false"  },
    {"nothing",                    "",                              "false"  },
};

static const parse_case_t dh_psk_cases[] = {
    {"with a hint", "0001 68 0001 ff 0001 02 0001 04", "0000 8"},
};

static void test_group_of_prime(void)
{
    g_autoptr(GByteArray) body = octets_of("0100");
    const gnutls_datum_t *prime = &gnutls_ffdhe_2048_group_prime;
    size_t skip = prime->size > 256 ? prime->size - 256 : 0;
    g_byte_array_append(body, prime->data + skip, 256);
    g_autoptr(GByteArray) rest = octets_of("0001 02 0001 04");
    g_byte_array_append(body, rest->data, rest->len);
    key_exchange_parameters_t parameters = {0};
    g_assert_true(server_dh_params_parse((slice_t){body->data, body->len}, false, &parameters));
    g_assert_cmphex(parameters.group, ==, 0x0100);
    g_assert_cmpuint(parameters.prime_bits, ==, 2048);
}

static void test_untouched_on_failure(void)
{
    static const guint8 octets[] = {0x14, 0, 0, 1};
    handshake_t out = {
        99, {octets, 1}
    };
    g_assert_false(handshake_parse((slice_t){octets, sizeof octets}, FRAMING_TLS, &out));
    g_assert_cmpuint(out.type, ==, 99);
}

static const struct {
    const char *folder;
    const parse_case_t *cases;
    size_t n;
    describe_fn *describe;
} tables[] = {
    {"message",                     tls_cases,         G_N_ELEMENTS(tls_cases),         describe_tls       },
    {"message of DTLS",             dtls_cases,        G_N_ELEMENTS(dtls_cases),        describe_dtls      },
    {"ClientHello",                 client_cases,      G_N_ELEMENTS(client_cases),      describe_client_tls},
    {"ClientHello of DTLS",         client_dtls_cases, G_N_ELEMENTS(client_dtls_cases),
     describe_client_dtls                                                                                  },
    {"ServerHello",                 server_cases,      G_N_ELEMENTS(server_cases),      describe_server    },
    {"EncryptedExtensions",         encrypted_cases,   G_N_ELEMENTS(encrypted_cases),   describe_encrypted },
    {"Certificate",                 list12_cases,      G_N_ELEMENTS(list12_cases),      describe_list12    },
    {"Certificate of TLS 1.3",      list13_cases,      G_N_ELEMENTS(list13_cases),      describe_list13    },
    {"ServerKeyExchange ECDHE",     ecdh_cases,        G_N_ELEMENTS(ecdh_cases),        describe_ecdh      },
    {"ServerKeyExchange ECDHE_PSK", ecdh_psk_cases,    G_N_ELEMENTS(ecdh_psk_cases),
     describe_ecdh_psk                                                                                     },
    {"ServerKeyExchange DHE",       dh_cases,          G_N_ELEMENTS(dh_cases),          describe_dh        },
    {"ServerKeyExchange DHE_PSK",   dh_psk_cases,      G_N_ELEMENTS(dh_psk_cases),      describe_dh_psk    },
};

typedef struct {
    const parse_case_t *row;
    describe_fn *describe;
} bound_case_t;

static void check_bound(gconstpointer data)
{
    const bound_case_t *bound = data;
    check(bound->row, bound->describe);
    cut(bound->row, bound->describe);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        for (size_t j = 0; j < tables[i].n; j++) {
            bound_case_t *bound = g_new(bound_case_t, 1);
            *bound = (bound_case_t){&tables[i].cases[j], tables[i].describe};
            g_autofree char *path =
                g_strdup_printf("/handshake/%s/%s", tables[i].folder, bound->row->name);
            g_test_add_data_func_full(path, bound, check_bound, g_free);
        }
    }
    g_test_add_func("/handshake/group of a prime", test_group_of_prime);
    g_test_add_func("/handshake/untouched on failure", test_untouched_on_failure);
    return g_test_run();
}
