//! Pictures from outside are drawn in a process of their own: this binary calls itself, and the child draws one picture.
//!
//! The decoders of pictures are large and read what anybody sent. The child has no key, no database and no file; it
//! cannot open one, start another process or take more memory and time than it is given, and it is killed when it takes
//! too long. Whatever happens to it, the parent has one picture less.

use std::{
    ffi::{OsStr, OsString},
    io::{self, Read, Write},
    process::{Child, Command, ExitCode, Stdio},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use app::{RedrawError, Redrawer, Redrawing, Redrawn};
use domain::attachment::{BYTES_MAX, FileProblem, Kind, Region};
use exchange::attachment;
use tokio::sync::Semaphore;

/// The name of the command by which the binary calls itself.
pub(crate) const COMMAND: &str = "redraw";
/// Pictures that are drawn at the same time; more wait.
const AT_ONCE: usize = 2;
/// Longest time that a picture may take, on the wall; on the processor it is less.
const PATIENCE: Duration = Duration::from_secs(20);
const PROCESSOR_SECONDS: u64 = 15;
/// Address space of the child: the largest picture twice, and the program itself.
const MEMORY: u64 = 1 << 30;
/// Longest answer of the child.
const ANSWER_MAX: u64 = 64 << 20;

// ---------------------------------------------------------------------------------------------------------------
// The child

/// Draws the picture on standard input with these parts covered, and writes it to standard output. It is no command for
/// people, so it has no help and no words.
pub(crate) fn run(hidden: &[OsString]) -> ExitCode {
    match draw_one(hidden) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn draw_one(hidden: &[OsString]) -> io::Result<()> {
    limit()?;
    let hidden = hidden.iter().map(|text| region(text)).collect::<Option<Vec<Region>>>();
    let hidden = hidden.ok_or(io::ErrorKind::InvalidInput)?;
    let mut picture = Vec::new();
    io::stdin().lock().take(BYTES_MAX as u64 + 1).read_to_end(&mut picture)?;
    let answer = match attachment::redraw(&picture, &hidden) {
        Ok(drawn) => drawn_answer(&drawn),
        Err(FileProblem::TooManyPixels { .. }) => b"pixels\n".to_vec(),
        Err(_) => b"broken\n".to_vec(),
    };
    let mut out = io::stdout().lock();
    out.write_all(&answer)?;
    out.flush()
}

/// A part as the parent writes it: left, top, width and height in hundredths of a percent.
fn region(text: &OsStr) -> Option<Region> {
    let numbers: Vec<u16> = text.to_str()?.split(',').map_while(|number| number.parse().ok()).collect();
    match numbers[..] {
        [left, top, width, height] => Some(Region { left, top, width, height }),
        _ => None,
    }
}

/// Takes away what drawing does not need. Limits go down only, so nothing that runs later raises them.
#[cfg(unix)]
fn limit() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limits = [
        (Resource::As, MEMORY),
        (Resource::Cpu, PROCESSOR_SECONDS),
        (Resource::Core, 0),
        // No file is written, opened or locked, and no process started; what is open stays.
        (Resource::Fsize, 0),
        (Resource::Nofile, 0),
        (Resource::Nproc, 0),
    ];
    for (resource, most) in limits {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// Elsewhere the child has only its time.
#[cfg(not(unix))]
fn limit() -> io::Result<()> {
    Ok(())
}

fn drawn_answer(drawn: &Redrawn) -> Vec<u8> {
    let (kind, small, whole) = (drawn.kind.ending(), drawn.small.len(), drawn.bytes.len());
    let head = format!("drawn {kind} {} {} {small} {whole}\n", drawn.width, drawn.height);
    [head.as_bytes(), &drawn.small, &drawn.bytes].concat()
}

// ---------------------------------------------------------------------------------------------------------------
// The parent

/// Draws pictures by calling this binary.
#[derive(Debug, Clone)]
pub(crate) struct ByItself {
    turns: Arc<Semaphore>,
}

impl Default for ByItself {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Redrawer for ByItself {
    fn redraw(&self, picture: Vec<u8>, hidden: Vec<Region>) -> Redrawing<'_> {
        Box::pin(async move {
            let failed = |error: &dyn std::error::Error| RedrawError::Failed(error.to_string());
            let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|error| failed(&error))?;
            let drawing = tokio::task::spawn_blocking(move || {
                let drawn = draw(picture, &hidden);
                drop(turn);
                drawn
            });
            drawing.await.map_err(|error| failed(&error))?
        })
    }
}

/// Has one picture drawn.
fn draw(picture: Vec<u8>, hidden: &[Region]) -> Result<Redrawn, RedrawError> {
    let mut child = start(hidden).map_err(|error| RedrawError::Failed(error.to_string()))?;
    let answer = converse(&mut child, picture);
    // It has answered or will not: in both cases it is not needed any more.
    _ = child.kill();
    _ = child.wait();
    // Whoever dies, falls silent or talks too much had a picture that cannot be drawn.
    match answer {
        Some(answer) => read_answer(&answer).map_err(RedrawError::Picture),
        None => Err(RedrawError::Picture(FileProblem::BrokenPicture)),
    }
}

fn start(hidden: &[Region]) -> io::Result<Child> {
    // What this process runs, even if the file was replaced meanwhile.
    let running = std::path::Path::new("/proc/self/exe");
    let binary = if running.exists() { running.to_owned() } else { std::env::current_exe()? };
    let mut command = Command::new(binary);
    command.arg(COMMAND);
    for Region { left, top, width, height } in hidden {
        command.arg(format!("{left},{top},{width},{height}"));
    }
    command.env_clear().current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn()
}

/// Gives the child its picture and hears its answer, if one comes in time.
fn converse(child: &mut Child, picture: Vec<u8>) -> Option<Vec<u8>> {
    let (mut into, out) = (child.stdin.take()?, child.stdout.take()?);
    // A child that has died takes nothing more: its answer says so.
    thread::spawn(move || _ = into.write_all(&picture));
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let read = out.take(ANSWER_MAX + 1).read_to_end(&mut answer);
        _ = tell.send(read.ok().map(|_| answer));
    });
    told.recv_timeout(PATIENCE).ok().flatten()
}

fn read_answer(answer: &[u8]) -> Result<Redrawn, FileProblem> {
    let broken = FileProblem::BrokenPicture;
    let end = answer.iter().take(200).position(|byte| *byte == b'\n').ok_or(broken)?;
    let (head, rest) = (std::str::from_utf8(&answer[..end]).map_err(|_| broken)?, &answer[end + 1..]);
    let fields: Vec<&str> = head.split(' ').collect();
    match fields[..] {
        ["pixels"] => {
            Err(FileProblem::TooManyPixels { millions: (attachment::PIXELS_MAX / 1_000_000) as u32 })
        }
        ["drawn", kind, width, height, small, whole] => {
            let number = |text: &str| text.parse::<u32>().map_err(|_| broken);
            let (small, whole) = (number(small)? as usize, number(whole)? as usize);
            let kind = kind.parse::<Kind>().ok().filter(|kind| kind.is_picture()).ok_or(broken)?;
            // The child read what anybody sent: what it says must be what it gave.
            if rest.len() != small + whole || !fits(kind, &rest[small..]) || !fits(Kind::Jpeg, &rest[..small])
            {
                return Err(broken);
            }
            Ok(Redrawn {
                kind,
                bytes: rest[small..].to_vec(),
                small: rest[..small].to_vec(),
                width: number(width)?,
                height: number(height)?,
            })
        }
        _ => Err(broken),
    }
}

fn fits(kind: Kind, bytes: &[u8]) -> bool {
    use attachment::Format;
    let format = attachment::format(bytes);
    matches!((kind, format), (Kind::Jpeg, Some(Format::Jpeg)) | (Kind::Png, Some(Format::Png)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_only_if_it_is_what_it_says() {
        let drawn = Redrawn {
            kind: Kind::Jpeg,
            bytes: vec![0xff, 0xd8, 0xff, 1],
            small: vec![0xff, 0xd8, 0xff, 2, 3],
            width: 20,
            height: 10,
        };
        let answer = drawn_answer(&drawn);
        assert_eq!(read_answer(&answer), Ok(drawn.clone()));
        for wrong in [
            &b""[..],
            b"broken\n",
            b"drawn\n",
            b"drawn pdf 1 1 0 5\n%PDF-",
            b"drawn jpg 1 1 0 5\n<svg>",
            &answer[..answer.len() - 1],
            &[&answer[..], b"more"].concat(),
            &drawn_answer(&Redrawn { kind: Kind::Png, ..drawn.clone() }),
        ] {
            assert_eq!(read_answer(wrong), Err(FileProblem::BrokenPicture), "{wrong:?}");
        }
        assert!(matches!(read_answer(b"pixels\n"), Err(FileProblem::TooManyPixels { millions: 64 })));
    }
}
