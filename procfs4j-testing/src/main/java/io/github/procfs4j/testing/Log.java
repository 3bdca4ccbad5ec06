package io.github.procfs4j.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What procfs4j logs while this is open, instead of printing it. */
public final class Log extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("io.github.procfs4j");
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Begins. */
  public Log() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  /** The messages so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
