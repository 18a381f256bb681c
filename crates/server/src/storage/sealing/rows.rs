//! Which columns are sealed. What is not here is in clear; docs/decisions/0017 says why.

use sea_orm::{EntityName, EntityTrait, IdenStatic, ModelTrait};
use uuid::Uuid;

use crate::{
    storage::{
        StorageError,
        entities::{attachment, audit_key, case_file, device_key, draft, person, session, submission_key},
    },
    vault::{Hashes, Place, Vault, VaultError},
};

type Column<R> = <<R as ModelTrait>::Entity as EntityTrait>::Column;

/// A row with sealed values. In memory it is the same type sealed and opened: it is opened where it has been read, and
/// sealed where it will be written, and a mix-up does not pass, since what is in clear does not open.
pub(in crate::storage) trait SealedRow: ModelTrait {
    /// Where a row names its key.
    const SEALED_WITH: Column<Self>;

    /// What names the row for as long as it lives: its values open in no other.
    fn row(&self) -> Uuid;

    /// The key.
    fn sealed_with(&mut self) -> &mut Option<String>;

    /// What is sealed, where there is something.
    fn values(&mut self) -> Vec<(Column<Self>, &mut String)>;

    /// Writes down the hashes by which opened values are found.
    fn hash(&mut self, _vault: &Vault) -> Result<(), VaultError> {
        Ok(())
    }

    /// To be written.
    fn sealed(mut self, vault: &Vault) -> Result<Self, StorageError> {
        self.hash(vault)?;
        let row = self.row();
        for (column, value) in self.values() {
            *value = vault.seal(place::<Self>(column, row), value)?;
        }
        *self.sealed_with() = Some(vault.active()?.to_string());
        Ok(self)
    }

    /// Has been read.
    fn opened(mut self, vault: &Vault) -> Result<Self, StorageError> {
        let row = self.row();
        for (column, value) in self.values() {
            *value = vault.open(place::<Self>(column, row), value)?;
        }
        Ok(self)
    }
}

fn place<R: SealedRow>(column: Column<R>, row: Uuid) -> Place<'static> {
    Place { table: <R::Entity as Default>::default().table_name(), column: column.as_str(), row }
}

/// By which hashes a person of that identity number is found.
pub(in crate::storage) fn identity_hashes(vault: &Vault, number: &str) -> Result<Hashes, VaultError> {
    vault.hashes("person.identity_number", number)
}

impl SealedRow for person::Model {
    const SEALED_WITH: person::Column = person::Column::SealedWith;

    fn row(&self) -> Uuid {
        self.id
    }

    fn sealed_with(&mut self) -> &mut Option<String> {
        &mut self.sealed_with
    }

    fn values(&mut self) -> Vec<(person::Column, &mut String)> {
        let perhaps = [
            (person::Column::IdentityNumber, &mut self.identity_number),
            (person::Column::Address, &mut self.address),
            (person::Column::Email, &mut self.email),
            (person::Column::Phone, &mut self.phone),
        ];
        there(perhaps).chain([(person::Column::Name, &mut self.name)]).collect()
    }

    fn hash(&mut self, vault: &Vault) -> Result<(), VaultError> {
        let hashes = self.identity_number.as_deref().map(|number| identity_hashes(vault, number));
        self.identity_hash = hashes.transpose()?.map(|hashes| hashes.active);
        Ok(())
    }
}

impl SealedRow for session::Model {
    const SEALED_WITH: session::Column = session::Column::SealedWith;

    /// The key of the table changes with the secret; this does not.
    fn row(&self) -> Uuid {
        self.id
    }

    fn sealed_with(&mut self) -> &mut Option<String> {
        &mut self.sealed_with
    }

    fn values(&mut self) -> Vec<(session::Column, &mut String)> {
        there([(session::Column::Staff, &mut self.staff)]).collect()
    }
}

impl SealedRow for device_key::Model {
    const SEALED_WITH: device_key::Column = device_key::Column::SealedWith;

    fn row(&self) -> Uuid {
        self.person_id
    }

    fn sealed_with(&mut self) -> &mut Option<String> {
        &mut self.sealed_with
    }

    fn values(&mut self) -> Vec<(device_key::Column, &mut String)> {
        vec![(device_key::Column::Secret, &mut self.secret)]
    }
}

impl SealedRow for draft::Model {
    const SEALED_WITH: draft::Column = draft::Column::SealedWith;

    fn row(&self) -> Uuid {
        self.id
    }

    fn sealed_with(&mut self) -> &mut Option<String> {
        &mut self.sealed_with
    }

    fn values(&mut self) -> Vec<(draft::Column, &mut String)> {
        vec![(draft::Column::Page, &mut self.page), (draft::Column::Answers, &mut self.answers)]
    }
}

impl SealedRow for case_file::Model {
    const SEALED_WITH: case_file::Column = case_file::Column::SealedWith;

    fn row(&self) -> Uuid {
        self.id
    }

    fn sealed_with(&mut self) -> &mut Option<String> {
        &mut self.sealed_with
    }

    fn values(&mut self) -> Vec<(case_file::Column, &mut String)> {
        vec![
            (case_file::Column::Answers, &mut self.answers),
            (case_file::Column::Summary, &mut self.summary),
            (case_file::Column::NextSteps, &mut self.next_steps),
            (case_file::Column::Checksum, &mut self.checksum),
        ]
    }
}

impl SealedRow for submission_key::Model {
    const SEALED_WITH: submission_key::Column = submission_key::Column::SealedWith;

    /// Each case comes of one submission.
    fn row(&self) -> Uuid {
        self.case_id
    }

    fn sealed_with(&mut self) -> &mut Option<String> {
        &mut self.sealed_with
    }

    fn values(&mut self) -> Vec<(submission_key::Column, &mut String)> {
        vec![(submission_key::Column::RequestHash, &mut self.request_hash)]
    }
}

impl SealedRow for attachment::Model {
    const SEALED_WITH: attachment::Column = attachment::Column::SealedWith;

    fn row(&self) -> Uuid {
        self.id
    }

    fn sealed_with(&mut self) -> &mut Option<String> {
        &mut self.sealed_with
    }

    fn values(&mut self) -> Vec<(attachment::Column, &mut String)> {
        let always =
            [(attachment::Column::Name, &mut self.name), (attachment::Column::Metadata, &mut self.metadata)];
        there([(attachment::Column::FileKey, &mut self.file_key)]).chain(always).collect()
    }
}

impl SealedRow for audit_key::Model {
    const SEALED_WITH: audit_key::Column = audit_key::Column::SealedWith;

    fn row(&self) -> Uuid {
        self.id
    }

    fn sealed_with(&mut self) -> &mut Option<String> {
        &mut self.sealed_with
    }

    fn values(&mut self) -> Vec<(audit_key::Column, &mut String)> {
        vec![(audit_key::Column::Secret, &mut self.secret)]
    }
}

fn there<C, const N: usize>(values: [(C, &mut Option<String>); N]) -> impl Iterator<Item = (C, &mut String)> {
    values.into_iter().filter_map(|(column, value)| value.as_mut().map(|value| (column, value)))
}
