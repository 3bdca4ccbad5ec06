// Arrays, as Packed wrote them.

/** Blocks that were inflated, or are being inflated, by their number. */
const blocks = new Map();

async function inflate(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** What a block contains, decoded once; the text is dropped, as it is not needed again. */
export function block(number, decode) {
  if (!blocks.has(number)) {
    const script = document.getElementById('b' + number);
    blocks.set(number, inflate(script.textContent).then(decode));
    script.textContent = '';
  }
  return blocks.get(number);
}

/** Seconds: see Packed.times. */
export function unpackTimes(bytes) {
  const times = [];
  let now = 0;
  for (let i = 0; i < bytes.length; ) {
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

/** Arrays of this many values each: see Packed.Block. */
export function unpackValues(bytes, length) {
  const arrays = [];
  let at = 0;
  const number = () => {
    let rest = 0;
    let byte;
    for (let shift = 0; ; shift += 7) {
      byte = bytes[at++];
      rest |= (byte & 0x7f) << shift;
      if (byte <= 0x7f) return rest;
    }
  };
  const planes = (count) => {
    const bits = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      bits[i] =
        bytes[at + i] |
        (bytes[at + count + i] << 8) |
        (bytes[at + 2 * count + i] << 16) |
        (bytes[at + 3 * count + i] << 24);
    }
    at += 4 * count;
    return new Float32Array(bits.buffer);
  };
  if (length === 0) return arrays;
  while (at < bytes.length) {
    const runs = number();
    if (runs === 0) {
      arrays.push(planes(length));
      continue;
    }
    const lengths = Array.from({ length: runs }, number);
    const distinct = planes(runs);
    const values = new Float32Array(length);
    let begin = 0;
    for (let run = 0; run < runs; run++) {
      values.fill(distinct[run], begin, begin + lengths[run]);
      begin += lengths[run];
    }
    arrays.push(values);
  }
  return arrays;
}
