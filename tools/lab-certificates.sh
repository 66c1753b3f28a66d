# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # what tools/lab sets
#
# The keys and certificates of tools/lab, good and broken; sourced by it. What is asked for stands in $ca,
# $intermediate, $client_cert, $broken and $host; `run`, `quietly` and `write` print what they do.

new_key() { # NAME
    local bits=2048
    [ "$broken:$1" != weak-key:server ] || bits=1024
    quietly "openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:$bits -out $1.key"
}

new_request() { # NAME SUBJECT
    new_key "$1"
    quietly "openssl req -new -key $1.key -subj '$2' -out $1.csr"
}

make_self_signed() {
    heading "A key, a request with it, and a certificate that the same key signs"
    new_request server "/C=KR/O=TLS Witness Lab/CN=lab-server"
    quietly "openssl x509 -req -days 365 -in server.csr -signkey server.key -out server.crt"
    run "cp server.crt server.pem"
}

new_root() { # NAME COMMON-NAME
    new_key "$1"
    quietly "openssl req -x509 -new -key $1.key -days 3650 -subj '/O=TLS Witness Lab/CN=$2' \\
    -addext keyUsage=critical,keyCertSign,cRLSign -out $1.crt"
}

new_intermediate() {
    new_request intermediate "/O=TLS Witness Lab/CN=Lab Intermediate CA"
    local basic=CA:TRUE
    [ "$broken" != not-a-ca ] || basic=CA:FALSE
    {
        echo "basicConstraints = critical, $basic"
        echo "keyUsage = critical, keyCertSign, cRLSign"
        echo "subjectKeyIdentifier = hash"
        echo "authorityKeyIdentifier = keyid"
        [ "$broken" != name-constraint ] || echo "nameConstraints = critical, permitted;DNS:another.example"
    } | write intermediate.ext
    quietly "openssl x509 -req -days 1825 -in intermediate.csr -CA ca.crt -CAkey ca.key -CAcreateserial \\
    -extfile intermediate.ext -out intermediate.crt"
}

# An authority with a register, where dates are chosen or certificates revoked.
make_register() {
    write ca.conf <<END
[ca]
default_ca = lab
[lab]
database = index.txt
rand_serial = yes
new_certs_dir = .
default_md = sha256
policy = lab_policy
certificate = $signer.crt
private_key = $signer.key
[lab_policy]
organizationName = match
commonName = supplied
END
    run ": >index.txt"
}

sign_with_register() {
    local start end
    case $broken in
    expired) start=20230501000000Z end=20240501000000Z ;;
    not-yet-valid) start=20400101000000Z end=20441231000000Z ;;
    revoked) start=20240101000000Z end=20441231000000Z ;;
    esac
    make_register
    quietly "openssl ca -batch -notext -config ca.conf -startdate $start -enddate $end \\
    -extfile server.ext -in server.csr -out server.crt"
}

sign_with_request() {
    local digest=sha256
    [ "$broken" != weak-signature ] || digest=sha1
    quietly "openssl x509 -req -$digest -days 365 -in server.csr -CA $signer.crt -CAkey $signer.key -CAcreateserial \\
    -extfile server.ext -out server.crt"
}

server_extensions() { # HOST
    local usage=serverAuth
    [ "$broken" != wrong-purpose ] || usage=clientAuth
    echo "basicConstraints = critical, CA:FALSE"
    echo "keyUsage = critical, digitalSignature, keyEncipherment"
    echo "extendedKeyUsage = $usage"
    echo "subjectKeyIdentifier = hash"
    echo "authorityKeyIdentifier = keyid"
    [ "$broken" = no-san ] || echo "subjectAltName = DNS:$1"
    [ "$broken" != unknown-critical-extension ] || echo "1.3.6.1.4.1.99999.1 = critical, ASN1:UTF8String:lab"
}

make_server() {
    heading "The server's key and its request, signed by the authority"
    local name=$host
    [ "$broken" != wrong-host ] || name=right-host.lab.example
    new_request server "/O=TLS Witness Lab/CN=$name"
    server_extensions "$name" | write server.ext
    case $broken in
    expired | not-yet-valid | revoked) sign_with_register ;;
    *) sign_with_request ;;
    esac
    local sent=server.crt
    case $broken in
    missing-intermediate | unknown-issuer) ;;
    untrusted-root) sent+=" stranger.crt" ;;
    *) [ "$intermediate" = no ] || sent+=" intermediate.crt" ;;
    esac
    run "cat $sent >server.pem"
}

# A server that sends the intermediate certificate which the other one forgot.
make_second_server() {
    new_request second "/O=TLS Witness Lab/CN=second.lab.example"
    server_extensions second.lab.example | write second.ext
    quietly "openssl x509 -req -days 365 -in second.csr -CA intermediate.crt -CAkey intermediate.key \\
    -CAcreateserial -extfile second.ext -out second.crt"
    run "cat second.crt intermediate.crt >second.pem"
}

make_client() {
    heading "The client's certificate"
    new_request client "/O=lab-students/CN=student"
    write client.ext <<END
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
END
    quietly "openssl x509 -req -days 365 -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial \\
    -extfile client.ext -out client.crt"
}

make_revocation() {
    heading "The authority revokes the certificate, and says so in a response that the server staples"
    quietly "openssl ca -config ca.conf -revoke server.crt -crl_reason keyCompromise"
    quietly "openssl ocsp -issuer $signer.crt -cert server.crt -no_nonce -reqout server.request"
    quietly "openssl ocsp -index index.txt -CA $signer.crt -rsigner $signer.crt -rkey $signer.key -ndays 7 \\
    -reqin server.request -respout server.ocsp"
}

make_certificates() {
    if [ "$ca" = no ]; then
        make_self_signed
        return
    fi
    heading "The authority, whom the clients trust"
    signer=ca
    new_root ca "Lab Root CA"
    if [ "$intermediate" = yes ]; then
        signer=intermediate
        new_intermediate
    elif [ "$broken" = untrusted-root ]; then
        signer=stranger
        new_root stranger "Stranger Root CA"
    fi
    make_server
    [ "$broken" != missing-intermediate ] || make_second_server
    [ "$broken" != revoked ] || make_revocation
    [ "$client_cert" = no ] || make_client
}
