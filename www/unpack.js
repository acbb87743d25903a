// Unpacks the module: `unpacker` is the small module that does it, as base64 of gzip, and `packed` what xtask/squeeze
// made. The small module imports nothing, and is forgotten with all its memory once it is done.

async function unpack() {
  const { instance } = await WebAssembly.instantiate(await inflate(unpacker));
  const { memory, from, to, unpack } = instance.exports;
  const { written } = new TextEncoder().encodeInto(packed, new Uint8Array(memory.buffer, from()));
  const length = unpack(written);
  if (!length) throw new Error("damaged");
  return new Uint8Array(memory.buffer, to(), length);
}

// Undoes base64 of gzip.
function inflate(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt());
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
