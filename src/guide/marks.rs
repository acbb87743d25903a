//! How a section is packed: the control characters that `build.rs` writes and the guide reads.

// What a block starts with.
pub const HEADING: char = '\u{1}';
pub const PARAGRAPH: char = '\u{2}';
pub const BULLET: char = '\u{3}';
pub const STEP: char = '\u{4}';
pub const CODE_BLOCK: char = '\u{5}';
pub const TABLE_HEAD: char = '\u{6}';
pub const TABLE_ROW: char = '\u{7}';
pub const EXAMPLE: char = '\u{8}';

// What stands inside a block.
pub const CODE: char = '\u{E}';
pub const STRONG: char = '\u{F}';
pub const EMPHASIS: char = '\u{10}';
pub const LINK: char = '\u{11}';
pub const LINK_END: char = '\u{12}';
pub const VALUE: char = '\u{13}';
pub const VALUE_END: char = '\u{14}';
pub const SEPARATOR: char = '\u{1F}';
