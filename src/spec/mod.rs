//! What the RFCs and registries name, as tables.

pub mod algorithms;
pub mod microsoft;
