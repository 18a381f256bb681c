//! An authority of the test's own, and the certificate of a server on this computer: as little of X.509 as a client reads.

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, prelude::BASE64_STANDARD};

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT: u8 = 0x06;
const OCTETS: u8 = 0x04;
const TRUE: [u8; 3] = [0x01, 0x01, 0xff];

/// ecdsa-with-SHA256, in its sequence.
const SIGNED_WITH: [u8; 12] = [SEQUENCE, 10, OBJECT, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME: [u8; 3] = [0x55, 0x04, 0x03];
const ALTERNATIVE_NAME: [u8; 3] = [0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS: [u8; 3] = [0x55, 0x1d, 0x13];

/// For 127.0.0.1.
pub(super) struct Certified {
    /// The certificate of whoever vouches.
    pub(super) authority_pem: String,
    /// That of the server.
    pub(super) certificate: Vec<u8>,
    /// Its private key (PKCS #8).
    pub(super) key: Vec<u8>,
}

impl Certified {
    pub(super) fn new() -> Self {
        let new = || EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let (authority, server) = (new(), new());
        let may_vouch = extension(BASIC_CONSTRAINTS, &[&TRUE], &der(SEQUENCE, &[&TRUE]));
        let of_authority = certificate(1, "test-ca", &authority, &authority, &may_vouch);
        // An address is of kind 7.
        let is_here = extension(ALTERNATIVE_NAME, &[], &der(SEQUENCE, &[&der(0x87, &[&[127, 0, 0, 1]])]));
        let pem = BASE64_STANDARD.encode(of_authority);
        Self {
            authority_pem: format!("-----BEGIN CERTIFICATE-----\n{pem}\n-----END CERTIFICATE-----\n"),
            certificate: certificate(2, "test-server", &server, &authority, &is_here),
            key: server.to_pkcs8v1().unwrap().as_ref().to_vec(),
        }
    }
}

fn certificate(
    serial: u8,
    name: &str,
    of: &EcdsaKeyPair,
    authority: &EcdsaKeyPair,
    extension: &[u8],
) -> Vec<u8> {
    let public: PublicKeyX509Der<'_> = of.public_key().as_der().unwrap();
    let body = der(
        SEQUENCE,
        &[
            // Version 3.
            &der(0xa0, &[&[0x02, 1, 2]]),
            &[0x02, 1, serial],
            &SIGNED_WITH,
            &named("test-ca"),
            &der(SEQUENCE, &[&der(0x17, &[b"250101000000Z"]), &der(0x17, &[b"491231235959Z"])]),
            &named(name),
            public.as_ref(),
            &der(0xa3, &[&der(SEQUENCE, &[extension])]),
        ],
    );
    let signature = authority.sign(&SystemRandom::new(), &body).unwrap();
    der(SEQUENCE, &[&body, &SIGNED_WITH, &der(0x03, &[&[0], signature.as_ref()])])
}

fn named(name: &str) -> Vec<u8> {
    let name = der(SEQUENCE, &[&der(OBJECT, &[&COMMON_NAME]), &der(0x0c, &[name.as_bytes()])]);
    der(SEQUENCE, &[&der(SET, &[&name])])
}

fn extension(id: [u8; 3], critical: &[&[u8]], value: &[u8]) -> Vec<u8> {
    der(SEQUENCE, &[&der(OBJECT, &[&id]), &critical.concat(), &der(OCTETS, &[value])])
}

/// A tag, the length, and the parts.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let contents = parts.concat();
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    let head = match length {
        [0, short @ ..0x80] => vec![tag, short],
        [0, long] => vec![tag, 0x81, long],
        [high, low] => vec![tag, 0x82, high, low],
    };
    [head, contents].concat()
}
