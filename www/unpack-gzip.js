// Unpacks the module of a page that is not squeezed: `packed` is base64 of gzip.

const unpack = () => inflate(bytes(packed));
