package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.cli.screens.Range;
import io.github.procfs4j.cli.screens.Series;
import io.github.procfs4j.cli.screens.State;
import io.github.procfs4j.cli.screens.Status;
import io.github.procfs4j.cli.screens.Subject;
import java.io.IOException;

/** What can be viewed over time: this machine, or a recording. */
interface Course {
  /** Looks for what is new; called often. */
  void update() throws IOException;

  /** The time that can be shown now. */
  Range range();

  /** The moment that a state shows. */
  Moment moment(State state) throws IOException;

  /** What else there is to say. */
  Status status(boolean isUnicode);

  /** The values of what is selected over all the time that can be shown. */
  Series series(Subject subject);

  /** Marks a moment; what became of it is a message. */
  String mark(long nanos, String text);

  /** Begins to write the page of the report; what is done is a message. */
  String page();

  /** Writes the time in memory as a recording, or begins to; what became of it is a message. */
  String write();

  /** What became of something that was begun before; empty if there is nothing new. */
  String news();
}
