//! Mounts the page and nothing else.

fn main() {}
