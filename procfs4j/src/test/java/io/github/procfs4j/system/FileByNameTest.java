package io.github.procfs4j.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.sampling.SampledFile;
import org.junit.jupiter.api.Test;

class FileByNameTest {
  @Test
  void findsEachFileByItsName() {
    for (SampledFile<?> file : SystemFiles.ALL) {
      assertThat(FileByName.of(file.source().name()).orElseThrow()).isSameAs(file);
    }
  }

  @Test
  void knowsNoOther() {
    assertThat(FileByName.of("loadavg")).isEmpty();
  }
}
