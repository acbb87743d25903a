// Looks for a mark in everything a browser left in its profile, also where that is compressed.

import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { search } from "./canary.mjs";

/// Files searched, bytes searched (unpacked ones too), and where something was found.
export async function searchFolder(folder, needles) {
  const result = { files: 0, bytes: 0, unpacked: 0, found: [] };
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    result.files += 1;
    for (const [how, text] of [["", bytes], ...unpack(entry.name, bytes), ...(/[\\/]idb[\\/]/.test(path) ? values(bytes) : [])]) {
      result.bytes += text.length;
      if (how) result.unpacked += text.length;
      for (const form of search(text, needles)) result.found.push(`${form} in ${relative(folder, path)}${how}`);
    }
  }
  return result;
}

/// What Firefox keeps in its databases: values in raw Snappy, somewhere in SQLite. Each place is tried as the start of one.
function values(bytes) {
  const found = [];
  for (let at = 0; at + 12 < bytes.length; at += 1) {
    const end = extent(bytes, at);
    if (end) found.push([" (Snappy)", snappy(bytes.subarray(at, end))]);
  }
  return found;
}

/// Where the raw Snappy ends that may start here.
function extent(bytes, from) {
  if (bytes.subarray(from, from + 4).every((byte) => byte >= 128)) return 0;
  const cursor = { bytes, at: from };
  const size = varint(cursor);
  if (size < 16 || size > 1_000_000) return 0;
  let { at } = cursor;
  let length = 0;
  while (at < bytes.length && length < size) {
    const tag = bytes[at++];
    const kind = tag & 3;
    if (kind === 0) {
      let literal = (tag >> 2) + 1;
      if (literal > 60) {
        const width = literal - 60;
        if (at + width > bytes.length) return 0;
        literal = bytes.readUIntLE(at, width) + 1;
        at += width;
      }
      at += literal;
      length += literal;
    } else {
      if (at + 4 > bytes.length) return 0;
      const offset = kind === 1 ? ((tag >> 5) << 8) | bytes[at] : kind === 2 ? bytes.readUInt16LE(at) : bytes.readUInt32LE(at);
      if (offset === 0 || offset > length) return 0;
      at += kind === 1 ? 1 : kind === 2 ? 2 : 4;
      length += kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    }
  }
  return length === size && at <= bytes.length ? at : 0;
}

function unpack(name, bytes) {
  const tried = [];
  const attempt = (how, work) => {
    try {
      const text = work();
      if (text?.length) tried.push([how, text]);
    } catch {
      // Not of that kind.
    }
  };
  if (bytes.subarray(0, 8).toString("latin1") === "mozLz40\0") attempt(" (LZ4)", () => lz4(bytes.subarray(12), bytes.readUInt32LE(8)));
  if (/\.(ldb|sst)$/.test(name)) attempt(" (LevelDB)", () => table(bytes));
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) attempt(" (gzip)", () => gunzipSync(bytes));
  if (/\.(zlib|deflate)$/.test(name)) attempt(" (zlib)", () => inflateSync(bytes));
  if (/\.br$/.test(name)) attempt(" (brotli)", () => brotliDecompressSync(bytes));
  return tried;
}

/// All blocks of a table of LevelDB.
function table(bytes) {
  const footer = bytes.subarray(bytes.length - 48);
  if (footer.readBigUInt64LE(40) !== 0xdb4775248b80fb57n) throw new Error("not a table");
  const cursor = { bytes: footer, at: 0 };
  varint(cursor), varint(cursor);
  const index = block(bytes, varint(cursor), varint(cursor));
  const blocks = [index];
  const end = index.length - 4 - 4 * index.readUInt32LE(index.length - 4);
  const entries = { bytes: index, at: 0 };
  while (entries.at < end) {
    varint(entries);
    const rest = varint(entries);
    const length = varint(entries);
    const handle = { bytes: index, at: entries.at + rest };
    blocks.push(block(bytes, varint(handle), varint(handle)));
    entries.at += rest + length;
  }
  return Buffer.concat(blocks);
}

function block(bytes, offset, size) {
  const content = bytes.subarray(offset, offset + size);
  return bytes[offset + size] === 1 ? snappy(content) : content;
}

function varint(cursor) {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) throw new Error("ended early");
    value += (byte & 127) * shift;
    if (byte < 128) return value;
  }
}

/// Raw Snappy.
export function snappy(bytes) {
  const cursor = { bytes, at: 0 };
  const out = Buffer.alloc(varint(cursor));
  let { at } = cursor;
  let end = 0;
  while (at < bytes.length) {
    const tag = bytes[at++];
    let length = (tag >> 2) + 1;
    if ((tag & 3) === 0) {
      if (length > 60) {
        const size = length - 60;
        length = bytes.readUIntLE(at, size) + 1;
        at += size;
      }
      bytes.copy(out, end, at, at + length);
      at += length;
      end += length;
      continue;
    }
    let offset;
    if ((tag & 3) === 1) {
      length = ((tag >> 2) & 7) + 4;
      offset = ((tag >> 5) << 8) | bytes[at++];
    } else {
      const size = (tag & 3) === 2 ? 2 : 4;
      offset = bytes.readUIntLE(at, size);
      at += size;
    }
    if (offset === 0 || offset > end) throw new Error("not Snappy");
    for (let i = 0; i < length; i++, end++) out[end] = out[end - offset];
  }
  return out;
}

/// A block of LZ4.
export function lz4(bytes, size) {
  const out = Buffer.alloc(size);
  let at = 0;
  let end = 0;
  const more = (length) => {
    if (length === 15) for (let byte = 255; byte === 255; length += byte) byte = bytes[at++];
    return length;
  };
  while (at < bytes.length) {
    const tag = bytes[at++];
    const literal = more(tag >> 4);
    bytes.copy(out, end, at, at + literal);
    at += literal;
    end += literal;
    if (at >= bytes.length) break;
    const offset = bytes.readUInt16LE(at);
    at += 2;
    const length = more(tag & 15) + 4;
    if (offset === 0 || offset > end) throw new Error("not LZ4");
    for (let i = 0; i < length; i++, end++) out[end] = out[end - offset];
  }
  return out;
}
