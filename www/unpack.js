// Unpacks the module: `packed` is what xtask/src/squeeze made. There, and in the model for this, it is said why.

async function unpack() {
  return join(await inflate(read()));
}

// The characters' bits, six of each of the first six and seven of all others.
function read() {
  const digits = new Uint8Array(128);
  let digit = 0;
  for (let code = 1; code < 128; code++) if (!'\n\r"<\\'.includes(String.fromCharCode(code))) digits[code] = digit++;
  const bytes = new Uint8Array(packed.length);
  let bits = 0;
  let count = 0;
  let end = 0;
  for (let at = 0; at < packed.length; at++) {
    const digit = digits[packed.charCodeAt(at)];
    const length = digit < 6 ? 6 : 7;
    bits = (bits << length) | (digit < 6 ? digit : digit + 6);
    count += length;
    if (count > 7) bytes[end++] = bits >> (count -= 8);
  }
  return bytes.subarray(0, end);
}

// Streams of what is alike → a module.
function join(split) {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = split[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const length = number();
  let functions = number();
  const streams = Uint32Array.from({ length: 1024 }, number);
  streams.forEach((length, stream) => {
    streams[stream] = at;
    at += length;
  });

  // How many numbers an instruction is given. From 3 on, it takes more than a table to say.
  const given = new Uint8Array(256);
  [2, 5, 1, 12, 14, 1, 14, 15, 3, 16, 17, 1, 17, 18, 2, 28, 29, 3, 32, 39, 1, 40, 63, 2, 63, 67, 1, 67, 69, 3, 208, 209, 1, 210, 211, 1, 252, 253, 3].forEach(
    (count, at, list) => at % 3 === 2 && given.fill(count, list[at - 2], list[at - 1]),
  );

  // Five more than that, for the length of a function is written when it is known.
  const module = new Uint8Array(length + 5);
  let end = 0;
  const append = (from, to) => {
    module.set(split.subarray(from, to), end);
    end += to - from;
  };
  const copy = (stream) => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = (module[end++] = split[streams[stream]++]);
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const seldom = (code) => {
    if (code === 67 || code === 68) return append(streams[5], (streams[5] += code === 67 ? 4 : 8));
    const first = copy(256 + code);
    let others = code === 14 ? first + 1 : first;
    if (code === 252) others = first < 8 ? 0 : first < 15 && first % 2 === 0 ? 2 : 1;
    while (others--) copy(5);
  };
  // Some hundred thousand instructions: what they take every time is kept at hand.
  const body = () => {
    let next = split[streams[1]++];
    let at = end;
    for (let depth = 1; depth; ) {
      const code = next;
      next = split[streams[1]++];
      module[at++] = code;
      const count = given[code];
      if (code === 11) depth--;
      else if (count === 3) {
        end = at;
        seldom(code);
        at = end;
      } else if (count) {
        if (code < 5) depth++;
        let stream = code === 32 ? 512 + next : code === 65 ? 768 + next : 256 + code;
        for (let number = 0; number < count; number++) {
          let from = streams[stream];
          while ((module[at++] = split[from++]) > 127);
          streams[stream] = from;
          stream = code < 40 ? 5 : code < 54 ? 3 : 4;
        }
      }
    }
    streams[1]--;
    end = at;
  };

  append(streams[0], streams[1]);
  while (functions--) {
    const start = end;
    end += 5;
    for (let locals = 2 * copy(2); locals--; ) copy(2);
    body();
    let size = end - start - 5;
    let from = start;
    for (; size > 127; size >>= 7) module[from++] = size | 128;
    module[from++] = size;
    module.copyWithin(from, start + 5, end);
    end += from - start - 5;
  }
  append(at, split.length);
  return module.subarray(0, end);
}
