// Arrays, as Packed wrote them.

/** Arrays that were unpacked, or are being unpacked, by their number. */
const arrays = new Map();

function array(number, decode) {
  if (!arrays.has(number)) {
    arrays.set(number, inflate(document.getElementById('a' + number).textContent).then(decode));
  }
  return arrays.get(number);
}

async function inflate(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Seconds: see Packed.times. */
function unpackTimes(bytes) {
  const times = [];
  let now = 0;
  for (let i = 0; i < bytes.length;) {
    // Not with shifts: they end at 32 bits.
    let rest = 0;
    let place = 1;
    let byte;
    do {
      byte = bytes[i++];
      rest += (byte & 0x7f) * place;
      place *= 128;
    } while (byte > 0x7f);
    now += rest % 2 ? -(rest + 1) / 2 : rest / 2;
    times.push(now / 1e6);
  }
  return Float64Array.from(times);
}

/** Values: see Packed.values. */
function unpackValues(bytes) {
  const length = bytes.length / 4;
  const bits = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    bits[i] =
      bytes[i] |
      (bytes[length + i] << 8) |
      (bytes[2 * length + i] << 16) |
      (bytes[3 * length + i] << 24);
  }
  return new Float32Array(bits.buffer);
}
