// Unpacks the module: `packed` is what xtask/src/squeeze made, `unpacker` the module of unpack.wat.

async function unpack() {
  const { memory, read, restore, join } = new WebAssembly.Instance(new WebAssembly.Module(bytes(unpacker))).exports;
  // Always at the end of what memory there is.
  const room = (length) => memory.grow((length + 65535) >> 16) << 16;
  const text = room(packed.length);
  new TextEncoder().encodeInto(packed, new Uint8Array(memory.buffer, text));
  const taken = await inflate(new Uint8Array(memory.buffer.slice(text, read(text, text + packed.length))));
  const start = room(taken.length);
  const split = start + taken.length;
  new Uint8Array(memory.buffer).set(taken, start);
  const module = restore(start, split);
  const end = join(split, module);
  return new Uint8Array(memory.buffer, module, end - module);
}
