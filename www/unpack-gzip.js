// Unpacks the module of a page that is not squeezed: `packed` is base64 of gzip.

const unpack = () => inflate(packed);

// Undoes base64 of gzip.
function inflate(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt());
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
