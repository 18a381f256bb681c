//! The e-mail that says that something has been received: reference and dates; no answers, no name, no service
//! and no link.

use locale::{Date, Language, Timestamp, time_of_day, weekday_and_date};
use mail_builder::{MessageBuilder, headers::text::Text};

use super::{MailError, Message};

/// What the e-mail tells.
pub(crate) struct Received<'a> {
    /// Its words.
    pub(crate) language: Language,
    /// Whom it is for: an address that is verified.
    pub(crate) to: &'a str,
    /// Whom it is from.
    pub(crate) from: &'a str,
    /// `Drammen kommune`.
    pub(crate) municipality: &'a str,
    /// As it is read.
    pub(crate) phone: &'a str,
    /// What the person names the case by.
    pub(crate) reference: &'a str,
    /// When it came in.
    pub(crate) received: Timestamp,
    /// The day by which there is an answer.
    pub(crate) answer_by: Date,
    /// When the e-mail is written.
    pub(crate) now: Timestamp,
}

/// Writes the message. The same facts give the same bytes.
///
/// # Errors
/// Never in practice: nothing but memory is written to.
pub(crate) fn received(facts: &Received<'_>) -> Result<Message, MailError> {
    let (subject, body) = words(facts);
    let name = format!("received-{}", facts.reference);
    let domain = facts.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    let bytes = MessageBuilder::new()
        .from((facts.municipality, facts.from))
        .to(facts.to)
        .date(facts.now.0.div_euclid(1000))
        .message_id(format!("{name}@{domain}"))
        .subject(subject)
        // Nobody's out-of-office answers it (RFC 3834).
        .header("Auto-Submitted", Text::new("auto-generated"))
        .header("Content-Language", Text::new(facts.language.code()))
        .text_body(body)
        .write_to_vec()
        .map_err(|error| MailError(error.to_string()))?;
    Ok(Message { name, bytes })
}

/// Subject and body.
fn words(facts: &Received<'_>) -> (String, String) {
    let Received { municipality, phone, reference, language, .. } = facts;
    let at = facts.received.in_norway();
    let (day, time) = (weekday_and_date(at.date, *language), time_of_day(at.time, *language));
    let answer_by = weekday_and_date(facts.answer_by, *language);
    match language {
        Language::Nb => (
            format!("Vi har mottatt det du sendte, {reference}"),
            format!(
                "Hei!\n\n{municipality} har mottatt det du sendte.\n\nReferansenummer: {reference}\n\
                Mottatt: {day} kl. {time}\nDu får svar senest: {answer_by}\n\n\
                Av hensyn til personvernet står det ikke her hva du sendte. Det ser du på Min side når du \
                logger inn på nettstedet vårt. Der kan du også laste ned en kopi. Vi sender aldri lenker \
                i e-post.\n\n\
                Du kan ikke svare på denne e-posten. Lurer du på noe, kan du ringe oss på {phone}.\n\n\
                Hilsen\n{municipality}\n"
            ),
        ),
        Language::Nn => (
            format!("Vi har motteke det du sende, {reference}"),
            format!(
                "Hei!\n\n{municipality} har motteke det du sende.\n\nReferansenummer: {reference}\n\
                Motteke: {day} kl. {time}\nDu får svar seinast: {answer_by}\n\n\
                Av omsyn til personvernet står det ikkje her kva du sende. Det ser du på Min side når du \
                loggar inn på nettstaden vår. Der kan du òg laste ned ein kopi. Vi sender aldri lenkjer \
                i e-post.\n\n\
                Du kan ikkje svare på denne e-posten. Lurer du på noko, kan du ringje oss på {phone}.\n\n\
                Helsing\n{municipality}\n"
            ),
        ),
        Language::En => (
            format!("We have received what you sent, {reference}"),
            format!(
                "Hello,\n\n{municipality} has received what you sent.\n\nReference number: {reference}\n\
                Received: {day} at {time}\nYou will have an answer by: {answer_by}\n\n\
                To protect your privacy, this e-mail does not say what you sent. You can see it on My page \
                when you sign in to our website. You can also download a copy there. We never send links \
                in e-mails.\n\n\
                You cannot reply to this e-mail. If you have a question, call us on {phone}.\n\n\
                Kind regards,\n{municipality}\n"
            ),
        ),
    }
}
