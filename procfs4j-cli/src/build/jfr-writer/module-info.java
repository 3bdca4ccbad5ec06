/**
 * The descriptor that the writer of JFR files comes without: added to its copy beside the command.
 */
module org.openjdk.jmc.flightrecorder.writer {
  requires java.logging;
  requires jdk.jfr;

  exports org.openjdk.jmc.flightrecorder.writer.api;
}
