//! A picture drawn anew: decoded, turned upright, parts made unrecognisable, made smaller, encoded.
//!
//! Nothing of the file that came is in the one that is kept but the colours of its pixels: no place and no device of EXIF
//! or XMP, no thumbnail from before something was covered, no profile, no second file behind the first.

use std::{io::Cursor, ops::Range};

use domain::attachment::{FileProblem, Kind, Region};
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, Limits, Rgba,
    codecs::{
        jpeg::{JpegDecoder, JpegEncoder},
        png::{PngDecoder, PngEncoder},
        webp::WebPDecoder,
    },
    imageops::FilterType,
    metadata::Orientation,
};

use super::Format;

/// Most pixels of a picture that comes in: the sensors of ordinary telephones, 64 million, with four bytes each 256 MB.
pub const PIXELS_MAX: u64 = 64_000_000;
/// Longest side of a picture that is kept, in pixels: enough to read a sheet of paper.
pub const LONGEST_SIDE: u32 = 2_560;
/// Longest side of the small picture within a page, in pixels.
pub const SMALL_SIDE: u32 = 320;
/// Memory that a decoder may ask for, in bytes.
const DECODER_BYTES: u64 = 384 << 20;
/// Quality of what is kept, and of the small picture; of 100.
const QUALITY: u8 = 86;
const SMALL_QUALITY: u8 = 70;
/// What covers a part. One colour, because faces and plates behind blur and coarse pixels have been read again.
const COVER: Rgba<u8> = Rgba([112, 112, 112, 255]);
/// What stands behind transparent pixels in the small picture.
const PAPER: [u8; 3] = [255; 3];

/// A picture that was drawn anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redrawn {
    /// JPEG, or PNG where something is transparent.
    pub kind: Kind,
    /// The picture.
    pub bytes: Vec<u8>,
    /// A small JPEG of it.
    pub small: Vec<u8>,
    /// Width of the picture in pixels.
    pub width: u32,
    /// Height of the picture in pixels.
    pub height: u32,
}

/// Draws a picture anew, with `hidden` parts covered; they are meant as the picture stands upright.
///
/// What is animated becomes its first picture. It takes memory and time within limits, but the decoders read what
/// anybody sent: call it in a process of its own.
pub fn redraw(bytes: &[u8], hidden: &[Region]) -> Result<Redrawn, FileProblem> {
    let (mut picture, orientation) = decode(bytes)?;
    picture.apply_orientation(orientation);
    let picture = plain(picture);
    let picture = cover(picture, hidden);
    let picture = match picture.width().max(picture.height()) > LONGEST_SIDE {
        true => picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Triangle),
        false => picture,
    };
    let small = match picture.width().max(picture.height()) > SMALL_SIDE {
        true => picture.thumbnail(SMALL_SIDE, SMALL_SIDE),
        false => picture.clone(),
    };
    let (kind, bytes) = encode(&picture)?;
    let small = jpeg(&on_paper(small), SMALL_QUALITY)?;
    Ok(Redrawn { kind, bytes, small, width: picture.width(), height: picture.height() })
}

fn decode(bytes: &[u8]) -> Result<(DynamicImage, Orientation), FileProblem> {
    let broken = |_| FileProblem::BrokenPicture;
    let input = Cursor::new(bytes);
    match super::format(bytes) {
        Some(Format::Jpeg) => read(JpegDecoder::new(input).map_err(broken)?),
        Some(Format::Png) => read(PngDecoder::with_limits(input, limits()).map_err(broken)?),
        Some(Format::WebP) => read(WebPDecoder::new(input).map_err(broken)?),
        Some(Format::Pdf) | None => Err(FileProblem::UnknownKind),
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_BYTES);
    limits
}

fn read(mut decoder: impl ImageDecoder) -> Result<(DynamicImage, Orientation), FileProblem> {
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(FileProblem::BrokenPicture);
    }
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(FileProblem::TooManyPixels { millions: (PIXELS_MAX / 1_000_000) as u32 });
    }
    decoder.set_limits(limits()).map_err(|_| FileProblem::BrokenPicture)?;
    // What cannot be read of the orientation turns nothing.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| FileProblem::BrokenPicture)?;
    Ok((picture, orientation))
}

/// Eight bits a channel, with transparency only where something is transparent.
fn plain(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let picture = picture.into_rgba8();
    match picture.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        true => DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(picture).into_rgb8()),
        false => DynamicImage::ImageRgba8(picture),
    }
}

fn cover(picture: DynamicImage, hidden: &[Region]) -> DynamicImage {
    let parts: Vec<_> =
        hidden.iter().map(|region| region.pixels(picture.width(), picture.height())).collect();
    match picture {
        DynamicImage::ImageRgba8(mut picture) => {
            fill(&parts, |x, y| picture.put_pixel(x, y, COVER));
            DynamicImage::ImageRgba8(picture)
        }
        other => {
            let mut picture = other.into_rgb8();
            let [red, green, blue, _] = COVER.0;
            fill(&parts, |x, y| picture.put_pixel(x, y, image::Rgb([red, green, blue])));
            DynamicImage::ImageRgb8(picture)
        }
    }
}

/// Every pixel of these parts, given by their columns and rows.
fn fill(parts: &[(Range<u32>, Range<u32>)], mut put: impl FnMut(u32, u32)) {
    for (columns, rows) in parts {
        for y in rows.clone() {
            columns.clone().for_each(|x| put(x, y));
        }
    }
}

fn encode(picture: &DynamicImage) -> Result<(Kind, Vec<u8>), FileProblem> {
    let DynamicImage::ImageRgba8(picture) = picture else {
        return Ok((Kind::Jpeg, jpeg(picture, QUALITY)?));
    };
    // Whoever looks under transparent pixels finds nothing.
    let mut picture = picture.clone();
    picture.pixels_mut().filter(|pixel| pixel.0[3] == 0).for_each(|pixel| *pixel = Rgba([0; 4]));
    let mut bytes = Vec::new();
    let (width, height) = picture.dimensions();
    let written = PngEncoder::new(&mut bytes).write_image(&picture, width, height, ExtendedColorType::Rgba8);
    written.map_err(|_| FileProblem::BrokenPicture)?;
    Ok((Kind::Png, bytes))
}

fn on_paper(picture: DynamicImage) -> DynamicImage {
    let DynamicImage::ImageRgba8(picture) = picture else { return picture };
    let mut opaque = image::RgbImage::new(picture.width(), picture.height());
    for (from, to) in picture.pixels().zip(opaque.pixels_mut()) {
        let alpha = u32::from(from.0[3]);
        for (to, (ink, paper)) in to.0.iter_mut().zip(from.0.into_iter().zip(PAPER)) {
            *to = ((u32::from(ink) * alpha + u32::from(paper) * (255 - alpha)) / 255) as u8;
        }
    }
    DynamicImage::ImageRgb8(opaque)
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, FileProblem> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder
        .write_image(picture.as_bytes(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(|_| FileProblem::BrokenPicture)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::{GenericImageView, RgbImage, RgbaImage};

    use super::*;

    fn png(picture: &DynamicImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        picture.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
        bytes
    }

    /// Left half red, right half blue.
    fn halves(width: u32, height: u32) -> DynamicImage {
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| {
            image::Rgb(if x < width / 2 { [220, 20, 20] } else { [20, 20, 220] })
        }))
    }

    /// A JPEG with an EXIF block that holds an orientation and a place.
    fn jpeg_with_exif(picture: &DynamicImage, orientation: u8) -> Vec<u8> {
        let plain = jpeg(picture, 95).unwrap();
        let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
        tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        tiff.extend([0x0e, 0x01, 2, 0, 18, 0, 0, 0, 38, 0, 0, 0, 0, 0, 0, 0]);
        tiff.extend(b"GPS 51.6739,7.8150\0");
        let mut bytes = plain[..2].to_vec();
        bytes.extend([0xff, 0xe1]);
        bytes.extend(u16::try_from(tiff.len() + 2).unwrap().to_be_bytes());
        bytes.extend(tiff);
        bytes.extend(&plain[2..]);
        bytes
    }

    fn decoded(redrawn: &Redrawn) -> DynamicImage {
        decode(&redrawn.bytes).unwrap().0
    }

    fn is_red(pixel: Rgba<u8>) -> bool {
        pixel.0[0] > 150 && pixel.0[2] < 100
    }

    #[test]
    fn a_picture_stands_upright_and_tells_neither_place_nor_device() {
        let given = jpeg_with_exif(&halves(64, 32), 6);
        assert!(given.windows(3).any(|three| three == b"GPS"));
        let redrawn = redraw(&given, &[]).unwrap();
        assert_eq!((redrawn.kind, redrawn.width, redrawn.height), (Kind::Jpeg, 32, 64));
        let picture = decoded(&redrawn);
        assert!(
            is_red(picture.get_pixel(16, 5)) && !is_red(picture.get_pixel(16, 60)),
            "turned by 90 degrees"
        );
        for word in [&b"Exif"[..], b"GPS", b"51.67"] {
            let found = |bytes: &[u8]| bytes.windows(word.len()).any(|window| window == word);
            assert!(!found(&redrawn.bytes) && !found(&redrawn.small));
        }
    }

    #[test]
    fn what_is_hidden_has_one_colour_in_the_picture_and_in_the_small_one() {
        let noise = RgbImage::from_fn(400, 200, |x, y| {
            let n = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).to_le_bytes();
            image::Rgb([n[0], n[1], n[2]])
        });
        let region = Region::read(["25", "25", "50", "50"]).unwrap();
        let redrawn = redraw(&png(&DynamicImage::ImageRgb8(noise)), &[region]).unwrap();
        let small = decode(&redrawn.small).unwrap().0;
        for picture in [decoded(&redrawn), small] {
            let (width, height) = picture.dimensions();
            for (x, y) in [(0.3, 0.3), (0.5, 0.5), (0.7, 0.7), (0.3, 0.7)] {
                let pixel = picture.get_pixel((f64::from(width) * x) as u32, (f64::from(height) * y) as u32);
                for channel in 0..3 {
                    assert!(pixel.0[channel].abs_diff(COVER.0[channel]) < 8, "{pixel:?}");
                }
            }
        }
    }

    #[test]
    fn the_hidden_part_is_meant_as_the_picture_stands_upright() {
        let top = Region::read(["0", "0", "100", "50"]).unwrap();
        let redrawn = redraw(&jpeg_with_exif(&halves(64, 32), 6), &[top]).unwrap();
        let picture = decoded(&redrawn);
        assert!(picture.get_pixel(16, 5).0[0].abs_diff(COVER.0[0]) < 12, "the red half is covered");
        assert!(picture.get_pixel(16, 60).0[2] > 150, "the blue half is not");
    }

    #[test]
    fn a_large_picture_becomes_smaller_and_a_transparent_one_stays_transparent() {
        let redrawn = redraw(&png(&halves(3000, 500)), &[]).unwrap();
        assert_eq!((redrawn.kind, redrawn.width, redrawn.height), (Kind::Jpeg, LONGEST_SIDE, 427));
        let small = decode(&redrawn.small).unwrap().0;
        assert_eq!(small.width(), SMALL_SIDE);

        let glass = RgbaImage::from_fn(20, 20, |x, _| Rgba([9, 8, 7, if x < 10 { 0 } else { 255 }]));
        let redrawn = redraw(&png(&DynamicImage::ImageRgba8(glass)), &[]).unwrap();
        assert_eq!(redrawn.kind, Kind::Png);
        assert_eq!(decoded(&redrawn).get_pixel(2, 2), Rgba([0; 4]), "nothing lies under what is not seen");
        assert_eq!(decoded(&redrawn).get_pixel(15, 2), Rgba([9, 8, 7, 255]));
        assert_eq!(super::super::format(&redrawn.small), Some(Format::Jpeg));
    }

    #[test]
    fn what_is_behind_a_picture_is_not_behind_the_one_that_is_kept() {
        let mut given = jpeg_with_exif(&halves(64, 32), 1);
        given.extend(b"PK\x03\x04<script>alert(1)</script>");
        let redrawn = redraw(&given, &[]).unwrap();
        assert!(!redrawn.bytes.windows(4).any(|four| four == b"PK\x03\x04" || four == b"<scr"));
        assert!(redrawn.bytes.ends_with(&[0xff, 0xd9]));
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_and_what_has_too_many_pixels_before_it_is_drawn() {
        let whole = png(&halves(64, 32));
        assert_eq!(redraw(b"GIF89a", &[]), Err(FileProblem::UnknownKind));
        assert_eq!(redraw(&whole[..whole.len() / 2], &[]), Err(FileProblem::BrokenPicture));
        let mut huge = whole.clone();
        huge[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]);
        let crc = crc32(&huge[12..29]);
        huge[29..33].copy_from_slice(&crc.to_be_bytes());
        let refused = redraw(&huge, &[]);
        assert_eq!(refused, Err(FileProblem::TooManyPixels { millions: 64 }));
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(
                crc ^ u32::from(*byte),
                |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
            )
        })
    }
}
