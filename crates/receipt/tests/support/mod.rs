//! The receipt that the tests look at.

use locale::{Date, Language, Timestamp};
use receipt::{Contact, Document, File, Line, Row, Section, Sent, Way};

/// A receipt with all that one can have. The answers are in bokmål.
pub fn example(language: Language) -> Document {
    let row = |question: &str, answers: &[&str]| {
        let answers = answers.iter().map(|&answer| answer.to_owned()).collect();
        Line::Answer(Row { question: question.to_owned(), answers })
    };
    let heading = |text: &str| Line::Heading(text.to_owned());
    let sent = Sent {
        language: Language::Nb,
        title: "Barnehageplass".to_owned(),
        sections: vec![
            Section {
                title: "Barnet".to_owned(),
                lines: vec![
                    row("Navn på barnet", &["Åse Ødegård Čállinmárkan"]),
                    row("Fødselsdato", &["3. mars 2025"]),
                    Line::RowStart("Foresatt 1".to_owned()),
                    row("Navn", &["Kari Ødegård"]),
                    Line::RowStart("Foresatt 2".to_owned()),
                    row("Navn", &["Ola Ødegård"]),
                    heading("Hvor foresatt 2 bor"),
                    row("Kommune", &["Drammen"]),
                    Line::RowsEnd,
                    row("Hvem har barnet fast bosted hos?", &["Begge"]),
                    heading("Hvor barnet bor"),
                    row("Bor barnet på samme adresse som deg?", &["Ja"]),
                ],
            },
            Section {
                title: "Ønsker".to_owned(),
                lines: vec![
                    row(
                        "Hvilke barnehager ønsker du?",
                        &["Konnerud barnehage", "Åssiden barnehage", "Strømsø barnehage"],
                    ),
                    row("Ønsket oppstart", &["1. august 2027"]),
                    row(
                        "Er det noe vi bør vite om barnet?",
                        &[
                            "Barnet trenger tilrettelegging på grunn av en hørselsnedsettelse, og har hjelp fra pedagogisk-psykologisk tjeneste. Vi ønsker derfor plass i en barnehage der de ansatte kan tegn til tale.",
                            "",
                            "Spør gjerne oss om spesialpedagogisk hjelp, barnevernspedagogisk kompetansehevingsordningsansvarlig og slikt.",
                        ],
                    ),
                    row("Andre opplysninger", &[]),
                ],
            },
            Section {
                title: "Deg som søker".to_owned(),
                lines: vec![
                    row("Navn", &["Kari Ødegård"]),
                    row("Adresse", &["Konnerudgata 12 B", "3045 Drammen"]),
                    row("E-post", &["kari.odegaard@example.no"]),
                    row("Telefon", &["400 00 000"]),
                ],
            },
        ],
        files: vec![
            File {
                name: "Uttalelse fra helsestasjonen.pdf".to_owned(),
                size: 2_381_204,
                sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
            },
            File {
                name: "bilde.jpg".to_owned(),
                size: 48_300,
                sha256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".to_owned(),
            },
        ],
    };
    Document {
        language,
        municipality: "Drammen kommune".to_owned(),
        reference: "DRM-7K4M-2QXA".to_owned(),
        submitted: Timestamp(1_795_604_580_000),
        answer_by: Date::EPOCH.add_days(20_838),
        next_steps: vec![
            "Vi ser på søknaden din og fordeler plasser etter vedtektene.".to_owned(),
            "Du får et tilbud om plass på Min side, og et varsel på SMS.".to_owned(),
            "Du takker ja eller nei innen to uker. Svarer du ikke, går plassen til den neste på lista."
                .to_owned(),
        ],
        checksum: "5d41402abc4b2a76b9719d911017c592ae1f5b1c9f3e0a7d2c8b64f01e93d7a6".to_owned(),
        sent,
        contact: vec![
            Contact { way: Way::Phone, lines: vec!["32 04 00 00".to_owned()] },
            Contact { way: Way::Letter, lines: vec!["Postboks 7500".to_owned(), "3008 Drammen".to_owned()] },
        ],
    }
}
