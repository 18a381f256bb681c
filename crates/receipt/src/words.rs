//! The fixed words of the copy, in three languages. They belong to the document, not to the interface: a copy
//! made in ten years says the same.

use locale::{Language, LocalDateTime, grouped_number, time_of_day, weekday_and_date};

use crate::document::Way;

/// The words of one language.
pub(crate) struct Words {
    pub(crate) heading: &'static str,
    pub(crate) reference: &'static str,
    pub(crate) submitted: &'static str,
    pub(crate) answer_by: &'static str,
    pub(crate) next: &'static str,
    pub(crate) sent: &'static str,
    pub(crate) files: &'static str,
    pub(crate) file_sum: &'static str,
    pub(crate) contact: &'static str,
    pub(crate) checksum: &'static str,
    pub(crate) checksum_explained: &'static str,
    pub(crate) replaced: &'static str,
    /// Of [`Language`] in the order nb, nn, en: the answers are in that language, and this is another.
    pub(crate) answers_in: [&'static str; 3],
    /// A question that was not answered. In the language of the answers.
    pub(crate) not_answered: &'static str,
    phone: &'static str,
    letter: &'static str,
    page: &'static str,
    of: &'static str,
    at: &'static str,
    receipt_for: &'static str,
}

const BOKMAL: Words = Words {
    heading: "Kvittering",
    reference: "Referansenummer",
    submitted: "Mottatt",
    answer_by: "Du får svar senest",
    next: "Hva skjer videre?",
    sent: "Dette sendte du",
    files: "Vedlegg",
    file_sum: "kontrollsum (SHA-256)",
    contact: "Lurer du på noe?",
    checksum: "Kontrollsum (SHA-256)",
    checksum_explained: "Kontrollsummen øverst er regnet ut av alt du sendte, den dagen du sendte det. Er et eneste tegn endret siden, blir tallet et annet. Slik kan du og vi vise at innholdet er det samme.",
    replaced: "Tegn som denne skrifta ikke har, vises som □. I saken ligger de slik du skrev dem.",
    answers_in: ["Svarene er på bokmål.", "Svarene er på nynorsk.", "Svarene er på engelsk."],
    not_answered: "Ikke besvart",
    phone: "Telefon",
    letter: "Post",
    page: "Side",
    of: "av",
    at: "kl.",
    receipt_for: "Kvittering for",
};

const NYNORSK: Words = Words {
    heading: "Kvittering",
    reference: "Referansenummer",
    submitted: "Motteke",
    answer_by: "Du får svar seinast",
    next: "Kva skjer vidare?",
    sent: "Dette sende du",
    files: "Vedlegg",
    file_sum: "kontrollsum (SHA-256)",
    contact: "Lurer du på noko?",
    checksum: "Kontrollsum (SHA-256)",
    checksum_explained: "Kontrollsummen øvst er rekna ut av alt du sende, den dagen du sende det. Er eit einaste teikn endra sidan, blir talet eit anna. Slik kan du og vi vise at innhaldet er det same.",
    replaced: "Teikn som denne skrifta ikkje har, er viste som □. I saka ligg dei slik du skreiv dei.",
    answers_in: ["Svara er på bokmål.", "Svara er på nynorsk.", "Svara er på engelsk."],
    not_answered: "Ikkje svara på",
    phone: "Telefon",
    letter: "Post",
    page: "Side",
    of: "av",
    at: "kl.",
    receipt_for: "Kvittering for",
};

const ENGLISH: Words = Words {
    heading: "Receipt",
    reference: "Reference number",
    submitted: "Received",
    answer_by: "You will have an answer by",
    next: "What happens next?",
    sent: "What you sent",
    files: "Attachments",
    file_sum: "checksum (SHA-256)",
    contact: "Do you have a question?",
    checksum: "Checksum (SHA-256)",
    checksum_explained: "The checksum at the top was worked out from everything you sent, on the day you sent it. If a single character has changed since, the number is another. That is how you and we can show that the content is the same.",
    replaced: "Characters that this typeface does not have are shown as □. The case holds them as you wrote them.",
    answers_in: [
        "The answers are in Norwegian (bokmål).",
        "The answers are in Norwegian (nynorsk).",
        "The answers are in English.",
    ],
    not_answered: "Not answered",
    phone: "Phone",
    letter: "Post",
    page: "Page",
    of: "of",
    at: "at",
    receipt_for: "Receipt for",
};

/// The words of a language.
pub(crate) const fn words(language: Language) -> &'static Words {
    match language {
        Language::Nb => &BOKMAL,
        Language::Nn => &NYNORSK,
        Language::En => &ENGLISH,
    }
}

impl Words {
    /// `Side 1 av 3`.
    pub(crate) fn page_number(&self, page: usize, pages: usize) -> String {
        format!("{} {page} {} {pages}", self.page, self.of)
    }

    /// `onsdag 25. november 2026 kl. 12.03`.
    pub(crate) fn moment(&self, at: LocalDateTime, language: Language) -> String {
        format!("{} {} {}", weekday_and_date(at.date, language), self.at, time_of_day(at.time, language))
    }

    pub(crate) const fn way(&self, way: Way) -> &'static str {
        match way {
            Way::Phone => self.phone,
            Way::Letter => self.letter,
        }
    }

    /// The title of the document: `Kvittering for Barnehageplass, DRM-7K4M-2QXA`.
    pub(crate) fn document_title(&self, title: &str, reference: &str) -> String {
        format!("{} {title}, {reference}", self.receipt_for)
    }
}

/// `2,4 MB` in Norwegian, `2.4 MB` in English.
pub(crate) fn file_size(bytes: u64, language: Language) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes}\u{a0}B");
    }
    let mut unit = 0;
    let mut divisor: u128 = 1000;
    // Rounded once, to tenths of the unit; what would read as a thousand takes the next one.
    let tenths = |divisor: u128| (u128::from(bytes) * 10 + divisor / 2) / divisor;
    while tenths(divisor) >= 10_000 && unit + 1 < UNITS.len() {
        divisor *= 1000;
        unit += 1;
    }
    let tenths = tenths(divisor);
    let comma = if language == Language::En { "." } else { "," };
    let whole = grouped_number(i64::try_from(tenths / 10).unwrap_or(i64::MAX), language);
    let part = if tenths % 10 == 0 { String::new() } else { format!("{comma}{}", tenths % 10) };
    format!("{whole}{part}\u{a0}{}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use locale::Language;

    use super::file_size;

    #[test]
    fn sizes_are_read_at_a_glance() {
        for (bytes, text) in [
            (0, "0\u{a0}B"),
            (999, "999\u{a0}B"),
            (1000, "1\u{a0}kB"),
            (2_449_999, "2,4\u{a0}MB"),
            (999_960, "1\u{a0}MB"),
            (12_000_000_000, "12\u{a0}GB"),
        ] {
            assert_eq!(file_size(bytes, Language::Nb), text);
        }
        assert_eq!(file_size(1500, Language::En), "1.5\u{a0}kB");
        assert!(file_size(u64::MAX, Language::Nb).ends_with("TB"));
    }
}
