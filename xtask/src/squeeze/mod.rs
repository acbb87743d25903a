//! Makes what the page carries small, in a way that the page undoes before anyone notices.
//!
//! What takes the time of everyone who opens the page is not worth a few bytes. LZMA makes the module as small as
//! [`split`] and deflate do, and a model that predicts every bit makes it a quarter smaller still; but the first
//! takes a tenth of a second to undo in a page, and the second more than a second. Deflate is undone by the browser
//! itself, in some thousandths. LZMA of the streams would make it a twelfth smaller, mostly for looking farther back,
//! of which [`far`] is what costs no time; half a byte at a time, predicted in two vectors of sixteen numbers, is as
//! small as that and takes as long.
//!
//! `www/unpack.js` is the other half, and `cargo xtask dist` has it unpack every page.

mod far;
mod split;
mod text;
mod words;

use anyhow::Result;
use flate2::read::GzDecoder;
use std::io::Read as _;

/// Packs a module as text for a string of the script.
pub fn pack(module: &[u8]) -> Result<String> {
    let mut packed = Vec::new();
    // The streams are many and little alike.
    let options = zopfli::Options {
        maximum_block_splits: 250,
        ..zopfli::Options::default()
    };
    zopfli::compress(
        options,
        zopfli::Format::Gzip,
        &far::take_out(&split::split(module)?)[..],
        &mut packed,
    )?;
    Ok(text::from_bytes(&packed))
}

/// Unpacks; `None` if the text is not what [`pack`] made.
pub fn unpack(packed: &str) -> Option<Vec<u8>> {
    let mut taken = Vec::new();
    let bytes = text::to_bytes(packed);
    GzDecoder::new(&bytes[..]).read_to_end(&mut taken).ok()?;
    split::join(&far::put_back(&taken)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_unpacks_and_damage_is_found() {
        let module = [b"\0asm\x01\0\0\0\0\x40".as_slice(), &[7; 64]].concat();
        let packed = pack(&module).unwrap();
        assert_eq!(unpack(&packed), Some(module));
        assert_eq!(unpack(""), None);
        assert_eq!(unpack(&packed[..packed.len() / 2]), None);
    }
}
