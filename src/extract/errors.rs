//! What servers and libraries say: codes and phrases in the text around the tokens.

use super::Extraction;

pub(super) fn find(_text: &str, _out: &mut Extraction) {}
