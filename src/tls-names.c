/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tls-names.h"

static const char *const key_exchange_names[] = {
    [KEX_UNKNOWN] = NULL,      [KEX_NULL] = "NULL",
    [KEX_RSA] = "RSA",         [KEX_DH] = "DH",
    [KEX_DHE] = "DHE",         [KEX_ECDH] = "ECDH",
    [KEX_ECDHE] = "ECDHE",     [KEX_HYBRID] = "hybrid",
    [KEX_MLKEM] = "ML-KEM",    [KEX_PSK] = "PSK",
    [KEX_PSK_DHE] = "PSK-DHE", [KEX_PSK_ECDHE] = "PSK-ECDHE",
    [KEX_RSA_PSK] = "RSA-PSK", [KEX_ANONYMOUS] = "anonymous",
    [KEX_SRP] = "SRP",         [KEX_KRB5] = "KRB5",
    [KEX_GOST] = "GOST",       [KEX_ECCPWD] = "ECCPWD",
    [KEX_TLS13] = NULL,        [KEX_SM2] = "SM2",
};
G_STATIC_ASSERT(G_N_ELEMENTS(key_exchange_names) == KEX_COUNT);

typedef struct {
    guint8 type;
    const char *name;
    char letter;
} handshake_type_row_t;

static const handshake_type_row_t handshake_types[] = {
    {0,   "HelloRequest",             'H'},
    {1,   "ClientHello",              'C'},
    {2,   "ServerHello",              'S'},
    {3,   "HelloVerifyRequest",       'V'},
    {4,   "NewSessionTicket",         'T'},
    {5,   "EndOfEarlyData",           'E'},
    {6,   "HelloRetryRequest",        'J'},
    {8,   "EncryptedExtensions",      'O'},
    {9,   "RequestConnectionId",      'Z'},
    {10,  "NewConnectionId",          'Z'},
    {11,  "Certificate",              'X'},
    {12,  "ServerKeyExchange",        'K'},
    {13,  "CertificateRequest",       'R'},
    {14,  "ServerHelloDone",          'N'},
    {15,  "CertificateVerify",        'Y'},
    {16,  "ClientKeyExchange",        'G'},
    {17,  "ClientCertificateRequest", 'Z'},
    {20,  "Finished",                 'F'},
    {21,  "CertificateURL",           'W'},
    {22,  "CertificateStatus",        'U'},
    {23,  "SupplementalData",         'A'},
    {24,  "KeyUpdate",                'P'},
    {25,  "CompressedCertificate",    'Z'},
    {26,  "EKTKey",                   'Z'},
    {67,  "NextProtocol",             'Z'},
    {254, "MessageHash",              'Z'},
};

typedef struct {
    guint16 code;
    const char *name;
    bool hybrid;
} group_row_t;

static const group_row_t groups[] = {
    {0x0001, "sect163k1",                       false},
    {0x0002, "sect163r1",                       false},
    {0x0003, "sect163r2",                       false},
    {0x0004, "sect193r1",                       false},
    {0x0005, "sect193r2",                       false},
    {0x0006, "sect233k1",                       false},
    {0x0007, "sect233r1",                       false},
    {0x0008, "sect239k1",                       false},
    {0x0009, "sect283k1",                       false},
    {0x000a, "sect283r1",                       false},
    {0x000b, "sect409k1",                       false},
    {0x000c, "sect409r1",                       false},
    {0x000d, "sect571k1",                       false},
    {0x000e, "sect571r1",                       false},
    {0x000f, "secp160k1",                       false},
    {0x0010, "secp160r1",                       false},
    {0x0011, "secp160r2",                       false},
    {0x0012, "secp192k1",                       false},
    {0x0013, "secp192r1",                       false},
    {0x0014, "secp224k1",                       false},
    {0x0015, "secp224r1",                       false},
    {0x0016, "secp256k1",                       false},
    {0x0017, "secp256r1",                       false},
    {0x0018, "secp384r1",                       false},
    {0x0019, "secp521r1",                       false},
    {0x001a, "brainpoolP256r1",                 false},
    {0x001b, "brainpoolP384r1",                 false},
    {0x001c, "brainpoolP512r1",                 false},
    {0x001d, "x25519",                          false},
    {0x001e, "x448",                            false},
    {0x001f, "brainpoolP256r1tls13",            false},
    {0x0020, "brainpoolP384r1tls13",            false},
    {0x0021, "brainpoolP512r1tls13",            false},
    {0x0022, "GC256A",                          false},
    {0x0023, "GC256B",                          false},
    {0x0024, "GC256C",                          false},
    {0x0025, "GC256D",                          false},
    {0x0026, "GC512A",                          false},
    {0x0027, "GC512B",                          false},
    {0x0028, "GC512C",                          false},
    {0x0029, "curveSM2",                        false},
    {0x0100, "ffdhe2048",                       false},
    {0x0101, "ffdhe3072",                       false},
    {0x0102, "ffdhe4096",                       false},
    {0x0103, "ffdhe6144",                       false},
    {0x0104, "ffdhe8192",                       false},
    {0x0200, "MLKEM512",                        false},
    {0x0201, "MLKEM768",                        false},
    {0x0202, "MLKEM1024",                       false},
    {0x11e9, "SecP256r1MLKEM512",               true },
    {0x11ea, "MLKEM512X25519",                  true },
    {0x11eb, "SecP256r1MLKEM768",               true },
    {0x11ec, "X25519MLKEM768",                  true },
    {0x11ed, "SecP384r1MLKEM1024",              true },
    {0x11ee, "curveSM2MLKEM768",                true },
    {0x4138, "CECPQ2",                          true },
    {0x4139, "CECPQ2b",                         true },
    {0x6399, "X25519Kyber768Draft00",           true },
    {0x639a, "SecP256r1Kyber768Draft00",        true },
    {0xfe30, "X25519Kyber512Draft00",           true },
    {0xfe31, "X25519Kyber768Draft00",           true },
    {0xfe32, "P256Kyber768Draft00",             true },
    {0xff01, "arbitrary_explicit_prime_curves", false},
    {0xff02, "arbitrary_explicit_char2_curves", false},
};

typedef struct {
    guint16 code;
    const char *name;
} name_row_t;

static const name_row_t versions[] = {
    {0x0002, "SSL 2.0"                    },
    {0x0100, "DTLS 1.0"                   },
    {0x0101, "TLCP 1.1"                   },
    {0x0300, "SSL 3.0"                    },
    {0x0301, "TLS 1.0"                    },
    {0x0302, "TLS 1.1"                    },
    {0x0303, "TLS 1.2"                    },
    {0x0304, "TLS 1.3"                    },
    {0xfb17, "TLS 1.3 (Facebook draft 23)"},
    {0xfb1a, "TLS 1.3 (Facebook draft 26)"},
    {0xfefc, "DTLS 1.3"                   },
    {0xfefd, "DTLS 1.2"                   },
    {0xfeff, "DTLS 1.0"                   },
};

/* Drafts of RFC 8446 called themselves 0x7fNN, and those of RFC 9147 went on with later numbers. */
static const char *const drafts[] = {
    [1] = "TLS 1.3 (draft 1)",    [2] = "TLS 1.3 (draft 2)",    [3] = "TLS 1.3 (draft 3)",
    [4] = "TLS 1.3 (draft 4)",    [5] = "TLS 1.3 (draft 5)",    [6] = "TLS 1.3 (draft 6)",
    [7] = "TLS 1.3 (draft 7)",    [8] = "TLS 1.3 (draft 8)",    [9] = "TLS 1.3 (draft 9)",
    [10] = "TLS 1.3 (draft 10)",  [11] = "TLS 1.3 (draft 11)",  [12] = "TLS 1.3 (draft 12)",
    [13] = "TLS 1.3 (draft 13)",  [14] = "TLS 1.3 (draft 14)",  [15] = "TLS 1.3 (draft 15)",
    [16] = "TLS 1.3 (draft 16)",  [17] = "TLS 1.3 (draft 17)",  [18] = "TLS 1.3 (draft 18)",
    [19] = "TLS 1.3 (draft 19)",  [20] = "TLS 1.3 (draft 20)",  [21] = "TLS 1.3 (draft 21)",
    [22] = "TLS 1.3 (draft 22)",  [23] = "TLS 1.3 (draft 23)",  [24] = "TLS 1.3 (draft 24)",
    [25] = "TLS 1.3 (draft 25)",  [26] = "TLS 1.3 (draft 26)",  [27] = "TLS 1.3 (draft 27)",
    [28] = "TLS 1.3 (draft 28)",  [29] = "DTLS 1.3 (draft 29)", [30] = "DTLS 1.3 (draft 30)",
    [31] = "DTLS 1.3 (draft 31)", [32] = "DTLS 1.3 (draft 32)", [33] = "DTLS 1.3 (draft 33)",
    [34] = "DTLS 1.3 (draft 34)", [35] = "DTLS 1.3 (draft 35)", [36] = "DTLS 1.3 (draft 36)",
    [37] = "DTLS 1.3 (draft 37)", [38] = "DTLS 1.3 (draft 38)", [39] = "DTLS 1.3 (draft 39)",
    [40] = "DTLS 1.3 (draft 40)", [41] = "DTLS 1.3 (draft 41)", [42] = "DTLS 1.3 (draft 42)",
    [43] = "DTLS 1.3 (draft 43)",
};

static const name_row_t signature_schemes[] = {
    {0x0101, "rsa_pkcs1_md5"                    },
    {0x0102, "dsa_md5"                          },
    {0x0103, "ecdsa_md5"                        },
    {0x0201, "rsa_pkcs1_sha1"                   },
    {0x0202, "dsa_sha1"                         },
    {0x0203, "ecdsa_sha1"                       },
    {0x0301, "rsa_pkcs1_sha224"                 },
    {0x0302, "dsa_sha224"                       },
    {0x0303, "ecdsa_sha224"                     },
    {0x0401, "rsa_pkcs1_sha256"                 },
    {0x0402, "dsa_sha256"                       },
    {0x0403, "ecdsa_secp256r1_sha256"           },
    {0x0420, "rsa_pkcs1_sha256_legacy"          },
    {0x0501, "rsa_pkcs1_sha384"                 },
    {0x0502, "dsa_sha384"                       },
    {0x0503, "ecdsa_secp384r1_sha384"           },
    {0x0520, "rsa_pkcs1_sha384_legacy"          },
    {0x0601, "rsa_pkcs1_sha512"                 },
    {0x0602, "dsa_sha512"                       },
    {0x0603, "ecdsa_secp521r1_sha512"           },
    {0x0620, "rsa_pkcs1_sha512_legacy"          },
    {0x0704, "eccsi_sha256"                     },
    {0x0705, "iso_ibs1"                         },
    {0x0706, "iso_ibs2"                         },
    {0x0707, "iso_chinese_ibs"                  },
    {0x0708, "sm2sig_sm3"                       },
    {0x0709, "gostr34102012_256a"               },
    {0x070a, "gostr34102012_256b"               },
    {0x070b, "gostr34102012_256c"               },
    {0x070c, "gostr34102012_256d"               },
    {0x070d, "gostr34102012_512a"               },
    {0x070e, "gostr34102012_512b"               },
    {0x070f, "gostr34102012_512c"               },
    {0x0804, "rsa_pss_rsae_sha256"              },
    {0x0805, "rsa_pss_rsae_sha384"              },
    {0x0806, "rsa_pss_rsae_sha512"              },
    {0x0807, "ed25519"                          },
    {0x0808, "ed448"                            },
    {0x0809, "rsa_pss_pss_sha256"               },
    {0x080a, "rsa_pss_pss_sha384"               },
    {0x080b, "rsa_pss_pss_sha512"               },
    {0x081a, "ecdsa_brainpoolP256r1tls13_sha256"},
    {0x081b, "ecdsa_brainpoolP384r1tls13_sha384"},
    {0x081c, "ecdsa_brainpoolP512r1tls13_sha512"},
    {0x0840, "gostr34102012_256"                },
    {0x0841, "gostr34102012_512"                },
    {0x0904, "mldsa44"                          },
    {0x0905, "mldsa65"                          },
    {0x0906, "mldsa87"                          },
    {0x0911, "slhdsa_sha2_128s"                 },
    {0x0912, "slhdsa_sha2_128f"                 },
    {0x0913, "slhdsa_sha2_192s"                 },
    {0x0914, "slhdsa_sha2_192f"                 },
    {0x0915, "slhdsa_sha2_256s"                 },
    {0x0916, "slhdsa_sha2_256f"                 },
    {0x0917, "slhdsa_shake_128s"                },
    {0x0918, "slhdsa_shake_128f"                },
    {0x0919, "slhdsa_shake_192s"                },
    {0x091a, "slhdsa_shake_192f"                },
    {0x091b, "slhdsa_shake_256s"                },
    {0x091c, "slhdsa_shake_256f"                },
};

static const char *const alerts[] = {
    [0] = "close_notify",
    [1] = "end_of_early_data",
    [10] = "unexpected_message",
    [20] = "bad_record_mac",
    [21] = "decryption_failed",
    [22] = "record_overflow",
    [30] = "decompression_failure",
    [40] = "handshake_failure",
    [41] = "no_certificate",
    [42] = "bad_certificate",
    [43] = "unsupported_certificate",
    [44] = "certificate_revoked",
    [45] = "certificate_expired",
    [46] = "certificate_unknown",
    [47] = "illegal_parameter",
    [48] = "unknown_ca",
    [49] = "access_denied",
    [50] = "decode_error",
    [51] = "decrypt_error",
    [52] = "too_many_cids_requested",
    [60] = "export_restriction",
    [70] = "protocol_version",
    [71] = "insufficient_security",
    [80] = "internal_error",
    [86] = "inappropriate_fallback",
    [90] = "user_canceled",
    [100] = "no_renegotiation",
    [109] = "missing_extension",
    [110] = "unsupported_extension",
    [111] = "certificate_unobtainable",
    [112] = "unrecognized_name",
    [113] = "bad_certificate_status_response",
    [114] = "bad_certificate_hash_value",
    [115] = "unknown_psk_identity",
    [116] = "certificate_required",
    [117] = "general_error",
    [120] = "no_application_protocol",
    [121] = "ech_required",
};

const char *key_exchange_name(key_exchange_t key_exchange)
{
    unsigned i = (unsigned)key_exchange;
    return i < G_N_ELEMENTS(key_exchange_names) ? key_exchange_names[i] : NULL;
}

bool key_exchange_has_psk(key_exchange_t key_exchange)
{
    return key_exchange == KEX_PSK || key_exchange == KEX_PSK_DHE ||
           key_exchange == KEX_PSK_ECDHE || key_exchange == KEX_RSA_PSK;
}

bool key_exchange_is_forward_secret(key_exchange_t key_exchange)
{
    switch (key_exchange) {
    case KEX_DHE:
    case KEX_ECDHE:
    case KEX_HYBRID:
    case KEX_MLKEM:
    case KEX_PSK_DHE:
    case KEX_PSK_ECDHE:
    case KEX_ANONYMOUS:
    case KEX_SRP:    /* both sides draw a fresh key, RFC 5054 §2.5.3, §2.5.4 */
    case KEX_ECCPWD: /* RFC 8492 */
        return true;
    default:
        return false;
    }
}

static const handshake_type_row_t *find_handshake_type(guint8 type)
{
    for (size_t i = 0; i < G_N_ELEMENTS(handshake_types); i++)
        if (handshake_types[i].type == type)
            return &handshake_types[i];
    return NULL;
}

const char *handshake_type_name(guint8 type)
{
    const handshake_type_row_t *row = find_handshake_type(type);
    return row ? row->name : NULL;
}

char handshake_type_letter(guint8 type)
{
    const handshake_type_row_t *row = find_handshake_type(type);
    return row ? row->letter : 'Z';
}

/* RFC 8701 §2: 0x0a0a, 0x1a1a .. 0xfafa. */
static bool is_grease(guint16 code)
{
    return (code & 0x0f0f) == 0x0a0a && code >> 8 == (code & 0xff);
}

static const group_row_t *find_group(guint16 code)
{
    for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
        if (groups[i].code == code)
            return &groups[i];
    return NULL;
}

const char *group_name(guint16 code)
{
    if (is_grease(code))
        return "GREASE";
    const group_row_t *row = find_group(code);
    return row ? row->name : NULL;
}

/* RFC 7919 §2: codes 256 to 511 are set aside for finite fields. */
bool group_is_finite_field(guint16 code)
{
    return code >> 8 == 1;
}

bool group_is_mlkem(guint16 code)
{
    return code >= 0x0200 && code <= 0x0202;
}

bool group_is_hybrid(guint16 code)
{
    const group_row_t *row = find_group(code);
    return row && row->hybrid;
}

static const char *find_name(const name_row_t *rows, size_t n, guint16 code)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].code == code)
            return rows[i].name;
    return NULL;
}

const char *version_name(guint16 wire)
{
    unsigned draft = wire & 0xff;
    if (wire >> 8 == 0x7f)
        return draft < G_N_ELEMENTS(drafts) ? drafts[draft] : NULL;
    return find_name(versions, G_N_ELEMENTS(versions), wire);
}

bool version_is_tls13(guint16 version)
{
    return version == 0x0304 || version == 0xfefc ||     /* TLS 1.3, DTLS 1.3 */
           version >> 8 == 0x7f || version >> 8 == 0xfb; /* drafts of the IETF and of Facebook */
}

bool version_is_dtls13(guint16 version)
{
    enum { LAST_DRAFT_OF_TLS = 28 };
    return version == 0xfefc || (version >> 8 == 0x7f && (version & 0xff) > LAST_DRAFT_OF_TLS);
}

const char *signature_scheme_name(guint16 code)
{
    return find_name(signature_schemes, G_N_ELEMENTS(signature_schemes), code);
}

const char *alert_name(guint8 description)
{
    return description < G_N_ELEMENTS(alerts) ? alerts[description] : NULL;
}

const char *alert_level_name(guint8 level)
{
    if (level == 1)
        return "warning";
    return level == 2 ? "fatal" : NULL;
}
