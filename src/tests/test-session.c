/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session.h"

#include "octets.h"

#include <stdlib.h>
#include <string.h>

/* A row feeds a script of records and compares the steps, a line each:
 *
 *     segment step sender protection [flags]
 *
 * A script is words, one for each record, with the sender before the colon:
 *
 *     C:ch S:sh12+cert+shd       handshake in the clear, messages joined by '+'
 *     S:*fin                     the same, decrypted; in TLS 1.2 the ContentType stays handshake
 *     S:>ee+cert+fin             decrypted out of an application_data record (TLS 1.3)
 *     C:enc C:part               a handshake record that is unreadable, or a piece of a message
 *     S:23.53 C:21.32 C:20 C:24.9   ContentType and length of any other record, not decrypted
 *     C:*app C:>alert.0 C:alert.48  decrypted application data; an alert that can be read
 *     S:e2.53                    DTLS 1.3 under keys: last bits of the epoch, length
 *     S:!shd13                   of a host that shows nothing of DTLS 1.3 under keys
 *
 * Messages carry options behind a dot: see `hellos` and `messages`. Frame numbers are 1, 2, 3 ..
 * and frame N comes N seconds after the epoch; a word behind an '&' is of the frame before. */

#define R32(x) x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
#define RANDOM R32("5a")
#define R24    "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"
#define OTHER  R32("a5")
#define RETRY  "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"
#define CLIENT "0004 c02f 1301 01 00"
#define SNI    "0000 0008 0006 00 0003 612e62"
#define V13    "002b 0002 0304"
#define VD13   "002b 0002 fefc"
#define SHARE  "0033 0006 001d 0002 eeee"

typedef struct {
    const char *word;
    guint8 type;
    const char *body; /* hex */
} message_row_t;

static const message_row_t messages[] = {
    {"hr",        0,  ""                                                                           },
    {"ch",        1,  "0303" RANDOM "00" CLIENT                                                    },
    {"ch.other",  1,  "0303" OTHER "00" CLIENT                                                     },
    {"ch.id",     1,  "0303" RANDOM "02 aabb" CLIENT                                               },
    {"ch.ticket", 1,  "0303" RANDOM "00" CLIENT "0006 0023 0002 beef"                              },
    {"ch.wants",  1,  "0303" RANDOM "00" CLIENT "0004 0023 0000"                                   },
    {"ch.sni",    1,  "0303" RANDOM "00" CLIENT "000c" SNI                                         },
    {"ch.bad",    1,  "0303" RANDOM "00" CLIENT "000b 0000 0007 0005 00 0002 1b5c"                 },
    {"ch.early",  1,  "0303" RANDOM "00" CLIENT "0004 002a 0000"                                   },
    {"ch.ech",    1,  "0303" RANDOM "00" CLIENT "0011 fe0d 0001 00" SNI                            },
    {"ch.broken", 1,  "0303"                                                                       },
    {"ch.13",     1,  "0303" RANDOM "00" CLIENT "0009 002b 0005 04 0a0a 0304"                      },
    {"sh12.down", 2,  "0303" R24 "444f574e47524401 00 c02f 01 0009 0017 0000 ff01 0001 00"         },
    {"hvr",       3,  "feff 01 aa"                                                                 },
    {"sh12",      2,  "0303" RANDOM "00 c02f 00"                                                   },
    {"sh12.id",   2,  "0303" RANDOM "02 aabb c02f 00"                                              },
    {"sh12.alpn", 2,  "0303" RANDOM "00 c02f 00 0009 0010 0005 0003 02 6832"                       },
    {"sh12.rpk",  2,  "0303" RANDOM "00 c02f 00 0005 0014 0001 02"                                 },
    {"sh12.rsa",  2,  "0303" RANDOM "00 002f 00"                                                   },
    {"sh12.dhe",  2,  "0303" RANDOM "00 009e 00"                                                   },
    {"sh12.anon", 2,  "0303" RANDOM "00 0034 00"                                                   },
    {"sh12.ecan", 2,  "0303" RANDOM "00 c018 00"                                                   },
    {"sh12.psk",  2,  "0303" RANDOM "00 00a8 00"                                                   },
    {"sh12.epsk", 2,  "0303" RANDOM "00 c035 00"                                                   },
    {"sh12.rpsk", 2,  "0303" RANDOM "00 00ac 00"                                                   },
    {"sh12.odd",  2,  "0303" RANDOM "00 eeee 00"                                                   },
    {"shd12",     2,  "fefd" RANDOM "00 c02f 00"                                                   },
    {"shd13",     2,  "fefd" RANDOM "00 1301 00 0010" VD13 SHARE                                   },
    {"shd13.psk", 2,  "fefd" RANDOM "00 1301 00 0016" VD13 SHARE "0029 0002 0000"                  },
    {"sh13",      2,  "0303" RANDOM "00 1301 00 0010" V13 SHARE                                    },
    {"sh13.384",  2,  "0303" RANDOM "00 1302 00 0010" V13 SHARE                                    },
    {"sh13.ccm8", 2,  "0303" RANDOM "00 1305 00 0010" V13 SHARE                                    },
    {"sh13.psk",  2,  "0303" RANDOM "00 1301 00 0016" V13 SHARE "0029 0002 0000"                   },
    {"sh13.only", 2,  "0303" RANDOM "00 1301 00 000c" V13 "0029 0002 0000"                         },
    {"sh13.ff",   2,  "0303" RANDOM "00 1301 00 0010" V13 "0033 0006 0100 0002 eeee"               },
    {"sh13.ffp",  2,  "0303" RANDOM "00 1301 00 0016" V13 "0033 0006 0100 0002 eeee 0029 0002 0000"},
    {"sh13.kem",  2,  "0303" RANDOM "00 1301 00 0010" V13 "0033 0006 11ec 0002 eeee"               },
    {"sh13.d18",  2,  "7f12" RANDOM "1301 000a 0028 0006 001d 0002 eeee"                           },
    {"hrr",       2,  "0303" RETRY "00 1301 00 000c" V13 "0033 0002 0017"                          },
    {"nst",       4,  "00"                                                                         },
    {"eoed",      5,  ""                                                                           },
    {"hrr.draft", 6,  "7f12 0000"                                                                  },
    {"ee",        8,  "0000"                                                                       },
    {"ee.alpn",   8,  "0009 0010 0005 0003 02 6833"                                                },
    {"ee.early",  8,  "0004 002a 0000"                                                             },
    {"ee.rpk",    8,  "0005 0014 0001 02"                                                          },
    {"cert",      11, "00"                                                                         },
    {"ske",       12, "03 0017 01 04"                                                              },
    {"ske.dhe",   12, "0002 3fff 0001 02 0001 04"                                                  },
    {"ske.epsk",  12, "0001 68 03 001d 01 04"                                                      },
    {"cr",        13, ""                                                                           },
    {"shd",       14, ""                                                                           },
    {"cv",        15, ""                                                                           },
    {"cke",       16, ""                                                                           },
    {"fin",       20, ""                                                                           },
    {"status",    22, ""                                                                           },
    {"ku",        24, "00"                                                                         },
    {"ccert",     25, ""                                                                           },
    {"odd",       99, ""                                                                           },
};

static GBytes *build_message(const char *word, framing_t framing)
{
    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
        if (strcmp(messages[i].word, word) != 0)
            continue;
        g_autoptr(GByteArray) body = g_byte_array_new();
        octets_append_hex(body, messages[i].body);
        if (messages[i].type == HANDSHAKE_CLIENT_HELLO && framing == FRAMING_DTLS &&
            body->len > 35) {
            guint8 no_cookie = 0; /* behind version, random and an empty session_id */
            g_byte_array_set_size(body, body->len + 1);
            memmove(body->data + 36, body->data + 35, body->len - 36);
            body->data[35] = no_cookie;
        }
        GByteArray *whole = g_byte_array_new();
        guint8 length[3] = {0, (guint8)(body->len >> 8), (guint8)body->len};
        g_byte_array_append(whole, &messages[i].type, 1);
        g_byte_array_append(whole, length, 3);
        if (framing == FRAMING_DTLS) {
            octets_append_hex(whole, "0000 000000");
            g_byte_array_append(whole, length, 3);
        }
        g_byte_array_append(whole, body->data, body->len);
        return g_byte_array_free_to_bytes(whole);
    }
    g_error("no message %s", word);
}

typedef struct {
    record_t record;
    GArray *parts; /* of record_message_t */
    GPtrArray *octets;
} built_t;

static void built_clear(built_t *built)
{
    g_array_free(built->parts, TRUE);
    g_ptr_array_free(built->octets, TRUE);
}

static void build_handshake(built_t *built, const char *text)
{
    built->record.content_type = built->record.inner_type = CONTENT_HANDSHAKE;
    built->record.length = 60;
    g_auto(GStrv) words = g_strsplit(text, "+", -1);
    for (guint i = 0; words[i]; i++) {
        record_message_t message = {.whole = false};
        static const guint8 fragment[] = {HANDSHAKE_CERTIFICATE, 0, 1, 0};
        bool cut = strcmp(words[i], "certpart") == 0; /* DTLS repeats the header in each */
        bool opaque = cut || strcmp(words[i], "enc") == 0 || strcmp(words[i], "part") == 0;
        if (cut)
            message.octets = (slice_t){fragment, sizeof fragment};
        if (!opaque) {
            GBytes *octets = build_message(words[i], built->record.framing);
            g_ptr_array_add(built->octets, octets);
            message.octets.data = g_bytes_get_data(octets, &message.octets.size);
            message.whole = true;
        }
        g_array_append_val(built->parts, message);
    }
    built->record.messages = (const record_message_t *)(void *)built->parts->data;
    built->record.n_messages = built->parts->len;
}

static void build_content(built_t *built, const char *text)
{
    record_t *record = &built->record;
    char *end;
    if (*text == 'e' && g_ascii_isdigit(text[1])) {
        record->content_type = record->inner_type = CONTENT_APPLICATION_DATA;
        record->unified_header = true;
        record->epoch = (guint16)strtoul(text + 1, &end, 10);
        record->length = (guint32)strtoul(end + 1, NULL, 10);
        record->header_length = 5;
    } else if (g_ascii_isdigit(*text)) {
        record->content_type = record->inner_type = (guint8)strtoul(text, &end, 10);
        record->length = *end ? (guint32)strtoul(end + 1, NULL, 10) : 1;
    } else if (g_str_has_prefix(text, "alert.")) {
        record->content_type = record->inner_type = CONTENT_ALERT;
        record->length = 2;
        record->alert_known = true;
        record->alert_description = (guint8)strtoul(text + strlen("alert."), NULL, 10);
        record->alert_level = record->alert_description == 0 ? 1 : 2;
    } else if (strcmp(text, "app") == 0) {
        record->content_type = record->inner_type = CONTENT_APPLICATION_DATA;
        record->length = 100;
    } else if (strcmp(text, "ssl2") == 0) {
        record->content_type = record->inner_type = CONTENT_HANDSHAKE;
        record->version = 0x0002;
        record->header_length = 2;
    } else if (strcmp(text, "none") == 0) {
        record->content_type = record->inner_type = CONTENT_HANDSHAKE;
    } else {
        build_handshake(built, text);
    }
}

static built_t build(const char *word, framing_t framing, guint32 frame)
{
    built_t built = {
        .parts = g_array_new(FALSE, FALSE, sizeof(record_message_t)),
        .octets = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref),
        .record = {.frame = frame,
                   .time = (gint64)frame * G_GINT64_CONSTANT(1000000000),
                   .sender = word[0] == 'C' ? SENDER_CLIENT : SENDER_SERVER,
                   .framing = framing,
                   .version = 0x0303,
                   .header_length = framing == FRAMING_DTLS ? 13 : 5},
    };
    const char *text = word + 2;
    bool inner = *text == '>';
    built.record.decrypted = inner || *text == '*';
    built.record.blind = *text == '!';
    build_content(&built, text + (built.record.decrypted || built.record.blind ? 1 : 0));
    if (inner)
        built.record.content_type = CONTENT_APPLICATION_DATA;
    return built;
}

static void describe(GString *out, const step_t *step)
{
    const struct {
        bool set;
        const char *word;
    } flags[] = {
        {step->inferred,             " inferred"     },
        {step->renegotiation,        " renegotiation"},
        {step->after_handshake,      " after"        },
        {step->dummy,                " dummy"        },
        {step->absent != ABSENT_NOT, " absent:"      },
    };
    char buffer[24];
    const char *name = step_name(step, buffer);
    g_string_append_printf(out, "%u %s %s %s", step->segment, name ? name : "-",
                           sender_name((sender_t)step->sender),
                           protection_name((protection_t)step->protection));
    for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
        if (flags[i].set)
            g_string_append(out, flags[i].word);
    if (step->absent != ABSENT_NOT)
        g_string_append(out, absent_reason_name((absent_reason_t)step->absent));
    g_string_append_c(out, '\n');
}

/* Feeds a script; "|" asks session_is_over() of the next record, and says what it said. */
static session_t *run(const char *script, framing_t framing, GString *out)
{
    session_t *session = session_new(7);
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(step_t));
    g_auto(GStrv) words = g_strsplit(script, " ", -1);
    bool asked = false;
    guint32 frame = 0;
    for (guint i = 0; words[i]; i++) {
        if (strcmp(words[i], "|") == 0) {
            asked = true;
            continue;
        }
        bool same_frame = words[i][0] == '&';
        frame += same_frame ? 0 : 1;
        built_t built = build(words[i] + (same_frame ? 1 : 0), framing, frame);
        if (asked)
            g_string_append(out, session_is_over(session, &built.record) ? "over\n" : "goes on\n");
        else
            session_feed(session, &built.record, steps);
        built_clear(&built);
    }
    for (guint i = 0; i < steps->len; i++)
        describe(out, &g_array_index(steps, step_t, i));
    return session;
}

typedef struct {
    const char *name;
    const char *script;
    const char *want; /* the last lines of what comes out: those that the row is about */
} step_case_t;

#define KEYLESS13 "C:ch S:sh13 "
#define FULL12    "C:ch S:sh12 S:cert+ske+shd C:cke C:20 "
#define DONE12    FULL12 "C:enc S:20 S:enc "
#define RENEG     " client session-key renegotiation\n"
#define EARLY13   "C:ch.early S:sh13.psk "

static const step_case_t step_cases[] = {
  /* TLS 1.2, readable and not */
    {"TLS 1.2 without keys",                                  DONE12 "C:23.40 S:23.40 C:21.30",
     "1 ClientHello client none\n1 ServerHello server none\n1 Certificate server none\n"
     "1 ServerKeyExchange server none\n1 ServerHelloDone server none\n"
     "1 ClientKeyExchange client none\n1 ChangeCipherSpec client none\n"
     "1 Finished client session-key inferred\n1 ChangeCipherSpec server none\n"
     "1 Finished server session-key inferred\n2 ApplicationData client session-key\n"
     "2 ApplicationData server session-key\n2 Alert client session-key\n"                                                                                                                             },
    {"TLS 1.2 with keys",                                     FULL12 "C:*fin S:nst S:20 S:*fin C:*app S:*alert.0",
     "1 Finished client session-key\n1 NewSessionTicket server none\n"
     "1 ChangeCipherSpec server none\n1 Finished server session-key\n"
     "2 ApplicationData client session-key\n2 Alert server session-key\n"                                                                                                                             },
    {"alert in the handshake",                                "C:ch S:alert.40",                                                             "1 Alert server none\n"                                  },
    {"alert of the first under keys",                         FULL12 "C:enc C:21.30",                                                        "1 Alert client session-key\n"                           },
    {"alert in the clear after the other's keys",             FULL12 "C:enc S:alert.51",
     "1 Alert server none\n"                                                                                                                                                                          },
    {"False Start",                                           FULL12 "C:enc C:23.40 S:20 S:enc S:23.40",
     "2 ApplicationData client session-key\n1 ChangeCipherSpec server none\n"
     "1 Finished server session-key inferred\n2 ApplicationData server session-key\n"                                                                                                                 },
    {"a message in pieces",                                   "C:ch S:part S:part+cert",
     "1 - server none\n1 - server none\n1 Certificate server none\n"                                                                                                                                  },
    {"a handshake record without a message",                  "C:ch S:none",                                                                 "1 - server none\n"                                      },
    {"several messages in a record",                          "C:ch S:sh12+cert+ske+shd",
     "1 ServerHello server none\n1 Certificate server none\n1 ServerKeyExchange server none\n"
     "1 ServerHelloDone server none\n"                                                                                                                                                                },
    {"heartbeat",                                             DONE12 "C:24.30",                                                              "2 Heartbeat client session-key\n"                       },
    {"heartbeat in the handshake",                            "C:ch S:sh12 C:24.3",                                                          "1 Heartbeat client none\n"                              },
    {"unknown ContentType",                                   DONE12 "C:99.30",                                                              "2 UnknownRecord client session-key\n"                   },
    {"unknown HandshakeType",                                 "C:ch S:odd",                                                                  "1 HandshakeType 99 server none\n"                       },
    {"SSL 2.0 hello",                                         "C:ssl2 S:sh12",                                                               "1 ClientHello client none\n1 ServerHello server none\n" },
    {"HelloRequest opens",                                    "S:hr C:ch",                                                                   "1 HelloRequest server none\n1 ClientHello client none\n"},

 /* renegotiation */
    {"renegotiation with keys",
     DONE12 "S:*hr C:*ch S:*sh12+cert+shd C:*app C:*cke C:20 C:*fin S:20 S:*fin C:*app C:*alert.0",
     "1 HelloRequest server session-key renegotiation\n1 ClientHello" RENEG
     "1 ServerHello server session-key renegotiation\n1 Certificate server session-key "
     "renegotiation\n"
     "1 ServerHelloDone server session-key renegotiation\n2 ApplicationData client session-key\n"
     "1 ClientKeyExchange" RENEG "1 ChangeCipherSpec" RENEG "1 Finished" RENEG
     "1 ChangeCipherSpec server session-key renegotiation\n1 Finished server session-key "
     "renegotiation\n"
     "2 ApplicationData client session-key\n2 Alert client session-key\n"                                                                                                                             },
    {"renegotiation without keys",
     DONE12 "C:enc S:enc S:23.40 C:20 C:enc S:20 S:enc S:23.40 S:21.30",
     "1 EncryptedHandshake client session-key inferred renegotiation\n"
     "1 EncryptedHandshake server session-key inferred renegotiation\n"
     "2 ApplicationData server session-key\n1 ChangeCipherSpec" RENEG
     "1 Finished client session-key inferred renegotiation\n"
     "1 ChangeCipherSpec server session-key renegotiation\n"
     "1 Finished server session-key inferred renegotiation\n2 ApplicationData server session-key\n"
     "2 Alert server session-key\n"                                                                                                                                                                   },
    {"a HelloRequest that is ignored",                        DONE12 "S:*hr C:*app C:*alert.0",
     "1 HelloRequest server session-key renegotiation\n2 ApplicationData client session-key\n"
     "2 Alert client session-key\n"                                                                                                                                                                   },
    {"renegotiation refused",                                 DONE12 "S:*hr C:*ch S:*alert.100 C:*alert.0",
     "1 ClientHello" RENEG
     "1 Alert server session-key renegotiation\n2 Alert client session-key\n"                                                                                                                         },
    {"renegotiation of several records",                      DONE12 "C:enc C:enc",
     "1 EncryptedHandshake client session-key inferred renegotiation\n"
     "1 EncryptedHandshake client session-key inferred renegotiation\n"                                                                                                                               },

 /* why there is no chain, TLS 1.2 */
    {"resumed",                                               "C:ch.id S:sh12.id S:20 S:enc C:20 C:enc C:23.40",
     "1 ServerHello server none absent:resumed\n1 ChangeCipherSpec server none\n"
     "1 Finished server session-key inferred\n1 ChangeCipherSpec client none\n"
     "1 Finished client session-key inferred\n2 ApplicationData client session-key\n"                                                                                                                 },
    {"resumed by ticket",                                     "C:ch.ticket S:sh12 S:nst S:20 S:enc",
     "1 ServerHello server none\n1 NewSessionTicket server none\n"
     "1 ChangeCipherSpec server none absent:resumed\n1 Finished server session-key inferred\n"                                                                                                        },
    {"a full handshake, its middle is lost",                  "C:ch S:sh12 S:20 S:enc",
     "1 ServerHello server none\n1 ChangeCipherSpec server none absent:not-captured\n"
     "1 Finished server session-key inferred\n"                                                                                                                                                       },
    {"same session_id, full handshake in the record",         "C:ch.id S:sh12.id+cert+shd",
     "1 ServerHello server none\n1 Certificate server none\n1 ServerHelloDone server none\n"                                                                                                          },
    {"anonymous",                                             "C:ch S:sh12.anon S:ske.dhe+shd",
     "1 ServerHello server none absent:anonymous\n1 ServerKeyExchange server none\n"
     "1 ServerHelloDone server none\n"                                                                                                                                                                },
    {"PSK",                                                   "C:ch S:sh12.psk S:shd",
     "1 ServerHello server none absent:psk\n1 ServerHelloDone server none\n"                                                                                                                          },
    {"ECDHE_PSK",                                             "C:ch S:sh12.epsk",                                                            "1 ServerHello server none absent:psk\n"                 },
    {"RSA_PSK has a certificate",                             "C:ch S:sh12.rpsk",                                                            "1 ServerHello server none\n"                            },
    {"raw public key",                                        "C:ch S:sh12.rpk S:cert",
     "1 ServerHello server none\n1 Certificate server none absent:raw-public-key\n"                                                                                                                   },
    {"the Certificate was lost",                              "C:ch S:sh12 S:ske+shd",
     "1 ServerKeyExchange server none\n1 ServerHelloDone server none absent:not-captured\n"                                                                                                           },

    {"ServerHello and Certificate were lost",                 "C:ch S:shd",
     "1 ClientHello client none\n1 ServerHelloDone server none absent:not-captured\n"                                                                                                                 },

 /* the capture begins inside the session */
    {"mid-stream",                                            "C:23.40 S:23.40",
     "2 ApplicationData client session-key inferred absent:not-captured\n"
     "2 ApplicationData server session-key inferred\n"                                                                                                                                                },
    {"mid-stream with an alert",                              "S:21.30 C:21.30",
     "2 Alert server session-key absent:not-captured\n2 Alert client session-key\n"                                                                                                                   },
    {"from the ServerHello on",                               "S:sh12 S:cert",
     "1 ServerHello server none\n1 Certificate server none\n"                                                                                                                                         },
    {"from the ServerHelloDone on",                           "S:shd C:cke",
     "1 ServerHelloDone server none absent:not-captured\n1 ClientKeyExchange client none\n"                                                                                                           },
    {"from the Certificate on",                               "S:cert S:shd",
     "1 Certificate server none\n1 ServerHelloDone server none\n"                                                                                                                                     },
    {"from a piece on",                                       "S:part S:cert",                                                               "1 - server none\n1 Certificate server none\n"           },

 /* TLS 1.3 with keys */
    {"TLS 1.3 with keys",
     "C:ch S:sh13 S:20 S:>ee+cr+cert+cv+fin C:20 C:>cert+cv+fin S:>nst C:>app S:>app C:>ku "
     "S:>alert.0",                                                                                                                           "1 ServerHello server none\n1 ChangeCipherSpec server none dummy\n"
     "1 EncryptedExtensions server handshake-key\n1 CertificateRequest server handshake-key\n"
     "1 Certificate server handshake-key\n1 CertificateVerify server handshake-key\n"
     "1 Finished server handshake-key\n1 ChangeCipherSpec client none dummy\n"
     "1 Certificate client handshake-key\n1 CertificateVerify client handshake-key\n"
     "1 Finished client handshake-key\n2 NewSessionTicket server session-key after\n"
     "2 ApplicationData client session-key\n2 ApplicationData server session-key\n"
     "2 KeyUpdate client session-key after\n2 Alert server session-key\n"                                                                                                           },
    {"server data before the client's Finished",
     "C:ch S:sh13 S:>ee+cert+cv+fin S:>app S:>nst C:>fin",                                                                                   "2 ApplicationData server session-key\n2 NewSessionTicket server session-key after\n"
     "1 Finished client handshake-key\n"                                                                                                    },
    {"late client authentication",
     "C:ch S:sh13 S:>ee+cert+cv+fin C:>fin S:>cr C:>cert+cv+fin S:>app",                                                                     "2 CertificateRequest server session-key after\n2 Certificate client session-key after\n"
     "2 CertificateVerify client session-key after\n2 Finished client session-key after\n"
     "2 ApplicationData server session-key\n"                                                                                 },
    {"refused in the handshake",                              "C:ch S:sh13 S:>ee+cert+cv+fin C:>alert.48",
     "1 Alert client handshake-key\n"                                                                                                                                                                 },
    {"refused after its Finished by the server",              "C:ch S:sh13 S:>ee+fin S:>alert.116",
     "1 Alert server session-key\n"                                                                                                                                                                   },
    {"alert in the clear",                                    "C:ch S:sh13 C:alert.47",                                                      "1 Alert client none\n"                                  },
    {"extensions of the client (ALPS)",                       "C:ch S:sh13 S:>ee+cert+cv+fin C:>ee+fin",
     "1 EncryptedExtensions client handshake-key\n1 Finished client handshake-key\n"                                                                                                                  },
    {"compressed certificate",                                "C:ch S:sh13 S:>ee+ccert",
     "1 CompressedCertificate server handshake-key\n"                                                                                                                                                 },
    {"pieces, before and after",                              "C:ch S:sh13 S:>part S:>ee+cert+cv+fin C:>fin S:>part",
     "1 - server handshake-key\n1 EncryptedExtensions server handshake-key\n"
     "1 Certificate server handshake-key\n1 CertificateVerify server handshake-key\n"
     "1 Finished server handshake-key\n1 Finished client handshake-key\n"
     "2 - server session-key after\n"                                                                                                                                                                 },
    {"raw public key in TLS 1.3",                             "C:ch S:sh13 S:>ee.rpk+cert",
     "1 EncryptedExtensions server handshake-key\n1 Certificate server handshake-key "
     "absent:raw-public-key\n"                                                                                                                                                                        },
    {"resumed in TLS 1.3",                                    "C:ch S:sh13.psk S:>ee+fin",
     "1 ServerHello server none absent:resumed\n1 EncryptedExtensions server handshake-key\n"
     "1 Finished server handshake-key\n"                                                                                                                                                              },
    {"HelloRetryRequest",                                     "C:ch S:hrr S:20 C:20 C:ch S:sh13",
     "1 ClientHello client none\n1 HelloRetryRequest server none\n1 ChangeCipherSpec server none "
     "dummy\n"
     "1 ChangeCipherSpec client none dummy\n1 ClientHello client none\n1 ServerHello server "
     "none\n"                                                                                                                                                                                         },
    {"HelloRetryRequest of a draft",                          "C:ch S:hrr.draft C:ch",
     "1 HelloRetryRequest server none\n1 ClientHello client none\n"                                                                                                                                   },
    {"early data with keys",
     "C:ch.early C:20 C:>app S:sh13.psk S:>ee.early+fin C:>app C:>eoed C:>fin C:>app",                                                       "1 ChangeCipherSpec client none dummy\n2 ApplicationData client early-data-key\n"
     "1 ServerHello server none absent:resumed\n1 EncryptedExtensions server handshake-key\n"
     "1 Finished server handshake-key\n2 ApplicationData client early-data-key\n"
     "1 EndOfEarlyData client early-data-key\n1 Finished client handshake-key\n"
     "2 ApplicationData client session-key\n"                                                                   },

 /* TLS 1.3 without keys */
    {"the server's flight",                                   KEYLESS13 "S:20 S:23.900 S:23.60 C:20 C:23.53 S:23.200 C:23.90",
     "1 ChangeCipherSpec server none dummy\n"
     "1 EncryptedHandshake server handshake-key inferred absent:encrypted\n"
     "1 EncryptedHandshake server handshake-key inferred\n1 ChangeCipherSpec client none dummy\n"
     "1 Finished client handshake-key inferred\n2 ApplicationData server session-key inferred\n"
     "2 ApplicationData client session-key inferred\n"                                                                                                                                                },
    {"nothing is absent when resumed",                        "C:ch S:sh13.psk S:23.90",
     "1 EncryptedHandshake server handshake-key inferred\n"                                                                                                                                           },
    {"Finished of SHA-384",                                   "C:ch S:sh13.384 S:23.900 C:23.69 C:23.40",
     "1 Finished client handshake-key inferred\n2 ApplicationData client session-key inferred\n"                                                                                                      },
    {"not the Finished of SHA-256",                           "C:ch S:sh13.384 S:23.900 C:23.53",
     "1 EncryptedHandshake client handshake-key inferred\n"                                                                                                                                           },
    {"Finished of CCM_8",                                     "C:ch S:sh13.ccm8 S:23.900 C:23.45",
     "1 Finished client handshake-key inferred\n"                                                                                                                                                     },
    {"one octet short",                                       KEYLESS13 "S:23.900 C:23.52",
     "1 EncryptedHandshake client handshake-key inferred\n"                                                                                                                                           },
    {"one octet long",                                        KEYLESS13 "S:23.900 C:23.54",
     "1 EncryptedHandshake client handshake-key inferred\n"                                                                                                                                           },
    {"a client that refuses",                                 KEYLESS13 "S:23.900 C:23.19",
     "1 Alert client handshake-key inferred\n"                                                                                                                                                        },
    {"a client that refuses, CCM_8",                          "C:ch S:sh13.ccm8 S:23.900 C:23.11",
     "1 Alert client handshake-key inferred\n"                                                                                                                                                        },
    {"a server that refuses",                                 KEYLESS13 "S:23.19",                                                           "1 Alert server handshake-key inferred\n"                },
    {"no certificate, in one record",                         KEYLESS13 "S:23.900 C:23.61 S:23.90",
     "1 EncryptedHandshake client handshake-key inferred\n2 ApplicationData server session-key "
     "inferred\n"                                                                                                                                                                                     },
    {"no certificate, in two records",                        KEYLESS13 "S:23.900 C:23.25 C:23.53 C:23.90",
     "1 EncryptedHandshake client handshake-key inferred\n1 Finished client handshake-key "
     "inferred\n"
     "2 ApplicationData client session-key inferred\n"                                                                                                                                                },
    {"certificate of RSA-2048",                               KEYLESS13 "S:23.900 C:23.1200 C:23.281 C:23.53 C:23.90",
     "1 EncryptedHandshake client handshake-key inferred\n1 EncryptedHandshake client "
     "handshake-key inferred\n"
     "1 Finished client handshake-key inferred\n2 ApplicationData client session-key inferred\n"                                                                                                      },
    {"certificate of P-256",                                  KEYLESS13 "S:23.900 C:23.700 C:23.96 C:23.53",
     "1 EncryptedHandshake client handshake-key inferred\n1 EncryptedHandshake client "
     "handshake-key inferred\n"
     "1 Finished client handshake-key inferred\n"                                                                                                                                                     },
    {"signature one octet too long for P-256",                KEYLESS13 "S:23.900 C:23.700 C:23.98",
     "1 EncryptedHandshake client handshake-key inferred\n2 ApplicationData client session-key "
     "inferred\n"                                                                                                                                                                                     },
    {"certificate of Ed25519",                                KEYLESS13 "S:23.900 C:23.700 C:23.89",
     "1 EncryptedHandshake client handshake-key inferred\n"                                                                                                                                           },
    {"certificate flight in one record",                      KEYLESS13 "S:23.900 C:23.2000 C:23.90",
     "1 EncryptedHandshake client handshake-key inferred\n2 ApplicationData client session-key "
     "inferred\n"                                                                                                                                                                                     },
    {"the server answers the flight",                         KEYLESS13 "S:23.900 C:23.2000 S:23.200",
     "1 EncryptedHandshake client handshake-key inferred\n2 ApplicationData server session-key "
     "inferred\n"                                                                                                                                                                                     },
    {"early data",                                            "C:ch.early C:20 C:23.90 S:sh13.psk S:23.90 C:23.300 C:23.21 C:23.53 C:23.21",
     "1 ChangeCipherSpec client none dummy\n2 ApplicationData client early-data-key inferred\n"
     "1 ServerHello server none absent:resumed\n1 EncryptedHandshake server handshake-key "
     "inferred\n"
     "2 ApplicationData client early-data-key inferred\n1 EndOfEarlyData client early-data-key "
     "inferred\n"
     "1 Finished client handshake-key inferred\n2 ApplicationData client session-key inferred\n"                                                                                                      },
    {"early data as long as a Finished, too early to be one", "C:ch.early C:23.53 C:23.21",
     "2 ApplicationData client early-data-key inferred\n2 ApplicationData client early-data-key "
     "inferred\n"                                                                                                                                                                                     },
    {"early data refused",                                    "C:ch.early C:23.90 S:sh13 S:23.900 C:23.21 C:23.53 C:23.90",
     "1 EncryptedHandshake server handshake-key inferred absent:encrypted\n"
     "2 ApplicationData client early-data-key inferred\n1 Finished client handshake-key inferred\n"
     "2 ApplicationData client session-key inferred\n"                                                                                                                                                },
    {"early data and HelloRetryRequest",
     "C:ch.early C:23.90 S:hrr C:23.21 C:20 C:ch S:sh13.psk S:23.90 C:23.53",                                                                "2 ApplicationData client early-data-key inferred\n1 HelloRetryRequest server none\n"
     "2 ApplicationData client early-data-key inferred\n1 ChangeCipherSpec client none dummy\n"
     "1 ClientHello client none\n1 ServerHello server none absent:resumed\n"
     "1 EncryptedHandshake server handshake-key inferred\n1 Finished client handshake-key "
     "inferred\n"                                                                                                        },
    {"early data offered, TLS 1.2 chosen",                    "C:ch.early S:sh12 C:23.40",
     "2 ApplicationData client session-key\n"                                                                                                                                                         },

 /* some of it can be read */
    {"only the early data stays closed",                      EARLY13 "C:23.90 S:>ee.early+fin C:23.21 C:>fin C:>app",
     "2 ApplicationData client early-data-key inferred\n1 EncryptedExtensions server "
     "handshake-key\n"
     "1 Finished server handshake-key\n1 EndOfEarlyData client early-data-key inferred\n"
     "1 Finished client handshake-key\n2 ApplicationData client session-key\n"                                                                                                                        },
    {"only the handshake can be read",                        KEYLESS13 "S:>ee+cert+cv+fin S:23.90 C:>fin C:23.90",
     "1 Finished server handshake-key\n2 ApplicationData server session-key inferred\n"
     "1 Finished client handshake-key\n2 ApplicationData client session-key inferred\n"                                                                                                               },
    {"only the data can be read",                             KEYLESS13 "S:23.900 C:23.2000 C:>app S:>app S:23.90",
     "1 EncryptedHandshake client handshake-key inferred\n2 ApplicationData client session-key\n"
     "2 ApplicationData server session-key\n2 ApplicationData server session-key inferred\n"                                                                                                          },
};

static void check_steps(const step_case_t *c, framing_t framing)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(session_t) session = run(c->script, framing, out);
    (void)session;
    const char *tail = out->str;
    if (out->len > strlen(c->want))
        tail += out->len - strlen(c->want);
    if (strcmp(tail, c->want) != 0)
        g_test_message("all of it:\n%s", out->str);
    g_assert_cmpstr(tail, ==, c->want);
}

static void check_tls(gconstpointer data)
{
    check_steps(data, FRAMING_TLS);
}

static void check_dtls(gconstpointer data)
{
    check_steps(data, FRAMING_DTLS);
}

/* DTLS 1.3, of which headers show the epoch. */
#define KEYLESSD13 "C:ch S:shd13 S:e2.67 "

#define C_DATA     "2 ApplicationData client session-key\n"
#define S_DATA     "2 ApplicationData server session-key\n"
#define C_EARLY    "2 ApplicationData client early-data-key\n"
#define C_FLY      "1 EncryptedHandshake client handshake-key\n"
#define S_FLY      "1 EncryptedHandshake server handshake-key\n"
#define C_FIN      "1 Finished client handshake-key inferred\n"

#define C_READ     "1 Finished client handshake-key\n"

/* clang-format off */
static const step_case_t dtls13_cases[] = {
    {"the epoch tells", KEYLESSD13 "S:e2.900 C:e2.61 S:e3.35 C:e3.40 S:e3.40",
     "1 ServerHello server none\n1 EncryptedHandshake server handshake-key absent:encrypted\n"
     S_FLY C_FIN S_DATA C_DATA S_DATA},
    {"a Finished and one octet more", KEYLESSD13 "C:e2.62 C:e3.40", C_FLY C_DATA},
    {"an alert", KEYLESSD13 "C:e2.19", "1 Alert client handshake-key inferred\n"},
    {"an alert and one octet more", KEYLESSD13 "C:e2.20", C_FLY},
    {"a flight sent again", KEYLESSD13 "C:e2.61 C:e3.40 C:e2.61 C:e3.40", C_FIN C_DATA C_FLY C_DATA},
    {"keys are changed", KEYLESSD13 "C:e2.61 C:e3.40 C:e0.40 C:e1.40 C:e2.40 C:e3.40",
     C_FIN C_DATA C_DATA C_DATA C_DATA C_DATA},
    {"keys are changed, one late", KEYLESSD13 "C:e2.61 C:e3.40 C:e0.40 C:e3.40 C:e1.40", C_FIN C_DATA C_DATA C_DATA C_DATA},
    {"early data", "C:ch.early C:e1.90 S:shd13.psk S:e2.90 C:e1.90 C:e2.61 C:e3.40 C:e2.61",
     C_EARLY "1 ServerHello server none absent:resumed\n" S_FLY C_EARLY C_FIN C_DATA C_FLY},
    {"no early data was offered", KEYLESSD13 "C:e1.90", C_DATA},
    {"ACK in the clear", "C:ch S:26.18", "1 ACK server none\n"},
    {"ACK, decrypted", "C:ch S:shd13 S:>ee+cert+cv+fin C:>fin S:>26.18", C_READ "2 ACK server session-key\n"},
    {"connection ID of DTLS 1.2", "C:ch S:shd12 S:cert+ske+shd C:cke C:20 C:25.64 S:20 S:25.64 C:25.40 S:25.40",
     "1 Finished client session-key inferred\n1 ChangeCipherSpec server none\n1 Finished server session-key inferred\n"
     "2 ApplicationData client session-key inferred\n2 ApplicationData server session-key inferred\n"},
    {"the same, server's Finished lost", "C:ch S:shd12 S:cert+ske+shd C:cke C:20 C:25.64 S:20 C:25.40 S:25.40",
     "1 ChangeCipherSpec server none\n2 ApplicationData client session-key inferred\n1 Finished server session-key inferred\n"},
    {"the same, from the middle", "C:25.40 S:25.40",
     "2 ApplicationData client session-key inferred absent:not-captured\n2 ApplicationData server session-key inferred\n"},
    {"it begins with data", "S:e3.40 C:e1.40", "2 ApplicationData server session-key absent:not-captured\n" C_DATA},
    {"it begins in the server's flight", "S:e2.900 C:e2.61 C:e3.40",
     "1 EncryptedHandshake server handshake-key inferred absent:encrypted\n" C_FIN C_DATA},
    {"a host that shows the hellos alone", "C:ch S:!shd13", "1 ServerHello server none absent:encrypted\n"},
    {"the same, resumed", "C:ch S:!shd13.psk", "1 ServerHello server none absent:resumed\n"},
    {"the same, DTLS 1.2", "C:ch S:!shd12", "1 ServerHello server none\n"},
};
/* clang-format on */

static const step_case_t dtls_cases[] = {
    {"the hello is repeated with a cookie",     "C:ch S:hvr C:ch S:shd12",
     "1 ClientHello client none\n1 HelloVerifyRequest server none\n1 ClientHello client none\n"
     "1 ServerHello server none\n"                                                                                                                                       },
    {"a hello sent again is no other session",  "C:ch S:shd12 | C:ch",
     "none\n1 ServerHello server none\n"                                                                                                                                 },
    {"a flight sent again breaks nothing",
     "C:ch S:shd12 S:cert+ske+shd C:cke C:20 C:enc C:cke C:20 C:enc S:20 S:enc C:23.40 S:21.30", "1 Finished client session-key inferred\n1 ClientKeyExchange client none\n"
     "1 ChangeCipherSpec client none\n1 Finished client session-key inferred\n"
     "1 ChangeCipherSpec server none\n1 Finished server session-key inferred\n"
     "2 ApplicationData client session-key\n2 Alert server session-key\n"},
    {"a Certificate in fragments was not lost", "C:ch S:shd12 S:certpart S:certpart S:ske+shd",
     "1 - server none\n1 - server none\n1 ServerKeyExchange server none\n"
     "1 ServerHelloDone server none\n"                                                                                                                                   },
    {"Finished sent again after the end",
     "C:ch S:shd12 S:cert+ske+shd C:cke C:20 C:enc S:20 S:enc S:20 S:enc S:23.40",               "1 Finished server session-key inferred\n1 ChangeCipherSpec server none\n"
     "1 Finished server session-key inferred\n2 ApplicationData server session-key\n"  },
};

/* session_is_over(), in one word. */
typedef struct {
    const char *name;
    const char *script;
    framing_t framing;
    const char *want;
} over_case_t;

static const over_case_t over_cases[] = {
    {"hello after the handshake",      DONE12 "| C:ch.other",                                        FRAMING_TLS,  "over"   },
    {"hello under keys",               DONE12 "| C:*ch.other",                                       FRAMING_TLS,  "goes on"},
    {"no hello",                       DONE12 "| C:23.40",                                           FRAMING_TLS,  "goes on"},
    {"unreadable",                     DONE12 "| C:enc",                                             FRAMING_TLS,  "goes on"},
    {"from the server",                DONE12 "| S:sh12",                                            FRAMING_TLS,  "goes on"},
    {"before any answer",              "C:ch | C:ch.other",                                          FRAMING_TLS,  "goes on"},
    {"after a HelloRetryRequest",      "C:ch S:hrr | C:ch",                                          FRAMING_TLS,  "goes on"},
    {"after a fatal alert",            "C:ch S:alert.40 | C:ch.other",                               FRAMING_TLS,  "over"   },
    {"after a ServerHello of 1.3",     "C:ch S:sh13 | C:ch.other",                                   FRAMING_TLS,  "over"   },
    {"mid-stream",                     "C:23.40 | C:ch",                                             FRAMING_TLS,  "over"   },
    {"SSL 2.0 hello after the end",    DONE12 "| C:ssl2",                                            FRAMING_TLS,  "over"   },
    {"DTLS: sent again after answer",  "C:ch S:shd12 | C:ch",                                        FRAMING_DTLS, "goes on"},
    {"DTLS: after HelloVerifyRequest", "C:ch S:hvr | C:ch",                                          FRAMING_DTLS, "goes on"},
    {"DTLS: another after the end",    "C:ch S:shd12 S:cert+shd C:20 C:enc S:20 S:enc | C:ch.other",
     FRAMING_DTLS,                                                                                                 "over"   },
};

static void check_over(gconstpointer data)
{
    const over_case_t *c = data;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(session_t) session = run(c->script, c->framing, out);
    (void)session;
    g_string_truncate(out, (gsize)(strchr(out->str, '\n') - out->str));
    g_assert_cmpstr(out->str, ==, c->want);
}

typedef struct {
    const char *name;
    const char *script;
    const char *want; /* version suite kex group forward-secret resumed */
} fact_case_t;

static const fact_case_t fact_cases[] = {
    {"nothing yet",                                      "C:ch",                                             "- - - - ? ?"                                },
    {"TLS 1.2 before the answer is certain",             "C:ch S:sh12",                                      "TLS 1.2 c02f ECDHE - ? ?"                   },
    {"TLS 1.2 ECDHE",                                    "C:ch S:sh12 S:cert+ske+shd",                       "TLS 1.2 c02f ECDHE secp256r1 yes no"        },
    {"TLS 1.2 DHE",                                      "C:ch S:sh12.dhe S:cert+ske.dhe+shd",               "TLS 1.2 009e DHE 14 bits yes no"            },
    {"TLS 1.2 RSA",                                      "C:ch S:sh12.rsa S:cert+shd",                       "TLS 1.2 002f RSA - no no"                   },
    {"TLS 1.2 DH_anon",                                  "C:ch S:sh12.anon S:ske.dhe+shd",                   "TLS 1.2 0034 anonymous 14 bits yes no"      },
    {"TLS 1.2 ECDH_anon",                                "C:ch S:sh12.ecan S:ske+shd",                       "TLS 1.2 c018 anonymous secp256r1 yes no"    },
    {"TLS 1.2 PSK",                                      "C:ch S:sh12.psk S:shd",                            "TLS 1.2 00a8 PSK - no no"                   },
    {"TLS 1.2 ECDHE_PSK",                                "C:ch S:sh12.epsk S:ske.epsk+shd",
     "TLS 1.2 c035 PSK-ECDHE x25519 yes no"                                                                                                               },
    {"TLS 1.2 RSA_PSK",                                  "C:ch S:sh12.rpsk S:cert+shd",                      "TLS 1.2 00ac RSA-PSK - no no"               },
    {"TLS 1.2 resumed",                                  "C:ch.id S:sh12.id S:20",                           "TLS 1.2 c02f ECDHE - ? yes"                 },
    {"TLS 1.2 resumed by ticket",                        "C:ch.ticket S:sh12 S:nst S:20",                    "TLS 1.2 c02f ECDHE - ? yes"                 },
    {"the hello is lost, a short handshake",             "S:sh12 &S:nst &S:20",                              "TLS 1.2 c02f ECDHE - ? yes"                 },
    {"the hello is lost, and perhaps more",              "S:sh12 S:nst S:20",                                "TLS 1.2 c02f ECDHE - ? ?"                   },
    {"the same session_id, a piece in between",          "C:ch.id S:sh12.id S:part S:20",
     "TLS 1.2 c02f ECDHE - ? yes"                                                                                                                         },
    {"a ticket, a piece in between",                     "C:ch.ticket S:sh12 S:part S:20",                   "TLS 1.2 c02f ECDHE - ? ?"                   },
    {"the server's part is lost, nothing to resume",     "C:ch S:sh12 S:20",
     "TLS 1.2 c02f ECDHE - ? ?"                                                                                                                           },
    {"the same, a ticket is wanted, none is shown",      "C:ch.wants S:sh12 S:nst S:20",
     "TLS 1.2 c02f ECDHE - ? ?"                                                                                                                           },
    {"the same, a session_id that does not come back",   "C:ch.id S:sh12 S:20",
     "TLS 1.2 c02f ECDHE - ? ?"                                                                                                                           },
    {"the same, all but the middle of it",               "C:ch.ticket S:sh12 S:ske S:20",
     "TLS 1.2 c02f ECDHE secp256r1 yes no"                                                                                                                },
    {"the same, all but the end of it",                  "C:ch.ticket S:sh12 S:cr S:20",
     "TLS 1.2 c02f ECDHE - yes no"                                                                                                                        },
    {"the same, the client goes on with its key",        "C:ch.ticket S:sh12 C:cke S:20",
     "TLS 1.2 c02f ECDHE - ? ?"                                                                                                                           },
    {"the same, the client changes keys first",          "C:ch.ticket S:sh12 C:20 C:enc S:20",
     "TLS 1.2 c02f ECDHE - ? ?"                                                                                                                           },
    {"same session_id, but a full handshake",            "C:ch.id S:sh12.id S:cert+ske+shd C:20 C:enc S:20",
     "TLS 1.2 c02f ECDHE secp256r1 yes no"                                                                                                                },
    {"unknown suite",                                    "C:ch S:sh12.odd S:cert+shd",                       "TLS 1.2 eeee - - ? no"                      },
    {"TLS 1.3",                                          "C:ch S:sh13",                                      "TLS 1.3 1301 ECDHE x25519 yes no"           },
    {"TLS 1.3 finite field",                             "C:ch S:sh13.ff",                                   "TLS 1.3 1301 DHE ffdhe2048 yes no"          },
    {"TLS 1.3 hybrid",                                   "C:ch S:sh13.kem",                                  "TLS 1.3 1301 hybrid X25519MLKEM768 yes no"  },
    {"TLS 1.3 PSK and ECDHE",                            "C:ch S:sh13.psk",                                  "TLS 1.3 1301 PSK-ECDHE x25519 yes yes"      },
    {"TLS 1.3 PSK and DHE",                              "C:ch S:sh13.ffp",                                  "TLS 1.3 1301 PSK-DHE ffdhe2048 yes yes"     },
    {"TLS 1.3 PSK alone",                                "C:ch S:sh13.only",                                 "TLS 1.3 1301 PSK - no yes"                  },
    {"TLS 1.3 draft 18",                                 "C:ch S:sh13.d18",                                  "TLS 1.3 (draft 18) 1301 ECDHE x25519 yes no"},
    {"HelloRetryRequest is not final",                   "C:ch S:hrr",                                       "- - - - ? ?"                                },
    {"a ServerHello from the client counts for nothing", "C:ch C:sh13",                                      "- - - - ? ?"                                },
    {"a broken ServerHello tells nothing",               "C:ch S:part",                                      "- - - - ? ?"                                },
    {"renegotiation leaves the facts",                   DONE12 "C:*ch S:*sh12.rsa S:*cert+shd",
     "TLS 1.2 c02f ECDHE secp256r1 yes no"                                                                                                                },
};

static const char *tristate(tristate_t value)
{
    return value == UNKNOWN_YET ? "?" : value == YES ? "yes" : "no";
}

static void check_facts(gconstpointer data)
{
    const fact_case_t *c = data;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(session_t) session = run(c->script, FRAMING_TLS, out);
    const session_facts_t *facts = session_facts(session);
    const char *version = facts->version ? version_name(facts->version) : "-";
    const char *kex = key_exchange_name(facts->key_exchange);
    g_autofree char *bits = g_strdup_printf("%u bits", facts->dh_bits);
    const char *group = facts->group ? group_name(facts->group) : facts->dh_bits ? bits : "-";
    g_autofree char *suite = facts->cipher_suite_known
                                 ? g_strdup_printf("%04x", facts->cipher_suite.code)
                                 : g_strdup("-");
    g_string_printf(out, "%s %s %s %s %s %s", version, suite, kex ? kex : "-", group,
                    tristate(facts->forward_secrecy), tristate(facts->resumed));
    g_assert_cmpstr(out->str, ==, c->want);
}

/* segment1 first-last, segment2 first, certificate, seconds, inferred, mid-stream; name and ALPN;
 * history. */
static const fact_case_t link_cases[] = {
    {"TLS 1.2",
     "C:ch.sni S:sh12.alpn S:cert+ske+shd C:cke C:20 C:*fin S:20 S:*fin C:*app C:*app S:*app",       "1-8 9 3 7s read full a.b h2 CsxknGIFifDd"},
    {"TLS 1.2 without keys",                     DONE12 "C:23.40",                                   "1-8 9 3 7s inferred full - - CsxknGIFifD"},
    {"TLS 1.3",                                  "C:ch S:sh13 S:>ee.alpn+cert+cv+fin C:>fin S:>nst",
     "1-4 5 3 3s read full - h3 CsoxyfFt"                                                                                                      },
    {"TLS 1.3 without keys",                     KEYLESS13 "S:23.900 C:23.53 S:23.200",
     "1-4 5 0 3s inferred full - - CszFd"                                                                                                      },
    {"HelloRetryRequest",                        "C:ch S:hrr C:ch S:sh13 S:>ee+cert+cv+fin C:>fin",
     "1-6 0 5 5s read full - - CjCsoxyfF"                                                                                                      },
    {"server data before the client's Finished", "C:ch S:sh13 S:>ee+fin S:>app C:>fin C:>app",
     "1-5 4 0 4s read full - - CsofdFD"                                                                                                        },
    {"broken off",                               "C:ch S:sh12 S:alert.40",                           "1-0 0 0 ? read full - - Csl"             },
    {"broken off, yet it goes on",               "C:ch S:sh13 C:alert.48 S:>ee+fin C:>fin",
     "1-0 0 0 ? read full - - CsLofF"                                                                                                          },
    {"mid-stream",                               "C:23.40 S:23.40 C:21.30",                          "0-0 1 0 ? read late - - DdL"             },
    {"from the ServerHello on",                  "S:sh13 S:>ee+cert+cv+fin C:>fin",
     "1-3 0 2 ? read late - - soxyfF"                                                                                                          },
    {"hostile name",                             "C:ch.bad",                                         "1-0 0 0 ? read full \\x1B\\x5C - C"      },
    {"no such type",                             "C:ch S:odd S:99.3 S:24.5",                         "1-0 0 0 ? read full - - Czqb"            },
    {"client's flight in one record",            KEYLESS13 "S:23.900 C:23.2000 C:23.90",
     "1-4 5 0 3s inferred full - - CszZD"                                                                                                      },
};

static void check_links(gconstpointer data)
{
    const fact_case_t *c = data;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(session_t) session = run(c->script, FRAMING_TLS, out);
    const session_facts_t *facts = session_facts(session);
    gint64 took = facts->handshake_nanoseconds;
    g_autofree char *seconds =
        took < 0 ? g_strdup("?") : g_strdup_printf("%" G_GINT64_FORMAT "s", took / 1000000000);
    g_string_printf(out, "%u-%u %u %u %s %s %s %s %s %s", facts->segment1_first,
                    facts->segment1_last, facts->segment2_first, facts->certificate_frame, seconds,
                    facts->handshake_inferred ? "inferred" : "read",
                    facts->mid_stream ? "late" : "full",
                    facts->server_name ? facts->server_name : "-", facts->alpn ? facts->alpn : "-",
                    facts->history);
    g_assert_cmpstr(out->str, ==, c->want);
}

static const fact_case_t safeguard_cases[] = {
    {"downgrade",                   "C:ch.13 S:sh12.down", "compression ems secure-renegotiation downgrade"},
    {"the client could do no more", "C:ch S:sh12.down",    "compression ems secure-renegotiation"          },
    {"nothing of it",               "C:ch.13 S:sh12",      ""                                              },
};

static void check_safeguards(gconstpointer data)
{
    const fact_case_t *c = data;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(session_t) session = run(c->script, FRAMING_TLS, out);
    const session_facts_t *facts = session_facts(session);
    const struct {
        bool set;
        const char *word;
    } words[] = {
        {facts->compression,            " compression"         },
        {facts->extended_master_secret, " ems"                 },
        {facts->secure_renegotiation,   " secure-renegotiation"},
        {facts->downgrade,              " downgrade"           },
    };
    g_string_truncate(out, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (words[i].set)
            g_string_append(out, words[i].word);
    g_assert_cmpstr(g_strstrip(out->str), ==, c->want);
}

static void test_bytes_are_counted(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(session_t) session = run("C:20 S:23.40 C:23.7", FRAMING_TLS, out);
    const session_facts_t *facts = session_facts(session);
    g_assert_cmpuint(facts->segment1_bytes, ==, 5 + 1);
    g_assert_cmpuint(facts->segment2_bytes, ==, 5 + 40 + 5 + 7);
    g_assert_cmpuint(facts->number, ==, 7);
}

static void test_history_has_an_end(void)
{
    g_autoptr(GString) script = g_string_new("C:23.40");
    for (int i = 0; i < HISTORY_LIMIT; i++)
        g_string_append(script, " S:23.40 C:23.40");
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(session_t) session = run(script->str, FRAMING_TLS, out);
    g_assert_cmpuint(strlen(session_facts(session)->history), ==, HISTORY_LIMIT);
}

/* Any order of any records: nothing crashes, each record gives a step, and each step makes sense.
 */
static void test_any_order(void)
{
    static const char *const words[] = {
        "ch",      "ch.id",    "ch.early", "ch.broken", "ch.other",  "sh12",  "sh12.id",
        "sh13",    "sh13.psk", "hrr",      "cert",      "ske",       "shd",   "cke",
        "fin",     "nst",      "ee",       "eoed",      "ku",        "hr",    "cr",
        "*ch",     "*sh12",    "*fin",     ">ee",       ">cert",     ">fin",  ">nst",
        ">ku",     ">eoed",    ">app",     ">alert.0",  "*app",      "enc",   "part",
        "none",    "20",       "21.19",    "23.53",     "23.19",     "23.21", "23.1000",
        "24.3",    "99.1",     "alert.40", "alert.0",   "alert.100", "ssl2",  "ch+sh12",
        "part+ch", ">part",    "*part",    "e0.40",     "e1.40",     "e2.61", "e3.40",
        "!shd13",
    };
    for (int round = 0; round < 3000; round++) {
        g_autoptr(GString) script = g_string_new(NULL);
        for (int i = 0; i < 12; i++)
            g_string_append_printf(script, "%s%c:%s", i ? " " : "", g_test_rand_bit() ? 'C' : 'S',
                                   words[g_test_rand_int_range(0, G_N_ELEMENTS(words))]);
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(session_t) session =
            run(script->str, g_test_rand_bit() ? FRAMING_TLS : FRAMING_DTLS, out);
        g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);
        g_assert_cmpuint(g_strv_length(lines), >, 12);
        for (guint i = 0; lines[i + 1]; i++)
            g_assert_true(lines[i][0] == '1' || lines[i][0] == '2');
        const session_facts_t *facts = session_facts(session);
        g_assert_true(facts->segment1_last == 0 || facts->segment1_last >= facts->segment1_first);
    }
}

static void add_rows(const char *folder, const step_case_t *cases, size_t n, GTestDataFunc check)
{
    for (size_t i = 0; i < n; i++) {
        g_autofree char *path = g_strdup_printf("/session/%s/%s", folder, cases[i].name);
        g_test_add_data_func(path, &cases[i], check);
    }
}

static void add_facts(const char *folder, const fact_case_t *cases, size_t n, GTestDataFunc check)
{
    for (size_t i = 0; i < n; i++) {
        g_autofree char *path = g_strdup_printf("/session/%s/%s", folder, cases[i].name);
        g_test_add_data_func(path, &cases[i], check);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_rows("steps", step_cases, G_N_ELEMENTS(step_cases), check_tls);
    add_rows("dtls13", dtls13_cases, G_N_ELEMENTS(dtls13_cases), check_dtls);
    add_rows("dtls", dtls_cases, G_N_ELEMENTS(dtls_cases), check_dtls);
    add_facts("facts", fact_cases, G_N_ELEMENTS(fact_cases), check_facts);
    add_facts("safeguards", safeguard_cases, G_N_ELEMENTS(safeguard_cases), check_safeguards);
    add_facts("links", link_cases, G_N_ELEMENTS(link_cases), check_links);
    for (size_t i = 0; i < G_N_ELEMENTS(over_cases); i++) {
        g_autofree char *path = g_strdup_printf("/session/over/%s", over_cases[i].name);
        g_test_add_data_func(path, &over_cases[i], check_over);
    }
    g_test_add_func("/session/bytes are counted", test_bytes_are_counted);
    g_test_add_func("/session/history has an end", test_history_has_an_end);
    g_test_add_func("/session/any order", test_any_order);
    return g_test_run();
}
