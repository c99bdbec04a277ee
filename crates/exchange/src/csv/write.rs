//! Writing: values with separators, in the encoding of the file that they came from.

use std::io::{self, Write};

use encoding_rs::Encoding;

/// Writes records.
pub struct Writer<W> {
    out: W,
    delimiter: u8,
    encoding: &'static Encoding,
}

impl<W: Write> Writer<W> {
    /// A writer with a separator. Letters that the encoding does not have become character references.
    pub fn new(out: W, delimiter: u8, encoding: &'static Encoding) -> Self {
        Self { out, delimiter, encoding }
    }

    /// A writer for what offices open by a click: semicolons, UTF-8 with its mark.
    pub fn for_offices(mut out: W) -> io::Result<Self> {
        out.write_all(b"\xef\xbb\xbf")?;
        Ok(Self::new(out, b';', encoding_rs::UTF_8))
    }

    /// Writes a record with these values.
    pub fn write<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        for (number, value) in values.into_iter().enumerate() {
            if number > 0 {
                self.out.write_all(&[self.delimiter])?;
            }
            self.value(value)?;
        }
        self.out.write_all(b"\n")
    }

    /// Writes bytes as they are, then further values and the end of the record.
    pub fn write_after<'a>(
        &mut self,
        raw: &[u8],
        values: impl IntoIterator<Item = &'a str>,
    ) -> io::Result<()> {
        self.out.write_all(raw)?;
        for value in values {
            self.out.write_all(&[self.delimiter])?;
            self.value(value)?;
        }
        self.out.write_all(b"\n")
    }

    /// Ends the file.
    pub fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn value(&mut self, value: &str) -> io::Result<()> {
        let (encoded, _, _) = self.encoding.encode(value);
        let plain = |byte: &u8| *byte != self.delimiter && !matches!(byte, b'"' | b'\r' | b'\n');
        if encoded.iter().all(plain) && !encoded.is_empty() {
            return self.out.write_all(&encoded);
        }
        let doubled: Vec<u8> =
            encoded.iter().flat_map(|&byte| if byte == b'"' { vec![byte; 2] } else { vec![byte] }).collect();
        self.out.write_all(&[b"\"".as_slice(), &doubled, b"\""].concat())
    }
}
