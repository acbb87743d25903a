//! Keys in every form people have them in.
