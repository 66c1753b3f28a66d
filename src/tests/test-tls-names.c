/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cipher-suites.h"
#include "tls-names.h"

#include <string.h>

typedef struct {
    guint16 code;
    const char *name;
    key_exchange_t key_exchange;
    bool server_certificate;
    unsigned hash_length, tag_length;
    bool weak_cipher, weak_key_exchange;
} suite_case_t;

static const suite_case_t suite_cases[] = {
    {0x0000, "TLS_NULL_WITH_NULL_NULL",                      KEX_NULL,      false, 32, 0,  true,  false},
    {0x0001, "TLS_RSA_WITH_NULL_MD5",                        KEX_RSA,       true,  32, 0,  true,  false},
    {0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5",               KEX_RSA,       true,  32, 0,  true,  true },
    {0x0005, "TLS_RSA_WITH_RC4_128_SHA",                     KEX_RSA,       true,  32, 0,  true,  false},
    {0x0007, "TLS_RSA_WITH_IDEA_CBC_SHA",                    KEX_RSA,       true,  32, 0,  true,  false},
    {0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA",                KEX_RSA,       true,  32, 0,  true,  false},
    {0x000c, "TLS_DH_DSS_WITH_DES_CBC_SHA",                  KEX_DH,        true,  32, 0,  true,  false},
    {0x0014, "TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA",        KEX_DHE,       true,  32, 0,  true,  true },
    {0x0017, "TLS_DH_anon_EXPORT_WITH_RC4_40_MD5",           KEX_ANONYMOUS, false, 32, 0,  true,  true },
    {0x001c, "SSL_FORTEZZA_KEA_WITH_NULL_SHA",               KEX_UNKNOWN,   true,  32, 0,  true,  false},
    {0x001e, "TLS_KRB5_WITH_DES_CBC_SHA",                    KEX_KRB5,      false, 32, 0,  true,  false},
    {0x0026, "TLS_KRB5_EXPORT_WITH_DES_CBC_40_SHA",          KEX_KRB5,      false, 32, 0,  true,  true },
    {0x002d, "TLS_DHE_PSK_WITH_NULL_SHA",                    KEX_PSK_DHE,   false, 32, 0,  true,  false},
    {0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA",                 KEX_RSA,       true,  32, 0,  false, false},
    {0x0034, "TLS_DH_anon_WITH_AES_128_CBC_SHA",             KEX_ANONYMOUS, false, 32, 0,  false, true },
    {0x0041, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA",            KEX_RSA,       true,  32, 0,  false, false},
    {0x0062, "TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA",          KEX_RSA,       true,  32, 0,  true,  true },
    {0x006e, "TLS_ASCONAEAD128_ASCONHASH256",                KEX_TLS13,     true,  32, 16, false, false},
    {0x0070, "TLS_AES_128_GCM_ASCONHASH256",                 KEX_TLS13,     true,  32, 16, false, false},
    {0x0081, "TLS_GOSTR341001_WITH_28147_CNT_IMIT",          KEX_GOST,      true,  32, 0,  false, false},
    {0x009b, "TLS_DH_anon_WITH_SEED_CBC_SHA",                KEX_ANONYMOUS, false, 32, 0,  false, true },
    {0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384",              KEX_RSA,       true,  48, 16, false, false},
    {0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",          KEX_DHE,       true,  32, 16, false, false},
    {0x00a8, "TLS_PSK_WITH_AES_128_GCM_SHA256",              KEX_PSK,       false, 32, 16, false, false},
    {0x00ad, "TLS_RSA_PSK_WITH_AES_256_GCM_SHA384",          KEX_RSA_PSK,   true,  48, 16, false, false},
    {0x00b1, "TLS_PSK_WITH_NULL_SHA384",                     KEX_PSK,       false, 48, 0,  true,  false},
    {0x00c6, "TLS_SM4_GCM_SM3",                              KEX_TLS13,     true,  32, 16, false, false},
    {0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",            KEX_UNKNOWN,   false, 0,  0,  false, false},
    {0x1301, "TLS_AES_128_GCM_SHA256",                       KEX_TLS13,     true,  32, 16, false, false},
    {0x1302, "TLS_AES_256_GCM_SHA384",                       KEX_TLS13,     true,  48, 16, false, false},
    {0x1303, "TLS_CHACHA20_POLY1305_SHA256",                 KEX_TLS13,     true,  32, 16, false, false},
    {0x1304, "TLS_AES_128_CCM_SHA256",                       KEX_TLS13,     true,  32, 16, false, false},
    {0x1305, "TLS_AES_128_CCM_8_SHA256",                     KEX_TLS13,     true,  32, 8,  false, false},
    {0x1306, "TLS_AEGIS_256_SHA512",                         KEX_TLS13,     true,  64, 16, false, false},
    {0x1307, "TLS_AEGIS_128L_SHA256",                        KEX_TLS13,     true,  32, 16, false, false},
    {0x16b9, "TLS_CECPQ1_RSA_WITH_AES_256_GCM_SHA384",       KEX_HYBRID,    true,  48, 16, false, false},
    {0x5600, "TLS_FALLBACK_SCSV",                            KEX_UNKNOWN,   false, 0,  0,  false, false},
    {0xc00e, "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA",            KEX_ECDH,      true,  32, 0,  false, false},
    {0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",           KEX_ECDHE,     true,  32, 0,  false, false},
    {0xc018, "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",           KEX_ANONYMOUS, false, 32, 0,  false, true },
    {0xc01d, "TLS_SRP_SHA_WITH_AES_128_CBC_SHA",             KEX_SRP,       false, 32, 0,  false, false},
    {0xc01e, "TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA",         KEX_SRP,       true,  32, 0,  false, false},
    {0xc01f, "TLS_SRP_SHA_DSS_WITH_AES_128_CBC_SHA",         KEX_SRP,       true,  32, 0,  false, false},
    {0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",      KEX_ECDHE,     true,  48, 0,  false, false},
    {0xc034, "TLS_ECDHE_PSK_WITH_3DES_EDE_CBC_SHA",          KEX_PSK_ECDHE, false, 32, 0,  true,  false},
    {0xc061, "TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384",       KEX_ECDHE,     true,  48, 16, false, false},
    {0xc09e, "TLS_DHE_RSA_WITH_AES_128_CCM",                 KEX_DHE,       true,  32, 16, false, false},
    {0xc0ab, "TLS_PSK_DHE_WITH_AES_256_CCM_8",               KEX_PSK_DHE,   false, 32, 8,  false, false},
    {0xc0ae, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8",           KEX_ECDHE,     true,  32, 8,  false, false},
    {0xc0b3, "TLS_ECCPWD_WITH_AES_256_CCM_SHA384",           KEX_ECCPWD,    false, 48, 16, false, false},
    {0xc0b4, "TLS_SHA256_SHA256",                            KEX_TLS13,     true,  32, 32, true,  false},
    {0xc0b5, "TLS_SHA384_SHA384",                            KEX_TLS13,     true,  48, 48, true,  false},
    {0xc0ff, "TLS_ECJPAKE_WITH_AES_128_CCM_8",               KEX_UNKNOWN,   false, 32, 8,  false, false},
    {0xc100, "TLS_GOSTR341112_256_WITH_KUZNYECHIK_CTR_OMAC", KEX_GOST,      true,  32, 0,  false, false},
    {0xc103, "TLS_GOSTR341112_256_WITH_KUZNYECHIK_MGM_L",    KEX_TLS13,     true,  32, 16, false, false},
    {0xc106, "TLS_GOSTR341112_256_WITH_MAGMA_MGM_S",         KEX_TLS13,     true,  32, 8,  false, false},
    {0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",  KEX_ECDHE,     true,  32, 16, false, false},
    {0xd003, "TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256",      KEX_PSK_ECDHE, false, 32, 8,  false, false},
    {0xe011, "ECDHE_SM4_CBC_SM3",                            KEX_ECDHE,     true,  32, 0,  false, false},
    {0xe053, "ECC_SM4_GCM_SM3",                              KEX_SM2,       true,  32, 16, false, false},
    {0xe057, "IBC_SM4_GCM_SM3",                              KEX_UNKNOWN,   false, 32, 16, false, false},
    {0xe05a, "RSA_SM4_GCM_SHA256",                           KEX_RSA,       true,  32, 16, false, false},
    {0xfeff, "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA",           KEX_RSA,       true,  32, 0,  true,  false},
    {0x0a0a, NULL,                                           KEX_UNKNOWN,   true,  0,  0,  false, false},
    {0xffff, NULL,                                           KEX_UNKNOWN,   true,  0,  0,  false, false},
};

static void check_suite(gconstpointer data)
{
    const suite_case_t *c = data;
    cipher_suite_t suite = cipher_suite_lookup(c->code);
    g_assert_cmphex(suite.code, ==, c->code);
    g_assert_cmpstr(suite.name, ==, c->name);
    g_assert_cmpstr(key_exchange_name(suite.key_exchange), ==, key_exchange_name(c->key_exchange));
    g_assert_cmpint(suite.key_exchange, ==, c->key_exchange);
    g_assert_cmpint(suite.server_certificate, ==, c->server_certificate);
    g_assert_cmpuint(suite.hash_length, ==, c->hash_length);
    g_assert_cmpuint(suite.tag_length, ==, c->tag_length);
    g_assert_cmpint(suite.weak_cipher, ==, c->weak_cipher);
    g_assert_cmpint(suite.weak_key_exchange, ==, c->weak_key_exchange);
}

static void check_sorted(void)
{
    for (gsize i = 1; i < cipher_suite_row_count; i++)
        g_assert_cmphex(cipher_suite_rows[i - 1].code, <, cipher_suite_rows[i].code);
}

/* Each row is found, and no name is left that the methods do not know. */
static void check_every_suite(void)
{
    static const char *const without_method[] = {"FORTEZZA", "ECJPAKE", "IBC_", "IBSDH_", "_SCSV"};
    for (gsize i = 0; i < cipher_suite_row_count; i++) {
        cipher_suite_t suite = cipher_suite_lookup(cipher_suite_rows[i].code);
        g_assert_cmpstr(suite.name, ==, cipher_suite_rows[i].name);
        bool known = suite.key_exchange != KEX_UNKNOWN;
        for (gsize j = 0; j < G_N_ELEMENTS(without_method); j++)
            known |= strstr(suite.name, without_method[j]) != NULL;
        if (!known)
            g_error("%s has no key exchange", suite.name);
    }
}

/* The assigned codes of the registry, first and last. */
static const struct {
    guint16 first, last;
} assigned[] = {
    {0x0000, 0x001b},
    {0x001e, 0x0046},
    {0x0067, 0x0071},
    {0x0084, 0x00c7},
    {0x00ff, 0x00ff},
    {0x1301, 0x1307},
    {0x5600, 0x5600},
    {0xc001, 0xc0b5},
    {0xc100, 0xc106},
    {0xcca8, 0xccae},
    {0xd001, 0xd003},
    {0xd005, 0xd005},
};

static void check_complete(void)
{
    unsigned count = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(assigned); i++) {
        for (unsigned code = assigned[i].first; code <= assigned[i].last; code++, count++)
            if (!cipher_suite_lookup((guint16)code).name)
                g_error("0x%04x has no name", code);
    }
    g_assert_cmpuint(count, ==, 356);
}

typedef struct {
    key_exchange_t key_exchange;
    const char *name;
    bool forward_secret;
} key_exchange_case_t;

static const key_exchange_case_t key_exchange_cases[] = {
    {KEX_UNKNOWN,   NULL,        false},
    {KEX_NULL,      "NULL",      false},
    {KEX_RSA,       "RSA",       false},
    {KEX_DH,        "DH",        false},
    {KEX_DHE,       "DHE",       true },
    {KEX_ECDH,      "ECDH",      false},
    {KEX_ECDHE,     "ECDHE",     true },
    {KEX_HYBRID,    "hybrid",    true },
    {KEX_MLKEM,     "ML-KEM",    true },
    {KEX_PSK,       "PSK",       false},
    {KEX_PSK_DHE,   "PSK-DHE",   true },
    {KEX_PSK_ECDHE, "PSK-ECDHE", true },
    {KEX_RSA_PSK,   "RSA-PSK",   false},
    {KEX_ANONYMOUS, "anonymous", true },
    {KEX_SRP,       "SRP",       true },
    {KEX_KRB5,      "KRB5",      false},
    {KEX_GOST,      "GOST",      false},
    {KEX_ECCPWD,    "ECCPWD",    true },
    {KEX_TLS13,     NULL,        false},
    {KEX_SM2,       "SM2",       false},
    {KEX_COUNT,     NULL,        false},
};
G_STATIC_ASSERT(G_N_ELEMENTS(key_exchange_cases) == KEX_COUNT + 1);

static void check_key_exchange(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(key_exchange_cases); i++) {
        const key_exchange_case_t *c = &key_exchange_cases[i];
        g_assert_cmpuint(c->key_exchange, ==, i);
        g_assert_cmpstr(key_exchange_name(c->key_exchange), ==, c->name);
        g_assert_cmpint(key_exchange_is_forward_secret(c->key_exchange), ==, c->forward_secret);
    }
}

typedef struct {
    guint8 type;
    const char *name;
    char letter;
} handshake_case_t;

static const handshake_case_t handshake_cases[] = {
    {0,   "HelloRequest",          'H'},
    {1,   "ClientHello",           'C'},
    {2,   "ServerHello",           'S'},
    {3,   "HelloVerifyRequest",    'V'},
    {4,   "NewSessionTicket",      'T'},
    {5,   "EndOfEarlyData",        'E'},
    {6,   "HelloRetryRequest",     'J'},
    {7,   NULL,                    'Z'},
    {8,   "EncryptedExtensions",   'O'},
    {9,   "RequestConnectionId",   'Z'},
    {10,  "NewConnectionId",       'Z'},
    {11,  "Certificate",           'X'},
    {12,  "ServerKeyExchange",     'K'},
    {13,  "CertificateRequest",    'R'},
    {14,  "ServerHelloDone",       'N'},
    {15,  "CertificateVerify",     'Y'},
    {16,  "ClientKeyExchange",     'G'},
    {20,  "Finished",              'F'},
    {21,  "CertificateURL",        'W'},
    {22,  "CertificateStatus",     'U'},
    {23,  "SupplementalData",      'A'},
    {24,  "KeyUpdate",             'P'},
    {25,  "CompressedCertificate", 'Z'},
    {67,  "NextProtocol",          'Z'},
    {254, "MessageHash",           'Z'},
    {255, NULL,                    'Z'},
};

static void check_handshake_types(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(handshake_cases); i++) {
        const handshake_case_t *c = &handshake_cases[i];
        g_assert_cmpstr(handshake_type_name(c->type), ==, c->name);
        g_assert_cmpint(handshake_type_letter(c->type), ==, c->letter);
    }
}

typedef struct {
    guint16 code;
    const char *name;
    bool finite_field, hybrid;
} group_case_t;

static const group_case_t group_cases[] = {
    {0x0000, NULL,                              false, false},
    {0x0001, "sect163k1",                       false, false},
    {0x0017, "secp256r1",                       false, false},
    {0x0019, "secp521r1",                       false, false},
    {0x001a, "brainpoolP256r1",                 false, false},
    {0x001d, "x25519",                          false, false},
    {0x001e, "x448",                            false, false},
    {0x0029, "curveSM2",                        false, false},
    {0x00ff, NULL,                              false, false},
    {0x0100, "ffdhe2048",                       true,  false},
    {0x0104, "ffdhe8192",                       true,  false},
    {0x01fc, NULL,                              true,  false},
    {0x0201, "MLKEM768",                        false, false},
    {0x0a0a, "GREASE",                          false, false},
    {0x0a1a, NULL,                              false, false},
    {0xfafa, "GREASE",                          false, false},
    {0x11eb, "SecP256r1MLKEM768",               false, true },
    {0x11ec, "X25519MLKEM768",                  false, true },
    {0x11ed, "SecP384r1MLKEM1024",              false, true },
    {0x11ee, "curveSM2MLKEM768",                false, true },
    {0x4138, "CECPQ2",                          false, true },
    {0x6399, "X25519Kyber768Draft00",           false, true },
    {0x639a, "SecP256r1Kyber768Draft00",        false, true },
    {0xff01, "arbitrary_explicit_prime_curves", false, false},
};

static void check_groups(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(group_cases); i++) {
        const group_case_t *c = &group_cases[i];
        g_assert_cmpstr(group_name(c->code), ==, c->name);
        g_assert_cmpint(group_is_finite_field(c->code), ==, c->finite_field);
        g_assert_cmpint(group_is_hybrid(c->code), ==, c->hybrid);
        bool alone = c->name && g_str_has_prefix(c->name, "MLKEM");
        g_assert_cmpint(group_is_mlkem(c->code), ==, alone && !c->hybrid);
    }
}

typedef struct {
    unsigned code;
    const char *name;
} name_case_t;

static const name_case_t version_cases[] = {
    {0x0000, NULL                         },
    {0x0002, "SSL 2.0"                    },
    {0x0100, "DTLS 1.0"                   },
    {0x0101, "TLCP 1.1"                   },
    {0x0300, "SSL 3.0"                    },
    {0x0301, "TLS 1.0"                    },
    {0x0302, "TLS 1.1"                    },
    {0x0303, "TLS 1.2"                    },
    {0x0304, "TLS 1.3"                    },
    {0x0305, NULL                         },
    {0x7f00, NULL                         },
    {0x7f01, "TLS 1.3 (draft 1)"          },
    {0x7f17, "TLS 1.3 (draft 23)"         },
    {0x7f1c, "TLS 1.3 (draft 28)"         },
    {0x7f1d, "DTLS 1.3 (draft 29)"        },
    {0x7f2b, "DTLS 1.3 (draft 43)"        },
    {0x7f2c, NULL                         },
    {0xfb17, "TLS 1.3 (Facebook draft 23)"},
    {0xfb1a, "TLS 1.3 (Facebook draft 26)"},
    {0xfefc, "DTLS 1.3"                   },
    {0xfefd, "DTLS 1.2"                   },
    {0xfefe, NULL                         },
    {0xfeff, "DTLS 1.0"                   },
};

static void check_versions(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(version_cases); i++)
        g_assert_cmpstr(version_name((guint16)version_cases[i].code), ==, version_cases[i].name);
}

static const name_case_t signature_scheme_cases[] = {
    {0x0000, NULL                               },
    {0x0101, "rsa_pkcs1_md5"                    },
    {0x0201, "rsa_pkcs1_sha1"                   },
    {0x0202, "dsa_sha1"                         },
    {0x0203, "ecdsa_sha1"                       },
    {0x0303, "ecdsa_sha224"                     },
    {0x0401, "rsa_pkcs1_sha256"                 },
    {0x0403, "ecdsa_secp256r1_sha256"           },
    {0x0503, "ecdsa_secp384r1_sha384"           },
    {0x0603, "ecdsa_secp521r1_sha512"           },
    {0x0708, "sm2sig_sm3"                       },
    {0x0804, "rsa_pss_rsae_sha256"              },
    {0x0807, "ed25519"                          },
    {0x0808, "ed448"                            },
    {0x080b, "rsa_pss_pss_sha512"               },
    {0x081a, "ecdsa_brainpoolP256r1tls13_sha256"},
    {0x0904, "mldsa44"                          },
    {0x0906, "mldsa87"                          },
    {0x0911, "slhdsa_sha2_128s"                 },
    {0x091c, "slhdsa_shake_256f"                },
    {0x091d, NULL                               },
};

static void check_signature_schemes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(signature_scheme_cases); i++)
        g_assert_cmpstr(signature_scheme_name((guint16)signature_scheme_cases[i].code), ==,
                        signature_scheme_cases[i].name);
}

static const name_case_t alert_cases[] = {
    {0,   "close_notify"                   },
    {2,   NULL                             },
    {20,  "bad_record_mac"                 },
    {40,  "handshake_failure"              },
    {42,  "bad_certificate"                },
    {43,  "unsupported_certificate"        },
    {44,  "certificate_revoked"            },
    {45,  "certificate_expired"            },
    {46,  "certificate_unknown"            },
    {48,  "unknown_ca"                     },
    {51,  "decrypt_error"                  },
    {70,  "protocol_version"               },
    {112, "unrecognized_name"              },
    {113, "bad_certificate_status_response"},
    {116, "certificate_required"           },
    {120, "no_application_protocol"        },
    {121, "ech_required"                   },
    {122, NULL                             },
    {255, NULL                             },
};

static void check_alerts(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(alert_cases); i++)
        g_assert_cmpstr(alert_name((guint8)alert_cases[i].code), ==, alert_cases[i].name);
    g_assert_cmpstr(alert_level_name(0), ==, NULL);
    g_assert_cmpstr(alert_level_name(1), ==, "warning");
    g_assert_cmpstr(alert_level_name(2), ==, "fatal");
    g_assert_cmpstr(alert_level_name(3), ==, NULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(suite_cases); i++) {
        const suite_case_t *c = &suite_cases[i];
        g_autofree char *path =
            g_strdup_printf("/cipher-suite/0x%04x %s", c->code, c->name ? c->name : "is unknown");
        g_test_add_data_func(path, c, check_suite);
    }
    g_test_add_func("/cipher-suites/sorted by code", check_sorted);
    g_test_add_func("/cipher-suites/every name is understood", check_every_suite);
    g_test_add_func("/cipher-suites/every assigned code has a name", check_complete);
    g_test_add_func("/key-exchange/names and forward secrecy", check_key_exchange);
    g_test_add_func("/handshake-type/names and letters", check_handshake_types);
    g_test_add_func("/group/names and kinds", check_groups);
    g_test_add_func("/version/names", check_versions);
    g_test_add_func("/signature-scheme/names", check_signature_schemes);
    g_test_add_func("/alert/names", check_alerts);
    return g_test_run();
}
