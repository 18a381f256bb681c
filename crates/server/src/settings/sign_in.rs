//! The settings for sign-in by providers: one for people, one for staff.
//!
//! Keys and secrets are in files of their own: an environment or a command line is seen by too many.

use std::path::Path;

use content::DemoMode;
use contract::session::{SignInLevel, StaffRole};

use super::{Reader, known::Setting};
use crate::{
    oidc::{Address, BaseUrl, Proof, Registration},
    sign_in::{ProviderSettings, StaffSettings},
};

/// In the order of the reference.
pub(super) const SETTINGS: [Setting; 15] = [
    Setting {
        name: "base_url",
        variable: "SERVICETORG_BASE_URL",
        value: "URL",
        default: "",
        means: "This site as browsers know it, such as https://tjenester.example.no",
    },
    Setting {
        name: "oidc_issuer",
        variable: "SERVICETORG_OIDC_ISSUER",
        value: "URL",
        default: "",
        means: "The provider of people, such as https://idporten.no",
    },
    Setting {
        name: "oidc_client_id",
        variable: "SERVICETORG_OIDC_CLIENT_ID",
        value: "ID",
        default: "",
        means: "What this site is called there",
    },
    Setting {
        name: "oidc_key_file",
        variable: "SERVICETORG_OIDC_KEY_FILE",
        value: "FILE",
        default: "",
        means: "File with the private key that is registered there, RSA in PEM",
    },
    Setting {
        name: "oidc_key_id",
        variable: "SERVICETORG_OIDC_KEY_ID",
        value: "ID",
        default: "",
        means: "What the provider calls the key (kid)",
    },
    Setting {
        name: "oidc_secret_file",
        variable: "SERVICETORG_OIDC_SECRET_FILE",
        value: "FILE",
        default: "",
        means: "File with a secret, instead of a key",
    },
    Setting {
        name: "oidc_level",
        variable: "SERVICETORG_OIDC_LEVEL",
        value: "LEVEL",
        default: "idporten-loa-substantial",
        means: "The lowest level that signs in anybody",
    },
    Setting {
        name: "staff_issuer",
        variable: "SERVICETORG_STAFF_ISSUER",
        value: "URL",
        default: "",
        means: "The provider of staff",
    },
    Setting {
        name: "staff_client_id",
        variable: "SERVICETORG_STAFF_CLIENT_ID",
        value: "ID",
        default: "",
        means: "What this site is called there",
    },
    Setting {
        name: "staff_key_file",
        variable: "SERVICETORG_STAFF_KEY_FILE",
        value: "FILE",
        default: "",
        means: "File with the private key that is registered there, RSA in PEM",
    },
    Setting {
        name: "staff_key_id",
        variable: "SERVICETORG_STAFF_KEY_ID",
        value: "ID",
        default: "",
        means: "What that provider calls the key (kid)",
    },
    Setting {
        name: "staff_secret_file",
        variable: "SERVICETORG_STAFF_SECRET_FILE",
        value: "FILE",
        default: "",
        means: "File with a secret, instead of a key",
    },
    Setting {
        name: "staff_acr",
        variable: "SERVICETORG_STAFF_ACR",
        value: "ACR",
        default: "",
        means: "The acr that staff must have, where one must",
    },
    Setting {
        name: "staff_roles_claim",
        variable: "SERVICETORG_STAFF_ROLES_CLAIM",
        value: "CLAIM",
        default: "roles",
        means: "The claim that tells what staff are",
    },
    Setting {
        name: "staff_roles",
        variable: "SERVICETORG_STAFF_ROLES",
        value: "VALUE=ROLE,…",
        default: "",
        means: "What the claim says and the role that it gives: value=role,value=role",
    },
];

/// The settings of one provider, by name, and our addresses there.
struct Names {
    issuer: &'static str,
    client_id: &'static str,
    key_file: &'static str,
    key_id: &'static str,
    secret_file: &'static str,
    callback: &'static str,
    after_sign_out: &'static str,
}

const PERSON: Names = Names {
    issuer: "oidc_issuer",
    client_id: "oidc_client_id",
    key_file: "oidc_key_file",
    key_id: "oidc_key_id",
    secret_file: "oidc_secret_file",
    callback: "/auth/callback",
    after_sign_out: "/auth/logout/done",
};

const STAFF: Names = Names {
    issuer: "staff_issuer",
    client_id: "staff_client_id",
    key_file: "staff_key_file",
    key_id: "staff_key_id",
    secret_file: "staff_secret_file",
    callback: "/auth/staff/callback",
    after_sign_out: "/auth/staff/logout/done",
};

const A_FILE: &str = "a file that can be read";

impl Reader {
    /// Both providers; where a setting is wrong, a fault tells of it.
    pub(super) fn providers(&mut self, demo: Option<DemoMode>) -> (Option<BaseUrl>, ProviderSettings) {
        let base =
            self.optional::<BaseUrl>("base_url", "https:// and a host, such as https://tjenester.example.no");
        let level = SignInLevel::from_acr(&self.text("oidc_level"));
        if level.is_none() {
            self.fault("oidc_level", "idporten-loa-substantial or idporten-loa-high");
        }
        let person = self.registration(&PERSON, base.as_ref()).zip(level);
        if person.is_some() && demo == Some(DemoMode::On) {
            self.fault("oidc_issuer", "nothing in a demo, where anyone can sign in as anyone");
        }
        let staff = self.registration(&STAFF, base.as_ref()).map(|registration| StaffSettings {
            registration,
            acr: Some(self.text("staff_acr")).filter(|acr| !acr.is_empty()),
            roles_claim: self.text("staff_roles_claim"),
            roles: self.roles(),
        });
        if let (Some((person, _)), Some(staff)) = (&person, &staff)
            && person.issuer == staff.registration.issuer
            && person.client_id == staff.registration.client_id
        {
            self.fault("staff_client_id", "another client than that of people");
        }
        (base, ProviderSettings { person, staff })
    }

    fn registration(&mut self, names: &Names, base: Option<&BaseUrl>) -> Option<Registration> {
        let issuer: Option<Address> =
            self.optional(names.issuer, "an address that starts with https://, as the provider calls itself");
        if self.text(names.issuer).is_empty() {
            for name in [names.client_id, names.key_file, names.key_id, names.secret_file] {
                if !self.text(name).is_empty() {
                    self.fault(name, &format!("nothing without `{}`", names.issuer));
                }
            }
            return None;
        }
        let client_id = self.needed(names.client_id, "what this site is called at the provider");
        if self.text("base_url").is_empty() {
            self.fault("base_url", "https:// and a host: the provider sends people back there");
        }
        let proof = self.proof(names);
        let base = base?;
        Some(Registration {
            issuer: issuer?,
            client_id: client_id?,
            proof: proof?,
            callback: base.at(names.callback),
            after_sign_out: base.at(names.after_sign_out),
        })
    }

    fn proof(&mut self, names: &Names) -> Option<Proof> {
        let (key, secret) = (self.text(names.key_file), self.text(names.secret_file));
        match (key.is_empty(), secret.is_empty()) {
            (false, true) => {
                let id = self.needed(names.key_id, "what the provider calls the key");
                let Ok(pem) = std::fs::read(Path::new(&key)) else {
                    self.fault(names.key_file, A_FILE);
                    return None;
                };
                let proof = Proof::key(&pem, id?);
                if proof.is_err() {
                    self.fault(names.key_file, "a file with a private RSA key in PEM");
                }
                proof.ok()
            }
            (true, false) => {
                let read = std::fs::read_to_string(Path::new(&secret));
                let secret = read.map(|secret| secret.trim().to_owned()).unwrap_or_default();
                if secret.is_empty() {
                    self.fault(names.secret_file, "a file that can be read, with a secret in it");
                    return None;
                }
                Some(Proof::Secret(secret))
            }
            (true, true) => {
                self.fault(names.key_file, &format!("the file of a key, or `{}`", names.secret_file));
                None
            }
            (false, false) => {
                self.fault(names.secret_file, &format!("nothing, or nothing in `{}`", names.key_file));
                None
            }
        }
    }

    fn roles(&mut self) -> Vec<(String, StaffRole)> {
        let known: Vec<&str> = StaffRole::ALL.iter().map(|role| role.name()).collect();
        let text = self.text("staff_roles");
        let read = |pair: &str| {
            let (value, name) = pair.trim().rsplit_once('=')?;
            let role = StaffRole::ALL.into_iter().find(|role| role.name() == name)?;
            (!value.is_empty()).then(|| (value.to_owned(), role))
        };
        let roles: Option<Vec<_>> = text.split(',').map(read).collect();
        if roles.is_none() {
            self.fault(
                "staff_roles",
                &format!("value=role with a comma between; the roles are {}", known.join(", ")),
            );
        }
        roles.unwrap_or_default()
    }

    fn optional<T: std::str::FromStr>(&mut self, name: &'static str, accepted: &str) -> Option<T> {
        if self.text(name).is_empty() { None } else { self.parse(name, accepted) }
    }

    pub(super) fn needed(&mut self, name: &'static str, accepted: &str) -> Option<String> {
        let text = self.text(name);
        if text.is_empty() {
            self.fault(name, accepted);
        }
        Some(text).filter(|text| !text.is_empty())
    }
}
