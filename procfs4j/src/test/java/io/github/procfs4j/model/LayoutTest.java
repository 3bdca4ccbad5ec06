package io.github.procfs4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.procfs4j.model.slots.AbstractLayout;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final Table TABLE = Table.of("t", "a", "b");

  @Test
  void rowsAreValues() {
    assertThat(TABLE.row("x", "y")).isEqualTo(TABLE.row("x", "y"));
    assertThat(TABLE.row("x", "y")).isNotEqualTo(TABLE.row("y", "x"));
    assertThat(TABLE.row("x", "y").label("b")).isEqualTo("y");
    assertThat(TABLE.row("x", "y").text()).isEqualTo("a=x b=y");
    assertThat(new Row(TABLE, List.of("x", "y"), 1).text()).isEqualTo("a=x b=y #2");
    assertThatIllegalArgumentException().isThrownBy(() -> TABLE.row("x"));
    assertThatIllegalArgumentException().isThrownBy(() -> TABLE.row("x", "y").label("c"));
  }

  /** A forged recording may contain anything. */
  @Test
  void aLabelThatIsNoNumberHasNone() {
    Row row = Table.of("waiter", "depth", "name").row("12", "twelve");
    assertThat(row.numericLabel("depth")).isEqualTo(12);
    assertThat(row.numericLabel("name")).isNaN();
    assertThat(row.numericLabel("start")).as("no such label").isNaN();
  }

  /** Code that prints a column applies its unit to all its cells. */
  @Test
  void aNumberInAnotherUnitIsInAColumnOfItsOwn() {
    Layout.Builder builder = new Layout.Builder();
    Column whole = Column.undescribed("time", Unit.SECONDS);
    builder.newRow(TABLE, "x", "y").cell(whole, 0);
    builder.newRow(TABLE, "x", "z").cell(whole.as("time", Unit.CENTISECONDS), 1);
    builder.newRow(TABLE, "x", "z").cell(whole.as("time", Unit.MILLISECONDS), 2);
    Layout layout = builder.build();
    assertThat(layout.column(0)).hasToString("time");
    assertThat(layout.column(1)).hasToString("time (seconds)");
    assertThat(layout.column(1).unit()).isEqualTo(Unit.CENTISECONDS);
    assertThat(layout.column(2)).hasToString("time (milliseconds)");
    assertThat(layout.cell(TABLE.row("x", "z"), "time")).isEqualTo(Layout.ABSENT);
  }

  @Test
  void aLayoutOfOtherOriginIsRejected() {
    Layout.Builder builder = new Layout.Builder();
    builder.row(TABLE, "x", "y").cell(Column.undescribed("c", Unit.COUNT), 0);
    Layout layout = builder.build();
    Layout other =
        (Layout)
            Proxy.newProxyInstance(
                LayoutTest.class.getClassLoader(),
                new Class<?>[] {Layout.class},
                (proxy, method, arguments) -> method.invoke(layout, arguments));
    assertThat(AbstractLayout.of(layout)).isSameAs(layout);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AbstractLayout.of(other))
        .withMessage(
            "a layout that is not from a sampler, a recording or Layout.Builder: " + layout);
  }

  @Test
  void labelsThatDescribeDoNotTellRowsApart() {
    Table table = Table.of("t", "a").describedBy("b");
    Row one = table.row("x", "y");
    Row described = table.row("x", "z");
    assertThat(one).isEqualTo(described).hasSameHashCodeAs(described);
    assertThat(one).isNotEqualTo(table.row("y", "y"));
    assertThat(one).isNotEqualTo(new Row(table, List.of("x", "y"), 1));
    assertThat(one).isNotEqualTo(TABLE.row("x", "y"));
    assertThat(described.label("b")).isEqualTo("z");
    assertThat(described.text()).isEqualTo("a=x b=z");
    assertThat(table.row("x", "").text()).isEqualTo("a=x");
    assertThat(table.row("", "y").text()).isEqualTo("b=y");

    Layout.Builder builder = new Layout.Builder();
    builder.newRow(table, "x", "y").cell(Samples.COUNTER, 0);
    Layout layout = builder.build();
    assertThat(layout.cell(described, Samples.COUNTER)).isZero();
    // The description of a row is part of the layout, although the row is the same.
    Layout.Builder other = new Layout.Builder();
    other.newRow(table, "x", "z").cell(Samples.COUNTER, 0);
    assertThat(layout.isSameAs(other.build())).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new Table("t", List.of("a"), 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Table("t", List.of("a"), -1));
  }

  @Test
  void aColumnOfTheSameNameInAnotherUnitIsAnotherLayout() {
    Layout.Builder one = new Layout.Builder();
    one.newRow(TABLE, "x", "y").cell(Samples.GAUGE, 0);
    Layout.Builder other = new Layout.Builder();
    other.newRow(TABLE, "x", "y").cell(Samples.GAUGE.as("gauge", Unit.KIBIBYTES), 0);
    Layout layout = one.build();
    assertThat(layout.isSameAs(layout)).isTrue();
    assertThat(layout.isSameAs(other.build())).isFalse();
  }

  @Test
  void anotherOrderOfRowsIsAnotherLayout() {
    assertThat(Samples.layout("a", "b").isSameAs(Samples.layout("a", "b"))).isTrue();
    assertThat(Samples.layout("a", "b").isSameAs(Samples.layout("b", "a"))).isFalse();
    assertThat(Samples.layout("a").isSameAs(Samples.layout("a", "b"))).isFalse();
    assertThat(Samples.layout("a").isSameAs(Samples.layout("b"))).isFalse();
  }

  @Test
  void rowsMayLackColumns() {
    Layout.Builder builder = new Layout.Builder();
    builder.newRow(TABLE, "1", "1").cell(Samples.COUNTER, 0).cell(Samples.GAUGE, 1);
    builder.newRow(TABLE, "2", "2").cell(Samples.GAUGE, 2);
    builder.newRow(TABLE, "3", "3").cell(Samples.COUNTER, 3).cell(Samples.GAUGE, -1);
    builder.newRow(TABLE, "4", "4");
    Layout layout = builder.build();
    assertThat(layout.cells()).isEqualTo(4);
    assertThat(layout.cell(TABLE.row("2", "2"), Samples.COUNTER)).isEqualTo(Layout.ABSENT);
    assertThat(layout.cell(TABLE.row("2", "2"), Samples.GAUGE)).isEqualTo(2);
    assertThat(layout.cell(TABLE.row("3", "3"), Samples.GAUGE)).isEqualTo(Layout.ABSENT);
    assertThat(layout.cell(TABLE.row("4", "4"), Samples.GAUGE)).isEqualTo(Layout.ABSENT);
    assertThat(layout.cell(TABLE.row("5", "5"), Samples.GAUGE)).isEqualTo(Layout.ABSENT);
    assertThat(layout.cell(TABLE.row("1", "1"), "none")).isEqualTo(Layout.ABSENT);
  }

  @Test
  void theSameKeyAgainAndAgainHidesNothing() {
    Layout.Builder builder = new Layout.Builder();
    Layout.Builder.RowBuilder row = builder.newRow(TABLE, "x", "y");
    for (int cell = 0; cell < 5; cell++) {
      row.cell(Samples.GAUGE, cell);
      builder.newRow(TABLE, "again", "").cell(Samples.GAUGE, 5 + cell);
    }
    Layout layout = builder.build();
    assertThat(layout.cells()).isEqualTo(10);
    for (int cell = 0; cell < 10; cell++) {
      assertThat(layout.cell(layout.row(cell), layout.column(cell))).isEqualTo(cell);
    }
    String name = Samples.GAUGE.name();
    assertThat(layout.table("t").orElseThrow().columns())
        .extracting(Column::name)
        .containsExactly(name, name + "#2", name + "#3", name + "#4", name + "#5");
  }

  @Test
  void oneCellHasOnePlace() {
    Layout.Builder builder = new Layout.Builder();
    builder.newRow(TABLE, "x", "y").cell(Samples.GAUGE, 0);
    builder.newRow(TABLE, "x", "z").cell(Samples.GAUGE, 0);
    assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("cell 0");
  }

  @Test
  void amountsAreExactWhateverTheirUnit() {
    assertThat(Unit.KIBIBYTES.exactAmount(-1, false))
        .isEqualTo(new BigDecimal("18889465931478580853760"));
    assertThat(Unit.KIBIBYTES.exactAmount(-1, true)).isEqualTo(new BigDecimal("-1024"));
    assertThat(Unit.CENTISECONDS.exactAmount(12345, false)).isEqualTo(new BigDecimal("123.45"));
    assertThat(Unit.COUNT.amount(-1, false)).isEqualTo(0x1p64);
    assertThat(Unit.COUNT.amount(Long.MIN_VALUE, false)).isEqualTo(0x1p63);
    assertThat(Unit.COUNT.amount(Long.MIN_VALUE, true)).isEqualTo(-0x1p63);
    assertThat(Unit.COUNT.amount(Long.MAX_VALUE, false)).isEqualTo(0x1p63);
    assertThat(Unit.CENTISECONDS.amount(12345, false)).isEqualTo(123.45);
    assertThatIllegalArgumentException().isThrownBy(() -> new Unit("x", 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Unit("x", 1, -1));
  }

  @Test
  void aKindThatALaterVersionAddsIsAGauge() {
    for (Kind kind : Kind.values()) {
      assertThat(Kind.of(kind.text())).isEqualTo(kind);
    }
    assertThat(Kind.of("novel")).isEqualTo(Kind.GAUGE);
  }
}
