//! E-mail without content: that there is something, never what. It waits in a table until the mail server took it.

use std::{sync::Arc, time::Duration};

use domain::people::Language;
use futures_util::future::BoxFuture;

use crate::{app::App, error::ActError};

/// The kind of message that tells of a new notice.
pub(crate) const NOTICE: &str = "notice";

/// How often waiting messages are looked for.
const LOOK: Duration = Duration::from_millis(500);
/// Most messages that one look sends.
const AT_ONCE: u64 = 20;
/// After so many tries a message is given up.
const TRIES_MAX: u32 = 8;
/// Seconds until the second try; each further one waits twice as long.
const FIRST_PAUSE_S: i64 = 30;
/// Longest time for handing a message over: shorter than any pause, so that nobody else tries it meanwhile.
const HAND_OVER: Duration = Duration::from_secs(25);
const _: () = assert!(HAND_OVER.as_secs() < FIRST_PAUSE_S.unsigned_abs());
/// Messages that were sent or given up are forgotten after so many days.
const KEPT_DAYS: i64 = 1;

/// A message that says "there is a new notice" and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// In which language.
    pub language: Language,
}

/// Why a message could not be handed over; it is tried again.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MailError(pub String);

/// A message on its way.
pub type Sending<'a> = BoxFuture<'a, Result<(), MailError>>;

/// Hands messages to a mail server.
pub trait Mailer: Send + Sync {
    /// Hands a message over; done when the server took it.
    fn send(&self, mail: Mail) -> Sending<'_>;
}

impl App {
    /// Sends e-mails through `mailer` from now on, until the last handle is gone.
    pub fn deliver_mail(&self, mailer: Arc<dyn Mailer>) {
        if self.0.mailer.set(mailer).is_err() {
            return;
        }
        let inner = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(LOOK);
            tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                tick.tick().await;
                let Some(inner) = inner.upgrade() else { return };
                if let Err(error) = Self(inner).send_mail().await {
                    tracing::warn!(%error, "waiting e-mails could not be read");
                }
            }
        });
    }

    /// Sends the e-mails whose turn it is, and answers how many the mail server took.
    pub async fn send_mail(&self) -> Result<usize, ActError> {
        let Some(mailer) = self.0.mailer.get() else { return Ok(0) };
        let mut taken = 0;
        for message in store::outbox::due(&self.0.store.read(), self.now(), AT_ONCE).await? {
            let (app, this) = (self.clone(), message.clone());
            let take = self.0.store.write(move |tx| {
                Box::pin(async move {
                    // Those before it, and the turn to write, may have taken long.
                    let now = app.now();
                    let account = store::people::account_by_id(tx, this.account).await?;
                    let account = account.filter(|account| account.disabled_at.is_none_or(|at| at > now));
                    let again = now.plus_seconds(FIRST_PAUSE_S << this.tries.min(TRIES_MAX));
                    let again = (account.is_some() && this.tries + 1 < TRIES_MAX).then_some(again);
                    let mine = store::outbox::take(tx, &this, again).await?;
                    Ok::<_, ActError>(account.filter(|_| mine))
                })
            });
            let Some(account) = take.await?.value else { continue };
            let sending = mailer.send(Mail { to: account.email, language: account.language });
            let late = |_| MailError(format!("the mail server took longer than {} s", HAND_OVER.as_secs()));
            match tokio::time::timeout(HAND_OVER, sending).await.map_err(late).flatten() {
                Ok(()) => {
                    self.mail_sent(message.id).await?;
                    taken += 1;
                }
                Err(error) => tracing::warn!(%error, tries = message.tries + 1, "an e-mail was not taken"),
            }
        }
        Ok(taken)
    }

    async fn mail_sent(&self, id: domain::ids::MessageId) -> Result<(), ActError> {
        let now = self.now();
        let note = self.0.store.write(move |tx| {
            Box::pin(async move {
                store::outbox::sent(tx, id, now).await?;
                store::outbox::delete_finished(tx, now.plus_days(-KEPT_DAYS)).await?;
                Ok::<_, ActError>(())
            })
        });
        note.await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
