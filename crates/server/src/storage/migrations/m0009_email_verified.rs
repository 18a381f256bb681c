//! When the contact register last heard from the person about the e-mail address, and which cases an e-mail
//! has been sent about.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, pk_uuid},
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // People from before have none: their address counts again once the register has been asked.
        let verified = big_integer_null("email_verified_at");
        manager.alter_table(Table::alter().table("person").add_column(verified).to_owned()).await?;
        let receipt = Table::create()
            .table("email_receipt")
            .col(pk_uuid("case_id"))
            .col(big_integer("claimed_at"))
            .col(big_integer_null("sent_at"))
            .foreign_key(&mut super::m0001_foundation::belongs_to("email_receipt", "case_id", "case_file"))
            .to_owned();
        manager.create_table(receipt).await
    }
}
