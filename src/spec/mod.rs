//! What the RFCs and registries name, as tables.

pub mod algorithms;
pub mod claims;
pub mod header;
pub mod media_types;
pub mod microsoft;
pub mod secrets;
pub mod server_errors;
pub mod values;
