//! Numbers as offices write them.

use crate::profile::Decimal;

/// Reads a number: `7.82`, `7,82`, `1.234,5`, `5 700 509,0`. Where the profile says what stands before the fraction, the
/// other sign sets thousands apart; otherwise the last sign does, and one that stands several times does not.
pub(super) fn read(text: &str, decimal: Option<Decimal>) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii() && !matches!(byte, b',' | b' ' | b'\'');
    let points = text.bytes().filter(|&byte| byte == b'.').count();
    if decimal != Some(Decimal::Comma) && points < 2 && text.bytes().all(plain) {
        return finite(text);
    }
    let fraction = match decimal {
        Some(Decimal::Point) => Some('.'),
        Some(Decimal::Comma) => Some(','),
        None => {
            let last = text.rfind(['.', ',']).and_then(|at| text[at..].chars().next());
            last.filter(|sign| text.matches(*sign).count() == 1)
        }
    };
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            letter if Some(letter) == fraction => plain.push('.'),
            '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'' => {}
            letter => plain.push(letter),
        }
    }
    finite(&plain)
}

fn finite(text: &str) -> Option<f64> {
    // "inf" and "nan" are numbers for the standard library only.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_meant() {
        let comma = Some(Decimal::Comma);
        let cases = [
            ("7.82", None, 7.82),
            ("7,82", None, 7.82),
            ("-7,82", comma, -7.82),
            ("1.234,5", None, 1234.5),
            ("1,234.5", None, 1234.5),
            ("5.700.509,01", None, 5_700_509.01),
            ("5.700.509", None, 5_700_509.0),
            ("5 700 509", None, 5_700_509.0),
            ("5\u{202f}700\u{202f}509", None, 5_700_509.0),
            ("344.461", comma, 344_461.0),
            ("344,461", Some(Decimal::Point), 344_461.0),
            ("7", None, 7.0),
        ];
        for (text, decimal, number) in cases {
            assert_eq!(read(text, decimal), Some(number), "{text} {decimal:?}");
        }
        for text in ["", "x", "7x", "inf", "nan", "1e999", ",", "--1"] {
            assert_eq!(read(text, None), None, "{text}");
        }
    }
}
