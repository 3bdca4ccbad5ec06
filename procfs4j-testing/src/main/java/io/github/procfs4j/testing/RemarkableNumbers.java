package io.github.procfs4j.testing;

import java.util.List;

/** Words in the place of a number that parsers may read wrongly. */
public final class RemarkableNumbers {
  /**
   * Numbers at the limits of their range and beyond, in other forms, and similar words. Inputs with
   * which the fuzzer found faults refer to them by their positions, so the list must not change.
   */
  public static final List<String> ALL =
      List.of(
          "0",
          "1",
          "-1",
          "00",
          "9",
          "10",
          "9999999",
          "10000000",
          "99999999",
          "100000000",
          "999999999999999",
          "1000000000000000",
          "9999999999999999",
          "10000000000000000",
          "999999999999999999",
          "4294967295",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "18446744073709551609",
          "18446744073709551615",
          "18446744073709551616",
          "99999999999999999999",
          "184467440737095516160",
          "00000000000000042",
          "0000000000000000000000000000000000000000000000042",
          "-1948031333",
          "0x1f",
          "1f",
          "deadbeef",
          "DEADBEEFDEADBEEF",
          "1e5",
          "1.5",
          "0.00",
          "12.34",
          "12.345",
          "184467440737095516.15",
          "184467440737095516.16",
          "1.000001",
          "-1.000001",
          "-9223372036854.775808",
          "9223372036854.775808",
          "1_000",
          "1,000",
          "+5",
          "--5",
          "",
          "²");

  private RemarkableNumbers() {}
}
