package io.github.procfs4j.sampling;

import static io.github.procfs4j.sampling.Allocations.allocated;
import static io.github.procfs4j.sampling.Allocations.assertAllocatesNothing;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.model.History;
import io.github.procfs4j.process.ProcessTexts;
import io.github.procfs4j.process.Smaps;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * When warm, sampling does not allocate a single byte, as counted by the JVM for the sampling
 * thread.
 */
class AllocationTest {
  private static final Path PROC = Path.of("/proc");

  /** Files that take a kernel a millisecond or more to print. */
  private static final List<String> DEAR = List.of("pagetypeinfo", "slabinfo");

  static Stream<String> cheap() {
    return Corpus.STEADY.stream().filter(name -> !DEAR.contains(name));
  }

  /** The bytes that a sample of a file outside procfs may allocate, whose name is checked again. */
  int bytesOfALook() {
    return 0;
  }

  private void assertAllocatesNothingElse(Sampler<?> sampler, Allocations.Change change)
      throws IOException {
    Allocations.assertAllocatesAtMost(bytesOfALook(), sampler, change);
  }

  @Test
  void countsWhatIsAllocated() {
    long before = allocated();
    byte[] bytes = new byte[100_000];
    assertThat(allocated() - before).isGreaterThanOrEqualTo(bytes.length);
  }

  @ParameterizedTest
  @MethodSource("cheap")
  void nothingOnTheRunningKernel(String name) throws IOException {
    assumeTrue(Files.isReadable(PROC.resolve(name)), () -> "no readable /proc/" + name);
    try (Sampler<?> sampler = SamplerTest.file(name).sampler(PROC, History.keeping(1 << 20))) {
      assertAllocatesNothing(sampler, i -> {});
    }
  }

  @ParameterizedTest
  @FieldSource("io.github.procfs4j.testing.Corpus#STEADY")
  void nothingWhereNumbersGrowFromSampleToSample(String name, @TempDir Path root)
      throws IOException {
    byte[][] texts = {
      Corpus.bytes("amd64-6.1-smp8-numa2", "s0", name),
      Corpus.bytes("amd64-6.1-smp8-numa2", "s1", name)
    };
    Files.createDirectories(root.resolve(name).getParent());
    Path path = Files.write(root.resolve(name), texts[0]);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
        Sampler<?> sampler = SamplerTest.file(name).sampler(root, History.keeping(1 << 17))) {
      assertAllocatesNothingElse(
          sampler,
          i -> {
            ByteBuffer text = ByteBuffer.wrap(texts[i & 1]);
            file.truncate(text.remaining());
            file.write(text, 0);
          });
    }
  }

  @Test
  void nothingWhileTheStackOfAProcessGrows(@TempDir Path root) throws IOException {
    String text =
        Files.readString(
            ProcessTexts.of("amd64-6.1-smp8-numa2", "s1", "numapol").resolve("smaps"), ISO_8859_1);
    String grown = text.replaceFirst("7ffd0dac8000(-.*\\[stack\\])", "7ffd0da00000$1");
    assertThat(grown).isNotEqualTo(text).hasSameSizeAs(text);
    byte[][] texts = {text.getBytes(ISO_8859_1), grown.getBytes(ISO_8859_1)};
    Path path = Files.write(root.resolve("smaps"), texts[0]);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
        Sampler<?> sampler = Smaps.FILE.sampler(root, History.keeping(1 << 17))) {
      assertAllocatesNothingElse(sampler, i -> file.write(ByteBuffer.wrap(texts[i & 1]), 0));
      assertThat(sampler.isContinuation()).isTrue();
    }
  }

  @Test
  void aHistoryThatKeepsAllAllocatesNothingForTheFirstMebibyte(@TempDir Path root)
      throws IOException {
    assertHistoryAllocatesNothing(root, History.keepingAll());
  }

  @Test
  void aHistoryThatDropsTheOldestSamplesAllocatesNothing(@TempDir Path root) throws IOException {
    History history = History.keeping(1 << 17);
    assertHistoryAllocatesNothing(root, history);
    assertThat(history.dropped()).isPositive();
  }

  /** Samples a short file, for several chunks of the history. */
  private void assertHistoryAllocatesNothing(Path root, History history) throws IOException {
    byte[][] texts = {
      Corpus.bytes("amd64-6.1-smp1", "s0", "uptime"), Corpus.bytes("amd64-6.1-smp1", "s1", "uptime")
    };
    Path path = Files.write(root.resolve("uptime"), texts[0]);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
        Sampler<?> sampler = SamplerTest.file("uptime").sampler(root, history)) {
      Allocations.assertAllocatesAtMost(
          bytesOfALook(), sampler, 10_000, i -> file.write(ByteBuffer.wrap(texts[i & 1]), 0));
    }
  }
}
