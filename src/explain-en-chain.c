/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain-words.h"

/* clang-format off */
const char *const explain_en_problems[PROBLEM_COUNT] = {
    [PROBLEM_SELF_SIGNED] = "The certificate is signed with its own key and with no authority's: its owner vouches for himself. The session is encrypted all the same, but to whom, nobody knows: anybody can make such a certificate, a man in the middle too.",
    [PROBLEM_UNTRUSTED_ROOT] = "The chain holds together and ends at a root that is not in the trust store. Anybody can make a root: only whether you have reason to trust this one decides.",
    [PROBLEM_UNKNOWN_ISSUER] = "The certificate names an issuer that was not sent and is not in the trust store. The chain breaks off, and leads to nobody who is trusted.",
    [PROBLEM_MISSING_INTERMEDIATE] = "An intermediate certificate was left out of the chain; it stands elsewhere in this capture. Whoever happens to have it at hand, as browsers often do, accepts the chain; others (curl, openssl, many programs) refuse.",
    [PROBLEM_EXPIRED] = "A certificate of the path is past its last day. Nobody vouches for it any longer, and authorities need not tell any more whether it was revoked.",
    [PROBLEM_NOT_YET_VALID] = "A certificate of the path begins to be valid only later than the time of judgement. Often a clock is wrong.",
    [PROBLEM_NAME_MISMATCH] = "The certificate was issued for other names than the one asked for. It may be genuine, but it proves that somebody else is at the other end: another site, or a man in the middle.",
    [PROBLEM_NAME_ONLY_IN_COMMON_NAME] = "The name stands only in the subject's common name (CN). Clients read names from subjectAltName alone today (RFC 9525), so that to them the certificate has no such name.",
    [PROBLEM_BAD_SIGNATURE] = "A signature in the path does not verify: the certificate was changed after it was signed, or somebody else signed it. What it says proves nothing.",
    [PROBLEM_WEAK_SIGNATURE] = "A certificate of the path is signed over MD5 or SHA-1. For these, two texts with the same digest can be made, so that a signature on the one holds for a forged other.",
    [PROBLEM_WEAK_KEY] = "A key in the path is so short that enough computing power could work out its private half. Whoever does that can pass himself off as its owner.",
    [PROBLEM_NOT_A_CA] = "A certificate was signed by one that is no authority's (basicConstraints without CA). Were that let through, every owner of a certificate could certify any name.",
    [PROBLEM_PATH_TOO_LONG] = "An authority may have only so many others below it (pathLenConstraint), and the path has more: one of them was not entitled to certify.",
    [PROBLEM_NAME_CONSTRAINT] = "An authority of the path may certify certain names only (nameConstraints), and this one is not among them.",
    [PROBLEM_WRONG_PURPOSE] = "A certificate of the path was issued for another use (extendedKeyUsage), for mail or code signing for example, and does not count for this one.",
    [PROBLEM_WRONG_KEY_USAGE] = "The keyUsage of a certificate does not allow what its key is used for here, for example to sign certificates.",
    [PROBLEM_UNKNOWN_CRITICAL_EXTENSION] = "A certificate has an extension that is marked as critical and that is not known here. Critical means: whoever does not understand it must refuse (RFC 5280 §4.2).",
    [PROBLEM_REVOKED] = "The authority has taken the certificate back before its end, as it does when a private key is stolen or a certificate was issued by mistake.",
    [PROBLEM_MALFORMED] = "A certificate cannot be decoded, or has a form that clients refuse. What cannot be read without doubt proves nothing.",
    [PROBLEM_OTHER] = "The library that checks signatures and form refuses the chain, for a reason that has no word of its own here.",
};

const char *const explain_en_remedies[PROBLEM_COUNT] = {
    [PROBLEM_SELF_SIGNED] = "have an authority sign it, or, in a lab, put this very certificate into the clients' trust store (ca_file). It encrypts all the same, but to whom, nobody knows",
    [PROBLEM_UNTRUSTED_ROOT] = "trust this root, if you know whose it is (ca_file, or the clients' store), or use a certificate of an authority that is trusted. A root that the server sends proves nothing",
    [PROBLEM_UNKNOWN_ISSUER] = "have the server send the intermediate certificates too (nginx: append them to the file of ssl_certificate), or trust the authority (ca_file)",
    [PROBLEM_MISSING_INTERMEDIATE] = "have the server send the intermediate certificates too (nginx: append them to the file of ssl_certificate, after its own)",
    [PROBLEM_EXPIRED] = "renew the certificate, and have the server load the new one",
    [PROBLEM_NOT_YET_VALID] = "wait, or have it issued from an earlier day; and look at the clocks of the server, the authority and whoever captured",
    [PROBLEM_NAME_MISMATCH] = "ask for a name that it has, or have it issued again with this name as a subjectAltName; and look whether the server chose the wrong one of several",
    [PROBLEM_NAME_ONLY_IN_COMMON_NAME] = "have it issued again with the name as a subjectAltName (openssl x509 -req -extfile, with subjectAltName = DNS:..)",
    [PROBLEM_BAD_SIGNATURE] = "send the certificate as it was issued: it was changed, or was signed by another key of the same name",
    [PROBLEM_WEAK_SIGNATURE] = "have it issued again with SHA-256 or better",
    [PROBLEM_WEAK_KEY] = "make a new key, RSA of 2048 bits or EC P-256 at the least, and have it certified",
    [PROBLEM_NOT_A_CA] = "sign with a certificate that has basicConstraints CA:TRUE",
    [PROBLEM_PATH_TOO_LONG] = "sign with an authority that may have others below it, or leave one out (pathLenConstraint)",
    [PROBLEM_NAME_CONSTRAINT] = "have it issued by an authority that may certify this name",
    [PROBLEM_WRONG_PURPOSE] = "have it issued for this use (extendedKeyUsage serverAuth, for a client clientAuth)",
    [PROBLEM_WRONG_KEY_USAGE] = "have it issued with the keyUsage that this use needs (an authority: keyCertSign)",
    [PROBLEM_UNKNOWN_CRITICAL_EXTENSION] = "leave the extension out, or do not mark it as critical: a client must refuse what it does not know",
    [PROBLEM_REVOKED] = "use another certificate, with a new key: the authority has taken this one back",
    [PROBLEM_MALFORMED] = "have it issued again by software that keeps to RFC 5280",
    [PROBLEM_OTHER] = "see what GnuTLS's certtool --verify says of this chain",
};

const char *const explain_en_notes[NOTE_COUNT] = {
    [NOTE_PROFILE_VIOLATION] = "A certificate has a form that issuers must not use and that most clients let pass (RFC 5280). The tutorials' 'openssl x509 -req -signkey' makes such ones. It breaks no trust.",
    [NOTE_INVALID_STAPLE] = "The server stapled an answer on revocation that does not count: it is for another certificate, not rightly signed, or out of date. Some clients refuse for that, others never look.",
    [NOTE_ECH_INNER_NAME_UNKNOWN] = "The client hid the name that it wants (Encrypted ClientHello). The one that can be read is only the cover name, so that the certificate is not held against it.",
    [NOTE_OTHER_CERTIFICATE_SEEN] = "The same server name showed another key or issuer earlier in this capture: a renewal, several servers behind one name, or somebody in between.",
    [NOTE_TOO_COMPLEX] = "So many certificates could belong to this path that the search was ended at its limit. No answer was found by then, for or against.",
    [NOTE_WRONG_ORDER] = "Each certificate should certify the one before it (RFC 5246 §7.4.2), and these do not. Most clients sort them by themselves, old ones do not.",
    [NOTE_SUPERFLUOUS_CERTIFICATE] = "A certificate was sent that the path does not need. It does no harm but costs octets in every full handshake.",
    [NOTE_DUPLICATE_CERTIFICATE] = "The same certificate was sent twice, as a rule because a file was appended twice in the server's settings.",
    [NOTE_ROOT_SENT] = "The root was sent along. It need not be: a client trusts only the roots that it has already, and one that comes over the line proves nothing.",
    [NOTE_EXPIRES_SOON] = "A certificate of the path ends within 30 days. Whoever renews it by hand should do so now.",
    [NOTE_LIFETIME_OVER_LIMIT] = "The certificate is valid for longer than public authorities may issue on its day (limits of the CA/Browser Forum). Browsers may refuse it.",
    [NOTE_NO_NAME_TO_CHECK] = "It is not known which name the client wanted: it sent no SNI. The chain was judged without it, so that the certificate may be another server's.",
    [NOTE_UNSUPPORTED_ALGORITHM] = "An algorithm in the path is one that the library here cannot check. The chain is then neither trusted nor refused.",
    [NOTE_MUST_STAPLE_WITHOUT_STAPLE] = "The certificate demands that the server staple an answer on revocation (RFC 7633), and there is none. Some clients refuse for that, others never look.",
    [NOTE_INTERMEDIATE_NOT_SENT_BUT_KNOWN] = "An intermediate certificate was not sent, and the path holds only because it happens to stand in the trust store here. A client without it refuses.",
};

const char *const explain_en_weaknesses[WEAKNESS_COUNT] = {
    [WEAKNESS_OLD_VERSION] = "this version is no longer to be used (RFC 8996, RFC 7568)",
    [WEAKNESS_WEAK_CIPHER] = "the cipher can be broken, or encrypts nothing at all",
    [WEAKNESS_WEAK_KEY_EXCHANGE] = "the key exchange is anonymous or of export strength: anyone on the path can be the other end",
    [WEAKNESS_NO_FORWARD_SECRECY] = "whoever gets the long-term key later can read a recording of this session",
    [WEAKNESS_SMALL_DH_GROUP] = "the Diffie-Hellman group has less than 2048 bits (RFC 7919)",
    [WEAKNESS_DOWNGRADE] = "both sides can do a newer version: the server's random says so (RFC 8446 §4.1.3), and a client that sees it must break off",
    [WEAKNESS_INSECURE_RENEGOTIATION] = "the server does not bind a renegotiation to the session (RFC 5746)",
    [WEAKNESS_COMPRESSION] = "the lengths of compressed records give away what is in them (CRIME)",
    [WEAKNESS_NO_EXTENDED_MASTER_SECRET] = "the master secret is not bound to this handshake (RFC 7627)",
    [WEAKNESS_PLAINTEXT_AFTER_TLS] = "readable text follows on the same connection, outside of TLS: everybody on the path can read and change it",
};
/* clang-format on */
