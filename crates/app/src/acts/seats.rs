//! Seats: how many the charter gives, and how many are taken.

use domain::{
    access::{MemberOf, Role},
    ids::*,
};

use crate::{app::App, who::Who};

/// The seats of a partner in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatLine {
    /// The body.
    pub body: BodyId,
    /// The partner.
    pub partner: PartnerId,
    /// How many seats the charter gives.
    pub number: u32,
    /// Whether they vote.
    pub vote: bool,
    /// How many people sit there now.
    pub taken: u32,
}

impl SeatLine {
    /// Seats that nobody takes.
    pub fn missing(&self) -> u32 {
        self.number.saturating_sub(self.taken)
    }
}

impl App {
    /// The seats of all bodies, in the order of the charter. Who sits there is known to the partner alone; how many is
    /// what the agreement is about.
    pub fn seats(&self, _who: &Who) -> Vec<SeatLine> {
        let (charter, now) = (self.charter(), self.now());
        let people = self.0.people.read();
        let taken = |body: &BodyId, partner: &PartnerId| {
            let sits =
                |(account, memberships): &&(domain::people::Account, Vec<domain::access::Membership>)| {
                    let seat = MemberOf::Body(body.clone());
                    account.partner == *partner
                        && account.disabled_at.is_none_or(|at| at > now)
                        && memberships.iter().any(|m| m.of == seat && m.role == Role::Reader && m.holds(now))
                };
            u32::try_from(people.values().filter(sits).count()).unwrap_or(u32::MAX)
        };
        let lines = charter.bodies.iter().flat_map(|body| {
            body.seats.iter().map(|seat| SeatLine {
                body: body.id.clone(),
                partner: seat.partner.clone(),
                number: seat.number,
                vote: seat.vote,
                taken: taken(&body.id, &seat.partner),
            })
        });
        lines.collect()
    }
}
