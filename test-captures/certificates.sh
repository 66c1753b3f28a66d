# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# The lab's keys and certificates; read by `make`, which sets $pki, the folder that they go to.
# Keys are new at each run. Dates and serial numbers are fixed, and every window but those that
# shall fail is wide, so that real clients accept the good ones in years to come too.

pki=${pki:?the folder for keys and certificates}

# A P-256 key where TLS may use ECDSA; RSA, the tutorials' choice, elsewhere. The other kinds are for
# the conversations.
new_key() { # NAME rsa|ec|p384|p521|ed25519|ed448|rsa-pss|dsa
    local options
    case $2 in
    rsa) options=(-algorithm RSA -pkeyopt rsa_keygen_bits:2048) ;;
    rsa-pss) options=(-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048) ;;
    ec) options=(-algorithm EC -pkeyopt ec_paramgen_curve:P-256) ;;
    p384) options=(-algorithm EC -pkeyopt ec_paramgen_curve:P-384) ;;
    p521) options=(-algorithm EC -pkeyopt ec_paramgen_curve:P-521) ;;
    ed25519 | ed448) options=(-algorithm "$2") ;;
    dsa)
        openssl genpkey -quiet -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:2048 \
            -pkeyopt dsa_paramgen_q_bits:256 -out "$pki/$1.parameters"
        options=(-paramfile "$pki/$1.parameters")
        ;;
    esac
    openssl genpkey -quiet "${options[@]}" -out "$pki/$1.key"
}

# `openssl x509 -req` has no option for the first day, so it runs with its clock stopped there.
on_day() { # DAY COMMAND..
    TZ=UTC faketime -f "$1 00:00:00" "${@:2}"
}

days_between() { # FIRST LAST
    echo $((($(date -u -d "$2" +%s) - $(date -u -d "$1" +%s)) / 86400))
}

# Signs the request of NAME. The issuer "self" stands for its own key.
sign() { # NAME ISSUER SERIAL FIRST LAST <EXTENSIONS
    local signer=(-CA "$pki/$2.crt" -CAkey "$pki/$2.key")
    [[ $2 != self ]] || signer=(-signkey "$pki/$1.key")
    cat >"$pki/$1.ext"
    on_day "$4" openssl x509 -req -sha256 -in "$pki/$1.csr" "${signer[@]}" -set_serial "$3" \
        -days "$(days_between "$4" "$5")" -extfile "$pki/$1.ext" -out "$pki/$1.crt"
}

new_ca() { # NAME COMMON-NAME ISSUER SERIAL [LAST]
    new_key "$1" rsa
    openssl req -new -sha256 -key "$pki/$1.key" -subj "/O=TLS Witness Lab/CN=$2" -out "$pki/$1.csr"
    {
        echo "basicConstraints = critical, CA:TRUE"
        echo "keyUsage = critical, keyCertSign, cRLSign"
        echo "subjectKeyIdentifier = hash"
        [[ $3 == self ]] || echo "authorityKeyIdentifier = keyid:always"
    } | sign "$1" "$3" "$4" 2020-01-01 "${5:-2049-12-31}"
}

# A server's certificate, or with PURPOSE clientAuth a client's. NAMES is a subjectAltName, or "-".
new_leaf() { # NAME rsa|ec ISSUER SERIAL NAMES [FIRST LAST] [PURPOSE]
    local usage=digitalSignature common_name=$1.lab.example
    [[ $5 != DNS:* ]] || common_name=${5#DNS:} # the same name in both places
    [[ $2 != rsa ]] || usage+=,keyEncipherment
    new_key "$1" "$2"
    openssl req -new -sha256 -key "$pki/$1.key" \
        -subj "${subject:-/O=TLS Witness Lab/CN=${common_name%%,*}}" -out "$pki/$1.csr"
    {
        echo "basicConstraints = critical, CA:FALSE"
        echo "keyUsage = critical, $usage"
        echo "extendedKeyUsage = ${8:-serverAuth}"
        echo "subjectKeyIdentifier = hash"
        echo "authorityKeyIdentifier = keyid:always"
        [[ $5 == - ]] || echo "subjectAltName = $5"
        [[ -z ${more_extensions:-} ]] || echo "$more_extensions"
    } | sign "$1" "$3" "$4" "${6:-2024-01-01}" "${7:-2044-12-31}"
}

# A client's certificate whose subject says who it is.
new_client() { # NAME ISSUER SERIAL SUBJECT
    local subject=$4
    new_leaf "$1" ec "$2" "$3" - 2024-01-01 2044-12-31 clientAuth
    send "$1" "$1"
}

# What the server sends: the certificates named, in that order.
send() { # NAME CERTIFICATE..
    local name=$1 certificate
    shift
    for certificate; do cat "$pki/$certificate.crt"; done >"$pki/$name.pem"
}

# The seed of every tutorial, word for word but for the question of a subject (and the clock).
# OpenSSL 3.0 makes a version 1 certificate of it, with no subjectAltName, and a random serial.
new_tutorial_certificate() {
    openssl genpkey -quiet -algorithm RSA -out "$pki/selfsigned.key"
    openssl req -new -key "$pki/selfsigned.key" -out "$pki/selfsigned.csr" \
        -subj "/C=KR/O=TLS Witness Lab/CN=lab-server"
    on_day 2026-06-01 openssl x509 -req -days 365 -in "$pki/selfsigned.csr" \
        -signkey "$pki/selfsigned.key" -out "$pki/selfsigned.crt"
    send selfsigned selfsigned
}

make_authorities() {
    new_ca lab-ca "Lab Root CA" self 0x1001
    new_ca intermediate "Lab Intermediate CA" lab-ca 0x1002
    new_ca issuing "Lab Issuing CA" intermediate 0x1003
    new_ca retired "Lab Retired CA" lab-ca 0x1004
    new_ca lapsed "Lab Lapsed CA" lab-ca 0x1005 2024-05-01
    new_ca stranger "Stranger Root CA" self 0x1006
}

# What the lab CA says of the certificates that it has issued, as `openssl ca` keeps it.
make_index() {
    {
        printf 'V\t441231000000Z\t\t6001\tunknown\t/O=TLS Witness Lab/CN=stapled.lab.example\n'
        printf 'R\t441231000000Z\t260601000000Z,keyCompromise\t6002\tunknown\t%s\n' \
            "/O=TLS Witness Lab/CN=revoked.lab.example"
    } >"$pki/index.txt"
    echo 01 >"$pki/crlnumber"
    cat >"$pki/ca.conf" <<END
[ca]
default_ca = lab
[lab]
database = $pki/index.txt
crlnumber = $pki/crlnumber
default_md = sha256
crl_extensions = crl
[crl]
authorityKeyIdentifier = keyid:always
END
}

# An OCSP response of that day about a certificate, as a server would have fetched it.
new_response() { # NAME CERTIFICATE DAY DAYS
    openssl ocsp -issuer "$pki/lab-ca.crt" -cert "$pki/$2.crt" -no_nonce -reqout "$pki/$1.request"
    on_day "$3" openssl ocsp -index "$pki/index.txt" -CA "$pki/lab-ca.crt" \
        -rsigner "$pki/lab-ca.crt" -rkey "$pki/lab-ca.key" -resp_key_id -ndays "$4" \
        -reqin "$pki/$1.request" -respout "$pki/$1.ocsp"
}

# The responses and the CRL hold for as long as the certificates, for the sake of real clients.
make_revocation_data() {
    make_index
    new_response stapled stapled 2026-06-10 6700
    new_response stale stapled 2026-06-01 7
    new_response revoked revoked 2026-06-10 6700
    on_day 2026-06-10 openssl ca -gencrl -config "$pki/ca.conf" -cert "$pki/lab-ca.crt" \
        -keyfile "$pki/lab-ca.key" -crldays 6700 -out "$pki/lab.crl"
    openssl crl -in "$pki/lab.crl" -outform DER -out "$pki/lab.der.crl"
}

make_certificates() {
    make_authorities
    new_tutorial_certificate

    new_leaf www ec lab-ca 0x2001 DNS:www.lab.example
    send www www
    new_leaf shop rsa intermediate 0x2002 DNS:shop.lab.example,DNS:*.shop.lab.example
    send shop shop intermediate
    new_leaf old rsa lab-ca 0x2003 DNS:old.lab.example
    send old old
    new_leaf client ec lab-ca 0x2004 email:student@lab.example 2024-01-01 2044-12-31 clientAuth
    send client client

    new_leaf expired rsa lab-ca 0x3001 DNS:expired.lab.example 2023-05-01 2024-05-01
    send expired expired
    new_leaf not-yet-valid rsa lab-ca 0x3002 DNS:not-yet-valid.lab.example 2040-01-01 2044-12-31
    send not-yet-valid not-yet-valid
    new_leaf expired-intermediate ec lapsed 0x3003 DNS:expired-intermediate.lab.example
    send expired-intermediate expired-intermediate lapsed
    new_leaf wrong-host ec lab-ca 0x3004 DNS:right-host.lab.example
    send wrong-host wrong-host
    new_leaf expired-and-wrong-host rsa lab-ca 0x3005 DNS:right-host.lab.example \
        2023-05-01 2024-05-01
    send expired-and-wrong-host expired-and-wrong-host
    new_leaf untrusted-root rsa stranger 0x3006 DNS:untrusted-root.lab.example
    send untrusted-root untrusted-root stranger
    new_leaf missing-intermediate ec intermediate 0x3007 DNS:missing-intermediate.lab.example
    send missing-intermediate missing-intermediate
    new_leaf unknown-issuer rsa intermediate 0x3008 DNS:unknown-issuer.lab.example
    send unknown-issuer unknown-issuer
    new_leaf no-san rsa lab-ca 0x3009 -
    send no-san no-san

    new_leaf wrong-order rsa issuing 0x4001 DNS:wrong-order.lab.example
    send wrong-order wrong-order intermediate issuing
    new_leaf superfluous rsa intermediate 0x4002 DNS:superfluous.lab.example
    send superfluous superfluous intermediate intermediate retired

    new_leaf stapled ec lab-ca 0x6001 DNS:stapled.lab.example
    send stapled stapled
    new_leaf revoked rsa lab-ca 0x6002 DNS:revoked.lab.example
    send revoked revoked
    more_extensions="tlsfeature = status_request" \
        new_leaf must-staple ec lab-ca 0x6003 DNS:must-staple.lab.example
    send must-staple must-staple
    make_revocation_data

    new_leaf by-address ec lab-ca 0x5001 IP:127.0.0.1
    send by-address by-address
    new_leaf by-address-mismatch rsa lab-ca 0x5002 IP:192.0.2.1
    send by-address-mismatch by-address-mismatch
}

# For the conversations: one certificate for each kind of key, and clients good and strange.
make_conversation_certificates() {
    local kind serial=0x6001
    for kind in rsa ec p384 p521 ed25519 ed448 rsa-pss dsa; do
        new_leaf "key-$kind" "$kind" lab-ca "$serial" DNS:www.lab.example
        send "key-$kind" "key-$kind"
        serial=$((serial + 1))
    done
    new_client alice lab-ca 0x6101 "/O=developers/O=admins/CN=alice"
    new_client client-of-stranger stranger 0x6102 "/O=TLS Witness Lab/CN=student"
}
