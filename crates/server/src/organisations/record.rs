//! An organisation as the open API of Enhetsregisteret tells it, and the part of it that we use.
//!
//! `GET /enheter/{organisasjonsnummer}` and `GET /underenheter/{organisasjonsnummer}`, described at
//! <https://data.brreg.no/enhetsregisteret/api/dokumentasjon/no/index.html>.

use contract::organisations::{RegisteredOrganisation, Standing};
use serde::Deserialize;

/// What we read; the register tells more.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    pub(super) organisasjonsnummer: String,
    navn: String,
    organisasjonsform: LegalForm,
    forretningsadresse: Option<Address>,
    /// Of a branch, which has no business address.
    beliggenhetsadresse: Option<Address>,
    /// A date; only of what has been deleted.
    slettedato: Option<String>,
    #[serde(default)]
    konkurs: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct LegalForm {
    kode: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Address {
    #[serde(default)]
    adresse: Vec<String>,
    postnummer: Option<String>,
    poststed: Option<String>,
}

impl Record {
    /// In the wire type.
    pub(super) fn told(self) -> RegisteredOrganisation {
        let standing = match (&self.slettedato, self.konkurs) {
            (Some(_), _) => Standing::Deleted,
            (None, true) => Standing::Bankrupt,
            (None, false) => Standing::Active,
        };
        let address = self.forretningsadresse.or(self.beliggenhetsadresse).map(Address::lines);
        RegisteredOrganisation {
            number: self.organisasjonsnummer,
            name: self.navn,
            legal_form: self.organisasjonsform.kode,
            address: address.unwrap_or_default(),
            standing,
        }
    }
}

impl Address {
    fn lines(self) -> Vec<String> {
        let place: Vec<String> = [self.postnummer, self.poststed].into_iter().flatten().collect();
        let place = Some(place.join(" ")).filter(|place| !place.is_empty());
        self.adresse.into_iter().chain(place).collect()
    }
}
