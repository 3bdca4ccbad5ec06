package io.github.procfs4j.cli.compare;

import java.util.HashMap;
import java.util.Map;

/**
 * Names that are short enough to be compared and shown many times. A recording can give the same
 * long text to very many rows. Of a text that is too long, the beginning and a number computed from
 * all of it remain, so that different texts stay different.
 */
final class ShortNames {
  /** The greatest number of characters of a name. */
  static final int LONGEST = 200;

  /** So many of the characters of a longer text remain. */
  private static final int KEPT = 100;

  /** A hash of 64 bits, FNV-1a: it need not withstand an attack on the attacker's own rows. */
  private static final long BASIS = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;

  private final Map<String, String> known = new HashMap<>();

  /** The text, or what remains of it. */
  String of(String text) {
    return text.length() <= LONGEST ? text : known.computeIfAbsent(text, ShortNames::shortened);
  }

  /** What remains of a text that is not needed again. */
  static String shortened(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    long hash = BASIS;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    int end = Character.isHighSurrogate(text.charAt(KEPT - 1)) ? KEPT - 1 : KEPT;
    return text.substring(0, end) + "…" + Long.toHexString(hash);
  }
}
