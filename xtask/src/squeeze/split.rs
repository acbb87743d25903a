//! A module as streams of things that are alike, and back.
//!
//! What an instruction is given tells little about the next instruction, and much about what the next one of its kind
//! is given. So instructions go into one stream, and the numbers they are given into the stream of their kind. Deflate
//! finds far more to share in those than in the module, and putting them together again is mere copying.
//!
//! Most instructions that get a local get where the function has its part of the stack, or what was set just before,
//! and some functions are called from everywhere. Bytes that are no instruction say so, each with what the instruction
//! is given: so deflate sees what is done to what.
//!
//! Behind the functions stands what memory starts with, and much of that is where something else in it is. Where that
//! is tells little about what stands beside it, and is often right behind what the last one was. So that has streams of
//! its own, too, and so has how long it is. The rest is mostly text, of which [`words`] makes less.
//!
//! The split form is made of numbers in LEB128: how long the module is, how many functions it has, and how long each of
//! [`STREAMS`] streams is. Then come the streams, and the rest of what stands behind the functions. [`join`] is the model for
//! `www/unpack.wat`.

use super::words::{self, Words};
use anyhow::{Context as _, Result, bail, ensure};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What stands before the functions.
const BEFORE: usize = 0;
/// The instructions.
const CODE: usize = 1;
/// Which locals a function has.
const LOCALS: usize = 2;
/// What is given to few instructions, or not first.
const OTHER: usize = 5;
/// How many pointers there are behind the functions, and how much stands before each.
const GAPS: usize = 6;
/// How far each pointer is from what one of two before it leads us to expect, and from which of them.
const POINTERS: usize = 7;
/// Where in the frame something is loaded from, and where else in it something is.
const FRAME_LOADED: usize = 8;
const FRAME: usize = 9;
/// One more than what stands behind a pointer, if that is so little that it may say how long something is.
const LENGTHS: usize = 10;
/// Bytes that are no instruction of this module, and for each an instruction and the number that it is given.
const SAID: usize = 11;
/// The dictionary of [`words`].
const WORDS: usize = 12;
// Where else in memory something is loaded from, and where it is stored, is in the stream that has the number of the
// instruction.
/// The number that an instruction is given first, by instruction.
const FIRST: usize = 0x100;
/// The same for [`GET`] and [`CONST`], by the instruction that comes next: what is added is seldom what is compared.
const BEFORE_NEXT: usize = 0x200;

const STREAMS: usize = 0x400;

const END: u8 = 0x0b;
const CALL: u8 = 0x10;
const GET: u8 = 0x20;
const SET: u8 = 0x21;
const TEE: u8 = 0x22;
const CONST: u8 = 0x41;
const ADD: u8 = 0x6a;
/// From here on, memory is stored to.
const STORE: u8 = 0x36;

// Bytes that are no instruction, each for one together with the local it is given: see [`Known`].
const GET_FRAME: u8 = 0xc5;
const SET_FRAME: u8 = 0xc6;
const TEE_FRAME: u8 = 0xc7;
const GET_LAST: u8 = 0xc8;

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

    pub fn byte(&mut self) -> Option<u8> {
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

/// An instruction and what it is given, as it stands.
struct Instruction<'m> {
    code: u8,
    first: &'m [u8],
    others: &'m [u8],
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
    let mut bodies = Vec::new();
    for _ in 0..count {
        let length = reader.number().context("no function")? as usize;
        let body = reader.take(length).context("the function is cut off")?;
        bodies.push(instructions(body, &mut streams[LOCALS])?);
    }
    let frequent = frequent(&bodies);
    for (byte, (code, number)) in &frequent {
        streams[SAID].extend([byte, code]);
        streams[SAID].extend_from_slice(number);
    }
    for body in &bodies {
        function(body, &frequent, &mut streams);
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

/// Reads the instructions of a function. Its locals go into their stream.
fn instructions<'m>(body: &'m [u8], locals: &mut Vec<u8>) -> Result<Vec<Instruction<'m>>> {
    const CUT: &str = "the function ends too early";
    let mut reader = Reader::new(body);
    let groups = reader.number().context(CUT)?;
    for _ in 0..groups {
        reader.leb().context(CUT)?;
        reader.byte().context(CUT)?;
    }
    locals.extend_from_slice(&body[..reader.at]);
    let mut instructions = Vec::new();
    while let Some(code) = reader.byte() {
        let Some(given) = given(code) else {
            bail!("the packer does not know the instruction {code:#04x}");
        };
        let first = match given {
            Given::Numbers(0) | Given::Bytes(_) => &[],
            _ => reader.leb().context(CUT)?,
        };
        let others = reader.at;
        match given {
            Given::Numbers(0) => {}
            Given::Numbers(count) => skip(&mut reader, count - 1).context(CUT)?,
            Given::Memory => skip(&mut reader, 1).context(CUT)?,
            Given::Several(more) => {
                skip(&mut reader, (value(first) + more) as usize).context(CUT)?;
            }
            Given::Extended => skip(&mut reader, extended(value(first))).context(CUT)?,
            Given::Bytes(count) => drop(reader.take(count).context(CUT)?),
        }
        let others = &body[others..reader.at];
        instructions.push(Instruction {
            code,
            first,
            others,
        });
    }
    Ok(instructions)
}

/// An instruction and the number that it is given first.
type Said<'m> = (u8, &'m [u8]);

/// What is said most often, each with one of the bytes that are no instruction of this module. Numbers that are short
/// are better where deflate sees them with others of their kind, but for a few that are everywhere.
fn frequent<'m>(bodies: &[Vec<Instruction<'m>>]) -> Vec<(u8, Said<'m>)> {
    let mut is_free = [true; 256];
    for short in [GET_FRAME, SET_FRAME, TEE_FRAME, GET_LAST] {
        is_free[usize::from(short)] = false;
    }
    let mut counts: BTreeMap<Said, usize> = BTreeMap::new();
    for &Instruction { code, first, .. } in bodies.iter().flatten() {
        is_free[usize::from(code)] = false;
        let is_worth_it = match code {
            CALL => true,
            CONST => matches!(first, [0 | 1] | [_, _, _, ..]),
            GET => first == [0],
            _ => false,
        };
        if is_worth_it {
            *counts.entry((code, first)).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 8).collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    let free = (0..=255).rev().filter(|byte| is_free[usize::from(*byte)]);
    free.zip(counts.into_iter().map(|(said, _)| said)).collect()
}

/// What the instructions of a function lead us to expect of the next one.
#[derive(Default)]
struct Known<'m> {
    /// The local that is teed first, which mostly is where the function has its part of the stack.
    frame: Option<&'m [u8]>,
    /// The local that was set last.
    last: Option<&'m [u8]>,
    /// Whether the frame is what was got just now.
    is_at_frame: bool,
    /// From where in the frame something was loaded last.
    loaded: u32,
    /// To where something was stored last.
    stored: u32,
}

impl<'m> Known<'m> {
    /// The byte that says an instruction together with the local it is given.
    fn short(&self, code: u8, local: &[u8]) -> Option<u8> {
        let is = |known: Option<&[u8]>| known == Some(local);
        match code {
            GET if is(self.frame) => Some(GET_FRAME),
            SET if is(self.frame) => Some(SET_FRAME),
            TEE if is(self.frame) => Some(TEE_FRAME),
            GET if is(self.last) => Some(GET_LAST),
            _ => None,
        }
    }

    /// Learns from an instruction.
    fn learn(&mut self, byte: u8, code: u8, first: &'m [u8]) {
        if matches!(code, SET | TEE) {
            self.last = Some(first);
        }
        if code == TEE {
            self.frame.get_or_insert(first);
        }
        self.is_at_frame = matches!(byte, GET_FRAME | TEE_FRAME);
    }

    /// The stream of the number that an instruction is given first.
    fn first(&self, code: u8, next: u8) -> usize {
        match code {
            CONST if next == ADD && self.is_at_frame => FRAME,
            GET => BEFORE_NEXT + usize::from(next),
            CONST => BEFORE_NEXT + FIRST + usize::from(next),
            other => FIRST + usize::from(other),
        }
    }

    /// The stream of where in memory it is, and where that was last.
    fn offset(&mut self, code: u8) -> (usize, Option<&mut u32>) {
        if code >= STORE {
            (code.into(), Some(&mut self.stored))
        } else if self.is_at_frame {
            (FRAME_LOADED, Some(&mut self.loaded))
        } else {
            (code.into(), None)
        }
    }
}

fn function<'m>(body: &[Instruction<'m>], frequent: &[(u8, Said)], streams: &mut [Vec<u8>]) {
    let mut known = Known::default();
    for (at, instruction) in body.iter().enumerate() {
        let Instruction {
            code,
            first,
            others,
        } = *instruction;
        let frequent = || frequent.iter().find(|(_, said)| *said == (code, first));
        let short = known.short(code, first).or_else(|| Some(frequent()?.0));
        let byte = short.unwrap_or(code);
        streams[CODE].push(byte);
        if short.is_none() {
            // Which stream the first number goes to is known once the next instruction is.
            let next = body.get(at + 1).map_or(0, |next| next.code);
            streams[known.first(code, next)].extend_from_slice(first);
        }
        if let Some(Given::Memory) = given(code) {
            let (stream, before) = known.offset(code);
            match before {
                Some(before) => {
                    let offset = value(others);
                    let apart = zigzag(offset.wrapping_sub(*before));
                    push(&mut streams[stream], apart as usize);
                    *before = offset;
                }
                None => streams[stream].extend_from_slice(others),
            }
        } else {
            streams[OTHER].extend_from_slice(others);
        }
        known.learn(byte, code, first);
    }
}

/// Where memory starts that is not the stack.
const MEMORY: u32 = 1 << 20;

/// What stands behind the functions, without what leads into it by its looks and how long that is, and with a byte for
/// each frequent word.
fn without_pointers(behind: &[u8], streams: &mut [Vec<u8>]) -> Vec<u8> {
    let mut pieces = Vec::new();
    let mut expected = [MEMORY; 2];
    let (mut at, mut from) = (0, 0);
    while let Some(bytes) = behind.get(at..at + 8) {
        let (pointer, length) = (word(bytes), word(&bytes[4..]));
        if !(MEMORY..MEMORY + behind.len() as u32).contains(&pointer) {
            at += 1;
            continue;
        }
        pieces.push(&behind[from..at]);
        at += 4;
        // Texts often stand behind one another, but those that are in many places stand apart.
        let which = usize::from(pointer.abs_diff(expected[1]) < pointer.abs_diff(expected[0]));
        let apart = zigzag(pointer.wrapping_sub(expected[which]));
        push(&mut streams[POINTERS], apart as usize * 2 + which);
        expected[which] = pointer;
        if length < MEMORY {
            at += 4;
            expected[which] += length;
            push(&mut streams[LENGTHS], length as usize + 1);
        } else {
            push(&mut streams[LENGTHS], 0);
        }
        from = at;
    }
    push(&mut streams[GAPS], pieces.len());
    let last = &behind[from..];
    let dictionary = words::choose(&[&pieces.concat(), last].concat());
    let words = Words::of(&dictionary).expect("it was made just now");
    let mut rest = Vec::new();
    for piece in pieces {
        let short = words.shorten(piece);
        push(&mut streams[GAPS], short.len());
        rest.extend(short);
    }
    rest.extend(words.shorten(last));
    streams[WORDS] = dictionary;
    rest
}

fn word(bytes: &[u8]) -> u32 {
    let word = bytes.first_chunk().copied().unwrap_or_default();
    u32::from_le_bytes(word)
}

/// What is a little more or a little less, as a small number.
fn zigzag(apart: u32) -> u32 {
    apart << 1 ^ (apart as i32 >> 31) as u32
}

fn unzigzag(number: u32) -> u32 {
    number >> 1 ^ (number & 1).wrapping_neg()
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
    let mut said = [None; 256];
    while streams[SAID].at < streams[SAID].bytes.len() {
        let byte = streams[SAID].byte()?;
        said[usize::from(byte)] = Some((streams[SAID].byte()?, streams[SAID].leb()?));
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
        joined(&mut streams, &said, &mut body)?;
        push(&mut module, body.len());
        module.extend(body);
    }
    let words = Words::of(streams[WORDS].bytes)?;
    let mut rest = &split[header.at..];
    let mut expected = [MEMORY; 2];
    for _ in 0..streams[GAPS].number()? {
        let (before, behind) = rest.split_at_checked(streams[GAPS].number()? as usize)?;
        module.extend(words.spell_out(before)?);
        rest = behind;
        let apart = streams[POINTERS].number()?;
        let expected = &mut expected[apart as usize & 1];
        *expected = expected.wrapping_add(unzigzag(apart >> 1));
        module.extend(expected.to_le_bytes());
        if let Some(length) = streams[LENGTHS].number()?.checked_sub(1) {
            module.extend(length.to_le_bytes());
            *expected = expected.wrapping_add(length);
        }
    }
    module.extend(words.spell_out(rest)?);
    (module.len() == length).then_some(module)
}

/// Puts the instructions of a function together again.
fn joined<'m>(
    streams: &mut [Reader<'m>],
    frequent: &[Option<Said<'m>>; 256],
    body: &mut Vec<u8>,
) -> Option<()> {
    let mut known = Known::default();
    let mut depth = 1;
    while depth > 0 {
        let byte = streams[CODE].byte()?;
        let code = said(byte, frequent);
        let next = streams[CODE].bytes.get(streams[CODE].at);
        let next = next.map_or(0, |&next| said(next, frequent));
        body.push(code);
        match code {
            0x02..=0x04 => depth += 1,
            END => depth -= 1,
            _ => {}
        }
        let given = given(code)?;
        let first: &[u8] = match given {
            Given::Numbers(0) | Given::Bytes(_) => &[],
            _ => match byte {
                GET_FRAME | SET_FRAME | TEE_FRAME => known.frame?,
                GET_LAST => known.last?,
                _ => match frequent[usize::from(byte)] {
                    Some((_, number)) => number,
                    None => streams[known.first(code, next)].leb()?,
                },
            },
        };
        body.extend_from_slice(first);
        let others = match given {
            Given::Numbers(count) => count.saturating_sub(1),
            Given::Memory => {
                let (stream, before) = known.offset(code);
                match before {
                    Some(before) => {
                        let apart = unzigzag(streams[stream].number()?);
                        *before = before.wrapping_add(apart);
                        push(body, *before as usize);
                    }
                    None => body.extend_from_slice(streams[stream].leb()?),
                }
                0
            }
            Given::Several(more) => (value(first) + more) as usize,
            Given::Extended => extended(value(first)),
            Given::Bytes(count) => {
                body.extend_from_slice(streams[OTHER].take(count)?);
                0
            }
        };
        for _ in 0..others {
            body.extend_from_slice(streams[OTHER].leb()?);
        }
        known.learn(byte, code, first);
    }
    Some(())
}

/// The instruction that a byte stands for.
fn said(byte: u8, frequent: &[Option<Said>; 256]) -> u8 {
    match byte {
        GET_FRAME | GET_LAST => GET,
        SET_FRAME => SET,
        TEE_FRAME => TEE,
        _ => frequent[usize::from(byte)].map_or(byte, |(code, _)| code),
    }
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
        let frame: &[u8] = &[
            1, 3, 0x7f, 0x20, 1, 0x23, 0, 0x41, 16, 0x6b, 0x22,
            1, // before the frame is known
            0x20, 1, 0x28, 2, 8, 0x20, 1, 0x28, 2, 4, 0x21,
            2, // loads from it, one behind the other
            0x20, 2, 0x20, 1, 0x41, 0x80, 1, 0x6a, 0x36, 2, 0x80,
            1, // what was set last, and a place in the frame
            0x20, 0, 0x22, 1, 0x21, 1, 0x0b, // another one
        ];
        let calls = [&[0][..], &[0x10, 0x80, 1].repeat(9), &[0x10, 1, 0x0b]].concat();
        let long = [&[0][..], &[0x1a; 300], &[0x0b]].concat();
        for bodies in [
            &[][..],
            &[each_kind],
            &[each_kind, &[0, 0x0b], &long],
            &[frame, &calls, frame],
        ] {
            let module = module(bodies);
            assert_eq!(join(&split(&module).unwrap()), Some(module));
        }
        let both = split(&module(&[frame, &calls])).unwrap();
        let said = [GET_FRAME, 0x28, GET_FRAME, 0x28, SET, GET_LAST, GET_FRAME];
        assert!(both.windows(said.len()).any(|window| window == said));
        assert!(both.windows(9).any(|window| window == [0xff; 9]));
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
        // The third is nearer to where memory starts than to what stands behind the second.
        let gaps_distances_and_lengths = [3, 7, 0, 0, 20, 0, 21, 4, 8, 4];
        let mut windows = split.windows(gaps_distances_and_lengths.len());
        assert!(windows.any(|window| window == gaps_distances_and_lengths));
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
