//! Structure and encoding.

pub mod structure_wrong_segment_count;
