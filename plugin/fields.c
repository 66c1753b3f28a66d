/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fields.h"

#include <epan/expert.h>
#include <epan/tfs.h>

int proto_tlswitness;
int hf[F_COUNT];
gint ett[ETT_COUNT];
expert_field ei_problem[PROBLEM_COUNT];
expert_field ei_note[NOTE_COUNT];
expert_field ei_finding[WEAKNESS_COUNT];
expert_field ei_not_checked;
expert_field ei_fetched_revoked;
expert_field ei_disproven, ei_finished_wrong, ei_scheme_violation;

static const value_string segments[] = {
    {1, "authentication"},
    {2, "session data"  },
    {0, NULL            },
};

/* clang-format off */
#define FIELD(index, name, abbrev, type, base, strings, blurb) \
    [index] = {&hf[index], {name, "tlswitness." abbrev, type, base, strings, 0, blurb, HFILL}}
#define TEXT(index, name, abbrev, blurb) \
    FIELD(index, name, abbrev, FT_STRING, BASE_NONE, NULL, blurb)
#define FRAME(index, name, abbrev, blurb) \
    FIELD(index, name, abbrev, FT_FRAMENUM, BASE_NONE, NULL, blurb)
#define TRUTH(index, name, abbrev, blurb) \
    FIELD(index, name, abbrev, FT_BOOLEAN, BASE_NONE, TFS(&tfs_yes_no), blurb)
#define NUMBER(index, name, abbrev, type, blurb) \
    FIELD(index, name, abbrev, type, BASE_DEC, NULL, blurb)
#define MOMENT(index, name, abbrev, blurb) \
    FIELD(index, name, abbrev, FT_ABSOLUTE_TIME, ABSOLUTE_TIME_UTC, NULL, blurb)
#define NODE(index, name, abbrev, blurb) \
    FIELD(index, name, abbrev, FT_NONE, BASE_NONE, NULL, blurb)

static hf_register_info fields[] = {
    TEXT(F_SUMMARY, "Summary", "summary", "In which frames this session authenticates and in which it carries data"),
    NUMBER(F_SESSION, "Session", "session", FT_UINT32, "Number of the TLS session in the capture, from 0, by first record"),
    FIELD(F_SEGMENT, "Segment", "segment", FT_UINT8, BASE_DEC, VALS(segments), "1: authentication (handshake), 2: session data; one for each run of records of one segment"),
    TRUTH(F_SEGMENT_INFERRED, "Inferred", "segment.inferred", "The segment was worked out from lengths and order, not read: the records are encrypted and there are no keys"),
    TEXT(F_STEP, "Step", "step", "The message or record, by its RFC name"),
    TEXT(F_STEP_SENDER, "Sender", "step.sender", "Who sends: client or server"),
    TEXT(F_STEP_PROTECTION, "Protection", "step.protection", "Which key protects it: none, early-data-key, handshake-key or session-key"),
    FRAME(F_STEP_COMPLETES_IN, "The message completes in frame", "step.completes_in", "Of a piece of a message: the frame in which the message completes"),
    FRAME(F_STEP_PIECE_FRAME, "Piece in frame", "step.piece_frame", "A frame with an earlier piece of this message"),
    TEXT(F_STEP_CHANGES, "New in it", "step.changes", "In what a second ClientHello differs from the first"),
    NODE(F_OFFER, "Offer", "offer", "What the ClientHello offers"),
    TEXT(F_CLIENT_RANDOM, "Random", "offer.random", "The client's random value"),
    TEXT(F_OFFER_SESSION_ID, "Session id", "offer.session_id", "The session id that the client sends: of an earlier session, or made up for old devices on the path"),
    TEXT(F_OFFER_VERSION, "Version", "offer.version", "A version that the client offers"),
    NUMBER(F_OFFER_CIPHER_SUITES, "Cipher suites", "offer.cipher_suites", FT_UINT32, "How many cipher suites the client offers"),
    TEXT(F_OFFER_CIPHER_SUITE, "Cipher suite", "offer.cipher_suite", "A cipher suite that the client offers, in its order"),
    TEXT(F_OFFER_GROUP, "Group", "offer.group", "A group that the client offers"),
    TEXT(F_OFFER_KEY_SHARE, "Key share", "offer.key_share", "A group of which the client sends a public value at once"),
    TEXT(F_OFFER_SIGNATURE_ALGORITHM, "Signature algorithm", "offer.signature_algorithm", "An algorithm with which the server may sign"),
    TEXT(F_OFFER_ALPN, "Application protocol", "offer.alpn", "An application protocol that the client offers (ALPN)"),
    NODE(F_CHOICE, "Choice", "choice", "What the ServerHello chooses"),
    TEXT(F_SERVER_RANDOM, "Random", "choice.random", "The server's random value"),
    TEXT(F_CHOICE_SESSION_ID, "Session id", "choice.session_id", "The session id that the server answers with"),
    TEXT(F_CHOICE_VERSION, "Version", "choice.version", "The version that the server chooses"),
    TEXT(F_CHOICE_CIPHER_SUITE, "Cipher suite", "choice.cipher_suite", "The cipher suite that the server chooses"),
    TEXT(F_CHOICE_GROUP, "Group", "choice.group", "The group that the server chooses, or asks for"),
    TEXT(F_EXPLANATION, "Explanation", "explanation", "What happens here, why, and which key does it"),
    TEXT(F_EXPLANATION_REFERENCE, "Reference", "explanation.reference", "Where the RFC says so: an address to open"),
    TEXT(F_HISTORY, "History", "history", "The session so far, one letter a message (as in Zeek's ssl_history): upper case from the client, lower case from the server"),
    TEXT(F_SERVER_NAME, "Server name", "server_name", "The host name that the client asks for (server_name of the ClientHello)"),
    TEXT(F_ALPN, "Application protocol", "alpn", "The application protocol negotiated (ALPN)"),
    TRUTH(F_EXTENDED_MASTER_SECRET, "Extended master secret", "extended_master_secret", "Is the master secret bound to the whole handshake (RFC 7627)?"),
    TRUTH(F_ENCRYPT_THEN_MAC, "Encrypt-then-MAC", "encrypt_then_mac", "Are records encrypted first and authenticated then (RFC 7366)?"),
    TEXT(F_KEY_LOG, "Key log", "key_log", "What the key log that is set (tls.keylog_file) lacks for this session"),
    TEXT(F_VERSION, "Version", "version", "The version negotiated"),
    TEXT(F_CIPHER_SUITE, "Cipher suite", "cipher_suite", "The cipher suite negotiated, by its IANA name"),
    TEXT(F_KEY_EXCHANGE, "Key exchange", "key_exchange", "How the session's secret is agreed"),
    TEXT(F_KEY_EXCHANGE_GROUP, "Group", "key_exchange.group", "The group (curve) of the key exchange"),
    TRUTH(F_FORWARD_SECRECY, "Forward secrecy", "forward_secrecy", "Does a recording stay secret when the server's long-term key leaks later?"),
    TRUTH(F_RESUMED, "Resumed", "resumed", "An abbreviated handshake that rests on an earlier session"),
    FRAME(F_RESUMED_FROM, "Resumes the session of frame", "resumed_from", "Frame of the full handshake that this session resumes"),
    TEXT(F_RESUMED_FROM_VERDICT, "Its server's chain", "resumed_from.verdict", "The verdict on the chain that the server showed in the full handshake"),
    FRAME(F_RESUMED_FROM_CERTIFICATE_FRAME, "Its certificate in frame", "resumed_from.certificate_frame", "Where the server showed its certificate in the full handshake"),
    TEXT(F_AUTHENTICATION, "Authentication", "authentication", "Who shows a certificate: one-way, mutual, asked or asked-not-given"),
    TEXT(F_FINDING, "Finding", "finding", "A weakness of the session itself"),
    FIELD(F_HANDSHAKE_TIME, "Handshake time", "handshake_time", FT_RELATIVE_TIME, BASE_NONE, NULL, "From the ClientHello to the last Finished"),
    NUMBER(F_SEGMENT1_BYTES, "Octets of segment 1", "segment1.bytes", FT_UINT64, "Octets of TLS records of segment 1 so far"),
    NUMBER(F_SEGMENT2_BYTES, "Octets of segment 2", "segment2.bytes", FT_UINT64, "Octets of TLS records of segment 2 so far"),
    FRAME(F_SEGMENT1_FIRST, "Segment 1 begins in frame", "segment1.first", "First frame of segment 1"),
    FRAME(F_SEGMENT1_LAST, "Segment 1 ends in frame", "segment1.last", "Last frame of segment 1"),
    FRAME(F_SEGMENT2_FIRST, "Segment 2 begins in frame", "segment2.first", "First frame of segment 2"),
    FRAME(F_CERTIFICATE_FRAME, "Certificate in frame", "certificate_frame", "The frame in which the server's Certificate message completes"),
    NODE(F_CHAIN, "Chain", "chain", "One chain of certificates and the verdict on it"),
    TEXT(F_CHAIN_OWNER, "Owner", "chain.owner", "Whose chain it is: server or client"),
    TEXT(F_CHAIN_VERDICT, "Verdict", "chain.verdict", "trusted, not-trusted or not-checked"),
    TEXT(F_CHAIN_PROBLEM, "Problem", "chain.problem", "A reason against trust"),
    TEXT(F_CHAIN_NOTE, "Note", "chain.note", "Worth knowing, but no reason against trust"),
    TEXT(F_CHAIN_BROWSER_ERROR, "Browser error", "chain.browser_error", "The error code that Chromium would show"),
    TEXT(F_CHAIN_ABSENT_REASON, "No chain to judge", "chain.absent_reason", "Why there is no chain to judge"),
    NUMBER(F_CHAIN_LENGTH, "Certificates", "chain.length", FT_UINT32, "Number of certificates as sent"),
    TEXT(F_CHAIN_ANCHOR, "Trust anchor", "chain.anchor", "Subject of the trust anchor of the verified path"),
    MOMENT(F_CHAIN_TIME, "Judged as of", "chain.time", "The time at which the chain was judged"),
    TEXT(F_CHAIN_NOT_CHECKED, "Not checked because", "chain.not_checked", "Why the chain could not be judged"),
    TEXT(F_CHAIN_TIMES, "At other times", "chain.times", "What is said of the chain at the time of the frame, now and at the fixed time, where that differs"),
    TEXT(F_CHAIN_THEN, "Verdict as of then", "chain.verdict_then", "The verdict at the time of the frame, where the three times give different ones"),
    TEXT(F_CHAIN_NOW, "Verdict as of now", "chain.verdict_now", "The verdict if the chain were shown now, where the three times give different ones"),
    TEXT(F_CHAIN_FIXED, "Verdict as of the fixed time", "chain.verdict_fixed", "The verdict at fixed_time, where the three times give different ones"),
    TEXT(F_CHAIN_COMPARED, "Verdict of the second store", "chain.verdict_compared", "The verdict under compare_ca_file"),
    FRAME(F_CHAIN_OTHER_FRAME, "Other certificate in frame", "chain.other_certificate_frame", "Frame in which this server showed another key or issuer before"),
    TEXT(F_CHAIN_OPENSSL_ERROR, "OpenSSL error", "chain.openssl_error", "What openssl s_client, and curl with it, print for this failure"),
    TEXT(F_CHAIN_RULES, "Rules", "chain.rules", "Which checks hold for this chain: some bind public authorities only"),
    TEXT(F_CHAIN_REVOCATION, "Revocation", "chain.revocation", "What is known of revocation beside a stapled response: what CRLs say of each certificate, or why nothing is known"),
    TEXT(F_CLIENT_IDENTITY, "Identity", "client.identity", "Who the client says it is: common name, organizations and names of its certificate"),
    TEXT(F_CLIENT_AUTHORITY, "Authority asked for", "client.authority", "An authority of which the server would accept a client certificate (CertificateRequest)"),
    TRUTH(F_CLIENT_FITS, "Issued by one that was asked for", "client.fits", "Does the client's chain lead to an authority that the server asked for?"),
    TEXT(F_FETCHED, "Fetched over HTTP", "fetched", "What an OCSP response or a CRL that was fetched in this capture says of a certificate"),
    TEXT(F_FETCHED_STATUS, "Status", "fetched.status", "good, revoked, unknown or invalid"),
    FRAME(F_FETCHED_FRAME, "Fetched in frame", "fetched.frame", "The frame that holds the OCSP response or the CRL"),
    FRAME(F_FETCHED_CERTIFICATE_FRAME, "Shown in frame", "fetched.certificate_frame", "The frame in which the certificate was shown first"),
    TEXT(F_REMEDY, "What mends it", "chain.remedy", "What to do about the problem"),
    TEXT(F_NAME_REFERENCE, "Name checked", "name.reference", "The name that the certificate is held against"),
    TEXT(F_NAME_SOURCE, "Name from", "name.source", "Where that name came from: sni, preference, connect or address"),
    TRUTH(F_NAME_MATCHES, "Name matches", "name.matches", "Is that name among the names that the certificate presents?"),
    TEXT(F_NAME_EXPLANATION, "Comparison", "name.explanation", "Which presented names were compared, and what came of it"),
    NODE(F_CERT, "Certificate", "cert", "One certificate of the chain"),
    TEXT(F_CERT_ROLE, "Role", "cert.role", "end-entity, intermediate, root or unused"),
    TEXT(F_CERT_ISSUED_BY, "Signed by", "cert.issued_by", "Who signed this certificate, and whether that was verified"),
    TEXT(F_CERT_SUBJECT, "Subject", "cert.subject", "Whose certificate it is"),
    TEXT(F_CERT_ISSUER, "Issuer", "cert.issuer", "Who is said to have signed it"),
    TEXT(F_CERT_SERIAL, "Serial number", "cert.serial", "Serial number, hexadecimal"),
    TEXT(F_CERT_SAN, "Subject alternative name", "cert.san", "A name that the certificate presents"),
    MOMENT(F_CERT_NOT_BEFORE, "Not before", "cert.not_before", "First second of validity"),
    MOMENT(F_CERT_NOT_AFTER, "Not after", "cert.not_after", "Last second of validity"),
    NUMBER(F_CERT_DAYS_LEFT, "Days left", "cert.days_left", FT_INT32, "Days from the time of judgement to the end of validity; negative when expired"),
    TEXT(F_CERT_KEY, "Key", "cert.key", "Kind of the public key"),
    NUMBER(F_CERT_KEY_BITS, "Key size", "cert.key_bits", FT_UINT32, "Size of the public key in bits"),
    TEXT(F_CERT_SIGNATURE_ALGORITHM, "Signature algorithm", "cert.signature_algorithm", "With which algorithm the issuer signed"),
    TEXT(F_CERT_SHA256, "SHA-256", "cert.sha256", "SHA-256 fingerprint of the certificate"),
    TEXT(F_CERT_SPKI_SHA256, "SHA-256 of the key", "cert.spki_sha256", "SHA-256 of the subjectPublicKeyInfo"),
    TEXT(F_POSSESSION, "Possession", "possession", "Did the owner of the certificate sign this very handshake? proven, disproven or not-checked"),
    TEXT(F_POSSESSION_OWNER, "Of", "possession.owner", "Whose key: server or client"),
    TEXT(F_POSSESSION_ALGORITHM, "Algorithm", "possession.algorithm", "With which algorithm the handshake was signed"),
    TEXT(F_POSSESSION_VIOLATION, "Not allowed so", "possession.violation", "Why this algorithm may not be used here (RFC 8446 4.2.3)"),
    NODE(F_POSSESSION_CONTENT, "What is signed", "possession.content", "The octets that the signature is over, put together from the handshake"),
    TEXT(F_FINISHED, "Finished", "finished", "Is the Finished message right? verified, wrong or not-checked"),
    TEXT(F_OCSP_STATUS, "Stapled OCSP status", "ocsp.status", "good, revoked, unknown or invalid"),
    NUMBER(F_SCT_COUNT, "Certificate timestamps", "sct.count", FT_UINT32, "Signed certificate timestamps seen"),
    NUMBER(F_SCT_VALID, "Valid certificate timestamps", "sct.valid", FT_UINT32, "Signed certificate timestamps whose signature verifies"),
    TEXT(F_SCT, "Timestamp", "sct", "A signed certificate timestamp: its log, and whether its signature verifies"),
    TEXT(F_ALERT_MEANING, "Meaning", "alert.meaning", "Who refuses whom, and for what"),
    NODE(F_LINE, "Continued", "line", "The rest of the line above"),
    TEXT(F_INLINE, "TLS Witness", "inline", "The verdict, beside the message that it is about"),
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(fields) == F_COUNT);

static void register_subtrees(void)
{
    gint *subtrees[ETT_COUNT];
    for (int i = 0; i < ETT_COUNT; i++) {
        ett[i] = -1;
        subtrees[i] = &ett[i];
    }
    proto_register_subtree_array(subtrees, ETT_COUNT);
}

/* epan keeps what it is given: the rows and names live as long as the program. */
static void expert_row(ei_register_info *row, expert_field *field, const char *prefix,
                       const char *word, int severity)
{
    field->ei = EI_INIT_EI;
    field->hf = EI_INIT_HF;
    row->ids = field;
    row->eiinfo.name = g_strdup_printf("tlswitness.expert.%s.%s", prefix, word);
    row->eiinfo.group = PI_SECURITY;
    row->eiinfo.severity = severity;
    row->eiinfo.summary = g_strdup_printf("TLS Witness: %s: %s", prefix, word);
}

/* A warning is for what lets somebody read or change the session now, a note for what may do so
 * later or takes more to use. */
static int finding_severity(weakness_t weakness)
{
    return weakness == WEAKNESS_NO_FORWARD_SECRECY || weakness == WEAKNESS_NO_EXTENDED_MASTER_SECRET
               ? PI_NOTE
               : PI_WARN;
}

static ei_register_info expert_rows[PROBLEM_COUNT + NOTE_COUNT + WEAKNESS_COUNT + 5];

/* A filter or a column asks for dozens of fields in each frame: what the host says of one is read
 * where it writes it, in what was registered here. */
bool fields_are_referenced(field_t first, field_t last)
{
    for (int field = (int)first; field <= (int)last; field++)
        if (fields[field].hfinfo.ref_type != HF_REF_TYPE_NONE)
            return true;
    return false;
}

/* From 4.4 on a filter on one of them says nothing of the protocol _ws.expert. The host makes their
 * fields, once. */
bool fields_expert_is_referenced(void)
{
    static const header_field_info *made[G_N_ELEMENTS(expert_rows)];
    for (size_t i = 0; i < G_N_ELEMENTS(expert_rows); i++) {
        if (!made[i])
            made[i] = proto_registrar_get_nth((guint)expert_rows[i].ids->hf);
        if (made[i]->ref_type != HF_REF_TYPE_NONE)
            return true;
    }
    return false;
}

static void register_expert_items(void)
{
    ei_register_info *rows = expert_rows;
    int n = 0;
    for (int i = 0; i < PROBLEM_COUNT; i++)
        expert_row(&rows[n++], &ei_problem[i], "problem", problem_word((problem_t)i), PI_ERROR);
    for (int i = 0; i < NOTE_COUNT; i++)
        expert_row(&rows[n++], &ei_note[i], "note", note_word((note_t)i), PI_NOTE);
    for (int i = 0; i < WEAKNESS_COUNT; i++)
        expert_row(&rows[n++], &ei_finding[i], "finding", weakness_word((weakness_t)i),
                   finding_severity((weakness_t)i));
    expert_row(&rows[n++], &ei_not_checked, "verdict", "not-checked", PI_WARN);
    expert_row(&rows[n++], &ei_disproven, "possession", "disproven", PI_ERROR);
    expert_row(&rows[n++], &ei_finished_wrong, "finished", "wrong", PI_ERROR);
    expert_row(&rows[n++], &ei_scheme_violation, "possession", "scheme", PI_WARN);
    expert_row(&rows[n++], &ei_fetched_revoked, "fetched", "revoked", PI_ERROR);
    expert_register_field_array(expert_register_protocol(proto_tlswitness), rows, n);
}

void fields_register(void)
{
    proto_tlswitness = proto_register_protocol("TLS Witness", "TLS Witness", "tlswitness");
    proto_register_field_array(proto_tlswitness, fields, F_COUNT);
    register_subtrees();
    register_expert_items();
}
