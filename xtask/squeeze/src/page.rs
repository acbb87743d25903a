//! What the page calls.

use crate::{LARGEST, decode};
use std::sync::{Mutex, PoisonError};

/// The most characters there can be.
const TEXT: usize = 1 << 20;

static PACKED: Mutex<[u8; TEXT]> = Mutex::new([0; TEXT]);
static UNPACKED: Mutex<[u8; LARGEST]> = Mutex::new([0; LARGEST]);

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
    UNPACKED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ptr() as usize
}

/// Unpacks that many characters and says how many bytes that makes: none if something is wrong with them.
#[unsafe(no_mangle)]
pub extern "C" fn unpack(length: usize) -> usize {
    let packed = PACKED.lock().unwrap_or_else(PoisonError::into_inner);
    let packed = packed.get(..length).unwrap_or_default();
    let mut unpacked = UNPACKED.lock().unwrap_or_else(PoisonError::into_inner);
    decode(packed, &mut *unpacked).unwrap_or(0)
}
