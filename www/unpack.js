// Unpacks the module: `packed` is what xtask/src/squeeze made, `unpacker` the module of unpack.wat.

async function unpack() {
  const { memory, read, join } = new WebAssembly.Instance(new WebAssembly.Module(bytes(unpacker))).exports;
  // Always at the end of what memory there is.
  const room = (length) => memory.grow((length + 65535) >> 16) << 16;
  const text = room(packed.length);
  new TextEncoder().encodeInto(packed, new Uint8Array(memory.buffer, text));
  const split = await inflate(new Uint8Array(memory.buffer.slice(text, read(text, text + packed.length))));
  const start = room(split.length);
  const end = start + split.length;
  new Uint8Array(memory.buffer).set(split, start);
  const stop = join(start, end);
  return new Uint8Array(memory.buffer, end, stop - end);
}
