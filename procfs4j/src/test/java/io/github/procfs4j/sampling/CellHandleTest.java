package io.github.procfs4j.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.CellHandle;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handle reads its cell, wherever that is now. */
class CellHandleTest {
  @TempDir Path root;

  private void stat(String lines) throws IOException {
    Files.writeString(root.resolve("stat"), lines);
  }

  @Test
  void followsItsCellThroughLayouts() throws IOException {
    try (Sampler<Stat> sampler = Procfs.at(root).sampler(Stat.FILE)) {
      CellHandle user = sampler.handle(Stat.cpu(1), StatColumns.CPU_USER);
      assertThat(user.isPresent()).isFalse();
      assertThat(user).hasToString("cpu[cpu=1]: user absent");
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(user::value)
          .withMessageContaining("no sample was made yet");
      stat("cpu  9 9 9 9\ncpu0 1 2 3 4\ncpu1 5 6 7 8\n");
      sampler.sample();
      assertThat(user.value()).isEqualTo(5);
      assertThat(user).hasToString("cpu[cpu=1]: user 5 ticks");
      stat("cpu  9 9 9 9\ncpu1 6 6 7 8\n");
      sampler.sample();
      assertThat(user.amount()).as("at another place").isEqualTo(6);
      stat("cpu  9 9 9 9\ncpu0 6 6 7 8\n");
      sampler.sample();
      assertThat(user.isPresent()).as("CPU 1 is offline").isFalse();
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(user::amount)
          .withMessage("no user of cpu[cpu=1]: there is no such row");
      stat("cpu  9 9 9 9\ncpu0 6 6 7 8\ncpu1 10 11 12 13\n");
      sampler.sample();
      assertThat(user.amount()).as("and back").isEqualTo(10);
    }
  }

  @Test
  void amountsAreInTheUnitOfTheColumn() throws IOException {
    Files.writeString(root.resolve("meminfo"), "MemTotal:  10 kB\nMemFree:  4 kB\n");
    try (Sampler<MemInfo> sampler = Procfs.at(root).sampler(MemInfo.FILE)) {
      sampler.sample();
      Row row = sampler.layout().tables().getFirst().rows().getFirst();
      CellHandle free =
          sampler.handle(row, sampler.layout().column(sampler.layout().cell(row, "MemFree")));
      assertThat(free.value()).isEqualTo(4);
      assertThat(free.amount()).isEqualTo(4096);
      assertThat(free).hasToString("meminfo[]: MemFree 4096 bytes");
    }
  }

  @Test
  void costsNoBytes() {
    try (Sampler<Stat> stat = Procfs.mounted().sampler(Stat.FILE);
        Sampler<ProcessTable> processes = Procfs.mounted().processes().sampler()) {
      stat.sample();
      processes.sample();
      List<CellHandle> handles = new ArrayList<>();
      for (Column time : StatColumns.CPU_COLUMNS) {
        handles.add(stat.handle(Stat.allCpus(), time));
      }
      Row self =
          processes.layout().rows(ProcessTable.PROCESS).stream()
              .filter(row -> row.label("pid").equals(Long.toString(ProcessHandle.current().pid())))
              .findFirst()
              .orElseThrow();
      handles.add(processes.handle(self, ProcessStatColumns.UTIME));
      long least = Long.MAX_VALUE;
      for (int attempt = 0; attempt < 20 && least > 0; attempt++) {
        long sum = 0;
        long before = Allocations.allocated();
        for (int round = 0; round < 3_000; round++) {
          for (int i = 0; i < handles.size(); i++) {
            sum += handles.get(i).isPresent() ? handles.get(i).amount() : 0;
          }
        }
        least = Math.min(least, Allocations.allocated() - before);
        assertThat(sum).isPositive();
      }
      assertThat(least).isZero();
    }
  }
}
