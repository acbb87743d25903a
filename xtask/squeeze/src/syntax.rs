//! Where in a module the next byte stands.
//!
//! This follows the binary format just closely enough to tell instructions from their operands. It cannot fail:
//! of bytes that are no module it makes something or other, which is then of no help to the model and no harm.

use crate::hash;
use crate::tree::CLASSES;

/// What the next byte is: the sections' own numbers for what is in them, and these.
pub mod kind {
    /// A section's number.
    pub const SECTION: u32 = 16;
    /// The length of a section, or how many functions there are.
    pub const LENGTH: u32 = 17;
    /// How many pieces of data there are.
    pub const PIECES: u32 = 18;
    /// How a piece of data says where it belongs.
    pub const MODE: u32 = 19;
    /// The instruction before the address.
    pub const BEFORE: u32 = 20;
    /// The address.
    pub const ADDRESS: u32 = 21;
    /// The instruction after it.
    pub const AFTER: u32 = 22;
    /// How many bytes it has.
    pub const SIZE: u32 = 23;
    /// The length of a function.
    pub const BODY: u32 = 24;
    /// How many groups of locals a function has.
    pub const GROUPS: u32 = 25;
    /// How many locals a group has.
    pub const LOCALS: u32 = 26;
    /// Their type.
    pub const TYPE: u32 = 27;
    /// An instruction.
    pub const OPCODE: u32 = 28;
    /// Eight bytes of a floating-point number.
    pub const FLOAT: u32 = 29;
    /// The first operand of instruction 0; the other instructions follow.
    pub const FIRST: u32 = 256;
    /// The second operand of instruction 0.
    pub const SECOND: u32 = 512;
}

const CODE: u32 = 10;
const DATA: u32 = 11;

/// How many of the last instructions are kept with their operands.
const KEPT: usize = 4;

/// A position in a module, and what has been seen on the way there.
pub struct Syntax {
    /// What the next byte is.
    pub kind: u32,
    /// How many bytes of the number it belongs to have been read …
    pub digit: u32,
    /// … and which number they make.
    pub value: u32,
    previous: u8,
    /// Where in memory the next byte of data goes.
    pub address: u32,
    /// The last instructions, the newest in the lowest byte.
    pub instructions: u64,
    /// The same with their operands, the newest first.
    pub whole: [u32; KEPT],
    /// The two instructions that followed when the last one stood there the last two times.
    followed: [[u32; 2]; 4096],
    /// Where in `followed` the last one is.
    at: usize,
    /// The instructions since the last one that left nothing to go on with.
    pub statement: u32,
    /// How many values there are to go on with, roughly.
    pub height: u32,
    /// The instructions that opened the blocks, the innermost in the lowest three bits.
    pub blocks: u32,
    /// The last locals.
    pub locals: [u32; 2],
    /// The last function that was called.
    pub call: u32,
    /// The last constant.
    pub constant: u32,
    section: u32,
    /// How many bytes are left of the section, outside of code.
    rest: u32,
    /// How many functions or bytes of a piece of data are left.
    items: u32,
    /// How many bytes are left of the function.
    body: u32,
    /// How many operands, groups of locals or bytes of a float are left.
    left: u32,
    /// The instruction being read, with its operands.
    current: u32,
}

impl Syntax {
    pub const ZERO: Self = Self {
        kind: 0,
        digit: 0,
        value: 0,
        previous: 0,
        address: 0,
        instructions: 0,
        whole: [0; KEPT],
        followed: [[0; 2]; 4096],
        at: 0,
        statement: 0,
        height: 0,
        blocks: 0,
        locals: [0; 2],
        call: 0,
        constant: 0,
        section: 0,
        rest: 0,
        items: 0,
        body: 0,
        left: 0,
        current: 0,
    };

    /// Before the first byte of a module: eight bytes say that it is one.
    pub fn prepare(&mut self) {
        *self = Self::ZERO;
        self.rest = 8;
    }

    /// Whether the next byte belongs to a function.
    pub fn in_code(&self) -> bool {
        self.kind >= kind::BODY
    }

    /// What followed the last instruction the last two times.
    pub fn followed(&self) -> [u32; 2] {
        self.followed[self.at % 4096]
    }

    /// How frequent each byte is in each class.
    pub fn frequencies(bytes: &[u8]) -> [[u32; 256]; CLASSES] {
        let mut frequencies = [[0; 256]; CLASSES];
        let mut syntax = Self::ZERO;
        syntax.prepare();
        for &byte in bytes {
            frequencies[syntax.class()][usize::from(byte)] += 1;
            syntax.step(byte.into());
        }
        frequencies
    }

    /// Which bytes are about as frequent here.
    pub fn class(&self) -> usize {
        match self.kind {
            kind::OPCODE => match self.instructions & 255 {
                0x20 => 1,
                0x41 => 2,
                0x21 => 3,
                0x22 => 4,
                0x0b | 0x0d => 5,
                0x28 | 0x2d | 0x6a => 6,
                _ => 7,
            },
            0x120..=0x122 => 8,
            0x141 if self.digit == 0 => 9,
            0x141 if self.digit == 1 => 10,
            0x110 if self.digit == 0 => 11,
            0x228..=0x23e => 12,
            kind::BODY.. => 13,
            _ => match self.previous {
                b'a'..=b'z' => 14,
                b' ' => 15,
                0 => 16,
                _ => 0,
            },
        }
    }

    /// Takes note of a byte.
    pub fn step(&mut self, byte: u32) {
        self.previous = byte as u8;
        if self.in_code() {
            let body = self.body;
            self.body = body.wrapping_sub(1);
            match self.kind {
                kind::OPCODE => self.instruction(byte),
                kind::TYPE => self.groups(),
                kind::FLOAT => self.operands(),
                _ => self.number(byte),
            }
            if body == 1 {
                (self.digit, self.value) = (0, 0);
                self.items = self.items.wrapping_sub(1);
                self.kind = if self.items == 0 {
                    kind::SECTION
                } else {
                    kind::BODY
                };
            }
            return;
        }
        match self.kind {
            kind::SECTION => {
                self.section = byte & 15;
                self.kind = kind::LENGTH;
                return;
            }
            kind::LENGTH => return self.number(byte),
            DATA => {
                self.address = self.address.wrapping_add(1);
                self.items = self.items.wrapping_sub(1);
                if self.items == 0 {
                    self.kind = kind::MODE;
                }
            }
            kind::BEFORE | kind::AFTER => self.kind += 1,
            it if it > kind::LENGTH => self.number(byte),
            _ => {}
        }
        self.rest = self.rest.wrapping_sub(1);
        if self.rest == 0 {
            (self.digit, self.value) = (0, 0);
            self.kind = kind::SECTION;
        }
    }

    /// Takes a byte of a number, of which the last is below 128.
    fn number(&mut self, byte: u32) {
        self.value |= (byte & 127).wrapping_shl(7 * self.digit);
        self.digit += 1;
        if byte >= 128 {
            return;
        }
        self.digit = 0;
        let value = core::mem::take(&mut self.value);
        match self.kind {
            kind::LENGTH => match self.section {
                // A section of code has two such numbers: its own length and how many functions there are.
                CODE if self.rest == 0 => self.rest = 1,
                CODE => (self.rest, self.items, self.kind) = (0, value, kind::BODY),
                section => {
                    self.rest = value;
                    self.kind = match section {
                        _ if value == 0 => kind::SECTION,
                        DATA => kind::PIECES,
                        other => other,
                    };
                }
            },
            kind::ADDRESS => (self.address, self.kind) = (value, kind::AFTER),
            kind::SIZE => {
                self.items = value;
                self.kind = if value == 0 { kind::MODE } else { DATA };
            }
            kind::PIECES | kind::MODE => self.kind += 1,
            kind::BODY => {
                (self.body, self.kind) = (value, kind::GROUPS);
                (self.height, self.blocks, self.instructions, self.locals) = (0, 0, 0, [0; 2]);
            }
            kind::GROUPS => {
                self.left = value.wrapping_add(1);
                self.groups();
            }
            kind::LOCALS => self.kind = kind::TYPE,
            _ => self.operand(value),
        }
    }

    fn groups(&mut self) {
        self.left = self.left.wrapping_sub(1);
        self.kind = if self.left == 0 {
            kind::OPCODE
        } else {
            kind::LOCALS
        };
    }

    fn instruction(&mut self, opcode: u32) {
        self.instructions = self.instructions << 8 | u64::from(opcode);
        self.current = opcode + 1;
        self.left = match opcode {
            0x11 | 0x1c | 0x28..=0x3e => 2,
            0x02..=0x04 | 0x0c..=0x0e | 0x10 | 0x20..=0x26 | 0x3f..=0x42 | 0xd0 | 0xd2 | 0xfc => 1,
            0x43 => 4,
            0x44 => 8,
            _ => return self.complete(opcode),
        };
        self.kind = match opcode {
            0x43 | 0x44 => kind::FLOAT,
            _ => kind::FIRST + opcode,
        };
    }

    fn operand(&mut self, value: u32) {
        self.current = hash(self.current, value);
        let opcode = self.kind & 255;
        let second = self.kind >= kind::SECOND;
        match opcode {
            // As many targets as it says, and one.
            0x0e if !second => self.left = value.wrapping_add(2),
            0xfc if !second => {
                self.instructions = self.instructions & !255 | u64::from(0xe0 | value & 31);
                self.left = match value {
                    8 | 10 | 12 | 14 => 3,
                    9 | 11 | 13 | 15..=17 => 2,
                    _ => 1,
                };
            }
            0x20..=0x22 => self.locals = [value.wrapping_add(1), self.locals[0]],
            0x10 => self.call = value,
            0x41 => self.constant = value,
            _ => {}
        }
        self.kind = kind::SECOND + opcode;
        self.operands();
    }

    fn operands(&mut self) {
        self.left = self.left.wrapping_sub(1);
        if self.left == 0 {
            self.complete(self.instructions as u32 & 255);
        }
    }

    /// After an instruction and all its operands.
    fn complete(&mut self, opcode: u32) {
        self.kind = kind::OPCODE;
        self.whole.rotate_right(1);
        self.whole[0] = self.current;
        let followed = &mut self.followed[self.at % 4096];
        *followed = [self.current, followed[0]];
        self.at = (self.current.wrapping_mul(0x9e37_79b1) >> 20) as usize;

        self.height = self.height.wrapping_add(match opcode {
            0x20 | 0x23 | 0x3f | 0x41..=0x44 => 1,
            0x04 | 0x0d | 0x0e | 0x1a | 0x21 | 0x24 | 0x46..=0x4f | 0x51..=0x66 => !0,
            0x6a..=0x78 | 0x7c..=0x8a | 0x92..=0xa6 => !0,
            0x1b | 0x36..=0x3e => !1,
            0xe0.. => !2,
            0..=0x11 => self.height.wrapping_neg(),
            _ => 0,
        }) & 15;
        match opcode {
            0x02..=0x04 => self.blocks = self.blocks << 3 | opcode,
            0x0b => self.blocks >>= 3,
            _ => {}
        }
        self.statement = match opcode {
            0x02..=0x05 | 0x0b..=0x11 | 0x1a | 0x21 | 0x22 | 0x36..=0x3e => 0,
            _ => hash(self.statement, self.current),
        };
    }
}
