//! E-mail through the mail server that the configuration names: that there is something, never what.

use std::time::Duration;

use app::{Mail, MailError, Mailer};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};

use crate::{config::Config, failure::Failure};

/// Longest time that the mail server gets for one step.
const PATIENCE: Duration = Duration::from_secs(15);

/// The mail server.
pub(crate) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Where people sign in.
    url: String,
}

impl Smtp {
    /// The mail server of the configuration, if it names one; `url` is where people sign in.
    pub(crate) fn of(config: &Config, url: &str) -> Result<Option<Self>, Failure> {
        let Some(server) = &config.smtp else { return Ok(None) };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(server).map_err(|error| {
            Failure::new(
                format!("Die Adresse des Mailservers (`smtp`) ist nicht lesbar: {error}."),
                format!("The address of the mail server (`smtp`) cannot be read: {error}."),
            )
        })?;
        let from = config.mail_from.as_deref().unwrap_or("lagenetz@localhost");
        let from = from.parse().map_err(|error| {
            Failure::new(
                format!("Der Absender (`mail_from`) ist keine E-Mail-Adresse: {error}."),
                format!("The sender (`mail_from`) is no e-mail address: {error}."),
            )
        })?;
        Ok(Some(Self { transport: transport.timeout(Some(PATIENCE)).build(), from, url: url.to_owned() }))
    }

    async fn hand_over(&self, mail: Mail) -> Result<(), MailError> {
        let wrong = |error: &dyn std::error::Error| MailError(error.to_string());
        let (subject, body) = web::notice_mail(mail.language, &self.url);
        let message = Message::builder()
            .from(self.from.clone())
            .to(mail.to.parse().map_err(|error: lettre::address::AddressError| wrong(&error))?)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|error| wrong(&error))?;
        self.transport.send(message).await.map_err(|error| wrong(&error))?;
        Ok(())
    }
}

impl Mailer for Smtp {
    fn send(&self, mail: Mail) -> app::Sending<'_> {
        Box::pin(self.hand_over(mail))
    }
}
