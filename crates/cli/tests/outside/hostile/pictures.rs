//! Whole pictures, and pieces to make broken ones of.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, RgbImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
};

/// A picture with something in every corner.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| image::Rgb([(x * 7 + y) as u8, (y * 5) as u8, (x ^ y) as u8]))
}

pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    DynamicImage::from(picture(width, height)).write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    bytes
}

pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = picture(width, height);
    JpegEncoder::new(&mut bytes).write_image(&picture, width, height, ExtendedColorType::Rgb8).unwrap();
    bytes
}

pub(crate) fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = picture(width, height);
    WebPEncoder::new_lossless(&mut bytes).encode(&picture, width, height, ExtendedColorType::Rgb8).unwrap();
    bytes
}

/// Zeros, packed.
pub(crate) fn zeros(length: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let piece = vec![0; 1 << 16];
    let mut left = length;
    while left > 0 {
        let now = left.min(piece.len());
        encoder.write_all(&piece[..now]).unwrap();
        left -= now;
    }
    encoder.finish().unwrap()
}

pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A chunk of a PNG, with its checksum.
pub(crate) fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let body = [&kind[..], content].concat();
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], &body, &crc32(&body).to_be_bytes()].concat()
}

/// A PNG of these sides and this kind of colour, with what stands in it.
pub(crate) fn png_of(width: u32, height: u32, depth: u8, colour: u8, chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([depth, colour, 0, 0, 0]);
    let all = [vec![chunk(b"IHDR", &header)], chunks.to_vec(), vec![chunk(b"IEND", b"")]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), all.concat()].concat()
}

/// A whole PNG with a chunk more behind its header.
pub(crate) fn png_with(more: &[Vec<u8>]) -> Vec<u8> {
    let whole = png(40, 30);
    [&whole[..33], &more.concat(), &whole[33..]].concat()
}

/// A whole JPEG with segments more behind its beginning.
pub(crate) fn jpeg_with(segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let whole = jpeg(40, 30);
    let mut bytes = whole[..2].to_vec();
    for (marker, content) in segments {
        bytes.extend([0xff, *marker]);
        bytes.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
        bytes.extend(content);
    }
    bytes.extend(&whole[2..]);
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}
