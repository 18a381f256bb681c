//! Scans: TIFF, which may have many pages. Each is drawn again, as pictures are, so that no page is lost and nothing
//! but what is to be seen is kept.

use std::io::Cursor;

use contract::uploads::Refusal;
use image::{
    DynamicImage, ImageDecoder, ImageError, Limits, codecs::tiff::TiffDecoder, metadata::Orientation,
};
use tiff::{
    decoder::Decoder,
    encoder::{Compression, DeflateLevel, TiffEncoder, colortype},
};

use super::picture::{PIXEL_BYTES, refused};

/// The most pages of one file.
const PAGES: usize = 100;

/// All pages together may have so many times the pixels of a picture.
const PAGES_OF_PIXELS: u64 = 4;

/// Where the header says where the first page is described, and in how many bytes.
const FIRST_PAGE: std::ops::Range<usize> = 4..8;

/// The pages as they are seen, in the same format.
pub(super) fn draw_again(bytes: &[u8], pixel_limit: u64) -> Result<Vec<u8>, Refusal> {
    let mut drawn = Cursor::new(Vec::new());
    let encoder = TiffEncoder::new(&mut drawn).map_err(|_| Refusal::Damaged)?;
    let mut encoder = encoder.with_compression(Compression::Deflate(DeflateLevel::Fast));
    let mut left = pixel_limit.saturating_mul(PAGES_OF_PIXELS);
    for page in pages(bytes)? {
        let picture = draw(bytes, page, pixel_limit)?;
        let (width, height) = (picture.width(), picture.height());
        left = left
            .checked_sub(u64::from(width) * u64::from(height))
            .ok_or(Refusal::TooManyPixels { limit: pixel_limit })?;
        let written = if picture.color().has_color() {
            encoder.write_image::<colortype::RGB8>(width, height, &picture.into_rgb8())
        } else {
            encoder.write_image::<colortype::Gray8>(width, height, &picture.into_luma8())
        };
        written.map_err(|_| Refusal::Damaged)?;
    }
    Ok(drawn.into_inner())
}

/// Where each page is described. The decoder refuses pages that lead back to earlier ones.
fn pages(bytes: &[u8]) -> Result<Vec<u32>, Refusal> {
    let damaged = |_| Refusal::Damaged;
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut pages = Vec::new();
    loop {
        let page = decoder.ifd_pointer().and_then(|page| u32::try_from(page.0).ok());
        pages.push(page.ok_or(Refusal::Damaged)?);
        if !decoder.more_images() {
            return Ok(pages);
        }
        if pages.len() == PAGES {
            return Err(Refusal::TooManyPages { limit: PAGES as u64 });
        }
        decoder.next_image().map_err(damaged)?;
    }
}

/// One page, by a header that calls it the first: that is the one the decoder of pictures knows.
fn draw(bytes: &[u8], page: u32, pixel_limit: u64) -> Result<DynamicImage, Refusal> {
    let mut bytes = bytes.to_vec();
    let is_little = bytes.starts_with(b"II");
    let address = if is_little { page.to_le_bytes() } else { page.to_be_bytes() };
    bytes.get_mut(FIRST_PAGE).ok_or(Refusal::Damaged)?.copy_from_slice(&address);
    let refused = |error: ImageError| refused(&error, pixel_limit);
    let mut decoder = TiffDecoder::new(Cursor::new(bytes)).map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > pixel_limit {
        return Err(Refusal::TooManyPixels { limit: pixel_limit });
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(pixel_limit.saturating_mul(PIXEL_BYTES));
    decoder.set_limits(limits).map_err(refused)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}
