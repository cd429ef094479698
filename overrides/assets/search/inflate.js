// What zlib packed (RFC 1950, 1951), for browsers that cannot unpack it themselves: Safari before
// 16.4, Firefox before 113. The search loads it where it is needed.
self.inflated = (() => {
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]; // of lengths of lengths
  // Bits that follow a code for a length, a code for a distance; what each code begins with.
  const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  const DISTANCE_BITS = [0, 0, 0, 0, ...Array.from({ length: 26 }, (_, code) => 1 + (code >> 1))];
  const LENGTHS = [...starts(LENGTH_BITS, 3).slice(0, -1), 258];
  const DISTANCES = starts(DISTANCE_BITS, 1);
  const END = 256;
  const FIXED = [
    tableOf(Array.from({ length: 288 }, (_, code) => (code < 144 ? 8 : code < 256 ? 9 : code < 280 ? 7 : 8))),
    tableOf(new Array(30).fill(5)),
  ];

  function starts(bits, first) {
    let next = first;
    return bits.map((number) => {
      const start = next;
      next += 1 << number;
      return start;
    });
  }

  /** The codes of these lengths, by the bits that come next: symbol and length in one number. */
  function tableOf(lengths) {
    const table = new Uint16Array(1 << Math.max(1, ...lengths));
    let code = 0;
    for (let length = 1; 1 << length <= table.length; length += 1) {
      for (const [symbol, its] of lengths.entries()) {
        if (its !== length) continue;
        let place = 0; // the bits of a code come in reverse
        for (let bit = 0; bit < length; bit += 1) place |= ((code >> bit) & 1) << (length - 1 - bit);
        for (; place < table.length; place += 1 << length) table[place] = (symbol << 4) | length;
        code += 1;
      }
      code <<= 1;
    }
    return table;
  }

  /** The bytes that were packed; throws where these are cut off, or something else. */
  return (packed) => {
    let place = 2; // behind the head
    let held = 0; // bits that were read and not used
    let count = 0; // of them
    let bytes = new Uint8Array(packed.length * 4);
    let end = 0;

    const hold = (number) => {
      for (; count < number; count += 8) {
        if (place >= packed.length) throw new Error("cut off");
        held |= packed[place] << count;
        place += 1;
      }
    };
    const drop = (number) => {
      held >>>= number;
      count -= number;
    };
    const take = (number) => {
      hold(number);
      const value = held & ((1 << number) - 1);
      drop(number);
      return value;
    };
    // Four bytes follow the last code: there is enough to look at.
    const symbol = (table) => {
      hold(Math.log2(table.length));
      const found = table[held & (table.length - 1)];
      if (found === 0) throw new Error("no such code");
      drop(found & 15);
      return found >> 4;
    };
    const put = (byte) => {
      if (end === bytes.length) {
        const more = new Uint8Array(end * 2);
        more.set(bytes);
        bytes = more;
      }
      bytes[end] = byte;
      end += 1;
    };
    const tables = () => {
      const [literals, distances, number] = [take(5) + 257, take(5) + 1, take(4) + 4];
      const short = new Array(19).fill(0);
      for (const one of ORDER.slice(0, number)) short[one] = take(3);
      const table = tableOf(short);
      const lengths = [];
      while (lengths.length < literals + distances) {
        const one = symbol(table);
        if (one < 16) lengths.push(one);
        else {
          const [bits, least] = [[2, 3], [3, 3], [7, 11]][one - 16];
          const again = one === 16 ? lengths[lengths.length - 1] : 0;
          for (let times = take(bits) + least; times > 0; times -= 1) lengths.push(again);
        }
      }
      return [tableOf(lengths.slice(0, literals)), tableOf(lengths.slice(literals))];
    };
    const block = ([literals, distances]) => {
      for (let one = symbol(literals); one !== END; one = symbol(literals)) {
        if (one < END) put(one);
        else {
          const length = LENGTHS[one - 257] + take(LENGTH_BITS[one - 257]);
          const code = symbol(distances);
          const distance = DISTANCES[code] + take(DISTANCE_BITS[code]);
          if (!(distance <= end)) throw new Error("nothing there");
          for (let times = 0; times < length; times += 1) put(bytes[end - distance]);
        }
      }
    };
    const stored = () => {
      drop(count % 8);
      const length = take(16);
      take(16);
      for (let times = 0; times < length; times += 1) put(take(8));
    };

    if ((packed[0] & 15) !== 8 || ((packed[0] << 8) | packed[1]) % 31 !== 0) throw new Error("not packed by zlib");
    for (let isLast = false; !isLast; ) {
      isLast = take(1) === 1;
      const kind = take(2);
      if (kind === 0) stored();
      else if (kind === 3) throw new Error("no such block");
      else block(kind === 1 ? FIXED : tables());
    }
    drop(count % 8);
    let [one, two] = [1, 0];
    for (let at = 0; at < end; at += 1) {
      one = (one + bytes[at]) % 65521;
      two = (two + one) % 65521;
    }
    if (take(8) * 256 + take(8) !== two || take(8) * 256 + take(8) !== one) throw new Error("changed on its way");
    return bytes.subarray(0, end);
  };
})();
