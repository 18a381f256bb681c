//! Opening hours, public holidays and the business clock.
