package io.github.procfs4j.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Texts that real kernels printed, and how the tests modify them. */
final class Corpus {
  static final List<String> VARIANTS =
      List.of(
          "amd64-6.1-smp1",
          "amd64-6.1-smp8-numa2",
          "amd64-6.1rt-smp4",
          "amd64-6.12-smp4-numa2",
          "arm64-6.1-smp4",
          "i686-6.1-smp2",
          "s390x-6.1-smp3");

  private Corpus() {}

  static Stream<String> trees() {
    return VARIANTS.stream().flatMap(v -> Stream.of("s0", "s1", "s2").map(s -> v + "/" + s));
  }

  /** Texts of cpuinfo on machines that the corpus does not have, from public reports. */
  static Stream<String> reported() {
    return Stream.of(
        "reported/ppc64-power8-powernv",
        "reported/ppc64-power8-pseries",
        "reported/riscv64-u74-6.6",
        "reported/s390x-z15-zvm",
        "reported/loongarch64-3a6000-6.6",
        "reported/microblaze-virtex5",
        "reported/arm64-raspberrypi5-emulated");
  }

  /** Every text of cpuinfo. */
  static Stream<String> cpuInfos() {
    return Stream.concat(trees(), reported());
  }

  /** The trees that differ in the texts of this package: s1 is the same as s0. */
  static Stream<String> differentTrees() {
    return trees().filter(tree -> !tree.endsWith("s1"));
  }

  static byte[] bytes(String tree, String file) {
    String name = "/machine/" + tree + "/" + file;
    try (InputStream in = Corpus.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String tree, String file) {
    return new String(bytes(tree, file), UTF_8);
  }

  /** Texts with some bytes replaced by random ones, and random bytes; the same ones in each run. */
  static Stream<byte[]> spoilt(byte[] text) {
    Random random = new Random(42);
    Stream<byte[]> replaced =
        Stream.generate(
            () -> {
              byte[] copy = text.clone();
              int changes = 1 + random.nextInt(4);
              for (int i = 0; i < changes; i++) {
                copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
              }
              return copy;
            });
    Stream<byte[]> noise =
        Stream.generate(
            () -> {
              byte[] bytes = new byte[1 + random.nextInt(200)];
              random.nextBytes(bytes);
              bytes[bytes.length - 1] = '\n';
              return bytes;
            });
    return Stream.concat(replaced.limit(500), noise.limit(500));
  }
}
