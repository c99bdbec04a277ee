//! A QR code as a drawing in the page: nothing is fetched, and nobody else learns what is in it.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// White around the code, in modules, as the standard asks for.
const MARGIN: usize = 4;

/// The drawing, named by `label`; nothing if the text is too long for a code.
pub(super) fn draw(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return html! {} };
    let side = code.width() + 2 * MARGIN;
    let path = path(&code);
    html! {
        svg.ln-qr role="img" aria-label=(label) viewBox={ "0 0 " (side) " " (side) } shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

/// Each dark run of a row as one bar.
fn path(code: &QrCode) -> String {
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + MARGIN, y + MARGIN));
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_and_no_other() {
        let code = QrCode::with_error_correction_level("otpauth://totp/x?secret=ABC", EcLevel::M).unwrap();
        let mut drawn = vec![Color::Light; code.width() * code.width()];
        for bar in path(&code).split('M').filter(|bar| !bar.is_empty()) {
            let (at, rest) = bar.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let run: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            for step in 0..run {
                drawn[(y - MARGIN) * code.width() + x - MARGIN + step] = Color::Dark;
            }
        }
        assert_eq!(drawn, code.to_colors());
    }

    #[test]
    fn what_does_not_fit_into_a_code_is_left_out() {
        assert_eq!(draw(&"x".repeat(5_000), "Code").into_string(), "");
    }
}
