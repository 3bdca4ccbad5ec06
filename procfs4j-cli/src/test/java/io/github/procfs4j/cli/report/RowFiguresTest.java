package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFiguresTest {
  @TempDir private Path directory;

  private static RowFigures of(Row row) {
    return new RowFigures(row, new Intervals(), false);
  }

  @Test
  void whatDescribesARowIsItsBriefName() {
    Table interrupt = Table.of("interrupt", "irq", "chip").describedBy("device");
    RowFigures disk = of(interrupt.row("25", "PCI-MSI", "virtio0-req.0"));
    assertThat(disk.text()).isEqualTo("irq=25 chip=PCI-MSI device=virtio0-req.0");
    assertThat(disk.briefText()).isEqualTo("25 virtio0-req.0");
    assertThat(disk.shortText()).isEqualTo("25 virtio0-req.0");
    assertThat(of(interrupt.row("EXT", "", "")).briefText()).isEqualTo("EXT");
    RowFigures second = of(new Row(interrupt, List.of("LOC", "", "Others"), 1));
    assertThat(second.briefText()).isEqualTo("irq=LOC device=Others #2");
  }

  /** The texts are made up. */
  @Test
  void memoryOfTheKernelIsNamedByPlaceAndFunction() throws IOException {
    String text =
        """
        allocinfo - version: 1.0
        #     <size>  <calls> <tag info>
            4096        1 mm/slub.c:1 func:alloc_1
            8192        2 mm/slub.c:9 func:alloc_2
            2048        1 fs/ext4/super.c:2 [ext4] func:ext4_a
            1024        1 fs/ext4/super.c:7 [ext4] func:ext4_b
             512        1 fs/ext4/inode.c:3 [ext4] func:ext4_c
             256        1 fs/ext4/inode.c:4 [ext4] func:ext4_d accurate:no
        """;
    String file =
        RecordedTexts.record(
                directory, List.of(Map.of("allocinfo", text), Map.of("allocinfo", text)))
            .toString();
    assertThat(Run.of("report", file, "allocinfo", "--format", "json").isDone().out())
        .contains("\"row\":\"mm/slub.c:1 alloc_1\"")
        .contains("\"row\":\"fs/ext4/super.c:2 [ext4] ext4_a\"")
        .contains("\"row\":\"fs/ext4/inode.c:4 [ext4] ext4_d accurate:no\"")
        .doesNotContain("\"row\":\"\"");
    assertThat(Run.of("report", file, "allocinfo").isDone().out())
        .contains("\nmm/slub.c:1 alloc_1\n", "\nfs/ext4/super.c:7 [ext4] ext4_b\n");
    assertThat(Run.of("report", file, "allocinfo", "--figure", "size").isDone().out())
        .contains("\nfs/ext4/super.c:7 [ext4] ext4_b\n");
    assertThat(Run.of("report", file, "--full").isDone().out())
        .containsPattern("\nfs/ext4/inode.c:3 \\[ext4] ext4_c\\s")
        .containsPattern("\nfs/ext4/inode.c:4 \\[ext4] ext4_d accurate:no\\s");
  }

  @Test
  void whereNothingDescribesItAllLabelsAre() {
    RowFigures zone = of(Table.of("zone", "node", "zone").row("0", "Normal"));
    assertThat(zone.briefText()).isEqualTo("node=0 zone=Normal");
    assertThat(zone.shortText()).isEqualTo("node=0 zone=Normal");
    RowFigures disk = of(Table.of("disk", "device").row("sda"));
    assertThat(disk.briefText()).isEqualTo("device=sda");
    assertThat(disk.shortText()).isEqualTo("sda");
    assertThat(of(Table.of("system").row()).briefText()).isEqualTo("system");
  }
}
