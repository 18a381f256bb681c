//! Pictures are drawn again: place, time, camera and whatever else stands beside the pixels is left out, and
//! so is what is no picture.

use std::io::Cursor;

use contract::uploads::Refusal;
use image::{
    ColorType, DynamicImage, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    metadata::Orientation,
};

use super::Kind;

/// Nobody sees the difference on a receipt or a hole in the road.
const JPEG_QUALITY: u8 = 88;

/// The most memory for a pixel: four channels of sixteen bits.
pub(super) const PIXEL_BYTES: u64 = 8;

/// The picture as it is seen, in the same format.
pub(super) fn draw_again(kind: Kind, bytes: &[u8], pixel_limit: u64) -> Result<Vec<u8>, Refusal> {
    let refused = |error: ImageError| refused(&error, pixel_limit);
    let format = if kind == Kind::Png { ImageFormat::Png } else { ImageFormat::Jpeg };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(pixel_limit.saturating_mul(PIXEL_BYTES));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > pixel_limit {
        return Err(Refusal::TooManyPixels { limit: pixel_limit });
    }
    // A camera held upright says so beside the pixels; without the note the picture would lie on its side.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(orientation);
    let mut drawn = Vec::new();
    let written = if kind == Kind::Png {
        let mut encoder = PngEncoder::new(&mut drawn);
        keep_colours(&mut encoder, profile, picture.color());
        picture.write_with_encoder(encoder)
    } else {
        let picture = match picture {
            DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) => picture,
            other => DynamicImage::ImageRgb8(other.into_rgb8()),
        };
        let mut encoder = JpegEncoder::new_with_quality(&mut drawn, JPEG_QUALITY);
        keep_colours(&mut encoder, profile, picture.color());
        picture.write_with_encoder(encoder)
    };
    written.map(|()| drawn).map_err(refused)
}

/// Why a picture could not be drawn.
pub(super) const fn refused(error: &ImageError, pixel_limit: u64) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::TooManyPixels { limit: pixel_limit },
        _ => Refusal::Damaged,
    }
}

/// Phones write colours that only their profile explains. One for other channels than those that are
/// written, such as for print, explains nothing.
fn keep_colours(encoder: &mut impl ImageEncoder, profile: Option<Vec<u8>>, written: ColorType) {
    let space: &[u8] = if written.has_color() { b"RGB " } else { b"GRAY" };
    if let Some(profile) = profile.filter(|profile| profile.get(16..20) == Some(space)) {
        // Without it the colours are a little paler.
        _ = encoder.set_icc_profile(profile);
    }
}
