//! Rejected rows, handed back as a file of the same form: what is corrected in it can be imported by the same profile.
//!
//! Beside the original columns stand the batch, the line in the original file and the reason ([`OWN_COLUMNS`]). Columns
//! that the profile drops stay empty.

use std::io::{self, Write};

use encoding_rs::UTF_8;

use crate::{
    csv, geojson,
    profile::Profile,
    table::{FileProblem, Format, Header, OWN_COLUMNS, Row},
    xlsx,
};

/// Writes rejected rows.
pub struct Rejects<W: Write> {
    form: Form<W>,
    batch: String,
    /// The original columns that stand in the file, each with whether the profile drops it.
    columns: Vec<(usize, bool)>,
    drop: Vec<String>,
    /// Whether the bytes of a row can stay as they are.
    as_it_was: bool,
}

enum Form<W: Write> {
    Csv(csv::Writer<W>),
    Xlsx(Box<xlsx::Writer>, Option<String>, W),
    GeoJson(geojson::Writer<W>),
}

impl<W: Write> Rejects<W> {
    /// A file for the rejected rows of `batch`, which came in a file of this format with this header.
    pub fn new(
        mut out: W,
        format: Format,
        profile: &Profile,
        header: &Header,
        batch: &str,
    ) -> Result<Self, FileProblem> {
        let own = |name: &str| OWN_COLUMNS.contains(&name);
        let columns: Vec<(usize, bool)> = header
            .columns
            .iter()
            .enumerate()
            .filter(|(_, name)| !own(name))
            .map(|(position, name)| (position, profile.drop.contains(name)))
            .collect();
        let as_it_was = columns.len() == header.columns.len() && columns.iter().all(|(_, dropped)| !dropped);
        let names = header.columns.iter().map(String::as_str).filter(|name| !own(name)).chain(OWN_COLUMNS);
        let form = match format {
            Format::Csv => {
                let above = profile.file.header_line.unwrap_or(1).saturating_sub(1);
                if header.mark {
                    out.write_all(b"\xef\xbb\xbf")?;
                }
                for _ in 0..above {
                    out.write_all(b"\n")?;
                }
                let encoding = if header.mark { UTF_8 } else { header.encoding };
                let mut writer = csv::Writer::new(out, header.delimiter, encoding);
                writer.write(names)?;
                Form::Csv(writer)
            }
            Format::Xlsx => {
                let mut writer = xlsx::Writer::default();
                for _ in 1..profile.file.header_line.unwrap_or(1) {
                    writer.write([]);
                }
                writer.write(names);
                Form::Xlsx(Box::new(writer), profile.file.sheet.clone(), out)
            }
            Format::GeoJson => Form::GeoJson(geojson::Writer::new(out)?),
        };
        Ok(Self { form, batch: batch.to_owned(), columns, drop: profile.drop.clone(), as_it_was })
    }

    /// Adds a row with the reason.
    pub fn add(&mut self, row: &Row, reason: &str) -> io::Result<()> {
        let line = row.line.to_string();
        let own = [self.batch.as_str(), &line, reason];
        let value = |(position, dropped): &(usize, bool)| if *dropped { "" } else { row.get(*position) };
        match &mut self.form {
            Form::Csv(writer) if self.as_it_was || row.broken.is_some() => writer.write_after(&row.raw, own),
            Form::Csv(writer) => writer.write(self.columns.iter().map(value).chain(own)),
            Form::Xlsx(writer, ..) => {
                writer.write(self.columns.iter().map(value).chain(own));
                Ok(())
            }
            Form::GeoJson(writer) => {
                let named: Vec<(&str, &str)> = OWN_COLUMNS.into_iter().zip(own).collect();
                writer.write(&row.raw, &self.drop, &named)
            }
        }
    }

    /// Ends the file.
    pub fn finish(self) -> Result<(), FileProblem> {
        match self.form {
            Form::Csv(mut writer) => Ok(writer.finish()?),
            Form::Xlsx(writer, sheet, mut out) => {
                out.write_all(&writer.finish(sheet.as_deref())?)?;
                Ok(out.flush()?)
            }
            Form::GeoJson(mut writer) => Ok(writer.finish()?),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::{
        profile::tests::LEAST,
        table::{Sink, testing::read_bytes},
    };

    /// Rejects every row of a file.
    fn rejected(bytes: &[u8], name: &str, profile: &Profile) -> Vec<u8> {
        struct All<'p> {
            profile: &'p Profile,
            format: Format,
            out: Vec<u8>,
            header: Option<Header>,
            rows: Vec<Row>,
        }
        impl Sink for All<'_> {
            fn header(&mut self, header: &Header) -> Result<(), FileProblem> {
                self.header = Some(header.clone());
                Ok(())
            }
            fn row(&mut self, row: &mut Row) -> ControlFlow<()> {
                self.rows.push(std::mem::take(row));
                ControlFlow::Continue(())
            }
        }
        let format = Format::of_name(name);
        let mut all = All { profile, format, out: Vec::new(), header: None, rows: Vec::new() };
        let input = Box::new(io::Cursor::new(bytes.to_vec()));
        crate::table::read(input, name, &profile.file, &crate::table::LIMITS, &Default::default(), &mut all)
            .unwrap();
        let header = all.header.unwrap();
        let mut rejects = Rejects::new(&mut all.out, all.format, all.profile, &header, "b1").unwrap();
        for row in &all.rows {
            rejects.add(row, "Grund; warum").unwrap();
        }
        rejects.finish().unwrap();
        all.out
    }

    #[test]
    fn the_file_reads_like_the_original_with_three_columns_more() {
        let profile = Profile::parse(LEAST).unwrap();
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode("art,tag,ort\nLärm,1,\"A, B\"\nMüll,2,C\n");
        let bytes = rejected(&latin, "x.csv", &profile);
        let read = read_bytes(&bytes, "x.csv", &profile.file).unwrap();
        assert_eq!(
            read.columns,
            ["art", "tag", "ort", "lagenetz_stapel", "lagenetz_zeile", "lagenetz_grund"]
        );
        assert_eq!(read.values()[0], ["Lärm", "1", "A, B", "b1", "2", "Grund; warum"]);
        assert!(bytes.windows(4).any(|bytes| bytes == b"L\xe4rm"), "the encoding stays what it was");
        let again = rejected(&bytes, "x.csv", &profile);
        assert_eq!(read_bytes(&again, "x.csv", &profile.file).unwrap().columns, read.columns, "not six more");
    }

    #[test]
    fn a_row_that_could_not_be_read_is_handed_back_byte_by_byte() {
        let profile = Profile::parse(LEAST).unwrap();
        let bytes = rejected(b"a;b\n1\n2;\"x\n3;4\n", "x.csv", &profile);
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(lines[0], "1;b1;2;\"Grund; warum\"");
        assert_eq!(lines[1], "2;\"x;b1;3;\"Grund; warum\"");
    }

    #[test]
    fn what_the_profile_drops_is_not_handed_back() {
        let profile = Profile::parse(&format!("drop = [\"Name\"]\n{LEAST}")).unwrap();
        let text = String::from_utf8(rejected(b"art;Name\nx;Meier\n", "x.csv", &profile)).unwrap();
        assert!(!text.contains("Meier"), "{text}");
        let json = r#"{"features":[{"geometry":null,"properties":{"art":"x","Name":"Meier"}}]}"#;
        let bytes = rejected(json.as_bytes(), "x.geojson", &profile);
        let read = read_bytes(&bytes, "x.geojson", &profile.file).unwrap();
        assert!(!String::from_utf8(bytes).unwrap().contains("Meier"));
        assert!(read.columns.contains(&"lagenetz_grund".to_owned()));
    }

    #[test]
    fn a_workbook_comes_back_as_a_workbook() {
        let text = format!("{LEAST}\n[file]\nsheet = \"Blatt\"\nheader_line = 3\n");
        let profile = Profile::parse(&text).unwrap();
        let mut writer = xlsx::Writer::default();
        writer.write(["Auszug"]);
        writer.write([]);
        writer.write(["art", "tag"]);
        writer.write(["x", "gestern"]);
        let bytes = rejected(&writer.finish(Some("Blatt")).unwrap(), "x.xlsx", &profile);
        let read = read_bytes(&bytes, "x.xlsx", &profile.file).unwrap();
        assert_eq!(read.values(), [["x", "gestern", "b1", "4", "Grund; warum"]]);
    }
}
