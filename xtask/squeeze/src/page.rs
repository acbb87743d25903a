//! What the page calls.

use crate::{decode, lock};
use std::sync::{Mutex, PoisonError};

/// The most characters there can be.
const TEXT: usize = 1 << 20;

static PACKED: Mutex<[u8; TEXT]> = Mutex::new([0; TEXT]);

/// Where the page has to put the packed text.
#[unsafe(no_mangle)]
pub extern "C" fn from() -> usize {
    PACKED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ptr() as usize
}

/// Where it finds what that unpacks to.
#[unsafe(no_mangle)]
pub extern "C" fn to() -> usize {
    lock().history().as_ptr() as usize
}

/// Unpacks that many characters and says how many bytes that makes: none if something is wrong with them.
#[unsafe(no_mangle)]
pub extern "C" fn unpack(length: usize) -> usize {
    let packed = PACKED.lock().unwrap_or_else(PoisonError::into_inner);
    let packed = packed.get(..length).unwrap_or_default();
    decode(&mut lock(), packed).map_or(0, <[u8]>::len)
}
