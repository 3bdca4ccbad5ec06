package io.github.procfs4j.spark;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What is counted while recordings are read. Spark shows it with the scan of a query. */
public final class ReadMetrics {
  private static final String READ = "recordings";
  private static final String NOT_ENDED = "recordingsNotEnded";
  private static final String IGNORED = "ignoredBytes";
  private static final String SKIPPED = "recordingsSkipped";
  private static final String CORRUPT = "corruptFiles";

  private long read;
  private long skipped;
  private long notEnded;
  private long ignored;
  private long corrupt;

  ReadMetrics() {}

  /** How many recordings were read. */
  public static final class Read extends CustomSumMetric {
    /** Created by Spark. */
    public Read() {}

    @Override
    public String name() {
      return READ;
    }

    @Override
    public String description() {
      return "recordings read";
    }
  }

  /** How many recordings cannot have a row that was asked for, and were not read again. */
  public static final class Skipped extends CustomSumMetric {
    /** Created by Spark. */
    public Skipped() {}

    @Override
    public String name() {
      return SKIPPED;
    }

    @Override
    public String description() {
      return "recordings without such rows";
    }
  }

  /**
   * How many of all recordings were not ended by their writer: truncated, or still being written.
   */
  public static final class NotEnded extends CustomSumMetric {
    /** Created by Spark. */
    public NotEnded() {}

    @Override
    public String name() {
      return NOT_ENDED;
    }

    @Override
    public String description() {
      return "recordings truncated or still being written";
    }
  }

  /** How many bytes at the ends of recordings were no complete block. */
  public static final class Ignored extends CustomSumMetric {
    /** Created by Spark. */
    public Ignored() {}

    @Override
    public String name() {
      return IGNORED;
    }

    @Override
    public String description() {
      return "bytes ignored at the ends of recordings";
    }
  }

  /** How many files were left out because they are not recordings. */
  public static final class Corrupt extends CustomSumMetric {
    /** Created by Spark. */
    public Corrupt() {}

    @Override
    public String name() {
      return CORRUPT;
    }

    @Override
    public String description() {
      return "files that are not recordings";
    }
  }

  /** A number of a task. */
  private record Count(String name, long value) implements CustomTaskMetric {}

  static CustomMetric[] all() {
    return new CustomMetric[] {
      new Read(), new Skipped(), new NotEnded(), new Ignored(), new Corrupt()
    };
  }

  void read(boolean isComplete, long ignoredBytes) {
    read++;
    end(isComplete, ignoredBytes);
  }

  void skipped(boolean isComplete, long ignoredBytes) {
    skipped++;
    end(isComplete, ignoredBytes);
  }

  private void end(boolean isComplete, long ignoredBytes) {
    notEnded += isComplete ? 0 : 1;
    ignored += ignoredBytes;
  }

  void corrupt() {
    corrupt++;
  }

  CustomTaskMetric[] values() {
    return new CustomTaskMetric[] {
      new Count(READ, read),
      new Count(SKIPPED, skipped),
      new Count(NOT_ENDED, notEnded),
      new Count(IGNORED, ignored),
      new Count(CORRUPT, corrupt)
    };
  }
}
