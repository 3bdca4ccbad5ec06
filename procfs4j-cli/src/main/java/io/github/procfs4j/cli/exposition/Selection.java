package io.github.procfs4j.cli.exposition;

import java.util.function.UnaryOperator;

/** Which metrics and rows of a source are written. */
public interface Selection {
  /** All of them. */
  Selection ALL =
      new Selection() {
        @Override
        public boolean hasMetric(String name) {
          return true;
        }

        @Override
        public boolean hasRow(UnaryOperator<String> labels) {
          return true;
        }
      };

  /** Whether a metric is written. */
  boolean hasMetric(String name);

  /** Whether a row with these labels is written. */
  boolean hasRow(UnaryOperator<String> labels);
}
