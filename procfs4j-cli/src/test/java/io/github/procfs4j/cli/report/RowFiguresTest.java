package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowFiguresTest {
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
