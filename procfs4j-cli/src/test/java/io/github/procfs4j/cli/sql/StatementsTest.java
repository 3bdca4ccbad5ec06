package io.github.procfs4j.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in SQL that are made up. */
class StatementsTest {
  @Test
  void semicolonsSeparateStatements() {
    assertThat(Statements.of("SELECT 1; SELECT 2 ;\n SELECT 3"))
        .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
    assertThat(Statements.of("SELECT 1;")).containsExactly("SELECT 1");
    assertThat(Statements.of("SELECT 'x';SELECT $$y$$;SELECT \"z\""))
        .containsExactly("SELECT 'x'", "SELECT $$y$$", "SELECT \"z\"");
  }

  @Test
  void blanksAndCommentsAreNoStatements() {
    assertThat(Statements.of("")).isEmpty();
    assertThat(Statements.of(" ;\n;; -- x;y\n /* ; /* ; */ ; */ ")).isEmpty();
    assertThat(Statements.of("-- one\nSELECT 1 -- ;\n; /* two */"))
        .containsExactly("-- one\nSELECT 1 -- ;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';'",
        "SELECT 'it''s; '",
        "SELECT '\\', ';'",
        "SELECT \"a;\"\"b;\"",
        "SELECT E'\\';'",
        "SELECT e'\\\\', ';'",
        "SELECT $$;$$",
        "SELECT $a$ ; $$ ; $a$",
        "SELECT a$b, ';' AS c$b",
        "SELECT 1 -- ';\n, ';'",
        "SELECT 1 /* ' ; /* ; */ ; */ + 1",
        "SELECT 1 - 1 / 2 * 3",
        "SELECT ne'; '",
        "SELECT 'never closed ;",
        "SELECT $x$ never closed ; $$",
        "SELECT 1 /* never closed ; "
      })
  void semicolonsInQuotesAndCommentsSeparateNothing(String one) {
    assertThat(Statements.of(one)).isEqualTo(List.of(one.strip()));
  }
}
