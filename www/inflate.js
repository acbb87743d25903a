// Undoes base64.
const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt());

// Undoes gzip. Asking the stream for one piece after the other takes a third of the time of `Response` and `Blob`.

async function inflate(gz) {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  const written = Promise.all([writer.write(gz), writer.close()]);
  // The last four bytes say how many there were.
  const whole = new Uint8Array(new DataView(gz.buffer).getUint32(gz.length - 4, true));
  const reader = readable.getReader();
  for (let at = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    whole.set(value, at);
    at += value.length;
  }
  await written;
  return whole;
}
