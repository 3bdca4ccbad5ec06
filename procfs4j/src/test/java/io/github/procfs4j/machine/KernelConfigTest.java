package io.github.procfs4j.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts made up in the form of scripts/kconfig/confdata.c. */
class KernelConfigTest {
  @TempDir private Path root;

  private KernelConfig config(String text) throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(root.resolve("config.gz")))) {
      out.write(text.getBytes(US_ASCII));
    }
    return KernelConfig.FILE.read(root);
  }

  @Test
  void valuesOfOptions() throws IOException {
    KernelConfig config =
        config(
            """
            #
            # Automatically generated file; DO NOT EDIT.
            #
            CONFIG_HZ=250
            CONFIG_PSI=y
            CONFIG_ZRAM=m
            CONFIG_DEFAULT_HOSTNAME="(none)"
            # CONFIG_SCHEDSTATS is not set
            """);
    assertThat(config.value("CONFIG_HZ")).contains("250");
    assertThat(config.value("CONFIG_PSI")).contains("y");
    assertThat(config.value("CONFIG_ZRAM")).contains("m");
    assertThat(config.value("CONFIG_DEFAULT_HOSTNAME")).contains("(none)");
    assertThat(config.value("CONFIG_SCHEDSTATS")).isEmpty();
    assertThat(config.missing("CONFIG_PSI and CONFIG_SCHEDSTATS")).contains("CONFIG_SCHEDSTATS");
    assertThat(config.missing("CONFIG_PSI, psi=1 at boot")).isEmpty();
    assertThat(config.missing("nothing")).isEmpty();
  }

  @Test
  void whyASourceIsMissing() throws IOException {
    config("CONFIG_BLOCK=y\n");
    assertThat(Procfs.at(root).missingOption("CONFIG_BLOCK")).isEmpty();
    assertThat(Procfs.at(root).missingOption("CONFIG_SCHEDSTATS")).contains("CONFIG_SCHEDSTATS");
    Files.delete(root.resolve("config.gz"));
    assertThat(Procfs.at(root).missingOption("CONFIG_SCHEDSTATS")).isEmpty();
  }

  @Test
  void whatIsNotCompressedOrCut() throws IOException {
    assertThatThrownBy(() -> KernelConfig.FILE.read(root)).isInstanceOf(UnreadableException.class);
    config("CONFIG_BLOCK=y\n".repeat(100));
    byte[] whole = Files.readAllBytes(root.resolve("config.gz"));
    Files.write(root.resolve("config.gz"), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> KernelConfig.FILE.read(root))
        .isInstanceOf(MalformedTextException.class)
        .hasMessageContaining("config.gz");
    assertThat(Procfs.at(root).missingOption("CONFIG_SCHEDSTATS")).isEmpty();
    Files.writeString(root.resolve("config.gz"), "CONFIG_BLOCK=y\n");
    assertThatThrownBy(() -> KernelConfig.FILE.read(root))
        .isInstanceOf(MalformedTextException.class);
  }
}
