//! A module as streams of things that are alike, and back.
//!
//! What an instruction is given tells little about the next instruction, and much about what the next one of its kind
//! is given. So instructions go into one stream, and the numbers they are given into the stream of their kind. Deflate
//! finds far more to share in those than in the module, and putting them together again is mere copying.
//!
//! Behind the functions stands what memory starts with, and much of that is where something else in it is. Where that
//! is tells little about what stands beside it, and is often right behind what the last one was. So that has streams of
//! its own, too.
//!
//! The split form is made of numbers in LEB128: how long the module is, how many functions it has, and how long each of
//! [`STREAMS`] streams is. Then come the streams, and the rest of what stands behind the functions. [`join`] is the model for
//! `www/unpack.js`.

use anyhow::{Context as _, Result, bail, ensure};

/// What stands before the functions.
const BEFORE: usize = 0;
/// The instructions.
const CODE: usize = 1;
/// Which locals a function has.
const LOCALS: usize = 2;
/// Where in memory something is loaded from, and where it is stored.
const LOADED: usize = 3;
const STORED: usize = 4;
/// What is given to few instructions, or not first.
const OTHER: usize = 5;
/// How many pointers there are behind the functions, and how much stands before each.
const GAPS: usize = 6;
/// How far each pointer is from what the last one leads us to expect.
const POINTERS: usize = 7;
/// The number that an instruction is given first, by instruction.
const FIRST: usize = 0x100;
/// The same for [`GET`] and [`CONST`], by the instruction that comes next: what is added is seldom what is compared.
const BEFORE_NEXT: usize = 0x200;

const STREAMS: usize = 0x400;

const END: u8 = 0x0b;
const GET: u8 = 0x20;
const CONST: u8 = 0x41;
/// From here on, memory is stored to.
const STORE: u8 = 0x36;

/// What an instruction is given.
enum Given {
    Numbers(usize),
    /// An alignment and an offset.
    Memory,
    /// So many numbers as the first of them says, and some more.
    Several(u32),
    /// As many numbers as the first of them stands for.
    Extended,
    Bytes(usize),
}

fn given(instruction: u8) -> Option<Given> {
    Some(match instruction {
        0x00 | 0x01 | 0x05 | END | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => Given::Numbers(0),
        0x02..=0x04 | 0x0c | 0x0d | 0x10 | GET..=0x26 | 0x3f..=0x42 | 0xd0 | 0xd2 => {
            Given::Numbers(1)
        }
        0x11 => Given::Numbers(2),
        0x0e => Given::Several(1),
        0x1c => Given::Several(0),
        0x28..=0x3e => Given::Memory,
        0x43 => Given::Bytes(4),
        0x44 => Given::Bytes(8),
        0xfc => Given::Extended,
        _ => return None,
    })
}

/// How many numbers an extended instruction is given.
fn extended(instruction: u32) -> usize {
    match instruction {
        8 | 10 | 12 | 14 => 2,
        9 | 11 | 13 | 15..=17 => 1,
        _ => 0,
    }
}

/// The stream of the number that an instruction is given first.
fn first(instruction: u8, next: u8) -> usize {
    match instruction {
        GET => BEFORE_NEXT + usize::from(next),
        CONST => BEFORE_NEXT + FIRST + usize::from(next),
        other => FIRST + usize::from(other),
    }
}

fn offsets(instruction: u8) -> usize {
    if instruction < STORE { LOADED } else { STORED }
}

/// Bytes that are read one after the other.
pub struct Reader<'m> {
    bytes: &'m [u8],
    pub at: usize,
}

impl<'m> Reader<'m> {
    pub fn new(bytes: &'m [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub fn take(&mut self, count: usize) -> Option<&'m [u8]> {
        let taken = self.bytes.get(self.at..)?.get(..count)?;
        self.at += count;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        Some(self.take(1)?[0])
    }

    /// A number as it stands.
    fn leb(&mut self) -> Option<&'m [u8]> {
        let rest = self.bytes.get(self.at..)?;
        let length = rest.iter().position(|byte| byte & 0x80 == 0)? + 1;
        self.take(length)
    }

    pub fn number(&mut self) -> Option<u32> {
        Some(value(self.leb()?))
    }
}

fn value(leb: &[u8]) -> u32 {
    let digits = leb.iter().enumerate();
    digits.fold(0, |value, (at, byte)| {
        value | u32::from(byte & 0x7f).unbounded_shl(7 * at as u32)
    })
}

pub fn push(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Where the first function of a module stands, where the last one ends, and how many there are.
fn functions(module: &[u8]) -> Option<(usize, usize, usize)> {
    const CODE: u8 = 10;
    let mut reader = Reader::new(module);
    reader.take(8)?;
    while reader.at < module.len() {
        let id = reader.byte()?;
        let length = reader.number()? as usize;
        let end = reader.at.checked_add(length)?;
        if id == CODE {
            let count = reader.number()? as usize;
            return Some((reader.at, end, count));
        }
        reader.take(length)?;
    }
    Some((module.len(), module.len(), 0))
}

/// Splits a module.
///
/// # Errors
///
/// If it is none, or has instructions that are not known here.
pub fn split(module: &[u8]) -> Result<Vec<u8>> {
    let (start, end, count) = functions(module).context("that is no module")?;
    let mut streams = vec![Vec::new(); STREAMS];
    streams[BEFORE] = module[..start].to_vec();
    let mut reader = Reader::new(module.get(..end).context("the module is cut off")?);
    reader.at = start;
    for _ in 0..count {
        let length = reader.number().context("no function")? as usize;
        let body = reader.take(length).context("the function is cut off")?;
        function(body, &mut streams)?;
    }
    let rest = without_pointers(&module[end..], &mut streams);
    let mut split = Vec::new();
    push(&mut split, module.len());
    push(&mut split, count);
    streams
        .iter()
        .for_each(|stream| push(&mut split, stream.len()));
    split.extend(streams.into_iter().flatten());
    split.extend(rest);
    ensure!(
        join(&split).as_deref() == Some(module),
        "the module is not as an optimiser writes it: it would not come back"
    );
    Ok(split)
}

fn function(body: &[u8], streams: &mut [Vec<u8>]) -> Result<()> {
    const CUT: &str = "the function ends too early";
    let mut reader = Reader::new(body);
    let groups = reader.number().context(CUT)?;
    for _ in 0..groups {
        reader.leb().context(CUT)?;
        reader.byte().context(CUT)?;
    }
    streams[LOCALS].extend_from_slice(&body[..reader.at]);
    while let Some(instruction) = reader.byte() {
        streams[CODE].push(instruction);
        let Some(given) = given(instruction) else {
            bail!("the packer does not know the instruction {instruction:#04x}");
        };
        // Which stream the first number goes to is known once the next instruction is.
        let first_number = match given {
            Given::Numbers(0) | Given::Bytes(_) => &[],
            _ => reader.leb().context(CUT)?,
        };
        let others = reader.at;
        match given {
            Given::Numbers(0) => {}
            Given::Numbers(count) => skip(&mut reader, count - 1).context(CUT)?,
            Given::Memory => {
                let offset = reader.leb().context(CUT)?;
                streams[offsets(instruction)].extend_from_slice(offset);
            }
            Given::Several(more) => {
                skip(&mut reader, (value(first_number) + more) as usize).context(CUT)?;
            }
            Given::Extended => skip(&mut reader, extended(value(first_number))).context(CUT)?,
            Given::Bytes(count) => drop(reader.take(count).context(CUT)?),
        }
        if !matches!(given, Given::Memory) {
            streams[OTHER].extend_from_slice(&body[others..reader.at]);
        }
        let next = body.get(reader.at).copied().unwrap_or_default();
        streams[first(instruction, next)].extend_from_slice(first_number);
    }
    Ok(())
}

/// Where memory starts that is not the stack.
const MEMORY: u32 = 1 << 20;

/// What stands behind the functions, without what leads into it by its looks.
fn without_pointers(behind: &[u8], streams: &mut [Vec<u8>]) -> Vec<u8> {
    let mut rest = Vec::new();
    let mut pointers = Vec::new();
    let (mut at, mut from) = (0, 0);
    // What comes behind a pointer tells what to expect of the next one.
    while let Some(bytes) = behind.get(at..at + 8) {
        let pointer = word(bytes);
        if (MEMORY..MEMORY + behind.len() as u32).contains(&pointer) {
            rest.extend_from_slice(&behind[from..at]);
            pointers.push((pointer, at - from, rest.len()));
            at += 4;
            from = at;
        } else {
            at += 1;
        }
    }
    rest.extend_from_slice(&behind[from..]);
    push(&mut streams[GAPS], pointers.len());
    let mut expected = MEMORY;
    for (pointer, gap, at) in pointers {
        push(&mut streams[GAPS], gap);
        let apart = pointer.wrapping_sub(expected) as i32;
        push(
            &mut streams[POINTERS],
            (apart << 1 ^ apart >> 31) as u32 as usize,
        );
        expected = expect(pointer, &rest[at..]);
    }
    rest
}

/// Texts often stand behind one another, and what stands behind a pointer to one is how long it is.
fn expect(pointer: u32, behind: &[u8]) -> u32 {
    pointer.wrapping_add(word(behind) & 0x7ff)
}

fn word(bytes: &[u8]) -> u32 {
    let word = bytes.first_chunk().copied().unwrap_or_default();
    u32::from_le_bytes(word)
}

fn skip(reader: &mut Reader<'_>, numbers: usize) -> Option<()> {
    (0..numbers).try_for_each(|_| reader.leb().map(drop))
}

/// Puts a module together again; `None` if that is not what [`split`] made.
pub fn join(split: &[u8]) -> Option<Vec<u8>> {
    let mut header = Reader::new(split);
    let length = header.number()? as usize;
    let count = header.number()?;
    let mut lengths = Vec::new();
    for _ in 0..STREAMS {
        lengths.push(header.number()? as usize);
    }
    let mut streams = Vec::new();
    for length in lengths {
        streams.push(Reader::new(header.take(length)?));
    }
    let mut module = streams[BEFORE].bytes.to_vec();
    for _ in 0..count {
        let mut body = Vec::new();
        let mut copy = |stream: usize| -> Option<u32> {
            let leb = streams[stream].leb()?;
            body.extend_from_slice(leb);
            Some(value(leb))
        };
        for _ in 0..copy(LOCALS)? {
            copy(LOCALS)?;
            // A type is one byte, as a small number is.
            copy(LOCALS)?;
        }
        let mut depth = 1;
        while depth > 0 {
            let code = &mut streams[CODE];
            let instruction = code.byte()?;
            let next = code.bytes.get(code.at).copied().unwrap_or_default();
            body.push(instruction);
            match instruction {
                0x02..=0x04 => depth += 1,
                END => depth -= 1,
                _ => {}
            }
            let mut copy = |stream: usize| -> Option<u32> {
                let leb = streams[stream].leb()?;
                body.extend_from_slice(leb);
                Some(value(leb))
            };
            let first = first(instruction, next);
            let others = match given(instruction)? {
                Given::Numbers(0) => 0,
                Given::Numbers(count) => {
                    copy(first)?;
                    count - 1
                }
                Given::Memory => {
                    copy(first)?;
                    copy(offsets(instruction))?;
                    0
                }
                Given::Several(more) => (copy(first)? + more) as usize,
                Given::Extended => extended(copy(first)?),
                Given::Bytes(count) => {
                    body.extend_from_slice(streams[OTHER].take(count)?);
                    0
                }
            };
            for _ in 0..others {
                let leb = streams[OTHER].leb()?;
                body.extend_from_slice(leb);
            }
        }
        push(&mut module, body.len());
        module.extend(body);
    }
    let mut rest = &split[header.at..];
    let mut expected = MEMORY;
    for _ in 0..streams[GAPS].number()? {
        let (before, behind) = rest.split_at_checked(streams[GAPS].number()? as usize)?;
        module.extend_from_slice(before);
        let apart = streams[POINTERS].number()?;
        let pointer = expected.wrapping_add(apart >> 1 ^ (apart & 1).wrapping_neg());
        module.extend(pointer.to_le_bytes());
        expected = expect(pointer, behind);
        rest = behind;
    }
    module.extend_from_slice(rest);
    (module.len() == length).then_some(module)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of these functions, and something behind them.
    fn module(bodies: &[&[u8]]) -> Vec<u8> {
        let mut code = vec![bodies.len() as u8];
        for body in bodies {
            push(&mut code, body.len());
            code.extend_from_slice(body);
        }
        let mut module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x0a".to_vec();
        push(&mut module, code.len());
        module.extend(code);
        module.extend_from_slice(b"\x0b\x05\x01\0\x41\0\x0b");
        module
    }

    #[test]
    fn what_is_split_comes_together_again() {
        let each_kind: &[u8] = &[
            2, 1, 0x7f, 3, 0x7e, // locals
            0x20, 0, 0x41, 0xff, 0, 0x6a, 0x21, 0x81,
            0, // numbers, one of them longer than it need be
            0x02, 0x40, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b, // blocks
            0x28, 2, 8, 0x36, 2, 0x90, 1, // memory
            0x0e, 2, 0, 1, 2, 0x1c, 1, 0x7f, // lists
            0x43, 1, 2, 3, 0x84, 0x44, 1, 2, 3, 4, 5, 6, 7, 0x88, // bytes
            0x11, 1, 0, 0x10, 0x80, 1, 0xfc, 10, 0, 0, 0xfc, 0, 0x0b,
        ];
        let long = [&[0][..], &[0x1a; 300], &[0x0b]].concat();
        for bodies in [&[][..], &[each_kind], &[each_kind, &[0, 0x0b], &long]] {
            let module = module(bodies);
            assert_eq!(join(&split(&module).unwrap()), Some(module));
        }
        let empty = b"\0asm\x01\0\0\0";
        assert_eq!(join(&split(empty).unwrap()).unwrap(), empty);
    }

    #[test]
    fn pointers_stand_in_streams_of_their_own() {
        let mut module = module(&[&[0, 0x0b]]);
        // Two texts, one behind the other, how long they are, and one text again.
        for word in [
            MEMORY + 5,
            3,
            MEMORY + 8,
            7,
            MEMORY + 5,
            3,
            u32::MAX,
            MEMORY + 9,
        ] {
            module.extend(word.to_le_bytes());
        }
        let split = split(&module).unwrap();
        assert_eq!(join(&split), Some(module.clone()));
        let gaps_and_distances = [3, 7, 4, 4, 10, 0, 19];
        assert!(split.windows(7).any(|window| window == gaps_and_distances));
    }

    #[test]
    fn what_would_not_come_back_is_not_split() {
        let error = |module: &[u8]| split(module).unwrap_err().to_string();
        assert_eq!(error(b"\0asm"), "that is no module");
        assert!(error(&module(&[&[0, 0xfd, 0x0b]])).contains("0xfd"));
        assert!(error(&module(&[&[0, 0x20]])).contains("too early"));
        // The length of a function written with a byte more than it takes.
        assert!(error(b"\0asm\x01\0\0\0\x0a\x05\x01\x82\0\0\x0b").contains("come back"));
    }

    #[test]
    fn damage_ends() {
        let whole = split(&module(&[&[0, 0x41, 5, 0x1a, 0x0b]])).unwrap();
        for length in 0..whole.len() {
            assert_eq!(join(&whole[..length]), None, "{length}");
        }
    }
}
