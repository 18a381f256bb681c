//! Norwegian search over the service catalogue.
