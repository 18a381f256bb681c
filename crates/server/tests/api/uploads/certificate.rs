//! An authority of the test's own, and the certificate of a server on this computer.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

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
        let mut may_vouch = CertificateParams::default();
        may_vouch.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(may_vouch, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let is_here = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        let certificate = is_here.signed_by(&key, &authority).unwrap();
        Self {
            authority_pem: authority.pem(),
            certificate: certificate.der().to_vec(),
            key: key.serialize_der(),
        }
    }
}
