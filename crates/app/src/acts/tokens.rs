//! Personal access tokens: the rights of their owner, or fewer.

use domain::{
    ids::TokenId,
    people::{Scope, Token},
    report::{FieldError, Problem},
};

use crate::{
    app::App,
    error::ActError,
    secrets::{hash_secret, new_secret},
    who::{Credential, Who},
};

/// Most days for which a token works.
const DAYS_MAX: u32 = 366;
/// Most characters of a token's name.
const NAME_MAX: usize = 100;

impl App {
    /// The caller behind a token's secret, with reading rights only if the token has no more.
    pub async fn who_by_token(&self, secret: &str) -> Result<Option<Who>, ActError> {
        let token = store::tokens::by_hash(&self.0.store.read(), &hash_secret(secret)).await?;
        let now = self.now();
        let Some(token) = token.filter(|t| t.expires_at > now && t.revoked_at.is_none_or(|at| at > now))
        else {
            return Ok(None);
        };
        let who = self.who(token.account, Credential::Token(token.id), Some(format!("API: {}", token.name)));
        Ok(who.map(|who| match token.scope {
            Scope::Write => who,
            Scope::Read => Who { actor: who.actor.without_writing(), ..who },
        }))
    }

    /// The caller's tokens, newest first.
    pub async fn tokens(&self, who: &Who) -> Result<Vec<Token>, ActError> {
        let mut tokens = store::tokens::of_account(&self.0.store.read(), who.account.id).await?;
        tokens.sort_by_key(|t| (std::cmp::Reverse(t.created_at), t.id));
        Ok(tokens)
    }

    /// Makes a token. Its secret is in the answer and nowhere else. A token cannot make tokens.
    pub async fn create_token(
        &self,
        who: &Who,
        name: &str,
        scope: Scope,
        days: u32,
    ) -> Result<(Token, String), ActError> {
        if matches!(who.credential, Credential::Token(_)) {
            return Err(ActError::Denied);
        }
        let name = name.trim();
        let name_problem = match name.chars().count() {
            0 => Some(Problem::Missing),
            n if n > NAME_MAX => Some(Problem::TooLong { most: NAME_MAX }),
            _ => None,
        };
        let days_problem = match days {
            0 => Some(Problem::Missing),
            n if n > DAYS_MAX => Some(Problem::TooMany { most: DAYS_MAX as usize }),
            _ => None,
        };
        let errors: Vec<FieldError> = [("name", name_problem), ("days", days_problem)]
            .into_iter()
            .filter_map(|(field, problem)| Some(FieldError::new(field, problem?)))
            .collect();
        if !errors.is_empty() {
            return Err(ActError::Invalid(errors));
        }
        let now = self.now();
        let token = Token {
            id: TokenId::from_chance(self.0.chance.bytes()),
            account: who.account.id,
            name: name.to_owned(),
            scope,
            created_at: now,
            expires_at: now.plus_days(i64::from(days)),
            revoked_at: None,
        };
        let secret = new_secret(self.0.chance.as_ref(), "lgn_");
        let (kept, hash) = (token.clone(), hash_secret(&secret));
        let entry = self.entry(who, "token.made").fact("token", token.id);
        self.act(move |tx| {
            Box::pin(async move {
                store::tokens::insert(tx, &kept, &hash).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await?;
        Ok((token, secret))
    }

    /// Takes one of the caller's own tokens back.
    pub async fn revoke_token(&self, who: &Who, id: TokenId) -> Result<(), ActError> {
        let (account, now) = (who.account.id, self.now());
        let entry = self.entry(who, "token.revoked").fact("token", id);
        self.act(move |tx| {
            Box::pin(async move {
                let own = store::tokens::of_account(tx, account).await?;
                if !own.iter().any(|token| token.id == id && token.revoked_at.is_none()) {
                    return Err(ActError::NotFound);
                }
                store::tokens::revoke(tx, id, now).await?;
                tx.journal(entry);
                Ok(())
            })
        })
        .await
    }
}
