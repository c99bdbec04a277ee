//! Threads that work beside the one that hands them work, and give it back in the order in which they got it.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, Sender, channel},
    thread::{Builder, Scope},
};

use crate::error::ActError;

/// Pieces of work that one thread has at once: one in hand and one that waits.
const EACH: usize = 2;

/// The threads. They end when the team is dropped.
pub(super) struct Team<T> {
    members: Vec<Member<T>>,
    given: usize,
    taken: usize,
}

struct Member<T> {
    work: Sender<T>,
    done: Receiver<T>,
}

impl<T: Send> Team<T> {
    /// A thread for each of `workers`, none of which is needed before.
    pub(super) fn start<'scope, W>(
        scope: &'scope Scope<'scope, '_>,
        workers: impl IntoIterator<Item = W>,
    ) -> io::Result<Self>
    where
        T: 'scope,
        W: FnMut(&mut T) + Send + 'scope,
    {
        let member = |mut worker: W| {
            let (work, waiting) = channel::<T>();
            let (finished, done) = channel();
            let works = move || {
                for mut piece in waiting {
                    worker(&mut piece);
                    if finished.send(piece).is_err() {
                        break;
                    }
                }
            };
            // Whoever waits for a thread that broke down sees the end of its channel.
            Builder::new()
                .name("import".to_owned())
                .spawn_scoped(scope, move || catch_unwind(AssertUnwindSafe(works)).ok())?;
            Ok(Member { work, done })
        };
        let members = workers.into_iter().map(member).collect::<io::Result<_>>()?;
        Ok(Self { members, given: 0, taken: 0 })
    }

    /// Hands a piece of work on. Where as many are out as may be, the oldest comes back for it.
    pub(super) fn give(&mut self, piece: T) -> Result<Option<T>, ActError> {
        let member = &self.members[self.given % self.members.len()];
        member.work.send(piece).map_err(|_| broken())?;
        self.given += 1;
        if self.given - self.taken > EACH * self.members.len() { self.take() } else { Ok(None) }
    }

    /// Takes the oldest piece back once it is done; none where all are back.
    pub(super) fn take(&mut self) -> Result<Option<T>, ActError> {
        if self.taken == self.given {
            return Ok(None);
        }
        let member = &self.members[self.taken % self.members.len()];
        self.taken += 1;
        member.done.recv().map(Some).map_err(|_| broken())
    }
}

fn broken() -> ActError {
    ActError::Unavailable("a thread that maps rows broke down".to_owned())
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn work_comes_back_in_the_order_in_which_it_was_given() {
        let doubled = thread::scope(|scope| {
            let worker = |slow: u64| {
                move |number: &mut u64| {
                    thread::sleep(std::time::Duration::from_micros(slow));
                    *number *= 2;
                }
            };
            let mut team = Team::start(scope, [0, 300, 50].map(worker)).unwrap();
            let mut back = Vec::new();
            for number in 0..100 {
                back.extend(team.give(number).unwrap());
                assert!(number as usize + 1 - back.len() <= 6, "few are out at once");
            }
            while let Some(number) = team.take().unwrap() {
                back.push(number);
            }
            back
        });
        assert_eq!(doubled, (0..100).map(|number| number * 2).collect::<Vec<_>>());
    }

    #[test]
    fn a_thread_that_breaks_down_is_said_and_nobody_waits_for_it() {
        let ended = thread::scope(|scope| {
            let worker = |_| |number: &mut u64| assert_ne!(*number, 7, "as it has to");
            let mut team = Team::start(scope, [(), ()].map(worker)).unwrap();
            (0..100).try_for_each(|number| team.give(number).map(|_| ()))
        });
        assert!(matches!(ended, Err(ActError::Unavailable(_))), "{ended:?}");
    }
}
